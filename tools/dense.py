"""Dense incidents for measurements, in memory: every source answers every slot, with claims like the real ones."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec

from deconflict.records.incident import Incident
from deconflict.records.load import Records
from deconflict.records.source import Claim, Source, claim_id

#: A dense incident has so many sources, each with a claim on so many slots.
SOURCES, SLOTS = 50, 40


def incidents(records: Records, number: int, seed: int = 0) -> Iterator[tuple[Records, Incident]]:
    """Make incidents, one at a time; same records and seed, same incidents."""
    rng = random.Random(seed)
    by_slot: dict[str, list[Claim]] = {}
    for source in records.sources.values():
        for claim in source.claims:
            by_slot.setdefault(claim.slot, []).append(claim)
    slots = sorted(by_slot, key=lambda slot: (-len(by_slot[slot]), slot))[:SLOTS]
    first = next(iter(records.incidents.values()))
    acts = {name: act for incident in records.incidents.values() for name, act in incident.acts.items()}
    template = next(iter(records.sources.values()))
    for nth in range(number):
        key = f"dense-{nth}"
        sources = {}
        for n in range(SOURCES):
            name = f"{key}-{n}"
            claims = tuple(_claim(rng.choice(by_slot[slot]), name) for slot in slots)
            speakers = tuple({claim.speaker.id: claim.speaker for claim in claims}.values())
            sources[name] = msgspec.structs.replace(
                template,
                key=name,
                publisher=f"Paper {n}",
                incident=key,
                copy_of=None,
                speakers=speakers,
                claims=claims,
            )
        yield _records(records, sources), msgspec.structs.replace(first, key=key, acts=acts)


def _claim(claim: Claim, source: str) -> Claim:
    made = claim_id(source, claim.slot, claim.stance, claim.speaker.id, 1)
    return msgspec.structs.replace(claim, id=made, source=source, revises=None)


def _records(records: Records, sources: dict[str, Source]) -> Records:
    return msgspec.structs.replace(records, sources=sources)
