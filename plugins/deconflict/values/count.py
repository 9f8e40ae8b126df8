"""Counts of aircraft: a number and a node of the type graph.

A narrower type supports a wider one; leaves never support each other. Numbers are compared only within one
type: another type is another item of the answer, unless the fact can have only one answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product

import msgspec

from deconflict.diagnostics import did_you_mean
from deconflict.values.base import AND, Found, Published, ValueFault, either, fold, key, level, tidy
from deconflict.values.numerals import numerals
from deconflict.values.quantity import widen
from deconflict.world import Fact, World

#: Hedges that the notation of counts knows, and the vague word for more than one.
HEDGES = ("about", "at least")
SOME = "some"


class Item(msgspec.Struct, frozen=True, order=True):
    """A number of aircraft of one type; ``low`` and ``high`` are what was said, ``region`` what it allows."""

    type: str
    low: int
    high: int
    hedge: str
    region: tuple[float, float]


class Count(msgspec.Struct, frozen=True):
    """Items that hold together, sorted; what a report states is one."""

    items: tuple[Item, ...]


def parse(text: str, fact: Fact, world: World, published: Published = None) -> Count:  # noqa: ARG001
    """Read ``2 F-22``, ``a pair of Su-25``, ``at least two fighter jets``, ``some Su-25``."""
    found, *others = (Count((_one(part, world),)) for part in tidy(text).split(AND))
    for other in others:
        both = meet(found, other, fact, world)
        if both is None:
            raise ValueFault(f"'{text}' names numbers that exclude each other")
        found = both
    return found


def find(text: str, fact: Fact, world: World, published: Published = None) -> Iterator[Found[Count]]:  # noqa: ARG001
    """Find numbered aircraft in running text (a type without a number states no count)."""
    for match in _pattern(world.root).finditer(level(text)):
        try:
            item = _item(match, world)
        except ValueFault:
            continue
        end = match.end() if _same_item(match, item, world) else match.end("type")
        yield Found(match.start(), end, Count((item,)))


def label(value: Count) -> str:
    """Write ``number type``, items joined."""
    return AND.join(_label(item) for item in value.items)


def words(value: Count, fact: Fact, world: World) -> str:  # noqa: ARG001
    """Write the count for readers."""
    return " and ".join(_words(item, world) for item in value.items)


def meet(a: Count, b: Count, fact: Fact, world: World) -> Count | None:
    """Hold both together: one type's numbers intersect, other types stand beside each other."""
    if not all(_together(x, y, fact, world) for x, y in product(a.items, b.items)):
        return None
    by_type: dict[str, Item] = {}
    for item in sorted((*a.items, *b.items)):
        held = by_type.get(item.type)
        by_type[item.type] = item if held is None else _intersect(held, item)
    both = sorted(by_type.values())
    narrow = [x for x in both if not any(y is not x and _supports(y, x, world) for y in both)]
    return Count(tuple(narrow))


def supports(a: Count, b: Count, fact: Fact, world: World) -> bool:  # noqa: ARG001
    """Whether each item of ``b`` is stated, as narrowly or more, by one of ``a``."""
    return all(any(_supports(x, y, world) for x in a.items) for y in b.items)


def against(a: Count, b: Count, fact: Fact, world: World) -> str:
    """Compare what is comparable: numbers within one type, types by the graph."""
    for x, y in ((a, b), (b, a)):
        if supports(x, y, fact, world) and not supports(y, x, fact, world):
            return f"“{words(x, fact, world)}” says all that “{words(y, fact, world)}” says"
    pair = f"{words(a, fact, world)} against {words(b, fact, world)}"
    items, wider = list(product(a.items, b.items)), world.root.wider
    rivals = [(x, y) for x, y in items if not _together(x, y, fact, world)]
    if rivals:
        same = any(x.type == y.type for x, y in rivals)
        return f"{pair}: {'one type, two numbers' if same else 'two types, where only one can be meant'}"
    for part, whole in (*items, *((y, x) for x, y in items)):
        if whole.type in wider[part.type] and whole.type != part.type:
            if part.low > whole.high:
                return f"{pair}: a kind and its whole, whose numbers are not compared"
            return f"{pair}: {_words(part, world)} can be among {_words(whole, world)}"
    return f"{pair}: other types, other aircraft, and both can have been there"


def _supports(x: Item, y: Item, world: World) -> bool:
    low, high = _nominal(x)
    return y.type in world.root.wider[x.type] and y.region[0] <= low and high <= y.region[1]


def _nominal(item: Item) -> tuple[float, float]:
    return item.region if item.hedge == SOME else (item.low, item.high)


def _together(x: Item, y: Item, fact: Fact, world: World) -> bool:
    if x.type == y.type:
        low, high = max(x.region[0], y.region[0]), min(x.region[1], y.region[1])
        return math.isinf(high) or math.ceil(low) <= math.floor(high)
    wider = world.root.wider
    return fact.cardinality == "set" or x.type in wider[y.type] or y.type in wider[x.type]


def _intersect(x: Item, y: Item) -> Item:
    low, high = max(x.region[0], y.region[0]), min(x.region[1], y.region[1])
    for item in (x, y):
        if item.region == (low, high) and low <= _nominal(item)[0] and _nominal(item)[1] <= high:
            return item
    ends = math.ceil(low), math.floor(high)
    return Item(x.type, *ends, "", (float(ends[0]), float(ends[1])))


