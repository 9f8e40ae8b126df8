"""Codes: one of a fact's own answers, with implications between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import msgspec

from deconflict.diagnostics import did_you_mean
from deconflict.values.base import AND, Found, Published, ValueFault, fold, level, tidy
from deconflict.world import Fact, World


class Code(msgspec.Struct, frozen=True):
    """Codes that hold together, by id and sorted; what a report states is one."""

    ids: tuple[str, ...]


def parse(text: str, fact: Fact, world: World, published: Published = None) -> Code:  # noqa: ARG001
    """Read a code's id or its words, or several that hold together."""
    found, *others = (Code((_one(part, fact),)) for part in tidy(text).split(AND))
    for other in others:
        both = meet(found, other, fact, world)
        if both is None:
            raise ValueFault(f"'{text}' names codes of '{fact.id}' that exclude each other")
        found = both
    return found


def find(text: str, fact: Fact, world: World, published: Published = None) -> Iterator[Found[Code]]:  # noqa: ARG001
    """Find a code's words in running text, whole words only, longest first."""
    by_words = {level(words).casefold(): code for code, words in sorted(fact.codes.items())}
    longest_first = sorted(by_words, key=lambda n: (-len(n), n))
    if not longest_first:
        return
    pattern = r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"
    for match in re.finditer(pattern, level(text), re.IGNORECASE):
        yield Found(match.start(), match.end(), Code((by_words[match[0].casefold()],)))


def label(value: Code) -> str:
    """Write the code's id."""
    return AND.join(value.ids)


def words(value: Code, fact: Fact, world: World) -> str:  # noqa: ARG001
    """Write the code's words."""
    return " and ".join(fact.codes[code] for code in value.ids)


def meet(a: Code, b: Code, fact: Fact, world: World) -> Code | None:
    """Hold both codes together, the implied ones left out.

    Codes of a ``free`` fact never contradict each other; of an ``exclusive`` one they do, unless one implies the
    other or the vocabulary names the pair as compatible.
    """
    if not all(_together(x, y, fact, world) for x, y in product(a.ids, b.ids)):
        return None
    both = sorted({*a.ids, *b.ids})
    narrow = [x for x in both if not any(_narrower(y, x, fact, world) for y in both)]
    return Code(tuple(narrow))


def supports(a: Code, b: Code, fact: Fact, world: World) -> bool:
    """Whether each code of ``b`` is, or is implied by, one of ``a``."""
    return all(any(y in world.implied(fact, x) for x in a.ids) for y in b.ids)


def against(a: Code, b: Code, fact: Fact, world: World) -> str:
    """Say which relation of the vocabulary holds between the two: implied, let stand together, free or exclusive."""
    for x, y in ((a, b), (b, a)):
        if supports(x, y, fact, world):
            return f"“{words(x, fact, world)}” implies “{words(y, fact, world)}”"
    pair = f"“{words(a, fact, world)}” and “{words(b, fact, world)}”"
    if fact.relation == "free":
        return f"{pair}: several answers to this question can be true"
    if all(_together(x, y, fact, world) for x, y in product(a.ids, b.ids)):
        return f"{pair} do not exclude each other"
    return f"{pair} exclude each other"


def _one(text: str, fact: Fact) -> str:
    if text in fact.codes:
        return text
    by_words = {fold(words): code for code, words in sorted(fact.codes.items())}
    found = by_words.get(fold(text))
    if found is None:
        raise ValueFault(f"'{fact.id}' has no code '{text}'{did_you_mean(text, {*fact.codes, *fact.codes.values()})}")
    return found


def _together(x: str, y: str, fact: Fact, world: World) -> bool:
    if fact.relation == "free" or frozenset((x, y)) in fact.compatible:
        return True
    return y in world.implied(fact, x) or x in world.implied(fact, y)


def _narrower(x: str, y: str, fact: Fact, world: World) -> bool:
    return y in world.implied(fact, x) and x not in world.implied(fact, y)
