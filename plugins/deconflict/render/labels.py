"""Labels that do not collide: text measured without a browser, boxes placed greedily, the weightiest first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape

import msgspec
import numpy as np
from numpy.typing import NDArray

# Advance widths in hundredths of an em of a wide sans (most interface fonts are narrower), by character.
_WIDTHS = (
    (29, "ijlIJ'|"),
    (34, " .,:;!()[]/\\-ft`"),
    (44, 'r"*s'),
    (56, "cz_?"),
    (64, "abdeghknopquvxy0123456789$#FELTZSßÀ"),
    (72, "ABCKPRVXY"),
    (80, "DGHNOQU&"),
    (100, "mMwW@%—–+=<>~"),
)
_WIDTH = {letter: advance / 100 for advance, letters in _WIDTHS for letter in letters}
_OTHER = 0.66
# Letters of a Latin name that have no mark to take off.
_PLAIN = str.maketrans({"ı": "i", "‘": "", "’": "'", "ʻ": "", "ʼ": "'"})
BOLD = 1.1
LINE = 1.16
# How much of the size lies above the baseline of the first line, and below that of the last.
ABOVE, BELOW = 0.9, 0.26
# The height of a capital letter.
CAPITAL = 0.74


Rect = tuple[float, float, float, float]
Numbers = NDArray[np.float64]


class Label(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Text in its place: lines, the anchor of the first baseline, how it hangs on it, its turn in degrees, its box."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str = "start"
    turn: float = 0.0
    size: float
    box: Rect


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False, spaced: float = 0.0) -> float:
    """Return how wide a text can get in pixels; ``spaced`` is added after each letter, in em."""
    wide = sum(_WIDTH.get(char, _OTHER) for char in text) * (BOLD if bold else 1)
    return (wide + spaced * len(text)) * size


def hang(lines: tuple[str, ...], x: float, y: float, anchor: str, size: float, wide: float) -> Label:
    """Return a label of the given lines whose first baseline is anchored at (x, y); ``wide`` is its width."""
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    bottom = y + (len(lines) - 1) * size * LINE + size * BELOW
    box = (left - 1, y - size * ABOVE, left + wide + 1, bottom)
    return Label(lines=lines, x=x, y=y, anchor=anchor, size=size, box=box)


def around(lines: tuple[str, ...], target: Rect, size: float, wide: float, gap: float = 3.0) -> Iterator[Label]:
    """Yield candidates around a box, the best first: right, left, above, below, then the corners."""
    left, top, right, bottom = target
    high = (len(lines) - 1) * size * LINE
    middle, mid_y = (left + right) / 2, (top + bottom) / 2 - high / 2 + size * (ABOVE - BELOW) / 2
    over, under = top - gap - high - size * BELOW, bottom + gap + size * ABOVE
    for x, y, anchor in (
        (right + gap, mid_y, "start"),
        (left - gap, mid_y, "end"),
        (middle, over, "middle"),
        (middle, under, "middle"),
        (right, over, "start"),
        (right, under, "start"),
        (left, over, "end"),
        (left, under, "end"),
    ):
        yield hang(lines, x, y, anchor, size, wide)


class Stretches(msgspec.Struct, frozen=True):
    """Where a text may run along a line, as columns: the middle of its baseline in pixels, its turn in degrees.

    ``boxes`` are the boxes around the text, counted from that middle.
    """

    x: Numbers
    y: Numbers
    turn: Numbers
    boxes: Numbers

    def label(self, number: int, text: str, size: float) -> Label:
        """Return one of them as a label about its own middle."""
        a, b, c, d = self.boxes[number].tolist()
        turn = float(self.turn[number])
        return Label(lines=(text,), x=0.0, y=0.0, anchor="middle", turn=turn, size=size, box=(a, b, c, d))


def stretches(lines: Sequence[Numbers], size: float, wide: float, lift: float, sway: float) -> Stretches:
    """Find where a text of this size and width may run along lines of pixels, on both sides.

    They come line by line, the straightest stretches first. ``lift`` is the distance of the text from the line;
    stretches that stray more than ``sway`` are left out.
    """
    # One line after the other on one string: points, and how far along it each is.
    across, down = np.concatenate([np.empty((0, 2)), *lines]).T.copy()
    apart = np.hypot(np.diff(across, prepend=0.0), np.diff(down, prepend=0.0))
    counts = np.array([len(line) for line in lines], dtype=np.int64)
    last = counts.cumsum() - 1
    apart[last - counts + 1] = 1.0
    lengths = apart.cumsum()
    begin, end = lengths[last - counts + 1], lengths[last]
    step = max(wide / 2, 24.0)
    many = np.where(end - begin >= wide, np.floor((end - begin - wide) / step) + 1, 0).astype(np.int64)
    turn = np.arange(many.sum()) - np.repeat(many.cumsum() - many, many)
    start = np.repeat(begin, many) + turn * step
    ends = np.array([(np.interp(s, lengths, across), np.interp(s, lengths, down)) for s in (start, start + wide)])
    # From left to right.
    (x, y), (u, v) = np.where(ends[0, 0] > ends[1, 0], ends[::-1], ends)
    chord = np.hypot(u - x, v - y)
    with np.errstate(divide="ignore", invalid="ignore"):
        dx, dy = (u - x) / chord, (v - y) / chord
    first = np.searchsorted(lengths, start, "right")
    counts = np.maximum(np.searchsorted(lengths, start + wide, "left") - first, 0)
    which = np.repeat(np.arange(len(start)), counts)
    point = np.arange(len(which)) + np.repeat(first - counts.cumsum() + counts, counts)
    strays = (across[point] - x[which]) * dy[which] - (down[point] - y[which]) * dx[which]
    high, low = np.zeros(len(start)), np.zeros(len(start))
    np.maximum.at(high, which, strays)
    np.minimum.at(low, which, strays)
    kept = np.flatnonzero((chord >= wide * 0.85) & (high - low <= sway))
    most = np.concatenate([high[kept], -low[kept]])
    kept = np.tile(kept, 2)
    side = np.repeat((1.0, -1.0), len(kept) // 2)
    away = side * (lift + most + (side < 0) * size * CAPITAL)
    score = np.round(most + high[kept] - low[kept] + np.abs(dy[kept]) * 6, 3)
    order = np.lexsort((side < 0, kept, score, np.repeat(np.arange(len(lines)), many)[kept]))
    kept, away = kept[order], away[order]
    dx, dy = dx[kept], dy[kept]
    corners = [(a * dx - b * dy, a * dy + b * dx) for a in (-wide / 2, wide / 2) for b in (-ABOVE * size, BELOW * size)]
    right, below = np.array([a for a, _ in corners]), np.array([b for _, b in corners])
    return Stretches(
        (x[kept] + u[kept]) / 2 + away * dy,
        (y[kept] + v[kept]) / 2 - away * dx,
        np.degrees(np.arctan2(dy, dx)),
        np.column_stack([right.min(axis=0), below.min(axis=0), right.max(axis=0), below.max(axis=0)]),
    )


def halves(text: str) -> tuple[str, ...]:
    """Return a text in two lines, the longer of them as short as can be, broken rather after a comma than elsewhere."""
    words = text.split()
    pairs = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    longer = {pair: max(width(row, 1.0) * (0.7 if pair[0][-1] == "," else 1) for row in pair) for pair in pairs}
    return min(pairs, key=lambda pair: (longer[pair], pair), default=(text,))


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a name of the ground in one plain style: without the marks of transliteration."""
    apart = unicodedata.normalize("NFD", name)
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_PLAIN)


