"""The live map: a skeleton that Folium writes once for each theatre, the data of a page, and Leaflet's own files.

No text of articles, reports or theatres goes through Folium, which compiles what it has rendered as a template again
and writes markup unescaped: the skeleton holds numbers and our own words; texts travel as JSON (``page_data``) and
``live.js`` puts them on the page as text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from itertools import chain, count

import minify
import msgspec
from shapely.geometry.base import BaseGeometry

from deconflict.page.areas import AreaView, MapView
from deconflict.render import ground, svg
from deconflict.render.dots import SAME
from deconflict.render.labels import ABOVE, Label
from deconflict.render.look import tone
from deconflict.render.mercator import DEEPEST, PARTS, ZOOMS, degrees
from deconflict.render.names import Name, names
from deconflict.render.pins import BAND, Pin, Seat
from deconflict.render.ranking import END
from deconflict.theatre import Feature, Theatre, digits, pack
from deconflict.theatre.pack import FINE

# The id of the element that the skeleton makes the map in, and the function that does it.
ELEMENT = "map_deconflict"
FUNCTION = "DECONFLICT_SKELETON"
# A disc's size and roundness are its message: it is in so fine parts of a degree, and strays by less than this share of
# its extent. Other areas and lines may stray so many degrees.
ROUND = 5000
SHARE = 0.0005
STRAY = 0.002
# Outlines whose corners differ by no more than this, in degrees, are the same.
ALIKE = 1e-4
# Where the files stand below the site's root, in the order that map.js loads them in.
FOLDER = "deconflict"
LEAFLET = f"{FOLDER}/leaflet"
THEATRE = f"{FOLDER}/theatre.js"
SKELETON = f"{FOLDER}/skeleton.js"
# Panes from the bottom up, between Leaflet's own for tiles (200) and for popups (700).
PANES = {"ground": 300, "lines": 410, "accounts": 420, "names": 610, "pins": 620}

_CONTROLS = """
{% macro script(this, kwargs) %}
    L.control.attribution({prefix: false}).addTo({{ this._parent.get_name() }});
    L.control.zoom({position: "topright", zoomInTitle: "Zoom in", zoomOutTitle: "Zoom out"})
        .addTo({{ this._parent.get_name() }});
    L.control.scale({imperial: false, maxWidth: 96}).addTo({{ this._parent.get_name() }});
{% endmacro %}
"""
_URL = re.compile(rb"url\(\s*[\"']?(images/[\w.-]+)[\"']?\s*\)")
_SOURCE_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*\Z")
_LINE_ENDS = re.compile(r"\s*\n\s*")


@lru_cache(maxsize=4)
def skeleton(theatre: Theatre) -> str:
    """Return the script that defines ``window.DECONFLICT_SKELETON``, which makes the empty map and returns it."""
    with _counted_ids():
        body, name = _render(theatre)
    body = _LINE_ENDS.sub("\n", body).strip()
    return f'"use strict";\nwindow.{FUNCTION} = () => {{\n{body}\nreturn {name};\n}};\n'


def page_data(view: MapView, theatre: Theatre) -> str:
    """Return the script with what the live map shows of one incident, as ``window.DECONFLICT_PAGE``."""
    subject = svg.read(view, theatre)
    plan = svg.plan(subject)
    found = {
        "frames": [_rounded(sheet.box) for sheet in plan.sheets],
        "band": BAND / PARTS,
        "areas": [
            _area(area, account.ground, theatre)
            for area, account in zip(
                sorted(view.areas, key=lambda a: (-a.area_km2, a.id)), plan.subject.accounts, strict=True
            )
        ],
        "lines": [_line(line, part=svg.is_part(line, subject.lines)) for line in subject.lines],
        "rivers": sorted(ground.major_rivers(theatre)),
        "pins": [_pin(pin, view) for pin in _as_listed(plan.scene.pins, view)],
        "own": _columns(plan.scene.own),
        "hidden": [
            [at, *chain.from_iterable(plan.scene.hidden[number])]
            for at, number in enumerate(_shown(theatre))
            if number in plan.scene.hidden
        ],
    }
    return f"window.DECONFLICT_PAGE = {_json(found)};\n"


def scripts(theatre: Theatre) -> dict[str, str]:
    """Return the theatre's own scripts by path below the site's root."""
    every = names(theatre)
    shown = _json(_columns([every[number] for number in _shown(theatre)]))
    shared = f"{pack.script(theatre)}window.DECONFLICT_NAMES = {shown};\n"
    return {THEATRE: shared, SKELETON: skeleton(theatre)}


@lru_cache(maxsize=4)
def _shown(theatre: Theatre) -> tuple[int, ...]:
    """The numbers of the theatre's names that the live map comes to show, from west to east, which packs best."""
    deepest = (DEEPEST - ZOOMS[0]) * PARTS
    every = names(theatre)
    shown = (number for number, name in enumerate(every) if name.since <= deepest)
    return tuple(sorted(shown, key=lambda number: (every[number].x, every[number].y, number)))


