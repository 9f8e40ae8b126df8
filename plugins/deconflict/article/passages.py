"""Passages: an article's prose as those read it who look for sentences, each character with its place in the file.

Markup is gone. A fact is one ``PLACEHOLDER``, a term its words, code and pictures are blank; citations and reasons
take no room. Code blocks are no prose and make no passage.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

import msgspec
from markdown_it.token import Token

from deconflict.article.roles import FAULT_TYPE, ROLE_TYPE, split_term

Kind = Literal["paragraph", "heading", "cell", "title", "summary"]

#: Stands for what a role will print.
PLACEHOLDER = "\ufffc"
#: How far markup can reach between two pieces of text, in characters: nothing is looked for beyond.
_FARTHEST = 200

#: Offset in the text, then line and column in the file, counted from 1.
Spot = tuple[int, int, int]


class Mark(msgspec.Struct, frozen=True):
    """A role or citation in a passage: the offset where it stands, its name and text, its place in the file."""

    at: int
    name: str
    body: str
    line: int
    column: int


class Link(msgspec.Struct, frozen=True):
    """The words of a link, from ``start`` to ``end``, and where it leads."""

    start: int
    end: int
    href: str


class Passage(msgspec.Struct, frozen=True):
    """A paragraph, heading, cell or field; ``spots`` say where its pieces stand in the file, in order."""

    kind: Kind
    text: str
    spots: tuple[Spot, ...]
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()

    def place(self, at: int) -> tuple[int, int]:
        """Line and column of one character of the text."""
        return find_place(self.spots, at)


def find_place(spots: tuple[Spot, ...], at: int) -> tuple[int, int]:
    """Line and column of an offset; spots must not be empty."""
    offset, line, column = spots[max(bisect_right(spots, (at, 10**9, 0)) - 1, 0)]
    return line, column + at - offset


def read(inline: Token, kind: Kind, first: int, locate: Callable[[Token, int], tuple[int, int]]) -> Passage:
    """Read one inline token; ``locate`` gives row and column of a character of its content, ``first`` numbers rows."""
    walk = _Walk(inline.content)
    for token in inline.children or ():
        walk.take(token)
    spots = tuple((at, first + row, column) for at, raw in walk.pieces for row, column in (locate(inline, raw),))
    marks = tuple(
        Mark(at, token.meta["name"], token.meta["body"], first + row, column)
        for at, token in walk.marks
        for row, column in (locate(inline, token.meta["at"]),)
    )
    return Passage(kind, "".join(walk.text), spots or ((0, first, 1),), marks, tuple(walk.links))


class _Walk:
    """Goes over the children of an inline token beside its source, and never back."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.raw = 0
        self.length = 0
        self.text: list[str] = []
        self.pieces: list[tuple[int, int]] = []
        self.marks: list[tuple[int, Token]] = []
        self.links: list[Link] = []
        self.open: list[tuple[int, Token]] = []

    def take(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                self._text(token.content, token.markup or token.content)
            case "softbreak" | "hardbreak":
                self._text(" ", "\n")
            case "code_inline":
                self._text(" ", token.markup)
                self._skip(token.content)
                self._skip(token.markup)
            case "footnote_ref":
                self._skip("]")
            case "image":
                self._put(" ", token.meta["at"])
                self.raw = token.meta["end"]
            case "link_open" if "end" in token.meta:
                self.open.append((self.length, token))
                self.raw = token.meta["at"] + 1
            case "link_close" if self.open:
                start, opening = self.open.pop()
                self.links.append(Link(start, self.length, str(opening.attrGet("href"))))
                self.raw = opening.meta["end"]
            case _ if token.type == ROLE_TYPE:
                self._role(token)
            case _ if token.type == FAULT_TYPE:
                self._put(" ", token.meta["at"])
                self.raw = token.meta["end"]

    def _role(self, token: Token) -> None:
        begin, end = token.meta["at"], token.meta["end"]
        self.marks.append((self.length, token))
        if token.meta["name"] == "term":
            shown, key = split_term(token.meta["body"])
            words = shown or key.replace("-", " ")
            found = self.source[begin:end].replace("\n", " ").find(words)
            self._put(words, begin + max(found, 0))
        elif token.meta["name"] == "fact":
            self._put(PLACEHOLDER, begin)
        self.raw = end

    def _text(self, shown: str, written: str) -> None:
        found = self.source.find(written, self.raw, self.raw + len(written) + _FARTHEST)
        begin = self.raw if found < 0 else found
        # Of an escape, the character itself.
        self._put(shown, begin + (len(written) - len(shown) if written.endswith(shown) else 0))
        self.raw = begin + len(written)

    def _skip(self, written: str) -> None:
        found = self.source.find(written, self.raw, self.raw + len(written) + _FARTHEST)
        self.raw = self.raw if found < 0 else found + len(written)

    def _put(self, shown: str, raw: int) -> None:
        """Add text that is written from ``raw`` on; a piece ends with its line, and where a cell had an escape."""
        for cut in _CUTS.finditer(shown):
            written = self.source[raw + cut.start() : raw + cut.end()]
            for start in (0, *(match.end() for match in re.finditer("\n", written))):
                self.pieces.append((self.length + cut.start() + start, raw + cut.start() + start))
        self.text.append(shown)
        self.length += len(shown)


#: Up to a pipe, before which the parser took a backslash away.
_CUTS = re.compile(r"[^|]+\|?|\|")


def align(value: str, lines: list[str], line: int, column: int) -> Iterator[Spot]:
    """Find where each word of a value stands in its file, from a place on; stop at a word that is spelled otherwise."""
    row, begin = line - 1, column - 1
    for word in re.finditer(r"\S+", value):
        while row < len(lines) and (found := lines[row].find(word[0], begin)) < 0:
            row, begin = row + 1, 0
        if row >= len(lines):
            return
        yield word.start(), row + 1, found + 1
        begin = found + len(word[0])


def field(kind: Kind, value: str, spots: Iterable[Spot], line: int, column: int) -> Passage:
    """A field's plain text as a passage; where its words were not found it stands at the field's own place."""
    return Passage(kind, value, tuple(spots) or ((0, line, column),))
