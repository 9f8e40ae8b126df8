"""The strip of incidents over the years: flags on one axis where there is room, a line for each year where not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

import msgspec

from deconflict.page.figures import StripMark, StripView
from deconflict.render.labels import width
from deconflict.values.day import MONTHS

#: Widths of the two drawings, in pixels, and the size of their letters.
WIDE, NARROW, SIZE = 860, 324, 12.5
#: So many incidents have their titles on a line of their own under the date.
ROOMY = 12
#: The most that a title may take in pixels, by whether it has a line of its own.
TITLE = {True: 330.0, False: 210.0}
BACKGROUND = "background events"
#: More years than these are drawn only where something happened.
MOST_YEARS = 16
EDGE, DOT, LINE = 8.0, 5.0, 16.0
#: How far a label flies from its staff.
AWAY = 8.0
#: Flags higher than this many rows make a forest of staffs: then each year has a line of its own.
HIGHEST = 6
#: Where the lines of years begin, how far labels keep apart, what a pile grows by, and the least worth of a title.
LEFT, GAP, PILE, LEAST = 42, 4.0, DOT * 2 + 1, 50.0


class Flag(msgspec.Struct, frozen=True):
    """A placed label: whose it is, its staff, its row over the axis, its lines, how wide it flies to which side."""

    mark: StripMark
    x: float
    level: int
    lines: tuple[str, str]
    wide: float
    back: bool = False

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where the label reaches, its staff included."""
        far = AWAY + self.wide
        return (self.x - far, self.x) if self.back else (self.x, self.x + far)


def responsive(view: StripView) -> str:
    """Draw the strip for wide and for narrow columns; the style sheet shows the one that fits."""
    found, right = flags(view)
    crowded = max(flag.level for flag in found) >= HIGHEST
    wide = _rows(view, "wide", WIDE) if crowded else _flags(view, found, right)
    return wide + _rows(view, "narrow", NARROW)


def flags(view: StripView) -> tuple[list[Flag], float]:
    """Hoist a label on each mark, to the right of its staff, and return them with the right end of the axis.

    A label reaches over the staffs of later marks; so these end below it: the last one is hoisted lowest. Where the
    last one has the room it flies back, so that the axis may take the whole width.
    """
    roomy = len(view.marks) <= ROOMY
    lines = [_lines(mark, roomy=roomy) for mark in view.marks]
    wides = [_across(pair, roomy=roomy) for pair in lines]
    shares = [_share(mark.first, view.first, view.last) for mark in view.marks]

    def hoist(number: int, right: float) -> list[Flag]:
        """Hoist the first so many, the last of them first."""
        found: list[Flag] = []
        for n in reversed(range(number)):
            x = round(EDGE + shares[n] * (right - EDGE), 1)
            under = [flag.level for flag in found if flag.x <= x + AWAY + wides[n]]
            found.append(Flag(view.marks[n], x, max(under, default=-1) + 1, lines[n], wides[n]))
        return found[::-1]

    def end(number: int) -> float:
        """The right end of an axis on which the first so many labels stay within the drawing."""
        rooms = [(WIDE - EDGE * 2 - AWAY - wides[n]) / shares[n] for n in range(number) if shares[n]]
        return min([WIDE - EDGE, *(EDGE + room for room in rooms)])

    rest, right = len(view.marks) - 1, end(len(view.marks) - 1)
    last = Flag(view.marks[-1], round(EDGE + shares[-1] * (right - EDGE), 1), 0, lines[-1], wides[-1], back=True)
    others = hoist(rest, right)
    if last.reach[0] >= EDGE and all(flag.reach[1] + AWAY < last.reach[0] for flag in others):
        return [*others, last], right
    right = end(rest + 1)
    return hoist(rest + 1, right), right


def _lines(mark: StripMark, *, roomy: bool) -> tuple[str, str]:
    return mark.words if roomy else _short(mark.words), shorten(mark.title, TITLE[roomy])


def _short(words: str) -> str:
    """Write ``13 Dec 2017``."""
    parts = words.split(" ")
    return " ".join(part[:3] if part in MONTHS else part for part in parts)


def _across(lines: tuple[str, ...], *, roomy: bool) -> float:
    date_wide, title_wide = width(lines[0], SIZE, bold=True), max(width(line, SIZE) for line in lines[1:])
    return max(date_wide, title_wide) if roomy else date_wide + 6 + title_wide


def shorten(text: str, room: float) -> str:
    """Cut a text to a width, between words where that leaves most of it."""
    if width(text, SIZE) <= room:
        return text
    kept = text
    while kept and width(f"{kept}\u2026", SIZE) > room:
        kept = kept[:-1]
    word = kept.rpartition(" ")[0]
    return f"{(word if len(word) > len(kept) / 2 else kept).rstrip(' ,;:')}\u2026"


