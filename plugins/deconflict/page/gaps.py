"""What we do not know, made from what the records lack.

Absence is claimed only of documents read in full; of the others only that it is not in the part that was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deconflict import catalogue
from deconflict.page.explainer import GapView, RowView
from deconflict.page.frame import Frame
from deconflict.reconcile.names import counted, listed


def build(frame: Frame, rows: Mapping[str, RowView], key_slots: Sequence[str]) -> tuple[GapView, ...]:
    """All gaps: unanswered questions, silent parties, hearsay, missing links, parts not read."""
    return (
        *_unanswered(frame, rows),
        *_silent(frame, rows, key_slots),
        *_second_hand(frame, rows),
        *_documents(frame),
    )


def _where(frame: Frame) -> str:
    """How far absence can be claimed."""
    return "in the reports" if all(s.read_in_full for s in frame.sources.values()) else "in the parts that we read"


def _unanswered(frame: Frame, rows: Mapping[str, RowView]) -> list[GapView]:
    answered = {f.fact.id for f in frame.findings.values() if f.voices}
    asked = [f for f in catalogue.load()["facts"] if f not in answered and f not in rows]
    labels = [frame.world.facts[f].label for f in asked]
    gaps = []
    if labels:
        gaps.append(GapView(kind="unanswered", text=f"Not answered {_where(frame)}: {listed(labels)}."))
    for row in rows.values():
        if row.verdict == "not-reported":
            about = f" ({row.subject})" if row.subject else ""
            gaps.append(
                GapView(
                    kind="unanswered",
                    text=f"{row.label}{about}: asked, no answer on record.",
                    row=row.id,
                )
            )
    return gaps


def _silent(frame: Frame, rows: Mapping[str, RowView], key_slots: Sequence[str]) -> list[GapView]:
    gaps = []
    for party in frame.parties:
        missing = [
            s for s, f in frame.findings.items()
            if f.parties and party not in f.parties and (s in key_slots or f.verdict in ("one-origin", "single-source"))
        ]  # fmt: skip
        if missing:
            labels = listed([_label(rows[s]) for s in missing])
            name = frame.names.adjective(party)
            gaps.append(GapView(kind="silent-party", text=f"No {name} position {_where(frame)} on: {labels}."))
    return gaps


def _second_hand(frame: Frame, rows: Mapping[str, RowView]) -> list[GapView]:
    told = [
        s
        for s, f in frame.findings.items()
        if f.voices and all(v.claim.stance in ("reports", "alleges") for v in f.voices)
    ]
    if not told:
        return []
    labels = listed([_label(rows[s]) for s in told])
    return [
        GapView(
            kind="second-hand",
            text=f"Known only at second hand, never in a named speaker's own words: {labels}.",
        )
    ]


def _documents(frame: Frame) -> list[GapView]:
    sources = list(frame.sources.values())
    gaps = []
    unlinked = [s.publisher.split(" (")[0] for s in sources if s.url is None]
    if unlinked:
        gaps.append(
            GapView(kind="unlinked", text=f"No address of the report itself is known: {listed(sorted(unlinked))}.")
        )
    unkept = sum(s.archive_url is None for s in sources)
    if unkept:
        gaps.append(
            GapView(
                kind="unlinked",
                text=f"{counted(unkept, 'report')} of {len(sources)} without an archived copy.",
            )
        )
    part = sum(not s.read_in_full for s in sources)
    if part:
        full = len(sources) - part
        text = (
            f"{counted(full, 'report')} of {len(sources)} read in full, the others in excerpt: "
            "a claim missing here may stand in them."
        )
        gaps.append(GapView(kind="unread", text=text))
    return gaps


def _label(row: RowView) -> str:
    return f"{row.label} ({row.subject})" if row.subject else row.label
