"""The figures side by side: for each quantity that is stated in more than one way, who states what."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import permutations

from deconflict.page.figures import Measure, RangeLine, RangeView, Reach
from deconflict.page.frame import Frame
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import listed
from deconflict.reconcile.voices import Voice
from deconflict.values import quantity
from deconflict.values.quantity import Quantity
from deconflict.world import Unit, World

#: An axis is logarithmic if the largest figure on it is more than so many times the smallest.
WIDEST_LINEAR = 20.0


def build(frame: Frame) -> tuple[RangeView, ...]:
    """One view for each slot of quantities that is stated in at least two ways."""
    found = (_view(f, frame) for f in frame.findings.values() if f.fact.type == "quantity")
    return tuple(view for view in found if view is not None)


def _view(finding: Finding, frame: Frame) -> RangeView | None:
    if len({(v.claim.denied, v.value.nominal, v.value.region) for v in finding.voices}) < 2:
        return None
    groups = _statements(finding.voices)
    units = _units([v.value for v in finding.voices], frame.world)
    lines = sorted((_line(voices, finding, frame, units) for voices in groups), key=lambda line: _rank(line, frame))
    said = [line for line in lines if not line.denied]
    shared = _shared([line.allowed for line in said])
    apart, pair = (False, None) if shared is not None else nearest(said)
    return RangeView(
        slot=finding.slot,
        units=units,
        logarithmic=_logarithmic(lines),
        lines=tuple(lines),
        shared=shared,
        gap=None if pair is None else between(*pair),
        relation=_relation(said, shared, pair, units, apart=apart),
    )


def _statements(voices: Iterable[Voice]) -> list[list[Voice]]:
    """Voices of one organisation that state the same amount, however it is written."""
    groups: dict[tuple[object, ...], list[Voice]] = {}
    for v in voices:
        same = (v.origin, v.claim.denied, v.value.nominal, v.value.region, v.value.vague)
        groups.setdefault(same, []).append(v)
    return list(groups.values())


def _rank(line: RangeLine, frame: Frame) -> tuple[int, str, bool, int, str]:
    tones = [frame.tone(party) for party in frame.parties]
    place = tones.index(line.tone) if line.tone in tones else len(tones)
    return (place, line.who, line.denied, -line.reports, line.words)


def _line(voices: Sequence[Voice], finding: Finding, frame: Frame, units: Sequence[Measure]) -> RangeLine:
    by_label = Counter(v.label for v in voices)
    label = min(by_label, key=lambda name: (-by_label[name], name))
    value: Quantity = next(v.value for v in voices if v.label == label)
    denied = voices[0].claim.denied
    words = quantity.words(value, finding.fact, frame.world)
    origin = voices[0].origin
    return RangeLine(
        words=f"denied: {words}" if denied else words,
        spoken=quantity.spoken(value, frame.world),
        who=frame.names.origin(origin),
        tone=frame.tone(frame.party_of_origin.get(origin)),
        reports=len({v.claim.source for v in voices}),
        reading=_reading(value, units),
        stated=stated(value, frame.world.units.get(value.unit)),
        allowed=allowed(value, frame.world),
        vague=bool(value.vague),
        denied=denied,
    )


def stated(value: Quantity, unit: Unit | None) -> tuple[Reach, ...]:
    """What was said whichever way a loose unit is meant, else both readings; an open end is ``None``."""
    low, high = value.nominal
    if unit is None or unit.low == unit.high:
        return (_reach(low, high),)
    amounts = (low / unit.low, high / unit.high)
    readings = [(amounts[0] * size, amounts[1] * size) for size in (unit.low, unit.high)]
    both = (readings[1][0], readings[0][1])
    return (_reach(*both),) if both[0] <= both[1] else tuple(_reach(*reading) for reading in readings)


def allowed(value: Quantity, world: World) -> Reach:
    """What hedge, precision and loose unit allow; an end that a hedge or a vague word leaves open is ``None``."""
    low, high = _reach(*value.region)
    open_below = bool(value.hedge) and world.hedges[value.hedge].below is None
    return (None if open_below else low, high)


def _reach(low: float, high: float) -> Reach:
    return (low, None if math.isinf(high) else high)


def _units(values: Sequence[Quantity], world: World) -> tuple[Measure, ...]:
    """The unit that most statements use and its counterpart, the exact one first: km and miles."""
    used = Counter(v.unit for v in values if v.unit in world.units)
    chosen = [world.units[name] for name in sorted(used, key=lambda u: (-used[u], u))]
    if not chosen:
        return ()
    first = chosen[0]
    others = [u for u in chosen[1:] if not _decimal(u.high / first.high)]
    others += [world.units[first.into]] if first.into else []
    pair = [first, *others[:1]]
    pair.sort(key=lambda u: u.low != u.high)
    return tuple(Measure(name=u.many, low=u.low, high=u.high, note=u.sentence) for u in pair if u.many)


def _decimal(factor: float) -> bool:
    """Whether one unit is the other with the point moved: an axis in both would say the same twice."""
    return math.isclose(math.log10(factor), round(math.log10(factor)), abs_tol=1e-9)


def _logarithmic(lines: Iterable[RangeLine]) -> bool:
    ends = [end for line in lines for reach in (*line.stated, line.allowed) for end in reach if end is not None]
    above = [end for end in ends if end > 0]
    return bool(above) and min(ends) > 0 and max(above) > WIDEST_LINEAR * min(above)


def _shared(regions: Sequence[Reach]) -> Reach | None:
    """What all regions have in common (ranges on a line that meet in pairs meet all together)."""
    if len(regions) < 2:
        return None
    low, high = max(low or 0.0 for low, _ in regions), min(_top(region) for region in regions)
    return _reach(low, high) if low <= high else None


def _top(region: Reach) -> float:
    return math.inf if region[1] is None else region[1]


def between(below: RangeLine, above: RangeLine) -> tuple[float, float]:
    """From the upper end of one to the lower end of the other; they exclude each other if that runs upwards."""
    return _top(below.allowed), above.allowed[0] or 0.0


def _excludes(below: RangeLine, above: RangeLine) -> bool:
    high, low = between(below, above)
    return high < low


def nearest(said: Sequence[RangeLine]) -> tuple[bool, tuple[RangeLine, RangeLine] | None]:
    """The two that exclude each other with the smallest gap, at best one that no other range reaches into.

    First whether there is such a free gap, so that the statements fall apart into groups.
    """
    pairs = [pair for pair in permutations(said, 2) if _excludes(*pair)]
    free = [pair for pair in pairs if not any(_reaches(line.allowed, between(*pair)) for line in said)]
    best = min(free or pairs, key=lambda pair: _width(between(*pair)), default=None)
    return bool(free), best


def _reaches(region: Reach, gap: tuple[float, float]) -> bool:
    return (region[0] or 0.0) < gap[1] and _top(region) > gap[0]


def _width(gap: tuple[float, float]) -> float:
    return gap[1] - gap[0]


def _relation(
    said: Sequence[RangeLine],
    shared: Reach | None,
    pair: tuple[RangeLine, RangeLine] | None,
    units: Sequence[Measure],
    *,
    apart: bool,
) -> str:
    if shared is not None:
        return f"Fits all of them: {measured(shared, units)}"
    if pair is None:
        return ""
    below, above = pair
    width = _width(between(below, above))
    gap = measured((width, width), units)
    if below.who == above.who:
        names = f"{below.spoken} and {above.spoken} (both {above.who})"
    else:
        names = f"{_named(below)} and {_named(above)}"
    if apart:
        return f"No overlap: a gap of {gap} between {names}"
    loose = [f"“{x.spoken}” ({x.who})" for x in said if not any(_excludes(x, y) or _excludes(y, x) for y in said)]
    verb = "excludes" if len(loose) == 1 else "exclude"
    rest = f"; {listed(loose)} {verb} none of the others" if loose else ""
    return f"Nearest that exclude each other: {names}, a gap of {gap}{rest}"


def _named(line: RangeLine) -> str:
    return f"{line.spoken} ({line.who})"


def _reading(value: Quantity, units: Sequence[Measure]) -> str:
    if value.vague:
        return f"read as {measured(_reach(*value.region), units)}"
    if value.region == value.nominal:
        return ""
    low, high = _reach(*value.region)
    return f"allows {measured((low or None, high), units)}"


def measured(reach: Reach, units: Sequence[Measure]) -> str:
    """Write a range in the first unit: ``36 to 44 minutes``, ``500 m or more``, ``up to 8 a day``."""
    unit = units[0] if units else Measure(name="", low=1.0, high=1.0)
    low = None if reach[0] is None else quantity.short(reach[0] / unit.high)
    high = None if reach[1] is None else quantity.short(reach[1] / unit.low)
    name = unit.name if unit.name.startswith("%") or not unit.name else f" {unit.name}"
    if high is None:
        return f"{low or 0}{name} or more"
    if low is None:
        return f"up to {high}{name}"
    return " to ".join(dict.fromkeys((low, high))) + name