def wrap(text: str, room: float) -> tuple[str, ...]:
    """Set a text in one line or in two, as even as can be; what finds no room in two is cut."""
    if width(text, SIZE) <= room:
        return (text,)
    places = [n for n, char in enumerate(text) if char == " "]
    pairs = [(text[:n], text[n + 1 :]) for n in places if width(text[:n], SIZE) <= room]
    if not pairs:
        return (shorten(text, room),)
    first, second = min(pairs, key=lambda pair: max(width(line, SIZE) for line in pair))
    return first, shorten(second, room)


def _share(iso: str, first: int, last: int) -> float:
    start, end = date(first, 1, 1), date(last, 12, 31)
    return (date.fromisoformat(iso) - start).days / ((end - start).days + 1)


def _flags(view: StripView, found: Sequence[Flag], right: float) -> str:
    roomy = len(view.marks) <= ROOMY
    step = LINE * (2 if roomy else 1) + 2
    base = 14 + step * (max(flag.level for flag in found) + 1)

    def at(iso: str) -> float:
        return round(EDGE + _share(iso, view.first, view.last) * (right - EDGE), 1)

    years = range(view.first, view.last + 1)
    names = _year_names(years, (right - EDGE) / len(years))
    axis = "".join(f"M{at(f'{year}-01-01'):g} {base:g}v9" for year in years) + f"M{EDGE:g} {base:g}H{right:.1f}"
    texts = "".join(f'<text x="{at(f"{year}-01-01") + 4:g}" y="{base + 17:g}">{name}</text>' for year, name in names)
    ticks = "".join(f"M{at(iso):g} {base + 26:g}v8" for iso in view.background)
    lane = f'<path class="tick" d="{ticks}"/>' if ticks else ""
    high = base + 24
    if view.background:
        x, y = _lane_name(at(view.background[0]), at(view.background[-1]))
        lane += f'<text x="{x:g}" y="{base + y:g}">{BACKGROUND}</text>'
        high = base + y + 6
    marks = "".join(_flag(flag, base, step, at(flag.mark.last), roomy=roomy) for flag in found)
    return _svg("wide", WIDE, high, f'<path class="axis" d="{axis}"/>{texts}{lane}{marks}', view)


def _lane_name(first: float, last: float) -> tuple[float, int]:
    """Where the name of the second lane stands: after its ticks, before them, or under them."""
    wide = width(BACKGROUND, SIZE)
    if last + AWAY + wide < WIDE:
        return last + AWAY, 34
    return (EDGE, 34) if EDGE + wide + AWAY < first else (EDGE, 50)


def _year_names(years: range, room: float) -> list[tuple[int, str]]:
    """The years that are named: all, or every second, fifth or tenth."""
    need = width("2000", SIZE) + 12
    step = next((n for n in (1, 2, 5, 10, 20, 50, 100) if room * n >= need), 200)
    return [(year, str(year)) for year in years if (year - (years.start if step < 5 else 0)) % step == 0]


def _flag(flag: Flag, base: float, step: float, last: float, *, roomy: bool) -> str:
    foot = base - 12 - flag.level * step
    top = foot - (LINE if roomy else 0)
    x = flag.x - AWAY if flag.back else flag.x + AWAY
    hang = ' text-anchor="end"' if flag.back else ""
    text = _words(flag.lines, x, top, hang, roomy=roomy)
    left, wide = flag.reach[0] - 4, flag.wide + AWAY + 8
    hit = f'<rect class="hit" x="{left:g}" y="{top - LINE + 2:g}" width="{wide:.0f}" height="{step:g}"/>'
    stem = f'<path class="stem" d="M{flag.x:g} {base:g}V{top - 9:g}"/>'
    return _link(flag.mark, hit + stem + _dot(flag.x, last, base) + text)


def _dot(x: float, last: float, y: float) -> str:
    """A day is a dot, a month the stretch of its days."""
    if last - x > 2:
        return f'<path class="month" d="M{x:g} {y:g}H{last:g}"/>'
    return f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="{DOT:g}"/>'


def _link(mark: StripMark, parts: str) -> str:
    name = f"{mark.words}: {mark.title}"
    return f"<a href={quoteattr(mark.url)} aria-label={quoteattr(name)}><title>{escape(name)}</title>{parts}</a>"


class Spot(msgspec.Struct, frozen=True):
    """What happened on one day or in one month of a year's line: where, and the label over it, if there is room."""

    marks: tuple[StripMark, ...]
    x: float
    end: float
    lines: tuple[str, ...]
    left: float
    wide: float


