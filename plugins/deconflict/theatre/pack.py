"""A theatre packed for drawing: one small script that every page with a map shares.

``script(theatre)`` is ``window.DECONFLICT_THEATRE = <pack>;`` and ``pack(theatre)`` the JSON alone::

    {"version": 1, "key": ..., "title": ..., "country": id, "box": [w, s, e, n], "frame": [w, s, e, n],
     "attribution": [...], "units": 1000,
     "layers": {"<layer>": {"fields": ["id", "name", ...], "rows": [[outline, value, value, ...], ...]}}}

A row holds the outline and then one value for each field; missing values are null, those at the end left out.
Numbers in outlines are whole 1/``units`` degrees. At 1/1000 degree a position is at most 79 m off, a third of
a pixel at zoom 9 and little more than one at zoom 11:

- a point is ``[x, y]``;
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
      typeof o[0] === "number" ? { type: "Point", coordinates: [o[0] / u, o[1] / u] } :
      typeof o[0][0] === "number" ? { type: "MultiLineString", coordinates: o.map(path) } :
      { type: "MultiPolygon", coordinates: o.map((rings) => rings.map(ring)) };

Only what maps draw is in it: places down to rank 3, nothing wholly outside the frame, no river sides (an
account's own area travels with its page), no provinces, no aliases.
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

from deconflict.theatre import Feature, Theatre

VERSION = 1
UNITS = 1000
RANK = 3
# Degrees that a simplified line may stray: about a pixel at zoom 9.
TOLERANCE = 0.002
HIDDEN = frozenset({"river-side"})
FIELDS: Mapping[str, tuple[str, ...]] = {
    "countries": ("id", "name", "name_ar", "label"),
    "borders": ("id", "kind", "name"),
    "rivers": ("id", "name", "name_ar", "kind"),
    "lakes": ("id", "name", "name_ar", "kind"),
    "airspace": ("id", "name", "kind", "schematic"),
    "deconfliction": (
        "id",
        "name",
        "kind",
        "status",
        "valid_from",
        "valid_to",
        "last_reported",
        "schematic",
    ),
    "places": ("id", "name", "name_ar", "rank", "country"),
    "airfields": ("id", "name", "name_ar", "icao", "military", "country"),
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
    frame = box(*theatre.frame)
    kept = [
        feature
        for feature in theatre.layer(layer)
        if feature.outline is not None
        and feature.properties.get("kind") not in HIDDEN
        and int(feature.properties.get("rank") or 0) <= RANK
        and shapely.intersects(frame, feature.geometry)
    ]
    rows = []
    for feature, geometry in zip(kept, _simplified(layer, kept), strict=True):
        outline = _outline(geometry)
        if outline:
            row = [outline, *({"id": feature.id, **feature.properties}.get(field) for field in fields)]
            while row[-1] is None:
                row.pop()
            rows.append(row)
    return rows


def _simplified(layer: str, features: Iterable[Feature]) -> list[BaseGeometry]:
    geometries = [feature.geometry for feature in features]
    if layer == "countries" and geometries:
        # Neighbours share their border before and after, so that no gap shows between them.
        return list(shapely.coverage_simplify(geometries, TOLERANCE))
    return [geometry.simplify(TOLERANCE, preserve_topology=True) for geometry in geometries]


def _outline(geometry: BaseGeometry) -> Outline:
    if geometry.geom_type == "Point":
        return [round(geometry.x * UNITS), round(geometry.y * UNITS)]
    parts = list(getattr(geometry, "geoms", [geometry]))
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

    if not isinstance(outline[0], list):
        return {"type": "Point", "coordinates": [value / units for value in outline]}
    if not isinstance(outline[0][0], list):
        return {"type": "MultiLineString", "coordinates": [path(steps) for steps in outline]}
    return {"type": "MultiPolygon", "coordinates": [[ring(steps) for steps in rings] for rings in outline]}
