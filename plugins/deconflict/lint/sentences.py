"""Sentences of a passage, each with what stands in it: roles, links, citations, reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from sentencex import get_sentence_boundaries

from deconflict.article.passages import PLACEHOLDER, Link, Mark, Passage

#: Longest sentence that is read as one, in characters; a longer one is read in pieces, so that no text takes long.
LONGEST = 1000
#: Roles that can be the first word of a sentence: they do not belong to the one before.
_OPENING = ("fact", "term")
#: The splitter pairs quotation marks, which takes long where they do not pair.
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2018\u2039\u203a", '"'))


class Sentence(msgspec.Struct, frozen=True, dict=True):
    """Characters ``start`` to ``end`` of a passage.

    A mark belongs to the sentence in which it stands, or behind whose full stop: to all that comes before the next
    sentence's first word.
    """

    passage: Passage
    start: int
    end: int
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]

    @property
    def text(self) -> str:
        """The sentence's text; offsets in it begin at ``start``."""
        return self.passage.text[self.start : self.end]

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of an offset of this sentence."""
        return self.passage.place(self.start + at)

    def named(self, name: str) -> tuple[Mark, ...]:
        """The roles of one name."""
        return tuple(mark for mark in self.marks if mark.name == name)


def split(passage: Passage, abbreviations: frozenset[str]) -> Iterator[Sentence]:
    """Take a passage apart; what ends in an abbreviation goes on."""
    marks, links = list(reversed(passage.marks)), list(reversed(passage.links))
    places = [piece for bound in bounds(passage.text, abbreviations) for piece in _pieces(passage.text, *bound)]
    for n, (start, end) in enumerate(places):
        last = n + 1 == len(places)
        own, linked = [], []
        while marks and (last or marks[-1].at < end or (marks[-1].at == end and marks[-1].name not in _OPENING)):
            own.append(marks.pop())
        while links and (last or links[-1].start < end):
            linked.append(links.pop())
        yield Sentence(passage, start, end, tuple(own), tuple(linked))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start, start + LONGEST) + 1
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def bounds(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence, from its first character to the next one's."""
    begin = end = 0
    for bound in get_sentence_boundaries("en", text.translate(_QUOTES)):
        piece = bound["start_index"], bound["end_index"]
        if not _WORD.search(text, *piece):
            # A bracket or a mark of direction behind a full stop is no sentence.
            end = piece[1]
            continue
        if end > begin and not _goes_on(text, end, abbreviations):
            yield begin, end
            begin = end
        end = piece[1]
    yield begin, len(text)


def _goes_on(text: str, end: int, abbreviations: frozenset[str]) -> bool:
    """Whether what ends there is an abbreviation, behind which the sentence goes on."""
    words = text[max(0, end - 20) : end].split()
    return bool(words) and words[-1].casefold().lstrip("(") in abbreviations and text[end] != PLACEHOLDER


_WORD = re.compile(rf"[^\W_]|{PLACEHOLDER}")