def spots(marks: Sequence[StripMark], year: int, wide: float, *, roomy: bool) -> list[Spot]:
    """Place the marks of one year from left to right, equal days piled up.

    A label stands over its own mark and over no other; it slides to the left where the right is taken.
    """
    piles: dict[tuple[float, float], list[StripMark]] = {}
    for mark in marks:
        x = _along(mark.first, year, wide)
        piles.setdefault((x, max(x, min(_along(mark.last, year, wide), wide - EDGE))), []).append(mark)
    places = sorted(piles)
    found: list[Spot] = []
    taken = float(LEFT)
    for number, (x, end) in enumerate(places):
        limit = min([wide, *(other - DOT - GAP for other, _ in places[number + 1 : number + 2])])
        lines = _fitting(piles[x, end], limit - taken, roomy=roomy) if limit > end else ()
        across = _across(lines, roomy=roomy) if lines else 0.0
        left = max(taken, min(x - DOT, limit - across))
        found.append(Spot(tuple(piles[x, end]), x, end, lines, round(left, 1), across))
        taken = max(taken, left + across if lines else 0.0, end + DOT) + GAP
    return found


def _along(iso: str, year: int, wide: float) -> float:
    return round(LEFT + _share(iso, year, year) * (wide - EDGE - LEFT), 1)


def _fitting(marks: Sequence[StripMark], room: float, *, roomy: bool) -> tuple[str, ...]:
    """The date and as much of the title as fits, in one line or two, or nothing."""
    day = marks[0].words.rpartition(" ")[0]
    day = day if roomy else _short(day)
    title = marks[0].title if len(marks) == 1 else f"{len(marks)} incidents"
    rest = min(room, TITLE[True]) if roomy else min(room - 6 - width(day, SIZE, bold=True), TITLE[False])
    if width(day, SIZE, bold=True) > room:
        return ()
    if len(marks) > 1:
        return day, title if width(title, SIZE) <= rest else ""
    if rest <= LEAST:
        return day, ""
    return (day, *wrap(title, rest)) if roomy else (day, shorten(title, rest))


def _rows(view: StripView, kind: str, wide: int) -> str:
    """Draw a line for each year from January to December."""
    roomy = len(view.marks) <= ROOMY
    busy = {int(mark.first[:4]) for mark in view.marks}
    years = [y for y in range(view.first, view.last + 1) if y in busy or view.last - view.first < MOST_YEARS]
    parts, y = [], 0.0
    for year in years:
        mine = spots([mark for mark in view.marks if int(mark.first[:4]) == year], year, wide, roomy=roomy)
        y += 24 + max((_height(spot, roomy=roomy) for spot in mine), default=0)
        parts.append(f'<text x="0" y="{y + 4:g}">{year}</text><path class="axis" d="M{LEFT} {y:g}H{wide - EDGE:g}"/>')
        parts += [_spot(spot, y, roomy=roomy) for spot in mine]
    parts.append(
        f'<text x="{LEFT}" y="{y + 22:g}">{MONTHS[0]}</text>'
        f'<text x="{wide - EDGE:g}" y="{y + 22:g}" text-anchor="end">{MONTHS[-1]}</text>'
    )
    return _svg(kind, wide, y + 28, "".join(parts), view)


def _height(spot: Spot, *, roomy: bool) -> float:
    """What a spot needs over the first mark and one line of text."""
    return (len(spot.marks) - 1) * PILE + (LINE * sum(map(bool, spot.lines[1:])) if roomy else 0)


def _spot(spot: Spot, y: float, *, roomy: bool) -> str:
    parts = []
    for number, mark in enumerate(spot.marks):
        cy = y - number * PILE
        hit = f'<rect class="hit" x="{spot.x - 12:g}" y="{cy - 12:g}" width="24" height="24"/>'
        text = _text(spot, y, roomy=roomy) if spot.lines and not number else ""
        parts.append(_link(mark, hit + _dot(spot.x, spot.end, cy) + text))
    return "".join(parts)


def _text(spot: Spot, y: float, *, roomy: bool) -> str:
    return _words(spot.lines, spot.left, y - 8 - _height(spot, roomy=roomy), "", roomy=roomy)


def _words(lines: tuple[str, ...], x: float, y: float, hang: str, *, roomy: bool) -> str:
    """A date and, under it or after it, a title."""
    day, *title = map(escape, lines)
    place = f'x="{x:g}" dy="{LINE:g}"' if roomy else 'dx="6"'
    below = "".join(f"<tspan {place}>{line}</tspan>" for line in title if line)
    return f'<text x="{x:g}" y="{y:g}"{hang}><tspan class="when">{day}</tspan>{below}</text>'


def _svg(kind: str, wide: int, high: float, parts: str, view: StripView) -> str:
    years = f"{view.first} to {view.last}" if view.last > view.first else str(view.first)
    return (
        f'<svg class="dc-strip dc-strip-{kind}" viewBox="0 0 {wide} {high:g}" role="group"'
        f' aria-label="Incidents by date, {years}">{parts}</svg>'
    )
