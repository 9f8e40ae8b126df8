"""Evidence: what the claims of an incident allow a sentence to say, and who is behind them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cached_property
from typing import Any

import msgspec

from deconflict.lint import carry, names, words
from deconflict.lint.days import Days
from deconflict.lint.figures import Figures
from deconflict.lint.geography import Geography
from deconflict.lint.vocabulary import Vocabulary
from deconflict.page.frame import Frame
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import listed
from deconflict.reconcile.voices import Position, Voice
from deconflict.values import TYPES
from deconflict.world import Fact, World


class Said(msgspec.Struct, frozen=True):
    """One claim that carries or grounds a value, with its finding."""

    finding: Finding
    voice: Voice


class Evidence:
    """Made once for an incident, then asked about every value of every sentence.

    ``glossary`` maps a term's key to the text of its entry. ``days``, ``geography``, ``vocabulary`` and ``figures`` are
    what a sentence may say though no claim does.
    """

    def __init__(self, frame: Frame, glossary: Mapping[str, str]) -> None:
        """Index an incident's frame."""
        self.frame = frame
        self.world: World = frame.world
        self.words = words.load()
        self.glossary = glossary
        self.lexicon = names.build(frame)
        self.days = Days(frame)
        self.geography = Geography(frame)
        self.vocabulary = Vocabulary(frame, self.lexicon)
        self.figures = Figures(frame, self.days, self.vocabulary)
        self._by_type: dict[tuple[str, str | None], list[Finding]] = {}
        for finding in frame.findings.values():
            self._by_type.setdefault((finding.fact.type, finding.fact.dimension), []).append(finding)
        self._said: dict[tuple[str, ...], tuple[Said, ...]] = {}
        self._slots: dict[str, frozenset[str]] = {}

    def of_type(self, kind: str, dimension: str | None = None) -> list[Finding]:
        """The findings that are answered by values of a type and dimension."""
        return [f for f in self._by_type.get((kind, dimension), ()) if f.voices]

    # Who speaks for whom

    def party(self, voice: Voice) -> str | None:
        """The party whose word a claim is: its speaker's, else that of the organisation behind it."""
        return voice.party or self.frame.party_of_origin.get(voice.origin)

    def party_of_actor(self, actor: str) -> str | None:
        """The party that an actor is or flies with."""
        return self.frame.incident.party_of.get(actor)

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Fact to the party whose aircraft it asks about: the one that its label begins with."""
        found = {}
        for finding in self.frame.findings.values():
            actors = [h for h in self.lexicon.find(finding.fact.label) if h.kind == "actor" and h.start == 0]
            party = self.party_of_actor(actors[0].id) if actors else None
            if party is not None:
                found[finding.fact.id] = party
        return found

    @cached_property
    def owner_of_type(self) -> Mapping[str, str]:
        """Aircraft type to the one party that any claim gives it to; only types that have no narrower ones."""
        found: dict[str, set[str]] = {}
        for finding in self.of_type("count_of_type"):
            owner = self.owners.get(finding.fact.id)
            if owner is not None:
                for item in (item for voice in finding.voices for item in voice.value.items):
                    found.setdefault(item.type, set()).add(owner)
        wide = {up for kind in self.world.root.aircraft.values() for up in kind.is_a}
        return {kind: next(iter(sides)) for kind, sides in found.items() if len(sides) == 1 and kind not in wide}

    # What claims say

    def carried(self, fact: Fact, value: Any) -> tuple[Said, ...]:
        """Claims that say as much as a value: on its fact, or if that has no id on any fact of the type."""
        return self._claims("carries", carry.carries, fact, value)

    def grounded(self, fact: Fact, value: Any) -> tuple[Said, ...]:
        """Claims that allow a value, though it says more than they do."""
        return self._claims("grounds", carry.grounds, fact, value)

    def _claims(self, how: str, test: Any, fact: Fact, value: Any) -> tuple[Said, ...]:
        key = (how, fact.id, fact.type, str(fact.dimension), TYPES[fact.type].label(value))
        if key not in self._said:
            self._said[key] = tuple(
                Said(finding, voice)
                for finding in self.of_type(fact.type, fact.dimension)
                if fact.id in ("", finding.fact.id)
                for voice in finding.voices
                if not voice.claim.denied and test(voice.value, value, finding.fact, self.world)
            )
        return self._said[key]

    def plain(self, said: Iterable[Said], value: Any) -> bool:
        """Whether a value may stand as plain fact: agreed, or of two origins and contradicted by none."""
        by_slot: dict[str, list[Said]] = {}
        for one in said:
            by_slot.setdefault(one.finding.slot, []).append(one)
        return any(self._is_plain(claims[0].finding, claims, value) for claims in by_slot.values())

    def _is_plain(self, finding: Finding, said: list[Said], value: Any) -> bool:
        kind, fact = TYPES[finding.fact.type], finding.fact
        if any(one.voice.label in finding.agreed_on for one in said):
            return True
        for voice in finding.voices:
            if voice.claim.denied:
                against = kind.supports(value, voice.value, fact, self.world)
            else:
                against = kind.meet(voice.value, value, fact, self.world) is None
            if against:
                return False
        return len({one.voice.origin for one in said}) > 1

    def slots_of(self, source: str) -> frozenset[str]:
        """The slots on which a source, or one that it copies, makes a claim."""
        if source not in self._slots:
            sources = self.frame.records.sources
            chain: list[str] = []
            key = source
            while key in sources and key not in chain:
                chain.append(key)
                key = sources[key].copy_of or ""
            self._slots[source] = frozenset(claim.slot for name in chain for claim in sources[name].claims)
        return self._slots[source]

    # What the records say, for messages

    def quoted(self, said: Iterable[Said]) -> str:
        """Write the answers that claims belong to, each with whose it is."""
        said = list(said)
        labels = {(one.finding.slot, one.voice.label) for one in said}
        findings = {one.finding.slot: one.finding for one in said}
        return self.answers(findings.values(), only=labels)

    def answers(
        self, findings: Iterable[Finding], party: str | None = None, only: Container[tuple[str, str]] | None = None
    ) -> str:
        """Write what the records have, each answer with whose it is; or one party's answers, or some of them."""
        parts = []
        for finding in findings:
            for position in finding.positions:
                labels = {(finding.slot, voice.label) for voice in position.voices}
                left_out = only is not None and not any(label in only for label in labels)
                if position.denied or left_out or (party and party not in map(self.party, position.voices)):
                    continue
                words = TYPES[finding.fact.type].words(position.value, finding.fact, self.world)
                parts.append(words if party else f"{words} ({self._whose(position)})")
        return ", ".join(list(dict.fromkeys(parts))[:MOST])

    def origins(self, said: Iterable[Said]) -> str:
        """Name the origins behind claims."""
        return listed(sorted({self.frame.names.origin(one.voice.origin) for one in said}))

    def _whose(self, position: Position) -> str:
        parties = self.frame.names.ordered(map(self.party, position.voices))
        return ", ".join(map(self.frame.names.party, parties)) or "outlets"


#: Answers that a message names at most.
MOST = 5


def build(frame: Frame, glossary: Mapping[str, str] | None = None) -> Evidence:
    """Index an incident for the linter."""
    return Evidence(frame, glossary or {})
