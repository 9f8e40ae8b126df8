"""Build the explainer of one incident from its records."""

from __future__ import annotations

from collections import Counter

from deconflict.page import (
    bibliography,
    days,
    descent,
    drift,
    factbox,
    gaps,
    headline,
    history,
    layers,
    ranges,
    sides,
    timeline,
)
from deconflict.page.dates import spoken
from deconflict.page.explainer import Explainer
from deconflict.page.facts import Mark
from deconflict.page.frame import Frame, make
from deconflict.page.marks import MARKS
from deconflict.reconcile.names import counted, listed
from deconflict.records.incident import Incident
from deconflict.records.load import Records

#: Verdicts as the status line counts them, of one fact and of several: one origin is counted with single source.
_STATUS = (
    (("agreed",), "agreed", "agreed"),
    (("disputed",), "disputed", "disputed"),
    (("differs",), "differs", "differ"),
    (("compatible",), "fits together", "fit together"),
    (("one-origin", "single-source"), "from one origin", "from one origin"),
    (("not-reported",), "not reported", "not reported"),
)


#: What the counts and the marks mean, for whoever reads no further.
MEANING = (
    "Reports that repeat one organisation count as one origin. A mark says whether accounts agree, never who is right."
)


def build(records: Records, incident: Incident) -> Explainer:
    """Build the page model."""
    return from_frame(make(records, incident))


def from_frame(frame: Frame) -> Explainer:
    """Build the page model of a frame."""
    incident = frame.incident
    columns = factbox.columns(frame)
    groups = factbox.groups(frame, columns)
    rows = factbox.by_slot(groups)
    key_slots = [s for s in incident.key_facts if s in rows] or list(rows)[:8]
    listed_sources = bibliography.build(frame, rows)
    origins = {o for f in frame.findings.values() for o in f.origins}
    heard = {p for f in frame.findings.values() for p in f.parties}
    lines = timeline.build(frame)
    tally = Counter(row.verdict for row in rows.values())
    return Explainer(
        key=incident.key,
        code=incident.code or incident.key,
        title=incident.title,
        date=incident.date,
        date_words=spoken(incident.date),
        place_words=_place(frame),
        summary=incident.summary,
        status=_status(len(frame.sources), len(origins), len(heard), tally),
        meaning=MEANING,
        tally=tuple((mark, tally[verdict]) for verdict, mark in MARKS.items() if tally[verdict]),
        reports=len(frame.sources),
        origins=len(origins),
        parties=tuple((p, frame.names.party(p), frame.tone(p)) for p in frame.parties),
        key_rows=tuple(rows[s] for s in key_slots),
        columns=columns,
        groups=groups,
        sides=sides.build(frame, rows, key_slots),
        drift=drift.build(frame, rows),
        timeline=lines,
        gaps=gaps.build(frame, rows, key_slots),
        descent=descent.build(frame),
        bibliography=listed_sources,
        sources=tuple(s for o in listed_sources for s in o.sources),
        corrections=history.corrections(frame),
        history=history.build(frame),
        map=layers.build(frame),
        ranges=ranges.build(frame),
        days=days.build(frame, lines),
        marks=marks(),
    )


def marks() -> tuple[Mark, ...]:
    """All marks, for legends."""
    return tuple(MARKS.values())


def _place(frame: Frame) -> str:
    """Say where, no more exactly than the verdict allows."""
    for finding in frame.findings.values():
        if finding.fact.type == "place" and finding.about is None:
            line = headline.write(finding, frame)
            return f"place disputed: {line}" if finding.verdict in ("disputed", "differs") else line
    return frame.world.theatre.title


def _status(reports: int, origins: int, parties: int, tally: Counter[str]) -> str:
    parts: list[str] = []
    for verdicts, one, many in _STATUS:
        number = sum(tally[v] for v in verdicts)
        if number:
            count = str(number) if parts else counted(number, "fact")
            parts.append(f"{count} {one if number == 1 else many}")
    facts = listed(parts) if parts else "no facts"
    counts = f"{counted(reports, 'report')}, {counted(origins, 'origin')}, {counted(parties, 'side')}"
    return f"{counts}: {facts}"