class Placer:
    """The room that is taken on a sheet of the given size; ``margin`` keeps labels off its edge."""

    def __init__(self, wide: float, high: float, margin: float = 4.0) -> None:
        """Start with an empty sheet."""
        self.inner: Rect = (margin, margin, wide - margin, high - margin)
        self.taken: list[Rect] = []

    def block(self, *boxes: Rect) -> None:
        """Take boxes without a label."""
        self.taken += boxes

    def vacant(self, boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell of each box (n x left, top, right, bottom) whether it lies on the sheet and hits nothing."""
        a, b, c, d = boxes.T[:, :, None]
        left, top, right, bottom = self.inner
        e, f, g, h = np.array(self.taken, dtype=float).reshape(-1, 4).T[:, None]
        hit: NDArray[np.bool_] = (a < g) & (e < c) & (b < h) & (f < d)
        inside: NDArray[np.bool_] = (a >= left) & (b >= top) & (c <= right) & (d <= bottom)
        return np.asarray(inside[:, 0] & ~hit.any(axis=1))

    def free(self, *boxes: Rect) -> bool:
        """Tell whether all boxes lie on the sheet and hit nothing."""
        left, top, right, bottom = self.inner
        for a, b, c, d in boxes:
            if a < left or b < top or c > right or d > bottom:
                return False
            for e, f, g, h in self.taken:
                if a < g and e < c and b < h and f < d:
                    return False
        return True


def text(label: Label, head: str = "") -> str:
    """Return a label as an SVG text element; its look comes from the group that it stands in.

    ``head`` is markup that stands for the first line.
    """
    x, y = round(label.x), round(label.y)
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    turn = f' transform="rotate({label.turn:.0f} {x} {y})"' if round(label.turn) else ""
    down = round(label.size * LINE, 1)
    lines = "".join(f'<tspan x="{x}" dy="{down:g}">{escape(line)}</tspan>' for line in label.lines[1:])
    return f'<text x="{x}" y="{y}"{anchor}{turn}>{head or escape(label.lines[0])}{lines}</text>'
