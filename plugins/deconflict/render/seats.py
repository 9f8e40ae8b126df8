"""What the seats of labels cost: what each would hide, and how it lies on the sheets that a map opens with.

All seats of all zooms are weighed at once, as columns.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from deconflict.render.accounts import Grid
from deconflict.render.beads import Beads, Crowd
from deconflict.render.labels import Rect
from deconflict.render.mercator import PARTS, SCALES, Sheet
from deconflict.render.ranking import END, Numbers, Whole

# What weighs how much, in square pixels that a label hides: a pixel of an area, a point of a river or line, a town, a
# corner with a control, the edge of the sheet.
_AREA = 0.5
_POINT = 200.0
_TOWN = 700.0
_CORNER = 4e3
EDGE = 2e4
# Pixels that a label keeps from the edge.
_RIM = 4.0


class Seats(msgspec.Struct, frozen=True):
    """Seats as columns: positions in Mercator metres, label boxes in pixels, the zooms each is for, one in their midst.

    ``since`` and ``until`` (not included) count parts of a zoom, ``scale`` is in pixels a Mercator metre.
    """

    x: Numbers
    y: Numbers
    boxes: Numbers
    since: Whole
    until: Whole
    scale: Numbers

    def metres(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Return what the labels cover at their scales: west, south, east, north in Mercator metres."""
        a, b, c, d = self.boxes.T / self.scale
        return self.x + a, self.y - d, self.x + c, self.y - b


class Around(msgspec.Struct, frozen=True):
    """What labels had better not hide: areas of accounts by id, courses of rivers and lines, towns."""

    areas: dict[str, Grid]
    courses: Beads
    towns: Crowd


class Opening(msgspec.Struct, frozen=True):
    """A sheet that a map opens with, and the boxes in pixels that its furniture and controls take.

    The map may be ``least`` to ``most`` times as large as the sheet.
    """

    sheet: Sheet
    taken: tuple[Rect, ...]
    least: float
    most: float


class Views(msgspec.Struct, frozen=True):
    """Openings at every size that they may have, as columns; what is taken of each in rows padded with nothing."""

    part: Whole
    scale: Numbers
    left: Numbers
    top: Numbers
    wide: Numbers
    tall: Numbers
    taken: Numbers
    weight: Numbers


def views(openings: Sequence[Opening]) -> Views:
    """Return openings as columns."""
    rows: list[tuple[float, ...]] = []
    taken: list[Numbers] = []
    most = max((len(opening.taken) for opening in openings), default=0)
    for opening in openings:
        sheet, home = opening.sheet, opening.sheet.part
        low, high = home + math.log2(opening.least) * PARTS, home + math.log2(opening.most) * PARTS
        boxes = np.full((most, 4), np.nan)
        boxes[: len(opening.taken)] = opening.taken
        # What stands in a corner stays there, however large the map is.
        right, below = boxes[:, 0] + boxes[:, 2] > sheet.width, boxes[:, 1] + boxes[:, 3] > sheet.height
        for part in range(max(0, math.ceil(low)), min(math.floor(high) + 1, END)):
            scale = float(SCALES[part])
            wide, tall = sheet.width * scale / sheet.scale, sheet.height * scale / sheet.scale
            dx, dy = right * (wide - sheet.width), below * (tall - sheet.height)
            taken.append(boxes + np.column_stack([dx, dy, dx, dy]))
            # What is seen at the sheet's own size weighs most.
            rows.append((part, scale, sheet.left, sheet.top, wide, tall, 1.0 if abs(part - home) <= 1 else 0.1))
    when, size, west, north, across, down, weight = np.array(rows).reshape(-1, 7).T.copy()
    return Views(when.astype(np.int64), size, west, north, across, down, np.array(taken).reshape(-1, most, 4), weight)


def off(seats: Seats, seen: Views) -> Numbers:
    """Return what it costs to leave a sheet or to lie under its furniture, at the sizes that a map may open with."""
    when = seen.part[:, None]
    view, seat = np.nonzero((seats.since <= when) & (when < seats.until))
    scale = seen.scale[view]
    x, y = (seats.x[seat] - seen.left[view]) * scale, (seen.top[view] - seats.y[seat]) * scale
    a, b, c, d = seats.boxes[seat].T + np.array((x, y, x, y))
    outside = (a < _RIM) | (b < _RIM) | (c > seen.wide[view] - _RIM) | (d > seen.tall[view] - _RIM)
    cost = outside * EDGE
    # What is taken of a sheet lies on it.
    on = np.flatnonzero((c > 0) & (a < seen.wide[view]) & (d > 0) & (b < seen.tall[view]))
    e, f, g, h = seen.taken[view[on]].transpose(2, 0, 1)
    hit = (a[on, None] < g) & (c[on, None] > e) & (b[on, None] < h) & (d[on, None] > f)
    cost[on] += hit.sum(axis=1) * _CORNER
    return np.asarray(np.bincount(seat, cost * seen.weight[view], len(seats.x)), dtype=np.float64)


def hidden(seats: Seats, around: Around, own: NDArray[np.str_] | None = None) -> Numbers:
    """Return what each seat hides, in square pixels or what is worth as much; on its ``own`` area it may lie."""
    return on_areas(seats, around, own) + on_ground(seats, around)


def on_areas(seats: Seats, around: Around, own: NDArray[np.str_] | None = None) -> Numbers:
    """Return what each seat hides of the areas."""
    cost, (west, south, east, north) = np.zeros(len(seats.x)), seats.metres()
    for key, grid in around.areas.items():
        (left, right), (low, top) = grid.xs[[0, -1]], grid.ys[[0, -1]]
        near = (west < right) & (east > left) & (south < top) & (north > low)
        if own is not None:
            near &= own != key
        cost[near] += grid.shared(west[near], south[near], east[near], north[near])
    return cost * seats.scale**2 * _AREA


def on_ground(seats: Seats, around: Around) -> Numbers:
    """Return what each seat hides of courses and towns."""
    covered = seats.metres()
    found: Numbers = around.courses.count(covered, seats.scale) * _POINT + around.towns.count(covered) * _TOWN
    return found
