"""Words: a quote as a list of folded words, each with the shown words that it stands for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise

import msgspec

#: A mark of omission, as a folded word.
GAP = "…"

Span = tuple[int, int]


class Words(msgspec.Struct, frozen=True, dict=True):
    """A quote's words as ``shown``, its folded ``keys``, the span of shown words behind each, telling and small keys.

    Telling words are not small and are no numbers and no names of aircraft, places, actors, units or days: such words
    stand in any report of the incident. ``doubles`` are neighbours written as one word.
    """

    shown: tuple[str, ...]
    keys: tuple[str, ...]
    spans: tuple[Span, ...]
    telling: frozenset[str]
    small: frozenset[str]
    doubles: frozenset[str]

    @classmethod
    def of(
        cls,
        shown: tuple[str, ...],
        keys: tuple[str, ...],
        spans: tuple[Span, ...],
        telling: frozenset[str],
        small: frozenset[str],
    ) -> Words:
        """Make a wording of its folded words."""
        return cls(shown, keys, spans, telling, small, frozenset([a + b for a, b in pairwise(keys)]))

    @cached_property
    def triples(self) -> frozenset[tuple[str, str, str]]:
        """Each three words in a row."""
        return frozenset(zip(self.keys, self.keys[1:], self.keys[2:], strict=False))

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each word stands there."""
        return Counter(self.keys)


def level(one: Words, other: Words) -> tuple[Words, Words]:
    """Write two words as one in both wordings where either does somewhere (``mid air``, ``midair``)."""
    both = one.keys + other.keys
    if one.doubles.isdisjoint(both) and other.doubles.isdisjoint(both):
        return one, other
    return _fused(one, other), _fused(other, one)


def _fused(words: Words, other: Words) -> Words:
    known = {*words.keys, *other.keys}
    joined = [n for n in range(len(words.keys) - 1) if words.keys[n] + words.keys[n + 1] in known]
    keys: list[str] = []
    spans: list[Span] = []
    n = 0
    while n < len(words.keys):
        step = 2 if n in joined else 1
        keys.append("".join(words.keys[n : n + step]))
        spans.append((words.spans[n][0], words.spans[n + step - 1][1]))
        n += step
    fused = {words.keys[n] + words.keys[n + 1] for n in joined}
    telling = words.telling.intersection(keys) | other.telling.intersection(keys, fused)
    return Words.of(words.shown, tuple(keys), tuple(spans), telling, words.small)


def bare(words: Words) -> Words:
    """Take small words off the beginning, where they belong to the sentence of an outlet that retells."""
    start = next((n for n, key in enumerate(words.keys) if key not in words.small), 0)
    if not start:
        return words
    return Words.of(words.shown, words.keys[start:], words.spans[start:], words.telling, words.small)
