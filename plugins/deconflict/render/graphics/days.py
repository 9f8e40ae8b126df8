"""The days around an event: one column a day, one lane for each answer, speaker and kind of publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import msgspec

from deconflict.page.figures import DayLane, DayMark, DaysView
from deconflict.render.graphics import scale as scales
from deconflict.values.day import MONTHS

#: What stands for one statement: a shape of its own for each side, within 10 pixels around its middle.
SHAPES = {
    "side-1": "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0z",
    "side-2": "M0-5.5L5.5 0L0 5.5L-5.5 0z",
    "side-3": "M0-5L5 4.5H-5z",
}
OTHER = "M-4-4H4V4H-4z"
#: Steps between shapes, sides of a report's square, most squares side by side, least height of a lane, in pixels.
STEP, SQUARE, ABREAST, LANE = 12, 5, 3, 20
#: Height of a span's bar with its figure, and what the figure takes before it, in per cent of the narrowest plot.
BAR, EDGE = 14, 6.0


class DrawnDays(msgspec.Struct, frozen=True, kw_only=True):
    """The picture in parts, each as wide as the plot: behind all lanes, one drawing a lane, the days, the months."""

    behind: str
    lanes: tuple[str, ...]
    days: str
    around: str


class Columns(msgspec.Struct, frozen=True):
    """Days as columns of equal width."""

    first: date
    count: int

    @property
    def room(self) -> float:
        """How wide a day is on the narrowest plot, in pixels."""
        return scales.NARROWEST / self.count

    def left(self, iso: str) -> float:
        """The left edge of a day, in per cent."""
        return round((date.fromisoformat(iso) - self.first).days / self.count * 100, 2)

    def middle(self, iso: str) -> float:
        """The middle of a day, in per cent."""
        return round(((date.fromisoformat(iso) - self.first).days + 0.5) / self.count * 100, 2)

    def right(self, iso: str) -> float:
        """The right edge of a day, in per cent."""
        return round(((date.fromisoformat(iso) - self.first).days + 1) / self.count * 100, 2)


def render(view: DaysView) -> DrawnDays:
    """Draw the picture."""
    columns = _columns(view.first, view.last)
    return DrawnDays(
        behind=_behind(view, columns),
        lanes=tuple(_lane(lane, columns) for lane in view.lanes),
        days=_days(view, columns),
        around=_around(view) if view.around else "",
    )


def _columns(first: str, last: str) -> Columns:
    begin = date.fromisoformat(first)
    return Columns(begin, (date.fromisoformat(last) - begin).days + 1)


def _behind(view: DaysView, columns: Columns) -> str:
    left, right = columns.left(view.event.first), columns.right(view.event.last or view.event.first)
    rules = "".join(
        f'<line x1="{n / columns.count * 100:.2f}%" x2="{n / columns.count * 100:.2f}%" y2="100%"/>'
        for n in range(columns.count + 1)
    )
    band = f'<rect class="band" x="{left:g}%" width="{right - left:g}%" height="100%"/>'
    return f'<svg class="dc-behind" aria-hidden="true" focusable="false">{band}{rules}</svg>'


def _lane(lane: DayLane, columns: Columns) -> str:
    parts, high = _DRAW[lane.kind](lane.marks, columns)
    return (
        f'<svg class="dc-draw" height="{max(high, LANE)}" aria-hidden="true" focusable="false">'
        f'<svg y="100%" overflow="visible">{parts}</svg></svg>'
    )


def _stated(marks: tuple[DayMark, ...], columns: Columns) -> tuple[str, int]:
    """Each side's days as a bar at full size, one under the other; those of a slip hollow."""
    bars = []
    for number, mark in enumerate(reversed(marks)):
        middle = -6 - 10 * number
        bars.append(_bar(mark, columns, f"stated tone-{mark.tone}", middle))
        if mark.slip:
            bars.append(_bar(mark, columns, "hollow", middle))
    return "".join(bars), 12 + 10 * len(marks)


