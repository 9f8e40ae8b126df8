"""Why a finding is what it is, and what evidence would change it, in sentences made from its data."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from deconflict.reconcile.findings import Finding, Position, Voice
from deconflict.reconcile.names import Names, counted, listed
from deconflict.values import TYPES
from deconflict.world import World


def value_words(finding: Finding, position: Position, world: World) -> str:
    """Write a position's value for readers; a denied one as ``denied: …``."""
    words = TYPES[finding.fact.type].words(position.value, finding.fact, world)
    return f"denied: {words}" if position.denied else words


def label_words(finding: Finding, label: str, world: World) -> str:
    """Write a canonical value for readers."""
    kind = TYPES[finding.fact.type]
    return kind.words(kind.parse(label, finding.fact, world), finding.fact, world)


def leading(finding: Finding, world: World, party: str | None = None) -> list[Position]:
    """The answers that stand for a slot, or for one party: the best, and what stands beside or against it.

    Best is what is said in a party's own words before what is retold, the more specific before the vaguer, then what
    more reports carry. Beside it stand answers that cannot hold together with it and, where several can be true,
    other items. Denials count only where nothing is asserted.
    """
    kind, fact = TYPES[finding.fact.type], finding.fact
    own = [p for p in finding.positions if party is None or any(v.party == party for v in p.voices)]
    said = [p for p in own if not p.denied]
    if not said:
        return own

    def voices(p: Position) -> list[Voice]:
        return [v for v in p.voices if party is None or v.party == party]

    def narrower(p: Position, q: Position) -> bool:
        return kind.supports(p.value, q.value, fact, world) and not kind.supports(q.value, p.value, fact, world)

    def rank(p: Position) -> tuple[bool, int, int, str]:
        direct = sum(v.direct for v in voices(p))
        return (direct == 0, sum(narrower(q, p) for q in said), -len(voices(p)), p.label)

    best, *others = sorted(said, key=rank)
    first_hand = any(v.direct for v in voices(best))
    chosen = [best]
    for p in others:
        rival = kind.meet(best.value, p.value, fact, world) is None
        item = fact.cardinality == "set" and not any(narrower(q, p) or narrower(p, q) for q in chosen)
        if rival or (item and (any(v.direct for v in voices(p)) or not first_hand)):
            chosen.append(p)
    return chosen


def answer(finding: Finding, world: World, party: str | None = None) -> str:
    """Write the leading answers: joined by ``and`` where they hold together, by ``or`` where they do not."""
    kind, chosen = TYPES[finding.fact.type], leading(finding, world, party)
    together = all(kind.meet(a.value, b.value, finding.fact, world) is not None for a, b in combinations(chosen, 2))
    return listed([value_words(finding, p, world) for p in chosen], "and" if together else "or")


def why(finding: Finding, names: Names, world: World) -> str:
    """Say which rule fired, on which claims."""
    return {1: _none, 2: _direct, 3: _disputed, 4: _differ, 5: _agreed, 6: _compatible, 7: _one}[finding.rule](
        finding, names, world
    )


def would_change(finding: Finding, names: Names) -> str:
    """Say what evidence would lead to another verdict."""
    heard = {v.party for v in finding.voices if v.party}
    match finding.rule:
        case 1:
            return "A report that answers the question."
        case 2:
            return "A side that takes back or changes its own words."
        case 3:
            sides = listed([names.party(p) for p in names.ordered(finding.parties)], "or")
            return (
                f"A correction by {sides} that accepts the other account; evidence from others would stand beside both."
            )
        case 4:
            named = listed([names.origin(o) for o in _origins(finding)], "or")
            return f"A correction by {named} that names one of them as wrong."
        case 5:
            return "A claim from any origin that cannot hold beside it."
        case 6:
            return (
                "A second origin for one of these answers would make it agreed; a contradiction would make them differ."
            )
        case _:
            others = "another organisation" if heard else "a named official or another outlet"
            return f"The same from {others} would make it agreed; a contradiction would make it differ or disputed."


