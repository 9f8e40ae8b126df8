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
# How far, in pixels, a layer may stray from the truth, if further than other lines: the lines between provinces are
# dotted, the rest are soft edges of areas and thin lines.
STRAY: Mapping[str, float] = {"province": 2.0, "lake": 1.2, "land": 1.0, "river": 1.0}
# What is smaller than this many pixels each way is no island, lake or line, but a speck.
SPECK = 3.5
# The layers of a little map with the classes they are drawn in, and how far they may stray.
SMALL: Mapping[str, str] = {"land": "land", "country": "country", "lake": "lake", "border": "border-small"}
SMALL_STRAY = 1.0
SMALL_SPECK = 3.5


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
    for name, drawn in zip(layers.names, outline.paths(cut, sheet, speck=SPECK), strict=True):
        if drawn:
            found[name] = found.get(name, "") + drawn
    return found


def small(theatre: Theatre, sheet: Sheet) -> Mapping[str, str]:
    """Return path data of the layers that a little map shows, as coarse as its pixels ask."""
    layers = _layers(theatre)
    simple = shapely.simplify(layers.outlines, SMALL_STRAY / sheet.scale, preserve_topology=False)
    cut = shapely.clip_by_rect(simple, *sheet.window(2))
    drawn = dict(zip(layers.names, outline.paths(cut, sheet, speck=SMALL_SPECK), strict=True))
    return {look: drawn[name] for name, look in SMALL.items() if drawn.get(name)}


@lru_cache(maxsize=SCALES)
def _simplified(theatre: Theatre, scale: float) -> Layers:
    """The drawn layers with no more corners than this scale (pixels a Mercator metre) can show."""
    layers = _layers(theatre)
    stray = np.array([STRAY.get(name, outline.STRAY) for name in layers.names]) / scale
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
        ("lake", [f.geometry for f in theatre.layer("lakes")]),
        ("river", [f.geometry for f in rivers if f.id not in main]),
        ("river-main", [f.geometry for f in rivers if f.id in main]),
    ]
    borders: dict[str, list[BaseGeometry]] = {}
    for feature in theatre.layer("borders"):
        name = BORDERS.get(str(feature.properties.get("kind")), OTHER_BORDER)
        borders.setdefault(name, []).append(feature.geometry)
    layers += [(name, borders[name]) for name in sorted(borders) if name]
    found = [(name, geometries) for name, geometries in layers if geometries]
    flat = [outline.flatten(_joined(geometries)) for _, geometries in found]
    return Layers(tuple(name for name, _ in found), np.array(flat, dtype=object))


def _joined(geometries: list[BaseGeometry]) -> BaseGeometry:
    """Return a layer as one geometry: its lines end to end, its areas side by side."""
    parts = shapely.get_parts(geometries)
    if shapely.get_type_id(parts[0]) == outline.POLYGON:
        return shapely.multipolygons(parts)
    return shapely.line_merge(shapely.multilinestrings(parts))


def lines(features: Iterable[Feature], sheet: Sheet) -> list[str]:
    """Return path data of some features."""
    return outline.draw([outline.feature(feature) for feature in features], sheet)


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
