"""The live map: a skeleton that Folium writes once for each theatre, the scripts beside it, and Leaflet's own files.

No text of articles, reports or theatres goes through Folium, which compiles what it has rendered as a template again
and writes markup unescaped: the skeleton holds numbers and our own words; texts travel as JSON (``livedata``) and
``live.js`` puts them on the page as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from itertools import count

import minify

from deconflict.render import livedata
from deconflict.render.mercator import DEEPEST, ZOOMS
from deconflict.theatre import Theatre

# The id of the element that the skeleton makes the map in, and the function that does it.
ELEMENT = "map_deconflict"
FUNCTION = "DECONFLICT_SKELETON"
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


def scripts(theatre: Theatre) -> dict[str, str]:
    """Return the theatre's own scripts by path below the site's root."""
    return {THEATRE: livedata.shared(theatre), SKELETON: skeleton(theatre)}


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
