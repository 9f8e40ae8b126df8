"""Lexicon: what the words of one language fold to in one world.

Folded away is what no reader would call another word: case, accents, punctuation and hyphens, British or American
spelling, numbers in words or digits. A mark of omission (``…``) stays, as the one sign that an outlet itself left
words out: where a fragment begins and ends says nothing, for the records' quotes are cut by their editors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from deconflict import catalogue
from deconflict.reconcile.drift.words import GAP, Span, Words
from deconflict.theatre.folding import fold as fold_name
from deconflict.values.day import MONTHS, WEEKDAYS
from deconflict.values.numerals import NOUNS, numerals
from deconflict.world import World


def fold(text: str, language: str, world: World) -> Words:
    """Fold a quote in a language (ISO 639-1)."""
    return _lexicon(world, language).words(text)


class _Lexicon:
    """What one language's words fold to in one world; remembers every word that it has seen."""

    def __init__(self, world: World, language: str) -> None:
        tables = catalogue.load()
        self.small = frozenset(map(fold_name, tables["small"].get(language, ())))
        self.named = _named(world)
        self.places = {_tokens(name): place.id for place in world.places.values() for name in (*place.also, place.name)}
        self.placed = _by_first(filter(None, self.places))
        self.numbers = {
            fold_name(word): str(n)
            for word, n in numerals(world.root).items()
            if word not in NOUNS and fold_name(word) not in self.small
        }
        self.spellings: tuple[tuple[re.Pattern[str], str], ...] = tuple(
            (re.compile(pattern), by) for pattern, by in tables["spellings"].get(language, ())
        )
        #: Ends of numbers of several words.
        self.ends = frozenset(name.rpartition(" ")[2] for name in self.numbers if " " in name)
        self.seen: dict[str, tuple[str, ...]] = {}
        self.plain: dict[str, bool] = {}
        self.known: dict[str, Words] = {}

    def words(self, text: str) -> Words:
        """Fold a text, or remember it."""
        if text not in self.known:
            self.known[text] = self._words(tuple(text.split()))
        return self.known[text]

    def _words(self, shown: tuple[str, ...]) -> Words:
        keys: list[str] = []
        spans: list[Span] = []
        for n, word in enumerate(shown):
            if word not in self.seen:
                self.seen[word] = tuple(self._keys(word))
            for key in self.seen[word]:
                if key in self.ends and keys and f"{keys[-1]} {key}" in self.numbers:
                    keys[-1], spans[-1] = f"{keys[-1]} {key}", (spans[-1][0], n + 1)
                elif key != GAP or not keys or keys[-1] != GAP:
                    keys.append(key)
                    spans.append((n, n + 1))
        telling = self._telling(tuple(keys))
        self._name_places(keys, spans)
        folded = tuple(self.numbers.get(key, key) for key in keys)
        return Words.of(shown, folded, tuple(spans), telling, self.small.intersection(folded))

    def _name_places(self, keys: list[str], spans: list[Span]) -> None:
        """Put a place's id where one of its names stands, however it is spelled."""
        if self.placed.keys().isdisjoint(keys):
            return
        n = 0
        while n < len(keys):
            for name in self.placed.get(keys[n], ()):
                end = n + len(name)
                if tuple(keys[n:end]) == name:
                    keys[n:end], spans[n:end] = [self.places[name]], [(spans[n][0], spans[end - 1][1])]
                    break
            n += 1

    def _telling(self, keys: tuple[str, ...]) -> frozenset[str]:
        named: set[int] = set()
        for n, key in enumerate(keys):
            for name in self.named.get(key, ()):
                if keys[n : n + len(name)] == name:
                    named.update(range(n, n + len(name)))
        return frozenset([k for n, k in enumerate(keys) if n not in named and self._is_plain(k)])

    def _is_plain(self, key: str) -> bool:
        """Whether a word tells something unless it is part of a name."""
        if key not in self.plain:
            word = len(key) > 1 and key.isalpha()
            self.plain[key] = word and key not in self.small and key not in self.numbers
        return self.plain[key]

    def _keys(self, word: str) -> Iterator[str]:
        for part in _OMISSION.split(word):
            if _OMISSION.fullmatch(part) or word == ".":
                yield GAP
            else:
                yield from map(self._spelled, _tokens(part))

    def _spelled(self, token: str) -> str:
        for pattern, by in self.spellings:
            if pattern.fullmatch(token):
                return pattern.sub(by, token)
        return token


_OMISSION = re.compile(r"(\[?(?:…|\.{2,})\]?)")
# A plural s after figures is dropped: Su-25s are Su-25.
_TOKEN = re.compile(r"(\d+(?:[.,]\d+)*)s?(?![^\W\d_])|(\d+(?:[.,]\d+)*|[^\W\d_]+|%)")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[str, ...]:
    found = ("".join(pair) for pair in _TOKEN.findall(fold_name(text)))
    return tuple(["percent" if t == "%" else _THOUSANDS.sub("", t) for t in found])


@lru_cache(maxsize=64)
def _lexicon(world: World, language: str) -> _Lexicon:
    return _Lexicon(world, language)


@lru_cache(maxsize=16)
def _named(world: World) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Folded names that tell nothing, with their plurals, by their first word."""
    return _by_first(
        form for name in filter(None, map(_tokens, set(_names(world)))) for form in (name, (*name[:-1], name[-1] + "s"))
    )


def _names(world: World) -> Iterator[str]:
    """All that the world calls aircraft, places, actors, units and amounts, and the calendar's names."""
    for kind in world.aircraft.values():
        yield from (kind.label, kind.plural, *kind.also)
    for place in world.places.values():
        yield from (place.name, *place.also)
    for actor in world.actors.values():
        yield from (actor.name, actor.short, actor.adjective, *actor.also)
    for unit in world.units.values():
        yield from (unit.one, unit.many, *unit.also)
    for hedge in world.hedges.values():
        yield from (hedge.words, *hedge.also)
    for vague in world.vagues.values():
        yield from (vague.words, *vague.also)
    yield from (*world.numbers, *MONTHS, *WEEKDAYS)


def _by_first(names: Iterable[tuple[str, ...]]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Names by their first word, longer ones first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for name in sorted(set(names), key=len, reverse=True):
        found.setdefault(name[0], []).append(name)
    return {first: tuple(of) for first, of in found.items()}
