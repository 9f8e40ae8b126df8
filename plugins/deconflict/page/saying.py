"""Views of sayings: how one act's words and figures travelled through the reports."""

from __future__ import annotations

import msgspec

from deconflict.reconcile.drift.pieces import Piece


class PrintView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One report that prints a saying: its publisher, the fragments of its claim and of its entry among the sources.

    ``retold``: the outlet gives the words in its own sentence about the speaker.
    """

    publisher: str
    claim: str
    source: str
    retold: bool


class CreditView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A part of the sentence on who is credited, and the reports that it counts."""

    text: str
    prints: tuple[PrintView, ...]


class VariantView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One wording or value that differs: its class, its words in pieces, and what they stand instead of."""

    kind: str
    text: str
    pieces: tuple[Piece, ...]
    changes: tuple[str, ...]
    prints: tuple[PrintView, ...]


class SayingView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A saying that drifted; ``row`` and ``label`` name the fact of a figure, else it is words in ``language``.

    ``words`` say what happened to it. ``abroad`` are reports in translation or another language.
    """

    row: str | None
    label: str
    language: str
    direction: str
    base: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]
    credits: tuple[CreditView, ...]
    variants: tuple[VariantView, ...]
    abroad: tuple[str, ...]


class DriftView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """All sayings that drifted, and how many were printed alike.

    ``others`` are facts (row, label) whose dates, places or counts drifted: the fact box says who gives which.
    """

    sayings: tuple[SayingView, ...]
    others: tuple[tuple[str, str], ...]
    alike: int
