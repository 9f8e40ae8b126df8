"""Pieces: a wording cut where its words differ from another's."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

import msgspec

from deconflict.reconcile.drift.words import Span, Words, level


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a wording; ``changed`` ones stand ``instead`` of other words (either may be empty)."""

    text: str
    changed: bool = False
    instead: str = ""


def cut(base: Words, variant: Words) -> tuple[Piece, ...]:
    """Cut a variant where its words differ from the base's, words beyond the ends of either left alone."""
    a, b = level(base, variant)
    edits = list(_edits(a, b))
    inside = {n: edit for edit in edits for n in range(*edit[1])}
    before = {new[0]: old for old, new in edits if new[0] == new[1]}
    found: list[Piece] = []
    n = 0
    while n <= len(b.shown):
        if n in before:
            found.append(Piece("", changed=True, instead=" ".join(a.shown[slice(*before[n])])))
        if n in inside:
            old, new = inside[n]
            found.append(Piece(" ".join(b.shown[slice(*new)]), changed=True, instead=" ".join(a.shown[slice(*old)])))
            n = new[1]
        elif n == len(b.shown):
            break
        else:
            end = next((m for m in range(n + 1, len(b.shown)) if m in inside or m in before), len(b.shown))
            found.append(Piece(" ".join(b.shown[n:end])))
            n = end
    return tuple(found)


def _edits(a: Words, b: Words) -> Iterator[tuple[Span, Span]]:
    """Which shown words of ``a`` stand as which of ``b``, where they differ."""
    for i, j, k, m in differences(a.keys, b.keys):
        old, new = _shown(a, i, j), _shown(b, k, m)
        # At the ends only as many words can be held against each other as both have there.
        both = min(old[1] - old[0], new[1] - new[0])
        if i == k == 0:
            old, new = (old[1] - both, old[1]), (new[1] - both, new[1])
        elif (j, m) == (len(a.keys), len(b.keys)):
            old, new = (old[0], old[0] + both), (new[0], new[0] + both)
        if old[0] < old[1] or new[0] < new[1]:
            yield old, new


def differences(a: tuple[str, ...], b: tuple[str, ...]) -> Iterator[tuple[int, int, int, int]]:
    """Where ``a`` and ``b`` differ: from and to in ``a``, then in ``b``."""
    shorter = min(len(a), len(b))
    start = next((n for n in range(shorter) if a[n] != b[n]), shorter)
    end = next((n for n in range(shorter - start) if a[-1 - n] != b[-1 - n]), shorter - start)
    i, j, k, m = start, len(a) - end, start, len(b) - end
    # Of words that come once each, only those within the change could be aligned in another way.
    once = len({*a}) == len(a) and len({*b}) == len(b)
    if once and {*a[i:j]}.isdisjoint(b[k:m]):
        yield i, j, k, m
        return
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            yield i, j, k, m


def _shown(words: Words, start: int, end: int) -> Span:
    """The shown words behind keys start to end."""
    if start < end:
        return words.spans[start][0], words.spans[end - 1][1]
    place = words.spans[start][0] if start < len(words.spans) else len(words.shown)
    return place, place
