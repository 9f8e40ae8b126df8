"""Seats of labels: what is counted, met and chosen in columns is what looking one by one would find."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.render import beads, pins, ranking, seats
from deconflict.render.accounts import Grid
from deconflict.render.labels import Rect
from deconflict.render.mercator import SCALES, Sheet
from deconflict.render.ranking import END, Ranking
from deconflict.render.seats import Opening, Seats

SEEDS = st.integers(0, 2**32 - 1)
relaxed = settings(max_examples=40, deadline=None, derandomize=True)


def some(seed: int, count: int, spread: float) -> tuple[np.ndarray, np.ndarray]:
    """Positions in Mercator metres and boxes of pixels about them."""
    rng = np.random.default_rng(seed)
    at = rng.uniform(-spread, spread, (count, 2))
    corner = rng.uniform(-120, 40, (count, 2))
    return at, np.hstack([corner, corner + rng.uniform(5, 150, (count, 2))])


def columns(seed: int, count: int, spread: float = 3e5) -> Seats:
    at, boxes = some(seed, count, spread)
    since = np.random.default_rng(seed).integers(0, END - 5, count)
    return Seats(at[:, 0], at[:, 1], boxes, since, since + 5, SCALES[since + 2])


def box(found: Seats, number: int, scale: float) -> Rect:
    x, y = found.x[number] * scale, -found.y[number] * scale
    a, b, c, d = found.boxes[number].tolist()
    return a + x, b + y, c + x, d + y


@relaxed
@given(SEEDS)
def test_meetings_are_those_of_each_zoom_alone(seed: int) -> None:
    rank, found = Ranking(), columns(seed, 12)
    at, boxes = some(seed + 1, 10, 3e5)
    for (x, y), (a, b, c, d) in zip(at.tolist(), boxes.tolist(), strict=True):
        rank.take(x, y, (a, b, c, d), seed % 20, seed % 20 + 9)
    expected = set()
    for number in range(12):
        for part in range(int(found.since[number]), int(found.until[number])):
            a, b, c, d = box(found, number, float(SCALES[part]))
            since, until = rank.zooms[:, : rank.count]
            shown = np.flatnonzero((since <= part) & (part < until))
            e, f, g, h = (
                rank.rows[2:, shown]
                + rank.rows[[0, 1, 0, 1]][:, shown] * np.array([[1], [-1], [1], [-1]]) * SCALES[part]
            )
            if ((a < g) & (e < c) & (b < h) & (f < d)).any():
                expected.add((number, part))
    meetings = rank.meetings(found.x, found.y, found.boxes[:, None], found.since, found.until)
    told = {(n, part) for n, _, a, b in zip(*(c.tolist() for c in meetings), strict=True) for part in range(a, b)}
    assert told == expected
    struck = rank.struck(found.x, found.y, found.boxes[:, None], found.since, found.until)[:, 0]
    assert set(np.flatnonzero(struck).tolist()) == {number for number, _ in expected}


def test_boxes_of_one_position_meet_at_every_zoom_or_never() -> None:
    rank = Ranking()
    rank.take(5.0, 5.0, (-4, -4, 4, 4), 0, END)
    here, since, until = np.array([5.0]), np.array([0]), np.array([END])
    for one, zooms in (((4, -4, 9, 4), []), ((3.9, -4, 9, 4), [(0, END)]), ((-9, 4, 9, 8), [])):
        meetings = rank.meetings(here, here, np.array([[one]], dtype=float), since, until)
        assert list(zip(*(c.tolist() for c in meetings[2:]), strict=True)) == zooms


@relaxed
@given(SEEDS)
def test_beads_are_counted_as_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    course = shapely.linestrings(rng.uniform(-2e5, 2e5, (6, 2)))
    string = beads.string(np.array([course]))
    found = columns(seed, 30)
    covered = found.metres()
    counts = string.count(covered, found.scale)
    for number, (west, south, east, north) in enumerate(zip(*covered, strict=True)):
        # No cell is smaller than what the live map shows.
        cell = 2.0 ** max(round(float(np.log2(11 / found.scale[number]))), beads._FINEST)
        points = np.unique(shapely.get_coordinates(shapely.segmentize(course, cell)) // cell, axis=0)
        x, y = ((points + 0.5) * cell).T
        assert counts[number] == ((x > west) & (x < east) & (y > south) & (y < north)).sum()


def test_no_course_has_no_beads() -> None:
    found = columns(1, 5)
    assert not beads.string(np.empty(0, dtype=object)).count(found.metres(), found.scale).any()


@relaxed
@given(SEEDS)
def test_a_crowd_is_counted_as_one_by_one(seed: int) -> None:
    spots = np.random.default_rng(seed).integers(-9, 9, (40, 2)) * 3e4
    covered = columns(seed, 30).metres()
    expected = [
        ((spots > (west, south)) & (spots < (east, north))).all(axis=1).sum()
        for west, south, east, north in zip(*covered, strict=True)
    ]
    assert beads.crowd(spots).count(covered).tolist() == expected
    assert not beads.crowd(np.empty((0, 2))).count(covered).any()


@relaxed
@given(SEEDS)
def test_a_grid_is_its_cells(seed: int) -> None:
    rng = np.random.default_rng(seed)
    grid = Grid(np.linspace(-2e5, 1e5, 6), np.linspace(-1e5, 2e5, 6), rng.random((5, 5)) < 0.6)
    found = columns(seed, 30)
    covered = found.metres()
    cells = shapely.box(*grid.cells.T)
    boxes = shapely.box(*covered)
    shared = shapely.area(shapely.intersection(boxes[:, None], cells)).sum(axis=1)
    assert grid.shared(*covered) == pytest.approx(shared)
    assert grid.touches(*covered).tolist() == (shared > 0).tolist()
    points = shapely.points(found.x, found.y)
    assert grid.holds(found.x, found.y).tolist() == shapely.contains(cells[:, None], points).any(axis=0).tolist()


@relaxed
@given(SEEDS, st.integers(1, 4))
def test_pins_are_seated_together_at_least_cost(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    at, boxes = some(seed, 4 * count, 4e3)
    since = np.full(4 * count, 24)
    tried = Seats(at[:, 0], at[:, 1], boxes, since, since + 5, SCALES[since + 2])
    cost = np.sort(rng.integers(0, 50, (count, 4)) * 10.0, axis=1).ravel()
    order = [np.arange(4 * n, 4 * n + 4)[None] for n in range(count)]
    ends = [4 * n for n in range(count + 1)]
    (chosen,) = pins._best(tried, cost[None], ends).tolist()

    def price(numbers: tuple[int, ...]) -> float:
        hits = sum(hit(a, b) for a, b in combinations(numbers, 2))
        return float(cost[list(numbers)].sum()) + hits * pins._NEVER

    def hit(one: int, other: int) -> bool:
        for part in range(24, 29):
            (a, b, c, d), (e, f, g, h) = (box(tried, number, float(SCALES[part])) for number in (one, other))
            if a < g and e < c and b < h and f < d:
                return True
        return False

    ways = list(product(*(one[0].tolist() for one in order)))
    assert price(tuple(chosen)) == min(map(price, ways))


@relaxed
@given(SEEDS, st.integers(3, 5))
def test_pins_are_seated_even_if_the_best_ways_were_given_up(seed: int, count: int) -> None:
    at, boxes = some(seed, 6 * count, 2e3)
    since = np.full(6 * count, 24)
    tried = Seats(at[:, 0], at[:, 1], boxes, since, since + 5, SCALES[since + 2])
    cost = np.random.default_rng(seed).integers(0, 50, 6 * count) * 10.0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pins, "_CROWD", 4)
        (chosen,) = pins._best(tried, cost[None], [6 * n for n in range(count + 1)]).tolist()
    assert [number // 6 for number in chosen] == list(range(count))


@pytest.mark.parametrize("count", [5, 6, 40])
def test_pins_in_a_heap_are_seated_apart(count: int) -> None:
    # All of them are in one place and may hang anywhere on a lattice around it, the nearer the better.
    steps = [(x * 70.0, y * 20.0) for x in range(-3, 4) for y in range(-4, 5)]
    boxes = np.array([(x, y, x + 60, y + 15) for x, y in steps] * count)
    since = np.full(len(boxes), 24)
    tried = Seats(np.zeros(len(boxes)), np.zeros(len(boxes)), boxes, since, since + 5, SCALES[since + 2])
    cost = np.hypot(*boxes[:, :2].T)
    (chosen,) = pins._best(tried, cost[None], [len(steps) * n for n in range(count + 1)]).tolist()
    assert [number // len(steps) for number in chosen] == list(range(count))
    assert len({tuple(boxes[number]) for number in chosen}) == count


def test_the_edge_of_the_sheet_weighs_more_than_a_control() -> None:
    sheet = Sheet(0.0, 0.0, float(SCALES[24]), 400, 300)
    seen = seats.views([Opening(sheet, ((300.0, 200.0, 390.0, 290.0),), 1.0, 1.0)])
    # Well inside, under the control, across the edge, at another zoom.
    at = np.array([(100, -100), (340, -240), (395, -100), (395, -100)]) / sheet.scale
    boxes, since = np.tile((-10.0, -5.0, 10.0, 5.0), (4, 1)), np.array([24, 24, 24, 32])
    cost = seats.off(Seats(at[:, 0], at[:, 1], boxes, since, since + 4, SCALES[since]), seen).tolist()
    assert cost[0] == cost[3] == 0 < cost[1] < cost[2] == seats.EDGE


def test_rankings_hold_as_many_boxes_as_they_are_given() -> None:
    rank = Ranking()
    at, boxes = some(5, 7, 1e5)
    rank.take_all(at[:, 0], at[:, 1], boxes, np.zeros(7, dtype=np.int64), np.full(7, END))
    assert rank.count == 7
    assert np.array_equal(rank.rows[2:, :7].T, boxes)
    assert len(SCALES) == ranking.END
