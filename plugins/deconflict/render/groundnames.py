"""Names of rivers and countries that are written where an incident's map opens, whatever the theatre names there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import msgspec
import numpy as np
from shapely.geometry.base import BaseGeometry

from deconflict.render import dots, ground, labels, seats
from deconflict.render.labels import Label, Stretches
from deconflict.render.mercator import Positions
from deconflict.render.names import (
    AIR,
    NATION,
    NATIONS_UNTIL,
    SPACED,
    WATER,
    Name,
    airing,
    along,
    step,
    straight,
)
from deconflict.render.pins import BAND, BANDS, MIDDLES
from deconflict.render.ranking import END, Numbers, Ranking, Taken, meet
from deconflict.render.seats import Around, Opening, Seats, Views
from deconflict.theatre import Theatre

# What a turn in the order of a country's names costs.
_NEXT = 20.0
# From how many parts before to how many after the zoom that a map opens with its own names stand.
_OPEN = (2, 4)


def write(theatre: Theatre, openings: Sequence[Opening], around: Around, seen: Views, rank: Ranking) -> Iterator[Name]:
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
