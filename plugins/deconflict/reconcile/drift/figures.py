"""Figures: dates, places, amounts and counts of one act, compared as values.

A figure in an outlet's own voice is the outlet's: it is nobody's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from deconflict.reconcile.drift.heard import Heard, ordered, reports
from deconflict.reconcile.drift.saying import Saying, Variant, credited
from deconflict.records.source import Claim
from deconflict.values import TYPES
from deconflict.values.count import Count
from deconflict.values.quantity import Quantity


def find(heard: Heard) -> Iterator[Saying]:
    """Find a saying for each slot of an act, for counts one for each type that is counted."""
    by_slot: dict[tuple[str, str], dict[Any, list[Claim]]] = {}
    for claim in heard.figures:
        if not claim.denied and heard.speaker(claim) is not None:
            by_slot.setdefault((claim.act, claim.slot), {}).setdefault(claim.value, []).append(claim)
    for (act, slot), by_value in by_slot.items():
        by_item: dict[str, dict[Any, list[Claim]]] = {}
        for value, claims in by_value.items():
            by_item.setdefault(_counted(value), {})[value] = claims
        for values in by_item.values():
            if reports(chain.from_iterable(values.values())) > 1:
                yield _saying(act, slot, values, heard)


def _saying(act: str, slot: str, values: Mapping[Any, list[Claim]], heard: Heard) -> Saying:
    fact = heard.world.facts[slot.partition("/")[0]]
    kind = TYPES[fact.type]
    alike: dict[tuple[object, ...], list[Claim]] = {}
    by_speaker: dict[str | None, list[Claim]] = {}
    for value, claims in values.items():
        alike.setdefault(_stated(value) or (kind.label(value),), []).extend(claims)
        for claim in claims:
            by_speaker.setdefault(heard.speaker(claim), []).append(claim)
    variants = tuple(
        Variant(
            kind="altered" if n else "same",
            text=kind.words(claims[0].value, fact, heard.world),
            pieces=(),
            claims=ordered(claims),
        )
        for n, claims in enumerate(sorted(alike.values(), key=lambda of: (*_weight(of), kind.label(of[0].value))))
    )
    return Saying(
        act=act,
        slot=slot,
        language=None,
        base=variants[0].text,
        personal=fact.type == "quantity",
        variants=variants,
        credits=credited(by_speaker),
    )


def _weight(claims: Sequence[Claim]) -> tuple[int, int]:
    """More reports before fewer, more direct claims before fewer."""
    return -reports(claims), -sum(c.stance != "reports" for c in claims)


def _counted(value: Any) -> str:
    """What a count counts; empty for all other values."""
    return "&".join(item.type for item in value.items) if isinstance(value, Count) else ""


def _stated(value: object) -> tuple[object, ...]:
    """What makes two amounts the same whatever unit they are written in: the figures, the hedge, the vague word."""
    if not isinstance(value, Quantity):
        return ()
    return (*(round(n, 6) for n in value.nominal), value.hedge, value.vague)
