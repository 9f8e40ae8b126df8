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
from deconflict.theatre import Feature, Theatre

# Borders that nobody disputes are drawn in full, the others dashed; an overlay repeats ground that is drawn already.
BORDERS = {"international": "border", "overlay": ""}
OTHER_BORDER = "border-open"
SIDE = "river-side"
# Simplified layers are kept for so many scales at a time.
SCALES = 32
# Two features are one water when they come this near each other, in degrees.
NEAR = 0.003


class Layer(msgspec.Struct, frozen=True):
    """Some features that are drawn alike: the class of their path, and their outlines in Mercator metres."""

    name: str
    outlines: NDArray[np.object_]


@lru_cache(maxsize=256)
def paths(theatre: Theatre, sheet: Sheet) -> Mapping[str, str]:
    """Return path data by layer, in drawing order; layers with nothing on the sheet are left out."""
    found = {}
    for layer in simplified(theatre, sheet.scale):
        drawn = cut(layer.outlines, sheet)
        if drawn:
            found[layer.name] = drawn
    return found


def cut(outlines: NDArray[np.object_], sheet: Sheet) -> str:
    """Return path data of outlines in Mercator metres, as they are, cut to a sheet."""
    clipped = shapely.clip_by_rect(outlines, *sheet.window(12))
    return outline.data(shapely.get_parts(clipped[~shapely.is_empty(clipped)]), sheet)


@lru_cache(maxsize=SCALES)
def simplified(theatre: Theatre, scale: float) -> tuple[Layer, ...]:
    """Return the drawn layers with no more corners than this scale (pixels a Mercator metre) can show."""
    stray = outline.STRAY / scale
    return tuple(
        Layer(layer.name, shapely.simplify(layer.outlines, stray, preserve_topology=False))
        for layer in _layers(theatre)
    )


@lru_cache(maxsize=4)
def _layers(theatre: Theatre) -> tuple[Layer, ...]:
    countries = [feature.geometry for feature in theatre.layer("countries")]
    main = major_rivers(theatre)
    rivers = theatre.layer("rivers")
    country = theatre.get(theatre.country) if theatre.country else None
    layers = [
        ("land", [shapely.union_all(countries)] if countries else []),
        ("country", [country.geometry] if country else []),
        ("airspace", _of_kind(theatre.layer("airspace"), "sovereign-airspace")),
        ("lake", _geometries(theatre.layer("lakes"))),
        ("river", [f.geometry for f in rivers if f.id not in main]),
        ("river-main", [f.geometry for f in rivers if f.id in main]),
    ]
    borders: dict[str, list[BaseGeometry]] = {}
    for feature in theatre.layer("borders"):
        name = BORDERS.get(str(feature.properties.get("kind")), OTHER_BORDER)
        borders.setdefault(name, []).append(feature.geometry)
    layers += [(name, borders[name]) for name in sorted(borders) if name]
    return tuple(Layer(name, _flat(geometries)) for name, geometries in layers)


@lru_cache(maxsize=4)
def provinces(theatre: Theatre) -> NDArray[np.object_]:
    """Return the lines between provinces in Mercator metres."""
    flat = _flat(_geometries(theatre.layer("governorates")))
    if not len(flat):
        return flat
    return np.array([shapely.union_all(shapely.boundary(flat))], dtype=object)


@lru_cache(maxsize=4)
def major_rivers(theatre: Theatre) -> frozenset[str]:
    """Return the ids of the rivers that sides are named after (all reaches of that name)."""
    sides = [f.geometry for f in theatre.layer("deconfliction") if f.properties.get("kind") == SIDE]
    edges = shapely.union_all([a.intersection(b) for a, b in combinations(sides, 2)])
    rivers = theatre.layer("rivers")
    names = {f.name for f in rivers if f.geometry.intersection(edges.buffer(NEAR)).length > edges.length / 10 > 0}
    return frozenset(f.id for f in rivers if f.name in names)


def _of_kind(features: Iterable[Feature], kind: str) -> list[BaseGeometry]:
    return [f.geometry for f in features if f.properties.get("kind") == kind]


def _geometries(features: Iterable[Feature]) -> list[BaseGeometry]:
    return [f.geometry for f in features]


def _flat(geometries: Iterable[BaseGeometry]) -> NDArray[np.object_]:
    return np.array([outline.flatten(geometry) for geometry in geometries], dtype=object)
