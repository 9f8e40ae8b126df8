"""All that is written on the map of one incident, at every zoom: pins, names of its own, and what they leave of others.

The drawing shows a scene at the zoom of its sheet, the live map at any.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import msgspec
import numpy as np
import shapely

from deconflict.render import accounts, beads, dots, ground, labels, outline, pins, seats
from deconflict.render.accounts import Account
from deconflict.render.beads import Beads, Crowd
from deconflict.render.labels import Label
from deconflict.render.look import LINE_NAME, NAMED
from deconflict.render.mercator import SCALES, Positions, Sheet, project
from deconflict.render.names import (
    NATION,
    NATIONS_UNTIL,
    SPACED,
    SPACING,
    WATER,
    Name,
    Table,
    airing,
    along,
    names,
    step,
    table,
)
from deconflict.render.pins import BAND, BANDS, MIDDLES, Pin
from deconflict.render.ranking import END, Flags, Numbers, Ranking, Whole
from deconflict.render.seats import Around, Opening, Seats, Views
from deconflict.theatre import Feature, Theatre

# Names keep off an area that is no wider than this in pixels; into a larger one they may reach.
_SMALL = 210.0
# Pixels between two names of one line, how far a name stands off it, and what a turn in their order costs.
_SPACING = 560.0
_AWAY = (9.0, 26.0)
_LATE = 12.0
# What a turn in the order of a country's names costs.
_NEXT = 20.0
# From how many parts before to how many after the zoom that a map opens with its own names stand.
_OPEN = (2, 4)


class Scene(msgspec.Struct, frozen=True):
    """Pins, names of the incident's own, and for each of the theatre's names (by number) the zooms that hide it."""

    pins: tuple[Pin, ...]
    own: tuple[Name, ...]
    hidden: dict[int, list[tuple[int, int]]]

    def shown(self, theatre: Theatre, sheet: Sheet) -> Iterator[Name]:
        """Yield the names at the zoom of a sheet that may stand on it, the weightiest first."""
        part = sheet.part
        for name in self.own:
            if name.since <= part < name.until:
                yield name
        every = names(theatre)
        for number in table(theatre).seen(sheet):
            if not any(a <= part < b for a, b in self.hidden.get(number, ())):
                yield every[number]


def build(theatre: Theatre, found: Sequence[Account], lines: Sequence[Feature], openings: Sequence[Opening]) -> Scene:
    """Seat everything that is written."""
    rank = Ranking()
    around = _around(theatre, found, lines)
    seen = seats.views(openings)
    placed = pins.seat(list(_pins(theatre, found)), around, seen, rank)
    own: list[Name] = []
    close = tuple(_opens(openings))
    for line in lines:
        own += _line(_choices(theatre, tuple(lines), line, close), around, seen, rank)
    own += _rivers(theatre, openings, seen, rank)
    own += _nations(theatre, openings, around, seen, rank)
    return Scene(placed, tuple(own), _hidden(theatre, placed, found, own, rank))


def _pins(theatre: Theatre, found: Sequence[Account]) -> Iterator[Pin]:
    centres = tuple(sorted({account.centre for account in found if account.disc}))
    for feature in dots.named(theatre, centres):
        x, y = shapely.get_coordinates(outline.feature(feature))[0].tolist()
        yield Pin(
            id=feature.id, kind="place", look="named", lines=(accounts.called(feature, found),), size=NAMED,
            bounds=(x, y, x, y), anchor=(x, y), radius=4.6,
        )  # fmt: skip
    for account in reversed(found):
        x, y = project(np.array([account.anchor]))[0].tolist()
        yield Pin(
            id=account.id, kind="account", look=f"{account.tone}-name", lines=accounts.words(account),
            size=accounts.SIZE, bounds=account.flat.bounds, anchor=(x, y),
        )  # fmt: skip


def _around(theatre: Theatre, found: Sequence[Account], lines: Iterable[Feature]) -> Around:
    return Around({account.id: account.grid for account in found}, _beads(theatre, tuple(lines)), _towns(theatre))


@lru_cache(maxsize=32)
def _beads(theatre: Theatre, lines: tuple[Feature, ...]) -> Beads:
    """The main rivers and the incident's lines within the theatre."""
    main = ground.major_rivers(theatre)
    wanted = [f for f in theatre.layer("rivers") if f.id in main]
    corners = project(np.array([theatre.box[:2], theatre.box[2:]])).ravel().tolist()
    seen = shapely.clip_by_rect([ground.edge(f) for f in (*wanted, *lines)], *corners)
    return beads.string(seen[~shapely.is_empty(seen)])


