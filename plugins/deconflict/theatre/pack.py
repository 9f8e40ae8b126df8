"""A theatre packed for drawing: one small script that every page with a map shares.

``script(theatre)`` is ``window.DECONFLICT_THEATRE = <pack>;`` and ``pack(theatre)`` the JSON alone::

    {"version": 3, "key": ..., "title": ..., "country": id, "box": [w, s, e, n], "frame": [w, s, e, n],
     "attribution": [...], "digits": ALPHABET,
     "layers": {"<layer>": {"units": 500, "fields": ["kind", ...], "rows": [[outline, value, value, ...], ...]}}}

A row holds the outline and then one value for each field; missing values are null, those at the end left out.
Outlines are in whole 1/``units`` degrees. At 1/500 degree a position is at most 160 m off, about a pixel at zoom 10,
the deepest; at 1/1000 half as much:

- a path is the text (``digits.py``) of ``[x, y, dx, dy, dx, dy, ...]``: the first position, then steps;
- a line is ``[path, ...]``, one or more;
- an area is ``[[ring, hole, ...], ...]``: polygons of paths; a ring does not repeat its first position.

So what an outline holds tells them apart; ``static/live/kit.js`` reads them as ``geojson`` does.

Only what maps draw is in it: the countries as one ``land`` and the theatre's own as ``country``, the lines between
``provinces``, borders by their kind; nothing wholly outside the frame, and all less exact away from the theatre's
country. Areas and lines of one page's day travel with that page (``outline``), names with their seats.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from deconflict.theatre import Feature, Theatre, digits, outlines

VERSION = 3
# Whole parts of a degree: for what others are compared with, and for the rest.
FINE, COARSE = 1000, 500
UNITS: Mapping[str, int] = {"rivers": FINE}
# Degrees that a simplified line may stray: about a pixel at zoom 9; more if it is broad or faint. Beyond the theatre's
# country with so many degrees of room around it, so many times as far.
TOLERANCE = 0.002
TOLERANCES: Mapping[str, float] = {"provinces": 0.008, "borders": 0.0025, "lakes": 0.003}
ROOM = 0.3
FAR = 5.0
# A border that repeats what another layer draws.
OVERLAY = "overlay"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "land": (),
    "country": (),
    "provinces": (),
    "borders": ("kind",),
    "rivers": ("id",),
    "lakes": (),
}

Outline = list[Any]
_Rows = Iterable[tuple[BaseGeometry, Mapping[str, object]]]


@lru_cache(maxsize=4)
def pack(theatre: Theatre) -> str:
    """Return the pack as JSON text that may stand in a script element as it is."""
    found = {
        "version": VERSION,
        "key": theatre.key,
        "title": theatre.title,
        "country": theatre.country,
        "box": theatre.box,
        "frame": theatre.frame,
        "attribution": theatre.attribution,
        "digits": digits.ALPHABET,
        "layers": {
            name: {"units": UNITS.get(name, COARSE), "fields": fields, "rows": list(_rows(theatre, name, fields))}
            for name, fields in FIELDS.items()
        },
    }
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def script(theatre: Theatre) -> str:
    """Return the script that sets ``window.DECONFLICT_THEATRE``."""
    return f"window.DECONFLICT_THEATRE = {pack(theatre)};\n"


def outline(geometry: BaseGeometry, units: int) -> Outline:
    """Return a geometry's outline in whole 1/``units`` degrees; empty if nothing of it is left."""
    parts = list(getattr(geometry, "geoms", [geometry]))
    if parts and isinstance(parts[0], LineString):
        return [digits.encode(path) for part in parts if len(path := _steps(part.coords, units)) >= 4]
    return [rings for part in parts if (rings := _rings(part, units))]


def geojson(found: Outline, units: int) -> dict[str, Any]:
    """Return the GeoJSON geometry of an outline."""

    def path(text: str) -> list[list[float]]:
        x = y = 0
        steps, out = digits.decode(text), []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            out.append([x / units, y / units])
        return out

    def ring(text: str) -> list[list[float]]:
        out = path(text)
        return [*out, out[0]]

    if isinstance(found[0], str):
        return {"type": "MultiLineString", "coordinates": [path(text) for text in found]}
    return {"type": "MultiPolygon", "coordinates": [[ring(text) for text in rings] for rings in found]}


