"""Quantities: amounts with a unit, a hedge or a vague word, as a range in base units.

Regions: without a hedge half of the last decimal written, at least 2.5 % (no width for counts and
frequencies); a hedge by its factors; a range as stated; a vague word by its range. A loose unit (a mile that
may be statute or nautical) widens what was said. Sources: the notation of the records, ``catalogue/units.yaml``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

import msgspec

from deconflict.values.base import Found, Published, ValueFault, either, key, level, tidy
from deconflict.values.numerals import numerals
from deconflict.world import Fact, Unit, World

#: Dimensions whose bare numbers are exact: one counts them.
EXACT = ("count", "frequency")
#: Least half-width of a number without a hedge, as a share of it.
PRECISION = 0.025

Range = tuple[float, float]


class Quantity(msgspec.Struct, frozen=True):
    """An amount: ``hedge``, ``low``..``high`` as decimal texts or a ``vague`` word, and a unit id.

    ``nominal`` and ``region`` are closed ranges in the dimension's base unit; ``inf`` is open-ended.
    """

    low: str
    high: str
    hedge: str
    vague: str
    unit: str
    nominal: Range
    region: Range


def parse(text: str, fact: Fact, world: World, published: Published = None) -> Quantity:  # noqa: ARG001
    """Read an amount in the notation of the records or as people write it."""
    grammar = _grammar(world.root, fact.dimension or "count")
    match = grammar.whole.fullmatch(tidy(text))
    if not match:
        wanted = ", ".join(grammar.units) or "a bare number"
        raise ValueFault(f"'{text}' is no {fact.dimension or 'count'} (units: {wanted})")
    return _build(match, grammar, world)


def find(text: str, fact: Fact, world: World, published: Published = None) -> Iterator[Found[Quantity]]:  # noqa: ARG001
    """Find amounts with a unit of the fact's dimension (bare numbers are not looked for)."""
    grammar = _grammar(world.root, fact.dimension or "count")
    if not grammar.units:
        return
    for match in grammar.inside.finditer(level(text)):
        try:
            value = _build(match, grammar, world)
        except ValueFault:
            continue
        # "A second" is an ordinal more often than a time.
        if match["low"] is None or (key(match["low"]), key(match["unit"])) not in _ORDINALS:
            yield Found(match.start(), match.end(), value)


def label(value: Quantity) -> str:
    """Write ``[hedge ]number[..number][ unit]``."""
    amount = value.vague or value.low + (f"..{value.high}" if value.high != value.low else "")
    return " ".join(part for part in (value.hedge, amount, value.unit) if part)


def words(value: Quantity, fact: Fact, world: World) -> str:  # noqa: ARG001
    """Write the amount as stated and, where the unit has a counterpart, the conversion after it."""
    stated = spoken(value, world)
    unit = world.units.get(value.unit)
    if unit is None or unit.into is None or value.vague:
        return stated
    other = world.units[unit.into]
    low, high = value.nominal[0] / other.high, value.nominal[1] / other.low
    figures = " to ".join(dict.fromkeys((_rounded(low), _rounded(high))))
    return f"{stated} ({figures} {other.many})"


def spoken(value: Quantity, world: World) -> str:
    """The amount in its own unit, with its hedge."""
    unit = world.units.get(value.unit)
    if value.vague:
        amount = world.vagues[value.vague].words
        plural = True
    else:
        amount = " to ".join(_figure(n) for n in dict.fromkeys((value.low, value.high)))
        plural = (value.low, value.high) != ("1", "1")
    hedge = world.hedges[value.hedge].words if value.hedge else ""
    noun = "" if unit is None else unit.many if plural else unit.one
    stated = " ".join(part for part in (hedge, amount) if part)
    return f"{stated}{noun}" if noun.startswith("%") else f"{stated} {noun}".strip()


def meet(a: Quantity, b: Quantity, fact: Fact, world: World) -> Quantity | None:
    """Intersect the regions: one of the two if it lies in the other, else a new range in base units."""
    low, high = max(a.region[0], b.region[0]), min(a.region[1], b.region[1])
    if low > high:
        return None
    for value in sorted((a, b), key=label):
        if (low, high) == value.region and _inside(value.nominal, (low, high)):
            return value
    return Quantity(
        _plain(low), _plain(high), "", "", _base(world, fact.dimension or "count"), (low, high), (low, high)
    )


def supports(a: Quantity, b: Quantity, fact: Fact, world: World) -> bool:  # noqa: ARG001
    """Whether what ``a`` states lies in the region of ``b``."""
    return _inside(a.nominal, b.region)


