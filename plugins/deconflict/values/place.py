"""Places: a preposition and a place of the vocabulary, as a region on the ground.

``near`` a point is a disc of the tolerance that ``catalogue/units.yaml`` gives; an area is its polygon, a river
its line widened. What is stated is the place itself, what is allowed is its region; a place lies in another
when the vocabulary says that it is part of it, or when its ground lies in the other's region.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec
from shapely import Point

from deconflict.diagnostics import did_you_mean
from deconflict.theatre import Theatre, geometry
from deconflict.theatre.gazetteer import Gazetteer
from deconflict.values.base import Found, Published, ValueFault, either, fold, key, level, tidy
from deconflict.world import Fact, Place, World

#: Edges of provinces and countries are simplified: so far over one, in metres, still counts as inside.
EDGE_M = 3000.0
#: An area without a polygon is drawn as a disc of this radius in metres, clipped to its country, and marked.
UNDRAWN_M = 100_000.0


class Where(msgspec.Struct, frozen=True):
    """A place as a report puts it: preposition and place id."""

    preposition: str
    place: str


def parse(text: str, fact: Fact, world: World, published: Published = None) -> Where:  # noqa: ARG001
    """Read ``near albu-kamal`` or the same in words; a name alone means ``in``."""
    text = tidy(text)
    head, rest = _split(text, world)
    if rest in world.places:
        return Where(head or "in", rest)
    found = _names(world).get(fold(rest), ())
    if not found:
        raise ValueFault(f"no place '{rest or text}'{did_you_mean(rest or text, world.places)}")
    if len(found) > 1:
        raise ValueFault(f"'{rest}' is the name of several places: write {' or '.join(found)}")
    return Where(head or "in", found[0])


def find(text: str, fact: Fact, world: World, published: Published = None) -> Iterator[Found[Where]]:  # noqa: ARG001
    """Find names of the vocabulary's places, with the preposition before them if there is one."""
    plain = level(text)
    for match in _pattern(world).finditer(plain):
        head, rest = _split(" ".join(match[0].split()), world)
        names = _names(world)
        places = names.get(fold(rest)) or names.get(fold(rest.partition(" of ")[2]), ())
        # A name that several places have states none of them; "east of X" is not X: that needs a place of its own.
        if len(places) == 1 and not (head == "" and _SIDE.search(plain, max(0, match.start() - 20), match.start())):
            yield Found(match.start(), match.end(), Where(head or "in", places[0]))


def label(value: Where) -> str:
    """Write ``preposition place-id``."""
    return f"{value.preposition} {value.place}"


def words(value: Where, fact: Fact, world: World) -> str:  # noqa: ARG001
    """Write the place for readers."""
    place = world.places[value.place]
    if place.kind == "side":
        return place.name
    article = "the " if place.kind == "river" else ""
    return f"{world.prepositions[value.preposition].words} {article}{place.name}"


def meet(a: Where, b: Where, fact: Fact, world: World) -> Where | None:
    """Return the place that lies in the other, or ``None`` if neither does."""
    inside = [x for x, y in ((a, b), (b, a)) if supports(x, y, fact, world)]
    return min(inside, key=label) if inside else None


def supports(a: Where, b: Where, fact: Fact, world: World) -> bool:  # noqa: ARG001
    """Whether the place that ``a`` states lies in the region of ``b``."""
    if a == b or b.place in ancestors(world, a.place):
        return True
    if a.place == b.place:
        # The same place under another preposition: what is stated is the place, and it lies in either region.
        return True
    if a.place in ancestors(world, b.place):
        return False
    return _lies_in(world, a.place, b)


def against(a: Where, b: Where, fact: Fact, world: World) -> str:
    """Say which place lies in the other or, if neither does, how far apart they lie and how far each reaches."""
    for x, y in ((a, b), (b, a)):
        if supports(x, y, fact, world):
            return f"{named(world, x.place)} lies {_around(y, world)}"
    pair = f"{words(a, fact, world)} against {words(b, fact, world)}"
    first, second = ground(world, a.place), ground(world, b.place)
    if first is None or second is None:
        return f"{pair}: neither is known to lie in the other"
    if (first.geom_type, second.geom_type) != ("Point", "Point"):
        return f"{pair}: neither lies in the other"
    reach = {f"{world.prepositions[v.preposition].point_m / 1000:g} km" for v in (a, b)}
    apart = geometry.distance_m(first, second) / 1000
    return f"{pair}: {apart:,.0f} km apart, and each allows {' or '.join(sorted(reach))} around it"


def _around(value: Where, world: World) -> str:
    """The ground that a value allows, as it stands after ``lies``."""
    base = ground(world, value.place)
    how = world.prepositions[value.preposition]
    metres = how.point_m if base is not None and base.geom_type == "Point" else how.area_m
    name = named(world, value.place)
    return f"within {metres / 1000:g} km of {name}" if metres else f"in {name}"


