"""What the claims of an incident name, on a map at all its zooms: each account's label, and the places it names.

An account's label hangs on its area, whose extent grows with the zoom; so it has a seat for each half zoom: a side of
the area and a distance from it, or a spot inside. Seats are chosen to hit no other label ever, to hide as little as can
be of areas, rivers, lines and towns, and to stay on the sheet where a map is framed as it opens.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec
import numpy as np

from deconflict.render import labels
from deconflict.render.labels import Label, Rect
from deconflict.render.mercator import PARTS, SCALES, Positions, Sheet
from deconflict.render.ranking import END, Numbers, Ranking

# So many seats of each pin are tried with those of the others.
_TRIES = 9
#: A seat holds for so many parts of a zoom.
BAND = PARTS // 2
# A label takes an inner seat if the area is so much wider and higher than itself.
_ROOMY = (1.2, 1.5)
_GAPS = (4.0, 14.0, 30.0, 56.0, 90.0)
# What weighs how much in a seat's choice, in square pixels that a label hides: its turn in the order, a pixel of
# distance, a pixel of an area, a point of a river or line, a town, a corner with a control, the edge of the sheet.
_LATE = 40.0
_FAR = 50.0
_AREA = 0.5
_POINT = 160.0
_TOWN = 700.0
_CORNER = 4e3
EDGE = 2e4
_NEVER = 1e7


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


class Opening(msgspec.Struct, frozen=True):
    """A sheet that a map opens with, and the boxes in pixels that its furniture and controls take.

    The map may be ``least`` to ``most`` times as large as the sheet.
    """

    sheet: Sheet
    taken: tuple[Rect, ...]
    least: float
    most: float


class Courses(Protocol):
    """Rivers and lines as points at a distance of about ten pixels at a scale, in Mercator metres."""

    def __call__(self, scale: float) -> Positions:
        """Return the points."""
        ...


class Around(msgspec.Struct, frozen=True):
    """What labels had better not hide, in Mercator metres: each account's cells, courses of lines, towns."""

    cells: dict[str, Numbers]
    courses: Courses
    towns: Positions


def seat(pins: Sequence[Pin], around: Around, openings: Sequence[Opening], rank: Ranking) -> tuple[Pin, ...]:
    """Give each pin its seats and take their room at every zoom; all pins of one zoom are seated together."""
    for pin in pins:
        if pin.radius:
            r = pin.radius
            rank.take(*pin.anchor, (-r, -r, r, r), 0, END)
    seats: list[list[Seat]] = [[] for _ in pins]
    widths = [_width(pin) for pin in pins]
    for since in range(0, END - 1, BAND):
        # Up to where the seat may change; both must fit there.
        until = since + BAND + 1
        tried = [
            _tried(pin, wide, around, openings, rank, since, until) for pin, wide in zip(pins, widths, strict=True)
        ]
        for found, chosen in zip(seats, _best(tried, since, until), strict=True):
            found.append(chosen)
            rank.take(chosen.x, chosen.y, chosen.label.box, since, until - (until < END))
    return tuple(msgspec.structs.replace(pin, seats=tuple(found)) for pin, found in zip(pins, seats, strict=True))


def _width(pin: Pin) -> float:
    bold = labels.width(pin.lines[0], pin.size, bold=True)
    return max(bold, *(labels.width(line, pin.size) for line in pin.lines[1:]), 0.0)


