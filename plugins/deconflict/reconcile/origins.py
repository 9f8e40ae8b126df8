"""Origins: the organisation behind a claim, which is the unit of independence.

The first of these that applies:

1. the organisation of the act that the claim names, else of its speaker's act;
2. the organisation that the speaker speaks for, here or in another report of the incident;
3. for a copy, the origin of the same fact in the report that it copies; what that report lacks is the copy's own;
4. the same for a near-copy, which is inferred: texts were measured, and the measure recorded;
5. the outlet itself, ``outlet:<publisher>``.

Last an editor's decisions apply: acts that are split from their organisation, organisations that are joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from deconflict.records.incident import Act, Incident
from deconflict.records.outlet import outlet
from deconflict.records.people import plain_name
from deconflict.records.source import OUTLET, Claim, Source, Speaker
from deconflict.theatre.folding import fold

How = Literal["act", "speaker", "copy", "near-copy", "outlet", "split", "join"]


class Step(msgspec.Struct, frozen=True):
    """One step towards an origin: how it was made, and the id that it led to.

    An ``act``'s id, a ``speaker``'s organisation, the key of the report of which this is a ``copy`` or
    ``near-copy``, the ``outlet``, what the editor's ``split`` or ``join`` made of it.
    """

    how: How
    id: str


class Trace(msgspec.Struct, frozen=True):
    """An origin and the steps that led there, from the claim onwards."""

    origin: str
    steps: tuple[Step, ...]

    @property
    def how(self) -> How:
        """The step that says most: an editor's decision, else the first one."""
        last = self.steps[-1]
        return last.how if last.how in ("split", "join") else self.steps[0].how

    @property
    def through(self) -> tuple[str, ...]:
        """The ids of all steps."""
        return tuple(step.id for step in self.steps)

    @property
    def inferred(self) -> bool:
        """Whether a measured likeness of texts is among the steps."""
        return any(step.how == "near-copy" for step in self.steps)


def origin(
    claim: Claim, source: Source, incident: Incident, sources: Mapping[str, Source], *, edited: bool = True
) -> str:
    """Name the organisation behind a claim."""
    return trace(claim, source, incident, sources, edited=edited).origin


def trace(
    claim: Claim, source: Source, incident: Incident, sources: Mapping[str, Source], *, edited: bool = True
) -> Trace:
    """Find the organisation behind a claim, with the way there; ``edited`` applies the editor's decisions."""
    steps: list[Step] = []
    seen: set[str] = set()
    while True:
        seen.add(source.key)
        found, step = _organisation(claim, incident, sources)
        if found is not None:
            steps.append(step)
            break
        earlier = _earlier(claim, source, sources, seen)
        if earlier is None:
            found = outlet(source.publisher)
            steps.append(Step("outlet", found))
            break
        claim, source, copies = earlier
        steps.extend(copies)
    if edited:
        steps += decided(found, steps[-1].id if steps[-1].how == "act" else None, incident)
    return Trace(steps[-1].id if steps[-1].how in ("split", "join") else found, tuple(steps))


def decided(found: str, act: str | None, incident: Incident) -> list[Step]:
    """What an editor's decisions make of an origin that was reached through an act, or without one."""
    steps: list[Step] = []
    for kind in ("split", "join"):
        here = steps[-1].id if steps else found
        one = act if kind == "split" else here
        into = next((d.into for d in incident.independence if d.kind == kind and one in d.of), here)
        if into != here:
            steps.append(Step(kind, into))
    return steps


def act_origin(act: Act, incident: Incident) -> str | None:
    """The origin of an act's words; ``None`` for the outlet itself."""
    if act.organisation is None:
        return None
    steps = decided(act.organisation, act.id, incident)
    return steps[-1].id if steps else act.organisation


def main_origin(source: Source, incident: Incident, sources: Mapping[str, Source]) -> str:
    """The origin that a report mainly draws on: that of the first act that it lists, else its outlet or original's."""
    found = act_origin(incident.acts[source.acts[0]], incident) if source.acts else None
    if found is not None:
        return found
    seen = {source.key}
    while ahead := [key for _, key in source.originals if key in sources and key not in seen]:
        source = sources[ahead[0]]
        seen.add(source.key)
    own = outlet(source.publisher)
    steps = decided(own, None, incident)
    return steps[-1].id if steps else own


