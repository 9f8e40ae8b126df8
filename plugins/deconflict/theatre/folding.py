"""Folding text for comparison, with the way back to the original's code points.

Folded away: case, accents, Arabic vowel signs and the letter forms that writers mix, apostrophes of every kind,
invisible marks. Hyphens, dashes and runs of white space become one space. Letters of any script stay.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import msgspec

APOSTROPHES = frozenset("'`´’‘‛ʼʻʽʾʿʹ′")
_SPACES = frozenset({"Zs", "Zl", "Zp", "Pd"})
_SPACE_LIKE = frozenset("\t\n\r\v\f_−")
# Letters that no Unicode decomposition folds, though writers use them for one another.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
    | {"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ە": "ه", "ہ": "ه", "ـ": ""}
)


class Folded(msgspec.Struct, frozen=True):
    """Folded text; ``origin[i]`` is where character i came from, ``gaps`` are places where a word was cut.

    A gap is an apostrophe that folding removed: a name may begin or end there (d'Alep, Aleppo's).
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
    """Fold a name for comparison; articles are made alike (see ``fold_text``)."""
    return fold_text(text, articles).text.strip()


def fold_text(text: str, articles: Iterable[str] = ()) -> Folded:
    """Fold running text. A word of ``articles`` that another word follows becomes the first of them."""
    out: list[str] = []
    origin: list[int] = []
    gaps: set[int] = set()
    for index, char in enumerate(text):
        piece = _CACHE.get(char)
        if piece is None:
            piece = _CACHE[char] = _fold_char(char)
        if piece == " " and out and out[-1] == " ":
            continue
        if not piece and char in APOSTROPHES:
            gaps.add(len(out))
        out.extend(piece)
        origin.extend([index] * len(piece))
    same = tuple(articles)
    if same:
        out, origin, gaps = _alike(out, origin, gaps, same)
    return Folded("".join(out), origin, frozenset(gaps), text)


_CACHE: dict[str, str] = {}


def _fold_char(char: str) -> str:
    if char in APOSTROPHES:
        return ""
    if char in _SPACE_LIKE or unicodedata.category(char) in _SPACES:
        return " "
    plain = unicodedata.normalize("NFKD", char.casefold()).translate(_LETTERS)
    kept = (c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) not in {"Cf", "Mn"})
    return "".join(" " if c in _SPACE_LIKE else c for c in kept)


def _alike(
    chars: list[str], origin: list[int], gaps: set[int], articles: tuple[str, ...]
) -> tuple[list[str], list[int], set[int]]:
    out: list[str] = []
    back: list[int] = []
    moved: dict[int, int] = {}
    start, words = 0, frozenset(articles)
    while start < len(chars):
        end = start
        while end < len(chars) and chars[end].isalnum():
            end += 1
        stop = max(end, start + 1)
        if end < len(chars) - 1 and chars[end] == " " and "".join(chars[start:end]) in words:
            for offset in range(start, end):
                moved[offset] = len(out)
            out.extend(articles[0])
            back.extend([origin[start]] * (len(articles[0]) - 1) + [origin[end - 1]])
        else:
            for offset in range(start, stop):
                moved[offset] = len(out) + offset - start
            out.extend(chars[start:stop])
            back.extend(origin[start:stop])
        start = stop
    return out, back, {moved.get(gap, len(out)) for gap in gaps}
