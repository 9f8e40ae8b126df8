"""Which of the theatre's names give way to what an incident's map writes, and at which zooms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deconflict.render.accounts import Account
from deconflict.render.mercator import SCALES
from deconflict.render.names import SPACING, Name, Table, table
from deconflict.render.pins import BAND, BANDS, ENDS, Pin
from deconflict.render.ranking import END, Ranking, Whole
from deconflict.theatre import Theatre

# Names keep off an area that is no wider than this in pixels; into a larger one they may reach.
_SMALL = 210.0


def find(
    theatre: Theatre, placed: Sequence[Pin], found: Sequence[Account], own: Sequence[Name], rank: Ranking
) -> dict[int, list[tuple[int, int]]]:
    """Find the zooms at which each of the theatre's names has to give way."""
    known = table(theatre)
    x, y = known.spots.T
    which, _, first, after = rank.meetings(x, y, known.boxes, known.since, known.until)
    hits = [np.column_stack([which, first, after])]
    hits += [_inside(known, account) for account in found]
    hits += [_again(known, name) for name in own if name.look == "water"]
    pinned = [known.places[key] for pin in placed if (key := f"{pin.kind}:{pin.id}") in known.places]
    hits.append(np.array([(number, 0, END) for number in pinned], dtype=np.int64).reshape(-1, 3))
    return _runs(known, np.concatenate(hits))


def _inside(known: Table, account: Account) -> Whole:
    """Find names that would be written into an area while it is small: their numbers, half zoom by half zoom."""
    west, south, east, north = account.flat.bounds
    parts = BANDS[max(east - west, north - south) * SCALES[BANDS] <= _SMALL]
    x, y = known.spots.T
    some = np.flatnonzero(
        (x + known.reach > west) & (x - known.reach < east) & (y + known.reach > south) & (y - known.reach < north)
    )
    band, number = np.nonzero((known.since[some] < parts[:, None] + BAND) & (known.until[some] > parts[:, None]))
    number = some[number]
    x, y = known.spots[number].T
    a, b, c, d = known.boxes[number, 0].T / SCALES[parts[band]]
    left, low, right, top = x + a, y - d, x + c, y - b
    near = np.flatnonzero((left < east) & (right > west) & (low < north) & (top > south))
    near = near[account.grid.touches(left[near], low[near], right[near], top[near])]
    part = parts[band[near]]
    return np.column_stack([number[near], part, ENDS[part // BAND]])


def _again(known: Table, name: Name) -> Whole:
    """Find the same river's names that would be written near one of the incident's own."""
    alike = known.texts.get(name.label.lines[0], np.empty(0, dtype=np.int64))
    shift = np.abs(known.spots[alike] - (name.x, name.y)).max(axis=1)
    near = alike[shift * SCALES[name.since] < SPACING]
    return np.column_stack([near, np.full(len(near), name.since), np.full(len(near), name.until)])


def _runs(known: Table, hits: Whole) -> dict[int, list[tuple[int, int]]]:
    """Turn hits (a name's number, from one zoom up to another) into ranges.

    They go from the zoom before to the one after; short gaps are closed.
    """
    since, until = known.since[hits[:, 0]], known.until[hits[:, 0]]
    first, last = np.maximum(hits[:, 1], since), np.minimum(hits[:, 2], until)
    order = np.lexsort((last, first, hits[:, 0]))
    order = order[first[order] < last[order]]
    columns = (hits[order, 0], first[order], last[order], since[order], until[order])
    found: dict[int, list[tuple[int, int]]] = {}
    for number, start, end, low, high in zip(*(column.tolist() for column in columns), strict=True):
        runs = found.setdefault(number, [])
        # To the end, if nothing would be left of it.
        run = max(start - 1, low), high if end >= min(high, END) - 2 else end
        if runs and run[0] - runs[-1][1] < BAND:
            runs[-1] = runs[-1][0], max(runs[-1][1], run[1])
        else:
            runs.append(run)
    return found
