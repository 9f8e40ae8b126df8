"""Words of speech, as ``catalogue/prose.yaml`` lists them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from deconflict import catalogue


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How English prose attributes, leaves open and counts; the file says what each list is for."""

    language: str
    attribution: Mapping[str, tuple[str, ...]]
    open: tuple[str, ...]
    passive: tuple[str, ...]
    around: tuple[str, ...]
    abbreviations: frozenset[str]
    counted: Mapping[str, tuple[str, ...]]


@cache
def load() -> Words:
    """Read them once."""
    return msgspec.convert(catalogue.load()["prose"], Words)
