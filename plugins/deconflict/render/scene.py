"""All that is written on the map of one incident, at every zoom: pins, names of its own, and what they leave of others.

The drawing shows a scene at the zoom of its sheet, the live map at any.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from deconflict.render import accounts, beads, dots, ground, labels, outline, pins, seats
from deconflict.render.accounts import Account
from deconflict.render.beads import Beads, Crowd
from deconflict.render.labels import Label, Stretches
from deconflict.render.look import LINE_NAME, NAMED
from deconflict.render.mercator import SCALES, Positions, Sheet, project
from deconflict.render.names import (
    AIR,
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
    straight,
    table,
)
from deconflict.render.pins import BAND, BANDS, ENDS, MIDDLES, Pin
from deconflict.render.ranking import END, Numbers, Ranking, Taken, Whole, meet
from deconflict.render.seats import Around, Opening, Seats, Views
from deconflict.theatre import Feature, Theatre

# Names keep off an area that is no wider than this in pixels; into a larger one they may reach.
_SMALL = 210.0
# Pixels between two names of one line, how far a name stands off it, and what a turn in their order costs.
_SPACING = 560.0
_AWAY = (9.0, 26.0)
# So many seats has each spot on a line: on its eight sides, at each distance and once more in two lines.
_SEATS = 8 * (len(_AWAY) + 1)
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
    own += _lines(_choices(theatre, tuple(lines), close), around, seen, rank)
    own += _ground(theatre, openings, around, seen, rank)
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
    """Where an incident's lines and zones may be named: spots at all half zooms, with as many seats at each.

    ``ends`` are the spots' numbers where each line's begin, and their count. ``near`` has for each spot those of its
    line and zoom that are too near for a second name, as bits of their numbers. ``cost`` is what the seats hide of the
    ground. ``spots`` are positions and first zooms once more, as plain numbers.
    """

    ids: tuple[str, ...]
    beside: tuple[tuple[Label, ...], ...]
    ends: tuple[int, ...]
    near: tuple[int, ...]
    spots: tuple[tuple[float, float, int], ...]
    seats: Seats
    cost: Numbers


@lru_cache(maxsize=256)
def _choices(theatre: Theatre, lines: tuple[Feature, ...], close: tuple[bool, ...]) -> _Choices:
    """Find where lines may be named beside their course at each half zoom, more ``close`` where a map opens."""
    spots, bands, boxes = [np.empty((0, 2))], [np.empty(0, dtype=np.int64)], [np.empty((0, _SEATS, 4))]
    beside, ends = [], [0]
    for feature in lines:
        wide = labels.width(feature.name, LINE_NAME)
        beside.append(_beside(feature.name, ("schematic",) if feature.properties.get("schematic") else ()))
        length = shapely.length(ground.edge(feature))
        count = 0
        for number, scale in enumerate(MIDDLES.tolist()):
            # Too short for its own name, a line would be hidden by it.
            if length * scale >= wide * 0.6:
                spots.append(_spots(feature, scale, 3 if close[number] else 1))
                bands.append(np.full(len(spots[-1]), number))
                count += len(spots[-1])
        boxes.append(np.tile([airing(label.box) for label in beside[-1]], (count, 1, 1)))
        ends.append(ends[-1] + count)
    at, band = np.concatenate(spots), np.concatenate(bands)
    since, scale = BANDS[band, None], MIDDLES[band, None]
    found = Seats(at[:, :1].copy(), at[:, 1:].copy(), np.concatenate(boxes), since, since + BAND + 1, scale)
    cost = np.arange(_SEATS) * _LATE + seats.on_ground(found, _around(theatre, (), lines))
    ids = tuple(f"line:{feature.id}" for feature in lines)
    told = tuple(zip(*at.T.tolist(), BANDS[band].tolist(), strict=True))
    return _Choices(ids, tuple(beside), tuple(ends), _near(at, band, ends), told, found, cost)


def _near(at: Positions, band: Whole, ends: Sequence[int]) -> tuple[int, ...]:
    """Return for each spot the bits of those spots of its line and half zoom that are too near to name the line too."""
    found = []
    for start, end in pairwise(ends):
        x, y = at[start:end].T
        some = band[start:end]
        far = np.hypot(x[:, None] - x, y[:, None] - y) * MIDDLES[some]
        near = (far < _SPACING) & (some[:, None] == some)
        found += [sum(1 << start + number for number in np.flatnonzero(row).tolist()) for row in near]
    return tuple(found)


def _lines(choices: _Choices, around: Around, seen: Views, rank: Ranking) -> Iterator[Name]:
    """Name lines and zones at each half zoom, several times if there is room, the cheapest seats first."""
    tried = choices.seats
    x, y, since = tried.x.ravel(), tried.y.ravel(), tried.since.ravel()
    within = np.zeros(len(x), dtype=bool)
    for grid in around.areas.values():
        # In an area, a line is hardly seen.
        within |= grid.holds(x, y)
    cost = choices.cost + seats.on_areas(tried, around) + seats.off(tried, seen) + within[:, None] * seats.EDGE
    cost[rank.struck(x, y, tried.boxes, since, since + BAND)] = np.inf
    taken: list[Taken] = []
    for number, (start, end) in enumerate(pairwise(choices.ends)):
        found = []
        for spot, seat in _apart(choices, cost, range(start, end), taken):
            east, north, first = choices.spots[spot]
            label, until = choices.beside[number][seat], int(ENDS[first // BAND])
            found.append(
                Name(id=choices.ids[number], look="zone-name", x=east, y=north, label=label, since=first, until=until)
            )
        found.sort(key=lambda name: name.since)
        taken += [(name.x, name.y, name.label.box, name.since, name.until) for name in found]
        yield from found
    for one in taken:
        rank.take(*one)


def _apart(choices: _Choices, cost: Numbers, spots: range, taken: Sequence[Taken]) -> Iterator[tuple[int, int]]:
    """Choose spots of one line, each with a seat, the cheapest first, that keep their distance from each other."""
    costs = cost[spots.start : spots.stop]
    seat = costs.argmin(axis=1)
    waiting = list(zip(costs[np.arange(len(costs)), seat].tolist(), spots, seat.tolist(), strict=True))
    heapq.heapify(waiting)
    near = 0
    while waiting:
        least, spot, best = heapq.heappop(waiting)
        if least == np.inf or near >> spot & 1:
            continue
        x, y, since = choices.spots[spot]
        a, b, c, d = choices.seats.boxes[spot, best].tolist() if taken else (0.0, 0.0, 0.0, 0.0)
        if any(meet((x, y, (a, b, c, d), since, since + BAND), other) for other in taken):
            cost[spot, best] = np.inf
            best = int(cost[spot].argmin())
            heapq.heappush(waiting, (float(cost[spot, best]), spot, best))
            continue
        near |= choices.near[spot]
        yield spot, best


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
    found: list[Label] = []
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


class _Wish(msgspec.Struct, frozen=True):
    """A river or country to be named where a map opens: spots in Mercator metres, the best first, with a label at each.

    ``boxes`` are the labels' with air; ``scale`` is the sheet's.
    """

    id: str
    text: str
    look: str
    at: Positions
    labels: tuple[Label, ...]
    boxes: Numbers
    since: int
    until: int
    scale: float


def _ground(
    theatre: Theatre, openings: Sequence[Opening], around: Around, seen: Views, rank: Ranking
) -> Iterator[Name]:
    """Name the main rivers where a map opens, and the countries if it is too near for the theatre's names of them."""
    wishes = [*_rivers(theatre, openings), *_nations(theatre, openings)]
    ends = list(accumulate((len(wish.at) for wish in wishes), initial=0))
    if not ends[-1]:
        return
    cost = _cost(wishes, around, seen, rank)
    taken: list[Taken] = []
    named = set()
    for wish, (start, end) in zip(wishes, pairwise(ends), strict=True):
        for number in np.argsort(cost[start:end], kind="stable").tolist():
            if cost[start + number] == np.inf or (wish.text, wish.since) in named:
                break
            (x, y), (a, b, c, d) = wish.at[number].tolist(), wish.boxes[number].tolist()
            if not any(meet((x, y, (a, b, c, d), wish.since, wish.until), other) for other in taken):
                label = wish.labels[number]
                named.add((wish.text, wish.since))
                taken.append((x, y, label.box, wish.since, wish.until))
                yield Name(id=wish.id, look=wish.look, x=x, y=y, label=label, since=wish.since, until=wish.until)
    for one in taken:
        rank.take(*one)


