"""The lexicon: every name and word that the linter looks for, found in one pass over a text.

Names come from an incident's records, words of speech from ``catalogue/prose.yaml``. What stands for a number, a
unit or a date is only noticed here, so that a value type's grammar runs over those sentences alone that need it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any, Literal

import ahocorasick
import msgspec

from deconflict.values.base import level

Kind = Literal[
    "actor", "aircraft", "place", "person", "publisher", "organisation",
    "said", "put", "between", "speakers", "words", "phrases", "pronouns", "own", "open", "passive", "around",
    "told", "code", "unit", "number", "month", "weekday", "counted",
]  # fmt: skip

#: Names of whose letters the case counts: a newspaper, not the sun.
_EXACT = frozenset({"actor", "person", "publisher", "organisation", "month", "weekday"})


class Hit(msgspec.Struct, frozen=True):
    """A word of the lexicon in a text: where, of which kind, and what it stands for."""

    start: int
    end: int
    kind: Kind
    id: str

    def shifted(self, by: int) -> Hit:
        """The same with other offsets."""
        return Hit(self.start + by, self.end + by, self.kind, self.id)


class Lexicon:
    """Words by kind; ``base`` is a lexicon that it goes on from, made once for many."""

    def __init__(self, words: Iterable[tuple[str, Kind, str]], base: Lexicon | None = None) -> None:
        """Index (word, kind, what it stands for)."""
        self.automata: tuple[Any, ...] = () if base is None else base.automata
        table: dict[str, dict[tuple[str, Kind, str], None]] = {}
        for word, kind, meaning in words:
            written = " ".join(level(word).split())
            if written:
                table.setdefault(lower(written), {})[(written, kind, meaning)] = None
        automaton: Any = ahocorasick.Automaton()
        for key, meanings in sorted(table.items()):
            automaton.add_word(key, (len(key), tuple(meanings)))
        automaton.make_automaton()
        if len(automaton):
            self.automata = (*self.automata, automaton)

    def find(self, text: str) -> list[Hit]:
        """Whole words only, in order; of one kind the longest where they overlap."""
        plain = level(text)
        small = lower(plain)
        found = [hit for automaton in self.automata for hit in _all(automaton, plain, small)]
        found.sort(key=_longest_first)
        kept: list[Hit] = []
        kind, start, end = "", 0, 0
        for hit in found:
            if hit.kind != kind or hit.start >= end or (hit.start, hit.end) == (start, end):
                kept.append(hit)
                kind, start, end = hit.kind, hit.start, hit.end
        kept.sort(key=attrgetter("start", "end"))
        return kept


def _all(automaton: Any, text: str, small: str) -> Iterator[Hit]:
    size = len(small)
    for last, (length, meanings) in automaton.iter(small):
        start, end = last + 1 - length, last + 1
        # Whole words only: a word does not go on before it, nor after it.
        if start and small[start].isalnum() and (small[start - 1].isalnum() or small[start - 1] == "-"):
            continue
        if end < size and small[end].isalnum() and (small[last].isalnum() or small[last] == "-"):
            continue
        for written, kind, meaning in meanings:
            if kind not in _EXACT or text[start:end] == written:
                yield Hit(start, end, kind, meaning)


def _longest_first(hit: Hit) -> tuple[str, int, int]:
    return hit.kind, hit.start, -hit.end


def lower(text: str) -> str:
    """Small letters, one code point for one, so that offsets hold."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