def against(a: Quantity, b: Quantity, fact: Fact, world: World) -> str:
    """Write what each stands for, in one unit, and what they have in common."""
    unit = _common(a, b, world)
    first, second = (_read_as(v, unit, world) for v in (a, b))
    low, high = max(a.region[0], b.region[0]), min(a.region[1], b.region[1])
    if low > high:
        return f"{first} against {second}: no overlap"
    for x, y, name in ((a, b, second), (b, a, first)):
        if supports(x, y, fact, world):
            return f"{spoken(x, world)} lies within {name}"
    return f"{first} against {second}: both allow {_span((low, high), unit)}"


def _common(a: Quantity, b: Quantity, world: World) -> Unit | None:
    """The unit to compare in: one of the two if it has one length, else what the unit converts into."""
    own = [world.units[v.unit] for v in (a, b) if v.unit in world.units]
    into = [world.units[u.into] for u in own if u.into]
    return next((u for u in (*own, *into) if u.low == u.high), None)


def _read_as(value: Quantity, unit: Unit | None, world: World) -> str:
    """What is stated and, where a hedge, a vague word or a loose unit widens it, the figures that it allows."""
    stated, allowed = spoken(value, world), _span(value.region, unit)
    return stated if stated == allowed else f"{stated} (read as {allowed})"


def _span(region: Range, unit: Unit | None) -> str:
    scale = 1.0 if unit is None else unit.low
    noun = "" if unit is None else unit.many
    low, high = (short(n / scale) for n in region)
    ending = ""
    if math.isinf(region[1]):
        figures, ending = low, " or more"
    elif region[0] == 0:
        figures, ending = high, " or less"
    else:
        figures = " to ".join(dict.fromkeys((low, high)))
    return (f"{figures}{noun}" if noun.startswith("%") else f"{figures} {noun}".strip()) + ending


def _inside(inner: Range, outer: Range) -> bool:
    slack = 1e-9 * max(abs(n) for n in (*inner, 1.0) if math.isfinite(n))
    return outer[0] - slack <= inner[0] and inner[1] <= outer[1] + slack


def _base(world: World, dimension: str) -> str:
    found = (u.id for u in world.units.values() if u.dimension == dimension and (u.low, u.high) == (1.0, 1.0))
    return next(found, "")


_ORDINALS = frozenset({("a", "second"), ("one", "second")})


class _Grammar(msgspec.Struct, frozen=True):
    whole: re.Pattern[str]
    inside: re.Pattern[str]
    units: tuple[str, ...]
    unit_of: Mapping[str, Unit]
    hedge_of: Mapping[str, str]
    vague_of: Mapping[str, str]
    number_of: Mapping[str, int]


@lru_cache(maxsize=64)
def _grammar(world: World, dimension: str) -> _Grammar:
    units = [u for u in world.units.values() if u.dimension == dimension]
    unit_of = {key(name): u for u in units for name in (u.id, u.one, u.many, *u.also)}
    hedge_of = {key(n): h.id for h in world.hedges.values() for n in (h.id, h.words, *h.also)}
    vague_of = {key(n): v.id for v in world.vagues.values() for n in (v.id, v.words, *v.also)}
    number_of = numerals(world)
    # All repeats are bounded: no text, however hostile, is walked again and again, and no number is too long.
    figure = r"\d{1,3}(?:[,.\u2019' ]\d{3}){1,3}(?:[.,]\d{1,6})?(?!\d)|\d{1,12}(?:[.,]\d{1,6})?(?!\d)"
    # A word ends before its unit begins: "as" is not a second.
    number = rf"(?:{figure}|(?:{either(number_of)})(?!\w))(?: ?(?:thousand|million))?"
    join = r" ?(?:\.\.|-) ?| (?:to|or|and) "
    pattern = (
        rf"(?:(?P<hedge>{either(hedge_of)}) ?(?<![a-z](?=\d)))?"
        rf"(?:(?P<vague>{either(vague_of)})(?: of)?"
        rf"|(?:(?:between|from) )?(?P<low>{number})(?:(?:{join})(?P<high>{number}))?)"
    )
    tail = rf"[ -]?(?P<unit>{either(unit_of)})"
    plain = rf"(?:{tail})?" if dimension == "count" else tail
    # Running text says what happens so often: six crossings a day.
    what = r"(?: {1,3}[a-z]{2,20}){0,2}?" if dimension == "frequency" else ""
    return _Grammar(
        whole=re.compile(pattern + plain, re.IGNORECASE),
        inside=re.compile(rf"(?<![\w.,-])(?=[\w~])(?<!half ){pattern}{what}{tail}(?!/?\w)", re.IGNORECASE),
        units=tuple(u.id for u in units if u.id),
        unit_of=unit_of,
        hedge_of=hedge_of,
        vague_of=vague_of,
        number_of=number_of,
    )


