"""Numbers in words, as a grammar's alternatives."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from deconflict.values.base import key
from deconflict.world import World


@lru_cache(maxsize=16)
def numerals(world: World) -> Mapping[str, int]:
    """The catalogue's number words, and those made of a ten and a one (``forty-five``)."""
    plain = {key(word): number for word, number in world.numbers.items()}
    single = {word: n for word, n in plain.items() if " " not in word}
    tens = {word: n for word, n in single.items() if n in range(20, 100, 10)}
    ones = {word: n for word, n in single.items() if n in range(1, 10) and len(word) > 2 and word not in NOUNS}
    return {f"{t}{join}{o}": tens[t] + ones[o] for t in tens for o in ones for join in "- "} | plain


#: Words for a number that do not join with a ten.
NOUNS = ("pair", "single")
