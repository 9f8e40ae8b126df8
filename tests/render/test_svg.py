"""The static map: true sizes, no collisions, small, sound XML, nothing but text from records."""

import cmath
import math
import re
import xml.etree.ElementTree as ET

import msgspec
import pytest
import shapely
from pyproj import Geod
from shapely import Point
from shapely.geometry import mapping

from deconflict.page.areas import AreaView, MapView
from deconflict.render import locator, names, svg, writing
from deconflict.render.look import WIDTHS
from deconflict.theatre import geometry, load

GEOD = Geod(ellps="WGS84")
SPACE = "{http://www.w3.org/2000/svg}"
KAMAL = (40.9185, 34.4523)
EVIL = "<script>alert(1)</script>{{ 7*7 }}\"'&"


def area(key: str, centre, radius, *, tone="side-1", label="US account: near Albu Kamal", side=None) -> AreaView:
    ground = geometry.disc(*centre, radius)
    if side is not None:
        ground = ground.intersection(load().feature(side).geometry)
    anchor = ground.representative_point()
    return AreaView(
        id=key, label=label, short=label, account=label.partition(":")[0], words="words", parties=("us",), tone=tone,
        claimants="officials", reports=2, claims=("claim-1",), geometry=mapping(ground), centre=centre,
        anchor=(anchor.x, anchor.y), radius_m=radius, area_km2=round(geometry.area_km2(ground)), tolerance="within",
        schematic=False, slot="fact-location",
    )  # fmt: skip


def view(*areas: AreaView) -> MapView:
    return MapView(
        box=(39.6, 33.9, 41.8, 35.7),
        areas=areas,
        lines=(),
        lines_text="",
        distances=(),
        unplaced=(),
        attribution=("A",),
    )


def points(d: str) -> list[tuple[float, float]]:
    """The vertices of a path of one ring of relative lines and circular arcs, and positions along its arcs."""
    at = 0j
    found: list[complex] = []
    for command, rest in re.findall(r"([Mla])([^Mlaz]*)", d):
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", rest)]
        if command == "a":
            radius, other, turn, large, sweep, *step = numbers
            assert (turn, large) == (0, 0)
            assert other == pytest.approx(radius, rel=0.02)
            found += along_arc(at, complex(*step), radius, other / radius, 1 if sweep else -1)
            at = found[-1]
            continue
        for step in zip(numbers[::2], numbers[1::2], strict=True):
            at += complex(*step)
            found.append(at)
    return [(spot.real, spot.imag) for spot in found]


def along_arc(start: complex, step: complex, radius: float, tall: float, way: int) -> list[complex]:
    """Positions along the smaller arc of an ellipse, ``tall`` times as high as wide, to its end."""
    flat = complex(step.real, step.imag / tall)
    half = abs(flat) / 2
    centre = flat / 2 + way * 1j * flat / (2 * half) * math.sqrt(max(radius**2 - half**2, 0))
    whole = 2 * way * math.asin(min(half / radius, 1))
    spots = [centre - centre * cmath.rect(1, whole * part / 48) for part in range(1, 48)]
    return [start + complex(spot.real, spot.imag * tall) for spot in spots] + [start + step]


def to_degrees(x: float, y: float, box, size) -> tuple[float, float]:
    """Undo Web Mercator by its definition: pixels of a sheet with this box to longitude and latitude."""

    def northing(lat: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))

    west, south, east, north = box
    lon = west + x / size[0] * (east - west)
    upright = northing(north) - y / size[1] * (northing(north) - northing(south))
    return lon, math.degrees(2 * math.atan(math.exp(upright)) - math.pi / 2)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("radius", [5_000, 15_000, 100_000])
def test_a_disc_is_drawn_at_its_radius_in_metres(width, radius):
    map_view = view(area("area-a", KAMAL, radius))
    text = svg.render(map_view, load(), width=width, title="t", description="d")
    drawn = ET.fromstring(text).find(f".//{SPACE}path[@data-area='area-a']")
    sheet = svg.plan(svg.read(map_view, load())).sheets[WIDTHS.index(width)]
    for x, y in points(drawn.get("d")):
        lon, lat = to_degrees(x, y, sheet.box, (sheet.width, sheet.height))
        distance = GEOD.inv(*KAMAL, lon, lat)[2]
        assert abs(distance - radius) < max(0.01 * radius, 150), (distance, radius)


