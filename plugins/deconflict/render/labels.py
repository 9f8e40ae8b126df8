"""Labels that do not collide: text measured without a browser, boxes placed greedily, the weightiest first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

import msgspec

# Advance widths in hundredths of an em of a wide sans (most interface fonts are narrower), by character.
_WIDTHS = {
    advance: letters
    for advance, letters in (
        (29, "ijlIJ'|"),
        (34, " .,:;!()[]/\\-ft`"),
        (44, 'r"*s'),
        (56, "cz_?"),
        (64, "abdeghknopquvxy0123456789$#FELTZSßÀ"),
        (72, "ABCKPRVXY"),
        (80, "DGHNOQU&"),
        (100, "mMwW@%—–+=<>~"),
    )
}
_WIDTH = {letter: advance / 100 for advance, letters in _WIDTHS.items() for letter in letters}
_OTHER = 0.66
BOLD = 1.1
LINE = 1.16
# How much of the size lies above the baseline of the first line, and below that of the last.
ABOVE, BELOW = 0.8, 0.26

Rect = tuple[float, float, float, float]


class Label(msgspec.Struct, frozen=True, kw_only=True):
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


def width(text: str, size: float, *, bold: bool = False, spaced: float = 0.0) -> float:
    """Return how wide a text can get in pixels; ``spaced`` is added after each letter, in em."""
    wide = sum(_WIDTH.get(char, _OTHER) for char in text) * (BOLD if bold else 1)
    return (wide + spaced * len(text)) * size


def hang(
    lines: tuple[str, ...], x: float, y: float, anchor: str, size: float, wide: float
) -> Label:
    """Return a label of the given lines whose first baseline is anchored at (x, y); ``wide`` is its width."""
    left = {"start": x, "middle": x - wide / 2, "end": x - wide}[anchor]
    bottom = y + (len(lines) - 1) * size * LINE + size * BELOW
    box = (left - 1, y - size * ABOVE, left + wide + 1, bottom)
    return Label(lines=lines, x=x, y=y, anchor=anchor, size=size, boxes=(box,))


def around(
    lines: tuple[str, ...], target: Rect, size: float, wide: float, gap: float = 3.0
) -> list[Label]:
    """Return candidates around a box, the best first: right, left, above, below, then the corners."""
    left, top, right, bottom = target
    high = (len(lines) - 1) * size * LINE
    middle, mid_y = (left + right) / 2, (top + bottom) / 2 - high / 2 + size * (ABOVE - BELOW) / 2
    over, under = top - gap - high - size * BELOW, bottom + gap + size * ABOVE
    return [
        hang(lines, x, y, anchor, size, wide)
        for x, y, anchor in (
            (right + gap, mid_y, "start"),
            (left - gap, mid_y, "end"),
            (middle, over, "middle"),
            (middle, under, "middle"),
            (right, over, "start"),
            (right, under, "start"),
            (left, over, "end"),
            (left, under, "end"),
        )
    ]


def along(
    text: str, points: Sequence[tuple[float, float]], size: float, wide: float, lift: float
) -> list[Label]:
    """Return candidates that run along a line of pixels on both sides of it, the straightest stretches first.

    ``lift`` is the distance of the text from the line.
    """
    found: list[tuple[float, Label]] = []
    lengths = [0.0]
    for a, b in zip(points, points[1:], strict=False):
        lengths.append(lengths[-1] + math.dist(a, b))
    if lengths[-1] < wide:
        return []
    step = max(wide / 3, 18.0)
    for number in range(int((lengths[-1] - wide) / step) + 1):
        start, end = number * step, number * step + wide
        a, b = _at(points, lengths, start), _at(points, lengths, end)
        between = [p for p, s in zip(points, lengths, strict=True) if start < s < end]
        chord = math.dist(a, b)
        if chord < wide * 0.85:
            continue
        if a[0] > b[0]:
            a, b = b, a
        dx, dy = (b[0] - a[0]) / chord, (b[1] - a[1]) / chord
        sways = [(p[0] - a[0]) * dy - (p[1] - a[1]) * dx for p in between] or [0.0]
        for side, sway in ((1, max(0.0, *sways)), (-1, max(0.0, *(-s for s in sways)))):
            away = lift + sway + (0 if side > 0 else size * ABOVE)
            middle = ((a[0] + b[0]) / 2 + side * away * dy, (a[1] + b[1]) / 2 - side * away * dx)
            label = _turned(text, middle, (dx, dy), size, wide)
            found.append((sway + max(sways) - min(sways) + abs(dy) * 6, label))
    return [label for _, label in sorted(found, key=lambda item: (round(item[0], 3), item[1].box))]


def _turned(
    text: str, middle: tuple[float, float], way: tuple[float, float], size: float, wide: float
) -> Label:
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
    return Label(
        lines=(text,), x=middle[0], y=middle[1], anchor="middle", turn=turn, size=size, boxes=tuple(boxes)
    )


def _at(points: Sequence[tuple[float, float]], lengths: list[float], s: float) -> tuple[float, float]:
    for number in range(1, len(points)):
        if lengths[number] >= s:
            span = lengths[number] - lengths[number - 1] or 1.0
            t = (s - lengths[number - 1]) / span
            (x, y), (u, v) = points[number - 1], points[number]
            return x + (u - x) * t, y + (v - y) * t
    return points[-1]


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

    def place(self, candidates: Iterable[Label], soft: Sequence[Rect] = ()) -> Label | None:
        """Take the first candidate that is free, or with ``soft`` boxes the one that covers least of them."""
        best: tuple[float, int, Label] | None = None
        for number, label in enumerate(candidates):
            if not self.free(label.boxes):
                continue
            cost = sum(_shared(box, other) for box in label.boxes for other in soft)
            if best is None or cost < best[0]:
                best = (cost, number, label)
            if cost == 0:
                break
        if best is None:
            return None
        self.taken += best[2].boxes
        return best[2]


def _shared(a: Rect, b: Rect) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * high if wide > 0 and high > 0 else 0.0


def text(label: Label, css: str = "") -> str:
    """Return a label as an SVG text element; its look comes from the group that it stands in and from ``css``."""
    x, y = round(label.x), round(label.y)
    anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
    turn = f' transform="rotate({label.turn:.0f} {x} {y})"' if round(label.turn) else ""
    css = f' class="{css}"' if css else ""
    if len(label.lines) == 1:
        return f'<text{css} x="{x}" y="{y}"{anchor}{turn}>{escape(label.lines[0])}</text>'
    down = round(label.size * LINE, 1)
    rest = "".join(f'<tspan x="{x}" dy="{down:g}">{escape(line)}</tspan>' for line in label.lines[1:])
    return f'<text{css} x="{x}" y="{y}"{anchor}{turn}>{escape(label.lines[0])}{rest}</text>'
