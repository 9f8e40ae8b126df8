"""The fact box: facts by origins, with counts, verdicts and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from deconflict.page import descent, evidence, fragments, headline
from deconflict.page.facts import CellView, ColumnView, GroupView, RowView
from deconflict.page.frame import Frame
from deconflict.page.marks import MARKS
from deconflict.reconcile import answers
from deconflict.reconcile.explain import explain
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import counted, listed
from deconflict.reconcile.voices import Rung, Voice, origins

#: The column of outlets' own words and of speakers who belong to no party.
OTHERS = "others"


def columns(frame: Frame) -> tuple[ColumnView, ...]:
    """One column for each organisation of a party that is heard, in the order of parties, then one for all others."""
    reports: dict[str, set[str]] = {}
    for finding in frame.findings.values():
        for voice in _everyone(finding):
            reports.setdefault(column_of(voice.origin, frame), set()).add(voice.claim.source)
    order = [*frame.parties, None]
    own = sorted((c for c in reports if c != OTHERS), key=lambda c: (order.index(frame.party_of_origin.get(c)), c))
    views = [
        ColumnView(
            id=origin,
            label=frame.names.origin(origin),
            party=frame.party_of_origin.get(origin),
            tone=frame.tone(frame.party_of_origin.get(origin)),
            reports=len(reports[origin]),
        )
        for origin in own
    ]
    if OTHERS in reports:
        views.append(
            ColumnView(id=OTHERS, label="Outlets and others", party=None, tone="none", reports=len(reports[OTHERS]))
        )
    return tuple(views)


def column_of(origin: str, frame: Frame) -> str:
    """The column in which an origin's answers stand."""
    return origin if frame.party_of_origin.get(origin) is not None else OTHERS


def groups(frame: Frame, shown: Sequence[ColumnView]) -> tuple[GroupView, ...]:
    """All rows under the headings of the vocabulary, headings without rows left out."""
    by_group: dict[str, list[RowView]] = {}
    known = frame.records.groups
    for finding in frame.findings.values():
        group = finding.fact.group if finding.fact.group in known else "other"
        by_group.setdefault(group, []).append(row(finding, frame, shown))
    order = [*known, *(["other"] if "other" not in known else [])]
    return tuple(
        GroupView(id=f"group-{group}", label=known.get(group, "Other"), rows=tuple(by_group[group]))
        for group in order
        if group in by_group
    )


def row(finding: Finding, frame: Frame, shown: Sequence[ColumnView]) -> RowView:
    """Build one row."""
    positions = tuple(evidence.position_view(p, p.voices, finding, frame) for p in finding.positions)
    override = finding.override
    return RowView(
        id=fragments.of_fact(finding.slot),
        slot=finding.slot,
        label=finding.fact.label,
        subject=subject(finding.about, frame),
        definition=finding.fact.definition,
        group=finding.fact.group,
        verdict=finding.verdict,
        mark=MARKS[finding.verdict],
        headline=headline.write(finding, frame),
        agreed=headline.label_words(finding, finding.agreed_on, frame),
        finer=tuple(_rungs((f for r in finding.decision.ladder for f in r.finer), finding, frame)),
        apart=tuple(_rungs(finding.decision.apart, finding, frame)),
        slips=headline.label_words(finding, finding.slips, frame),
        reports=finding.reports,
        origins=len(finding.origins),
        parties=len(finding.parties),
        counts=counts(finding),
        explanation=explain(finding, frame.names, frame.incident, frame.sources),
        positions=positions,
        cells=tuple(_cell(finding, column.id, frame) for column in shown),
        left_out=tuple(evidence.claim_view(v, finding, frame, why) for v, why in finding.left_out if why == "revised"),
        override=None
        if override is None
        else {
            "verdict": MARKS[override.verdict].word,
            "reason": override.reason,
            "by": override.by,
            "date": override.date.isoformat(),
        },
        unedited=descent.unedited(finding),
    )


def subject(about: str | None, frame: Frame) -> str:
    """The subject that splits a fact, for readers."""
    if about is None:
        return ""
    return frame.world.about_terms.get(about) or frame.world.aircraft[about].label


def counts(finding: Finding) -> str:
    """Write the three counts: reports (and how many of them give no answer), origins, sides whose speakers we hear."""
    answering = {v.claim.source for v in finding.voices}
    silent = {v.claim.source for v, why in finding.left_out if why == "open"} - answering
    return " · ".join(
        (
            counted(finding.reports, "report") + (f" ({len(silent)} without an answer)" if silent else ""),
            counted(len(finding.origins), "origin"),
            f"{counted(len(finding.parties), 'side')} quoted",
        )
    )


def _rungs(rungs: Iterable[Rung], finding: Finding, frame: Frame) -> Iterable[str]:
    """Values of single origins in words, each once, with whose they are."""
    for label, rung in sorted({r.label: r for r in rungs}.items()):
        voices = [v for v in rung.voices if v.label == label]
        who = listed([frame.names.origin(o) for o in origins(voices)])
        slip = ", an outlet's slip" if all(v.claim.slip for v in voices) else ""
        yield f"{answers.label_words(finding, label, frame.world)} ({who}{slip})"


def _everyone(finding: Finding) -> list[Voice]:
    return [*finding.voices, *(v for v, _ in finding.left_out)]


def _cell(finding: Finding, column: str, frame: Frame) -> CellView:
    mine = [
        evidence.position_view(p, voices, finding, frame)
        for p in finding.positions
        if (voices := [v for v in p.voices if column_of(v.origin, frame) == column])
    ]
    silent = [
        evidence.claim_view(v, finding, frame, why)
        for v, why in finding.left_out
        if why == "open" and column_of(v.origin, frame) == column
    ]
    # What more of them carry comes first.
    return CellView(column=column, positions=tuple(sorted(mine, key=lambda p: -p.reports)), silent=tuple(silent))


def by_slot(shown: Iterable[GroupView]) -> Mapping[str, RowView]:
    """Rows by slot."""
    return {r.slot: r for group in shown for r in group.rows}
