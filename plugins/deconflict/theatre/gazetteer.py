"""Finding the theatre's places, airfields and provinces by any of their names.

How names vary in text is data, ``names`` in a theatre's index.json:

``articles``    words that stand for one another before another word ("al", "el", "ar")
``cautious``    those of them that are also words of running text: not part of a name when they stand in small
                letters with a space after them ("at", "as")
``joined``      what may be written together with a name that follows ("b-", "wa-" in Arabic)
``contracted``  an article written together with its name -> what it becomes after a joined preposition
``patterns``    layer -> phrases with ``{}`` for the name ("{} province", "province of {}")
``ignore``      names that are also common words: looked up by name, never found in running text
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import ahocorasick
import msgspec

from deconflict.theatre import Feature, Names, Theatre
from deconflict.theatre.folding import Folded, fold, fold_text

# Best first among features that share a name and a rank.
LAYERS = ("places", "airfields", "governorates")
CODES = ("icao", "ident")
OWN = "vocabulary"


class Match(msgspec.Struct, frozen=True):
    """A name in a text, from ``start`` to ``end`` in code points, with what it can mean, best first."""

    start: int
    end: int
    text: str
    features: tuple[Feature, ...]


class Gazetteer(msgspec.Struct, frozen=True, eq=False):
    """Folded names and what they stand for; made by ``build``."""

    names: Names
    entries: Mapping[str, tuple[Feature, ...]]
    codes: frozenset[str]
    automaton: ahocorasick.Automaton

    @classmethod
    def build(cls, theatre: Theatre, extra: Mapping[str, Iterable[str]] | None = None) -> Gazetteer:
        """Index a theatre's names, with more aliases by key.

        A key that is a feature's id adds names to that feature; any other key becomes a feature of the layer
        "vocabulary", without an outline, that comes before the theatre's own.
        """
        names = theatre.names
        entries = _entries(theatre, extra or {})
        ignored = {fold(name, names.articles) for name in names.ignore}
        automaton = ahocorasick.Automaton()
        for alias in sorted(entries.keys() - ignored):
            automaton.add_word(alias, (len(alias), alias))
            for whole, short in names.contracted.items():
                if alias.startswith(whole):
                    form = short + alias.removeprefix(whole)
                    automaton.add_word(form, (len(form), alias))
        automaton.make_automaton()
        codes = {fold(code, names.articles) for f in theatre.layer("airfields") for code in _codes(f)}
        return cls(names, entries, frozenset(codes), automaton)

    def lookup(self, name: str) -> tuple[Feature, ...]:
        """Return what a name stands for, best rank first; a leading article more or less does not matter."""
        alias = fold(name, self.names.articles)
        if alias in self.entries:
            return self.entries[alias]
        for article in (*(f"{word} " for word in self.names.articles[:1]), *self.names.contracted):
            for form in (alias.removeprefix(article), article + alias):
                if form in self.entries:
                    return self.entries[form]
        return ()

    def find(self, text: str) -> Iterator[Match]:
        """Find names in running text: whole words only, the longest of those that overlap, in order."""
        folded = fold_text(text, self.names.articles)
        if not folded.text or not len(self.automaton):
            return
        found = ((last + 1 - length, last + 1, alias) for last, (length, alias) in self.automaton.iter(folded.text))
        spans = [span for span in found if self._fits(folded, *span)]
        covered = bytearray(len(folded.text))
        longest = []
        for start, end, alias in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
            if not any(covered[start:end]):
                covered[start:end] = bytes([1]) * (end - start)
                longest.append((start, end, alias))
        for start, end, alias in sorted(longest):
            first, last = folded.span(start, end)
            yield Match(first, last, text[first:last], self.entries[alias])

    def _fits(self, folded: Folded, start: int, end: int, alias: str) -> bool:
        text = folded.text
        if end < len(text) and text[end].isalnum() and end not in folded.gaps:
            return False
        word = start
        while word and text[word - 1].isalnum() and word not in folded.gaps:
            word -= 1
        if word < start and text[word:start] not in self.names.joined:
            return False
        first, last = folded.span(start, end)
        written = folded.source[first:last]
        if alias in self.codes and not written.isupper():
            return False
        opening = _FIRST_WORD.match(written)
        return not (opening and opening[1] in self.names.cautious)


_FIRST_WORD = re.compile(r"(\w+)\s")


class _Claims:
    """Which features each folded name can mean, while the names are being gathered."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self.found: dict[str, dict[str, Feature]] = {}

    def fold(self, name: str) -> str:
        return fold(name, self.theatre.names.articles)

    def add(self, alias: str, feature: Feature) -> None:
        if len(alias) > 1:
            self.found.setdefault(alias, {})[feature.id] = feature

    def add_names(self) -> None:
        for layer in LAYERS[:2]:
            for feature in self.theatre.layer(layer):
                for name in (*_given(feature), *_codes(feature)):
                    self.add(self.fold(name), feature)

    def add_phrases(self, layer: str, patterns: Iterable[str]) -> None:
        phrases = sorted({self.fold(pattern) for pattern in patterns})
        readings = [re.compile(re.escape(phrase).replace(r"\{\}", "(.+)")) for phrase in phrases]
        seats = {place.id: place for place in self.theatre.layer("places")}
        for feature in self.theatre.layer(layer):
            stems = set()
            for alias in map(self.fold, _given(feature)):
                stems |= {match[1] for reading in readings if (match := reading.fullmatch(alias))} or {alias}
            if seat := seats.get(str(feature.properties.get("seat"))):
                stems |= set(map(self.fold, _given(seat)))
            for stem in stems:
                for phrase in phrases:
                    self.add(phrase.replace("{}", stem), feature)

    def add_provinces(self) -> None:
        """Add the bare names that no town or airfield has: there, the bare name is the town."""
        for feature in self.theatre.layer(LAYERS[2]):
            for alias in map(self.fold, _given(feature)):
                if alias not in self.found:
                    self.add(alias, feature)

    def add_extra(self, extra: Mapping[str, Iterable[str]]) -> None:
        known = {feature.id: feature for features in self.theatre.layers.values() for feature in features}
        for key, aliases in sorted(extra.items()):
            named = tuple(aliases)
            feature = known.get(key) or Feature(key, OWN, {"name": named[0] if named else key}, None)
            for name in named:
                self.add(self.fold(name), feature)


