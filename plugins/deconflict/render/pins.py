"""What the claims of an incident name, on a map at all its zooms: each account's label, and the places it names.

An account's label hangs on its area, whose extent grows with the zoom; so it has a seat for each half zoom: a side of
the area and a distance from it, or a spot inside. Seats are chosen to hit no other label ever, to hide as little as can
be of areas, rivers, lines and towns, and to stay on the sheet where a map is framed as it opens.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import msgspec
import numpy as np

from deconflict.render import labels, seats
from deconflict.render.labels import Label, Rect
from deconflict.render.mercator import DEEPEST, PARTS, SCALES, ZOOMS
from deconflict.render.ranking import END, Flags, Numbers, Ranking, Whole
from deconflict.render.seats import Around, Seats, Views

# So many seats of each pin are tried with those of the others.
_TRIES = 9
#: A seat holds for so many parts of a zoom.
BAND = PARTS // 2
#: Where the half zooms of the live map begin and end, and the scale in the middle of each.
BANDS: Whole = np.arange(0, (DEEPEST - ZOOMS[0]) * PARTS, BAND)
ENDS: Whole = np.append(BANDS[1:], END)
MIDDLES: Numbers = SCALES[BANDS + BAND // 2]
# A label takes an inner seat if the area is so much wider and higher than itself.
_ROOMY = (1.2, 1.5)
_GAPS = (4.0, 14.0, 30.0, 56.0, 90.0)
# What weighs how much in a seat's choice, in square pixels that a label hides: its turn in the order, a pixel of
# distance, to stand beside an area that has room for it.
_LATE = 40.0
_FAR = 50.0
_NEVER = 1e7
_AWAY = 2500.0
# More pins than this are seated in turn, in so many rounds at most: to try all ways takes too long.
_FEW, _ROUNDS = 5, 4
# So many ways to seat some pins are followed at most.
_CROWD = 2000
# Sums of costs are the same up to this.
_SLACK = 1e-6


class Seat(msgspec.Struct, frozen=True, gc=False):
    """Where a label hangs at one zoom: a position in Mercator metres, the label about it in pixels."""

    x: float
    y: float
    label: Label


class Pin(msgspec.Struct, frozen=True, kw_only=True):
    """A label that a claim gives reason for, with its seat at each half zoom.

    ``kind`` is ``account`` or ``place``; ``bounds`` are west, south, east, north of its area in Mercator metres.
    """

    id: str
    kind: str
    look: str
    lines: tuple[str, ...]
    size: float
    bounds: Rect
    anchor: tuple[float, float]
    radius: float = 0.0
    seats: tuple[Seat, ...] = ()

    def seat(self, part: float) -> Seat:
        """Return the seat at a zoom given in parts."""
        return self.seats[min(int(part // BAND), len(self.seats) - 1)]


class _Hung(msgspec.Struct, frozen=True):
    """All labels that a pin may have: inner ones first, then those around; how each is unusual, and where it hangs.

    ``sides`` are -1 for west or north, 0 for the middle, 1 for east or south, and 2 for the anchor inside. ``x``, ``y``
    and ``anchors`` are what ``labels.hang`` takes, ``boxes`` what it would answer.
    """

    lines: tuple[str, ...]
    size: float
    wide: float
    high: float
    x: Numbers
    y: Numbers
    anchors: tuple[str, ...]
    boxes: Numbers
    cost: Numbers
    sides: Whole

    def label(self, number: int) -> Label:
        """Return one of the labels."""
        x, y = float(self.x[number]), float(self.y[number])
        return labels.hang(self.lines, x, y, self.anchors[number], self.size, self.wide)


def seat(pins: Sequence[Pin], around: Around, seen: Views, rank: Ranking) -> tuple[Pin, ...]:
    """Give each pin its seats and take their room at every zoom; all pins of one zoom are seated together."""
    if not pins:
        return ()
    for pin in pins:
        if pin.radius:
            r = pin.radius
            rank.take(*pin.anchor, (-r, -r, r, r), 0, END)
    hung = [_hung(pin.lines, pin.size, pin.radius) for pin in pins]
    tried, cost = _tried(pins, hung, around, seen, rank)
    ends = list(accumulate((len(one.cost) for one in hung), initial=0))
    chosen = _best(tried, cost, ends)
    found = []
    for number, (pin, one) in enumerate(zip(pins, hung, strict=True)):
        seated = chosen[:, number]
        which = seated % len(cost[0]) - ends[number]
        # A label that stays where it is takes its room once, the last one to the end.
        moves = np.flatnonzero(np.diff(which, prepend=-1))
        at, since = seated[moves], BANDS[moves]
        rank.take_all(tried.x[at], tried.y[at], tried.boxes[at], since, np.append(since[1:], END))
        x, y = tried.x[seated].tolist(), tried.y[seated].tolist()
        made = {i: one.label(i) for i in set(which.tolist())}
        held = tuple(Seat(e, n, made[i]) for e, n, i in zip(x, y, which.tolist(), strict=True))
        found.append(msgspec.structs.replace(pin, seats=held))
    return tuple(found)


@lru_cache(maxsize=2048)
def _hung(lines: tuple[str, ...], size: float, radius: float) -> _Hung:
    bold = labels.width(lines[0], size, bold=True)
    wide = max(bold, *(labels.width(line, size) for line in lines[1:]), 0.0)
    high = len(lines) * size * labels.LINE
    ways, cost, sides = _ways(len(lines), size, radius)
    x = ways.x + ways.sway * wide
    left = x - ways.share * wide
    top, bottom = ways.y - size * labels.ABOVE, ways.y + (len(lines) - 1) * size * labels.LINE + size * labels.BELOW
    boxes = np.column_stack([left - 1, top, left + wide + 1, bottom])
    return _Hung(lines, size, wide, high, x, ways.y, ways.anchors, boxes, cost, sides)


class _Ways(msgspec.Struct, frozen=True):
    """How labels of as many lines hang: positions, shares of their width added to ``x`` and to the left of it."""

    x: Numbers
    sway: Numbers
    y: Numbers
    share: Numbers
    anchors: tuple[str, ...]


@lru_cache(maxsize=64)
def _ways(rows: int, size: float, radius: float) -> tuple[_Ways, Numbers, Whole]:
    """Return the ways to hang a label of some lines, what each costs, and its sides."""
    high, more = rows * size * labels.LINE, (rows - 1) * size * labels.LINE
    found: list[tuple[float, float, float, str]] = []
    cost: list[float] = []
    sides: list[tuple[int, int]] = []
    if not radius:
        for turn, (dx, dy) in enumerate((dx, dy) for dy in (0.0, -0.8, 0.8, -1.6, 1.6) for dx in (0.0, -0.4, 0.4)):
            found.append((0.0, dx, dy * high - more / 2 + size * 0.3, "middle"))
            cost.append(turn * _LATE)
            sides.append((_INSIDE, _INSIDE))
    for gap in _GAPS[:2] if radius else _GAPS:
        # A box without extent has all eight sides at its middle; each then hangs on its own side of the area.
        target = (-radius, -radius, radius, radius)
        around = list(labels.around(("",) * rows, target, size, 0.0, gap - 1 if radius else gap))
        found += [(label.x, 0.0, label.y, label.anchor) for label in around]
        cost += [turn * _LATE + gap * _FAR for turn in range(len(_SIDES))]
        sides += _SIDES
        if not radius:
            middle = size * (labels.ABOVE - labels.BELOW) / 2 - more / 2
            for turn, (shift, side, anchor) in enumerate(_SHIFTED, len(_SIDES)):
                found.append((side * gap, 0.0, middle + shift * high, anchor))
                cost.append(turn * _LATE + gap * _FAR)
                sides.append((side, 0))
            for turn, (side, aside) in enumerate(_SWAYED, len(_SIDES) + len(_SHIFTED)):
                found.append((0.0, aside, around[_SIDES.index((0, side))].y, "middle"))
                cost.append(turn * _LATE + gap * _FAR)
                sides.append((0, side))
    x, sway, y, anchors = zip(*found, strict=True)
    share = np.array([{"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] for anchor in anchors])
    ways = _Ways(np.array(x), np.array(sway), np.array(y), share, anchors)
    return ways, np.array(cost), np.array(sides)


# In the order of ``labels.around``: right, left, above, below, then the corners.
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
# Beside the middle, half a label up or down: the shift in heights of the label, the side, and how it hangs there.
_SHIFTED = ((-0.5, 1, "start"), (-0.5, -1, "end"), (0.5, 1, "start"), (0.5, -1, "end"))
# Above or below the middle, a third of a label to the right or left: the side, and the share of the label's width.
_SWAYED = ((1, 0.35), (1, -0.35), (-1, 0.35), (-1, -0.35))
_INSIDE = 2


def _tried(
    pins: Sequence[Pin], hung: Sequence[_Hung], around: Around, seen: Views, rank: Ranking
) -> tuple[Seats, Numbers]:
    """Return all seats of all pins at each half zoom in turn, with what each costs by half zoom."""
    at, own, cost = [], [], []
    for pin, one in zip(pins, hung, strict=True):
        west, south, east, north = pin.bounds
        xs = np.array((west, (west + east) / 2, east, pin.anchor[0]))
        ys = np.array((north, (north + south) / 2, south, pin.anchor[1]))
        inside = one.sides[:, 0] == _INSIDE
        at.append(np.column_stack([xs[one.sides[:, 0] + 1], ys[one.sides[:, 1] + 1]]))
        own.append(np.where(inside, pin.id, ""))
        scale = SCALES[BANDS]
        roomy = ((east - west) * scale > one.wide * _ROOMY[0]) & ((north - south) * scale > one.high * _ROOMY[1])
        # What has room inside its area stands there, if at all possible.
        away = np.where(~inside & roomy[:, None], _AWAY, 0.0)
        cost.append(np.where(inside & ~roomy[:, None], np.inf, one.cost + away))
    x, y = np.concatenate(at).T
    count, bands = len(x), len(BANDS)
    since = np.repeat(BANDS, count)
    tried = Seats(
        np.tile(x, bands),
        np.tile(y, bands),
        np.tile(np.concatenate([one.boxes for one in hung]), (bands, 1)),
        since,
        # Up to where the seat may change; both must fit there.
        since + BAND + 1,
        np.repeat(MIDDLES, count),
    )
    lost = seats.hidden(tried, around, np.tile(np.concatenate(own), bands)) + seats.off(tried, seen)
    lost += rank.struck(tried.x, tried.y, tried.boxes[:, None], tried.since, tried.until)[:, 0] * _NEVER
    # Rounded, so that seats that cost the same do, in whatever order it was summed.
    return tried, np.round(np.concatenate(cost, axis=1) + lost.reshape(bands, count), 3)


def _best(tried: Seats, cost: Numbers, ends: Sequence[int]) -> Whole:
    """Choose for each half zoom one seat of each pin so that all together cost least and none hits another.

    Seats are numbered as in ``tried``; those of a pin lie between two of the ``ends``.
    """
    bands, count = cost.shape
    start = np.arange(bands)[:, None] * count
    order = [np.argsort(cost[:, a:b], axis=1, kind="stable") + a + start for a, b in pairwise(ends)]
    found: Whole = np.column_stack([one[:, 0] for one in order])
    # Mostly the cheapest seats get on with each other; where the few cheapest do not, all are tried.
    for tries in (_TRIES, count):
        bad = _clashes(tried, found, found).any(axis=(1, 2)) | (cost.ravel()[found] >= _NEVER).any(axis=1)
        if bad.any():
            choose = _together if len(order) <= _FEW else _in_turn
            found[bad] = choose(tried, cost.ravel(), [one[bad, :tries] for one in order])
    return found


def _in_turn(tried: Seats, cost: Numbers, order: Sequence[Whole]) -> Whole:
    """Choose one seat for each of many pins: give one after the other its cheapest among the others, and go round."""
    found = np.column_stack([one[:, 0] for one in order])
    for _ in range(_ROUNDS):
        before = found.copy()
        for number, one in enumerate(order):
            others = np.delete(found, number, axis=1)
            every = cost[one] + _clashes(tried, one, others).sum(axis=2) * _NEVER
            found[:, number] = one[np.arange(len(one)), every.argmin(axis=1)]
        if (found == before).all():
            break
    return found


def _together(tried: Seats, cost: Numbers, order: Sequence[Whole]) -> Whole:
    """Choose one seat for each of some pins, at several half zooms at once; each pin's seats are sorted by cost."""
    bands = np.arange(len(order[0]))
    every_seat = np.concatenate(order, axis=1)
    clash: Numbers = np.where(_clashes(tried, every_seat, every_seat), _NEVER, 0.0)
    starts = list(accumulate((one.shape[1] for one in order), initial=0))
    own = [cost[one] for one in order]
    # What those yet to be seated cost at least, and what seating one after the other, in two orders, costs at most.
    least = np.cumsum([one[:, 0] for one in own[::-1]], axis=0)[::-1]
    turns = list(zip(pairwise(starts), own, strict=True))
    most = np.minimum(_greedy(clash, turns), _greedy(clash, turns[::-1]))
    # All that may still cost no more, those begun with cheaper seats first.
    band, so_far, chosen = bands, np.zeros(len(bands)), np.empty((len(bands), 0), dtype=np.int64)
    for number, (a, b) in enumerate(pairwise(starts)):
        every = so_far[:, None] + own[number][band] + clash[band[:, None], chosen, a:b].sum(axis=1)
        rest = least[number + 1][band] if number + 1 < len(order) else np.zeros(len(band))
        kept, seat = np.nonzero(every + rest[:, None] <= most[band][:, None] + _SLACK)
        if len(kept) > _CROWD:
            few = _cheapest(band[kept], (every + rest[:, None])[kept, seat])
            kept, seat = kept[few], seat[few]
            # The ways that are known to cost no more may be among those given up.
            most[:] = np.inf
        band, so_far = band[kept], every[kept, seat]
        chosen = np.column_stack([chosen[kept], seat + a])
    first = np.lexsort((so_far, band))
    best = first[np.searchsorted(band[first], bands)]
    return np.concatenate(order, axis=1)[bands[:, None], chosen[best]]


