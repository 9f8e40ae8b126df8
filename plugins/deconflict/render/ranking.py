"""Room on a map at all its zooms: what stands where from which zoom on, so that no two labels ever collide.

A label keeps its distance in pixels from its position, whatever the zoom; positions move apart as the map grows. So
each label is tried in its seats against all that were taken before it, at every zoom of ``SCALES``, and shown from the
first zoom after which it hits nothing. Nothing is left to be decided while a reader moves the map.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deconflict.render.labels import Rect
from deconflict.render.mercator import SCALES

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

#: One step beyond the last zoom: until the end.
END = len(SCALES)
_NOBODY: Whole = np.empty(0, dtype=np.int64)
# A label that is shown for less than this many parts of a zoom would only flash.
_LEAST = 4


# The same as plain numbers, which are faster one by one.
_STEPS = SCALES.tolist()

# A position in Mercator metres, a box in pixels about it, from one zoom up to another.
Taken = tuple[float, float, Rect, int, int]


class Ranking:
    """The boxes taken so far: a position in Mercator metres, a box in pixels about it, from one zoom to another."""

    def __init__(self, most: int = 4096) -> None:
        """Start with an empty map that has room for ``most`` boxes."""
        self.rows: Numbers = np.empty((6, most))
        self.zooms: Whole = np.empty((2, most), dtype=np.int64)
        self.count = 0
        # How many pixels the farthest reaches.
        self.reach = 0.0

    def take(self, x: float, y: float, box: Rect, since: int, until: int) -> None:
        """Take a box from one zoom up to, not including, another."""
        self.rows[:, self.count] = (x, y, *box)
        self.zooms[:, self.count] = since, until
        self.count += 1
        self.reach = max(self.reach, *map(abs, box))

    def take_all(self, x: Numbers, y: Numbers, boxes: Numbers, since: Whole, until: Whole) -> None:
        """Take several boxes."""
        new = slice(self.count, self.count + len(x))
        self.rows[:, new] = x, y, *boxes.T
        self.zooms[:, new] = since, until
        self.count += len(x)
        self.reach = max(self.reach, float(np.abs(boxes).max(initial=0)))

    def struck(self, x: Numbers, y: Numbers, boxes: Numbers, since: Whole, until: Whole) -> Flags:
        """Tell for each of many boxes, at positions and zooms of their own, whether it hits one taken.

        A position may have several boxes: ``boxes`` has shape (positions, boxes, 4), the answer (positions, boxes).
        """
        found = np.zeros(boxes.shape[:2], dtype=bool)
        which, box, _, _ = self.meetings(x, y, boxes, since, until)
        found[which, box] = True
        return found

    def hit(self, x: float, y: float, box: Rect, since: int, until: int) -> bool:
        """Tell whether a box hits one taken."""
        here = np.array([x]), np.array([y])
        return bool(self.struck(*here, np.array([[box]]), np.array([since]), np.array([until])).any())

    def meetings(
        self, x: Numbers, y: Numbers, boxes: Numbers, since: Whole, until: Whole
    ) -> tuple[Whole, Whole, Whole, Whole]:
        """Return every meeting of a box with one taken: numbers of position and box, first zoom and the one after.

        As the map grows, two boxes meet once and part once, so that the zooms of a meeting are a range.
        """
        if not self.count or not len(x):
            return _NOBODY, _NOBODY, _NOBODY, _NOBODY
        rows, (starts, ends) = self.rows[:, : self.count], self.zooms[:, : self.count]
        lefts, tops = rows[:2]
        # Positions only move apart: what is too far off at first stays so.
        reach = float(np.abs(boxes).max()) + self.reach
        scale = SCALES[since]
        some = np.arange(len(x))
        if len(x) > self.count:
            far = reach / scale
            some = np.flatnonzero(
                (x + far > lefts.min()) & (x - far < lefts.max()) & (y + far > tops.min()) & (y - far < tops.max())
            )
        near = np.maximum(np.abs(lefts[:, None] - x[some]), np.abs(tops[:, None] - y[some]))
        near *= np.maximum(scale[some], SCALES[np.minimum(starts, END - 1), None])
        row, one = np.nonzero((near < reach) & (since[some] < ends[:, None]) & (until[some] > starts[:, None]))
        which = some[one]
        first, after = np.maximum(since[which], starts[row]), np.minimum(until[which], ends[row])
        # By box and meeting.
        a, b, c, d = boxes[which].transpose(2, 1, 0).copy()
        u, v, e, f, g, h = rows[:, row]
        right, down = u - x[which], y[which] - v
        with np.errstate(divide="ignore", invalid="ignore"):
            sides = (a - g) / right, (c - e) / right, (b - h) / down, (d - f) / down
        # Without a way the scale does not matter; nothing divided by nothing is neither more nor less.
        low = np.maximum(np.minimum(sides[0], sides[1]), np.minimum(sides[2], sides[3]))
        high = np.minimum(np.maximum(sides[0], sides[1]), np.maximum(sides[2], sides[3]))
        box, pair = np.nonzero((low < SCALES[after - 1]) & (high > SCALES[first]))
        which, first, after = which[pair], first[pair], after[pair]
        meet = np.maximum(np.searchsorted(SCALES, low[box, pair], "right"), first)
        part = np.minimum(np.searchsorted(SCALES, high[box, pair], "left"), after)
        true = meet < part
        return which[true], box[true], meet[true], part[true]

    def seat(
        self, x: float, y: float, seats: Numbers, mark: Rect | None, since: int, until: int = END
    ) -> tuple[int, int] | None:
        """Find the seat (a box) that can be shown from the smallest zoom on: its number and that zoom, or None.

        ``mark`` is a box that must be free too. Nothing is taken yet.
        """
        tried = seats if mark is None else np.vstack([seats, mark])
        here = np.array([x]), np.array([y])
        _, box, _, after = self.meetings(*here, tried[None], np.array([since]), np.array([until]))
        last = np.zeros(len(tried), dtype=np.int64)
        np.maximum.at(last, box, after - since)
        if mark is not None:
            last = np.maximum(last[:-1], last[-1])
        best = int(np.argmin(last))
        found = since + int(last[best])
        return (best, found) if found + _LEAST <= until else None


def meet(one: Taken, other: Taken) -> bool:
    """Tell whether two boxes hit each other at a zoom that has both."""
    (x, y, (a, b, c, d), since, until), (u, v, (e, f, g, h), start, end) = one, other
    for scale in _STEPS[max(since, start) : min(until, end)]:
        right, down = (u - x) * scale, (y - v) * scale
        if right + e < c and right + g > a and down + f < d and down + h > b:
            return True
    return False
