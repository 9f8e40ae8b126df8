"""What every value type offers: parse, find, label, words, meet, supports and against.

A value is ``(nominal, region)``: nominal is what was said, region is nominal widened by hedges and precision.
``meet(a, b)`` is what both allow, or none; ``supports(a, b)`` says that nominal of a lies in region of b.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Generic, Protocol, TypeVar

import msgspec

from deconflict.world import Fact, World

V = TypeVar("V")

#: Joins values that hold together, as in the meet of two codes.
AND = " & "

#: Longest text that can be one value, in characters: what is longer is no value, and is not looked at.
LONGEST = 300

#: First and last possible day of publication; a report published on one day has both the same.
Published = tuple[date, date] | None


class ValueFault(ValueError):
    """A text that is no value of its fact's type; the message says what was expected."""


class Found(msgspec.Struct, Generic[V], frozen=True):
    """A value seen in running text, with offsets in code points (end exclusive)."""

    start: int
    end: int
    value: V


class ValueType(Protocol[V]):
    """A value type is a module with these seven functions."""

    def parse(self, text: str, fact: Fact, world: World, published: Published = None) -> V:
        """Read a value as written; raise ``ValueFault`` if the text is none."""

    def find(self, text: str, fact: Fact, world: World, published: Published = None) -> Iterator[Found[V]]:
        """Find values in running text, in order, without overlaps."""

    def label(self, value: V) -> str:
        """Write the canonical notation, such that ``parse(label(v)) == v``."""

    def words(self, value: V, fact: Fact, world: World) -> str:
        """Write the value for readers."""

    def meet(self, a: V, b: V, fact: Fact, world: World) -> V | None:
        """What both values allow, or ``None`` if they cannot both hold."""

    def supports(self, a: V, b: V, fact: Fact, world: World) -> bool:
        """Whether what ``a`` states lies in the region of ``b``."""

    def against(self, a: V, b: V, fact: Fact, world: World) -> str:
        """Say how two different values stand to each other, in words and figures: what each allows, then why.

        The text is a clause without a full stop, such as ``2 to 3 km against 16 to 37 km: no overlap``.
        """


def tidy(text: str) -> str:
    """Squeeze a text that should be one value; raise ``ValueFault`` if it is too long to be one."""
    if len(text) > LONGEST:
        raise ValueFault(f"a value of {len(text):,} characters (at most {LONGEST})")
    return squeeze(text)


def squeeze(text: str) -> str:
    """Normalise compatibility characters, white space, dashes and digits."""
    return " ".join(level(unicodedata.normalize("NFKC", text)).split())


def level(text: str) -> str:
    """Make spaces, dashes and digits of all kinds plain, one code point for one, so that offsets hold."""
    return text.translate(_PLAIN)


class _Plain(dict[int, int]):
    """What a code point is replaced with; asked once for each."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        if char.isspace():
            found = 32
        elif char.isdecimal():
            found = 48 + unicodedata.decimal(char)
        else:
            found = 45 if 0x2010 <= code <= 0x2015 or code == 0x2212 else code
        self[code] = found
        return found


# Letters that a pattern without regard to case takes for i, s and k, but that do not fold to them.
_PLAIN = _Plain({0x130: 73, 0x131: 105, 0x17F: 115, 0x212A: 75})


def either(names: Iterable[str], *, loose: bool = False) -> str:
    """Write a pattern for any of the names, longest first; ``loose`` ones may lack their hyphens."""
    longest_first = sorted({n for n in names if n}, key=lambda n: (-len(n), n))
    # White space is bounded: an open-ended run of it would be walked again from every one of its characters.
    parts = (re.escape(n).replace(r"\ ", " {1,3}") for n in map(level, longest_first))
    pattern = "|".join(p.replace(r"\-", "[- ]?") if loose else p for p in parts)
    return pattern or "(?!)"


def key(text: str) -> str:
    """Make a key for words of a grammar: case and the number of spaces do not matter."""
    return " ".join(level(text).casefold().split())


def fold(text: str) -> str:
    """Make a key for names: case, accents, apostrophes, hyphens and spaces do not matter."""
    text = unicodedata.normalize("NFKD", squeeze(text).casefold())
    return "".join(c for c in text if c.isalnum() or c == "+")