def _greedy(clash: Numbers, turns: Sequence[tuple[tuple[int, int], Numbers]]) -> Numbers:
    """Return what it costs to give one pin after the other the seat that is cheapest then, for several half zooms."""
    bands = np.arange(len(clash))
    cost, hits = np.zeros(len(bands)), np.zeros(clash.shape[:2])
    for (a, b), own in turns:
        every = own + hits[:, a:b]
        best = every.argmin(axis=1)
        cost += every[bands, best]
        hits += clash[bands, best + a]
    return cost


def _cheapest(band: Whole, cost: Numbers) -> Flags:
    """Tell which are among the cheapest of their half zoom, by which they are sorted; so many are enough of a crowd."""
    order = np.lexsort((cost, band))
    place = np.empty(len(band), dtype=np.int64)
    place[order] = np.arange(len(band)) - np.searchsorted(band, band)
    few: Flags = place < _CROWD
    return few


def _clashes(tried: Seats, some: Whole, others: Whole) -> Flags:
    """Tell which seats hit which others, for several half zooms: (half zooms, seats, others); none hits itself."""
    a, b, c, d = _sides(tried, some)[..., None]
    e, f, g, h = _sides(tried, others)[..., None, :]
    found: Flags = ((a < g) & (e < c) & (b < h) & (f < d)).any(axis=1) & (some[:, :, None] != others[:, None])
    return found


def _sides(tried: Seats, numbers: Whole) -> Numbers:
    """The sides of some seats' boxes in pixels, at each zoom of several half zooms: (4, half zooms, zooms, seats)."""
    scale = SCALES[tried.since[numbers[:, 0]][:, None] + np.arange(BAND + 1)][:, :, None]
    at = np.stack([tried.x[numbers], -tried.y[numbers]])[:, :, None] * scale
    return np.concatenate([at, at]) + tried.boxes[numbers].transpose(2, 0, 1)[:, :, None]