def _reports(voices: Sequence[Voice]) -> int:
    return len({v.claim.source for v in voices})


def _origins(finding: Finding) -> list[str]:
    return sorted({v.origin for c in finding.conflicts for v in (c.first, c.second)})


def _none(finding: Finding, names: Names, world: World) -> str:  # noqa: ARG001
    asked = sorted({names.origin(v.origin) for v, reason in finding.left_out if reason == "open"})
    if asked:
        return f"Asked, no answer: {listed(asked)} had none at the time of writing."
    return "No reviewed claim answers this."


def _direct(finding: Finding, names: Names, world: World) -> str:
    agreed = listed([label_words(finding, a, world) for a in finding.agreed_on])
    slips = listed([label_words(finding, s, world) for s in finding.slips])
    sides = listed([names.party(p) for p in names.ordered(v.party for v in finding.voices if v.direct)])
    told = [v for p in finding.positions if p.label in finding.slips for v in p.voices]
    return (
        f"{sides} each say {agreed} in their own words. {slips} {'stand' if len(finding.slips) > 1 else 'stands'} only "
        f"in retellings ({counted(_reports(told), 'report')}) of organisations that themselves say {agreed}: slips."
    )


def _disputed(finding: Finding, names: Names, world: World) -> str:
    parts = []
    for party in names.ordered(finding.parties):
        positions = leading(finding, world, party)
        voices = [v for p in positions for v in p.voices if v.party == party]
        if not voices:
            continue
        own = "in its own words" if any(v.direct for v in voices) else "as retold"
        denied = positions[0].denied
        verb = "denies" if denied else "says"
        words = answer(finding, world, party).removeprefix("denied: ")
        parts.append(f"{names.party(party)} {verb} {words} {own} ({counted(_reports(voices), 'report')})")
    denied = any(v.claim.denied for c in finding.conflicts for v in (c.first, c.second) if c.between_parties)
    ending = "One side denies what the other says" if denied else "Both cannot hold"
    return f"{'; '.join(parts)}. {ending}."


def _differ(finding: Finding, names: Names, world: World) -> str:
    rivals = {id(v) for c in finding.conflicts for v in (c.first, c.second)}
    parts = []
    for position in finding.positions:
        voices = [v for v in position.voices if id(v) in rivals]
        if voices:
            who = listed(sorted({names.origin(v.origin) for v in voices}))
            parts.append(f"{value_words(finding, position, world)} ({who}; {counted(_reports(voices), 'report')})")
    return f"{listed(parts)} cannot all hold, but it is not one side against the other."


def _agreed(finding: Finding, names: Names, world: World) -> str:
    kind, parts = TYPES[finding.fact.type], []
    for label in finding.agreed_on:
        value = kind.parse(label, finding.fact, world)
        behind = [
            v for v in finding.voices
            if not v.claim.denied and kind.supports(v.value, value, finding.fact, world)
        ]  # fmt: skip
        who = listed(sorted({names.origin(v.origin) for v in behind}))
        parts.append(f"{kind.words(value, finding.fact, world)}: {who} ({counted(_reports(behind), 'report')})")
    across = " Both sides say so." if finding.across_parties else ""
    detail = listed([label_words(finding, d, world) for d in finding.detail])
    finer = f" From one origin only: {detail}." if detail else ""
    return f"Independent origins support the same value and nothing contradicts it. {'; '.join(parts)}.{across}{finer}"


def _compatible(finding: Finding, names: Names, world: World) -> str:
    parts = [
        f"{value_words(finding, p, world)} ({listed(sorted({names.origin(v.origin) for v in p.voices}))})"
        for p in finding.positions
    ]
    return f"{listed(parts)} can hold together, but no two origins support the same value."


def _one(finding: Finding, names: Names, world: World) -> str:  # noqa: ARG001
    origin = names.origin(finding.voices[0].origin)
    reports = _reports(finding.voices)
    if reports == 1:
        return f"Only one report says so, and its origin is {origin}."
    return f"{counted(reports, 'report')}, but all rely on one organisation: {origin}."