def _tried(
    pin: Pin, wide: float, around: Around, openings: Sequence[Opening], rank: Ranking, since: int, until: int
) -> list[tuple[float, Seat]]:
    """Return the best seats of a pin at some zooms with what each costs, the cheapest first."""
    found = list(_candidates(pin, float(SCALES[since]), wide))
    xs, ys = np.array([s.x for s, _ in found]), np.array([s.y for s, _ in found])
    boxes = np.array([s.label.box for s, _ in found])
    cost = np.array([own for _, own in found])
    cost += rank.blocked(xs, ys, boxes, since, until).any(axis=1) * _NEVER
    scale = float(SCALES[since + BAND // 2])
    inner = (xs == pin.anchor[0]) & (ys == pin.anchor[1])
    cost += hidden(pin.id, xs, ys, boxes, scale, around, inner)
    for opening in openings:
        cost += off(xs, ys, boxes, opening, since, until)
    order = np.argsort(cost, kind="stable").tolist()
    return [(float(cost[i]), found[i][0]) for i in order]


def _best(tried: Sequence[Sequence[tuple[float, Seat]]], since: int, until: int) -> list[Seat]:
    """Choose one seat for each of some pins so that all together cost least and none hits another."""
    cost, found = _chosen([some[:_TRIES] for some in tried], since, until)
    # Where the cheapest seats get in each other's way, all are tried.
    return found if cost < _NEVER else _chosen(tried, since, until)[1]


def _chosen(tried: Sequence[Sequence[tuple[float, Seat]]], since: int, until: int) -> tuple[float, list[Seat]]:
    scales = SCALES[since:until].tolist()
    least = [0.0] * (len(tried) + 1)
    for i in range(len(tried) - 1, -1, -1):
        least[i] = least[i + 1] + tried[i][0][0]
    best: tuple[float, list[Seat]] = (math.inf, [])

    def go(number: int, cost: float, chosen: list[Seat]) -> None:
        nonlocal best
        if number == len(tried):
            best = (cost, chosen)
            return
        for own, one in tried[number]:
            if cost + own + least[number + 1] >= best[0]:
                return
            hits = sum(_hit(one, other, scales) for other in chosen)
            if cost + own + hits * _NEVER + least[number + 1] < best[0]:
                go(number + 1, cost + own + hits * _NEVER, [*chosen, one])

    go(0, 0.0, [])
    return best


def _hit(one: Seat, other: Seat, scales: Sequence[float]) -> bool:
    (a, b, c, d), (e, f, g, h) = one.label.box, other.label.box
    for scale in scales:
        x, y = (other.x - one.x) * scale, (one.y - other.y) * scale
        if a < g + x and e + x < c and b < h + y and f + y < d:
            return True
    return False


def _candidates(pin: Pin, scale: float, wide: float) -> Iterator[tuple[Seat, float]]:
    """Yield seats, each with what it costs to be so far off or so unusual."""
    west, south, east, north = pin.bounds
    size, lines = pin.size, pin.lines
    high = len(lines) * size * labels.LINE
    rows = (len(lines) - 1) * size * labels.LINE
    if pin.radius == 0 and (east - west) * scale > wide * _ROOMY[0] and (north - south) * scale > high * _ROOMY[1]:
        x, y = pin.anchor
        for turn, (dx, dy) in enumerate((dx, dy) for dy in (0.0, -0.8, 0.8, -1.6, 1.6) for dx in (0.0, -0.4, 0.4)):
            label = labels.hang(lines, dx * wide, dy * high - rows / 2 + size * 0.3, "middle", size, wide)
            yield Seat(x, y, label), turn * _LATE
    r = pin.radius
    for gap in _GAPS if r == 0 else _GAPS[:2]:
        # A box without extent has all eight sides at its middle; each then hangs on its own side of the area.
        sides = labels.around(lines, (-r, -r, r, r), size, wide, gap if r == 0 else gap - 1)
        for turn, ((h, v), label) in enumerate(zip(_SIDES, sides, strict=True)):
            x = (west, (west + east) / 2, east)[h + 1]
            y = (north, (north + south) / 2, south)[v + 1]
            yield Seat(x, y, label), turn * _LATE + gap * _FAR


# In the order of ``labels.around``: right, left, above, below, then the corners.
_SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))


def hidden(
    key: str, xs: Numbers, ys: Numbers, boxes: Numbers, scale: float, around: Around, inner: Numbers | bool = False
) -> Numbers:
    """Return what each candidate hides, in square pixels or what is worth as much.

    An ``inner`` one lies on its own area, that of ``key``, on purpose.
    """
    at = _shifted(boxes, xs * scale, -ys * scale)
    cost = np.zeros(len(boxes))
    for area, cells in around.cells.items():
        flat = cells * scale
        wide = np.minimum(at[:, None, 2], flat[:, 2]) - np.maximum(at[:, None, 0], flat[:, 0])
        high = np.minimum(at[:, None, 3], -flat[:, 1]) - np.maximum(at[:, None, 1], -flat[:, 3])
        shared = (np.maximum(wide, 0) * np.maximum(high, 0)).sum(axis=1)
        cost += (np.where(inner, 0, shared) if area == key else shared) * _AREA
    low, high = at[:, :2].min(axis=0), at[:, 2:].max(axis=0)
    for points, weight in ((around.courses(scale), _POINT), (around.towns, _TOWN)):
        flat = points * (scale, -scale)
        flat = flat[((flat > low) & (flat < high)).all(axis=1)]
        if len(flat):
            x, y = flat[:, 0], flat[:, 1]
            within = (x > at[:, None, 0]) & (x < at[:, None, 2]) & (y > at[:, None, 1]) & (y < at[:, None, 3])
            cost += within.sum(axis=1) * weight
    return cost


def off(xs: Numbers, ys: Numbers, boxes: Numbers, opening: Opening, since: int, until: int) -> Numbers:
    """Return what it costs to leave the sheet or to lie under its furniture, at the sizes that a map may open with."""
    sheet, home = opening.sheet, opening.sheet.part
    low, high = home + math.log2(opening.least) * PARTS, home + math.log2(opening.most) * PARTS
    cost = np.zeros(len(boxes))
    for part in range(max(since, math.ceil(low)), min(until, math.floor(high) + 1, END)):
        scale = float(SCALES[part])
        grown = scale / sheet.scale
        wide, tall = sheet.width * grown, sheet.height * grown
        left, top = sheet.left * scale, -sheet.top * scale
        at = _shifted(boxes, xs * scale - left, -ys * scale - top)
        outside = (at[:, 0] < 4) | (at[:, 1] < 4) | (at[:, 2] > wide - 4) | (at[:, 3] > tall - 4)
        # What is seen at the sheet's own size weighs most.
        weight = 1.0 if abs(part - home) <= 1 else 0.1
        cost += outside * EDGE * weight
        for a, b, c, d in opening.taken:
            # What stands in a corner stays there, however large the map is.
            dx = wide - sheet.width if a + c > sheet.width else 0
            dy = tall - sheet.height if b + d > sheet.height else 0
            hit = (at[:, 0] < c + dx) & (at[:, 2] > a + dx) & (at[:, 1] < d + dy) & (at[:, 3] > b + dy)
            cost += hit * _CORNER * weight
    return cost


def _shifted(boxes: Numbers, x: Numbers, y: Numbers) -> Numbers:
    at = boxes.copy()
    at[:, 0] += x
    at[:, 1] += y
    at[:, 2] += x
    at[:, 3] += y
    return at
