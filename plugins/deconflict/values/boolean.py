"""Booleans: yes or no."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from deconflict.values.base import Found, Published, ValueFault, tidy
from deconflict.world import Fact, World

_WORDS = {"true": True, "yes": True, "false": False, "no": False}


class Boolean(msgspec.Struct, frozen=True):
    """An answer to a yes-or-no question."""

    value: bool


def parse(text: str, fact: Fact, world: World, published: Published = None) -> Boolean:  # noqa: ARG001
    """Read ``true`` or ``false`` (``yes`` and ``no`` are understood)."""
    found = _WORDS.get(tidy(text).casefold())
    if found is None:
        raise ValueFault(f"'{text}' is neither true nor false")
    return Boolean(found)


def find(text: str, fact: Fact, world: World, published: Published = None) -> Iterator[Found[Boolean]]:  # noqa: ARG001
    """Find nothing: no word in running text answers a yes-or-no question by itself."""
    yield from ()


def label(value: Boolean) -> str:
    """Write ``true`` or ``false``."""
    return "true" if value.value else "false"


def words(value: Boolean, fact: Fact, world: World) -> str:  # noqa: ARG001
    """Write ``yes`` or ``no``."""
    return "yes" if value.value else "no"


def meet(a: Boolean, b: Boolean, fact: Fact, world: World) -> Boolean | None:  # noqa: ARG001
    """Equal answers meet."""
    return a if a == b else None


def supports(a: Boolean, b: Boolean, fact: Fact, world: World) -> bool:  # noqa: ARG001
    """Equal answers support each other."""
    return a == b


def against(a: Boolean, b: Boolean, fact: Fact, world: World) -> str:
    """Set one answer against the other."""
    return f"{words(a, fact, world)} against {words(b, fact, world)}: a question with one answer"
