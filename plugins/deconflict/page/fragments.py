"""Fragments: the addresses of facts, claims and reports on an incident's page. They stay when others come and go."""

from __future__ import annotations

from functools import lru_cache

from deconflict.records.source import Claim


@lru_cache(maxsize=1024)
def of_fact(slot: str) -> str:
    """Address a slot's row: ``fact-altitude--su-25``."""
    return f"fact-{_plain(slot)}"


def of_claim(claim: Claim) -> str:
    """Address what a report says on a slot: ``altitude--su-25:tass-2017-12-15``, with ``:2`` for its second there.

    It names what it leads to, and repeats what stands around it: on a page of hundreds it packs into little.
    """
    return _of_claim(claim.slot, claim.source, claim.nth)


def of_source(key: str) -> str:
    """Address a report's entry in the list of sources."""
    return f"source-{key}"


@lru_cache(maxsize=8192)
def _of_claim(slot: str, source: str, nth: int) -> str:
    return f"{_plain(slot)}:{source}" + (f":{nth}" if nth > 1 else "")


def _plain(slot: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in slot.replace("/", "--").lower())
