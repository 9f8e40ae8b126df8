"""Scales: from values to shares of a width, and ticks at round figures that do not collide."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from deconflict.page.figures import Measure, Reach
from deconflict.render import labels

#: The narrowest plot that labels must fit, in pixels: a phone of 320 pixels less its margins.
NARROWEST = 272.0
#: Size of the figures on an axis, in pixels, and the least room between two of them.
SIZE, GAP = 12.0, 8.0
#: More ticks than these are noise, however wide the axis.
MOST = 7


class Scale(msgspec.Struct, frozen=True):
    """A stretch of values from left to right; ``logarithmic``: equal steps are equal factors (``low`` above 0)."""

    low: float
    high: float
    logarithmic: bool = False

    def at(self, value: float) -> float:
        """Where a value stands, in per cent of the width; what lies beyond stands at the edge."""
        if self.logarithmic:
            share = math.log(value / self.low) / math.log(self.high / self.low) if value > 0 else 0.0
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(min(max(share, 0.0), 1.0) * 100, 2)


class Tick(msgspec.Struct, frozen=True):
    """A round figure on an axis, from ``first`` to ``last`` per cent: a loose unit has a spread."""

    text: str
    first: float
    last: float

    @property
    def middle(self) -> float:
        """Where its text stands."""
        return round((self.first + self.last) / 2, 2)


def fit(reaches: Iterable[Reach], *, logarithmic: bool) -> Scale:
    """A scale that holds all ends, with room for arrows at open ones; linear ones start at 0 if that costs little."""
    ranges = list(reaches)
    ends = [end for reach in ranges for end in reach if end is not None]
    low, high = min(ends), max(ends)
    open_above = any(reach[1] is None for reach in ranges)
    if logarithmic:
        factor = high / low
        open_below = any(reach[0] is None for reach in ranges)
        return Scale(
            low / factor ** (0.15 if open_below else 0.04), high * factor ** (0.12 if open_above else 0.04), True
        )
    near_nothing = low <= high / 2 or any(reach[0] is None for reach in ranges)
    span = high - (0.0 if near_nothing else low) or high or 1.0
    return Scale(0.0 if near_nothing else low - span * 0.12, high + span * (0.16 if open_above else 0.05))


def ticks(scale: Scale, unit: Measure) -> tuple[Tick, ...]:
    """The finest of the round figures, in a unit, whose texts keep apart on the narrowest plot."""
    best: tuple[Tick, ...] = ()
    for figures in _choices(scale.low / unit.high, scale.high / unit.low, logarithmic=scale.logarithmic):
        found = tuple(
            Tick(_figure(n), scale.at(n * unit.low), scale.at(n * unit.high))
            for n in figures
            if scale.low <= n * unit.low and n * unit.high <= scale.high
        )
        if len(found) > MOST or not apart(found):
            break
        best = found if len(found) > len(best) else best
    return best


def _choices(low: float, high: float, *, logarithmic: bool) -> Iterator[list[float]]:
    """Lists of round figures from coarse to fine."""
    if logarithmic:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        for step in (6, 4, 3, 2):
            yield [10.0**p for p in powers if p % step == 0]
        for leads in ((1,), (1, 3), (1, 2, 5), (1, 2, 3, 5, 7)):
            yield [lead * 10.0**p for p in powers for lead in leads]
        return
    top = math.floor(math.log10(high - low)) + 1
    for size in (lead * 10.0**p for p in range(top, top - 4, -1) for lead in (5, 2, 1)):
        yield [n * size for n in range(math.ceil(low / size), math.floor(high / size) + 1)]


def _figure(number: float) -> str:
    return f"{number:,.6f}".rstrip("0").rstrip(".") if number else "0"


def apart(shown: Sequence[Tick]) -> bool:
    """Whether the texts of ticks keep apart on the narrowest plot."""
    boxes = [span(tick.middle, tick.text) for tick in shown]
    return all(a[1] + GAP <= b[0] for a, b in pairwise(boxes))


def hook(share: float) -> str:
    """How a text hangs at a share of the width so that it stays within it."""
    return "start" if share < 4 else "end" if share > 96 else "middle"


def span(share: float, text: str, size: float = SIZE) -> tuple[float, float]:
    """From where to where such a text reaches on the narrowest plot, in pixels."""
    x, wide = share / 100 * NARROWEST, labels.width(text, size)
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[hook(share)]
    return left, left + wide
