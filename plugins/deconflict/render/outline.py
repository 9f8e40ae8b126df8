"""Outlines as SVG path data: whole numbers, relative steps, nothing that a pixel cannot show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from deconflict.render.mercator import Sheet, project
from deconflict.theatre import Feature

# How far, in pixels, a drawn line may stray from the true one.
STRAY = 0.8
# Pixels around a sheet that are drawn too, so that no cut edge shows.
MARGIN = 12
POLYGON = 3

Geometries = NDArray[np.object_]


def flatten(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry in degrees as one in Mercator metres."""
    return shapely.transform(geometry, project)


@lru_cache(maxsize=2048)
def feature(found: Feature) -> BaseGeometry:
    """Return the lines of a theatre's feature joined end to end, or its polygon, in Mercator metres."""
    flat = flatten(found.geometry)
    return shapely.line_merge(flat) if flat.geom_type == "MultiLineString" else flat


def path(geometry: BaseGeometry, sheet: Sheet, stray: float = STRAY, fine: int = 1) -> str:
    """Return path data for a geometry in Mercator metres, simplified and cut to a sheet.

    ``fine`` is into how many parts a pixel is cut: 10 gives one decimal, which a small circle needs.
    """
    return draw([geometry], sheet, stray, fine)[0]


def draw(geometries: Sequence[BaseGeometry], sheet: Sheet, stray: float = STRAY, fine: int = 1) -> list[str]:
    """Return path data for each of several geometries in Mercator metres, simplified and cut to a sheet."""
    if not geometries:
        return []
    cut = shapely.clip_by_rect(geometries, *sheet.window(MARGIN))
    return paths(shapely.simplify(cut, stray / sheet.scale, preserve_topology=False), sheet, fine)


def paths(geometries: Geometries, sheet: Sheet, fine: int = 1, speck: float = 0) -> list[str]:
    """Return path data for each of several geometries in Mercator metres, as they are.

    Rings and lines that are smaller than ``speck`` pixels each way are left out.
    """
    parts, owners = shapely.get_parts(geometries, return_index=True)
    closed = shapely.get_type_id(parts) == POLYGON
    rings, ringed = shapely.get_rings(parts[closed], return_index=True)
    lines = np.concatenate([parts[~closed], rings])
    owners = np.concatenate([owners[~closed], owners[closed][ringed]])
    is_ring = np.arange(len(lines)) >= (~closed).sum()
    if speck:
        seen = _sizes(lines, is_ring) * sheet.scale >= speck
        lines, owners, is_ring = lines[seen], owners[seen], is_ring[seen]
    points, line_of = shapely.get_coordinates(lines, return_index=True)
    whole = np.rint(sheet.pixels(points) * fine).astype(int)
    steps = np.diff(whole, axis=0, prepend=whole[:1])
    first = np.diff(line_of, prepend=-1) != 0
    kept = first | steps.any(axis=1)
    steps[first] = whole[first]
    numbers = steps[kept].ravel().tolist()
    words = list(map(str, numbers)) if fine == 1 else [short(n, fine) for n in numbers]
    counts = np.bincount(line_of[kept], minlength=len(lines)).tolist()
    out = [""] * len(geometries)
    at = 0
    for count, owner, ring in zip(counts, owners.tolist(), is_ring.tolist(), strict=True):
        start, at = at, at + 2 * count
        # The last point of a ring is its first.
        end = at - 2 if ring else at
        if end - start >= (6 if ring else 4):
            rest = " ".join(words[start + 2 : end]).replace(" -", "-")
            out[owner] += f"M{words[start]} {words[start + 1]}l{rest}{'z' if ring else ''}"
    return out


def _sizes(lines: Geometries, is_ring: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The side of a square as large as each ring, the length of each line."""
    found: NDArray[np.float64] = shapely.length(lines)
    found[is_ring] = np.sqrt(shapely.area(shapely.polygons(lines[is_ring])))
    return found


@lru_cache(maxsize=8192)
def short(number: int, fine: int) -> str:
    """Return a number of parts as text, ``fine`` parts being one."""
    return f"{number / fine:g}".replace("0.", ".", 1) if 0 < abs(number) < fine else f"{number / fine:g}"
