"""What we do not know, made from what the records lack.

Absence is claimed only of documents read in full; of the others only that it is not in the part that was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deconflict import catalogue
from deconflict.page.explainer import GapView
from deconflict.page.facts import RowView
from deconflict.page.frame import Frame
from deconflict.reconcile.names import counted, listed


def build(frame: Frame, rows: Mapping[str, RowView], key_slots: Sequence[str]) -> tuple[GapView, ...]:
    """All gaps: unanswered questions, silent parties, hearsay, missing links, parts not read."""
    return (
        *_unanswered(frame, rows, key_slots),
        *_silent(frame, rows, key_slots),
        *_second_hand(frame, rows, key_slots),
        *_documents(frame),
    )


def _where(frame: Frame) -> str:
    """How far absence can be claimed."""
    return "in the reports" if all(s.read_in_full for s in frame.sources.values()) else "in the parts that we read"


def _unanswered(frame: Frame, rows: Mapping[str, RowView], key_slots: Sequence[str]) -> list[GapView]:
    answered = {f.fact.id for f in frame.findings.values() if f.voices}
    unasked = [f for f in catalogue.load()["facts"] if f not in answered and f not in rows]
    asked = _facts([s for s, row in rows.items() if row.verdict == "not-reported"], rows, key_slots)
    gaps = []
    if asked:
        gaps.append(GapView(kind="unanswered", text="Asked, but no answer is on record.", facts=asked))
    if unasked:
        labels = tuple(("", frame.world.facts[f].label) for f in unasked)
        gaps.append(GapView(kind="unanswered", text=f"Not answered {_where(frame)}.", facts=labels))
    return gaps


def _silent(frame: Frame, rows: Mapping[str, RowView], key_slots: Sequence[str]) -> list[GapView]:
    gaps = []
    for party in frame.parties:
        missing = [
            s for s, f in frame.findings.items()
            if f.parties and party not in f.parties and (s in key_slots or f.verdict in ("one-origin", "single-source"))
        ]  # fmt: skip
        if missing:
            text = f"No {frame.names.adjective(party)} position {_where(frame)}."
            gaps.append(GapView(kind="silent-party", text=text, facts=_facts(missing, rows, key_slots)))
    return gaps


def _second_hand(frame: Frame, rows: Mapping[str, RowView], key_slots: Sequence[str]) -> list[GapView]:
    told = [
        s
        for s, f in frame.findings.items()
        if f.voices and all(v.claim.stance in ("reports", "alleges") for v in f.voices)
    ]
    if not told:
        return []
    text = "Never in a named speaker's own words."
    return [GapView(kind="second-hand", text=text, facts=_facts(told, rows, key_slots))]


def _documents(frame: Frame) -> list[GapView]:
    sources = list(frame.sources.values())
    gaps = []
    unlinked = [s.publisher.split(" (")[0] for s in sources if s.url is None]
    if unlinked:
        gaps.append(
            GapView(kind="unlinked", text=f"No address of the report itself is known: {listed(sorted(unlinked))}.")
        )
    total = counted(len(sources), "report")
    unkept = sum(s.archive_url is None for s in sources)
    if unkept:
        have = "has" if unkept == 1 else "have"
        gaps.append(GapView(kind="unlinked", text=f"{unkept} of {total} {have} no archived copy."))
    full = sum(s.read_in_full for s in sources)
    if full < len(sources):
        were = "was" if full == 1 else "were"
        text = f"{full} of {total} {were} read in full, the others in excerpt: a claim missing here may stand in them."
        gaps.append(GapView(kind="unread", text=text))
    return gaps


def _facts(slots: Sequence[str], rows: Mapping[str, RowView], key_slots: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Facts with their rows, the key facts first."""
    order = [*(s for s in key_slots if s in slots), *(s for s in slots if s not in key_slots)]
    return tuple((rows[s].id, _label(rows[s])) for s in order)


def _label(row: RowView) -> str:
    return f"{row.label} ({row.subject})" if row.subject else row.label