def _build(match: re.Match[str], grammar: _Grammar, world: World) -> Quantity:
    hedge = grammar.hedge_of[key(match["hedge"])] if match["hedge"] else ""
    unit = grammar.unit_of.get(key(match["unit"])) if match["unit"] else None
    scale: Range = (unit.low, unit.high) if unit else (1.0, 1.0)
    exact = unit is None or unit.dimension in EXACT
    if match["vague"]:
        vague = world.vagues[grammar.vague_of[key(match["vague"])]]
        stated = (vague.low, math.inf if vague.high is None else vague.high)
        low = high = ""
        region = stated
        name = vague.id
    else:
        small = unit is None or unit.high <= 1
        low = _number(match["low"], grammar, small=small, power=_power(match["high"] or ""))
        high = _number(match["high"], grammar, small=small) if match["high"] else low
        stated = (float(low), float(high))
        if stated[0] > stated[1]:
            raise ValueFault(f"'{match[0]}' runs backwards: the lower amount comes first")
        region = stated if exact or low != high else _precision(low)
        name = ""
    if hedge:
        region = widen(stated, world.hedges[hedge].below, world.hedges[hedge].above)
    return Quantity(
        low,
        high,
        hedge,
        name,
        unit.id if unit else "",
        (stated[0] * scale[0], stated[1] * scale[1]),
        (region[0] * scale[0], region[1] * scale[1]),
    )


def widen(stated: Range, below: float | None, above: float | None) -> Range:
    """Widen a stated range by a hedge's factors; ``None`` leaves that end open."""
    return (0.0 if below is None else stated[0] * below, math.inf if above is None else stated[1] * above)


def _precision(figure: str) -> Range:
    number = float(figure)
    half = 0.5 * 10.0 ** -len(figure.partition(".")[2])
    half = max(half, PRECISION * number)
    return (max(number - half, 0.0), number + half)


def _power(text: str) -> str:
    """The word after a number that multiplies it, or nothing."""
    return next((power for power in _POWERS if key(text).endswith(power)), "")


_POWERS = {"thousand": 3, "million": 6}


def _number(text: str, grammar: _Grammar, *, small: bool, power: str = "") -> str:
    """Return a decimal text; groups of three digits after a dot are thousands with small units only.

    ``power`` is what the upper end of a range is multiplied with: "10 to 20 thousand" are 10 thousand and more.
    """
    own = _power(text)
    figure = key(text).removesuffix(own).rstrip() if own else key(text)
    groups = r"\d{1,3}(?:[.,\u2019' ]\d{3})+" if small else r"\d{1,3}(?:[,\u2019' ]\d{3})+"
    head = re.match(rf"({groups})(?!\d)(?:[.,](\d+))?$", figure)
    if figure in grammar.number_of:
        whole, part = str(grammar.number_of[figure]), ""
    elif head:
        whole, part = re.sub(r"\D", "", head[1]), head[2] or ""
    else:
        whole, _, part = figure.replace(",", ".").partition(".")
    factor = _POWERS.get(own or power, 0)
    digits = part.ljust(factor, "0")
    whole, part = whole + digits[:factor], digits[factor:]
    return (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def _plain(number: float) -> str:
    return "inf" if math.isinf(number) else f"{number:.6f}".rstrip("0").rstrip(".")


def _figure(text: str) -> str:
    whole, dot, part = text.partition(".")
    return (f"{int(whole):,}" if len(whole) > 3 else whole) + dot + part


def short(number: float) -> str:
    """A figure of two digits, of three where two are off by more than a fiftieth, without zeros at its end."""
    text = _rounded(number)
    if math.isfinite(number) and abs(float(text.replace(",", "")) - number) > number / 50:
        text = f"{number:.3g}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: float) -> str:
    if number == 0 or math.isinf(number):
        return "0" if number == 0 else "more"
    digits = 3 if number >= 1000 else 2
    step = digits - 1 - math.floor(math.log10(abs(number)))
    return f"{round(number, step):,.{max(step, 0)}f}"
