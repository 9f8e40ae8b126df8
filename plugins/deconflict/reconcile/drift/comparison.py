"""Comparison: how two wordings of one saying differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from deconflict.reconcile.drift.likeness import TELLING
from deconflict.reconcile.drift.words import GAP, Words, level

Result = Literal["same", "trimmed", "altered"]


def compare(first: Words, second: Words) -> Result:
    """Say how two wordings of one saying differ: not at all as far as both go, by a mark of omission, or in words."""
    one, two = level(first, second)
    if one.keys == two.keys:
        return "same"
    a, b = _Ends.of(one.keys), _Ends.of(two.keys)
    shifts = list(_laid(a.keys, b.keys, one.telling & two.telling))
    if not shifts:
        return "trimmed" if _omits(one.keys, two.keys) or _omits(two.keys, one.keys) else "altered"
    return "trimmed" if all(_beyond_a_mark(a, b, shift) for shift in shifts) else "same"


class _Ends(msgspec.Struct, frozen=True):
    """Folded words without marks of omission at their ends, and whether there were any."""

    keys: tuple[str, ...]
    before: bool
    after: bool

    @classmethod
    def of(cls, keys: tuple[str, ...]) -> _Ends:
        """Take the marks off."""
        start, end = keys[:1] == (GAP,), keys[-1:] == (GAP,)
        return cls(keys[start : len(keys) - end], start, end)


def _laid(a: tuple[str, ...], b: tuple[str, ...], shared: frozenset[str]) -> Iterator[int]:
    """Where in ``a`` to lay ``b`` so that they agree wherever both have words: one in the other, or end on start."""
    for shift in range(1 - len(b), len(a)):
        start, end = max(shift, 0), min(shift + len(b), len(a))
        common = a[start:end]
        if common == b[start - shift : end - shift]:
            whole = len(common) in (len(a), len(b))
            if whole or len(shared.intersection(common)) >= TELLING:
                yield shift


def _beyond_a_mark(a: _Ends, b: _Ends, shift: int) -> bool:
    """Whether one has words where the other has a mark of omission at that end."""
    before, after = shift, len(a.keys) - shift - len(b.keys)  # how far a reaches beyond b; below zero, b beyond a
    omitted = ((a.before, -before), (a.after, -after), (b.before, before), (b.after, after))
    return any(marked and beyond > 0 for marked, beyond in omitted)


def _omits(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether ``a`` reads as ``b`` with words left out where it has its marks of omission."""
    if GAP not in a:
        return False
    whole = tuple(k for k in b if k != GAP)
    parts = _split(a)
    place = 0
    for n, part in enumerate(parts):
        found = [
            at for at in range(place, len(whole) + 1 - len(part)) if whole[at : at + len(part)] == part
        ] or _overhang(part, whole, place, first=n == 0, last=n == len(parts) - 1)
        if not found:
            return False
        place = found[0] + len(part)
    return True


def _overhang(part: tuple[str, ...], whole: tuple[str, ...], place: int, *, first: bool, last: bool) -> list[int]:
    """Where an outer part fits that reaches beyond the end of the whole."""
    if first:
        return [n - len(part) for n in range(len(part) - 1, 0, -1) if part[-n:] == whole[:n]]
    if last:
        return [len(whole) - n for n in range(len(part) - 1, 0, -1) if part[:n] == whole[max(place, len(whole) - n) :]]
    return []


def _split(keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    parts: list[list[str]] = [[]]
    for key in keys:
        if key == GAP:
            parts.append([])
        else:
            parts[-1].append(key)
    return [tuple(part) for part in parts if part]
