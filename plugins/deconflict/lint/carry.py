"""What a claim lets a sentence say, type by type.

A claim *carries* a value of the text if the text says no more than it: all that the claim allows, the text allows.
A claim *grounds* one that it does not carry, but allows: the text is firmer or more exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from deconflict.values import code, count, day, place, quantity
from deconflict.world import Fact, World

#: Figures that were converted may be rounded so far: a share of them.
ROUNDED = 0.025

Range = tuple[float, float]
#: Claim, text, the fact of the claim, the world.
Test = Callable[[Any, Any, Fact, World], bool]


def carries(claim: Any, text: Any, fact: Fact, world: World) -> bool:
    """Whether the text says no more than a claim of the same type."""
    return _CARRIES[fact.type](claim, text, fact, world)


def grounds(claim: Any, text: Any, fact: Fact, world: World) -> bool:
    """Whether a claim allows what the text says."""
    test = _GROUNDS.get(fact.type)
    return test is not None and test(claim, text, fact, world)


def within(inner: Range, outer: Range) -> bool:
    """Whether a range lies in another, but for rounding."""
    low, high = outer[0] * (1 - ROUNDED), outer[1] * (1 + ROUNDED)
    return low <= inner[0] and inner[1] <= high


def alike(a: Range, b: Range) -> bool:
    """Whether two ranges have the same ends, but for rounding."""
    return all(abs(x - y) <= ROUNDED * abs(y) for x, y in zip(a, b, strict=True))


def _carries_date(claim: day.Day, text: day.Day, _fact: Fact, _world: World) -> bool:
    return text.region[0] <= claim.region[0] and claim.region[1] <= text.region[1]


def _grounds_date(claim: day.Day, text: day.Day, _fact: Fact, _world: World) -> bool:
    return _carries_date(text, claim, _fact, _world)


def _carries_quantity(claim: quantity.Quantity, text: quantity.Quantity, _fact: Fact, _world: World) -> bool:
    # A figure must be one that the claim states: "within 2 miles" does not follow from "2 km".
    if text.low and not _overlap(text.nominal, claim.nominal):
        return False
    bare = not (claim.hedge or claim.vague) and claim.low == claim.high
    return within(claim.nominal if bare else claim.region, text.region)


def _grounds_quantity(claim: quantity.Quantity, text: quantity.Quantity, _fact: Fact, _world: World) -> bool:
    # "Some miles" would ground any figure.
    return not (claim.vague and math.isinf(claim.region[1])) and within(text.nominal, claim.region)


def _overlap(a: Range, b: Range) -> bool:
    return max(a[0], b[0]) * (1 - ROUNDED) <= min(a[1], b[1])


def _carries_count(claim: count.Count, text: count.Count, _fact: Fact, world: World) -> bool:
    wider = world.root.wider

    def holds(x: count.Item, y: count.Item) -> bool:
        return y.type in wider[x.type] and y.region[0] <= x.region[0] and x.region[1] <= y.region[1]

    return all(any(holds(x, y) for x in claim.items) for y in text.items)


def _grounds_count(claim: count.Count, text: count.Count, _fact: Fact, _world: World) -> bool:
    def allows(x: count.Item, y: count.Item) -> bool:
        inside = x.region[0] <= y.region[0] and y.region[1] <= x.region[1]
        return y.type == x.type and x.hedge != count.SOME and inside

    return all(any(allows(x, y) for x in claim.items) for y in text.items)


def _carries_place(claim: place.Where, text: place.Where, fact: Fact, world: World) -> bool:
    if claim.place != text.place:
        return place.supports(claim, text, fact, world)
    shape = place.ground(world, claim.place)
    reach = world.prepositions
    point = shape is None or shape.geom_type == "Point"
    return not point or reach[text.preposition].point_m >= reach[claim.preposition].point_m


def _grounds_place(claim: place.Where, text: place.Where, fact: Fact, world: World) -> bool:
    return place.supports(text, claim, fact, world)


def _carries_code(claim: code.Code, text: code.Code, fact: Fact, world: World) -> bool:
    return code.supports(claim, text, fact, world)


def _equal(claim: Any, text: Any, _fact: Fact, _world: World) -> bool:
    return bool(claim == text)


_CARRIES: dict[str, Test] = {
    "date": _carries_date,
    "quantity": _carries_quantity,
    "count_of_type": _carries_count,
    "place": _carries_place,
    "code": _carries_code,
    "actor": _equal,
    "boolean": _equal,
}
_GROUNDS: dict[str, Test] = {
    "date": _grounds_date,
    "quantity": _grounds_quantity,
    "count_of_type": _grounds_count,
    "place": _grounds_place,
}
