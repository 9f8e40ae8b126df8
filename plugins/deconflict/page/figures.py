"""What the data graphics show, as plain data: every number that is drawn, and the words beside it.

Amounts are in the base unit of their dimension, days are ISO text; ``None`` in place of an end is an open end.
No graphic shows an average or a middle: only what was stated, and what a hedge or a precision still allows.
"""

from __future__ import annotations

import msgspec

#: A closed range; ``None`` where it is open.
Reach = tuple[float | None, float | None]


class Measure(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A unit of an axis: its name and how many base units it is, from and to; ``note`` tells a loose unit's spread."""

    name: str
    low: float
    high: float
    note: str = ""


class RangeLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one organisation states of a quantity.

    ``stated`` is what was said however a loose unit is meant; it has two parts where the readings share nothing.
    ``allowed`` is what hedge, precision and loose unit still allow. ``reading`` says the latter in words.
    ``words`` carry a conversion, ``spoken`` do not.
    """

    words: str
    spoken: str
    who: str
    tone: str
    reports: int
    reading: str
    stated: tuple[Reach, ...]
    allowed: Reach
    vague: bool = False
    denied: bool = False


class RangeView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Rival or matching statements of one quantity, side by side.

    ``shared`` is what all of them allow, else ``gap`` the smallest between two that exclude each other; ``relation``
    says it in words. Where ``logarithmic``, equal steps are equal factors.
    """

    slot: str
    units: tuple[Measure, ...]
    logarithmic: bool
    lines: tuple[RangeLine, ...]
    shared: Reach | None
    gap: tuple[float, float] | None
    relation: str


class DayMark(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something on a day or within a span of days (``last`` is ``None`` where that is open), ``count`` times.

    A ``slip`` is a day that counts as an outlet's error.
    """

    first: str
    last: str | None
    tone: str = "none"
    count: int = 1
    slip: bool = False


class DayLane(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of the days' picture; ``kind`` is stated, statement, published, within or background.

    ``tones`` are those of all sides that it speaks of, none where it is of no side.
    """

    kind: str
    label: str
    detail: str
    tones: tuple[str, ...]
    marks: tuple[DayMark, ...]


class DaysView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The days around an event: ``first`` to ``last`` one by one, and ``around``, a second scale, for what lies beyond.

    ``event`` is the day or month of the incident. ``around`` has no marks if nothing lies beyond.
    """

    first: str
    last: str
    words: str
    event: DayMark
    lanes: tuple[DayLane, ...]
    around_first: str
    around_last: str
    around: tuple[DayMark, ...]


class StripMark(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An incident on the strip of years: its address, title, date in words, and its first and last day."""

    url: str
    title: str
    words: str
    first: str
    last: str


class StripView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """All incidents in order of their days, the first and last year, and the first days of background events."""

    first: int
    last: int
    marks: tuple[StripMark, ...]
    background: tuple[str, ...]