def _columns(found: Sequence[Name]) -> dict[str, object]:
    """Return names as columns, which pack better than rows; what many have alike is numbered.

    Positions are steps in 1/``units`` degrees, zooms are parts as ``SCALES`` counts them; all numbers are texts as
    ``digits`` has them.
    """
    kind, hang = [(n.look, n.mark, n.label.size) for n in found], [_hang(n.label) for n in found]
    kinds, hangs = sorted(set(kind)), sorted(set(hang))
    kind_at, hang_at = ({one: number for number, one in enumerate(some)} for some in (kinds, hangs))
    at = [(round(lon * FINE), round(lat * FINE)) for lon, lat in (degrees(n.x, n.y) for n in found)]
    before = [(0, 0), *at]
    return {
        "kinds": kinds,
        "hangs": hangs,
        "first": ZOOMS[0],
        "parts": PARTS,
        "units": FINE,
        "text": ["\n".join(n.label.lines) for n in found],
        "x": digits.encode(x - u for (x, _), (u, _) in zip(at, before, strict=False)),
        "y": digits.encode(y - v for (_, y), (_, v) in zip(at, before, strict=False)),
        "kind": digits.encode(kind_at[one] for one in kind),
        "hang": digits.encode(hang_at[one] for one in hang),
        "since": digits.encode(n.since for n in found),
        "until": digits.encode(0 if n.until >= END else n.until for n in found),
    }


def _hang(label: Label) -> tuple[int, int, int, int]:
    """How a label hangs: start, middle or end; pixels from the position to there and to its top; its turn."""
    top = label.y - label.size * ABOVE
    return ("start", "middle", "end").index(label.anchor), round(label.x), round(top), round(label.turn)


def _as_listed(pins: Sequence[Pin], view: MapView) -> list[Pin]:
    """The accounts in the order of the list under the map, then the places."""
    order = {area.id: number for number, area in enumerate(view.areas)}
    return sorted(pins, key=lambda pin: (order.get(pin.id, len(order)), pin.id))


def _pin(pin: Pin, view: MapView) -> dict[str, object]:
    told = {area.id: area for area in view.areas}
    here = degrees(*pin.anchor)
    rows: list[str] = []
    if pin.kind == "place":
        close = [a for a in view.areas if math.dist(a.centre, here) < SAME]
        rows = [a.label for a in close]
    elif pin.id in told:
        area = told[pin.id]
        reports = f"{area.reports} report{'' if area.reports == 1 else 's'}"
        rows = [f"Claimed by {area.claimants} ({reports})", f"Drawn: {area.tolerance}"]
    label = told[pin.id].label if pin.id in told else pin.lines[0]
    return {
        "id": pin.id,
        "kind": pin.kind,
        "look": pin.look,
        "label": label,
        "lines": pin.lines,
        "size": pin.size,
        "at": _rounded(here),
        "rows": rows,
        "seats": list(_changes(pin.seats)),
    }


def _changes(seats: Iterable[Seat]) -> Iterator[list[float] | int]:
    """Yield the seats of a pin, 0 for one like that before it."""
    before: list[float] = []
    known: dict[tuple[float, float], list[float]] = {}
    for seat in seats:
        at = known.get((seat.x, seat.y)) or known.setdefault((seat.x, seat.y), _rounded(degrees(seat.x, seat.y)))
        sent = [*at, *_hang(seat.label)[:3]]
        yield sent if sent != before else 0
        before = sent


def _json(found: object) -> str:
    text = msgspec.json.encode(found).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


@lru_cache(maxsize=1)
def assets() -> Mapping[str, bytes]:
    """Return Leaflet's own files by path below the site's root: script, style sheet and the images that it names.

    The style sheet goes out without its comments and blanks.
    """
    source = files("xstatic.pkg.leaflet") / "data"
    style = (source / "leaflet.css").read_bytes()
    # Nobody gets the source map, so that the script must not ask for it.
    found = {
        "leaflet.js": _SOURCE_MAP.sub(b"\n", (source / "leaflet.js").read_bytes()),
        "leaflet.css": minify.string("text/css", style.decode()).encode(),
    }
    for image in sorted(set(_URL.findall(style))):
        name = image.decode()
        found[name] = source.joinpath(*name.split("/")).read_bytes()
    # Its package has no licence text, and the licence asks that it goes with every copy.
    found["LICENCE.txt"] = (files("deconflict") / "static" / "leaflet-licence.txt").read_bytes()
    return {f"{LEAFLET}/{name}": content for name, content in found.items()}


