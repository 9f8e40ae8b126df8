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
# No box is larger than this in pixels, so that what lies further off need not be looked at.
REACH = 420.0
# A label that is shown for less than this many parts of a zoom would only flash.
_LEAST = 4


class Ranking:
    """The boxes taken so far: a position in Mercator metres, a box in pixels about it, from one zoom to another."""

    def __init__(self, most: int = 4096) -> None:
        """Start with an empty map that has room for ``most`` boxes."""
        self.rows: Numbers = np.empty((most, 8))
        self.count = 0

    def take(self, x: float, y: float, box: Rect, since: int, until: int) -> None:
        """Take a box from one zoom up to, not including, another."""
        self.rows[self.count] = (x, y, *box, since, until)
        self.count += 1

    def blocked(self, x: float | Numbers, y: float | Numbers, boxes: Numbers, since: int, until: int) -> Flags:
        """Tell for each of some boxes, and for each zoom of a range, whether it hits one taken.

        The boxes lie about one position, or each about its own.
        """
        zooms = np.arange(since, until)
        rows = self.rows[: self.count]
        rows = rows[(rows[:, 6] < until) & (rows[:, 7] > since)]
        if isinstance(x, float) and isinstance(y, float) and len(rows):
            first = np.maximum(since, rows[:, 6]).astype(int)
            rows = rows[np.abs(rows[:, :2] - (x, y)).max(axis=1) * SCALES[first] < REACH]
        if not len(rows):
            return np.zeros((len(boxes), len(zooms)), dtype=bool)
        # By box, zoom and row.
        scale = SCALES[zooms][:, None]
        right = (rows[:, 0] - np.reshape(x, (-1, 1, 1))) * scale
        down = (np.reshape(y, (-1, 1, 1)) - rows[:, 1]) * scale
        shown = (rows[:, 6] <= zooms[:, None]) & (zooms[:, None] < rows[:, 7])
        a, b, c, d = (boxes[:, i, None, None] for i in range(4))
        hit = (right + rows[:, 2] < c) & (right + rows[:, 4] > a) & (down + rows[:, 3] < d) & (down + rows[:, 5] > b)
        result: Flags = (hit & shown).any(axis=2)
        return result

    def take_all(self, x: Numbers, y: Numbers, boxes: Numbers, since: Whole, until: Whole) -> None:
        """Take several boxes."""
        end = self.count + len(x)
        self.rows[self.count : end] = np.column_stack([x, y, boxes, since, until])
        self.count = end

    def struck(self, x: Numbers, y: Numbers, boxes: Numbers, since: Whole, until: Whole) -> Flags:
        """Tell for each of many boxes, at positions and zooms of their own, whether it hits one taken.

        A position may have several boxes: ``boxes`` has shape (positions, boxes, 4), the answer (positions, boxes).
        """
        found = np.zeros(boxes.shape[:2], dtype=bool)
        which, box, _, _ = self.meetings(x, y, boxes, since, until)
        found[which, box] = True
        return found

    def meetings(
        self, x: Numbers, y: Numbers, boxes: Numbers, since: Whole, until: Whole
    ) -> tuple[Whole, Whole, Whole, Whole]:
        """Return every meeting of a box with one taken: numbers of position and box, first zoom and the one after.

        As the map grows, two boxes meet once and part once, so that the zooms of a meeting are a range.
        """
        rows = self.rows[: self.count]
        starts, ends = rows[:, 6].astype(np.int64), rows[:, 7].astype(np.int64)
        # Positions only move apart: what is too far off at first stays so.
        far = (np.abs(boxes).max(initial=0) + np.abs(rows[:, 2:6]).max(initial=0)) / SCALES[np.minimum(starts, END - 1)]
        near = (np.abs(rows[:, 0] - x[:, None]) < far) & (np.abs(rows[:, 1] - y[:, None]) < far)
        near &= (since[:, None] < ends) & (until[:, None] > starts)
        which, row = np.nonzero(near)
        first, after = np.maximum(since[which], starts[row]), np.minimum(until[which], ends[row])
        right, down = rows[row, 0] - x[which], y[which] - rows[row, 1]
        a, b, c, d = boxes[which].transpose(2, 0, 1)
        e, f, g, h = rows[row, 2:6].T[..., None]
        low, high = _between(a - g, c - e, right[:, None])
        lower, higher = _between(b - h, d - f, down[:, None])
        meet = np.maximum(np.searchsorted(SCALES, np.maximum(low, lower), "right"), first[:, None])
        part = np.minimum(np.searchsorted(SCALES, np.minimum(high, higher), "left"), after[:, None])
        pair, box = np.nonzero(meet < part)
        return which[pair], box, meet[pair, box], part[pair, box]

    def seat(
        self, x: float, y: float, seats: Numbers, mark: Rect | None, since: int, until: int = END
    ) -> tuple[int, int] | None:
        """Find the seat (a box) that can be shown from the smallest zoom on: its number and that zoom, or None.

        ``mark`` is a box that must be free too. Nothing is taken yet.
        """
        tried = seats if mark is None else np.vstack([seats, mark])
        hit = self.blocked(x, y, tried, since, until)
        if mark is not None:
            hit = hit[:-1] | hit[-1]
        last = np.where(hit.any(axis=1), hit.shape[1] - np.argmax(hit[:, ::-1], axis=1), 0)
        best = int(np.argmin(last))
        found = since + int(last[best])
        return (best, found) if found + _LEAST <= until else None


def _between(least: Numbers, most: Numbers, way: Numbers) -> tuple[Numbers, Numbers]:
    """Return the scales between which ``way``, in metres, is more than ``least`` and less than ``most`` pixels."""
    with np.errstate(divide="ignore", invalid="ignore"):
        one, other = least / way, most / way
    # Without a way the scale does not matter; nothing divided by nothing is neither more nor less.
    return np.minimum(one, other), np.maximum(one, other)