@lru_cache(maxsize=4)
def _towns(theatre: Theatre) -> Crowd:
    found, spots = dots.all_places(theatre)
    return beads.crowd(spots[[dot.rank <= 2 for dot in found]])


class _Choices(msgspec.Struct, frozen=True):
    """Where a line or zone may be named: its seats at all half zooms, and what they hide of the ground."""

    id: str
    beside: tuple[Label, ...]
    seats: Seats
    cost: Numbers


@lru_cache(maxsize=256)
def _choices(theatre: Theatre, lines: tuple[Feature, ...], feature: Feature, close: tuple[bool, ...]) -> _Choices:
    """Find where a line may be named beside its course at each half zoom, more ``close`` where a map opens."""
    note = ("schematic",) if feature.properties.get("schematic") else ()
    wide = labels.width(feature.name, LINE_NAME)
    beside = _beside(feature.name, note)
    spots, bands = [np.empty((0, 2))], [np.empty(0, dtype=np.int64)]
    length = shapely.length(ground.edge(feature))
    for band, scale in enumerate(MIDDLES.tolist()):
        # Too short for its own name, a line would be hidden by it.
        if length * scale >= wide * 0.6:
            spots.append(_spots(feature, scale, 3 if close[band] else 1))
            bands.append(np.full(len(spots[-1]), band))
    number = np.repeat(np.concatenate(bands), len(beside))
    x, y = np.repeat(np.concatenate(spots), len(beside), axis=0).T
    count = len(x) // len(beside)
    boxes = np.tile([airing(label.box) for label in beside], (count, 1))
    found = Seats(x, y, boxes, BANDS[number], BANDS[number] + BAND + 1, MIDDLES[number])
    turns = np.tile(np.arange(len(beside)) * _LATE, count)
    return _Choices(f"line:{feature.id}", beside, found, turns + seats.on_ground(found, _around(theatre, (), lines)))


def _line(choices: _Choices, around: Around, seen: Views, rank: Ranking) -> Iterator[Name]:
    """Name a line or zone at each half zoom, several times if there is room, the cheapest seats first."""
    tried, each = choices.seats, len(choices.beside)
    count = len(tried.x) // each
    spots = slice(None, None, each)
    within = np.zeros(count, dtype=bool)
    for grid in around.areas.values():
        # In an area, a line is hardly seen.
        within |= grid.holds(tried.x[spots], tried.y[spots])
    cost = choices.cost + seats.on_areas(tried, around) + np.repeat(within * seats.EDGE, each)
    cost += seats.off(tried, seen)
    struck = rank.struck(
        tried.x[spots], tried.y[spots], tried.boxes.reshape(count, each, 4), tried.since[spots], tried.until[spots] - 1
    )
    cost[struck.ravel()] = np.inf
    chosen = _apart(tried, cost)
    since, until = tried.since[chosen], tried.until[chosen] - 1
    until[until == END - 1] = END
    boxes = np.array([label.box for label in choices.beside])[chosen % each]
    rank.take_all(tried.x[chosen], tried.y[chosen], boxes, since, until)
    for number, first, last in zip(chosen.tolist(), since.tolist(), until.tolist(), strict=True):
        x, y = float(tried.x[number]), float(tried.y[number])
        label = choices.beside[number % each]
        yield Name(id=choices.id, look="zone-name", x=x, y=y, label=label, since=first, until=last)


def _apart(tried: Seats, cost: Numbers) -> Whole:
    """Choose seats, zoom by zoom the cheapest first, that keep their distance from each other."""
    order = np.lexsort((cost, tried.since))
    left = order[np.isfinite(cost[order])]
    found = [left[:0]]
    while len(left):
        _, first, zoom = np.unique(tried.since[left], return_index=True, return_inverse=True)
        chosen = left[first]
        found.append(chosen)
        away = np.hypot(tried.x[left] - tried.x[chosen][zoom], tried.y[left] - tried.y[chosen][zoom])
        left = left[away * tried.scale[left] >= _SPACING]
    every = np.concatenate(found)
    return every[np.argsort(tried.since[every], kind="stable")]


def _opens(openings: Sequence[Opening]) -> Iterator[bool]:
    """Tell for each half zoom whether a map opens there or near it."""
    parts = [opening.sheet.part for opening in openings]
    for since in BANDS.tolist():
        yield any(since - _OPEN[1] <= part <= since + BAND + _OPEN[0] for part in parts)


