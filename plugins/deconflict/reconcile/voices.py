"""Voices: claims with what the rules ask about them, and how they stand to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import msgspec

from deconflict.records.source import Claim

#: First and last day.
Span = tuple[date, date]


class Voice(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A claim with what the rules ask about it: its value's ``label``, its origin, its speaker's party or ``None``.

    ``said`` are the first and last day on which it can have been said: those of its act or, without a date there,
    of its report's publication; ``None`` where neither is known.
    """

    claim: Claim
    label: str
    origin: str
    party: str | None
    said: Span | None = None

    @property
    def direct(self) -> bool:
        """Whether these are a party's own words."""
        return self.party is not None and self.claim.stance in ("asserts", "denies")

    @property
    def value(self) -> Any:
        """The claim's typed value."""
        return self.claim.value


class Conflict(msgspec.Struct, frozen=True, gc=False):
    """Two statements that cannot both hold, each with all its voices; both may be one, against itself.

    ``between_parties`` if speakers of two parties stand against each other.
    """

    first: tuple[Voice, ...]
    second: tuple[Voice, ...]
    between_parties: bool

    @property
    def voices(self) -> tuple[Voice, ...]:
        """All that stand in the conflict."""
        return self.first if self.first is self.second else (*self.first, *self.second)


class Position(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Claims that say the same: a canonical ``label`` (the most frequent), asserted or denied."""

    label: str
    denied: bool
    value: Any
    voices: tuple[Voice, ...]


class Rung(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One level of agreement: a value and the voices that support it, with what single origins say more finely."""

    label: str
    value: Any
    voices: tuple[Voice, ...]
    finer: tuple[Rung, ...] = ()

    @property
    def origins(self) -> tuple[str, ...]:
        """The organisations that support the value, sorted."""
        return origins(self.voices)


def conflicting(first: tuple[Voice, ...], second: tuple[Voice, ...]) -> Conflict:
    """Set two statements against each other."""
    sides = {v.party for v in first} - {None}, {v.party for v in second} - {None}
    return Conflict(first, second, all(sides) and len(sides[0] | sides[1]) > 1)


def position(group: Sequence[Voice]) -> Position:
    """Gather voices that say the same."""
    by_label: dict[str, list[Voice]] = {}
    for voice in group:
        by_label.setdefault(voice.label, []).append(voice)
    label = min(by_label, key=lambda name: (-len(by_label[name]), name))
    voices = tuple(sorted(group, key=lambda v: (v.claim.source, v.claim.id)))
    return Position(label=label, denied=group[0].claim.denied, value=by_label[label][0].value, voices=voices)


def origins(voices: Iterable[Voice]) -> tuple[str, ...]:
    """The organisations behind voices, sorted."""
    return tuple(sorted({v.origin for v in voices}))


def reports(voices: Iterable[Voice]) -> int:
    """How many documents carry the voices."""
    return len({v.claim.source for v in voices})


def distinct(voices: Iterable[Voice]) -> list[Voice]:
    """One voice for each value, in order of labels."""
    by_label = {v.label: v for v in voices}
    return [by_label[label] for label in sorted(by_label)]


def labels(voices: Iterable[Voice]) -> tuple[str, ...]:
    """The values' labels, sorted."""
    return tuple(sorted({v.label for v in voices}))