def _area(area: AreaView, ground: BaseGeometry, theatre: Theatre) -> dict[str, object]:
    """What is drawn of an account; no outline if it is the theatre's country, which is there already."""
    units = FINE if area.radius_m is None else ROUND
    return {
        "id": area.id,
        "account": "Retold by outlets" if area.retold else area.account,
        "tone": tone(area.tone),
        "schematic": area.schematic,
        "units": units,
        "outline": _outline(ground, theatre, units),
    }


def _outline(ground: BaseGeometry, theatre: Theatre, units: int) -> pack.Outline | None:
    country = theatre.get(theatre.country) if theatre.country else None
    if country is not None and _same(ground, country.geometry):
        return None
    west, south, east, north = ground.bounds
    return pack.outline(ground.simplify(min(STRAY, max(east - west, north - south) * SHARE)), units)


def _same(one: BaseGeometry, other: BaseGeometry) -> bool:
    # Most differ in their extent already.
    near = math.dist(one.bounds, other.bounds) <= 2 * ALIKE
    return near and bool(one.normalize().equals_exact(other.normalize(), ALIKE))


@lru_cache(maxsize=256)
def _line(line: Feature, *, part: bool) -> dict[str, object]:
    """A line or zone of the day, and whether it is a part of a longer one."""
    outline = pack.outline(line.geometry.simplify(STRAY), FINE)
    return {"part": part, "schematic": bool(line.properties.get("schematic")), "units": FINE, "outline": outline}


def _rounded(numbers: tuple[float, ...]) -> list[float]:
    return [round(number, 4) for number in numbers]


def _render(theatre: Theatre) -> tuple[str, str]:
    """Let Folium write the map without tiles: its script, and the name of the variable that holds it."""
    # Loading Folium takes most of a second, and a build without a changed theatre does without it.
    import folium  # noqa: PLC0415
    from branca.element import MacroElement, Template  # noqa: PLC0415
    from folium.map import CustomPane  # noqa: PLC0415
    from folium.utilities import JsCode  # noqa: PLC0415

    west, south, east, north = theatre.frame
    coarse = 'window.matchMedia("(pointer: coarse)").matches'
    still = 'window.matchMedia("(prefers-reduced-motion: reduce)").matches'
    drawing = folium.Map(
        location=((south + north) / 2, (west + east) / 2),
        tiles=None,
        zoom_start=ZOOMS[0] + 1,
        zoom_control=False,
        attribution_control=False,
        max_bounds=True,
        min_lat=south,
        max_lat=north,
        min_lon=west,
        max_lon=east,
        zoom_snap=0.25,
        zoom_delta=0.5,
        max_bounds_viscosity=1,
        # Only what a claim names takes focus; its keys move the map.
        keyboard=False,
        scroll_wheel_zoom=False,
        # One finger must go on scrolling the page.
        dragging=JsCode(f"!(L.Browser.mobile || {coarse})"),
        zoom_animation=JsCode(f"!{still}"),
        fade_animation=JsCode(f"!{still}"),
        inertia=JsCode(f"!{still}"),
    )
    # Folium gives the limits to its tiles only, and this map has none.
    drawing.options |= {"min_zoom": ZOOMS[0], "max_zoom": DEEPEST}
    # On the instance: the class's lists belong to every other map of this process.
    drawing.default_js, drawing.default_css = [], []
    for pane, height in PANES.items():
        CustomPane(pane, z_index=height, pointer_events=pane in ("accounts", "pins")).add_to(drawing)
    controls = MacroElement()
    controls._name = "Controls"  # noqa: SLF001  (the name is how an element of Folium is told apart)
    controls._template = Template(_CONTROLS)  # noqa: SLF001  (as every element of Folium does)
    controls.add_to(drawing)
    drawing.render()
    return str(drawing.get_root().script.render()), str(drawing.get_name())


@contextmanager
def _counted_ids() -> Iterator[None]:
    """Let Folium's elements have ids that are the same in every build; outside they are random."""
    from branca.element import Element  # noqa: PLC0415  (as above)

    numbers = count()
    before = Element.__dict__["_generate_id"]

    def generate(_: type[Element]) -> str:
        # The map is the first: its id is the one that the page's element has.
        number = next(numbers)
        return ELEMENT.removeprefix("map_") if number == 0 else f"{ELEMENT.removeprefix('map_')}_{number}"

    Element._generate_id = classmethod(generate)  # noqa: SLF001
    try:
        yield
    finally:
        Element._generate_id = before  # noqa: SLF001
