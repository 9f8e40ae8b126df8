"""Likeness: which wordings are of one saying."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from deconflict.reconcile.drift.words import Span, Words, level

#: Two wordings are of one saying if they share a run of this many words (one of ``Words.triples``) …
RUN = 3
#: … with this many telling words in it, or this many telling words and this share of them.
TELLING = 2
SHARE = 0.6


def linked(said: Words, other: Words, *, retold: bool = False) -> bool:
    """Whether two wordings are of one saying; a ``retold`` other must hold no telling words but those said.

    A wording with fewer than two telling words is of no saying: anyone may have said it.
    """
    if min(len(said.telling), len(other.telling)) < TELLING:
        return False
    said, other = level(said, other)
    shared = said.telling & other.telling
    if len(shared) < TELLING:
        return False
    fewer = min(len(said.telling), len(other.telling))
    if len(shared) == fewer and not retold:
        return True
    if not said.triples.isdisjoint(other.triples) and any(
        n >= RUN and len(shared.intersection(said.keys[i : i + n])) >= TELLING for i, n in _runs(said, other)
    ):
        return True
    # Where not all are shared they must come in one order, or the sentence is another.
    enough = len(other.telling) if retold else SHARE * fewer
    return len(shared) >= enough and _in_order(*([k for k in w.keys if k in shared] for w in (said, other))) >= enough


def nearness(said: Words, other: Words) -> int:
    """How many words two wordings share."""
    said, other = level(said, other)
    return sum(min(n, other.counts.get(key, 0)) for key, n in said.counts.items())


class Index:
    """Wordings by their words, numbered as they were added: finds those that are linked without trying all."""

    def __init__(self) -> None:
        """Begin with none."""
        self._words: list[Words] = []
        self._telling: dict[str, list[int]] = {}
        self._doubles: dict[str, list[int]] = {}

    def add(self, words: Words) -> None:
        """Add a wording as one that was said."""
        number = len(self._words)
        self._words.append(words)
        for word in words.telling:
            self._telling.setdefault(word, []).append(number)
        for word in words.doubles:
            self._doubles.setdefault(word, []).append(number)

    def linked(self, words: Words, *, retold: bool = False) -> Iterator[int]:
        """The wordings that are of one saying with another, in order."""
        shared = self._shared(words)
        for n in sorted(n for n, number in shared.items() if number >= TELLING):
            if linked(self._words[n], words, retold=retold):
                yield n

    def nearest(self, words: Words, *, retold: bool = False) -> int | None:
        """The one that shares most words among those that are of one saying with another, if any is."""
        found = list(self.linked(words, retold=retold))
        if len(found) < 2:
            return found[0] if found else None
        return min(found, key=lambda n: (-nearness(self._words[n], words), n))

    def _shared(self, words: Words) -> Mapping[int, int]:
        """How many telling words each wording shares with another, written as one word or as two."""
        met: dict[int, int] = {}
        for word in words.telling:
            for n in self._telling.get(word, ()):
                met[n] = met.get(n, 0) + 1
            for n in self._doubles.get(word, ()):
                met[n] = met.get(n, 0) + 1
        for word in words.doubles & self._telling.keys():
            for n in self._telling[word]:
                met[n] = met.get(n, 0) + 1
        return met


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
