"""What every value type offers: parse, find, label, words, meet and supports.

A value is ``(nominal, region)``: nominal is what was said, region is nominal widened by hedges and precision.
``meet(a, b)`` is what both allow, or none; ``supports(a, b)`` says that nominal of a lies in region of b.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Generic, Protocol, TypeVar

import msgspec

from deconflict.world import Fact, World

V = TypeVar("V")

#: Joins values that hold together, as in the meet of two codes.
AND = " & "

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
    """A value type is a module with these six functions."""

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


def squeeze(text: str) -> str:
    """Normalise compatibility characters and white space; dashes of all widths become one."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Make a key for names: case, accents, apostrophes, hyphens and spaces do not matter."""
    text = unicodedata.normalize("NFKD", squeeze(text).casefold())
    return "".join(c for c in text if c.isalnum() or c == "+")