def _entries(theatre: Theatre, extra: Mapping[str, Iterable[str]]) -> dict[str, tuple[Feature, ...]]:
    claims = _Claims(theatre)
    claims.add_names()
    for layer, patterns in theatre.names.patterns.items():
        claims.add_phrases(layer, patterns)
    claims.add_provinces()
    claims.add_extra(extra)
    return {
        alias: tuple(sorted(found.values(), key=_order)) if len(found) > 1 else tuple(found.values())
        for alias, found in claims.found.items()
    }


def _order(feature: Feature) -> tuple[bool, int, int, int, str]:
    rank, population = feature.properties.get("rank"), feature.properties.get("population")
    return (
        feature.layer != OWN,
        rank if isinstance(rank, int) else 3,
        LAYERS.index(feature.layer) if feature.layer in LAYERS else len(LAYERS),
        -population if isinstance(population, int) else 0,
        feature.id,
    )


def _given(feature: Feature) -> Iterator[str]:
    aliases = feature.properties.get("aliases")
    for name in (
        feature.properties.get("name"),
        feature.properties.get("name_ar"),
        *(aliases if isinstance(aliases, list) else ()),
    ):
        if isinstance(name, str):
            yield name
            if " / " in name:
                yield from name.split(" / ")


def _codes(feature: Feature) -> tuple[str, ...]:
    return tuple(code for key in CODES if isinstance(code := feature.properties.get(key), str))
