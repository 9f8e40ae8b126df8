"""A reader with a keyboard alone gets everywhere on an incident page, sees where he is, and gets out again."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.support import focus
from tests.support.browser import Opener
from tests.support.live import bring_up_maps

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 768, "height": 1024}
DESK = {"width": 1440, "height": 900}
#: Links may stand this much higher than the one before: on one line with it, in another size (CSS pixels).
LINE = 40
FOCUSED = "() => document.activeElement.closest('[data-map]') !== null"


@pytest.fixture
def opened(address: str, incidents: list[str], visit: Opener):
    def give(nth: int = 0, *, maps: bool = False, **conditions: object) -> Page:
        page = visit(address, **conditions).open(f"{address}/{incidents[nth]}")
        if maps:
            bring_up_maps(page)
            page.evaluate("() => scrollTo(0, 0)")
        return page

    return give


def _faults(stops: list[focus.Stop], *, upright: bool) -> list[str]:
    """Stops that a reader does not see, or that stand before the one that came before."""
    faults = [f"not to be seen: {stop}" for stop in stops if not stop.seen]
    faults += [f"covered: {stop}" for stop in stops if stop.seen and stop.covered]
    for before, stop in pairwise(stops):
        if stop.order <= before.order:
            faults.append(f"before {before} in the document: {stop}")
        if upright and not stop.live and not before.live and stop.box[1] < before.box[1] - LINE:
            faults.append(f"above {before}: {stop}")
    return faults


@pytest.mark.audit
@pytest.mark.parametrize("nth", [0, 1])
@pytest.mark.parametrize("size", ["phone", "desk"])
def test_tab_goes_through_a_page_in_reading_order_and_back(opened, nth: int, size: str) -> None:
    page = opened(nth, maps=True, **(PHONE if size == "phone" else DESK))
    forth = focus.walk(page)
    assert len(forth) > 50, [*map(str, forth)]
    faults = _faults(forth, upright=size == "phone")
    unringed = [stop for stop in forth if not stop.ringed]
    back = focus.walk(page, "Shift+Tab")
    if [stop.order for stop in reversed(back)] != [stop.order for stop in forth]:
        parted = {stop.order for stop in forth} ^ {stop.order for stop in back}
        faults.append(f"the way back is another: {[str(stop) for stop in forth + back if stop.order in parted]}")
    for stop in unringed:
        # Focus by keyboard, not by script: only that shows a ring.
        page.keyboard.press("Tab")
        for _ in range(len(forth)):
            now = focus.find_stop(page)
            if now and now.order == stop.order:
                break
            page.keyboard.press("Tab")
        if not focus.changes_picture(page, stop):
            faults.append(f"no sign of the focus: {stop}")
    assert not faults, "\n".join(faults)


def test_the_skip_link_skips(opened) -> None:
    page = opened(**DESK)
    page.keyboard.press("Tab")
    stop = focus.find_stop(page)
    assert stop is not None
    assert (stop.seen, stop.ringed, stop.href) == (True, True, "#content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("() => document.activeElement.closest('main') !== null")
    assert inside, focus.find_stop(page)


def test_site_links_come_after_the_skip_link(opened) -> None:
    page = opened(**DESK)
    wanted = page.locator("a.skip, .masthead a").evaluate_all("(links) => links.map((link) => link.textContent.trim())")
    assert len(wanted) >= 5, wanted
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        stop = focus.find_stop(page)
        assert stop is not None
        assert stop.seen, stop
        reached.append(stop.name)
    assert reached == wanted


@pytest.mark.parametrize(
    ("what", "selector"),
    [("key facts", "main a[href^='#fact-']"), ("citations", "main a[href^='#source-']")],
)
def test_enter_follows_a_link_within_the_page(opened, what: str, selector: str) -> None:
    page = opened(**PHONE)
    link = page.locator(selector).filter(visible=True).first
    target = (link.get_attribute("href") or "")[1:]
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(f"#{target}") + "$"))
    expect(page.locator(f'[id="{target}"]')).to_be_in_viewport()
    page.keyboard.press("Tab")
    after = focus.find_stop(page)
    assert after is not None, what
    assert page.evaluate(
        "(id) => !!(document.getElementById(id).compareDocumentPosition(document.activeElement) "
        "& (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY))",
        target,
    ), f"{what}: Tab goes on from elsewhere: {after}"


@pytest.mark.parametrize("width", [800, 1024, 1440])
def test_nothing_in_the_fact_box_is_covered_on_the_way_back(opened, width: int) -> None:
    """The table's head stays at the top: what has the focus comes to stand below it."""
    page = opened(width=width, height=760)
    page.locator(".dc-facts summary").last.focus()
    passed, covered = 0, []
    while page.evaluate("() => document.activeElement.closest('.dc-facts') !== null"):
        stop = focus.find_stop(page)
        assert stop is not None
        passed += 1
        covered += [str(stop)] if stop.covered or not stop.seen else []
        page.keyboard.press("Shift+Tab")
    assert passed > 30
    assert covered == []


