"""Names of parties, organisations and outlets, for sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from deconflict.records.incident import Incident
from deconflict.records.load import Records
from deconflict.records.outlet import OUTLET_PREFIX, publisher_slug
from deconflict.world import Actor


class Names(msgspec.Struct, frozen=True):
    """What to call parties (by id) and origins (by organisation)."""

    actors: Mapping[str, Actor]
    organisations: Mapping[str, str]
    publishers: Mapping[str, str]
    parties: tuple[str, ...]

    def ordered(self, parties: Iterable[str | None]) -> list[str]:
        """Parties in the order of the incident, others left out."""
        wanted = set(parties)
        return [p for p in self.parties if p in wanted]

    def adjective(self, party: str) -> str:
        """As in 'US account'."""
        actor = self.actors.get(party)
        return self.party(party) if actor is None else actor.adjective or actor.short or actor.name

    def party(self, party: str) -> str:
        """A party's short name."""
        actor = self.actors.get(party)
        return party.replace("-", " ").title() if actor is None else actor.short or actor.name

    def mention(self, party: str) -> str:
        """A party's short name as it stands inside a sentence."""
        actor = self.actors.get(party)
        return self.party(party) if actor is None else actor.mention or self.party(party)

    def party_in_full(self, party: str) -> str:
        """A party's name in full."""
        return self.actors[party].name if party in self.actors else self.party(party)

    def account(self, party: str) -> str:
        """Name a party's account, as in 'US account'."""
        return f"{self.adjective(party)} account"

    def origin(self, origin: str) -> str:
        """An organisation's name, or the outlet's."""
        if origin.startswith(OUTLET_PREFIX):
            slug = origin.removeprefix(OUTLET_PREFIX)
            return self.publishers.get(slug, slug.replace("-", " ").title())
        return self.organisations.get(origin, origin.replace("-", " ").title())


def of(records: Records, incident: Incident) -> Names:
    """Collect the names that an incident's sentences use."""
    shown = sorted(s.publisher for s in records.of(incident.key))
    publishers = {publisher_slug(name): name.split(" (")[0] for name in shown}
    parties = tuple(dict.fromkeys(incident.party_of.values()))
    split = {d.into: d.name for d in incident.independence if d.name is not None}
    return Names(incident.world.actors, {**records.organisations, **split}, publishers, parties)


def listed(items: list[str], last: str = "and") -> str:
    """Join as in speech: ``a``, ``a and b``, ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def capital(text: str) -> str:
    """Write the first letter large, past an opening quotation mark."""
    start = next((n for n, c in enumerate(text) if c.isalnum()), 0)
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: ``1 report``, ``2 reports``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
