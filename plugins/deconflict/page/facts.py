"""Facts as readers see them: claims, answers, cells, rows and the columns that they stand in."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

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
