"""Heard: the reviewed claims of one incident, with whom each gives the word and in which language."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from deconflict import catalogue
from deconflict.records import people
from deconflict.records.incident import Incident
from deconflict.records.load import Records
from deconflict.records.source import OUTLET, Claim
from deconflict.values.code import Code

#: Types whose values are figures and names: compared as values, never as words.
FIGURES = ("date", "place", "quantity", "count_of_type")


class Heard:
    """Claims in order of their sources' keys: ``quotes`` are compared as words, ``figures`` as values."""

    def __init__(self, records: Records, incident: Incident) -> None:
        """Take the reviewed claims of an incident's sources, those left out that answer with an open code."""
        self.world = incident.world
        sources = sorted(records.of(incident.key), key=attrgetter("key"))
        self._ids: dict[str, str | None] = {**people.ids(sources), OUTLET: None}
        translated = catalogue.load()["translated"]
        #: The language of each source; ``None`` for a translation, whose words nobody said.
        self.languages = {s.key: None if s.kind in translated else s.language for s in sources}
        self.quotes: list[Claim] = []
        self.figures: list[Claim] = []
        figures = {name for name, fact in self.world.facts.items() if fact.type in FIGURES}
        for claim in (c for source in sources for c in source.claims if c.reviewed):
            if claim.fact in figures:
                self.figures.append(claim)
            elif claim.quote is not None and not self._open(claim):
                self.quotes.append(claim)

    def _open(self, claim: Claim) -> bool:
        return isinstance(claim.value, Code) and bool(self.world.facts[claim.fact].open.intersection(claim.value.ids))

    def speaker(self, claim: Claim) -> str | None:
        """Who is given the word: a person or office by id, ``None`` for the outlet itself."""
        return self._ids[claim.speaker.id]


def reports(claims: Iterable[Claim]) -> int:
    """How many reports claims stand in."""
    return len({c.source for c in claims})


def ordered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims by source and id."""
    return tuple(sorted(claims, key=_PLACE))


_PLACE = attrgetter("source", "id")
