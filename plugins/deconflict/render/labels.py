"""Labels that do not collide: text measured without a browser, boxes placed greedily, the weightiest first."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
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
BOLD = 1.1
LINE = 1.16
# How much of the size lies above the baseline of the first line, and below that of the last.
ABOVE, BELOW = 0.8, 0.26

# How many stretches of a line are tried for the name along it.
_STRETCHES = 14
# What a place in the order of candidates weighs, in square pixels that a label covers.
_LATE = 30.0

Rect = tuple[float, float, float, float]
Points = Sequence[Sequence[float]]


class Label(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Placed text: lines, the anchor of the first baseline, how it hangs on it, and its turn in degrees."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str = "start"
    turn: float = 0.0
    size: float
    boxes: tuple[Rect, ...]

    @property
    def box(self) -> Rect:
        """The box around the whole label in pixels: left, top, right, bottom."""
        return (
            min(b[0] for b in self.boxes),
            min(b[1] for b in self.boxes),
            max(b[2] for b in self.boxes),
            max(b[3] for b in self.boxes),
        )


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
    return Label(lines=lines, x=x, y=y, anchor=anchor, size=size, boxes=(box,))


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


def along(text: str, points: Points, size: float, wide: float, lift: float) -> Iterator[Label]:
    """Yield candidates that run along a line of pixels on both sides of it, the straightest stretches first.

    ``lift`` is the distance of the text from the line.
    """
    lengths = list(accumulate((math.dist(a, b) for a, b in pairwise(points)), initial=0.0))
    step = max(wide / 3, 18.0, (lengths[-1] - wide) / _STRETCHES)
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
        for side, sway in ((1, high), (-1, -low)):
            away = side * (lift + sway + (0 if side > 0 else size * ABOVE))
            middle = ((a[0] + b[0]) / 2 + away * dy, (a[1] + b[1]) / 2 - away * dx)
            found.append((round(sway + high - low + abs(dy) * 6, 3), number * 2 + (side < 0), middle, (dx, dy)))
    for _, _, middle, way in sorted(found):
        yield _turned(text, middle, way, size, wide)


def _turned(text: str, middle: tuple[float, float], way: tuple[float, float], size: float, wide: float) -> Label:
    count = max(2, math.ceil(wide / (size * 0.8)))
    up = size * (ABOVE - BELOW) / 2
    half = size * (ABOVE + BELOW) / 2
    boxes = []
    for number in range(count):
        along_by = (number / (count - 1) - 0.5) * (wide - 2 * half)
        x = middle[0] + along_by * way[0] + up * way[1]
        y = middle[1] + along_by * way[1] - up * way[0]
        boxes.append((x - half, y - half, x + half, y + half))
    turn = math.degrees(math.atan2(way[1], way[0]))
    return Label(lines=(text,), x=middle[0], y=middle[1], anchor="middle", turn=turn, size=size, boxes=tuple(boxes))


def _at(points: Points, lengths: list[float], s: float) -> tuple[float, float]:
    number = min(max(bisect_left(lengths, s), 1), len(points) - 1)
    span = lengths[number] - lengths[number - 1] or 1.0
    t = (s - lengths[number - 1]) / span
    (x, y), (u, v) = points[number - 1], points[number]
    return x + (u - x) * t, y + (v - y) * t


class Placer:
    """The room that is taken on a sheet of the given size; ``margin`` keeps labels off its edge."""

    def __init__(self, wide: float, high: float, margin: float = 4.0) -> None:
        """Start with an empty sheet."""
        self.inner: Rect = (margin, margin, wide - margin, high - margin)
        self.taken: list[Rect] = []

    def block(self, *boxes: Rect) -> None:
        """Take boxes without a label."""
        self.taken += boxes

    def free(self, boxes: Iterable[Rect]) -> bool:
        """Tell whether all boxes lie on the sheet and hit nothing."""
        left, top, right, bottom = self.inner
        for a, b, c, d in boxes:
            if a < left or b < top or c > right or d > bottom:
                return False
            for e, f, g, h in self.taken:
                if a < g and e < c and b < h and f < d:
                    return False
        return True

    def place(self, candidates: Iterable[Label], soft: Sequence[Rect] = (), hard: Sequence[Rect] = ()) -> Label | None:
        """Take the first candidate that is free and hits nothing ``hard``.

        With ``soft`` boxes: the one that covers least of them, where a later candidate must be so much better.
        """
        best: tuple[float, Label] | None = None
        for number, label in enumerate(candidates):
            late = number * _LATE
            if best is not None and best[0] <= late:
                break
            boxes = label.boxes
            if not self.free(boxes) or (hard and any(_shared(box, other) for box in boxes for other in hard)):
                continue
            cost = late + (sum(_shared(box, other) for box in boxes for other in soft) if soft else 0.0)
            if best is None or cost < best[0]:
                best = (cost, label)
        if best is None:
            return None
        self.taken += best[1].boxes
        return best[1]


def _shared(a: Rect, b: Rect) -> float:
    if a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]:
        return 0.0
    return (min(a[2], b[2]) - max(a[0], b[0])) * (min(a[3], b[3]) - max(a[1], b[1]))


def text(label: Label, head: str = "", rest: str = "") -> str:
    """Return a label as an SVG text element; its look comes from the group that it stands in.

    ``head`` is markup that stands for the first line, ``rest`` are attributes of the others.
    """
    x, y = round(label.x), round(label.y)
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    turn = f' transform="rotate({label.turn:.0f} {x} {y})"' if round(label.turn) else ""
    down = round(label.size * LINE, 1)
    lines = "".join(f'<tspan x="{x}" dy="{down:g}"{rest}>{escape(line)}</tspan>' for line in label.lines[1:])
    return f'<text x="{x}" y="{y}"{anchor}{turn}>{head or escape(label.lines[0])}{lines}</text>'