@pytest.mark.parametrize("nth", [0, 1])
def test_the_live_map_opens_tells_and_lets_go(opened, nth: int) -> None:
    page = opened(nth, maps=True, **DESK)
    page.locator("[data-map] .leaflet-marker-icon[tabindex='0']").first.focus()
    first = focus.find_stop(page)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED)
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup).to_be_visible()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    assert page.evaluate(FOCUSED), f"Escape loses the place: {focus.find_stop(page)}, begun at {first}"
    for _ in range(12):
        page.keyboard.press("Tab")
        if not page.evaluate(FOCUSED):
            break
    after = focus.find_stop(page)
    # The map's own list follows it; that is left as well within a page's worth of stops.
    assert after is not None
    assert not page.evaluate("() => document.activeElement.closest('.leaflet-container') !== null"), after


def test_arrow_keys_choose_what_the_fact_box_shows(opened) -> None:
    page = opened(**DESK)
    rows = page.locator("[data-verdict]").filter(visible=True)
    every = rows.count()
    for group in page.get_by_role("group").filter(has=page.get_by_role("radio")).all():
        radios = group.get_by_role("radio")
        chosen = group.get_by_role("radio", checked=True)
        chosen.focus()
        page.keyboard.press("ArrowRight")
        expect(radios.nth(1)).to_be_checked()
        assert rows.count() < every, "the choice hides nothing"
        page.keyboard.press("ArrowLeft")
        expect(radios.nth(0)).to_be_checked()
        assert rows.count() == every


def test_the_fact_box_scrolls_by_arrow_keys(opened) -> None:
    page = opened(**TABLET)
    region = page.get_by_role("region", name=re.compile("facts", re.IGNORECASE)).and_(page.locator("[tabindex='0']"))
    region.focus()
    scrolls = region.evaluate("(box) => [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight]")
    for key, axis, room in (("ArrowRight", "scrollLeft", scrolls[0]), ("ArrowDown", "scrollTop", scrolls[1])):
        if room > 0:
            page.keyboard.press(key)
            page.wait_for_function("([box, axis]) => box[axis] > 0", arg=[region.element_handle(), axis])
    assert max(scrolls) > 0, "at this width the table does not scroll: test it at another"


def test_details_open_and_close(opened) -> None:
    page = opened(**PHONE)
    faults = []
    for kind in page.locator("main summary").filter(visible=True).all()[:12]:
        details = kind.locator("xpath=..")
        kind.focus()
        page.keyboard.press("Enter")
        if details.get_attribute("open") is None:
            faults.append(f"Enter does not open {kind.text_content()!r}")
        page.keyboard.press("Space")
        if details.get_attribute("open") is not None:
            faults.append(f"Space does not close {kind.text_content()!r}")
    assert not faults, "\n".join(faults)
