"""Titles and quotations in other scripts: one face for a line, marks that open where its reading begins."""

import pytest
from playwright.sync_api import Page

from tests.support.browser import Opener


@pytest.fixture(scope="module", params=[0, 1])
def page(request, address: str, incidents: list[str], visit: Opener) -> Page:
    return visit(address, width=1440, height=900).open(f"{address}/{incidents[request.param]}")


def test_a_cyrillic_title_is_set_in_one_face(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    found = session.send("DOM.querySelectorAll", {"nodeId": root, "selector": ".dc-title[lang='ru']"})["nodeIds"]
    faces = [
        [face["familyName"] for face in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]]
        for node in found
    ]
    session.detach()
    assert faces
    assert [mixed for mixed in faces if len(mixed) != 1] == []


def test_quotation_marks_stand_as_the_writing_runs(page: Page) -> None:
    quotes = page.locator("q[dir]").evaluate_all(
        "(all) => all.map((q) => [q.dir, getComputedStyle(q).quotes, getComputedStyle(q).unicodeBidi])"
    )
    assert [given for given in quotes if given[0] == "rtl"]
    expected = {"rtl": '"\u201d" "\u201c"', "ltr": '"\u201c" "\u201d"'}
    assert [given for given in quotes if given[1:] != [expected[given[0]], "isolate"]] == []
