"""Likeness: quotes as lists of folded words, and in what two of them differ.

Folded away is what no reader would call another word: case, accents, punctuation and hyphens, British or American
spelling, numbers in words or digits. A mark of omission (``…``) stays, as the one sign that an outlet itself left
words out: where a fragment begins and ends says nothing, for the records' quotes are cut by their editors.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal

import msgspec

from deconflict import catalogue
from deconflict.theatre.folding import fold as fold_name
from deconflict.values.day import MONTHS, WEEKDAYS
from deconflict.values.numerals import NOUNS, numerals
from deconflict.world import World

Likeness = Literal["same", "trimmed", "altered"]

#: A mark of omission, as a folded word.
GAP = "…"
#: Two wordings are of one saying if they share a run of this many words …
RUN = 3
#: … with this many telling words in it, or this many telling words and this share of them.
TELLING = 2
SHARE = 0.6

Span = tuple[int, int]


class Words(msgspec.Struct, frozen=True, dict=True):
    """A quote's words as ``shown``, its folded ``keys``, the span of shown words behind each, telling and small keys.

    Telling words are not small and are no numbers and no names of aircraft, places, actors, units or days: such words
    stand in any report of the incident.
    """

    shown: tuple[str, ...]
    keys: tuple[str, ...]
    spans: tuple[Span, ...]
    telling: frozenset[str]
    small: frozenset[str]

    @cached_property
    def doubles(self) -> frozenset[str]:
        """Neighbours written as one word."""
        return frozenset(a + b for a, b in pairwise(self.keys))


class Piece(msgspec.Struct, frozen=True):
    """A stretch of a wording; ``changed`` ones stand ``instead`` of other words (either may be empty)."""

    text: str
    changed: bool = False
    instead: str = ""


def fold(text: str, language: str, world: World) -> Words:
    """Fold a quote in a language (ISO 639-1)."""
    return _lexicon(world, language).words(text)


def linked(said: Words, other: Words, *, retold: bool = False) -> bool:
    """Whether two wordings are of one saying; a ``retold`` other must hold no telling words but those said.

    A wording with fewer than two telling words is of no saying: anyone may have said it.
    """
    if min(len(said.telling), len(other.telling)) < TELLING:
        return False
    said, other = level(said, other), level(other, said)
    shared = said.telling & other.telling
    if len(shared) < TELLING:
        return False
    if any(n >= RUN and len(shared.intersection(said.keys[i : i + n])) >= TELLING for i, n in _runs(said, other)):
        return True
    fewer = min(len(said.telling), len(other.telling))
    if len(shared) == fewer and not retold:
        return True
    # Where not all are shared they must come in one order, or the sentence is another.
    enough = len(other.telling) if retold else SHARE * fewer
    return _in_order([k for k in said.keys if k in shared], [k for k in other.keys if k in shared]) >= enough


def bare(words: Words) -> Words:
    """Take small words off the beginning, where they belong to the sentence of an outlet that retells."""
    start = next((n for n, key in enumerate(words.keys) if key not in words.small), 0)
    return msgspec.structs.replace(words, keys=words.keys[start:], spans=words.spans[start:]) if start else words


def nearness(said: Words, other: Words) -> int:
    """How many words two wordings share."""
    said, other = level(said, other), level(other, said)
    return sum((Counter(said.keys) & Counter(other.keys)).values())


def compare(first: Words, second: Words) -> Likeness:
    """Say how two wordings of one saying differ: not at all as far as both go, by a mark of omission, or in words."""
    one, two = level(first, second), level(second, first)
    if one.keys == two.keys:
        return "same"
    a, b = _Ends.of(one.keys), _Ends.of(two.keys)
    shifts = list(_laid(a.keys, b.keys, one.telling & two.telling))
    if not shifts:
        return "trimmed" if _omits(one.keys, two.keys) or _omits(two.keys, one.keys) else "altered"
    return "trimmed" if all(_beyond_a_mark(a, b, shift) for shift in shifts) else "same"


def pieces(base: Words, variant: Words) -> tuple[Piece, ...]:
    """Cut a variant where its words differ from the base's, words beyond the ends of either left alone."""
    a, b = level(base, variant), level(variant, base)
    edits = list(_edits(a, b))
    inside = {n: edit for edit in edits for n in range(*edit[1])}
    before = {new[0]: old for old, new in edits if new[0] == new[1]}
    found: list[Piece] = []
    n = 0
    while n <= len(b.shown):
        if n in before:
            found.append(Piece("", changed=True, instead=" ".join(a.shown[slice(*before[n])])))
        if n in inside:
            old, new = inside[n]
            found.append(Piece(" ".join(b.shown[slice(*new)]), changed=True, instead=" ".join(a.shown[slice(*old)])))
            n = new[1]
        elif n == len(b.shown):
            break
        else:
            end = next((m for m in range(n + 1, len(b.shown)) if m in inside or m in before), len(b.shown))
            found.append(Piece(" ".join(b.shown[n:end])))
            n = end
    return tuple(found)


