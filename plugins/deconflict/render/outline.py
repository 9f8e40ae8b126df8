"""Outlines as SVG path data: whole numbers, relative steps, nothing that a pixel cannot show."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from deconflict.render.mercator import Sheet, project

# How far, in pixels, a drawn line may stray from the true one.
STRAY = 0.45


def flatten(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry in degrees as one in Mercator metres."""
    return shapely.transform(geometry, project)


def path(geometries: Iterable[BaseGeometry], sheet: Sheet, stray: float = STRAY, fine: int = 1) -> str:
    """Return path data for geometries in Mercator metres, cut to a sheet with a margin.

    ``fine`` is into how many parts a pixel is cut: 10 gives one decimal, which a small circle needs.
    """
    window = sheet.window(12)
    cut = shapely.clip_by_rect(np.array(list(geometries), dtype=object), *window)
    cut = shapely.simplify(cut[~shapely.is_empty(cut)], stray / sheet.scale, preserve_topology=False)
    parts = shapely.get_parts(cut)
    return data(parts, sheet, fine)


def data(parts: NDArray[np.object_], sheet: Sheet, fine: int = 1) -> str:
    """Return path data for lines and polygons in Mercator metres as they are."""
    out = []
    polygons = parts[shapely.get_type_id(parts) == 3]
    for rings, closed in (
        (parts[shapely.get_type_id(parts) == 1], False),
        (shapely.get_rings(polygons) if len(polygons) else [], True),
    ):
        for ring in rings:
            points = np.rint(sheet.pixels(shapely.get_coordinates(ring)) * fine).astype(int)
            text = _steps(points, fine, closed=closed)
            if text:
                out.append(text)
    return "".join(out)


def _steps(points: NDArray[np.int_], fine: int, *, closed: bool) -> str:
    steps = np.diff(points, axis=0)
    steps = steps[steps.any(axis=1)]
    if closed:
        steps = steps[:-1]
    if len(steps) < (2 if closed else 1):
        return ""
    numbers = points[0].tolist() + steps.ravel().tolist()
    words = [str(n) if fine == 1 else _short(n / fine) for n in numbers]
    return f"M{words[0]} {words[1]}l" + " ".join(words[2:]).replace(" -", "-") + ("z" if closed else "")


def _short(number: float) -> str:
    return f"{number:g}".replace("0.", ".", 1) if -1 < number < 1 and number else f"{number:g}"
