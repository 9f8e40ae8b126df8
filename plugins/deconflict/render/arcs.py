"""Areas that are parts of a disc, as SVG path data: round where they are round, whole pixels along other edges."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from deconflict.render import outline
from deconflict.render.mercator import Positions, Sheet
from deconflict.render.ranking import Flags, Numbers
from deconflict.theatre import geometry

# A side of a ring lies on the edge if it strays no further from it than this, in pixels.
_NEAR = 0.2
# So many sides make an arc, and an arc turns by no more than this: half a turn and more has two answers.
_LEAST, _MOST = 3, 0.9 * np.pi
# Into how many parts a pixel is cut, so that a small disc has its size.
_FINE = 10


class Edge(msgspec.Struct, frozen=True):
    """The edge of a disc on the Mercator plane, in its metres: an ellipse, all but a circle."""

    x: float
    y: float
    across: float
    up: float


def edge(centre: tuple[float, float], radius_m: float) -> Edge:
    """Return what a geodesic circle, in degrees and metres, is on the Mercator plane."""
    west, south, east, north = outline.flatten(geometry.disc(*centre, radius_m)).bounds
    return Edge((west + east) / 2, (south + north) / 2, (east - west) / 2, (north - south) / 2)


def path(flat: BaseGeometry, found: Edge, sheet: Sheet) -> str:
    """Return path data of a part of a disc, a geometry in Mercator metres, cut to a sheet."""
    polygons = shapely.get_parts(shapely.clip_by_rect(flat, *sheet.window(outline.MARGIN)))
    ((x, y),) = sheet.pixels_of((found.x, found.y))
    rings = [shapely.get_coordinates(ring)[:-1] for ring in shapely.get_rings(polygons)]
    radii = np.array([found.across, found.up]) * sheet.scale
    return "".join(_ring(sheet.pixels(ring) - (x, y), np.array([x, y]), radii) for ring in rings)


def _ring(about: Positions, centre: Numbers, radii: Numbers) -> str:
    """Draw a ring whose corners are given about the edge's centre, in pixels."""
    between = (about + np.roll(about, -1, axis=0)) / 2
    middles, corners = (np.abs(np.hypot(*(at / radii).T) - 1) * radii[0] <= _NEAR for at in (between, about))
    is_round = middles & corners & np.roll(corners, -1)
    # From the first corner after which the ring goes on in another way.
    start = int(np.argmax(is_round != np.roll(is_round, 1)))
    about, is_round = np.roll(about, -start, axis=0), np.roll(is_round, -start)
    about = np.concatenate([about, about[:1]])
    out, at = [], _whole(about[0] + centre)
    out.append(f"M{_words(at)}")
    for first, last in _runs(about, is_round):
        piece = about[first : last + 1]
        if is_round[first] and last - first >= _LEAST:
            to = _whole(piece[-1] + centre)
            turn = int(_turn(piece[0], piece[1]) > 0)
            out.append(f"a{_words(_whole(radii))} 0 0 {turn} {_words(to - at)}".replace(" -", "-"))
            at = to
        else:
            line = shapely.get_coordinates(shapely.linestrings(piece + centre).simplify(outline.STRAY))
            spots = [*(np.rint(line[1:-1]).astype(int) * _FINE), _whole(line[-1])]
            steps = [step for before, after in pairwise([at, *spots]) if (step := after - before).any()]
            if steps:
                out.append(f"l{' '.join(map(_words, steps))}".replace(" -", "-"))
            at = spots[-1]
    return f"{''.join(out)}z"


def _runs(about: Positions, is_round: Flags) -> Iterator[tuple[int, int]]:
    """Yield stretches of sides that are round, or are not, as their first and last corner; long arcs in parts."""
    for first, last in pairwise([0, *(np.flatnonzero(np.diff(is_round)) + 1).tolist(), len(is_round)]):
        parts = 1
        if is_round[first]:
            turns = np.unwrap(np.arctan2(*about[first : last + 1].T))
            parts = int(np.ceil(np.abs(turns[-1] - turns[0]) / _MOST))
        yield from pairwise(np.linspace(first, last, parts + 1).astype(int).tolist())


def _turn(one: Numbers, other: Numbers) -> float:
    return float(one[0] * other[1] - one[1] * other[0])


def _whole(at: Numbers) -> Numbers:
    found: Numbers = np.rint(at * _FINE).astype(int)
    return found


def _words(at: Numbers) -> str:
    return " ".join(outline.short(int(number), _FINE) for number in at)
