"""The world that records speak of: facts, places, aircraft, actors and units, frozen and passed on.

A ``World`` is a theatre (geography), the package's catalogue (what any air incident shares) and a site's
own vocabulary. ``World.extend`` lays an incident's own entries over it; nothing is global, so that two
theatres can live in one process.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

import msgspec

from deconflict.theatre import Theatre

Cardinality = Literal["one", "set"]
Relation = Literal["exclusive", "free"]


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A question that reports answer.

    ``cardinality``: with ``one`` different values are rivals, with ``set`` several can be true. A code fact
    lists its ``codes`` (id to words), how they relate (``exclusive``: different codes contradict; ``free``:
    they never do), which code implies which, pairs that go together all the same, and ``open`` codes that
    carry no value. ``areas`` gives a code a region of the map (code to theatre feature). ``past``: the answer of a
    date fact lies before the report that gives it (the day of an event, not of a plan). ``told_by`` are words
    by which running text tells the fact.
    """

    id: str
    label: str
    type: str
    cardinality: Cardinality
    definition: str
    dimension: str | None = None
    codes: Mapping[str, str] = {}
    relation: Relation | None = None
    implies: Mapping[str, tuple[str, ...]] = {}
    compatible: frozenset[frozenset[str]] = frozenset()
    open: frozenset[str] = frozenset()
    areas: Mapping[str, str] = {}
    past: bool = False
    told_by: tuple[str, ...] = ()
    group: str = ""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a claim can name; ``feature`` is its theatre feature where the theatre draws it."""

    id: str
    name: str
    kind: str
    also: tuple[str, ...] = ()
    part_of: str | None = None
    geonames: int | None = None
    lat: float | None = None
    lon: float | None = None
    feature: str | None = None


class Aircraft(msgspec.Struct, frozen=True, kw_only=True):
    """A node of the type graph: ``is_a`` names the wider types. A ``press`` word is wide on purpose."""

    id: str
    label: str
    plural: str = ""
    is_a: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A state or alliance that can be the answer to a fact.

    ``adjective`` and ``short`` serve labels, ``mention`` is the short name as it stands inside a sentence.
    """

    id: str
    name: str
    short: str = ""
    mention: str = ""
    adjective: str = ""
    also: tuple[str, ...] = ()


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """A unit of one dimension: how many base units it has, from ``low`` to ``high`` where the word is loose.

    Base units: metre (length), minute (time), per day (frequency), per cent (ratio), one (count).
    """

    id: str
    dimension: str
    one: str
    many: str
    low: float
    high: float
    also: tuple[str, ...] = ()
    into: str | None = None
    sentence: str = ""


class Hedge(msgspec.Struct, frozen=True, kw_only=True):
    """A word before an amount that widens it: factors on the amount, ``None`` for open-ended."""

    id: str
    words: str
    below: float | None
    above: float | None
    also: tuple[str, ...] = ()
    sentence: str = ""


class Vague(msgspec.Struct, frozen=True, kw_only=True):
    """A word that stands for an amount: the range it covers, ``high`` ``None`` for open-ended."""

    id: str
    words: str
    low: float
    high: float | None
    also: tuple[str, ...] = ()
    sentence: str = ""


class Preposition(msgspec.Struct, frozen=True, kw_only=True):
    """How a place is meant (near, over, in): metres of tolerance around a point, metres around an area."""

    id: str
    words: str
    point_m: float
    area_m: float
    also: tuple[str, ...] = ()
    sentence: str = ""


class World(msgspec.Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """Everything that values are read against; compared by identity, so that caches can hang on it.

    ``base`` is the world that an incident's own entries were laid over.
    """

    theatre: Theatre
    facts: Mapping[str, Fact]
    places: Mapping[str, Place]
    aircraft: Mapping[str, Aircraft]
    actors: Mapping[str, Actor]
    units: Mapping[str, Unit]
    hedges: Mapping[str, Hedge]
    vagues: Mapping[str, Vague]
    prepositions: Mapping[str, Preposition]
    numbers: Mapping[str, int]
    about_terms: Mapping[str, str] = {}
    base: World | None = None

    @property
    def root(self) -> World:
        """The world without any incident's own entries: units, hedges, aircraft and actors are its."""
        return self if self.base is None else self.base

    def extend(
        self,
        facts: Mapping[str, Fact] | None = None,
        places: Mapping[str, Place] | None = None,
        about_terms: Mapping[str, str] | None = None,
    ) -> World:
        """Lay an incident's own facts, places and subjects over this world (the nearer entry wins)."""
        if not (facts or places or about_terms):
            return self
        return msgspec.structs.replace(
            self,
            base=self.root,
            facts={**self.facts, **(facts or {})},
            places={**self.places, **(places or {})},
            about_terms={**self.about_terms, **(about_terms or {})},
        )

    @cached_property
    def wider(self) -> Mapping[str, frozenset[str]]:
        """For each aircraft type the set of types it is one of, itself included."""
        found: dict[str, frozenset[str]] = {}

        def climb(node: str, below: tuple[str, ...]) -> frozenset[str]:
            if node in below or node not in self.aircraft:
                return frozenset()
            if node not in found:
                up = (climb(parent, (*below, node)) for parent in self.aircraft[node].is_a)
                found[node] = frozenset({node}).union(*up)
            return found[node]

        for node in self.aircraft:
            climb(node, ())
        return found

    def implied(self, fact: Fact, code: str) -> frozenset[str]:
        """All codes that a code implies, itself included, however many steps away."""
        seen, todo = {code}, [code]
        while todo:
            for wider in fact.implies.get(todo.pop(), ()):
                if wider not in seen:
                    seen.add(wider)
                    todo.append(wider)
        return frozenset(seen)
