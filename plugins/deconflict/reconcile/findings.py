"""Findings: what the claims on one slot come to, by the rules of ``reconcile.rules``.

Left out beforehand are claims that nobody has reviewed, claims without a value (an *open* code: no answer, not
said) and claims that a later record corrects by name. A later, different account alone replaces nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from deconflict.reconcile import rules
from deconflict.reconcile.origins import origin
from deconflict.reconcile.rules import Decision, Verdict
from deconflict.reconcile.voices import Conflict, Position, Rung, Span, Voice, origins, reports
from deconflict.records.incident import Act, Incident, Override
from deconflict.records.load import Records
from deconflict.records.source import Claim, Source
from deconflict.values import TYPES
from deconflict.values.code import Code
from deconflict.values.day import parse as parse_day
from deconflict.world import Fact


class Unedited(msgspec.Struct, frozen=True, kw_only=True):
    """What a slot comes to without the editor's decisions on independence."""

    verdict: Verdict
    agreed_on: tuple[str, ...]
    origins: tuple[str, ...]


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What is known about one slot: a decision, and the claims that it was made from.

    ``reports`` counts documents, ``origins`` and ``parties`` name organisations and sides, claims without a value
    included. ``left_out`` says why a claim enters no verdict (``unreviewed``, ``open``, ``revised``). ``later`` are
    the ids of claims by which an organisation came to differ from what it had said on an earlier day, ``answered``
    maps the ids of claims without a value to the day on which an answer came all the same. ``unedited`` is set where
    the editor's decisions on independence make a difference.
    """

    slot: str
    fact: Fact
    about: str | None
    decision: Decision
    reports: int
    origins: tuple[str, ...]
    parties: tuple[str, ...]
    voices: tuple[Voice, ...]
    left_out: tuple[tuple[Voice, str], ...]
    positions: tuple[Position, ...]
    later: frozenset[str]
    answered: Mapping[str, date]
    override: Override | None
    unedited: Unedited | None = None

    @property
    def rule(self) -> int:
        """The number of the rule that fired."""
        return self.decision.rule

    @property
    def verdict(self) -> Verdict:
        """The computed verdict."""
        return self.decision.verdict

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Pairs of statements that contradict each other."""
        return self.decision.conflicts

    @property
    def agreed_on(self) -> tuple[str, ...]:
        """Labels of the most specific values that two origins support."""
        return tuple(sorted(rung.label for rung in self.decision.ladder))

    @property
    def detail(self) -> tuple[str, ...]:
        """Labels of values that only one origin supports, beside agreed ones."""
        return tuple(sorted({rung.label for rung in self.one_origin_detail}))

    @property
    def one_origin_detail(self) -> tuple[Rung, ...]:
        """What only one origin supports: finer detail first, then what stands apart."""
        return (*(finer for rung in self.decision.ladder for finer in rung.finer), *self.decision.apart)

    @property
    def slips(self) -> tuple[str, ...]:
        """Labels of deviating values of retellings."""
        return self.decision.slips

    @property
    def across_parties(self) -> bool:
        """Whether speakers of two sides stand behind an agreed value."""
        return self.decision.across_parties


def reconcile(records: Records, incident: Incident, *, naive: bool = False, edited: bool = True) -> dict[str, Finding]:
    """Find for each slot of an incident that has claims, in the order of the vocabulary's facts.

    ``naive`` takes every document for an origin of its own: the count that repetition would give. ``edited`` applies
    the editor's decisions on independence; what would be found without them then stands beside.
    """
    if naive or not edited or not incident.independence:
        return _reconcile(records, incident, naive=naive, edited=edited)
    found = _reconcile(records, incident, naive=False, edited=True)
    computed = _reconcile(records, incident, naive=False, edited=False)
    return {slot: _beside(finding, computed[slot]) for slot, finding in found.items()}


def _beside(finding: Finding, computed: Finding) -> Finding:
    mine, other = (Unedited(verdict=f.verdict, agreed_on=f.agreed_on, origins=f.origins) for f in (finding, computed))
    return finding if mine == other else msgspec.structs.replace(finding, unedited=other)


def _reconcile(records: Records, incident: Incident, *, naive: bool, edited: bool) -> dict[str, Finding]:
    sources = {s.key: s for s in records.of(incident.key)}
    days = {act.id: _act_days(act) for act in incident.acts.values()}
    by_slot: dict[str, list[Voice]] = {}
    for source in sources.values():
        for claim in source.claims:
            behind = source.key if naive else origin(claim, source, incident, sources, edited=edited)
            by_slot.setdefault(claim.slot, []).append(_voice(claim, source, incident, behind, days))
    order = {name: n for n, name in enumerate(incident.world.facts)}
    slots = sorted(by_slot, key=lambda slot: (order[slot.partition("/")[0]], slot))
    return {slot: find(slot, by_slot[slot], incident) for slot in slots}


def find(slot: str, voices: Iterable[Voice], incident: Incident) -> Finding:
    """Decide one slot from all its voices."""
    everyone = sorted(voices, key=lambda v: (v.claim.source, v.claim.id))
    name, _, about = slot.partition("/")
    fact = incident.world.facts[name]
    asked = rules.of(name, incident.world)
    corrections = [v for v in everyone if v.claim.revises is not None and v.claim.reviewed]
    left_out = tuple((v, why) for v in everyone if (why := _left_out(v, corrections, fact)))
    gone = {id(v) for v, _ in left_out}
    kept = [v for v in everyone if id(v) not in gone]
    decision = asked.decide(kept)
    return Finding(
        slot=slot,
        fact=fact,
        about=about or None,
        decision=decision,
        reports=reports(everyone),
        origins=origins(everyone),
        parties=tuple(sorted({v.party for v in everyone if v.party is not None})),
        voices=tuple(kept),
        left_out=left_out,
        positions=tuple(asked.positions(kept)),
        later=frozenset(_later(decision.conflicts)),
        answered=_answered([v for v, why in left_out if why == "open"], kept),
        override=incident.overrides.get(slot),
    )


def _voice(claim: Claim, source: Source, incident: Incident, behind: str, days: Mapping[str, Span | None]) -> Voice:
    published = None if source.last_day is None else (source.first_day, source.last_day)
    return Voice(
        claim=claim,
        label=TYPES[incident.world.facts[claim.fact].type].label(claim.value),
        origin=behind,
        party=incident.party_of.get(claim.speaker.side),
        said=days[claim.act] or published,
    )


def _act_days(act: Act) -> Span | None:
    return None if act.said_on is None else parse_day(act.said_on, None, None).nominal  # type: ignore[arg-type]


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


def _later(conflicts: Iterable[Conflict]) -> Iterable[str]:
    """Claims of a party's speaker that contradict what one of the same organisation had said on an earlier day."""
    for conflict in conflicts:
        for first, second in ((conflict.first, conflict.second), (conflict.second, conflict.first)):
            earliest: dict[str, date] = {}
            for v in first:
                if v.party is not None and v.said is not None:
                    earliest[v.origin] = min(v.said[1], earliest.get(v.origin, v.said[1]))
            for v in second:
                if v.party is not None and v.said is not None and v.said[0] > earliest.get(v.origin, date.max):
                    yield v.claim.id


def _answered(silent: Sequence[Voice], kept: Sequence[Voice]) -> dict[str, date]:
    """When an answer came to those that had none: the first day on which anybody gave one, that day or later."""
    found = {}
    for voice in silent:
        if voice.said is not None:
            after = [v.said[0] for v in kept if v.said is not None and v.said[0] >= voice.said[1]]
            if after:
                found[voice.claim.id] = min(after)
    return found
