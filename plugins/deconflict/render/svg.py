"""The map of an incident as SVG: what holds the live map's box, and all there is without script or on paper."""

from __future__ import annotations

from functools import lru_cache
from xml.sax.saxutils import escape

import msgspec

from deconflict.page.areas import MapView
from deconflict.render import accounts, furniture, ground, outline, scene, writing
from deconflict.render.accounts import Account
from deconflict.render.furniture import Furniture
from deconflict.render.labels import Rect
from deconflict.render.look import DASHED, NARROW, PHONE, WIDE, WIDTHS, paint, patterns
from deconflict.render.mercator import Sheet, fit
from deconflict.render.scene import Scene
from deconflict.render.seats import Opening
from deconflict.theatre import Box, Feature, Theatre, geometry

FONT = "system-ui, sans-serif"
# Room around the accounts, as a share of their extent, and the least that a map shows from south to north, in degrees.
ROOM = 0.27
LEAST = 0.7
# The wide and the narrow map are shown so much smaller or larger than they are drawn.
GROWN = ((0.85, 1.3), (0.85, 1.25))
# What is drawn over a stretch of a longer line.
WATER = ("river", "river-main", "border", "border-open")
# What the live map's controls take of a wide and of a narrow map of any size, in pixels from its left or right and its
# upper or lower edge: the buttons, the scale.
_SCALE = (8, -52, 120, -6)
_CONTROLS = (((-62, 6, -6, 250), _SCALE), ((-104, 2, -4, 54), _SCALE))


class Subject(msgspec.Struct, frozen=True):
    """All that the drawing depends on, so that equal maps are drawn once."""

    theatre: Theatre
    box: Box
    accounts: tuple[Account, ...]
    lines: tuple[Feature, ...]


class Plan(msgspec.Struct, frozen=True):
    """A subject laid out: its sheets, the wide and the narrow one, the furniture of each, and what is written."""

    subject: Subject
    sheets: tuple[Sheet, Sheet]
    furniture: tuple[Furniture, Furniture]
    scene: Scene


def responsive(view: MapView, theatre: Theatre, *, title: str, description: str, ident: str = "map") -> str:
    """Render the map twice, for wide and for narrow columns, on one ground; the style sheet shows the one that fits."""
    subject = read(view, theatre)
    texts = f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(description)}</desc>'
    both = _drawing(subject, 0, ident, ""), _drawing(subject, 1, f"{ident}-narrow", ident)
    wide, narrow = plan(subject).sheets
    return _frame(wide, ident, texts + both[0]) + _frame(narrow, ident, both[1])


def render(
    view: MapView,
    theatre: Theatre,
    *,
    width: int = WIDTHS[0],
    title: str,
    description: str,
    ident: str = "map",
) -> str:
    """Render the wide map as one SVG element, or the narrow one below 600 pixels; all its ids begin with ``ident``."""
    subject = read(view, theatre)
    number = 0 if width >= PHONE else 1
    texts = f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(description)}</desc>'
    return _frame(plan(subject).sheets[number], ident, texts + _drawing(subject, number, ident, ""))


def read(view: MapView, theatre: Theatre) -> Subject:
    """Take from the page's map what is drawn; lines that the theatre does not have are left out, long ones first."""
    lines = [f for line in view.lines if (f := theatre.get(line.feature)) is not None]
    lines.sort(key=lambda f: (-outline.feature(f).length, f.id))
    return Subject(theatre, view.box, accounts.read(view.areas), tuple(lines))


@lru_cache(maxsize=256)
def plan(subject: Subject) -> Plan:
    """Lay out a subject, once for its drawings and its live map."""
    wide = _sheet(subject, WIDTHS[0])
    sheets = wide, _sheet(subject, WIDTHS[1], within=wide)
    pieces = [
        furniture.build(subject.theatre, sheet, sizes, accounts.boxes(subject.accounts, sheet))
        for sheet, sizes in zip(sheets, (WIDE, NARROW), strict=True)
    ]
    openings = [
        Opening(sheet, (*found.boxes, *_controls(sheet)), *sizes)
        for sheet, found, sizes in zip(sheets, pieces, GROWN, strict=True)
    ]
    written = scene.build(subject.theatre, subject.accounts, subject.lines, openings)
    return Plan(subject, sheets, (pieces[0], pieces[1]), written)


def _controls(sheet: Sheet) -> list[Rect]:
    wide, high = sheet.width, sheet.height
    taken = _CONTROLS[0 if wide >= PHONE else 1]
    return [(a % wide, b % high, c % wide, d % high) for a, b, c, d in taken]


