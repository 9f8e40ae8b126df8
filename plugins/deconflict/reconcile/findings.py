"""Findings: what the claims on one slot come to, by seven ordered rules of which the first that fires decides.

Left out beforehand are claims that nobody has reviewed, claims without a value (an *open* code: no answer, not
said) and claims that a later record corrects by name.

A *conflict* is two asserted values that do not meet, or an asserted value that supports a denied one. *Direct
words* are claims that a speaker of a party asserts or denies; a *retelling* is what an outlet reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import combinations, combinations_with_replacement
from typing import Any, Literal

import msgspec

from deconflict.reconcile.origins import origin
from deconflict.records.incident import Incident, Override
from deconflict.records.load import Records
from deconflict.records.source import Claim, Source
from deconflict.values import TYPES, ValueType
from deconflict.values.code import Code
from deconflict.world import Fact, World

Verdict = Literal["agreed", "compatible", "differs", "disputed", "one-origin", "single-source", "not-reported"]
VERDICTS: tuple[Verdict, ...] = (
    "agreed",
    "compatible",
    "differs",
    "disputed",
    "one-origin",
    "single-source",
    "not-reported",
)


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with what the rules ask about it: its value's ``label``, its origin, its speaker's party or ``None``."""

    claim: Claim
    label: str
    origin: str
    party: str | None

    @property
    def direct(self) -> bool:
        """Whether these are a party's own words."""
        return self.party is not None and self.claim.stance in ("asserts", "denies")

    @property
    def value(self) -> Any:
        """The claim's typed value."""
        return self.claim.value


