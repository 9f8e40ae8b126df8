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
_TOWN = 200.0
_CORNER = 4e3
EDGE = 2e4
# As many axes have boxes of which a position has several.
_SEVERAL = 3
# Pixels that a label keeps from the edge.
_RIM = 4.0


class Seats(msgspec.Struct, frozen=True):
    """Seats as columns: positions in Mercator metres, label boxes in pixels, the zooms each is for, one in their midst.

    ``since`` and ``until`` (not included) count parts of a zoom, ``scale`` is in pixels a Mercator metre. A position
    may have several boxes: ``boxes`` then has the shape (positions, boxes, 4), the others (positions, 1).
    """

    x: Numbers
    y: Numbers
    boxes: Numbers
    since: Whole
    until: Whole
    scale: Numbers

    def metres(self) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Return what the labels cover at their scales: west, south, east, north in Mercator metres."""
        a, b, c, d = (self.boxes[..., side] / self.scale for side in range(4))
        return self.x + a, self.y - d, self.x + c, self.y - b

    def flat(self) -> tuple[Numbers, Numbers, Numbers, float]:
        """Return the positions one by one, the boxes of each, and how many pixels the farthest reaches."""
        boxes = self.boxes if self.boxes.ndim == _SEVERAL else self.boxes[:, None]
        return self.x.ravel(), self.y.ravel(), boxes, float(np.abs(boxes).max(initial=0))


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
    """Openings at every size that they may have, as columns; what is taken of each, padded with nothing.

    ``taken`` has the left, upper, right and lower edges, of each box, of each opening at each size.
    """

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
    return Views(
        when.astype(np.int64),
        size,
        west,
        north,
        across,
        down,
        np.array(taken).reshape(-1, most, 4).transpose(2, 1, 0).copy(),
        weight,
    )


def off(seats: Seats, seen: Views) -> Numbers:
    """Return what it costs to leave a sheet or to lie under its furniture, at the sizes that a map may open with."""
    x, y, boxes, reach = seats.flat()
    when = seen.part[:, None]
    view, spot = np.nonzero((seats.since.ravel() <= when) & (when < seats.until.ravel()))
    scale, wide, tall, weight = seen.scale[view], seen.wide[view], seen.tall[view], seen.weight[view]
    right, down = (x[spot] - seen.left[view]) * scale, (seen.top[view] - y[spot]) * scale
    far = (right < -reach) | (down < -reach) | (right > wide + reach) | (down > tall + reach)
    lost = np.bincount(spot, far * weight * EDGE, len(x))
    # What is so far off that no box reaches the sheet need not be looked at box by box.
    near = np.flatnonzero(~far)
    view, spot, weight = view[near], spot[near], weight[near, None]
    right, down, wide, tall = right[near, None], down[near, None], wide[near, None], tall[near, None]
    tried = boxes[spot]
    a, b, c, d = tried[..., 0] + right, tried[..., 1] + down, tried[..., 2] + right, tried[..., 3] + down
    cost = ((a < _RIM) | (b < _RIM) | (c > wide - _RIM) | (d > tall - _RIM)) * EDGE
    e, f, g, h = seen.taken[:, :, view, None]
    hits = ((a < g) & (c > e) & (b < h) & (d > f)).sum(axis=0)
    # What is taken of a sheet lies on it.
    cost += hits * _CORNER * ((c > 0) & (a < wide) & (d > 0) & (b < tall))
    count = boxes.shape[1]
    number = spot[:, None] * count + np.arange(count)
    found = np.bincount(number.ravel(), (cost * weight).ravel(), len(x) * count).reshape(-1, count) + lost[:, None]
    return np.asarray(found.reshape(seats.boxes.shape[:-1]), dtype=np.float64)


def hidden(seats: Seats, around: Around, own: NDArray[np.str_] | None = None) -> Numbers:
    """Return what each seat hides, in square pixels or what is worth as much; on its ``own`` area it may lie."""
    return on_areas(seats, around, own) + on_ground(seats, around)


def on_areas(seats: Seats, around: Around, own: NDArray[np.str_] | None = None) -> Numbers:
    """Return what each seat hides of the areas."""
    x, y, boxes, reach = seats.flat()
    cost, scale = np.zeros(boxes.shape[:2]), seats.scale.ravel()
    far = reach / scale
    for key, grid in around.areas.items():
        (left, right), (low, top) = grid.xs[[0, -1]], grid.ys[[0, -1]]
        near = np.flatnonzero((x - far < right) & (x + far > left) & (y - far < top) & (y + far > low))
        if own is not None:
            near = near[own[near] != key]
        a, b, c, d = boxes[near].transpose(2, 0, 1) / scale[near, None]
        west, south, east, north = x[near, None] + a, y[near, None] - d, x[near, None] + c, y[near, None] - b
        spot, box = np.nonzero((west < right) & (east > left) & (south < top) & (north > low))
        shared = grid.shared(west[spot, box], south[spot, box], east[spot, box], north[spot, box])
        cost[near[spot], box] += shared * scale[near[spot]] ** 2 * _AREA
    return cost.reshape(seats.boxes.shape[:-1])


def on_ground(seats: Seats, around: Around) -> Numbers:
    """Return what each seat hides of courses and towns."""
    covered = seats.metres()
    found: Numbers = around.courses.count(covered, seats.scale) * _POINT + around.towns.count(covered) * _TOWN
    return found