def _sheet(subject: Subject, width: int, within: Sheet | None = None) -> Sheet:
    """Return the sheet of a map of this width in pixels, framed on the accounts or else on the box.

    With ``within`` it is a part of that sheet, if the accounts leave it the choice.
    """
    high = round(width * (10 / 16 if width >= PHONE else 3 / 4))
    theatre = subject.theatre
    if not subject.accounts:
        return fit(subject.box, theatre.frame, width, high)
    west, south, east, north = accounts.extent(subject.accounts)
    more = max(0.0, LEAST - (north - south)) / 2
    box = (west, south - more, east, north + more)
    if within is not None:
        part = fit(box, within.box, width, high, ROOM, step=False)
        left, low, right, top = part.box
        if left <= west and low <= south and right >= east and top >= north:
            return part
    return fit(box, theatre.frame, width, high, ROOM)


def _frame(paper: Sheet, ident: str, content: str) -> str:
    kind = "wide" if paper.width >= PHONE else "narrow"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map-svg map-{kind}" viewBox="0 0 {paper.width} {paper.height}"'
        f' role="img" aria-labelledby="{ident}-title {ident}-desc" font-family="{FONT}" stroke-linejoin="round">'
        f"{content}</svg>"
    )


@lru_cache(maxsize=512)
def _drawing(subject: Subject, number: int, ident: str, base: str) -> str:
    """Draw one of a subject's sheets; with ``base``, the prefix of the wide drawing's ids, on that one's ground."""
    laid = plan(subject)
    paper, pieces = laid.sheets[number], laid.furniture[number]
    shared = bool(base) and inside(paper, laid.sheets[0])
    tones = sorted({account.tone for account in subject.accounts})
    if shared:
        drawn = again(paper, base, laid.sheets[0])
    else:
        areas = accounts.shapes(subject.accounts, paper, ident)
        drawn = f'{patterns(tones, ident)}<g id="{ident}-ground" class="m-ground">{_ground(subject, paper)}{areas}</g>'
    written = writing.write(subject.theatre, laid.scene, paper, pieces.boxes, ident)
    inset = ""
    if pieces.inset is not None:
        known = base if base and laid.furniture[0].inset is not None else ""
        inset = furniture.whole(subject.theatre, pieces.inset, ident, known)
    return drawn + written + inset + furniture.write(pieces.pieces, (WIDE, NARROW)[number])


def _ground(subject: Subject, paper: Sheet) -> str:
    shapes = [(name, f'<path {paint(name)} d="{d}"/>') for name, d in ground.paths(subject.theatre, paper).items()]
    drawn = zip(subject.lines, ground.lines(subject.lines, paper), strict=True)
    lines = [(part, _line(f, d, part=part)) for f, d in drawn for part in [is_part(f, subject.lines)]]
    return "".join(
        (
            f'<rect {paint("sea")} width="{paper.width}" height="{paper.height}"/>',
            *(shape for name, shape in shapes if name not in WATER),
            # A stretch of a longer line runs on both banks, with the river and the longer line between.
            *(line for part, line in lines if part),
            *(shape for name, shape in shapes if name in WATER),
            *(line for part, line in lines if not part),
        )
    )


def _line(feature: Feature, d: str, *, part: bool) -> str:
    """Draw a line or zone; a line's dashes have an edge of paper, so that they are told from a river under them."""
    if not d:
        return ""
    dash = DASHED if feature.properties.get("schematic") else ""
    if outline.feature(feature).geom_type.endswith("Polygon"):
        return f'<path {paint("zone", dash)} d="{d}"/>'
    looks = ("line-part", "line-part-case") if part else ("line-case", "line")
    return "".join(f'<path {paint(look, dash if look != "line-part-case" else "")} d="{d}"/>' for look in looks)


def again(paper: Sheet, ident: str, base: Sheet) -> str:
    """Show a part of another sheet's ground and areas."""
    grown = paper.scale / base.scale
    x, y = (base.left - paper.left) * paper.scale, (paper.top - base.top) * paper.scale
    return f'<use href="#{ident}-ground" transform="translate({x:.2f} {y:.2f}) scale({grown:.5f})"/>'


def inside(part: Sheet, whole: Sheet) -> bool:
    """Tell whether a sheet is a part of another."""
    west, south, east, north = whole.window(1)
    left, low, right, top = part.window()
    return west <= left and south <= low and right <= east and top <= north


def is_part(feature: Feature, lines: tuple[Feature, ...]) -> bool:
    """Tell whether a line is only a stretch of a longer one."""
    line = not outline.feature(feature).geom_type.endswith("Polygon")
    return line and any(geometry.is_stretch(feature.geometry, other.geometry) for other in lines)
