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
