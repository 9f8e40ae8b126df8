"""Answers: the values of a finding in words, and which of them stand for it."""

from __future__ import annotations

from itertools import combinations

from deconflict.reconcile import rules
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import listed
from deconflict.reconcile.voices import Position, Voice
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
    asked, fact = rules.of(finding.fact.id, world), finding.fact
    heard = [p for p in finding.positions if party is None or any(v.party == party for v in p.voices)]
    own = [p for p in heard if not is_slip(finding, p, party)] or heard
    said = [p for p in own if not p.denied]
    if not said:
        return own

    def voices(p: Position) -> list[Voice]:
        return [v for v in p.voices if party is None or v.party == party]

    def narrower(p: Position, q: Position) -> bool:
        return asked.supports(p, q) and not asked.supports(q, p)

    def rank(p: Position) -> tuple[bool, int, int, str]:
        direct = sum(v.direct for v in voices(p))
        return (direct == 0, sum(narrower(q, p) for q in said), -len(voices(p)), p.label)

    ranks = {id(p): rank(p) for p in said}
    best, *others = sorted(said, key=lambda p: ranks[id(p)])
    # Nothing puts one of two equally good answers before the other.
    level = [p for p in others if ranks[id(p)][:3] == ranks[id(best)][:3]]
    first_hand = any(v.direct for v in voices(best))
    chosen = [best]
    for p in others:
        rival = not asked.meets(best, p)
        item = fact.cardinality == "set" and not any(narrower(q, p) or narrower(p, q) for q in chosen)
        if rival or p in level or (item and (any(v.direct for v in voices(p)) or not first_hand)):
            chosen.append(p)
    return chosen


def is_slip(finding: Finding, position: Position, party: str | None = None) -> bool:
    """Whether a position is only an outlet's error: a slip by the rules, or marked so in every record."""
    voices = [v for v in position.voices if party is None or v.party == party]
    return position.label in finding.slips or all(v.claim.slip for v in voices)


def answer(finding: Finding, world: World, party: str | None = None) -> str:
    """Write the leading answers: joined by ``and`` where they hold together, by ``or`` where they do not."""
    chosen = leading(finding, world, party)
    together = all(rules.of(finding.fact.id, world).meets(a, b) for a, b in combinations(chosen, 2))
    return listed([value_words(finding, p, world) for p in chosen], "and" if together else "or")
