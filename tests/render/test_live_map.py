"""The live map on a page of its own under the strict policy, over http and from a folder."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import jinja2
import msgspec
import pytest
from playwright.sync_api import Page, expect
from shapely import Polygon

from deconflict.page.explainer import LineView
from deconflict.render import leaflet, svg
from deconflict.theatre import load
from tests.render.test_svg import EVIL, KAMAL, area, view
from tests.support import layout
from tests.support.browser import Opener
from tests.support.policy import POLICY
from tests.support.project import ROOT
from tests.support.server import serve

PLUGIN = ROOT / "plugins" / "deconflict"
MAYADIN = (40.4515, 35.0198)
WIDE = {"width": 1032, "height": 900}
PHONE = {"width": 390, "height": 844}
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}"><title>Map</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><link rel="stylesheet" href="deconflict/map.css"></head>
<body><h1>Map</h1><h2 id="fact-location">Where it happened</h2>{body}<p>{more}</p></body></html>"""
BOXES = """() => [...document.querySelectorAll(".map-live .map-name")]
  .filter((node) => node.getClientRects().length)
  .map((node) => [node, node.getBoundingClientRect()])
  .map(([node, b]) => [node.textContent, b.left, b.top, b.right, b.bottom])"""
# The corners of each written line as it is painted, whatever its turn.
CORNERS = """(kind) => [...document.querySelectorAll(`.map-${kind} .m-text text`)].map((node) => {
  const b = node.getBBox(), m = node.getScreenCTM();
  const at = (x, y) => { const p = new DOMPoint(x, y).matrixTransform(m); return [p.x, p.y]; };
  const right = b.x + b.width, foot = b.y + b.height;
  return [node.textContent, [at(b.x, b.y), at(right, b.y), at(right, foot), at(b.x, foot)]];
})"""
FOCUS = "() => document.activeElement.getAttribute('aria-label') || ''"


def accounts():
    lines = tuple(
        LineView(feature=f.id, name=f.name, kind="", basis="", since="2017")
        for f in load().layer("deconfliction")
        if f.id in ("euphrates-line", "albu-kamal-45mi")
    )
    found = view(
        area("area-us", KAMAL, 15_000, side="east-of-euphrates"),
        area(
            "area-ru", MAYADIN, 15_000, tone="side-2", side="west-of-euphrates", label="Russian account: near Mayadin"
        ),
    )
    return msgspec.structs.replace(found, lines=lines, lines_text="Held on that day.")


def write(folder: Path, shown) -> Path:
    files = {**leaflet.assets(), **{name: text.encode() for name, text in leaflet.scripts(load()).items()}}
    for name in ("map.js", "live.js", "map.css"):
        files[f"deconflict/{name}"] = (PLUGIN / "static" / name).read_bytes()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(PLUGIN / "templates"), autoescape=False)
    body = templates.get_template("deconflict/_map.html").render(
        explainer=SimpleNamespace(map=shown),
        map_svg=svg.responsive(shown, load(), title="Map", description="Two accounts"),
        map_data=leaflet.page_data(shown, load()),
        SITEURL=".",
    )
    text = PAGE.format(policy=POLICY, body=body, more="text " * 600)
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return write(tmp_path_factory.mktemp("map"), accounts())


@pytest.fixture(scope="module")
def address(folder) -> Iterator[str]:
    with serve(folder) as url:
        yield url


def show(here, url: str) -> Page:
    page = here.open(url)
    page.locator(".map-box").scroll_into_view_if_needed()
    expect(page.locator(".map-is-live")).to_be_visible()
    return page


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_it_is_silent_and_moves_nothing_over_http(address, visit: Opener, size):
    here = visit(address, **size)
    page = show(here, f"{address}/index.html")
    assert here.problems() == []
    assert layout.shift(page).value < 0.01
    assert layout.excess(page) == 0


def test_it_is_silent_from_a_folder(folder, visit: Opener):
    here = visit("", **WIDE)
    show(here, (folder / "index.html").as_uri())
    assert here.problems() == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("zooms", [0, 3])
def test_names_do_not_collide_at_any_zoom(address, visit: Opener, size, zooms):
    page = show(visit(address, **size, reduced_motion=True), f"{address}/index.html")
    for _ in range(zooms):
        page.locator(".leaflet-control-zoom-out").click()
    found = page.evaluate(BOXES)
    assert len(found) >= 4
    for (one, a, b, c, d), (other, e, f, g, h) in combinations(found, 2):
        assert not (a < g - 1 and e < c - 1 and b < h - 1 and f < d - 1), (one, other)


