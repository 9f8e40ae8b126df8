"""The explainer: one incident as plain data, read alike by templates, maps and exports.

Every text in it is text, not markup; whoever prints it escapes it. Fragments (``id`` fields) are unique on a page:
``fact-…`` for rows, ``slot:source`` for claims, ``source-…``, ``area-…``, ``origin-…``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from deconflict.page.figures import DaysView, RangeView
from deconflict.page.saying import DriftView
from deconflict.reconcile.explain import Explanation


class Mark(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How a verdict looks and reads: its word, a few words, a sentence, and the SVG path data of its shape.

    Shapes are drawn on 12 x 12 units.
    """

    verdict: str
    word: str
    brief: str
    sentence: str
    fill: str
    line: str
    dashed: bool = False


class ClaimView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One claim as a reader sees it."""

    id: str
    ref: str
    slot: str
    source: str
    publisher: str
    words: str
    stated: str
    stance: str
    denied: bool
    speaker: str
    role: str
    party: str | None
    origin: str
    chain: tuple[str, ...]
    quote: str | None
    language: str
    direction: str
    note: str | None
    part: str | None
    resolved: str | None
    left_out: str
    slip: bool
    translated: bool
    later: bool
    answered: str


class PositionView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One answer and who gives it; ``stated`` are other wordings of the same value."""

    words: str
    label: str
    denied: bool
    parties: tuple[str, ...]
    origins: tuple[str, ...]
    reports: int
    claims: tuple[ClaimView, ...]
    slip: bool = False


class CellView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What one column's origins answer to one fact; ``silent`` are claims that carry no value."""

    column: str
    positions: tuple[PositionView, ...]
    silent: tuple[ClaimView, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing was found."""
        return not self.positions and not self.silent


class UneditedView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a row would be without the editor's decisions on origins: the verdict, its word, the number of origins."""

    verdict: str
    word: str
    origins: int
    counts: str


class RowView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One slot of the fact box."""

    id: str
    slot: str
    label: str
    subject: str
    definition: str
    group: str
    verdict: str
    mark: Mark
    headline: str
    agreed: tuple[str, ...]
    finer: tuple[str, ...]
    apart: tuple[str, ...]
    slips: tuple[str, ...]
    reports: int
    origins: int
    parties: int
    counts: str
    explanation: Explanation
    positions: tuple[PositionView, ...]
    cells: tuple[CellView, ...]
    left_out: tuple[ClaimView, ...]
    override: Mapping[str, str] | None
    unedited: UneditedView | None


class ColumnView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A column of the fact box: one organisation, or the outlets' own words together."""

    id: str
    label: str
    party: str | None
    tone: str
    reports: int


class GroupView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Rows under one heading."""

    id: str
    label: str
    rows: tuple[RowView, ...]


class ActView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One dated statement of a side."""

    id: str
    said_on: str
    said_words: str
    what: str
    organisation: str
    reports: int


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


class InferredView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a report was measured to repeat: a fragment and a name, how much of its wording, and when (also as ISO)."""

    id: str
    name: str
    containment: str
    percent: int
    shingles: int
    measured: str
    measured_iso: str


class SourceView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One report as listed."""

    id: str
    key: str
    publisher: str
    title: str | None
    language: str
    direction: str
    published: str
    published_iso: str
    url: str | None
    original_url: str | None
    archive_url: str | None
    sha256: str | None
    read_in_full: bool
    kind: str
    attributed_to: str
    copy_of: tuple[str, str] | None
    inferred: InferredView | None
    note: str | None
    claims: int
    alone: tuple[str, ...]
    cite: int


class OriginView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An organisation that reports draw on, with its acts and the reports that rely on it."""

    id: str
    key: str
    label: str
    party: str | None
    tone: str
    acts: tuple[ActView, ...]
    sources: tuple[SourceView, ...]


class LeafView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A report under an act; ``how`` is empty, ``copy`` or ``near-copy`` of the report ``of`` (fragment and name).

    ``main`` marks the one act under which a drawing writes the report's name, ``hangs`` that it stands there below
    what it copies.
    """

    id: str
    name: str
    how: str
    of: tuple[str, str]
    main: bool
    hangs: bool


class BranchView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An act and the reports that rely on it, copies behind what they copy; without an act ``name`` says so."""

    said_on: str
    said_words: str
    name: str
    leaves: tuple[LeafView, ...]


class RootView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An origin in the descent; ``note`` says what an editor decided about it, ``own`` marks outlets' own words."""

    label: str
    tone: str
    reports: int
    note: str
    own: bool
    branches: tuple[BranchView, ...]


class DescentView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who relies on whom, with a sentence that sums it up and the editor's decisions (words, reason, who and when)."""

    summary: str
    roots: tuple[RootView, ...]
    decisions: tuple[tuple[str, str, str], ...]


class AreaView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where one account puts the event: an area at true size.

    ``geometry`` is GeoJSON in longitude and latitude, ``centre`` and ``anchor`` (for the label) are (lon, lat),
    ``radius_m`` is set for a disc. ``schematic`` areas stand in for ground that the theatre does not draw.
    ``tone`` is the colour of the side whose speakers claim it (``side-1`` …, ``none`` for no party, ``shared`` for
    several). ``place`` is named as the vocabulary spells it. ``retold`` areas are words of outlets that rely on a
    side, without a speaker of it.
    """

    id: str
    label: str
    short: str
    account: str
    retold: bool = False
    words: str
    parties: tuple[str, ...]
    tone: str
    claimants: str
    reports: int
    claims: tuple[str, ...]
    geometry: Mapping[str, Any]
    centre: tuple[float, float]
    anchor: tuple[float, float]
    radius_m: float | None
    area_km2: float
    tolerance: str
    schematic: bool
    slot: str
    place: str = ""


class LineView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A line or zone reported for the day of the incident; ``feature`` is its id in the theatre."""

    feature: str
    name: str
    kind: str
    basis: str
    since: str


class DistanceView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How far two accounts lie apart, between the places that they name."""

    first: str
    second: str
    km: int
    text: str


class MapView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The map of one incident: areas, lines in force, distances; ``box`` is west, south, east, north."""

    box: tuple[float, float, float, float]
    areas: tuple[AreaView, ...]
    lines: tuple[LineView, ...]
    lines_text: str
    distances: tuple[DistanceView, ...]
    unplaced: tuple[str, ...]
    attribution: tuple[str, ...]

    def areas_of(self, claims: Iterable[ClaimView]) -> tuple[str, ...]:
        """The ids of the areas that these claims put on the map."""
        ids = {claim.id for claim in claims}
        return tuple(area.id for area in self.areas if not ids.isdisjoint(area.claims))


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