@lru_cache(maxsize=1024)
def _spots(feature: Feature, scale: float, dense: int) -> Positions:
    """Where a line may be named, in Mercator metres: at even distances along it, closer where a map opens."""
    edge = shapely.line_merge(ground.edge(feature))
    found: list[Positions] = [np.empty((0, 2))]
    for part in shapely.get_parts(edge):
        count = min(max(round(part.length * scale * dense / 120), 1), 8 * dense)
        shares = (np.arange(count) + 0.5) / count
        found.append(shapely.get_coordinates(shapely.line_interpolate_point(part, shares, normalized=True)))
    return np.concatenate(found)


@lru_cache(maxsize=64)
def _beside(name: str, note: tuple[str, ...]) -> tuple[Label, ...]:
    """Labels around a spot of a line: the name in one line near it and further off, in two if there is no room."""
    found = []
    for words, away in (*((((name,), away)) for away in _AWAY), (labels.halves(name), _AWAY[0])):
        rows = (*words, *note)
        wide = max(labels.width(row, LINE_NAME) for row in rows)
        found += list(labels.around(rows, (-away, -away, away, away), LINE_NAME, wide, 0.0))
    return tuple(found)


def _openings(openings: Sequence[Opening]) -> Iterator[tuple[Opening, int, int]]:
    """Yield each opening with the zooms around its own, none of them twice."""
    ordered = sorted(openings, key=lambda opening: opening.sheet.part)
    parts = [opening.sheet.part for opening in ordered]
    between = [0, *(math.ceil((a + b) / 2) for a, b in pairwise(parts)), END]
    for opening, part, low, high in zip(ordered, parts, between, between[1:], strict=False):
        since, until = max(math.floor(part) - _OPEN[0], low), min(math.ceil(part) + _OPEN[1], high)
        if since < until:
            yield opening, since, until


def _nations(
    theatre: Theatre, openings: Sequence[Opening], around: Around, seen: Views, rank: Ranking
) -> Iterator[Name]:
    """Name the countries where a map opens, if it is too near for the theatre's own names of them."""
    for opening, first, until in _openings(openings):
        since, sheet = max(first, step(NATIONS_UNTIL)), opening.sheet
        found = dots.nations(theatre, sheet)
        if since >= until or sheet.part < since or not found:
            continue
        named, spots = zip(*found, strict=True)
        wide = [labels.width(name, NATION, spaced=SPACED) for name in named]
        hung = [labels.hang((n,), 0, 0, "middle", NATION, w) for n, w in zip(named, wide, strict=True)]
        counts = [len(some) for some in spots]
        at = sheet.metres_of(np.concatenate([np.array(some) for some in spots]))
        tried = _seats(at, np.repeat([airing(label.box) for label in hung], counts, axis=0), since, until, sheet)
        cost = np.concatenate([np.arange(count) * _NEXT for count in counts])
        cost += seats.hidden(tried, around) + seats.off(tried, seen)
        for name, label, (a, b) in zip(named, hung, pairwise(accumulate(counts, initial=0)), strict=True):
            struck = _struck(_seats(at[a:b], tried.boxes[a:b], since, until, sheet), rank)
            best = a + int(np.argmin(np.where(struck, np.inf, cost[a:b])))
            if not struck[best - a] and cost[best] < seats.EDGE:
                x, y = at[best].tolist()
                rank.take(x, y, label.box, since, until)
                yield Name(id=f"nation:{name}", look="nation", x=x, y=y, label=label, since=since, until=until)


def _rivers(theatre: Theatre, openings: Sequence[Opening], seen: Views, rank: Ranking) -> Iterator[Name]:
    """Name the main rivers where a map opens."""
    for opening, since, until in _openings(openings):
        done = set()
        for feature, found, at, boxes in _along(theatre, opening.sheet):
            if feature.name in done:
                continue
            tried = _seats(at, boxes, since, until, opening.sheet)
            free = np.flatnonzero(~_struck(tried, rank) & (seats.off(tried, seen) == 0))
            if len(free):
                label, x, y = found[free[0]]
                done.add(feature.name)
                rank.take(x, y, label.box, since, until)
                yield Name(id=f"river:{feature.id}", look="water", x=x, y=y, label=label, since=since, until=until)


_Along = tuple[Feature, tuple[tuple[Label, float, float], ...], Positions, Numbers]


