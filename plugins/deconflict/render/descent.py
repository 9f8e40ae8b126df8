"""The picture of who relies on whom: origins on the left, their acts in the middle, one line for each report.

An origin is a disc, as large as many reports rely on it. A report's name stands once, at the act that it mainly draws
on; thin lines lead to it from others. A copy hangs on what it copies, dashed where that is inferred. An outlet's own
words are an origin too: its disc stands at the report's name. Colours and sizes of letters are the stylesheet's.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import sqrt

import msgspec

from deconflict.page.reports import BranchView, DescentView, LeafView, RootView
from deconflict.reconcile.names import counted

WIDTH = 820
# Heights of a report's line, of an act's words and of an origin's, in pixels of the picture.
_ROW, _ACT, _ORIGIN = 20, 48, 60
# Columns: the origins' discs, the acts' words, where lines leave these, and the reports' dots; a copy is set in.
_DISC, _WORDS, _LEAVE, _DOT, _STEP = 172, 242, 442, 520, 16
# Longest lines of words, in letters.
_LABEL, _WHAT, _NAME, _VOICE = 21, 30, 38, 32


class _Spot(msgspec.Struct, frozen=True):
    """Where a report's dot stands."""

    x: int
    y: int


def render(view: DescentView) -> str:
    """Draw the picture as one SVG element; nothing without reports."""
    leaves = [leaf for root in view.roots for branch in root.branches for leaf in branch.leaves if leaf.main]
    if not leaves:
        return ""
    heard = [root for root in view.roots if not root.own]
    acts = [(root, branch) for root in heard for branch in root.branches]
    height = max(_ROW * len(leaves), _ACT * len(acts), _ORIGIN * len(heard)) + _ROW
    spots = _spots(leaves, (height - _ROW * (len(leaves) - 1)) // 2)
    weights = [sum(leaf.main for leaf in branch.leaves) or 0.1 for _, branch in acts]
    middles = _apart(_middles(acts, spots), weights, _ACT, height)
    ahead = iter(middles)
    ends = [[next(ahead) for _ in root.branches] for root in heard]
    discs = _apart([sum(ys) / len(ys) for ys in ends], [1.0] * len(ends), _ORIGIN, height)
    out: list[str] = []
    for root, y, ys in zip(heard, discs, ends, strict=True):
        out.extend(_root(root, y, ys, spots))
    voices = [_heard(root, spots) for root in view.roots if root.own]
    out.extend(_voice(voice, spots) for voice in voices)
    own = {ident: voice[0] == ident for voice in voices for ident in voice}
    dots = "".join(f"M{spot.x} {spot.y}h0" for ident, spot in spots.items() if not own.get(ident))
    out.append(f'<path class="dc-dots" d="{dots}"/>')
    out.extend(_name(leaf, spots, own=leaf.id in own) for leaf in leaves)
    # Chromium reads out the words within an image of SVG unless they are hidden.
    return (
        f'<svg class="dc-descent-svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="Who relies on whom: drawing of the list below"><g aria-hidden="true">{"".join(out)}</g></svg>'
    )


def _spots(leaves: Sequence[LeafView], top: int) -> dict[str, _Spot]:
    """One line for each report, in order; copies that hang are set in."""
    spots: dict[str, _Spot] = {}
    for n, leaf in enumerate(leaves):
        x = spots[leaf.of[0]].x + _STEP if leaf.hangs else _DOT
        spots[leaf.id] = _Spot(x, top + n * _ROW)
    return spots


def _middles(acts: Sequence[tuple[RootView, BranchView]], spots: Mapping[str, _Spot]) -> list[float]:
    """Where acts would best stand: in the middle of the reports that are named at them, else at the act before."""
    found: list[float] = []
    for _, branch in acts:
        own = [spots[leaf.id].y for leaf in branch.leaves if leaf.main]
        far = [spots[leaf.id].y for leaf in branch.leaves]
        found.append(sum(own) / len(own) if own else found[-1] if found else sum(far) / len(far))
    return found


def _apart(wanted: Sequence[float], weights: Sequence[float], gap: int, height: int) -> list[int]:
    """Move positions apart by at least ``gap``, in their order and as little as can be, the weightier the less."""
    blocks: list[tuple[float, float, int]] = []
    for n, (y, own) in enumerate(zip(wanted, weights, strict=True)):
        mean, weight, size = y - n * gap, own, 1
        while blocks and blocks[-1][0] > mean:
            other, more, many = blocks.pop()
            mean, weight, size = (mean * weight + other * more) / (weight + more), weight + more, size + many
        blocks.append((mean, weight, size))
    least, most = gap / 2, height - gap / 2 - gap * (len(wanted) - 1)
    ends = [min(max(mean, least), max(least, most)) for mean, _, size in blocks for _ in range(size)]
    return [round(y + n * gap) for n, y in enumerate(ends)]


def _root(root: RootView, y: int, acts: Sequence[int], spots: Mapping[str, _Spot]) -> Iterator[str]:
    """An origin with its acts and all lines that lead from them."""
    strong: list[str] = []
    thin: list[str] = []
    words: list[str] = []
    for branch, middle in zip(root.branches, acts, strict=True):
        strong.append(_curve(_DISC, y, _WORDS - 8, middle))
        words.append(_act(branch, middle))
        for leaf in branch.leaves:
            spot = spots[leaf.id]
            if not leaf.hangs and (leaf.main or not leaf.how):
                (strong if leaf.main else thin).append(_curve(_LEAVE, middle, _DOT - 6, spot.y, spot.x - 6))
    yield f'<g class="tone-{root.tone}"><path d="{"".join(strong)}"/>'
    if thin:
        yield f'<path class="dc-thin" d="{"".join(thin)}"/>'
    yield f'<circle class="dc-disc" cx="{_DISC}" cy="{y}" r="{4 + 1.4 * sqrt(root.reports):.1f}"/></g>'
    yield _block(_DISC - 18, y, root, textwrap.wrap(root.label, _LABEL)[:3])
    yield from words


def _block(x: int, y: int, root: RootView, label: Sequence[str]) -> str:
    below = [counted(root.reports, "report"), *textwrap.wrap(root.note, 27)[:3]]
    top = y - 8 * (len(label) + len(below)) + 12
    lines = [f'<tspan x="{x}" y="{top + 16 * n}">{escape(line)}</tspan>' for n, line in enumerate(label)]
    top += 16 * len(label)
    lines += [
        f'<tspan class="dc-sub" x="{x}" y="{top + 15 * n}">{escape(line)}</tspan>' for n, line in enumerate(below)
    ]
    return f'<text class="dc-root">{"".join(lines)}</text>'


def _act(branch: BranchView, y: int) -> str:
    lines = textwrap.wrap(branch.name, _WHAT, max_lines=2, placeholder="\u2026")
    top = y - 7 * len(lines) + 4
    said = "".join(
        f'<tspan x="{_WORDS}" y="{top + 14 + 14 * n}">{escape(line)}</tspan>' for n, line in enumerate(lines)
    )
    number = counted(len(branch.leaves), "report")
    date = _line(_WORDS, top, branch.said_words, "dc-date")
    return f'<text class="dc-sub">{date} {number}{said}</text>'


def _line(x: int, y: int, words: str, look: str = "") -> str:
    """A line of words at a place."""
    named = f' class="{look}"' if look else ""
    return f'<tspan{named} x="{x}" y="{y}">{escape(words)}</tspan>'


def _heard(root: RootView, spots: Mapping[str, _Spot]) -> list[str]:
    """The reports that have an origin's words from nowhere else, from above."""
    found = {leaf.id for branch in root.branches for leaf in branch.leaves if not leaf.how}
    return sorted(found, key=lambda ident: spots[ident].y)


def _voice(voice: Sequence[str], spots: Mapping[str, _Spot]) -> str:
    """An outlet's own words: a disc at its first report, from which a line leads to its others."""
    first, *others = (spots[ident] for ident in voice)
    lines = "".join(f"M{first.x} {first.y}C{_LEAVE} {first.y} {_LEAVE} {s.y} {s.x} {s.y}" for s in others)
    path = f'<path class="dc-thin" d="{lines}"/>' if lines else ""
    return f'<g class="tone-none">{path}<circle class="dc-disc" cx="{first.x}" cy="{first.y}" r="5.4"/></g>'


def _name(leaf: LeafView, spots: Mapping[str, _Spot], *, own: bool) -> str:
    """A report's name, and how it hangs on what it copies; ``own`` are words of its own."""
    spot = spots[leaf.id]
    hook = ""
    if leaf.hangs:
        above = spots[leaf.of[0]]
        kind = ' class="dc-inferred"' if leaf.how == "near-copy" else ""
        hook = f'<path{kind} d="M{above.x} {above.y + 4}V{spot.y}H{spot.x}"/>'
    name = shortened(leaf.name, _VOICE if own else _NAME)
    voice = '<tspan class="dc-sub"> own words</tspan>' if own else ""
    return f'{hook}<text x="{spot.x + 10}" y="{spot.y + 4}">{escape(name)}{voice}</text>'


def shortened(words: str, longest: int) -> str:
    """Words of so many letters at most, the last of them three dots where some are left out."""
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}\u2026"


def _curve(x: int, y: int, across: int, down: int, end: int | None = None) -> str:
    """A line that leaves and arrives level, and goes on level to ``end``."""
    middle = (across - x) // 2
    on = f"H{end}" if end is not None and end > across else ""
    return f"M{x} {y}c{middle} 0 {middle} {down - y} {across - x} {down - y}{on}"