def test_place_and_side_stay_on_their_side():
    theatre = load()
    east = theatre.feature("east-of-euphrates").geometry.buffer(0.005)
    map_view = view(area("area-a", KAMAL, 15_000, side="east-of-euphrates"))
    drawn = ET.fromstring(svg.render(map_view, theatre, title="t", description="d"))
    sheet = svg.plan(svg.read(map_view, theatre)).sheets[0]
    for x, y in points(drawn.find(f".//{SPACE}path[@data-area='area-a']").get("d")):
        assert east.covers(Point(*to_degrees(x, y, sheet.box, (sheet.width, sheet.height))))


def boxes(root: ET.Element) -> list[tuple[str, float, float, float, float]]:
    """A box for each upright label, measured with the width of a narrow sans: 0.5 em a letter."""
    found = []
    for group in root.iter(f"{SPACE}g"):
        if "m-text" not in (group.get("class") or ""):
            continue
        size = float(group.get("font-size"))
        for label in group.findall(f"{SPACE}text"):
            if label.get("transform"):
                continue
            lines = [label.text or "", *(t.text or "" for t in label.findall(f"{SPACE}tspan"))]
            lines = [line for line in lines if line]
            wide = max(len(line) for line in lines) * size * 0.5
            x, y = float(label.get("x")), float(label.get("y"))
            left = {"end": x - wide, "middle": x - wide / 2}.get(label.get("text-anchor"), x)
            found.append((" ".join(lines), left, y - size * 0.7, left + wide, y + (len(lines) - 1) * size * 1.1))
    return found


