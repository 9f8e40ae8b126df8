"""All that is written on the map of one incident, at every zoom: pins, names of its own, and what they leave of others.

The drawing shows a scene at the zoom of its sheet, the live map at any.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from deconflict.render import accounts, dots, ground, labels, outline, pins
from deconflict.render.accounts import Account
from deconflict.render.labels import Label
from deconflict.render.look import LINE_NAME, NAMED
from deconflict.render.mercator import PARTS, SCALES, ZOOMS, Positions, project
from deconflict.render.names import (
    NATION,
    NATIONS_UNTIL,
    SPACED,
    SPACING,
    WATER,
    Name,
    airing,
    along,
    mark_radius,
    names,
    step,
)
from deconflict.render.pins import Around, Opening, Pin
from deconflict.render.ranking import END, REACH, Numbers, Ranking
from deconflict.theatre import Feature, Theatre

# Names keep off an area that is no wider than this in pixels; into a larger one they may reach.
_SMALL = 210.0
# Pixels between two names of one line, and how far a name stands off it.
_SPACING = 560.0
_AWAY = (9.0, 26.0)
# How far apart, in pixels, lines are felt for by the labels that should not hide them.
_BEAD = 11.0
# From how many parts before to how many after the zoom that a map opens with its own names stand.
_OPEN = (2, 4)


class Scene(msgspec.Struct, frozen=True):
    """Pins, names of the incident's own, and for each of the theatre's names (by number) the zooms that hide it."""

    pins: tuple[Pin, ...]
    own: tuple[Name, ...]
    hidden: dict[int, list[tuple[int, int]]]

    def shown(self, theatre: Theatre, part: float) -> Iterator[Name]:
        """Yield the names at a zoom given in parts, the weightiest first."""
        for name in self.own:
            if name.since <= part < name.until:
                yield name
        for number, name in enumerate(names(theatre)):
            if name.since <= part < name.until and not any(a <= part < b for a, b in self.hidden.get(number, ())):
                yield name


def build(theatre: Theatre, found: Sequence[Account], lines: Sequence[Feature], openings: Sequence[Opening]) -> Scene:
    """Seat everything that is written."""
    rank = Ranking()
    around = _around(theatre, found, lines)
    placed = pins.seat(list(_pins(theatre, found)), around, openings, rank)
    own: list[Name] = []
    for line in lines:
        own += _line(line, around, openings, rank)
    own += _rivers(theatre, openings, rank)
    own += _nations(theatre, openings, around, rank)
    return Scene(placed, tuple(own), _hidden(theatre, placed, found, own, rank))


def _pins(theatre: Theatre, found: Sequence[Account]) -> Iterator[Pin]:
    centres = tuple(sorted({account.centre for account in found if account.disc}))
    for feature in dots.named(theatre, centres):
        x, y = shapely.get_coordinates(outline.feature(feature))[0].tolist()
        yield Pin(
            id=feature.id, kind="place", look="named", lines=(feature.name,), size=NAMED,
            bounds=(x, y, x, y), anchor=(x, y), radius=4.6,
        )  # fmt: skip
    for account in reversed(found):
        x, y = project(np.array([account.anchor]))[0].tolist()
        yield Pin(
            id=account.id, kind="account", look=f"{account.tone}-name", lines=accounts.words(account),
            size=accounts.SIZE, bounds=account.flat.bounds, anchor=(x, y),
        )  # fmt: skip


def _around(theatre: Theatre, found: Sequence[Account], lines: Iterable[Feature]) -> Around:
    shown = tuple(lines)
    return Around(
        {account.id: account.cells for account in found},
        lambda scale: _beads(theatre, shown, round(math.log2(_BEAD / scale))),
        _towns(theatre),
    )


@lru_cache(maxsize=512)
def _beads(theatre: Theatre, lines: tuple[Feature, ...], power: int) -> Positions:
    """Points along the main rivers and the incident's lines within the theatre, so many doublings of a metre apart."""
    main = ground.major_rivers(theatre)
    wanted = [f for f in theatre.layer("rivers") if f.id in main]
    corners = project(np.array([theatre.box[:2], theatre.box[2:]])).ravel().tolist()
    seen = shapely.clip_by_rect([ground.edge(f) for f in (*wanted, *lines)], *corners)
    cell = 2.0**power
    dense = shapely.segmentize(seen[~shapely.is_empty(seen)], cell)
    found: Positions = (np.unique(shapely.get_coordinates(dense) // cell, axis=0) + 0.5) * cell
    return found


@lru_cache(maxsize=4)
def _towns(theatre: Theatre) -> Positions:
    found, spots = dots.all_places(theatre)
    return spots[[dot.rank <= 2 for dot in found]]


def _line(feature: Feature, around: Around, openings: Sequence[Opening], rank: Ranking) -> Iterator[Name]:
    """Name a line or zone beside its course, at each zoom that pins have a seat for anew."""
    words = (feature.name, "schematic") if feature.properties.get("schematic") else (feature.name,)
    wide = max(labels.width(line, LINE_NAME) for line in words)
    for since in range(0, END - 1, pins.BAND):
        until = since + pins.BAND
        scale = float(SCALES[since + pins.BAND // 2])
        # Too short for its own name, a line would be hidden by it.
        spots = _spots(feature, scale, 3 if any(_opens(opening, since, until) for opening in openings) else 1)
        if not len(spots) or shapely.length(ground.edge(feature)) * scale < wide * 0.6:
            continue
        seats = _beside(words, wide)
        boxes = np.tile(np.array([airing(seat.box) for seat in seats]), (len(spots), 1))
        xs, ys = (np.repeat(spots[:, i], len(seats)) for i in (0, 1))
        cost = np.tile(np.arange(len(seats)) * 12.0, len(spots))
        cost += pins.hidden("", xs, ys, boxes, scale, around) + _within(xs, ys, around) * pins.EDGE
        blocked = np.flatnonzero(rank.blocked(xs, ys, boxes, since, until).any(axis=1))
        cost[blocked] = np.inf
        for opening in openings:
            cost += pins.off(xs, ys, boxes, opening, since, until + 1)
        kept: list[tuple[float, float]] = []
        for number in np.argsort(cost, kind="stable").tolist():
            spot = float(xs[number]), float(ys[number])
            if math.isinf(cost[number]):
                break
            if any(math.dist(spot, other) * scale < _SPACING for other in kept):
                continue
            kept.append(spot)
            label = seats[number % len(seats)]
            last = END if until == END - 1 else until
            rank.take(*spot, label.box, since, last)
            yield Name(
                id=f"line:{feature.id}", look="zone-name", x=spot[0], y=spot[1], label=label, since=since, until=last
            )


def _opens(opening: Opening, since: int, until: int) -> bool:
    part = opening.sheet.part
    return since - _OPEN[1] <= part <= until + _OPEN[0]


def _within(xs: Numbers, ys: Numbers, around: Around) -> NDArray[np.bool_]:
    """Tell which positions lie in an area, where a line is hardly seen."""
    found = np.zeros(len(xs), dtype=bool)
    for cells in around.cells.values():
        x, y = xs[:, None], ys[:, None]
        found |= ((x > cells[:, 0]) & (x < cells[:, 2]) & (y > cells[:, 1]) & (y < cells[:, 3])).any(axis=1)
    return found


@lru_cache(maxsize=1024)
def _spots(feature: Feature, scale: float, dense: int) -> Positions:
    """Where a line may be named, in Mercator metres: at even distances along it, closer where a map opens."""
    edge = shapely.line_merge(ground.edge(feature))
    found: list[Positions] = []
    for part in shapely.get_parts(edge):
        count = min(max(round(part.length * scale * dense / 120), 1), 8 * dense)
        shares = (np.arange(count) + 0.5) / count
        found.append(shapely.get_coordinates(shapely.line_interpolate_point(part, shares, normalized=True)))
    return np.concatenate(found) if found else np.empty((0, 2))


@lru_cache(maxsize=64)
def _beside(words: tuple[str, ...], wide: float) -> tuple[Label, ...]:
    found = []
    for away in _AWAY:
        target = (-away, -away, away, away)
        found += list(labels.around(words, target, LINE_NAME, wide, 0.0))
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


def _nations(theatre: Theatre, openings: Sequence[Opening], around: Around, rank: Ranking) -> Iterator[Name]:
    """Name the countries where a map opens, if it is too near for the theatre's own names of them."""
    for opening, first, until in _openings(openings):
        since, sheet = max(first, step(NATIONS_UNTIL)), opening.sheet
        if since >= until or sheet.part < since:
            continue
        for name, spots in dots.nations(theatre, sheet):
            wide = labels.width(name, NATION, spaced=SPACED)
            label = labels.hang((name,), 0, 0, "middle", NATION, wide)
            at = np.array(spots) / (sheet.scale, -sheet.scale) + (sheet.left, sheet.top)
            xs, ys, boxes = at[:, 0], at[:, 1], np.tile(np.array([airing(label.box)]), (len(at), 1))
            cost = np.arange(len(at)) * 20.0 + pins.hidden("", xs, ys, boxes, sheet.scale, around)
            cost += pins.off(xs, ys, boxes, opening, since, until)
            cost[rank.blocked(xs, ys, boxes, since, until).any(axis=1)] = np.inf
            best = int(np.argmin(cost))
            if cost[best] < pins.EDGE:
                x, y = at[best].tolist()
                rank.take(x, y, label.box, since, until)
                yield Name(id=f"nation:{name}", look="nation", x=x, y=y, label=label, since=since, until=until)


def _rivers(theatre: Theatre, openings: Sequence[Opening], rank: Ranking) -> Iterator[Name]:
    """Name the main rivers where a map opens."""
    main = ground.major_rivers(theatre)
    for opening, since, until in _openings(openings):
        sheet, done = opening.sheet, set()
        window = sheet.window(-12)
        for feature in theatre.layer("rivers"):
            if feature.id not in main or feature.name in done:
                continue
            course = shapely.clip_by_rect(outline.feature(feature), *window).simplify(4 / sheet.scale)
            wide = labels.width(feature.name, WATER)
            for label, x, y in along(course, feature.name, sheet.scale, wide):
                box = np.array([airing(label.box)])
                xs, ys = np.array([x]), np.array([y])
                if rank.blocked(xs, ys, box, since, until).any() or pins.off(xs, ys, box, opening, since, until)[0]:
                    continue
                done.add(feature.name)
                rank.take(x, y, label.box, since, until)
                yield Name(id=f"river:{feature.id}", look="water", x=x, y=y, label=label, since=since, until=until)
                break


class _Table(msgspec.Struct, frozen=True):
    """The theatre's names as columns: positions, label boxes and mark boxes, zooms, ids and texts."""

    spots: Positions
    boxes: Numbers
    marks: Numbers
    since: NDArray[np.int64]
    until: NDArray[np.int64]
    ids: tuple[str, ...]
    texts: tuple[str, ...]


@lru_cache(maxsize=4)
def _table(theatre: Theatre) -> _Table:
    found = names(theatre)
    radii = [mark_radius(n.mark) for n in found]
    return _Table(
        np.array([(n.x, n.y) for n in found]).reshape(-1, 2),
        np.array([n.label.box for n in found]).reshape(-1, 4),
        np.array([(-r, -r, r, r) for r in radii]).reshape(-1, 4),
        np.array([n.since for n in found], dtype=np.int64),
        np.array([n.until for n in found], dtype=np.int64),
        tuple(n.id.partition(":")[2] for n in found),
        tuple(n.label.lines[0] for n in found),
    )


def _hidden(
    theatre: Theatre, placed: Sequence[Pin], found: Sequence[Account], own: Sequence[Name], rank: Ranking
) -> dict[int, list[tuple[int, int]]]:
    """Find the zooms at which each of the theatre's names has to give way."""
    table = _table(theatre)
    count = len(table.ids)
    if not count or not rank.count:
        return {}
    hit = np.zeros((count, END), dtype=bool)
    for zoom in range(ZOOMS[1] - ZOOMS[0]):
        since, until = zoom * PARTS, (zoom + 1) * PARTS + 1
        near = _near(table, rank, since, until)
        for boxes in (table.boxes, table.marks):
            if len(near):
                spots = table.spots[near]
                hit[near, since:until] |= rank.blocked(spots[:, 0], spots[:, 1], boxes[near], since, until)
    for account in found:
        _mark_inside(table, account, hit)
    for name in own:
        if name.look == "water":
            _mark_again(table, name, hit)
    pinned = {pin.id for pin in placed if pin.kind == "place"}
    for number, key in enumerate(table.ids):
        if key in pinned:
            hit[number] = True
    return _runs(table, hit)


def _near(table: _Table, rank: Ranking, since: int, until: int) -> NDArray[np.int64]:
    """The numbers of the names that may touch something at these zooms."""
    rows = rank.rows[: rank.count]
    rows = rows[(rows[:, 6] < until) & (rows[:, 7] > since)]
    if not len(rows):
        return np.zeros(0, dtype=np.int64)
    reach = REACH / SCALES[since]
    low, high = rows[:, :2].min(axis=0) - reach, rows[:, :2].max(axis=0) + reach
    active = (table.since < until) & (table.until > since)
    near = active & (table.spots > low).all(axis=1) & (table.spots < high).all(axis=1)
    return np.flatnonzero(near)


def _mark_inside(table: _Table, account: Account, hit: NDArray[np.bool_]) -> None:
    """Mark names that would be written into an area while it is small, half a zoom at a time."""
    west, south, east, north = account.flat.bounds
    parts = np.flatnonzero(max(east - west, north - south) * SCALES <= _SMALL)[:: PARTS // 2]
    if not len(parts):
        return
    cells = account.cells
    for part in parts.tolist():
        scale = float(SCALES[part])
        left, low = table.spots[:, 0] * scale, -table.spots[:, 1] * scale
        boxes = table.boxes + np.column_stack([left, low, left, low])
        a, b, c, d = (boxes[:, i] for i in range(4))
        near = (a < east * scale) & (c > west * scale) & (b < -south * scale) & (d > -north * scale)
        near = np.flatnonzero(near & (table.since < part + PARTS // 2) & (table.until > part))
        if len(near):
            a, b, c, d = (boxes[near, i][:, None] for i in range(4))
            flat = cells * scale
            inside = (a < flat[:, 2]) & (c > flat[:, 0]) & (b < -flat[:, 1]) & (d > -flat[:, 3])
            hit[near[inside.any(axis=1)], part : part + PARTS // 2] = True


def _mark_again(table: _Table, name: Name, hit: NDArray[np.bool_]) -> None:
    """Mark the same river's names that would be written near one of the incident's own."""
    shift = np.abs(table.spots - (name.x, name.y)).max(axis=1)
    texts = np.array([text == name.label.lines[0] for text in table.texts])
    near = np.flatnonzero(texts & (shift * SCALES[name.since] < SPACING))
    hit[np.ix_(near, np.arange(name.since, name.until))] = True


def _runs(table: _Table, hit: NDArray[np.bool_]) -> dict[int, list[tuple[int, int]]]:
    """Turn zooms that hide a name into ranges: from the zoom before to the one after, short gaps closed."""
    found: dict[int, list[tuple[int, int]]] = {}
    for number in np.flatnonzero(hit.any(axis=1)).tolist():
        since, until = int(table.since[number]), int(table.until[number])
        runs: list[tuple[int, int]] = []
        for part in np.flatnonzero(hit[number, since:until]).tolist():
            first, last = part + since - 1, part + since + 1
            if runs and first - runs[-1][1] < PARTS // 2:
                runs[-1] = (runs[-1][0], last)
            else:
                runs.append((first, last))
        kept = [(max(a, since), until if b >= min(until, END) - 2 else b) for a, b in runs]
        if kept:
            found[number] = kept
    return found
