"""Folding text for comparison, with the way back to the original's code points.

Folded away: case, accents, Arabic vowel signs and the letter forms that writers mix, apostrophes of every
kind, invisible marks. Hyphens, dashes and runs of white space become one space. Letters of any script stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

import msgspec

APOSTROPHES = frozenset("'`´’‘‛ʼʻʽʾʿʹ′")
_SPACES = frozenset({"Zs", "Zl", "Zp", "Pd"})
_SILENT = frozenset({"Cf", "Mn"})
_SPACE_LIKE = frozenset("\t\n\r\v\f_−")
# Letters that no Unicode decomposition folds, though writers use them for one another.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ە": "ه", "ہ": "ه", "ـ": ""}
)


class Folded(msgspec.Struct, frozen=True):
    """Folded text; ``origin[i]`` is where character i came from, ``gaps`` are places where a word was cut.

    A gap is an apostrophe that folding removed: a name may begin or end there (d'Oslo, Oslo's).
    """

    text: str
    origin: list[int]
    gaps: frozenset[int]
    source: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original's code points that folded characters start to end came from."""
        first, last = self.origin[start], self.origin[end - 1] + 1
        while last < len(self.source) and unicodedata.combining(self.source[last]):
            last += 1
        return first, last


def fold(text: str, articles: Iterable[str] = ()) -> str:
    """Fold a name for comparison: as ``fold_text`` does, without the way back and without space around it."""
    plain = " ".join(filter(None, "".join(map(_folded, text)).split(" ")))
    same = tuple(articles)
    return _any_of(same).sub(same[0], plain) if same else plain


def fold_text(text: str, articles: Iterable[str] = ()) -> Folded:
    """Fold running text. A word of ``articles`` that another word follows becomes the first of them."""
    out: list[str] = []
    origin: list[int] = []
    gaps: set[int] = set()
    for index, char in enumerate(text):
        piece = _folded(char)
        if piece == " " and out and out[-1] == " ":
            continue
        if not piece and char in APOSTROPHES:
            gaps.add(len(out))
        out.extend(piece)
        origin.extend([index] * len(piece))
    same = tuple(articles)
    if not same:
        return Folded("".join(out), origin, frozenset(gaps), text)
    return _alike(Folded("".join(out), origin, frozenset(gaps), text), same)


def _alike(folded: Folded, articles: tuple[str, ...]) -> Folded:
    out: list[str] = []
    origin: list[int] = []
    gaps: set[int] = set()
    done, word = 0, articles[0]

    def keep(end: int) -> None:
        gaps.update(gap - done + len(origin) for gap in folded.gaps if done <= gap < end)
        out.append(folded.text[done:end])
        origin.extend(folded.origin[done:end])

    for found in _any_of(articles).finditer(folded.text):
        keep(found.start())
        if found.start() in folded.gaps:
            gaps.add(len(origin))
        out.append(word)
        origin.extend([folded.origin[found.start()]] * (len(word) - 1) + [folded.origin[found.end() - 1]])
        done = found.end()
    keep(len(folded.text) + 1)
    return Folded("".join(out), origin, frozenset(gaps), folded.source)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Match one of these words when a space and another word follow."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b(?= .)", re.DOTALL)


@cache
def _folded(char: str) -> str:
    if char in APOSTROPHES:
        return ""
    if char in _SPACE_LIKE or unicodedata.category(char) in _SPACES:
        return " "
    plain = unicodedata.normalize("NFKD", char.casefold()).translate(_LETTERS)
    return "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) not in _SILENT)
