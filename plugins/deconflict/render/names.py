"""What the ground of a theatre is called: every name of its map with the zooms that show it, ranked once.

The weightiest names are seated first: main rivers, countries, large places, then smaller ones, airfields and waters.
A name along a river holds for one zoom and is turned to its course there; the next zoom has its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from deconflict.render import dots, ground, labels, outline
from deconflict.render.dots import Dot
from deconflict.render.labels import Label, Rect, Stretches
from deconflict.render.mercator import PARTS, SCALES, ZOOMS, Positions, Sheet
from deconflict.render.ranking import END, Numbers, Ranking, Whole
from deconflict.theatre import Feature, Theatre

# By rank of a place: the radius of its dot, the size of its name, and the zoom that it is shown from at the earliest,
# in the theatre's country and abroad.
RADII = (3.6, 3.2, 2.6, 2.1)
PLACES = (15.0, 14.0, 13.0, 12.0)
_FROM = ((5.0, 5.0), (5.25, 6.0), (7.0, 7.5), (8.25, 8.25))
# Airfields: the size of their names, and the zoom from which the military and the other ones are shown.
FIELD = 12.0
FIELD_RADIUS = 4.0
_FIELDS = (6.5, 7.5)
# Their names beside their codes need room.
_FULL = 8.0
NATION = 15.0
WATER = 14.0
SPACED = 0.16
# Countries are named up to here: further in, none is seen whole.
NATIONS_UNTIL = 8.0
# What stays clear around a name, in pixels sidewards and up and down: a map is not a list.
AIR = (6.0, 3.0)
# Pixels between two names of one river, and the most that its course may sway under one.
SPACING = 520.0
_SWAY = 16.0
# A line is as straight as this many pixels for the name along it.
_CHORD = 5.0


class Name(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A label of the ground: position in Mercator metres, the label about it in pixels, the zooms that show it.

    ``since`` and ``until`` (not included) count parts of a zoom, as ``SCALES`` does. ``mark`` is what is drawn at the
    position: ``dot-1`` to ``dot-4`` for places by rank, ``civil``, ``joint`` or ``military`` for airfields.
    """

    id: str
    look: str
    x: float
    y: float
    label: Label
    since: int
    until: int = END
    mark: str = ""

    @property
    def radius(self) -> float:
        """The room of its mark in pixels."""
        return mark_radius(self.mark)


def mark_radius(mark: str) -> float:
    """Return the room of a mark in pixels."""
    if not mark:
        return 0.0
    return RADII[int(mark[-1]) - 1] + 1 if mark.startswith("dot") else FIELD_RADIUS + 4


class _Book:
    """The names found so far and the room that they take."""

    def __init__(self) -> None:
        self.rank = Ranking()
        self.names: list[Name] = []

    def seat(self, wanted: Name, seats: Sequence[Label]) -> Name | None:
        """Give a name the seat that shows it earliest, and take its room and its mark's; None if there is none."""
        x, y, radius = wanted.x, wanted.y, wanted.radius
        spot = (-radius, -radius, radius, radius) if wanted.mark else None
        airy = np.array([airing(label.box) for label in seats])
        seat = self.rank.seat(x, y, airy, spot, wanted.since, wanted.until)
        if seat is None:
            return None
        number, first = seat
        if spot is not None:
            self.rank.take(x, y, spot, first, wanted.until)
        return self.keep(msgspec.structs.replace(wanted, label=seats[number], since=first))

    def keep(self, name: Name) -> Name:
        """Keep a name where it is."""
        self.rank.take(name.x, name.y, name.label.box, name.since, name.until)
        self.names.append(name)
        return name


@lru_cache(maxsize=4)
def names(theatre: Theatre) -> tuple[Name, ...]:
    """Return all names of a theatre's ground, the weightiest first."""
    book = _Book()
    main = ground.major_rivers(theatre)
    rivers = theatre.layer("rivers")
    places, metres = dots.all_places(theatre)
    spots = list(zip(places, metres.tolist(), strict=True))
    _add_places([spot for spot in spots if spot[0].home and spot[0].rank <= 1], book)
    _add_rivers([f for f in rivers if f.id in main], (ZOOMS[0], ZOOMS[1]), book)
    _add_countries(theatre, book)
    _add_places([spot for spot in spots if spot[0].rank <= 2 and not (spot[0].home and spot[0].rank <= 1)], book)
    fields, at = dots.all_fields(theatre)
    for dot, (x, y) in zip(fields, at.tolist(), strict=True):
        _add_field(dot, x, y, book)
    _add_places([spot for spot in spots if spot[0].rank > 2], book)
    _add_rivers([f for f in rivers if f.id not in main], (7, 9), book)
    _add_lakes(theatre, book)
    return tuple(book.names)


class Table(msgspec.Struct, frozen=True):
    """The names of a theatre as columns: positions, boxes of label and mark, zooms; their numbers by place and text.

    ``reach`` is how many Mercator metres their boxes reach at most, at the first half zoom that shows them.
    """

    spots: Numbers
    boxes: Numbers
    since: Whole
    until: Whole
    reach: Numbers
    places: dict[str, int]
    texts: dict[str, Whole]

    def seen(self, sheet: Sheet) -> list[int]:
        """Return the numbers of the names that stand on a sheet and that its zoom shows."""
        x, y = sheet.pixels(self.spots).T
        shown = (self.since <= sheet.part) & (sheet.part < self.until)
        found: list[int] = np.flatnonzero(shown & (x > 0) & (x < sheet.width) & (y > 0) & (y < sheet.height)).tolist()
        return found