def _spoken(marks: tuple[DayMark, ...], columns: Columns) -> tuple[str, int]:
    """A shape for each statement, or one with their number where the day is too narrow."""
    parts = []
    for mark in marks:
        if mark.first != mark.last:
            parts.append(_bar(mark, columns, f"allowed tone-{mark.tone}", -10))
            continue
        shape = SHAPES.get(mark.tone, OTHER)
        shown = mark.count if mark.count * STEP <= columns.room else 1
        shapes = "".join(
            f'<path transform="translate({(n - (shown - 1) / 2) * STEP:g} -10)" d="{shape}"/>' for n in range(shown)
        )
        if shown < mark.count:
            shapes += f'<text x="8" y="-6">{mark.count}</text>'
        parts.append(_at(columns.middle(mark.first), shapes, f"spoke tone-{mark.tone}"))
    return "".join(parts), LANE


def _squares(marks: tuple[DayMark, ...], columns: Columns) -> tuple[str, int]:
    """One square a report, piled up over its day, with their number on top."""
    parts, most = [], 0
    step = SQUARE + 1
    abreast = min(max(int(columns.room // step), 1), ABREAST)
    for mark in marks:
        rows = -(-mark.count // abreast)
        most = max(most, rows)
        wide = min(mark.count, abreast) * step - 1
        d = "".join(
            f"M{n % abreast * step - wide / 2:g} {-4 - (n // abreast + 1) * step}h{SQUARE}v{SQUARE}h-{SQUARE}z"
            for n in range(mark.count)
        )
        top = -8 - rows * step
        text = f'<text y="{top}" text-anchor="middle">{mark.count}</text>'
        parts.append(_at(columns.middle(mark.first), f'<path d="{d}"/>{text}', "report"))
    return "".join(parts), most * step + 22


def _spans(marks: tuple[DayMark, ...], columns: Columns) -> tuple[str, int]:
    """One bar a span, with the number of its reports before it, or after it at the edge."""
    parts = []
    for number, mark in enumerate(reversed(marks)):
        middle = -9 - number * BAR
        parts.append(_bar(mark, columns, "allowed", middle))
        left = columns.left(mark.first)
        if left > EDGE:
            parts.append(_at(left, f'<text x="-5" y="{middle + 4}" text-anchor="end">{mark.count}</text>', ""))
        else:
            right = 100.0 if mark.last is None else min(columns.right(mark.last), 100.0)
            parts.append(_at(right, f'<text x="5" y="{middle + 4}">{mark.count}</text>', ""))
    return "".join(parts), len(marks) * BAR + 8


def _ticks(marks: tuple[DayMark, ...], columns: Columns) -> tuple[str, int]:
    parts = []
    for mark in marks:
        if mark.first != mark.last:
            parts.append(_bar(mark, columns, "allowed", -10))
        else:
            x = columns.middle(mark.first)
            parts.append(f'<line class="tick" x1="{x:g}%" x2="{x:g}%" y1="-16" y2="-4"/>')
    return "".join(parts), LANE


#: How the marks of each kind of lane are drawn, hanging from its foot, and how high that is in pixels.
_DRAW: Mapping[str, Callable[[tuple[DayMark, ...], Columns], tuple[str, int]]] = {
    "stated": _stated,
    "statement": _spoken,
    "published": _squares,
    "within": _spans,
    "background": _ticks,
}


def _bar(mark: DayMark, columns: Columns, kind: str, middle: int) -> str:
    """Draw a span of days, with an arrow where it goes on beyond the days shown."""
    left, right = columns.left(mark.first), 101.0 if mark.last is None else columns.right(mark.last)
    parts = [f'<line class="{kind}" x1="{max(left, 0):g}%" x2="{min(right, 100):g}%" y1="{middle}" y2="{middle}"/>']
    if left < 0:
        parts.append(_at(0, f'<path class="open" d="M6 {middle - 4}l-5 4l5 4"/>', ""))
    if right > 100:
        parts.append(_at(100, f'<path class="open" d="M-6 {middle - 4}l5 4l-5 4"/>', ""))
    return "".join(parts)


def _at(share: float, parts: str, kind: str) -> str:
    name = f' class="{kind}"' if kind else ""
    return f'<svg x="{share:g}%" overflow="visible"{name}>{parts}</svg>'


def _days(view: DaysView, columns: Columns) -> str:
    """The days by number, as many as fit, and under the first one of each month its name."""
    parts = []
    begin, end = scales.span(50, "30")
    step = next(n for n in (1, 2, 5, 10, columns.count) if columns.room * n >= end - begin + 4)
    for number in range(0, columns.count, step):
        day = columns.first + timedelta(days=number)
        iso = day.isoformat()
        met = view.event.first <= iso <= (view.event.last or iso)
        kind = ' class="met"' if met else ""
        parts.append(f'<text x="{columns.middle(iso):g}%" y="14" text-anchor="middle"{kind}>{day.day}</text>')
    for name, share in _months(view.first, view.last, columns):
        parts.append(f'<text x="{share:g}%" y="30">{name}</text>')
    return f'<svg class="dc-scale" height="34" aria-hidden="true" focusable="false">{"".join(parts)}</svg>'


def _months(first: str, last: str, columns: Columns) -> list[tuple[str, float]]:
    """The months shown and where each begins; a name that would not fit is left out."""
    starts = [date.fromisoformat(first)]
    while (following := _next_month(starts[-1])) <= date.fromisoformat(last):
        starts.append(following)
    found: list[tuple[str, float]] = []
    end = 100.0
    for start in reversed(starts):
        share = columns.left(start.isoformat())
        names = (f"{MONTHS[start.month - 1]} {start.year}", MONTHS[start.month - 1], MONTHS[start.month - 1][:3])
        shown = names if start == starts[0] or start.month == 1 else names[1:]
        name = next((n for n in shown if share + _share(n) <= end), "")
        if name:
            found.append((name, share))
            end = share
    return found[::-1]


def _share(text: str) -> float:
    left, right = scales.span(0, text)
    return (right - left + scales.GAP) / scales.NARROWEST * 100


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _around(view: DaysView) -> str:
    """The months around: events with their day, in as many rows as keep the figures apart, and the days drawn above."""
    columns = _columns(view.around_first, view.around_last)
    left, right = columns.left(view.first), columns.right(view.last)
    rows: list[float] = []
    marks, texts = [], []
    for mark in view.around:
        if mark.first != mark.last:
            continue
        x = columns.middle(mark.first)
        text = str(int(mark.first[8:]))
        begin, end = scales.span(x, text)
        row = next((n for n, taken in enumerate(rows) if taken + 3 <= begin), len(rows))
        rows[row:] = [end, *rows[row + 1 :]]
        marks.append(f'<line class="tick" x1="{x:g}%" x2="{x:g}%" y2="-9"/>')
        texts.append(f'<text x="{x:g}%" y="{-13 - 12 * row}" text-anchor="{scales.hook(x)}">{text}</text>')
    bars = "".join(_bar(mark, columns, "allowed", -4) for mark in view.around if mark.first != mark.last)
    months = _months(view.around_first, view.around_last, columns)
    names = "".join(f'<text x="{share:g}%" y="17">{name}</text>' for name, share in months)
    edges = "".join(f'<line x1="{share:g}%" x2="{share:g}%" y2="6"/>' for _, share in months)
    high = 14 + 12 * max(len(rows), 1)
    x = columns.middle(view.event.first)
    return (
        f'<svg class="dc-scale dc-around" height="{high + 22}" aria-hidden="true" focusable="false">'
        f'<svg y="{high}" overflow="visible"><rect class="band" x="{left:g}%" y="{-high}" width="{right - left:g}%"'
        f' height="{high}"/><line class="met" x1="{x:g}%" x2="{x:g}%" y1="{-high}"/>'
        f'<line class="axis" x2="100%"/>{bars}{"".join(marks + texts)}{edges}{names}</svg></svg>'
    )
