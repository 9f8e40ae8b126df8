"""What every section of a page is built from: one incident, its records, findings and names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import msgspec

from deconflict.page.facts import ClaimView
from deconflict.reconcile import names, origins
from deconflict.reconcile.findings import Finding, reconcile
from deconflict.records.incident import Incident
from deconflict.records.load import Records
from deconflict.records.source import Source
from deconflict.world import World


class Frame(msgspec.Struct, frozen=True, dict=True, eq=False):
    """One incident with everything found about it; ``parties`` are those that are heard or named, in order."""

    records: Records
    incident: Incident
    sources: Mapping[str, Source]
    findings: Mapping[str, Finding]
    names: names.Names
    parties: tuple[str, ...]

    @property
    def world(self) -> World:
        """The incident's world."""
        return self.incident.world

    def tone(self, party: str | None) -> str:
        """The colour of a party: ``side-1`` and so on in the order of parties, ``none`` without one."""
        return f"side-{self.parties.index(party) + 1}" if party in self.parties else "none"

    @cached_property
    def claims(self) -> dict[tuple[str, str], ClaimView]:
        """The claims that were shown so far, by id and by why they were left out: each stands in several sections."""
        return {}

    @cached_property
    def party_of_origin(self) -> Mapping[str, str | None]:
        """The party that each organisation belongs to."""
        return origins.parties(self.incident, self.sources.values())


def make(records: Records, incident: Incident) -> Frame:
    """Reconcile an incident and set the frame for its page."""
    return Frame(
        records=records,
        incident=incident,
        sources={s.key: s for s in records.of(incident.key)},
        findings=reconcile(records, incident),
        names=names.of(records, incident),
        parties=tuple(dict.fromkeys(incident.party_of.values())),
    )