@lru_cache(maxsize=4)
def table(theatre: Theatre) -> Table:
    """Return all names of a theatre's ground as columns, in the order of ``names``."""
    found = names(theatre)
    texts: dict[str, list[int]] = {}
    for number, name in enumerate(found):
        texts.setdefault(name.label.lines[0], []).append(number)
    boxes = np.array([(n.label.box, (-n.radius, -n.radius, n.radius, n.radius)) for n in found]).reshape(-1, 2, 4)
    since = np.array([n.since for n in found], dtype=np.int64)
    return Table(
        np.array([(n.x, n.y) for n in found]).reshape(-1, 2),
        boxes,
        since,
        np.array([n.until for n in found], dtype=np.int64),
        np.abs(boxes).max(axis=(1, 2), initial=0) / SCALES[since // (PARTS // 2) * (PARTS // 2)],
        {n.id: number for number, n in enumerate(found) if n.look == "place"},
        {text: np.array(numbers) for text, numbers in texts.items()},
    )


def step(zoom: float) -> int:
    """Return a zoom as parts, counted from the smallest."""
    return round((zoom - ZOOMS[0]) * PARTS)


def _add_places(spots: Sequence[tuple[Dot, Sequence[float]]], book: _Book) -> None:
    for dot, (x, y) in spots:
        level = min(max(dot.rank, 1), 4) - 1
        radius, size = RADII[level], PLACES[level]
        wide = labels.width(dot.name, size)
        seats = list(labels.around((dot.name,), (-radius, -radius, radius, radius), size, wide))
        since = step(_FROM[level][0 if dot.home else 1])
        mark = f"dot-{level + 1}"
        book.seat(Name(id=f"place:{dot.id}", look="place", x=x, y=y, label=seats[0], since=since, mark=mark), seats)


def _add_field(dot: Dot, x: float, y: float, book: _Book) -> None:
    since = step(_FIELDS[0 if dot.home and dot.military else 1])
    mark = "civil" if not dot.military else "joint" if dot.civil else "military"
    room = FIELD_RADIUS + 2
    target = (-room, -room, room, room)
    lines = (dot.name, dot.code) if dot.code else (dot.name,)
    wide = max(labels.width(line, FIELD) for line in lines)
    # The full name needs room; where there is none yet, the code alone may fit.
    full = list(labels.around(lines, target, FIELD, wide))
    first = max(since, step(_FULL))
    wanted = Name(id=f"field:{dot.id}", look="airfield", x=x, y=y, label=full[0], since=first, mark=mark)
    told = book.seat(wanted, full)
    until = told.since if told else END
    if dot.code and until > since:
        short = list(labels.around((dot.code,), target, FIELD, labels.width(dot.code, FIELD)))
        book.seat(msgspec.structs.replace(wanted, since=since, until=until), short)


def _add_countries(theatre: Theatre, book: _Book) -> None:
    for feature, (x, y) in dots.all_countries(theatre):
        wide = labels.width(feature.name, NATION, spaced=SPACED)
        seats = [labels.hang((feature.name,), 0, dy, "middle", NATION, wide) for dy in (5, 25, -15, 45, -35)]
        until = step(NATIONS_UNTIL)
        wanted = Name(id=f"nation:{feature.id}", look="nation", x=x, y=y, label=seats[0], since=0, until=until)
        book.seat(wanted, seats)


def _add_lakes(theatre: Theatre, book: _Book) -> None:
    size = WATER - 1
    for dot, x, y, extent in dots.all_lakes(theatre):
        wide = labels.width(dot.name, size)
        # From where the lake is large enough to be told by its name.
        fits = np.flatnonzero((np.array(extent)[:, None] * SCALES >= ((wide * 0.5,), (12,))).all(axis=0))
        if len(fits):
            label = labels.hang((dot.name,), 0, size / 3, "middle", size, wide)
            since = int(fits[0])
            book.seat(Name(id=f"lake:{dot.id}", look="water", x=x, y=y, label=label, since=since), [label])


def airing(box: Rect) -> Rect:
    """Return a box with the air around a name."""
    return box[0] - AIR[0], box[1] - AIR[1], box[2] + AIR[0], box[3] + AIR[1]


def _add_rivers(rivers: Sequence[Feature], zooms: tuple[int, int], book: _Book) -> None:
    """Name rivers along their course, zoom by zoom, at a distance from each other."""
    for zoom in range(*zooms):
        since, until = step(zoom), END if zoom + 1 == ZOOMS[1] else step(zoom + 1)
        scale = float(SCALES[(since + until - 1) // 2])
        named: dict[str, list[tuple[float, float]]] = {}
        for feature in rivers:
            kept = named.setdefault(feature.name, [])
            spots, found = along([straight(feature, scale)], feature.name, scale)
            for number, (x, y) in enumerate(spots.tolist()):
                if any(math.dist((x, y), other) * scale < SPACING for other in kept):
                    continue
                label = found.label(number, feature.name, WATER)
                if book.rank.hit(x, y, airing(label.box), since, until):
                    continue
                kept.append((x, y))
                key = f"river:{feature.id}"
                book.keep(Name(id=key, look="water", x=x, y=y, label=label, since=since, until=until))


def along(courses: Sequence[BaseGeometry], text: str, scale: float) -> tuple[Positions, Stretches]:
    """Return where a text may run along lines, the straightest stretches of each first: in Mercator metres, and how."""
    wide = labels.width(text, WATER)
    points = [shapely.get_coordinates(part) * (scale, -scale) for part in shapely.get_parts(courses)]
    found = labels.stretches(points, WATER, wide, 6.0, _SWAY)
    return np.column_stack([found.x, -found.y]) / scale, found


@lru_cache(maxsize=256)
def straight(feature: Feature, scale: float) -> BaseGeometry:
    """Return a river's course with no more turns than names along it can follow."""
    return outline.feature(feature).simplify(_CHORD / scale)