def _cost(wishes: Sequence[_Wish], around: Around, seen: Views, rank: Ranking) -> Numbers:
    """Return what each spot of each wish costs; one that cannot be has no end of it."""
    counts = [len(wish.at) for wish in wishes]
    x, y = np.concatenate([wish.at for wish in wishes]).T
    rows = np.array([(wish.since, wish.until, wish.scale, wish.look == "water") for wish in wishes])
    since, until, scale, river = np.repeat(rows, counts, axis=0).T
    boxes = np.concatenate([wish.boxes for wish in wishes])
    tried = Seats(x, y, boxes, since.astype(np.int64), until.astype(np.int64), scale)
    off = seats.off(tried, seen)
    # A river is named wholly on the sheet and lies anywhere on it; a country had better hide little.
    cost = np.where(river, np.where(off > 0, np.inf, 0), off + seats.hidden(tried, around))
    cost += np.concatenate([np.arange(count) * _NEXT for count in counts])
    cost[rank.struck(x, y, boxes[:, None], tried.since, tried.until)[:, 0]] = np.inf
    cost[(river == 0) & (cost >= seats.EDGE)] = np.inf
    return cost


def _nations(theatre: Theatre, openings: Sequence[Opening]) -> Iterator[_Wish]:
    for opening, first, until in _openings(openings):
        since, sheet = max(first, step(NATIONS_UNTIL)), opening.sheet
        if since >= until or sheet.part < since:
            continue
        for name, at in dots.nations(theatre, sheet):
            label = labels.hang((name,), 0, 0, "middle", NATION, labels.width(name, NATION, spaced=SPACED))
            boxes = np.tile(airing(label.box), (len(at), 1))
            hung = (label,) * len(at)
            yield _Wish(f"nation:{name}", name, "nation", at, hung, boxes, since, until, sheet.scale)


