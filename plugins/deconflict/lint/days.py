"""Days beside those that claims give: on which somebody spoke or published, and those of background events."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property

import msgspec

from deconflict.lint.anyfact import ANY
from deconflict.page.frame import Frame
from deconflict.values import day
from deconflict.values.base import level
from deconflict.world import Fact

#: So many rare words shared with a background event make a sentence one about that event.
SHARED = 2
#: Rare are words in no more than this share of the events.
RARE = 0.2
#: Longest window of publication, in days, that makes each of its days one of publication.
WINDOW = 31
#: How far from the incident a date without a year can lie: half a year either way.
HALF_YEAR = timedelta(days=182)


class Happening(msgspec.Struct, frozen=True):
    """A background event: its days, its rare words, its text."""

    days: day.Day
    words: frozenset[str]
    text: str


class Days:
    """The days around one incident; made when they are first asked for."""

    def __init__(self, frame: Frame) -> None:
        """Take an incident's frame."""
        self._frame = frame
        self._world = frame.world

    def _day(self, iso: str) -> day.Day:
        """A day or month of a record."""
        return day.parse(iso, ANY["date"], self._world)

    @cached_property
    def _first(self) -> date:
        return self._day(self._frame.incident.date).nominal[0]

    @cached_property
    def _last(self) -> date:
        return self._day(self._frame.incident.date).nominal[1]

    @property
    def year(self) -> tuple[date, date]:
        """A day of publication from which dates without a year lead to the one nearest to the incident."""
        return self._last + HALF_YEAR, self._last + HALF_YEAR

    @property
    def week(self) -> tuple[date, date]:
        """A day of publication from which the names of weekdays lead into the week of the incident."""
        return self._last + timedelta(days=6), self._last + timedelta(days=6)

    @cached_property
    def spoken(self) -> tuple[day.Day, ...]:
        """Days on which somebody spoke or published."""
        sources, acts = self._frame.sources.values(), self._frame.incident.acts
        used = {name for source in sources for name in source.acts}
        texts = {act.said_on for name, act in acts.items() if name in used and act.said_on is not None}
        for source in sources:
            length = (source.last_day - source.first_day).days if source.last_day is not None else 0
            days = range(length + 1 if length <= WINDOW else 1)
            texts |= {(source.first_day + timedelta(days=n)).isoformat() for n in days}
        return tuple(map(self._day, sorted(texts)))

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """Background events, the site's and the incident's own."""
        events = (*self._frame.records.events, *self._frame.incident.events)
        stems = [frozenset(_stems(event.event)) for event in events]
        often = Counter(stem for one in stems for stem in one)
        most = max(1, RARE * len(events))
        return tuple(
            Happening(self._day(event.date), frozenset(stem for stem in own if often[stem] <= most), event.event)
            for event, own in zip(events, stems, strict=True)
        )

    def about(self, text: str) -> tuple[Happening, ...]:
        """The background events that a text is about: those with which it shares rare words."""
        own = frozenset(_stems(text))
        return tuple(h for h in self.happenings if len(own & h.words) >= SHARED)

    @staticmethod
    def speaks_of(fact: Fact, text: str) -> bool:
        """Whether a text has at least half of the words of a fact's label."""
        label = frozenset(_stems(fact.label))
        return 2 * len(label & frozenset(_stems(text))) >= max(len(label), 1)

    def dates(self, text: str) -> Iterator[day.Day]:
        """The dates that a text names."""
        yield from (found.value for found in day.find(text, ANY["date"], self._world, self.year))

    @cached_property
    def apart(self) -> frozenset[int]:
        """How many days lie between the incident and a day that is known."""
        known = [*self.spoken, *(h.days for h in self.happenings)]
        known += [v.value for f in self._frame.findings.values() if f.fact.type == "date" for v in f.voices]
        return frozenset(abs((d.nominal[0] - self._first).days) for d in known if d.nominal[0] == d.nominal[1])


def _stems(text: str) -> Iterator[str]:
    """Words of four letters or more, without the endings of English."""
    for word in re.findall(r"[^\W\d_]{4,}", level(text).lower()):
        stem = re.sub(r"(?:ing|ed|es|s|e)$", "", word)
        if len(stem) > 3:
            yield stem