def _label(item: Item) -> str:
    if item.hedge == SOME:
        return f"{SOME} {item.type}"
    number = str(item.low) if item.low == item.high else f"{item.low}..{item.high}"
    return " ".join(part for part in (item.hedge, number, item.type) if part)


def _words(item: Item, world: World) -> str:
    kind = world.root.aircraft[item.type]
    if item.hedge == SOME:
        return f"{SOME} {kind.plural or kind.label}"
    number = " to ".join(str(n) for n in dict.fromkeys((item.low, item.high)))
    hedge = world.root.hedges[item.hedge].words if item.hedge else ""
    noun = kind.label.partition(" (")[0] if (item.low, item.high) == (1, 1) else kind.plural or kind.label
    return " ".join(part for part in (hedge, number, noun) if part)


def _one(text: str, world: World) -> Item:
    match = _pattern(world.root).fullmatch(text)
    if match:
        item = _item(match, world)
        if _same_item(match, item, world):
            return item
    names = _types(world.root)
    kind = text.rpartition(" ")[2]
    known = {a.id for a in world.aircraft.values()}
    hint = did_you_mean(kind, known) if kind != text and fold(kind) not in names else ""
    raise ValueFault(f"'{text}' is no count of aircraft (a number, then a type){hint}")


def _same_item(match: re.Match[str], item: Item, world: World) -> bool:
    """Whether a second name of a type (F-22 *fighter jets*) says no more than the first."""
    return match["again"] is None or _types(world.root)[fold(match["again"])] in world.root.wider[item.type]


def _item(match: re.Match[str], world: World) -> Item:
    root = world.root
    kind = _types(root)[fold(match["type"])]
    if match["some"]:
        return Item(kind, 1, 1, SOME, (1.0, math.inf))
    if match["vague"]:
        vague = root.vagues[_exact(root)[key(match["vague"])]]
        return Item(kind, int(vague.low), int(vague.low), "", (vague.low, vague.low))
    low = _integer(match["low"] or match["low_word"], root)
    upper = match["high"] or match["high_word"]
    high = _integer(upper, root) if upper else low
    if low > high:
        raise ValueFault(f"'{match[0]}' runs backwards: the lower number comes first")
    hedge = _hedges(root)[key(match["hedge"])] if match["hedge"] else ""
    region = (float(low), float(high))
    if hedge:
        region = widen(region, root.hedges[hedge].below, root.hedges[hedge].above)
    return Item(kind, low, high, hedge, region)


def _integer(text: str, root: World) -> int:
    return int(text) if text.isdecimal() else numerals(root)[key(text)]


@lru_cache(maxsize=16)
def _types(root: World) -> Mapping[str, str]:
    """Folded names of every type; an exact id wins over another type's alias."""
    names: dict[str, str] = {}
    for kind in sorted(root.aircraft.values(), key=lambda a: a.id):
        for name in (kind.label, kind.plural, *kind.also):
            names.setdefault(fold(name.partition(" (")[0]), kind.id)
            names.setdefault(fold(name.partition(" (")[0]) + "s", kind.id)
    for kind_id in sorted(root.aircraft):
        names[fold(kind_id)] = kind_id
        names.setdefault(fold(kind_id) + "s", kind_id)
    names.pop("", None)
    names.pop("s", None)
    return names


@lru_cache(maxsize=16)
def _hedges(root: World) -> Mapping[str, str]:
    known = (root.hedges[h] for h in HEDGES if h in root.hedges)
    return {key(name): hedge.id for hedge in known for name in (hedge.id, hedge.words, *hedge.also)}


@lru_cache(maxsize=16)
def _exact(root: World) -> Mapping[str, str]:
    """Vague words that mean one number after all (a couple)."""
    rows = (v for v in root.vagues.values() if v.low == v.high)
    return {key(name): v.id for v in rows for name in (v.id, v.words, *v.also)}


@lru_cache(maxsize=16)
def _pattern(root: World) -> re.Pattern[str]:
    kinds = {n.partition(" (")[0] for a in root.aircraft.values() for n in (a.id, a.label, a.plural, *a.also)}
    kind = rf"(?:{either(kinds, loose=True)})s?"
    whose = either({n for a in root.actors.values() for n in (a.name, a.short, a.adjective, *a.also)})
    some = {SOME, *(root.vagues[SOME].also if SOME in root.vagues else ())}
    # Repeats are bounded, as in quantities; three digits keep years from being counts.
    return re.compile(
        rf"(?<![\w.,-])(?=[\w~])(?:(?P<some>{either(some)})|(?P<vague>{either(_exact(root))})"
        rf"|(?:(?P<hedge>{either(_hedges(root))}) {{1,3}})?"
        rf"(?:(?P<low>\d{{1,3}})(?:(?:\.\.| ?- ?| to )(?P<high>\d{{1,3}}))?"
        rf"|(?P<low_word>{either(numerals(root))})(?: to (?P<high_word>{either(numerals(root))}))?))"
        rf"(?: of)? {{1,3}}(?:(?:{whose}) )?(?P<type>{kind})(?: (?P<again>{kind}))?(?!\w)",
        re.IGNORECASE,
    )
