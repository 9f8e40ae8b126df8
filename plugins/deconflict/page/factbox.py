"""The fact box: facts by origins, with counts, verdicts and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from deconflict import catalogue
from deconflict.page import descent, fragments
from deconflict.page.facts import CellView, ClaimView, ColumnView, GroupView, PositionView, RowView
from deconflict.page.frame import Frame
from deconflict.page.marks import MARKS
from deconflict.reconcile import answers
from deconflict.reconcile.explain import explain
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import counted, listed
from deconflict.reconcile.origins import original
from deconflict.reconcile.voices import Position, Rung, Voice, origins
from deconflict.records.source import OUTLET
from deconflict.values import TYPES
from deconflict.values.day import day_words

#: The column of outlets' own words and of speakers who belong to no party.
OTHERS = "others"

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


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
    positions = tuple(position_view(p, p.voices, finding, frame) for p in finding.positions)
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
        headline=headline(finding, frame),
        agreed=_words(finding, finding.agreed_on, frame),
        finer=tuple(_rungs((f for r in finding.decision.ladder for f in r.finer), finding, frame)),
        apart=tuple(_rungs(finding.decision.apart, finding, frame)),
        slips=_words(finding, finding.slips, frame),
        reports=finding.reports,
        origins=len(finding.origins),
        parties=len(finding.parties),
        counts=counts(finding),
        explanation=explain(finding, frame.names, frame.incident, frame.sources),
        positions=positions,
        cells=tuple(_cell(finding, column.id, frame) for column in shown),
        left_out=tuple(claim_view(v, finding, frame, why) for v, why in finding.left_out if why == "revised"),
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


def headline(finding: Finding, frame: Frame) -> str:
    """Sum a row up in one line that claims no more than the verdict."""
    match finding.verdict:
        case "agreed":
            return listed(list(_words(finding, finding.agreed_on, frame)))
        case "not-reported":
            asked = any(why == "open" for _, why in finding.left_out)
            return "asked, no answer" if asked else "not reported"
        case "disputed" | "compatible" if len(answers_by_party(finding, frame)) > 1:
            return "; ".join(_of_side(frame.names.party(p), w) for p, w in answers_by_party(finding, frame))
        case "differs":
            return " or ".join(value for value, _ in rival_answers(finding, frame))
        case "compatible":
            return listed([answers.value_words(finding, p, frame.world) for p in finding.positions])
        case _:
            return answers.answer(finding, frame.world)


def _of_side(name: str, words: str) -> str:
    return f"{name} denies it" if words.startswith("denied: ") else f"{name}: {words}"


def answers_by_party(finding: Finding, frame: Frame) -> list[tuple[str, str]]:
    """Each party's best value in words, in the order of parties."""
    heard = {v.party for v in finding.voices}
    return [(p, answers.answer(finding, frame.world, p)) for p in frame.parties if p in heard]


def rival_answers(finding: Finding, frame: Frame) -> list[tuple[str, str]]:
    """Answers that stand in a conflict, each with whose it is."""
    rivals = {id(v) for c in finding.conflicts for v in c.voices}
    found = []
    for position in finding.positions:
        voices = [v for v in position.voices if id(v) in rivals]
        if voices:
            who = listed(sorted({frame.names.origin(v.origin) for v in voices}))
            found.append((position, who))
    denied = {p.label for p, _ in found if p.denied}
    asserted = {p.label for p, _ in found if not p.denied}
    return [
        (f"{words} (said and denied)" if p.label in denied and not p.denied else words, who)
        for p, who in found
        if not (p.denied and p.label in asserted)
        for words in [answers.value_words(finding, p, frame.world)]
    ]


def _words(finding: Finding, labels: Iterable[str], frame: Frame) -> tuple[str, ...]:
    """Values in words, those that more reports carry first."""
    weight = {p.label: n for n, p in enumerate(finding.positions)}
    ordered = sorted(labels, key=lambda label: (weight.get(label, len(weight)), label))
    return tuple(answers.label_words(finding, label, frame.world) for label in ordered)


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
        position_view(p, voices, finding, frame)
        for p in finding.positions
        if (voices := [v for v in p.voices if column_of(v.origin, frame) == column])
    ]
    silent = [
        claim_view(v, finding, frame, why)
        for v, why in finding.left_out
        if why == "open" and column_of(v.origin, frame) == column
    ]
    # What more of them carry comes first.
    return CellView(column=column, positions=tuple(sorted(mine, key=lambda p: -p.reports)), silent=tuple(silent))


def position_view(position: Position, voices: Sequence[Voice], finding: Finding, frame: Frame) -> PositionView:
    """Show one answer with the claims of the given voices."""
    heard = {v.party for v in voices}
    return PositionView(
        words=answers.value_words(finding, position, frame.world),
        label=position.label,
        denied=position.denied,
        parties=tuple(p for p in frame.parties if p in heard),
        origins=tuple(sorted({v.origin for v in voices})),
        reports=len({v.claim.source for v in voices}),
        claims=tuple(claim_view(v, finding, frame) for v in voices),
        slip=position.label in finding.slips or all(v.claim.slip for v in voices),
    )


def claim_view(voice: Voice, finding: Finding, frame: Frame, left_out: str = "") -> ClaimView:
    """Show one claim."""
    key = (voice.claim.id, left_out)
    found = frame.claims.get(key)
    return found or frame.claims.setdefault(key, _claim_view(voice, finding, frame, left_out))


def _claim_view(voice: Voice, finding: Finding, frame: Frame, left_out: str) -> ClaimView:
    claim = voice.claim
    source = frame.sources[claim.source]
    kind = TYPES[finding.fact.type]
    words = kind.words(claim.value, finding.fact, frame.world)
    outlet = claim.speaker.id == OUTLET
    publisher = source.publisher.split(" (")[0]
    first = original(source, frame.records.sources, claim.slot)
    via = [] if first.key == source.key else [first.publisher.split(" (")[0]]
    speaker = publisher if outlet else claim.speaker.name or _capital(claim.speaker.role)
    chain = [*([] if outlet else [speaker]), *via, publisher]
    return ClaimView(
        id=claim.id,
        ref=fragments.of_claim(claim),
        slot=claim.slot,
        source=source.key,
        publisher=publisher,
        words=f"denied: {words}" if claim.denied else words,
        stated=claim.text,
        stance=claim.stance,
        denied=claim.denied,
        speaker=speaker,
        role="" if outlet or claim.speaker.name is None else claim.speaker.role,
        party=voice.party,
        origin=voice.origin,
        chain=tuple(dict.fromkeys(chain)),
        quote=claim.quote,
        language=source.language,
        direction=direction(source.language),
        note=claim.note,
        part=claim.part,
        resolved=claim.resolved,
        left_out=left_out,
        slip=claim.slip,
        translated=source.kind in catalogue.load()["translated"],
        later=claim.id in finding.later,
        answered=day_words(finding.answered[claim.id]) if claim.id in finding.answered else "",
    )


def direction(language: str) -> str:
    """The direction in which a language is written."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def by_slot(shown: Iterable[GroupView]) -> Mapping[str, RowView]:
    """Rows by slot."""
    return {r.slot: r for group in shown for r in group.rows}
