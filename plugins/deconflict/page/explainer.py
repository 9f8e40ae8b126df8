"""The explainer: one incident as plain data, read alike by templates, maps and exports.

Every text in it is text, not markup; whoever prints it escapes it. Fragments (``id`` fields) are unique on a page:
``fact-…`` for rows, ``slot:source`` for claims, ``source-…``, ``area-…``, ``origin-…``.
"""

from __future__ import annotations

import msgspec

from deconflict.page.areas import MapView
from deconflict.page.facts import ClaimView, ColumnView, GroupView, Mark, PositionView, RowView
from deconflict.page.figures import DaysView, RangeView
from deconflict.page.reports import ActView, DescentView, OriginView, SourceView
from deconflict.page.saying import DriftView


class SideView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one party says: its acts by date, its answers to key facts (``further`` counts the others), its silence."""

    party: str
    name: str
    tone: str
    acts: tuple[ActView, ...]
    answers: tuple[tuple[RowView, tuple[PositionView, ...]], ...]
    further: int
    silent_on: tuple[RowView, ...]
    no_answer: tuple[ClaimView, ...]


class EventView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A line of the timeline; ``kind`` is background, event or reporting; days as ISO text."""

    kind: str
    first: str
    last: str
    when: str
    text: str
    links: tuple[tuple[str, str], ...]


class GapView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something that is not known, with its kind (unanswered, silent-party, second-hand, unlinked, unread).

    ``facts`` are those that it is true of, the key facts first: each the fragment of its row (``""`` without) and its
    label.
    """

    kind: str
    text: str
    facts: tuple[tuple[str, str], ...] = ()


class CorrectionView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A correction: an ISO day and the same in words, the text, and the slot with its row (``""`` without)."""

    date: str
    when: str
    text: str
    slot: str
    row: str
    label: str


class ChangeView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A slot that stands otherwise than before.

    ``before`` is its former mark where the verdict moved, ``after`` its new one (``None`` where the slot is gone).
    ``text`` stands beside the marks, ``move`` is the gist of it without them. ``row`` is the fragment of its row, if
    it has one. ``minor``: only answers or counts changed.
    """

    slot: str
    fragment: str
    row: str
    label: str
    subject: str
    before: Mark | None
    after: Mark | None
    move: str
    text: str
    minor: bool


class HistoryView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What changed up to the snapshot of a day, or since it (``pending``); ``first`` says what it all began with."""

    date: str
    when: str
    pending: bool
    first: str
    changes: tuple[ChangeView, ...]


class Explainer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Everything about one incident."""

    key: str
    code: str
    title: str
    date: str
    date_words: str
    place_words: str
    summary: str
    status: str
    meaning: str
    tally: tuple[tuple[Mark, int], ...]
    reports: int
    origins: int
    parties: tuple[tuple[str, str, str], ...]
    key_rows: tuple[RowView, ...]
    columns: tuple[ColumnView, ...]
    groups: tuple[GroupView, ...]
    sides: tuple[SideView, ...]
    drift: DriftView
    timeline: tuple[EventView, ...]
    gaps: tuple[GapView, ...]
    descent: DescentView
    bibliography: tuple[OriginView, ...]
    sources: tuple[SourceView, ...]
    corrections: tuple[CorrectionView, ...]
    history: tuple[HistoryView, ...]
    map: MapView
    ranges: tuple[RangeView, ...]
    days: DaysView
    marks: tuple[Mark, ...]

    @property
    def rows(self) -> tuple[RowView, ...]:
        """All rows in order."""
        return tuple(row for group in self.groups for row in group.rows)

    def row(self, slot: str) -> RowView | None:
        """The row of one slot."""
        return next((row for row in self.rows if row.slot == slot), None)
