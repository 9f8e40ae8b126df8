"""Reports as readers see them: their entries, the origins that they stand under, and who relies on whom."""

from __future__ import annotations

import msgspec


class ActView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One dated statement of a side."""

    id: str
    said_on: str
    said_words: str
    what: str
    organisation: str
    reports: int


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
