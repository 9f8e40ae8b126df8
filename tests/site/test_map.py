"""The maps of the real incidents: no label on another at any zoom, the live map exactly on the drawing, small files."""

import gzip
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import layout, pages
from tests.support.server import serve

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
KEEP_THE_MAP = """Object.defineProperty(window, "DECONFLICT_SKELETON", {
  set(make) { this.makeMap = () => (this.liveMap = make()); },
  get() { return this.makeMap; },
});"""
# The boxes of all labels that are shown; a turned one's is the box around it.
BOXES = """() => [...document.querySelectorAll(".map-live .map-name")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .map((node) => [node, node.getBoundingClientRect()])
  .map(([node, b]) => [node.textContent, b.left, b.top, b.right, b.bottom])"""
GO = "([lat, lon, zoom]) => window.liveMap.setView([lat, lon], zoom, { animate: false })"
AREAS = """(kind) => [...document.querySelectorAll(`${kind} path[data-area]`)].map((node) => {
  const b = node.getBoundingClientRect(), box = document.querySelector(".map-box").getBoundingClientRect();
  return [node.dataset.area, b.left - box.left, b.top - box.top, b.right - box.left, b.bottom - box.top];
})"""
TEXTS = """(kind) => [...document.querySelectorAll(kind)]
  .filter((node) => node.checkVisibility({ visibilityProperty: true }))
  .map((node) => node.textContent)"""
# Around the accounts, a crowded coast, and a corner of the theatre.
CENTRES = {"accounts": None, "Damascus": (33.5, 36.3), "east": (34.4, 40.9)}
#: Bytes of the drawings of a page after gzip.
DRAWN = 6_000


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as url:
        yield url


@pytest.fixture(scope="module", params=["euphrates", "visual-contact"])
def path(site: Path, request) -> str:
    (found,) = (p for p in pages.find(site)["incident"] if request.param in p)
    return found


@pytest.fixture(scope="module", params=SIZES)
def live(address: str, browser: Browser, path: str, request) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZES[request.param], reduced_motion="reduce")
    context.add_init_script(KEEP_THE_MAP)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    page.locator(".map-box").scroll_into_view_if_needed()
    expect(page.locator(".map-is-live")).to_be_visible()
    yield page
    context.close()


def _collisions(page: Page) -> tuple[int, list[tuple[str, str]]]:
    found = page.evaluate(BOXES)
    hits = [
        (one, other)
        for (one, a, b, c, d), (other, e, f, g, h) in combinations(found, 2)
        # Boxes are higher than letters: two pixels of them may touch.
        if a < g - 2 and e < c - 2 and b < h - 2 and f < d - 2
    ]
    return len(found), hits


@pytest.mark.parametrize("centre", CENTRES)
def test_no_labels_collide_at_any_zoom(live: Page, centre: str):
    spot = CENTRES[centre] or live.evaluate("() => [window.liveMap.getCenter().lat, window.liveMap.getCenter().lng]")
    seen, faults = 0, []
    # Between whole zooms too where readers look first.
    for part in range(6 * 2, 11 * 2 + 1, 1 if centre == "accounts" else 2):
        live.evaluate(GO, [*spot, part / 2])
        count, hits = _collisions(live)
        seen += count
        faults += [(part / 2, *hit) for hit in hits]
    assert seen > 25
    assert not faults


@pytest.mark.parametrize("size", SIZES)
def test_the_live_map_lies_on_the_drawing(address: str, browser: Browser, path: str, size: str):
    context = browser.new_context(viewport=SIZES[size])
    page = context.new_page()
    held = []

    def hold(route):
        held.append(route)

    page.route("**/leaflet.js", hold)
    page.goto(f"{address}/{path}")
    kind = ".map-wide" if size == "desk" else ".map-narrow"
    page.locator(".map-box").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    before = sorted(page.evaluate(AREAS, ".map-wide")) if size == "desk" else None
    told = page.evaluate(TEXTS, f"{kind} [data-area] tspan[font-weight]")
    held[0].continue_()
    expect(page.locator(".map-is-live")).to_be_visible()
    assert layout.shift(page).value < 0.02
    assert sorted(page.evaluate(TEXTS, ".map-live .map-account > :first-child")) == sorted(told)
    if before is not None:
        after = sorted(page.evaluate(AREAS, ".map-live"))
        for (key, *one), (other, *two) in zip(before, after, strict=True):
            assert key == other
            assert max(abs(a - b) for a, b in zip(one, two, strict=True)) < 4, (key, one, two)
    context.close()


def test_the_drawings_keep_their_weight(site: Path, path: str):
    text = (site / path).read_text(encoding="utf-8")
    drawn = re.search(r'<div class="map-box">(.*?)<div class="map-live"', text, re.DOTALL)[1]
    for drawing in re.findall(r"<svg xmlns.*?</svg>(?=<svg xmlns|$)", drawn, re.DOTALL):
        assert len(drawing) < 40_000
    assert len(gzip.compress(drawn.encode(), 9, mtime=0)) <= DRAWN