def level(words: Words, other: Words) -> Words:
    """Write two words as one where either wording does somewhere (``mid air``, ``midair``)."""
    if words.doubles.isdisjoint(words.keys) and words.doubles.isdisjoint(other.keys):
        return words
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
    telling = words.telling.intersection(keys) | other.telling.intersection(keys)
    return Words(words.shown, tuple(keys), tuple(spans), telling, words.small)


class _Lexicon:
    """What one language's words fold to in one world; remembers every word that it has seen."""

    def __init__(self, world: World, language: str) -> None:
        tables = catalogue.load()
        self.small = frozenset(map(fold_name, tables["small"].get(language, ())))
        self.named = _named(world)
        self.places = {
            tuple(_tokens(name)): place.id for place in world.places.values() for name in (*place.also, place.name)
        }
        self.placed = _by_first(filter(None, self.places))
        self.numbers = {
            fold_name(word): str(n)
            for word, n in numerals(world.root).items()
            if word not in NOUNS and fold_name(word) not in self.small
        }
        self.spellings: tuple[tuple[re.Pattern[str], str], ...] = tuple(
            (re.compile(pattern), by) for pattern, by in tables["spellings"].get(language, ())
        )
        self.seen: dict[str, tuple[str, ...]] = {}
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
                if keys and f"{keys[-1]} {key}" in self.numbers:
                    keys[-1], spans[-1] = f"{keys[-1]} {key}", (spans[-1][0], n + 1)
                elif key != GAP or not keys or keys[-1] != GAP:
                    keys.append(key)
                    spans.append((n, n + 1))
        telling = self._telling(tuple(keys))
        self._name_places(keys, spans)
        folded = tuple(self.numbers.get(key, key) for key in keys)
        return Words(shown, folded, tuple(spans), telling, self.small.intersection(folded))

    def _name_places(self, keys: list[str], spans: list[Span]) -> None:
        """Put a place's id where one of its names stands, however it is spelled."""
        n = 0
        while n < len(keys):
            for name in sorted(self.placed.get(keys[n], ()), key=lambda name: (-len(name), name)):
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
        return frozenset(
            k for n, k in enumerate(keys)
            if n not in named and len(k) > 1 and k.isalpha() and k not in self.small and k not in self.numbers
        )  # fmt: skip

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


def _tokens(text: str) -> list[str]:
    found = ("".join(pair) for pair in _TOKEN.findall(fold_name(text)))
    return ["percent" if t == "%" else _THOUSANDS.sub("", t) for t in found]


@lru_cache(maxsize=64)
def _lexicon(world: World, language: str) -> _Lexicon:
    return _Lexicon(world, language)


@lru_cache(maxsize=16)
def _named(world: World) -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Folded names that tell nothing, with their plurals, by their first word."""
    return _by_first(
        form
        for name in filter(None, map(_tokens, set(_names(world))))
        for form in (tuple(name), (*name[:-1], name[-1] + "s"))
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


def _by_first(names: Iterable[tuple[str, ...]]) -> Mapping[str, frozenset[tuple[str, ...]]]:
    """Names by their first word."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        found.setdefault(name[0], set()).add(name)
    return {first: frozenset(of) for first, of in found.items()}


def _in_order(a: list[str], b: list[str]) -> int:
    """How many words of two lists can be paired in the order of both (the longest common subsequence)."""
    best = [0] * (len(b) + 1)
    for word in a:
        row = [0]
        for n, other in enumerate(b):
            row.append(best[n] + 1 if word == other else max(best[n + 1], row[n]))
        best = row
    return best[-1]