@pytest.mark.parametrize(("size", "kind"), [(WIDE, "wide"), (PHONE, "narrow")], ids=["wide", "phone"])
def test_painted_names_of_the_drawing_do_not_collide(address, visit: Opener, size, kind):
    page = visit(address, **size, script=False).open(f"{address}/index.html")
    expect(page.locator(f".map-{kind}")).to_be_visible()
    found = [(text, Polygon(corners)) for text, corners in page.evaluate(CORNERS, kind)]
    assert len(found) >= 5
    for (one, a), (other, b) in combinations(found, 2):
        # A line's box is higher than its letters: a sixth of the smaller label may overlap without a stroke touching.
        assert a.intersection(b).area < min(a.area, b.area) / 6, (one, other)


def test_only_what_claims_name_takes_focus_and_arrows_go_round(address, visit: Opener):
    page = show(visit(address, **WIDE), f"{address}/index.html")
    pins = page.locator(".map-live .map-pin")
    names = pins.evaluate_all("(nodes) => nodes.map((node) => node.getAttribute('aria-label'))")
    assert any(name.startswith("US account") for name in names)
    assert page.locator(".map-live .map-mark[tabindex]").count() == 0
    assert page.locator(".map-live .map-pin[tabindex='0']").count() == 1
    pins.first.focus()
    seen = []
    for _ in names:
        seen.append(page.evaluate(FOCUS))
        page.keyboard.press("ArrowRight")
    assert sorted(seen) == sorted(names)
    assert page.evaluate(FOCUS) == seen[0]


def test_enter_tells_and_escape_goes_back(address, visit: Opener):
    page = show(visit(address, **WIDE), f"{address}/index.html")
    pin = page.locator(".map-live .map-pin[aria-label^='Russian account']")
    pin.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    expect(popup).to_contain_text("officials")
    assert popup.locator("a").get_attribute("href") == "#area-ru"
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    assert page.evaluate(FOCUS).startswith("Russian account")


def test_an_entry_of_the_list_lights_its_area(address, visit: Opener):
    page = show(visit(address, **WIDE), f"{address}/index.html")
    page.locator("tr[data-area='area-us'] a").focus()
    expect(page.locator(".map-live path.m-lit[data-area='area-us']")).to_have_count(1)
    page.locator("tr[data-area='area-ru'] a").focus()
    expect(page.locator(".map-live path.m-lit[data-area='area-us']")).to_have_count(0)


def test_the_wheel_scrolls_the_page(address, visit: Opener):
    page = show(visit(address, **WIDE), f"{address}/index.html")
    page.evaluate("scrollTo(0, 0)")
    page.mouse.move(500, 400)
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") > 100


def test_the_credit_shows_no_flag_and_no_address(address, visit: Opener):
    page = show(visit(address, **WIDE), f"{address}/index.html")
    credit = page.locator(".leaflet-control-attribution")
    assert credit.locator("svg, a").count() == 0
    for text in load().attribution:
        expect(credit).to_contain_text(text)


def test_on_paper_the_drawing_stands(address, visit: Opener):
    page = show(visit(address, **WIDE), f"{address}/index.html")
    page.emulate_media(media="print")
    try:
        expect(page.locator(".map-live")).to_be_hidden()
        expect(page.locator(".map-svg").first).to_be_attached()
        shown = page.locator(".map-svg").evaluate_all("(all) => all.map((n) => getComputedStyle(n).visibility)")
        assert sorted(shown) == ["hidden", "visible"]
    finally:
        page.emulate_media(media="screen")


def test_hostile_texts_are_text_in_the_live_map(tmp_path, visit: Opener):
    bad = msgspec.structs.replace(
        area("area-bad", KAMAL, 15_000, label=f"{EVIL}: {EVIL}"),
        claimants=EVIL,
        tolerance=EVIL,
        account=EVIL,
        words=EVIL,
    )
    write(tmp_path, view(bad))
    here = visit("", **WIDE)
    page = show(here, (tmp_path / "index.html").as_uri())
    pin = page.locator(".map-live .map-pin").filter(has_text="alert")
    pin.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup-content")).to_contain_text(EVIL)
    assert page.locator(".map-live script").count() == 0
    assert here.problems() == []
