"""Actors: the state or alliance that did something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from deconflict.diagnostics import did_you_mean
from deconflict.values.base import Found, Published, ValueFault, fold, level, tidy
from deconflict.world import Fact, World


class Party(msgspec.Struct, frozen=True):
    """One actor by its id."""

    id: str


def parse(text: str, fact: Fact, world: World, published: Published = None) -> Party:  # noqa: ARG001
    """Read an actor's id or one of its names."""
    text = tidy(text)
    bare = text[4:] if text.casefold().startswith("the ") else text
    names = _names(world.root)
    found = names.get(fold(text)) or names.get(fold(bare)) or names.get(fold(f"the {bare}"))
    if found is None:
        raise ValueFault(f"no actor '{text}'{did_you_mean(text, world.actors)}")
    return Party(found)


def find(text: str, fact: Fact, world: World, published: Published = None) -> Iterator[Found[Party]]:  # noqa: ARG001
    """Find names of actors, whole words only."""
    for match in _pattern(world.root).finditer(level(text)):
        yield Found(match.start(), match.end(), Party(_names(world.root)[fold(match[0])]))


def label(value: Party) -> str:
    """Write the actor's id."""
    return value.id


def words(value: Party, fact: Fact, world: World) -> str:  # noqa: ARG001
    """Write the side that the actor is, as in "the Northern side", so that no actor is taken for a place."""
    actor = world.actors[value.id]
    return f"the {actor.adjective} side" if actor.adjective else actor.name


def meet(a: Party, b: Party, fact: Fact, world: World) -> Party | None:  # noqa: ARG001
    """Equal actors meet."""
    return a if a == b else None


def supports(a: Party, b: Party, fact: Fact, world: World) -> bool:  # noqa: ARG001
    """Equal actors support each other."""
    return a == b


def against(a: Party, b: Party, fact: Fact, world: World) -> str:
    """Name the two actors; only one can be the answer."""
    return f"{words(a, fact, world)} against {words(b, fact, world)}: only one of them can be meant"


@lru_cache(maxsize=16)
def _names(world: World) -> Mapping[str, str]:
    rows = sorted(world.actors.values(), key=lambda a: a.id)
    names = {fold(n): a.id for a in rows for n in (a.name, a.short, a.adjective, *a.also) if n}
    return names | {fold(a.id): a.id for a in rows}


@lru_cache(maxsize=16)
def _pattern(world: World) -> re.Pattern[str]:
    names = {n for a in world.actors.values() for n in (a.name, a.short, a.adjective, *a.also) if n}
    longest_first = sorted(names, key=lambda n: (-len(n), n))
    return re.compile(r"(?<!\w)(?:" + ("|".join(re.escape(level(n)) for n in longest_first) or "(?!)") + r")(?!\w)")
