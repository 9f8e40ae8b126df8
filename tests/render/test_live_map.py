"""The live map on a page of its own under the strict policy, over http and from a folder."""

from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from types import SimpleNamespace

import jinja2
import msgspec
import pytest
from playwright.sync_api import Page, expect
from shapely import Polygon

from deconflict.page.areas import LineView
from deconflict.render import leaflet, livedata, svg
from deconflict.site import assets
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
<link rel="icon" href="data:,"><link rel="stylesheet" href="deconflict/deconflict.css">
<script src="deconflict/deconflict.js" defer></script></head>
<body><h1>Map</h1><p>It was <span class="dc-fact"><a href="#fact-location">somewhere</a></span>.</p>{body}
<table><tbody><tr class="dc-row" id="fact-location"><th>Where</th><td>nobody</td>
<td id="cell" data-area="area-us area-ru">officials</td></tr></tbody></table><p>{more}</p></body></html>"""
BOXES = """() => [...document.querySelectorAll(".map-live .map-name")]
  .filter((node) => node.getClientRects().length)
  .map((node) => [node, node.getBoundingClientRect()])
  .map(([node, b]) => [node.textContent, b.left, b.top, b.right, b.bottom])"""
SEEN = BOXES.replace("node.getClientRects().length", "node.checkVisibility({ visibilityProperty: true })")
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
    return msgspec.structs.replace(found, lines=lines, lines_text="Reported for that day.")


def write(folder: Path, shown) -> Path:
    texts = {**leaflet.scripts(load()), "map.js": livedata.page(shown, load())}
    texts |= {f"deconflict/{name}": text for name, text in assets.read().items()}
    files = {**leaflet.assets(), **{name: text.encode() for name, text in texts.items()}}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(PLUGIN / "templates"), autoescape=False)
    body = templates.get_template("deconflict/_map.html").render(
        explainer=SimpleNamespace(map=shown),
        map_svg=svg.responsive(shown, load(), title="Map", description="Two accounts"),
        map_data="map.js",
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
    assert [name.partition(":")[0] for name in names[:2]] == ["US account", "Russian account"]
    stops = page.locator(".map-live [tabindex]").evaluate_all("(all) => all.map((n) => n.className.split(' ')[1])")
    assert sorted(set(stops)) == ["map-pin"]
    assert page.locator(".map-live .map-pin[tabindex='0']").count() == 1
    pins.first.focus()
    seen = []
    for _ in names:
        seen.append(page.evaluate(FOCUS))
        page.keyboard.press("ArrowRight")
    assert seen == names
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
    page.keyboard.press("Escape")
    expect(page.locator(".map-list")).to_be_focused()


LIT = "(all) => all.map((node) => node.id || node.dataset.area || node.className).sort()"


@pytest.mark.parametrize("script", ["live", "drawn"])
@pytest.mark.parametrize(
    ("touched", "lit"),
    [
        ("tr[data-area='area-us'] a", {"area-us", "cell"}),
        ("#fact-location th", {"area-us", "area-ru", "cell"}),
        ("#cell", {"area-us", "area-ru", "cell"}),
        (".dc-fact a", {"area-us", "area-ru", "cell"}),
    ],
)
def test_what_belongs_together_lights_up_together(address, visit: Opener, script, touched, lit):
    page = visit(address, **WIDE).open(f"{address}/index.html")
    if script == "live":
        page.locator(".map-box").scroll_into_view_if_needed()
        expect(page.locator(".map-is-live")).to_be_visible()
    page.locator(touched).hover()
    assert set(page.locator(".m-lit").evaluate_all(LIT)) == lit
    shape = page.locator(".map-live path.m-lit" if script == "live" else ".map-svg path.m-lit")
    assert shape.count() >= len(lit) - 1
    page.locator("h1").hover()
    expect(page.locator(".m-lit")).to_have_count(0)


def test_an_area_lights_its_entry_and_its_cell(address, visit: Opener):
    page = show(visit(address, **WIDE), f"{address}/index.html")
    page.locator(".map-live .map-pin[data-area='area-us']").focus()
    expect(page.locator("tr#area-us")).to_have_class("m-lit")
    expect(page.locator("td#cell")).to_have_class("m-lit")
    expect(page.locator("tr#area-ru")).not_to_have_class("m-lit")


def test_layers_are_switched_and_remembered_in_the_address(address, visit: Opener):
    here = visit(address, **WIDE)
    page = show(here, f"{address}/index.html")
    assert "#" not in page.url
    page.get_by_role("button", name="Layers").click()
    panel = page.get_by_role("group", name="Show on the map")
    labels = panel.locator("label").all_inner_texts()
    assert {"US account", "Russian account", "Deconfliction lines", "Airfields", "Place names"} <= {
        label.strip() for label in labels
    }
    panel.get_by_label("US account").uncheck()
    expect(page.get_by_role("status")).to_have_text("US account hidden")
    expect(page.locator(".map-live path[data-area='area-us']")).to_be_hidden()
    expect(page.locator(".map-live .map-pin[data-area='area-us']")).to_be_hidden()
    expect(page.locator(".map-live path[data-area='area-ru']")).to_be_visible()
    assert page.url.endswith("/-side-1")
    again = show(here, page.url.replace("/index.html", "/index.html?again"))
    expect(again.locator(".map-live path[data-area='area-us']")).to_be_hidden()
    again.get_by_role("button", name="Reset the view").click()
    expect(again.locator(".map-live path[data-area='area-us']")).to_be_visible()
    assert "#" not in again.url


def test_a_link_brings_the_view_back_and_other_fragments_are_left_alone(address, visit: Opener):
    here = visit(address, **WIDE)
    page = here.open(f"{address}/index.html#map=9.5/35/40.5/-airfields,-bogus")
    expect(page.locator(".map-is-live")).to_be_visible()
    box = page.locator(".map-box").bounding_box()
    assert 0 <= box["y"] < 900
    high = page.evaluate(
        "() => { const a = document.querySelector(\".map-live path[data-area='area-ru']\").getBoundingClientRect();"
        " return a.height; }"
    )
    # At zoom 9.5 and 35 degrees north a pixel is 177 m: a disc of 30 km is 169 pixels high.
    assert 160 < high < 178
    page = show(here, f"{address}/index.html?x#fact-location")
    assert page.url.endswith("#fact-location")
    page.locator(".leaflet-control-zoom-in").click()
    page.wait_for_timeout(600)
    assert "#map=" in page.url


def test_on_a_phone_buttons_are_large_and_every_label_is_whole(address, browser):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/index.html")
    page.locator(".map-box").scroll_into_view_if_needed()
    expect(page.locator(".map-is-live")).to_be_visible()
    frame = page.locator(".map-box").bounding_box()
    buttons = page.locator(".map-live .leaflet-control-zoom a, .map-tools > button").all()
    boxes = [button.bounding_box() for button in buttons]
    assert len(boxes) >= 4
    assert all(min(box["width"], box["height"]) >= 44 for box in boxes)
    # Only the buttons that zoom stand on the map, in a row: the others under it.
    above = [box for box in boxes if box["y"] < frame["y"] + frame["height"]]
    assert len(above) == 2
    assert len({box["y"] for box in above}) == 1
    # As far out as it goes, the map is still full of ground.
    for _ in range(12):
        page.locator(".leaflet-control-zoom-out").evaluate("(node) => node.click()")
    page.wait_for_timeout(200)
    column = page.locator(".leaflet-control-zoom").bounding_box()
    found = page.locator(".map-live .map-name").evaluate_all(
        "(all) => all.filter((node) => node.checkVisibility({ visibilityProperty: true }))"
        ".map((node) => node.getBoundingClientRect()).map((b) => [b.left, b.top, b.right, b.bottom])"
    )
    assert len(found) >= 5
    for left, top, right, bottom in found:
        assert left >= frame["x"]
        assert top >= frame["y"]
        assert right <= frame["x"] + frame["width"]
        assert bottom <= frame["y"] + frame["height"]
        assert right <= column["x"] or bottom <= column["y"] or top >= column["y"] + column["height"]
    ground = page.locator(".map-live path.m-land").first.bounding_box()
    assert ground["x"] <= frame["x"]
    assert ground["x"] + ground["width"] >= frame["x"] + frame["width"]
    # All layers are there to be reached, none in a box that scrolls.
    page.get_by_role("button", name="Layers").click()
    panel = page.locator(".map-layers")
    assert panel.evaluate("(node) => node.scrollHeight <= node.clientHeight && node.scrollWidth <= node.clientWidth")
    around = panel.bounding_box()
    for label in panel.locator("label").all():
        box = label.bounding_box()
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= around["x"] + around["width"]
    context.close()


def test_wherever_the_map_is_moved_no_label_is_cut(address, browser):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = context.new_page()
    shown = 0
    views = product((8, 10), (34.6, 35.0, 35.2), (40.1, 40.5, 41.0))
    for step, (zoom, lat, lon) in enumerate(views):
        page.goto(f"{address}/index.html?{step}#map={zoom}/{lat}/{lon}")
        expect(page.locator(".map-is-live")).to_be_visible()
        frame = page.locator(".map-live").bounding_box()
        taken = page.locator(".leaflet-control-zoom").bounding_box()
        for text, left, top, right, bottom in page.evaluate(SEEN):
            shown += 1
            assert left >= frame["x"] - 0.5, (zoom, lat, lon, text)
            assert right <= frame["x"] + frame["width"] + 0.5, (zoom, lat, lon, text)
            assert top >= frame["y"] - 0.5, (zoom, lat, lon, text)
            assert bottom <= frame["y"] + frame["height"] + 0.5, (zoom, lat, lon, text)
            assert right <= taken["x"] or top >= taken["y"] + taken["height"], (zoom, lat, lon, text)
    assert shown > 20
    context.close()


def test_zooming_is_told_and_keys_zoom(address, visit: Opener):
    page = show(visit(address, **WIDE), f"{address}/index.html")
    page.locator(".map-live .map-pin").first.focus()
    page.keyboard.press("+")
    expect(page.locator(".map-said")).to_contain_text("km wide")


def test_fullscreen_is_offered_only_where_it_works(address, browser):
    context = browser.new_context(viewport=WIDE)
    context.add_init_script("Object.defineProperty(Document.prototype, 'fullscreenEnabled', { get: () => false });")
    page = context.new_page()
    page.goto(f"{address}/index.html")
    page.locator(".map-box").scroll_into_view_if_needed()
    expect(page.get_by_role("button", name="Reset the view")).to_be_visible()
    assert page.get_by_role("button", name="Full screen").count() == 0
    context.close()


def test_nothing_moves_by_itself_where_motion_is_not_wanted(address, visit: Opener):
    page = show(visit(address, **WIDE, reduced_motion=True), f"{address}/index.html")
    page.locator(".leaflet-control-zoom-out").click()
    assert page.evaluate("() => document.getAnimations().length") == 0
    assert page.locator(".leaflet-zoom-anim").count() == 0


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
