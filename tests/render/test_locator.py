"""The map of all incidents: a link for each, labels for as many as a map holds, work in step with their number."""

import time
from xml.etree import ElementTree as ET

import pytest

from deconflict.render import locator
from deconflict.theatre import load
from tests.render.test_svg import area

SPACE = "{http://www.w3.org/2000/svg}"


def spots(number: int) -> list[locator.Spot]:
    """Incidents strewn over the country, each with an area of its own."""
    return [
        locator.Spot(
            f"incident-{nth}.html",
            f"{nth % 28 + 1} May 2017",
            f"Incident {nth}",
            (area(f"area-{nth}", (37.5 + nth * 0.37 % 4, 33.5 + nth * 0.23 % 3), 8_000),),
        )
        for nth in range(number)
    ]


@pytest.mark.parametrize("number", [0, 1, locator.LABELLED, 40])
def test_every_incident_is_linked_and_the_first_are_labelled(number):
    drawn = ET.fromstring(locator.render(spots(number), load(), title="All", description="All."))
    links = drawn.findall(f".//{SPACE}a")
    assert [link.get("href") for link in links] == [f"incident-{nth}.html" for nth in range(number)]
    labelled = [link for link in links if link.find(f".//{SPACE}text") is not None]
    assert labelled == links[: locator.LABELLED]


def test_work_grows_with_the_incidents_and_no_faster():
    took = []
    for number in (100, 400):
        strewn = spots(number)
        locator.render(strewn, load(), title="All", description="All.")
        start = time.process_time()
        locator.render(strewn, load(), title="All", description="All.")
        took.append(time.process_time() - start)
    assert took[1] < 4 * 1.6 * took[0]


def test_without_incidents_that_can_be_placed_the_country_is_drawn():
    nowhere = locator.Spot("a.html", "1 May 2017", "Somewhere", ())
    drawn = locator.render([nowhere], load(), title="All", description="All.")
    assert "<a " not in drawn
    assert "Damascus" in drawn
