"""Outlines that a theatre's layers have in common: the land as one, and the lines between its country's provinces."""

from __future__ import annotations

from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from deconflict.theatre import Theatre

# Provinces are drawn from other data than the border: what lies so near it, in degrees, is no line between two.
_NEAR = 0.012
# Shorter pieces are left over from lines that all but agree, in degrees.
_SHORT = 0.03


@lru_cache(maxsize=4)
def land(theatre: Theatre) -> BaseGeometry:
    """Return all countries as one, in degrees; empty without any."""
    return shapely.union_all([feature.geometry for feature in theatre.layer("countries")])


@lru_cache(maxsize=4)
def province_lines(theatre: Theatre) -> BaseGeometry:
    """Return the lines between provinces in degrees, without their common edge, which is a border or a coast."""
    known = [feature.geometry for feature in theatre.layer("governorates")]
    if not known:
        return shapely.MultiLineString()
    edges = [shapely.boundary(shapely.union_all(known))]
    country = theatre.get(theatre.country) if theatre.country else None
    if country is not None:
        edges.append(shapely.boundary(country.geometry))
    inner = shapely.union_all(shapely.boundary(known)).difference(
        shapely.union_all(edges).simplify(_NEAR / 4).buffer(_NEAR, quad_segs=2)
    )
    parts = shapely.get_parts(shapely.line_merge(inner))
    return shapely.multilinestrings(parts[shapely.length(parts) > _SHORT])