def _rivers(theatre: Theatre, openings: Sequence[Opening]) -> Iterator[_Wish]:
    for opening, since, until in _openings(openings):
        sheet = opening.sheet
        west, south, east, north = sheet.window()
        for name, at, found, boxes in _along(theatre, min(int(sheet.part // BAND), len(BANDS) - 1)):
            x, y = at.T
            inside = np.flatnonzero((x > west) & (x < east) & (y > south) & (y < north))
            hung = tuple(found.label(number, name, WATER) for number in inside.tolist())
            yield _Wish(f"river:{name}", name, "water", at[inside], hung, boxes[inside], since, until, sheet.scale)


@lru_cache(maxsize=64)
def _along(theatre: Theatre, band: int) -> tuple[tuple[str, Positions, Stretches, Numbers], ...]:
    """Where each main river may be named along its course at a half zoom, with the boxes to be kept clear."""
    main = ground.major_rivers(theatre)
    scale = float(MIDDLES[band])
    courses: dict[str, list[BaseGeometry]] = {}
    for feature in theatre.layer("rivers"):
        if feature.id in main:
            courses.setdefault(feature.name, []).append(straight(feature, scale))
    return tuple(
        (name, at, found, found.boxes + np.array((-AIR[0], -AIR[1], *AIR)))
        for name, parts in courses.items()
        for at, found in [along(parts, name, scale)]
    )


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
    x, y = known.spots.T
    some = np.flatnonzero(
        (x + known.reach > west) & (x - known.reach < east) & (y + known.reach > south) & (y - known.reach < north)
    )
    band, number = np.nonzero((known.since[some] < parts[:, None] + BAND) & (known.until[some] > parts[:, None]))
    number = some[number]
    x, y = known.spots[number].T
    a, b, c, d = known.boxes[number, 0].T / SCALES[parts[band]]
    left, low, right, top = x + a, y - d, x + c, y - b
    near = np.flatnonzero((left < east) & (right > west) & (low < north) & (top > south))
    near = near[account.grid.touches(left[near], low[near], right[near], top[near])]
    part = parts[band[near]]
    return np.column_stack([number[near], part, ENDS[part // BAND]])


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
