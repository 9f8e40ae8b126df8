"""Labels that do not collide: text measured without a browser, boxes placed greedily, the weightiest first."""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from xml.sax.saxutils import escape

import msgspec

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
Points = Sequence[Sequence[float]]


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


def along(text: str, points: Points, size: float, wide: float, lift: float, sway: float) -> Iterator[Label]:
    """Yield candidates that run along a line of pixels on both sides of it, the straightest stretches first.

    ``lift`` is the distance of the text from the line; stretches that stray more than ``sway`` are left out.
    """
    lengths = list(accumulate((math.dist(a, b) for a, b in pairwise(points)), initial=0.0))
    step = max(wide / 2, 24.0)
    found: list[tuple[float, int, tuple[float, float], tuple[float, float]]] = []
    for number in range(int((lengths[-1] - wide) / step) + 1 if lengths[-1] >= wide else 0):
        start, end = number * step, number * step + wide
        a, b = _at(points, lengths, start), _at(points, lengths, end)
        chord = math.dist(a, b)
        if chord < wide * 0.85:
            continue
        between = points[bisect_right(lengths, start) : bisect_left(lengths, end)]
        if a[0] > b[0]:
            a, b = b, a
        dx, dy = (b[0] - a[0]) / chord, (b[1] - a[1]) / chord
        sways = [(x - a[0]) * dy - (y - a[1]) * dx for x, y in between]
        high, low = max(0.0, *sways, 0.0), min(0.0, *sways, 0.0)
        if high - low > sway:
            continue
        for side, most in ((1, high), (-1, -low)):
            away = side * (lift + most + (0 if side > 0 else size * CAPITAL))
            middle = ((a[0] + b[0]) / 2 + away * dy, (a[1] + b[1]) / 2 - away * dx)
            found.append((round(most + high - low + abs(dy) * 6, 3), number * 2 + (side < 0), middle, (dx, dy)))
    for _, _, middle, way in sorted(found):
        yield _turned(text, middle, way, size, wide)


def _turned(text: str, middle: tuple[float, float], way: tuple[float, float], size: float, wide: float) -> Label:
    (x, y), (dx, dy) = middle, way
    corners = [(u * dx - v * dy, u * dy + v * dx) for u in (-wide / 2, wide / 2) for v in (-ABOVE * size, BELOW * size)]
    across, down = [x + u for u, _ in corners], [y + v for _, v in corners]
    box = (min(across), min(down), max(across), max(down))
    return Label(lines=(text,), x=x, y=y, anchor="middle", turn=math.degrees(math.atan2(dy, dx)), size=size, box=box)


def _at(points: Points, lengths: list[float], s: float) -> tuple[float, float]:
    number = min(max(bisect_left(lengths, s), 1), len(points) - 1)
    span = lengths[number] - lengths[number - 1] or 1.0
    t = (s - lengths[number - 1]) / span
    (x, y), (u, v) = points[number - 1], points[number]
    return x + (u - x) * t, y + (v - y) * t


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