def unpack(text: str) -> dict[str, list[dict[str, Any]]]:
    """Return a pack's layers as GeoJSON features, as the browser does."""
    packed = json.loads(text)
    return {
        name: [
            {
                "type": "Feature",
                "properties": {
                    field: value for field, value in zip(layer["fields"], row[1:], strict=False) if value is not None
                },
                "geometry": geojson(row[0], layer["units"]),
            }
            for row in layer["rows"]
        ]
        for name, layer in packed["layers"].items()
    }


def _rows(theatre: Theatre, layer: str, fields: Sequence[str]) -> Iterator[list[Any]]:
    middle = _middle(theatre)
    for geometry, properties in _layers(theatre).get(layer) or _drawn(theatre, layer):
        simple = _simple(geometry, TOLERANCES.get(layer, TOLERANCE), middle)
        if packed := outline(simple, UNITS.get(layer, COARSE)):
            row = [packed, *(properties.get(field) for field in fields)]
            while row[-1] is None:
                row.pop()
            yield row


def _drawn(theatre: Theatre, layer: str) -> _Rows:
    """The features of a layer that maps draw, with their properties."""
    frame = box(*theatre.frame)
    for feature in theatre.layer(layer):
        if feature.outline is not None and shapely.intersects(frame, feature.geometry):
            yield feature.geometry, {"id": feature.id, **feature.properties}


def _layers(theatre: Theatre) -> dict[str, list[tuple[BaseGeometry, Mapping[str, object]]]]:
    """The layers that are made of others."""
    land, country = _coasts(theatre)
    borders: dict[str, list[BaseGeometry]] = {}
    for geometry, properties in _drawn(theatre, "borders"):
        borders.setdefault(str(properties.get("kind")), []).append(geometry)
    return {
        "land": [(geometry, {}) for geometry in land],
        "country": [(geometry, {}) for geometry in country],
        "provinces": [(outlines.province_lines(theatre), {})],
        "borders": [(_joined(borders[kind]), {"kind": kind}) for kind in sorted(borders) if kind != OVERLAY],
    }


def _coasts(theatre: Theatre) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    """Return the land and the theatre's country, simplified alike, so that they share their coast."""
    countries: Sequence[Feature] = theatre.layer("countries")
    if not countries:
        return [], []
    own = theatre.get(theatre.country) if theatre.country else None
    if own is None:
        return list(shapely.coverage_simplify([outlines.land(theatre)], TOLERANCE)), []
    rest = [feature.geometry for feature in countries if feature is not own]
    country, *others = shapely.coverage_simplify([own.geometry, *rest], TOLERANCE)
    return [shapely.union_all([country, *others])], [country]


def _middle(theatre: Theatre) -> BaseGeometry:
    """The ground that a theatre is about: its country with some room, or all of it."""
    own = theatre.get(theatre.country) if theatre.country else None
    return box(*theatre.frame) if own is None else box(*own.geometry.bounds).buffer(ROOM, join_style="mitre")


def _simple(geometry: BaseGeometry, tolerance: float, middle: BaseGeometry) -> BaseGeometry:
    """Simplify an outline, more where it lies outside the middle."""
    if shapely.covers(middle, geometry):
        return geometry.simplify(tolerance)
    if geometry.geom_type.endswith("LineString"):
        inner, outer = geometry.intersection(middle), geometry.difference(middle)
        return _joined([inner.simplify(tolerance), outer.simplify(tolerance * FAR)])
    polygons = [
        Polygon(edge, [hole for hole in holes if len(hole.coords) > 3])
        for polygon in shapely.get_parts(geometry)
        for edge, *holes in [[_simple(LineString(ring), tolerance, middle) for ring in shapely.get_rings(polygon)]]
        if len(edge.coords) > 3
    ]
    found = shapely.multipolygons(polygons)
    return found if found.is_valid else geometry.simplify(tolerance)


def _joined(lines: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return lines end to end."""
    parts = shapely.get_parts(lines)
    return shapely.line_merge(
        shapely.multilinestrings(parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING])
    )


def _rings(polygon: Polygon, units: int) -> list[str]:
    rings = [_steps(ring.coords, units, closed=True) for ring in (polygon.exterior, *polygon.interiors)]
    return [digits.encode(ring) for ring in rings if len(ring) >= 6] if len(rings[0]) >= 6 else []


def _steps(coords: Iterable[Sequence[float]], units: int, *, closed: bool = False) -> list[int]:
    whole = [(round(x * units), round(y * units)) for x, y in coords]
    positions = whole[:1] + [b for a, b in pairwise(whole) if a != b]
    if closed:
        positions.pop()
    steps = positions[:1] + [(x - u, y - v) for (u, v), (x, y) in pairwise(positions)]
    return [number for step in steps for number in step]