def named(world: World, place: str) -> str:
    """A place's name as it stands in a sentence."""
    entry = world.places[place]
    return f"the {entry.name}" if entry.kind == "river" else entry.name


def ancestors(world: World, place: str) -> tuple[str, ...]:
    """The places that a place is part of, nearest first."""
    chain: list[str] = []
    parent = world.places[place].part_of
    while parent is not None and parent not in chain and parent in world.places:
        chain.append(parent)
        parent = world.places[parent].part_of
    return tuple(chain)


def ground(world: World, place: str) -> Any:
    """The place itself: a point, a line or a polygon in longitude and latitude, ``None`` if unknown."""
    entry = world.places[place]
    feature = drawn(world, entry)
    if feature is not None:
        return feature.geometry
    if entry.lat is not None and entry.lon is not None:
        return Point(entry.lon, entry.lat)
    return None


def drawn(world: World, place: Place) -> Any:
    """The theatre's feature of a place: by its id, its GeoNames number, or its name among areas; or ``None``."""
    for name in (place.feature, f"gn-{place.geonames}"):
        if name is not None and (feature := world.theatre.get(name)) is not None:
            return feature
    if place.kind == "town":
        return None
    return _by_name(world.theatre, place)


def region(world: World, value: Where) -> Any:
    """The ground that a place value allows: a polygon in longitude and latitude, ``None`` if unknown."""
    return _region(world, value)


def is_schematic(world: World, value: Where) -> bool:
    """Whether the region is a stand-in: an area that the theatre does not draw."""
    entry = world.places[value.place]
    return entry.kind in ("country", "province") and drawn(world, entry) is None


@lru_cache(maxsize=1024)
def _by_name(theatre: Theatre, place: Place) -> Any:
    """An area or river of the theatre under one of the place's names; provinces by the gazetteer's patterns."""
    wanted = {fold(name) for name in (place.name, *place.also)}
    for layer in ("countries", "governorates", "rivers", "lakes"):
        for feature in theatre.layer(layer):
            if fold(feature.name) in wanted:
                return feature
    gazetteer = Gazetteer.build(theatre)
    found = (f for name in (place.name, *place.also) for f in gazetteer.lookup(name))
    return next((f for f in found if f.layer not in ("places", "airfields")), None)


@lru_cache(maxsize=4096)
def _region(world: World, value: Where) -> Any:
    base = ground(world, value.place)
    if base is None:
        return None
    if is_schematic(world, value):
        return geometry.disc(base.x, base.y, UNDRAWN_M)
    how = world.prepositions[value.preposition]
    if base.geom_type == "Point":
        return geometry.disc(base.x, base.y, how.point_m)
    if base.geom_type.endswith("Polygon") and not how.area_m:
        return base
    return geometry.buffer_m(base, how.area_m or how.point_m)


@lru_cache(maxsize=4096)
def _lies_in(world: World, place: str, outer: Where) -> bool:
    inner, area = ground(world, place), _region(world, outer)
    if inner is None or area is None:
        return False
    edge = 0.0 if inner.geom_type == "Point" else EDGE_M
    return bool(geometry.contains_mostly(area, inner, edge))


def _split(text: str, world: World) -> tuple[str, str]:
    """Take the preposition off the front: its id, or nothing."""
    for name, head in _prepositions(world.root).items():
        if text.casefold().startswith(f"{name} "):
            return head, _bare(text[len(name) + 1 :])
    return "", _bare(text)


def _bare(text: str) -> str:
    return text[4:] if text.casefold().startswith("the ") else text


@lru_cache(maxsize=16)
def _prepositions(root: World) -> Mapping[str, str]:
    names = {key(n): p.id for p in root.prepositions.values() for n in (p.id, p.words, *p.also)}
    return dict(sorted(names.items(), key=lambda item: (-len(item[0]), item[0])))


@lru_cache(maxsize=64)
def _names(world: World) -> Mapping[str, tuple[str, ...]]:
    """The places that have a name, by folded name."""
    found: dict[str, dict[str, None]] = {}
    for place in sorted(world.places.values(), key=lambda p: p.id):
        for name in (place.id, place.name, *place.also):
            found.setdefault(fold(name), {})[place.id] = None
    return {name: tuple(ids) for name, ids in found.items()}


@lru_cache(maxsize=64)
def _pattern(world: World) -> re.Pattern[str]:
    place = either(n for p in world.places.values() for n in (p.name, *p.also))
    heads = either(_prepositions(world.root))
    of = "(?:town|city|village|province|region) {1,3}of {1,3}"
    return re.compile(
        rf"(?<!\w)(?=\w)(?:(?:{heads}) {{1,3}})?(?:the {{1,3}})?(?:{of})?(?:{place})(?!\w)", re.IGNORECASE
    )


_SIDE = re.compile(r"(?:north|south|east|west) of $", re.IGNORECASE)