@pytest.mark.parametrize("key", ["euphrates-2017-12-13", "visual-contact-2015-10-10"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_labels_collide(explainers, key, width):
    root = ET.fromstring(svg.render(explainers[key].map, load(), width=width, title="t", description="d"))
    found = boxes(root)
    assert len(found) >= 5
    for n, (one, a, b, c, d) in enumerate(found):
        for other, e, f, g, h in found[n + 1 :]:
            assert not (a < g and e < c and b < h and f < d), (one, other)


@pytest.mark.parametrize("key", ["euphrates-2017-12-13", "visual-contact-2015-10-10"])
def test_each_map_is_small_and_sound(explainers, key):
    text = svg.responsive(explainers[key].map, load(), title="t", description="d")
    both = ET.fromstring(f"<div>{text}</div>")
    assert [len(ET.tostring(drawing)) < 40_000 for drawing in both] == [True, True]
    ids = [e.get("id") for e in both.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert not [e for e in both.iter() if e.get("style") or e.tag.endswith(("style", "script"))]


def test_every_account_is_labelled_directly(explainers):
    for page in explainers.values():
        root = ET.fromstring(svg.render(page.map, load(), title="t", description="d"))
        written = [
            " ".join(t.text or "" for t in text.findall(f"{SPACE}tspan"))
            for text in root.iter(f"{SPACE}text")
            if text.find(f"{SPACE}tspan[@font-weight]") is not None
        ]
        assert {one.label.replace(": ", " ") for one in page.map.areas} <= set(written)


def test_hostile_texts_are_text():
    bad = msgspec.structs.replace(area("area-a", KAMAL, 15_000, label=f"{EVIL}: {EVIL}"), words=EVIL)
    text = svg.responsive(view(bad), load(), title=EVIL, description=EVIL)
    root = ET.fromstring(f"<div>{text}</div>")
    assert not [e for e in root.iter() if e.tag.endswith("script")]
    assert "{{ 7*7 }}" in "".join(root.itertext())
    spot = locator.Spot('x"><script>', EVIL, EVIL, (bad,))
    root = ET.fromstring(f"<div>{locator.responsive([spot], load(), title=EVIL, description=EVIL)}</div>")
    assert not [e for e in root.iter() if e.tag.endswith("script")]


@pytest.mark.parametrize("key", ["euphrates-2017-12-13", "visual-contact-2015-10-10"])
@pytest.mark.parametrize("number", [0, 1])
def test_accounts_are_named_inside_the_frame(explainers, key, number):
    plan = svg.plan(svg.read(explainers[key].map, load()))
    sheet = plan.sheets[number]
    assert plan.scene.pins
    for pin in plan.scene.pins:
        seat = pin.seat(sheet.part)
        ((x, y),) = sheet.pixels_of((seat.x, seat.y))
        left, top, right, bottom = writing.moved(seat.label, x, y).box
        assert (left >= 0, top >= 0, right <= sheet.width, bottom <= sheet.height) == (True,) * 4, pin.id


def test_names_are_in_one_style(explainers):
    for key, page in explainers.items():
        texts = set(ET.fromstring(svg.render(page.map, load(), title="t", description="d")).itertext())
        assert (key == "euphrates-2017-12-13") == ("Al Mayadin" in texts)
        assert "Mayadin" not in texts
    written = [line for name in names.names(load()) for line in name.label.lines]
    assert {"Muh Hasan", "Al Jala'"} <= set(written)
    assert all(line.isascii() for line in written)


def test_a_map_without_accounts_shows_the_theatre():
    empty = msgspec.structs.replace(view(), box=load().box)
    assert "data-area" not in svg.render(empty, load(), title="t", description="d")


def test_the_map_of_all_incidents_links_each(explainers):
    spots = [locator.Spot(f"{k}.html", p.date_words, p.title, p.map.areas) for k, p in explainers.items()]
    root = ET.fromstring(f"<div>{locator.responsive(spots, load(), title='t', description='d')}</div>")
    links = [a.get("href") for a in root.iter(f"{SPACE}a")]
    assert sorted(links) == sorted([s.url for s in spots] * 2)


def test_on_the_map_of_all_incidents_a_date_points_to_every_area(explainers):
    spots = {p.title: locator.Spot(f"{k}.html", p.date_words, p.title, p.map.areas) for k, p in explainers.items()}
    root = ET.fromstring(f"<div>{locator.responsive([*spots.values()], load(), title='t', description='d')}</div>")
    for link in root.iter(f"{SPACE}a"):
        spot = spots[link.findtext(f"{SPACE}title")]
        assert len(link.findall(f"{SPACE}line")) == len(spot.areas)
        fills = [path.get("fill") for path in link.findall(f"{SPACE}path")]
        assert len(fills) == len(spot.areas)
        # One as large as the country is an outline.
        assert [fill is None for fill in fills] == [a.id == "area-location-over-syria" for a in by_size(spot.areas)]
        assert all(fill is None or fill.startswith("url(#locator-") for fill in fills)


def test_a_label_stands_in_its_area_or_close_by(explainers):
    subject = svg.read(explainers["visual-contact-2015-10-10"].map, load())
    plan = svg.plan(subject)
    pins = {pin.id: pin for pin in plan.scene.pins if pin.kind == "account"}
    whole, province = subject.accounts
    for sheet in plan.sheets:
        boxes = {}
        for account in (whole, province):
            seat = pins[account.id].seat(sheet.part)
            (x, y), *_ = sheet.pixels_of((seat.x, seat.y))
            boxes[account.id] = shapely.box(*writing.moved(seat.label, x, y).box)
        ground = shapely.transform(province.flat, sheet.pixels)
        assert boxes[province.id].distance(ground) < 8
        # On the wide sheet the country has room for its label.
        if sheet is plan.sheets[0]:
            country = shapely.transform(whole.flat, sheet.pixels)
            # Its second line is short: a corner of its box may reach over the edge.
            assert boxes[whole.id].intersection(country).area > 0.95 * boxes[whole.id].area
            assert not boxes[whole.id].intersects(ground)


def by_size(areas):
    return sorted(areas, key=lambda one: -one.area_km2)