def _runs(a: Words, b: Words) -> Iterator[Span]:
    """Where runs of shared words begin in ``a``, and how long they are: the longest from each place."""
    for i in range(len(a.keys)):
        for k in range(len(b.keys)):
            n = 0
            while i + n < len(a.keys) and k + n < len(b.keys) and a.keys[i + n] == b.keys[k + n]:
                n += 1
            if n:
                yield i, n


class _Ends(msgspec.Struct, frozen=True):
    """Folded words without marks of omission at their ends, and whether there were any."""

    keys: tuple[str, ...]
    before: bool
    after: bool

    @classmethod
    def of(cls, keys: tuple[str, ...]) -> _Ends:
        """Take the marks off."""
        start, end = keys[:1] == (GAP,), keys[-1:] == (GAP,)
        return cls(keys[start : len(keys) - end], start, end)


def _laid(a: tuple[str, ...], b: tuple[str, ...], shared: frozenset[str]) -> Iterator[int]:
    """Where in ``a`` to lay ``b`` so that they agree wherever both have words: one in the other, or end on start."""
    for shift in range(1 - len(b), len(a)):
        start, end = max(shift, 0), min(shift + len(b), len(a))
        common = a[start:end]
        if common == b[start - shift : end - shift]:
            whole = len(common) in (len(a), len(b))
            if whole or len(shared.intersection(common)) >= TELLING:
                yield shift


def _beyond_a_mark(a: _Ends, b: _Ends, shift: int) -> bool:
    """Whether one has words where the other has a mark of omission at that end."""
    before, after = shift, len(a.keys) - shift - len(b.keys)  # how far a reaches beyond b; below zero, b beyond a
    omitted = ((a.before, -before), (a.after, -after), (b.before, before), (b.after, after))
    return any(marked and beyond > 0 for marked, beyond in omitted)


def _omits(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether ``a`` reads as ``b`` with words left out where it has its marks of omission."""
    if GAP not in a:
        return False
    whole = tuple(k for k in b if k != GAP)
    parts = _split(a)
    place = 0
    for n, part in enumerate(parts):
        found = [
            at for at in range(place, len(whole) + 1 - len(part)) if whole[at : at + len(part)] == part
        ] or _overhang(part, whole, place, first=n == 0, last=n == len(parts) - 1)
        if not found:
            return False
        place = found[0] + len(part)
    return True


def _overhang(part: tuple[str, ...], whole: tuple[str, ...], place: int, *, first: bool, last: bool) -> list[int]:
    """Where an outer part fits that reaches beyond the end of the whole."""
    if first:
        return [n - len(part) for n in range(len(part) - 1, 0, -1) if part[-n:] == whole[:n]]
    if last:
        return [len(whole) - n for n in range(len(part) - 1, 0, -1) if part[:n] == whole[max(place, len(whole) - n) :]]
    return []


def _split(keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    parts: list[list[str]] = [[]]
    for key in keys:
        if key == GAP:
            parts.append([])
        else:
            parts[-1].append(key)
    return [tuple(part) for part in parts if part]


def _edits(a: Words, b: Words) -> Iterator[tuple[Span, Span]]:
    """Which shown words of ``a`` stand as which of ``b``, where they differ."""
    steps = SequenceMatcher(None, a.keys, b.keys, autojunk=False).get_opcodes()
    for n, (tag, i, j, k, m) in enumerate(steps):
        if tag == "equal":
            continue
        old, new = _shown(a, i, j), _shown(b, k, m)
        # At the ends only as many words can be held against each other as both have there.
        both = min(old[1] - old[0], new[1] - new[0])
        if n == 0:
            old, new = (old[1] - both, old[1]), (new[1] - both, new[1])
        elif n == len(steps) - 1:
            old, new = (old[0], old[0] + both), (new[0], new[0] + both)
        if old[0] < old[1] or new[0] < new[1]:
            yield old, new


def _shown(words: Words, start: int, end: int) -> Span:
    """The shown words behind keys start to end."""
    if start < end:
        return words.spans[start][0], words.spans[end - 1][1]
    place = words.spans[start][0] if start < len(words.spans) else len(words.shown)
    return place, place
