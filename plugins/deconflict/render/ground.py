"""The ground of a theatre on one sheet: its layers as path data, cut and simplified once for each sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from deconflict.render import outline
from deconflict.render.mercator import Sheet
from deconflict.theatre import Feature, Theatre, outlines

# Borders that nobody disputes are drawn in full, the others dashed; an overlay repeats ground that is drawn already.
BORDERS = {"international": "border", "overlay": ""}
OTHER_BORDER = "border-open"
SIDE = "river-side"
# What is prepared for a scale is kept for so many of them at a time, what is drawn for so many sheets.
SCALES = 48
SHEETS = 256
# Two features are one water when they come this near each other, in degrees.
NEAR = 0.003
# How far, in pixels, the edge of an airspace may stray: it is broad, faint and schematic.
BROAD = 1.8


class Layers(msgspec.Struct, frozen=True):
    """Outlines in Mercator metres, and for each the class that it is drawn in; in drawing order."""

    names: tuple[str, ...]
    outlines: NDArray[np.object_]


@lru_cache(maxsize=SHEETS)
def paths(theatre: Theatre, sheet: Sheet) -> Mapping[str, str]:
    """Return path data by layer, in drawing order; layers with nothing on the sheet are left out."""
    layers = _simplified(theatre, sheet.scale)
    cut = shapely.clip_by_rect(layers.outlines, *sheet.window(outline.MARGIN))
    found: dict[str, str] = {}
    for name, drawn in zip(layers.names, outline.paths(cut, sheet), strict=True):
        if drawn:
            found[name] = found.get(name, "") + drawn
    return found


@lru_cache(maxsize=SCALES)
def _simplified(theatre: Theatre, scale: float) -> Layers:
    """The drawn layers with no more corners than this scale (pixels a Mercator metre) can show."""
    layers = _layers(theatre)
    stray = np.where(np.array(layers.names) == "airspace", BROAD, outline.STRAY) / scale
    return Layers(layers.names, shapely.simplify(layers.outlines, stray, preserve_topology=False))


@lru_cache(maxsize=4)
def _layers(theatre: Theatre) -> Layers:
    main = major_rivers(theatre)
    rivers = theatre.layer("rivers")
    country = theatre.get(theatre.country) if theatre.country else None
    layers = [
        ("land", [outlines.land(theatre)] if theatre.layer("countries") else []),
        ("country", [country.geometry] if country else []),
        ("province", [outlines.province_lines(theatre)] if theatre.layer("governorates") else []),
        ("airspace", _of_kind(theatre.layer("airspace"), "sovereign-airspace")),
        ("lake", [f.geometry for f in theatre.layer("lakes")]),
        ("river", [f.geometry for f in rivers if f.id not in main]),
        ("river-main", [f.geometry for f in rivers if f.id in main]),
    ]
    borders: dict[str, list[BaseGeometry]] = {}
    for feature in theatre.layer("borders"):
        name = BORDERS.get(str(feature.properties.get("kind")), OTHER_BORDER)
        borders.setdefault(name, []).append(feature.geometry)
    layers += [(name, borders[name]) for name in sorted(borders) if name]
    names = tuple(name for name, geometries in layers for _ in geometries)
    flat = [outline.flatten(geometry) for _, geometries in layers for geometry in geometries]
    return Layers(names, np.array(flat, dtype=object))


@lru_cache(maxsize=SHEETS)
def line(feature: Feature, sheet: Sheet) -> str:
    """Return path data of one feature."""
    return outline.path(outline.feature(feature), sheet)


@lru_cache(maxsize=256)
def edge(feature: Feature) -> BaseGeometry:
    """Return a line feature's line or an area's edge in Mercator metres."""
    flat = outline.feature(feature)
    return shapely.boundary(flat) if flat.geom_type.endswith("Polygon") else flat


@lru_cache(maxsize=4)
def major_rivers(theatre: Theatre) -> frozenset[str]:
    """Return the ids of the rivers that sides are named after (all reaches of that name)."""
    sides = [f.geometry for f in theatre.layer("deconfliction") if f.properties.get("kind") == SIDE]
    edges = shapely.union_all([a.intersection(b) for a, b in combinations(sides, 2)])
    near = edges.buffer(NEAR)
    rivers = theatre.layer("rivers")
    names = {f.name for f in rivers if f.geometry.intersection(near).length > edges.length / 10 > 0}
    return frozenset(f.id for f in rivers if f.name in names)


def _of_kind(features: Iterable[Feature], kind: str) -> list[BaseGeometry]:
    return [f.geometry for f in features if f.properties.get("kind") == kind]
