"""The built site in a real browser: silent, with a live map at true size. How it looks is measured in `tests/look`."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import pages
from tests.support.browser import Opener, Visit
from tests.support.problem import listing
from tests.support.server import serve

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
VIEWS = {
    "phone, light": PHONE,
    "phone, dark": PHONE | {"scheme": "dark"},
    "desk, light": DESK,
    "desk, dark": DESK | {"scheme": "dark"},
    "desk, reduced motion, forced colours": DESK | {"reduced_motion": True, "forced_colors": True},
    "desk, no script": DESK | {"script": False},
}
FOCUS = """() => {
  const markers = [...document.querySelectorAll("[data-map] [tabindex]:not(.leaflet-container)")];
  return markers.indexOf(document.activeElement);
}"""
HEIGHTS = "(boxes) => boxes.map((box) => Math.round(box.getBoundingClientRect().height))"

FOCUS_BEFORE = """(box) => {
  const before = [...document.querySelectorAll("a[href], button")].filter((node) => node.checkVisibility()
    && node.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING);
  before.at(-1)?.focus();
}"""


@cache
def _paths(site: Path) -> list[str]:
    """The home page, two incidents and the method page."""
    found = pages.find(site)
    method = [path for path in found.get("page", []) if "method" in path]
    return [*found.get("home", [])[:1], *found.get("incident", [])[:2], *method[:1]]


def _incidents(site: Path) -> list[str]:
    found = [path for path in _paths(site) if path in pages.find(site).get("incident", [])]
    assert found, "no incident page: what is said about maps would hold of nothing"
    return found


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as url:
        yield url


def _scroll_through(page: Page) -> None:
    """Bring every map into view, so that what waits for the reader is loaded."""
    for box in page.locator("[data-map]").all():
        box.scroll_into_view_if_needed()
        expect(box.locator(".leaflet-container").or_(box.and_(page.locator(".leaflet-container")))).to_be_visible()


def _open(visit: Opener, address: str, path: str, **conditions: object) -> Visit:
    here = visit(address, **conditions)
    here.open(f"{address}/{path}")
    return here


def test_the_pages_to_look_at_are_there(site: Path) -> None:
    assert len(_paths(site)) == 4, {kind: found[:5] for kind, found in pages.find(site).items()}


@pytest.mark.parametrize("view", VIEWS)
def test_pages_are_silent(site: Path, address: str, visit: Opener, view: str) -> None:
    faults = []
    for path in _paths(site):
        here = _open(visit, address, path, **VIEWS[view])
        if VIEWS[view].get("script", True):
            _scroll_through(here.page)
        faults += [f"{path}: {problem}" for problem in here.problems()]
    assert not faults, "\n".join(faults)


def test_pages_are_silent_from_a_folder_on_disk(site: Path, visit: Opener) -> None:
    here = visit(**DESK)
    problems = []
    for path in _paths(site):
        _scroll_through(here.open((site / path).resolve().as_uri()))
        problems += here.problems()
    assert not problems, listing(problems)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_live_map_has_the_size_of_the_drawing(
    site: Path, address: str, visit: Opener, size: dict[str, int]
) -> None:
    for path in _incidents(site):
        here = _open(visit, address, path, **size)
        boxes = here.page.locator("[data-map]")
        before = boxes.evaluate_all(HEIGHTS)
        _scroll_through(here.page)
        assert boxes.evaluate_all(HEIGHTS) == before, f"{path}: the box of the map changed its height"


KEEP_THE_MAP = """Object.defineProperty(window, "DECONFLICT_SKELETON", {
  set(make) { this.makeMap = () => (this.liveMap = make()); },
  get() { return this.makeMap; },
});"""
REACH = """([key, lat, lon]) => {
  const map = window.liveMap;
  const frame = map.getContainer().getBoundingClientRect();
  const box = document.querySelector(`.map-live path[data-area="${key}"]`).getBoundingClientRect();
  const at = (x) => map.containerPointToLatLng([x - frame.left, frame.height / 2]).lng;
  return [at(box.left), at(box.right)].map((side) => map.distance([lat, side], [lat, lon]));
}"""


def test_the_live_map_draws_areas_at_true_size(site: Path, address: str, browser: Browser) -> None:
    """The disc round Al Mayadin, cut by the river on its eastern side, reaches 15 km to the west."""
    context = browser.new_context(viewport=DESK)
    context.add_init_script(KEEP_THE_MAP)
    page = context.new_page()
    (path,) = (p for p in _incidents(site) if "euphrates" in p)
    page.goto(f"{address}/{path}")
    _scroll_through(page)
    key = "area-location-near-mayadin-west-of-euphrates"
    expect(page.locator(f'.map-live path[data-area="{key}"]')).to_be_visible()
    west, east = page.evaluate(REACH, [key, 35.0198, 40.4515])
    context.close()
    assert abs(west - 15_000) < 400, west
    assert east < 15_000 + 400, east


def test_map_waits_until_it_comes_into_view(site: Path, address: str, visit: Opener) -> None:
    for path in _incidents(site):
        here = _open(visit, address, path, **PHONE)
        before = len(here.requests)
        assert here.page.locator(".leaflet-container").count() == 0, path
        _scroll_through(here.page)
        assert len(here.requests) > before, f"{path}: the map asked for nothing when it came into view"


def _tab_to_marker(page: Page, presses: int = 12) -> int:
    """Press Tab until a marker of the map has the focus and return its number, or -1."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        reached: int = page.evaluate(FOCUS)
        if reached >= 0:
            return reached
    return -1


def test_map_is_usable_by_keyboard(site: Path, address: str, visit: Opener) -> None:
    """Tab reaches what a claim names, once per map; arrow keys move among the markers."""
    for path in _incidents(site):
        page = _open(visit, address, path, **DESK).page
        _scroll_through(page)
        stops = page.locator('[data-map] [tabindex="0"]')
        assert stops.count() > 0, f"{path}: nothing on the map takes focus"
        page.locator("[data-map]").first.evaluate(FOCUS_BEFORE)
        reached = _tab_to_marker(page)
        assert reached >= 0, f"{path}: Tab does not reach the map"
        if page.locator("[data-map] .leaflet-marker-icon").count() > 1:
            page.keyboard.press("ArrowRight")
            after = page.evaluate(FOCUS)
            assert after >= 0, f"{path}: the arrow key left the map"
            assert after != reached, f"{path}: the arrow key does not move the focus"