def parties(incident: Incident, sources: Iterable[Source]) -> dict[str, str | None]:
    """The party that each organisation belongs to, by the side of its acts, else of its speakers."""
    found = {p.organisation: incident.party_of.get(p.side) for s in sources for p in s.speakers if p.organisation}
    for act in incident.acts.values():
        if act.organisation is not None:
            found[act.organisation] = incident.party_of.get(act.side)
    for decision in (d for kind in ("split", "join") for d in incident.independence if d.kind == kind):
        if decision.kind == "split":
            found[decision.into] = incident.party_of.get(incident.acts[decision.of[0]].side)
        else:
            found[decision.into] = next((p for o in decision.of if (p := found.get(o)) is not None), None)
    return found


def _organisation(claim: Claim, incident: Incident, sources: Mapping[str, Source]) -> tuple[str | None, Step]:
    """Rules 1 and 2: the organisation of the act, else of the speaker."""
    organisation = incident.acts[claim.act].organisation
    if organisation is not None or claim.speaker.id == OUTLET:
        return organisation, Step("act", claim.act)
    found = _speaks_for(claim.speaker, incident, sources)
    return found, Step("speaker", found or "")


def _speaks_for(speaker: Speaker, incident: Incident, sources: Mapping[str, Source]) -> str | None:
    """The organisation that a speaker is recorded with, else the one that all other reports give the same person."""
    if speaker.organisation is not None:
        return speaker.organisation
    found = {
        other.organisation or incident.acts[other.act].organisation
        for source in sources.values()
        if source.incident == incident.key
        for other in source.speakers
        if same_person(speaker, other)
    } - {None}
    return found.pop() if len(found) == 1 else None


def same_person(a: Speaker, b: Speaker) -> bool:
    """Whether two reports' speakers are one: by id, or by a name that differs in rank, case and accents only."""
    if a.id == b.id:
        return True
    if a.name is None or b.name is None:
        return False
    return (plain_name(a) or fold(a.name)) == (plain_name(b) or fold(b.name))


def _earlier(
    claim: Claim, source: Source, sources: Mapping[str, Source], seen: set[str]
) -> tuple[Claim, Source, tuple[Step, ...]] | None:
    """The claim that a copy took this one from: the nearest report up the chain that has the fact."""
    ways: list[tuple[Source, tuple[Step, ...]]] = [(source, ())]
    while ways:
        copy, steps = ways.pop()
        further = []
        for how, key in copy.originals:
            original = sources.get(key)
            if original is None or key in seen or original.incident != source.incident:
                continue
            seen.add(key)
            way = (*steps, Step(how, key))
            said = [c for c in original.claims if c.slot == claim.slot and c.reviewed]
            if said:
                return min(said, key=lambda c: _distance(c, claim)), original, way
            further.append((original, way))
        ways.extend(reversed(further))
    return None


def _distance(original: Claim, copy: Claim) -> tuple[bool, bool, str]:
    """How far two claims on one fact are from saying the same: first the value, then whose words they are."""
    same = (original.value, original.denied) == (copy.value, copy.denied)
    return (not same, original.speaker.id != copy.speaker.id, original.id)


def original(source: Source, sources: Mapping[str, Source], slot: str | None = None) -> Source:
    """Follow recorded copies back to the report that the chain began with, or the first that answers a slot."""
    found = source
    seen = {source.key}
    while source.copy_of is not None and source.copy_of in sources and source.copy_of not in seen:
        source = sources[source.copy_of]
        seen.add(source.key)
        if slot is None or any(claim.slot == slot for claim in source.claims):
            found = source
    return found


def tree(sources: Mapping[str, Source]) -> dict[str, tuple[str, ...]]:
    """For each source the sources that copy it directly, in order of keys."""
    found: dict[str, list[str]] = {key: [] for key in sources}
    for source in sources.values():
        if source.copy_of in found:
            found[source.copy_of].append(source.key)
    return {key: tuple(sorted(copies)) for key, copies in found.items()}
