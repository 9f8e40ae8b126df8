"""What labels had better not hide, counted: towns, and courses of rivers and lines as beads on a string.

Beads lie on a grid, about ten pixels apart whatever the scale. Tables of sums tell how many are in any box at once.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np
import shapely

from deconflict.render.mercator import DEEPEST, ZOOMS, Positions, scale_at
from deconflict.render.outline import Geometries
from deconflict.render.ranking import Numbers, Whole

# How far apart, in pixels, lines are felt for by the labels that should not hide them.
_BEAD = 11.0
# The grids that are made: cells of two to the power of this many metres.
_FINEST, _COARSEST = (round(math.log2(_BEAD / scale_at(zoom))) for zoom in (DEEPEST, ZOOMS[0]))

# West, south, east and north of several boxes, in Mercator metres.
Covered = tuple[Numbers, Numbers, Numbers, Numbers]


class Beads(msgspec.Struct, frozen=True):
    """Tables of sums, one behind the other, a grid of cells each.

    For each table: its first number, its lowest column and row, and how many columns and rows it has. A number is how
    many beads lie below and to the left.
    """

    sums: Whole
    starts: Whole
    corners: Numbers
    sizes: Numbers

    def count(self, covered: Covered, scale: Numbers) -> Whole:
        """Return how many beads lie in boxes (west, south, east, north in Mercator metres) at their scales."""
        power = np.minimum(np.maximum(np.rint(np.log2(_BEAD / scale)), _FINEST), _COARSEST)
        table = power.astype(np.int64) - _FINEST
        cell, start = np.exp2(power), self.starts[table]
        left, low = self.corners[0, table], self.corners[1, table]
        wide, high = self.sizes[0, table], self.sizes[1, table]
        # A bead is the middle of its cell, and counts if it lies inside the box, not on its edge.
        west, south, east, north = (side / cell - 0.5 for side in covered)
        a = _held(np.floor(west) + 1 - left, wide)
        b = _held(np.floor(south) + 1 - low, high)
        c = np.maximum(_held(np.ceil(east) - left, wide), a)
        d = np.maximum(_held(np.ceil(north) - low, high), b)
        row = wide.astype(np.int64) + 1
        upper, lower = start + d * row, start + b * row
        found: Whole = self.sums[upper + c] - self.sums[upper + a] - self.sums[lower + c] + self.sums[lower + a]
        return found


def _held(cells: Numbers, most: Numbers) -> Whole:
    """Return how many cells are below, none to all."""
    return np.minimum(np.maximum(cells, 0), most).astype(np.int64)


def string(courses: Geometries) -> Beads:
    """Lay beads along courses in Mercator metres, for every scale that labels are compared at."""
    sums, corners, sizes = [], [], []
    for power in range(_FINEST, _COARSEST + 1):
        cell = 2.0**power
        points = shapely.get_coordinates(shapely.segmentize(courses, cell)) // cell
        corner = points.min(axis=0) if len(points) else np.zeros(2)
        at = (points - corner).astype(np.int64)
        wide, high = (at.max(axis=0) + 1).tolist() if len(points) else (0, 0)
        table = np.zeros((high + 1, wide + 1), dtype=np.int32)
        table[at[:, 1] + 1, at[:, 0] + 1] = 1
        table.cumsum(axis=0, out=table).cumsum(axis=1, out=table)
        sums.append(table.ravel())
        corners.append(corner)
        sizes.append((wide, high))
    lengths = [len(one) for one in sums]
    starts = np.cumsum([0, *lengths[:-1]])
    return Beads(np.concatenate(sums), starts, np.array(corners).T.copy(), np.array(sizes, dtype=np.float64).T.copy())


class Crowd(msgspec.Struct, frozen=True):
    """Positions anywhere, as a table of sums: how many lie left of each column and below each row of them."""

    xs: Numbers
    ys: Numbers
    sums: Whole

    def count(self, covered: Covered) -> Whole:
        """Return how many of them lie in boxes (west, south, east, north in Mercator metres), not on their edges."""
        west, south, east, north = covered
        a, b = np.searchsorted(self.xs, west, "right"), np.searchsorted(self.ys, south, "right") * len(self.sums[0])
        c = np.maximum(np.searchsorted(self.xs, east, "left"), a)
        d = np.maximum(np.searchsorted(self.ys, north, "left") * len(self.sums[0]), b)
        sums = self.sums.ravel()
        found: Whole = sums[d + c] - sums[d + a] - sums[b + c] + sums[b + a]
        return found


def crowd(spots: Positions) -> Crowd:
    """Count positions in Mercator metres."""
    xs, ys = np.unique(spots[:, 0]), np.unique(spots[:, 1])
    table = np.zeros((len(ys) + 1, len(xs) + 1), dtype=np.int64)
    np.add.at(table, (np.searchsorted(ys, spots[:, 1]) + 1, np.searchsorted(xs, spots[:, 0]) + 1), 1)
    return Crowd(xs, ys, table.cumsum(axis=0).cumsum(axis=1))
