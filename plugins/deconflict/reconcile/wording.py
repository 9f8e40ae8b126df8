"""Wording: how the values, voices and organisations of one finding read inside a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import Names, counted, listed
from deconflict.reconcile.voices import Position, Rung, Voice, reports
from deconflict.records.incident import Incident
from deconflict.records.source import Source
from deconflict.values import TYPES


class Wording(msgspec.Struct, frozen=True):
    """One finding with the names that its sentences use; ``sources`` are the incident's reports by key."""

    finding: Finding
    names: Names
    incident: Incident
    sources: Mapping[str, Source]

    def value(self, value: Any) -> str:
        """A value in words."""
        return TYPES[self.finding.fact.type].words(value, self.finding.fact, self.incident.world)

    def label(self, label: str) -> str:
        """The value of a position in words, by its canonical label."""
        return self.value(next(p.value for p in self.finding.positions if p.label == label))

    def said(self, position: Position) -> str:
        """What a position says, or denies."""
        words = self.value(position.value)
        return f"“{words}” denied" if position.denied else words

    def against(self, a: Position, b: Position) -> str:
        """How two positions stand to each other."""
        if a.denied != b.denied:
            said, denied = (b, a) if a.denied else (a, b)
            if said.label == denied.label:
                return f"“{self.value(denied.value)}” is said and denied"
            return f"“{self.value(denied.value)}” is denied, and with it “{self.value(said.value)}”"
        fact = self.finding.fact
        return TYPES[fact.type].against(a.value, b.value, fact, self.incident.world)

    def weight(self, voices: Sequence[Voice]) -> str:
        """How much of what a party says is in its own words."""
        own, number = reports(v for v in voices if v.direct), counted(reports(voices), "report")
        if own == reports(voices):
            return f"own words ({number})"
        return f"as retold ({number})" if not own else f"own words in {own} of the {number} quoting it"

    def who(self, voices: Iterable[Voice]) -> str:
        """The organisations behind voices, those with more reports first, with the number of reports."""
        by_origin: dict[str, list[Voice]] = {}
        for v in voices:
            by_origin.setdefault(v.origin, []).append(v)
        order = sorted(by_origin, key=lambda o: (-reports(by_origin[o]), o))
        return listed([f"{self.names.origin(o)} ({counted(reports(by_origin[o]), 'report')})" for o in order])

    def rungs(self, rungs: Iterable[Rung]) -> str:
        """Values that one origin alone states, with whose they are."""
        return "; ".join(self._rung(r.value, [v for v in r.voices if v.label == r.label]) for r in rungs)

    def _rung(self, value: Any, voices: Sequence[Voice]) -> str:
        slip = ", an outlet's slip" if all(v.claim.slip for v in voices) else ""
        return f"{self.value(value)}, {self.who(voices)}{slip}"

    def publishers(self, voices: Iterable[Voice]) -> str:
        """The outlets that carry voices, each once."""
        return listed(list(dict.fromkeys(self.outlet(v.claim.source) for v in voices)))

    def outlet(self, source: str) -> str:
        """A report's publisher, without where it was read."""
        return self.sources[source].publisher.split(" (")[0]
