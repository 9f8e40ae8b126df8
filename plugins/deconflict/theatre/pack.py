"""A theatre packed for drawing: one small script that every page with a map shares.

``script(theatre)`` is ``window.DECONFLICT_THEATRE = <pack>;`` and ``pack(theatre)`` the JSON alone::

    {"version": 2, "key": ..., "title": ..., "country": id, "box": [w, s, e, n], "frame": [w, s, e, n],
     "attribution": [...], "units": 1000,
     "layers": {"<layer>": {"fields": ["id", "kind", ...], "rows": [[outline, value, value, ...], ...]}}}

A row holds the outline and then one value for each field; missing values are null, those at the end left out.
Numbers in outlines are whole 1/``units`` degrees. At 1/1000 degree a position is at most 79 m off, a third of
a pixel at zoom 9 and little more than one at zoom 11:

- a path ``[x, y, dx, dy, dx, dy, ...]``: the first position, then steps;
- a line is ``[path, ...]``, one or more;
- an area is ``[[ring, hole, ...], ...]``: polygons of paths; a ring does not repeat its first position.

So the depth of the first number tells them apart, and this is all that a browser needs (``units`` as ``u``)::

    const path = (d) => {
      let x = 0, y = 0; const out = [];
      for (let i = 0; i < d.length; i += 2) out.push([(x += d[i]) / u, (y += d[i + 1]) / u]);
      return out;
    };
    const ring = (d) => { const out = path(d); out.push(out[0]); return out; };
    const outline = (o) =>
      typeof o[0][0] === "number" ? { type: "MultiLineString", coordinates: o.map(path) } :
      { type: "MultiPolygon", coordinates: o.map((rings) => rings.map(ring)) };

Only outlines that maps draw are in it: the countries as one ``land`` and the theatre's own as ``country``, lines
between ``provinces``; nothing wholly outside the frame, no river sides (an account's own area travels with its page).
Names are seated elsewhere and travel with their seats.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import LineString, Polygon, box
from shapely.geometry.base import BaseGeometry

from deconflict.theatre import Feature, Theatre, outlines

VERSION = 2
UNITS = 1000
# What lies wholly outside the theatre's country with so many degrees of room around it may stray so many times as far.
ROOM = 0.3
FAR = 4.0
# Degrees that a simplified line may stray: about a pixel at zoom 9; more if it is broad or faint.
TOLERANCE = 0.002
TOLERANCES: Mapping[str, float] = {"airspace": 0.008, "provinces": 0.005, "borders": 0.0025, "lakes": 0.003}
HIDDEN = frozenset({"river-side"})
FIELDS: Mapping[str, tuple[str, ...]] = {
    "land": (),
    "country": (),
    "provinces": (),
    "borders": ("id", "kind"),
    "rivers": ("id",),
    "lakes": ("id",),
    "airspace": ("id", "kind"),
    "deconfliction": ("id", "schematic"),
}

Outline = list[Any]


@lru_cache(maxsize=4)
def pack(theatre: Theatre) -> str:
    """Return the pack as JSON text that may stand in a script element as it is."""
    layers = {name: {"fields": list(fields), "rows": _rows(theatre, name, fields)} for name, fields in FIELDS.items()}
    found = {
        "version": VERSION,
        "key": theatre.key,
        "title": theatre.title,
        "country": theatre.country,
        "box": theatre.box,
        "frame": theatre.frame,
        "attribution": theatre.attribution,
        "units": UNITS,
        "layers": layers,
    }
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def script(theatre: Theatre) -> str:
    """Return the script that sets ``window.DECONFLICT_THEATRE``."""
    return f"window.DECONFLICT_THEATRE = {pack(theatre)};\n"


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
                "geometry": _geojson(row[0], packed["units"]),
            }
            for row in layer["rows"]
        ]
        for name, layer in packed["layers"].items()
    }


def _rows(theatre: Theatre, layer: str, fields: Sequence[str]) -> list[list[Any]]:
    made = _made(theatre).get(layer)
    if made is not None:
        return [[outline] for geometry in made if (outline := _outline(geometry))]
    frame = box(*theatre.frame)
    kept = [
        feature
        for feature in theatre.layer(layer)
        if feature.outline is not None
        and feature.properties.get("kind") not in HIDDEN
        and shapely.intersects(frame, feature.geometry)
    ]
    middle = _middle(theatre)
    rows = []
    for feature in kept:
        far = not shapely.intersects(middle, feature.geometry)
        outline = _outline(_simple(feature.geometry, layer, FAR if far else 1))
        if outline:
            row = [outline, *({"id": feature.id, **feature.properties}.get(field) for field in fields)]
            while row[-1] is None:
                row.pop()
            rows.append(row)
    return rows


@lru_cache(maxsize=4)
def _made(theatre: Theatre) -> dict[str, list[BaseGeometry]]:
    """The layers that are made of others; land and country are simplified alike, so that they share their coast."""
    countries: Sequence[Feature] = theatre.layer("countries")
    own = theatre.get(theatre.country) if theatre.country else None
    rest = [feature.geometry for feature in countries if feature is not own]
    provinces = [_simple(outlines.province_lines(theatre), "provinces")]
    if own is None:
        whole = shapely.coverage_simplify([outlines.land(theatre)], TOLERANCE) if countries else []
        return {"land": list(whole), "country": [], "provinces": provinces}
    country, *others = shapely.coverage_simplify([own.geometry, *rest], TOLERANCE)
    return {
        "land": [shapely.union_all([country, *others])],
        "country": [country],
        "provinces": provinces,
    }


def _middle(theatre: Theatre) -> BaseGeometry:
    """The ground that a theatre is about: its country with some room, or all of it."""
    own = theatre.get(theatre.country) if theatre.country else None
    return box(*theatre.frame) if own is None else box(*own.geometry.bounds).buffer(ROOM)


def _simple(geometry: BaseGeometry, layer: str, more: float = 1) -> BaseGeometry:
    return geometry.simplify(TOLERANCES.get(layer, TOLERANCE) * more, preserve_topology=True)


def _outline(geometry: BaseGeometry) -> Outline:
    parts = list(getattr(geometry, "geoms", [geometry]))
    if not parts:
        return []
    if isinstance(parts[0], LineString):
        return [path for part in parts if len(path := _steps(part.coords)) >= 4]
    return [rings for part in parts if (rings := _rings(part))]


def _rings(polygon: Polygon) -> Outline:
    rings = [_steps(ring.coords, closed=True) for ring in (polygon.exterior, *polygon.interiors)]
    return [ring for ring in rings if len(ring) >= 6] if len(rings[0]) >= 6 else []


def _steps(coords: Iterable[Sequence[float]], *, closed: bool = False) -> list[int]:
    whole = [(round(x * UNITS), round(y * UNITS)) for x, y in coords]
    positions = whole[:1] + [b for a, b in pairwise(whole) if a != b]
    if closed:
        positions.pop()
    steps = positions[:1] + [(x - u, y - v) for (u, v), (x, y) in pairwise(positions)]
    return [number for step in steps for number in step]


def _geojson(outline: Outline, units: int) -> dict[str, Any]:
    def path(steps: list[int]) -> list[list[float]]:
        x = y = 0
        out = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            out.append([x / units, y / units])
        return out

    def ring(steps: list[int]) -> list[list[float]]:
        out = path(steps)
        return [*out, out[0]]

    if not isinstance(outline[0][0], list):
        return {"type": "MultiLineString", "coordinates": [path(steps) for steps in outline]}
    return {"type": "MultiPolygon", "coordinates": [[ring(steps) for steps in rings] for rings in outline]}
