"""Grounds: how the claims at hand meet the rule that fired, one function a rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import msgspec

from deconflict.reconcile.names import capital, counted, listed
from deconflict.reconcile.voices import Position, origins, reports
from deconflict.reconcile.wording import Wording


def grounds(note: Wording) -> str:
    """Say why the rule fired on this finding."""
    return " ".join(_BY_RULE[note.finding.rule](note))


def _nothing(note: Wording) -> Iterable[str]:
    silent = [v for v, why in note.finding.left_out if why == "open"]
    unreviewed = [v for v, why in note.finding.left_out if why == "unreviewed"]
    if silent:
        told = "says" if reports(silent) == 1 else "say"
        yield f"{note.publishers(silent)} {told} only that there was no answer yet."
    if unreviewed:
        waits = "waits" if len(unreviewed) == 1 else "wait"
        yield f"{counted(len(unreviewed), 'claim')} read by machine {waits} for review."


def _direct(note: Wording) -> Iterable[str]:
    for rung in note.finding.decision.ladder:
        own = [v for v in rung.voices if v.direct]
        sides = listed([note.names.mention(p) for p in note.names.ordered(v.party for v in own)])
        number = counted(reports(own), "report")
        yield f"{capital(sides)} both say {note.value(rung.value)} in their own words ({number})."
    told = [p for p in note.finding.positions if p.label in note.finding.slips]
    parts = [f"{note.value(p.value)} ({note.publishers(p.voices)})" for p in told]
    behind = listed([note.names.origin(o) for o in origins(v for p in told for v in p.voices)])
    yield (
        f"Only retellings have it otherwise: {'; '.join(parts)}. They pass on {behind}, whose own words differ from "
        "theirs, so they count as slips."
    )


def _disputed(note: Wording) -> Iterable[str]:
    for party in note.names.ordered(note.finding.parties):
        held = [(p, [v for v in p.voices if v.party == party]) for p in _in_conflict(note)]
        answers = [f"{note.said(p)}, {note.weight(voices)}" for p, voices in held if voices]
        if answers:
            yield f"{capital(note.names.mention(party))}: {'; '.join(answers)}."
    for party in _split_sides(note):
        yield f"{capital(note.names.mention(party))} does not speak with one voice."


def _differ(note: Wording) -> Iterable[str]:
    rivals = _in_conflict(note)
    if not rivals:
        parts = [f"{note.value(p.value)} ({note.publishers(p.voices)})" for p in note.finding.positions]
        yield f"Any two of these can hold together, all of them cannot: {listed(parts)}."
        return
    parts = [f"{note.said(p)}: {note.who(p.voices)}" for p in rivals]
    yield f"{capital('; '.join(parts))}."
    behind = origins(v for p in rivals for v in p.voices)
    if len(behind) == 1:
        yield f"It all comes from {note.names.origin(behind[0])}: one origin, {len(rivals)} answers."
        yield from _unheard(note)
    else:
        yield _no_sides(note, rivals)


def _no_sides(note: Wording, rivals: Sequence[Position]) -> str:
    """Say why a contradiction between origins is none between sides."""
    sides = [note.names.mention(p) for p in note.names.ordered(v.party for p in rivals for v in p.voices)]
    inside = {a.organisation for a in note.incident.acts.values() if a.side in note.incident.party_of}
    outside = sorted({v.origin for p in rivals for v in p.voices} - inside)
    if len(sides) < 2 or not outside:
        return f"Of the sides, only {listed(sides)} is quoted on it." if sides else "No side is quoted on it."
    who = [note.names.origin(o) for o in outside]
    speaks = "speaks" if len(who) == 1 else "speak"
    return f"{listed(who)} {speaks} for no side, and {listed(sides)} do not contradict each other."


def _agreed(note: Wording) -> Iterable[str]:
    for rung in note.finding.decision.ladder:
        yield f"{capital(note.value(rung.value))}: {note.who(rung.voices)}."
        if rung.finer:
            yield f"More precisely, from one origin alone: {note.rungs(rung.finer)}."
    if note.finding.across_parties:
        yield "Speakers of both sides stand behind it."
    if note.finding.decision.apart:
        yield f"Besides, from one origin alone: {note.rungs(note.finding.decision.apart)}."


def _compatible(note: Wording) -> Iterable[str]:
    for origin in origins(note.finding.voices):
        mine = [(p, [v for v in p.voices if v.origin == origin]) for p in note.finding.positions]
        parts = [f"{note.said(p)} ({counted(reports(voices), 'report')})" for p, voices in mine if voices]
        yield f"{note.names.origin(origin)}: {listed(parts)}."
    yield "One does not exclude the other, but neither confirms it."


def _one(note: Wording) -> Iterable[str]:
    voices = note.finding.voices
    origin, number = note.names.origin(voices[0].origin), reports(voices)
    several = len(note.finding.positions) > 1
    answers = "; ".join(
        note.said(p) + (f" ({counted(reports(p.voices), 'report')})" if several else "") for p in note.finding.positions
    )
    own = reports(v for v in voices if v.direct)
    if number == 1:
        publisher = note.publishers(voices)
        whose = "in its own voice" if publisher == origin else f"from {origin}"
        yield f"Only {publisher} has it, {whose}: {answers}."
    else:
        share = "none of them" if not own else "all of them" if own == number else f"{own} of them"
        yield f"{origin}, {number} reports, own words in {share}: {answers}."
    yield from _unheard(note)


def _unheard(note: Wording) -> Iterable[str]:
    """Name the parties that are not heard, where others are."""
    missing = [note.names.mention(p) for p in note.names.parties if p not in note.finding.parties]
    if missing and note.finding.parties:
        where = "the reports" if all(s.read_in_full for s in note.sources.values()) else "what we read of the reports"
        yield f"Nothing from {listed(missing, 'or')} on it in {where}."


def _in_conflict(note: Wording) -> list[Position]:
    """The positions that stand in a conflict, with the voices that do."""
    rivals = {id(v) for c in note.finding.conflicts for v in c.voices}
    kept = [[v for v in p.voices if id(v) in rivals] for p in note.finding.positions]
    return [
        msgspec.structs.replace(p, voices=tuple(voices))
        for p, voices in zip(note.finding.positions, kept, strict=True)
        if voices
    ]


def _split_sides(note: Wording) -> list[str]:
    """Sides whose own speakers contradict each other."""
    split = {
        party for c in note.finding.conflicts for party in {v.party for v in c.first} & {v.party for v in c.second}
    }
    return note.names.ordered(split)


_BY_RULE: dict[int, Callable[[Wording], Iterable[str]]] = {
    1: _nothing,
    2: _direct,
    3: _disputed,
    4: _differ,
    5: _agreed,
    6: _compatible,
    7: _one,
}
