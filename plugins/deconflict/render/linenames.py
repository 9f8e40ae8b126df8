"""Names of lines and zones as they stood on an incident's day, written beside their course at every zoom."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
import numpy as np
import shapely

from deconflict.render import ground, labels, seats, surroundings
from deconflict.render.labels import Label
from deconflict.render.look import LINE_NAME
from deconflict.render.mercator import Positions
from deconflict.render.names import Name, airing
from deconflict.render.pins import BAND, BANDS, ENDS, MIDDLES
from deconflict.render.ranking import Numbers, Ranking, Taken, Whole, meet
from deconflict.render.seats import Around, Opening, Seats, Views
from deconflict.theatre import Feature, Theatre

# Pixels between two names of one line, how far a name stands off it, and what a turn in their order costs.
_SPACING = 560.0
_AWAY = (9.0, 26.0)
# So many seats has each spot on a line: on its eight sides, at each distance and once more in two lines.
_SEATS = 8 * (len(_AWAY) + 1)
_LATE = 12.0
# From how many parts before to how many after the zoom that a map opens with a line is named more often.
_OPEN = (2, 4)


def write(
    theatre: Theatre,
    lines: Sequence[Feature],
    openings: Sequence[Opening],
    around: Around,
    seen: Views,
    rank: Ranking,
) -> Iterator[Name]:
    """Name lines and zones at each half zoom, several times if there is room, the cheapest seats first."""
    yield from _seat(_choices(theatre, tuple(lines), tuple(_opens(openings))), around, seen, rank)


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
    cost = np.arange(_SEATS) * _LATE + seats.on_ground(found, surroundings.build(theatre, (), lines))
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


def _seat(choices: _Choices, around: Around, seen: Views, rank: Ranking) -> Iterator[Name]:
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