class Conflict(msgspec.Struct, frozen=True):
    """Two claims that cannot both hold; ``between_parties`` if speakers of two parties stand against each other."""

    first: Voice
    second: Voice
    between_parties: bool


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """Claims that say the same: a canonical ``label`` (the most frequent), asserted or denied."""

    label: str
    denied: bool
    value: Any
    voices: tuple[Voice, ...]


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about one slot.

    ``rule`` is the number of the rule that fired. ``agreed_on`` are the labels of the most specific values that two
    origins support, ``detail`` those that only one does, ``slips`` the deviating values of retellings. ``reports``
    counts documents, ``origins`` and ``parties`` name them, claims without a value included.
    """

    slot: str
    fact: Fact
    about: str | None
    verdict: Verdict
    rule: int
    agreed_on: tuple[str, ...]
    detail: tuple[str, ...]
    slips: tuple[str, ...]
    reports: int
    origins: tuple[str, ...]
    parties: tuple[str, ...]
    across_parties: bool
    voices: tuple[Voice, ...]
    left_out: tuple[tuple[Voice, str], ...]
    conflicts: tuple[Conflict, ...]
    positions: tuple[Position, ...]
    override: Override | None


def reconcile(records: Records, incident: Incident, *, naive: bool = False) -> dict[str, Finding]:
    """Find for each slot of an incident that has claims, in the order of the vocabulary's facts.

    ``naive`` takes every document for an origin of its own: the count that repetition would give.
    """
    sources = {s.key: s for s in records.of(incident.key)}
    by_slot: dict[str, list[Voice]] = {}
    for source in sources.values():
        for claim in source.claims:
            by_slot.setdefault(claim.slot, []).append(_voice(claim, source, incident, records.sources, naive=naive))
    order = {name: n for n, name in enumerate(incident.world.facts)}
    slots = sorted(by_slot, key=lambda slot: (order[slot.partition("/")[0]], slot))
    return {slot: find(slot, by_slot[slot], incident) for slot in slots}


def _voice(claim: Claim, source: Source, incident: Incident, sources: Mapping[str, Source], *, naive: bool) -> Voice:
    behind = source.key if naive else origin(claim, source, incident, sources)
    label = TYPES[incident.world.facts[claim.fact].type].label(claim.value)
    return Voice(claim=claim, label=label, origin=behind, party=incident.party_of.get(claim.speaker.side))


def find(slot: str, voices: Iterable[Voice], incident: Incident) -> Finding:
    """Decide one slot from all its voices."""
    everyone = sorted(voices, key=lambda v: (v.claim.source, v.claim.id))
    name, _, about = slot.partition("/")
    fact = incident.world.facts[name]
    rules = _Rules(fact, incident.world)
    corrections = [v for v in everyone if v.claim.revises is not None and v.claim.reviewed]
    left_out = tuple((v, why) for v in everyone if (why := _left_out(v, corrections, fact)))
    gone = {id(v) for v, _ in left_out}
    kept = [v for v in everyone if id(v) not in gone]
    conflicts = rules.conflicts(kept)
    decision = rules.decide(kept, conflicts)
    return Finding(
        slot=slot,
        fact=fact,
        about=about or None,
        reports=len({v.claim.source for v in everyone}),
        origins=tuple(sorted({v.origin for v in everyone})),
        parties=tuple(sorted({v.party for v in everyone if v.party is not None})),
        voices=tuple(kept),
        left_out=left_out,
        conflicts=tuple(conflicts),
        positions=tuple(rules.positions(kept)),
        override=incident.overrides.get(slot),
        **decision,
    )


def _left_out(voice: Voice, corrections: Sequence[Voice], fact: Fact) -> str:
    """Say why a claim enters no verdict: ``unreviewed``, ``open``, ``revised``, or nothing."""
    claim = voice.claim
    if not claim.reviewed:
        return "unreviewed"
    if isinstance(claim.value, Code) and fact.open.intersection(claim.value.ids):
        return "open"
    for other in corrections:
        named = other.claim.revises == claim.source != other.claim.source
        if named and other.origin == voice.origin:
            return "revised"
    return ""


class _Rules:
    """The rules over one fact's values; meeting and supporting are remembered per pair of distinct values."""

    def __init__(self, fact: Fact, world: World) -> None:
        self.fact, self.world = fact, world
        self.type: ValueType[Any] = TYPES[fact.type]
        self._meets: dict[tuple[str, str], bool] = {}
        self._supports: dict[tuple[str, str], bool] = {}

    def meets(self, a: Voice, b: Voice) -> bool:
        first, second = (a, b) if a.label <= b.label else (b, a)
        pair = (first.label, second.label)
        if pair not in self._meets:
            self._meets[pair] = self.type.meet(first.value, second.value, self.fact, self.world) is not None
        return self._meets[pair]

    def supports(self, a: Voice, b: Voice) -> bool:
        pair = (a.label, b.label)
        if pair not in self._supports:
            self._supports[pair] = self.type.supports(a.value, b.value, self.fact, self.world)
        return self._supports[pair]

    def conflict(self, a: Voice, b: Voice) -> bool:
        if a.claim.denied and b.claim.denied:
            return False
        if a.claim.denied or b.claim.denied:
            said, denied = (b, a) if a.claim.denied else (a, b)
            return self.supports(said, denied)
        return not self.meets(a, b)

    def conflicts(self, kept: Sequence[Voice]) -> list[Conflict]:
        """All pairs of claims that conflict, looked for among distinct statements first."""
        said: dict[tuple[str, bool], list[int]] = {}
        for n, voice in enumerate(kept):
            said.setdefault((voice.label, voice.claim.denied), []).append(n)
        # A statement is held against itself too: only the type knows whether equals meet.
        rivals = [
            (first, second)
            for first, second in combinations_with_replacement(said.values(), 2)
            if self.conflict(kept[first[0]], kept[second[0]])
        ]
        pairs = {(min(a, b), max(a, b)) for first, second in rivals for a in first for b in second if a != b}
        return [Conflict(kept[a], kept[b], _between_parties(kept[a], kept[b])) for a, b in sorted(pairs)]

    def decide(self, kept: Sequence[Voice], conflicts: Sequence[Conflict]) -> dict[str, Any]:
        nothing: dict[str, Any] = {"agreed_on": (), "detail": (), "slips": (), "across_parties": False}
        if not kept:
            return {**nothing, "verdict": "not-reported", "rule": 1}
        said = [v for v in kept if not v.claim.denied]
        direct = self._direct_words(kept)
        if direct is not None:
            return {**nothing, **direct, "verdict": "agreed", "rule": 2, "across_parties": True}
        if any(c.between_parties for c in conflicts):
            return {**nothing, "verdict": "disputed", "rule": 3}
        if conflicts or not self._all_meet(said):
            return {**nothing, "verdict": "differs", "rule": 4}
        if len({v.origin for v in kept}) < 2:
            lone = len({v.claim.source for v in kept}) < 2
            return {**nothing, "verdict": "single-source" if lone else "one-origin", "rule": 7}
        shared = self._shared(said, lambda v: v.origin)
        if not shared:
            return {**nothing, "verdict": "compatible", "rule": 6}
        agreed = self.most_specific(shared)
        across = any(len({v.party for v in said if v.party and self.supports(v, a)}) > 1 for a in agreed)
        alone = {v.label for v in said} - {s.label for s in shared}
        return {
            "agreed_on": _labels(agreed),
            "detail": tuple(sorted(alone)),
            "slips": (),
            "across_parties": across,
            "verdict": "agreed",
            "rule": 5,
        }

    def _direct_words(self, kept: Sequence[Voice]) -> dict[str, Any] | None:
        """Rule 2: two parties assert the same in direct words, and only retellings of them deviate."""
        said = [v for v in kept if v.direct and not v.claim.denied]
        denials = [v for v in kept if v.direct and v.claim.denied]
        if len({v.party for v in said}) < 2 or not self._all_meet(said):
            return None
        if any(v.party != d.party and self.supports(v, d) for v in said for d in denials):
            return None
        shared = self._shared(said, lambda v: v.party)
        if not shared:
            return None
        organisations = {v.origin for v in said}
        stated = _distinct(said)
        deviating = [v for v in kept if any(self.conflict(v, s) for s in stated)]
        faithful = all(v.claim.stance == "reports" and v.origin in organisations for v in deviating)
        if not deviating or not faithful:
            return None
        return {
            "agreed_on": _labels(self.most_specific(shared)),
            "slips": _labels(v for v in deviating if not v.claim.denied),
        }

    def _all_meet(self, said: Sequence[Voice]) -> bool:
        """Whether all values can hold together, not only in pairs."""
        stated = _distinct(said)
        if not all(self.meets(a, b) for a, b in combinations(stated, 2)):
            return False

        def narrow(held: Any, value: Any) -> Any:
            return None if held is None else self.type.meet(held, value, self.fact, self.world)

        return not stated or reduce(narrow, (v.value for v in stated)) is not None

    def _shared(self, said: Sequence[Voice], who: Callable[[Voice], str | None]) -> list[Voice]:
        """One voice for each stated value that at least two of ``who`` support."""
        return [
            stated for stated in _distinct(said) if len({who(v) for v in said if self.supports(v, stated)} - {None}) > 1
        ]

    def most_specific(self, stated: Sequence[Voice]) -> list[Voice]:
        """Those values that no other of them supports without being supported in turn."""
        return [
            v for v in stated if not any(self.supports(w, v) and not self.supports(v, w) for w in stated if w is not v)
        ]

    def positions(self, kept: Sequence[Voice]) -> list[Position]:
        """Group claims that say the same: values that support each other both ways, denials apart."""
        groups: list[list[Voice]] = []
        for voice in sorted(kept, key=lambda v: (v.claim.denied, v.label)):
            home = next((g for g in groups if self._same(g[0], voice)), None)
            if home is None:
                groups.append([voice])
            else:
                home.append(voice)
        found = [_position(group) for group in groups]
        return sorted(found, key=lambda p: (p.denied, -len({v.origin for v in p.voices}), -len(p.voices), p.label))

    def _same(self, a: Voice, b: Voice) -> bool:
        if a.claim.denied != b.claim.denied:
            return False
        return self.supports(a, b) and self.supports(b, a)


def _between_parties(a: Voice, b: Voice) -> bool:
    return a.party is not None and b.party is not None and a.party != b.party


def _distinct(voices: Iterable[Voice]) -> list[Voice]:
    """One voice for each value, in order of labels."""
    by_label = {v.label: v for v in voices}
    return [by_label[label] for label in sorted(by_label)]


def _labels(voices: Iterable[Voice]) -> tuple[str, ...]:
    return tuple(sorted({v.label for v in voices}))


def _position(group: Sequence[Voice]) -> Position:
    by_label: dict[str, list[Voice]] = {}
    for voice in group:
        by_label.setdefault(voice.label, []).append(voice)
    label = min(by_label, key=lambda name: (-len(by_label[name]), name))
    voices = tuple(sorted(group, key=lambda v: (v.claim.source, v.claim.id)))
    return Position(label=label, denied=group[0].claim.denied, value=by_label[label][0].value, voices=voices)