@lru_cache(maxsize=ground.SHEETS)
def _along(theatre: Theatre, sheet: Sheet) -> tuple[_Along, ...]:
    """Return the main rivers that a sheet has room to name, with labels and positions, the straightest first."""
    main = ground.major_rivers(theatre)
    rivers = [feature for feature in theatre.layer("rivers") if feature.id in main]
    courses = shapely.clip_by_rect([outline.feature(feature) for feature in rivers], *sheet.window(-12))
    courses = shapely.simplify(courses, 4 / sheet.scale)
    named = []
    for number in np.flatnonzero(~shapely.is_empty(courses)).tolist():
        feature = rivers[number]
        found = tuple(along(courses[number], feature.name, sheet.scale, labels.width(feature.name, WATER)))
        if found:
            at = np.array([spot for _, *spot in found])
            named.append((feature, found, at, np.array([airing(label.box) for label, *_ in found])))
    return tuple(named)


def _seats(at: Positions, boxes: Numbers, since: int, until: int, sheet: Sheet) -> Seats:
    count = len(at)
    return Seats(at[:, 0], at[:, 1], boxes, np.full(count, since), np.full(count, until), np.full(count, sheet.scale))


def _struck(tried: Seats, rank: Ranking) -> Flags:
    return rank.struck(tried.x, tried.y, tried.boxes[:, None], tried.since, tried.until)[:, 0]


def _hidden(
    theatre: Theatre, placed: Sequence[Pin], found: Sequence[Account], own: Sequence[Name], rank: Ranking
) -> dict[int, list[tuple[int, int]]]:
    """Find the zooms at which each of the theatre's names has to give way."""
    known = table(theatre)
    x, y = known.spots.T
    which, _, first, after = rank.meetings(x, y, known.boxes, known.since, known.until)
    hits = [np.column_stack([which, first, after])]
    hits += [_inside(known, account) for account in found]
    hits += [_again(known, name) for name in own if name.look == "water"]
    pinned = [known.places[key] for pin in placed if (key := f"{pin.kind}:{pin.id}") in known.places]
    hits.append(np.array([(number, 0, END) for number in pinned], dtype=np.int64).reshape(-1, 3))
    return _runs(known, np.concatenate(hits))


def _inside(known: Table, account: Account) -> Whole:
    """Find names that would be written into an area while it is small: their numbers, half zoom by half zoom."""
    west, south, east, north = account.flat.bounds
    parts = BANDS[max(east - west, north - south) * SCALES[BANDS] <= _SMALL]
    band, number = np.nonzero((known.since < parts[:, None] + BAND) & (known.until > parts[:, None]))
    x, y = known.spots[number].T
    a, b, c, d = known.boxes[number, 0].T / SCALES[parts[band]]
    left, low, right, top = x + a, y - d, x + c, y - b
    near = np.flatnonzero((left < east) & (right > west) & (low < north) & (top > south))
    near = near[account.grid.touches(left[near], low[near], right[near], top[near])]
    part = parts[band[near]]
    return np.column_stack([number[near], part, part + BAND])


def _again(known: Table, name: Name) -> Whole:
    """Find the same river's names that would be written near one of the incident's own."""
    alike = known.texts.get(name.label.lines[0], np.empty(0, dtype=np.int64))
    shift = np.abs(known.spots[alike] - (name.x, name.y)).max(axis=1)
    near = alike[shift * SCALES[name.since] < SPACING]
    return np.column_stack([near, np.full(len(near), name.since), np.full(len(near), name.until)])


def _runs(known: Table, hits: Whole) -> dict[int, list[tuple[int, int]]]:
    """Turn hits (a name's number, from one zoom up to another) into ranges.

    They go from the zoom before to the one after; short gaps are closed.
    """
    since, until = known.since[hits[:, 0]], known.until[hits[:, 0]]
    first, last = np.maximum(hits[:, 1], since), np.minimum(hits[:, 2], until)
    order = np.lexsort((last, first, hits[:, 0]))
    order = order[first[order] < last[order]]
    columns = (hits[order, 0], first[order], last[order], since[order], until[order])
    found: dict[int, list[tuple[int, int]]] = {}
    for number, start, end, low, high in zip(*(column.tolist() for column in columns), strict=True):
        runs = found.setdefault(number, [])
        # To the end, if nothing would be left of it.
        run = max(start - 1, low), high if end >= min(high, END) - 2 else end
        if runs and run[0] - runs[-1][1] < BAND:
            runs[-1] = runs[-1][0], max(runs[-1][1], run[1])
        else:
            runs.append(run)
    return found
