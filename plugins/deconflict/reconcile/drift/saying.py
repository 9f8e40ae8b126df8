"""Saying: what several reports have from one act, words that align or a figure of one slot.

Every saying has someone who said it; what an outlet prints in its own voice joins only if it holds the words said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from deconflict.reconcile.drift.comparison import Result
from deconflict.reconcile.drift.heard import ordered, reports
from deconflict.reconcile.drift.pieces import Piece
from deconflict.records.source import Claim

#: How a saying travelled. ``moved``: credited to different speakers.
Kind = Literal["same", "trimmed", "altered", "moved"]
KINDS: tuple[Kind, ...] = ("same", "trimmed", "altered", "moved")


class Variant(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One wording or value of a saying with the claims that have it, held against the saying's base."""

    kind: Result
    text: str
    pieces: tuple[Piece, ...]
    claims: tuple[Claim, ...]


class Credit(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Whom reports credit with a saying: a person or office by id, or ``None`` for the outlets' own voice."""

    speaker: str | None
    claims: tuple[Claim, ...]

    @property
    def sources(self) -> frozenset[str]:
        """The reports."""
        return frozenset(c.source for c in self.claims)


class Saying(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one act said, as reports print it; ``slot`` is set for a figure, else it is words in ``language``.

    ``base`` is the fullest wording, or the value that most reports have. ``credits`` are those of ``act``; they count
    as a difference for words and amounts (``personal``), not for a date, a place or a count of aircraft.
    ``elsewhere`` are claims of another act, in which a speaker of this one says the same. ``abroad`` are claims of the
    same act and slots in other languages or translated: a translation is not compared word by word.
    """

    act: str
    slot: str | None
    language: str | None
    base: str
    personal: bool
    variants: tuple[Variant, ...]
    credits: tuple[Credit, ...]
    elsewhere: tuple[Claim, ...] = ()
    abroad: tuple[Claim, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What happened to it, in the order of ``KINDS``; ``same`` only where nothing else did."""
        found: set[Kind] = {v.kind for v in self.variants}
        if self.personal and len(self.credits) > 1:
            found.add("moved")
        return tuple(k for k in KINDS if k in found and (k != "same" or found == {"same"}))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, those in other languages left out."""
        return tuple(c for v in self.variants for c in v.claims)

    @property
    def drifted(self) -> bool:
        """Whether anything but the same words by the same speaker was found."""
        return self.kinds != ("same",)


def credited(claims: Mapping[str | None, Sequence[Claim]]) -> tuple[Credit, ...]:
    """Credits from the claims of each speaker: persons, then offices, then outlets; more reports before fewer."""

    def rank(speaker: str | None) -> tuple[bool, bool, int, str]:
        named = any(c.speaker.name for c in claims[speaker])
        return (speaker is None, not named, -reports(claims[speaker]), speaker or "")

    return tuple(Credit(speaker=s, claims=ordered(claims[s])) for s in sorted(claims, key=rank))
