"""The map of an incident as SVG: what holds the live map's box, and all there is without script or on paper."""

from __future__ import annotations

from functools import lru_cache
from xml.sax.saxutils import escape

import msgspec

from deconflict.page.explainer import MapView
from deconflict.render import accounts, furniture, ground, outline
from deconflict.render.accounts import Account
from deconflict.render.dots import named as named_at
from deconflict.render.dots import places
from deconflict.render.labels import Placer
from deconflict.render.look import BROAD_DASH, DASHED, NARROW, PHONE, WIDE, WIDTHS, Sizes, paint, patterns
from deconflict.render.mercator import Sheet, fit
from deconflict.render.names import Names
from deconflict.theatre import Box, Feature, Theatre

FONT = "system-ui, sans-serif"
# Room around the accounts, as a share of their extent, and the least that a map shows from south to north, in degrees.
ROOM = 0.27
LEAST = 0.7
# A line is a part of another if it strays no further from it, in degrees.
SLACK = 0.01


class Subject(msgspec.Struct, frozen=True):
    """All that the drawing depends on, so that equal maps are drawn once."""

    theatre: Theatre
    box: Box
    accounts: tuple[Account, ...]
    lines: tuple[Feature, ...]


def responsive(view: MapView, theatre: Theatre, *, title: str, description: str, ident: str = "map") -> str:
    """Render the map twice, for wide and for narrow columns, on one ground; ``map.css`` shows the one that fits."""
    subject = read(view, theatre)
    wide = sheet(subject, WIDTHS[0])
    narrow = sheet(subject, WIDTHS[1], within=wide)
    names = (ident, f"{ident}-narrow")
    return _frame(wide, "wide", title, description, names[0], _drawing(subject, wide, names[0], None)) + _frame(
        narrow, "narrow", title, description, names[1], _drawing(subject, narrow, names[1], (names[0], wide))
    )


def render(
    view: MapView,
    theatre: Theatre,
    *,
    width: int = WIDTHS[0],
    title: str,
    description: str,
    ident: str = "map",
) -> str:
    """Render the map as one SVG element of 16:10, or 4:3 below 600 pixels; all its ids begin with ``ident``."""
    subject = read(view, theatre)
    paper = sheet(subject, width)
    kind = "wide" if width >= PHONE else "narrow"
    return _frame(paper, kind, title, description, ident, _drawing(subject, paper, ident, None))


def read(view: MapView, theatre: Theatre) -> Subject:
    """Take from the page's map what is drawn; lines that the theatre does not have are left out, long ones first."""
    lines = [f for line in view.lines if (f := theatre.get(line.feature)) is not None]
    lines.sort(key=lambda f: (-outline.feature(f).length, f.id))
    return Subject(theatre, view.box, accounts.read(view.areas), tuple(lines))


def sheet(subject: Subject, width: int, within: Sheet | None = None) -> Sheet:
    """Return the sheet that a map of this width in pixels is drawn on, framed on the accounts or else on the box.

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


def _frame(paper: Sheet, kind: str, title: str, description: str, ident: str, drawing: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map-svg map-{kind}" viewBox="0 0 {paper.width} {paper.height}"'
        f' role="img" aria-labelledby="{ident}-title {ident}-desc" font-family="{FONT}" stroke-linejoin="round">'
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(description)}</desc>'
        f"{drawing}</svg>"
    )


@lru_cache(maxsize=256)
def _drawing(subject: Subject, paper: Sheet, ident: str, base: tuple[str, Sheet] | None) -> str:
    sizes = WIDE if paper.width >= PHONE else NARROW
    tones = sorted({account.tone for account in subject.accounts})
    shared = base is not None and _inside(paper, base[1])
    return "".join(
        (
            patterns(tones, ident),
            _again(paper, *base) if base is not None and shared else _ground(subject, paper, ident),
            accounts.shapes(subject.accounts, paper, ident),
            _writing(subject, paper, sizes),
        )
    )


def _ground(subject: Subject, paper: Sheet, ident: str) -> str:
    theatre = subject.theatre
    provinces = accounts.provinces(subject.accounts, theatre)
    out = [f'<rect {paint("sea")} width="{paper.width}" height="{paper.height}"/>']
    for name, d in ground.paths(theatre, paper).items():
        out.append(f'<path {paint(name)} d="{d}"/>')
        if name == "country" and provinces:
            out.append(f'<path {paint("province")} d="{ground.province_lines(theatre, paper)}"/>')
    for feature in subject.lines:
        d = ground.line(feature, paper)
        if d:
            look, dash = _look(feature, subject.lines)
            out.append(f'<path {paint(look, dash)} data-line="{escape(feature.id)}" d="{d}"/>')
    return f'<g id="{ident}-ground" class="m-ground">{"".join(out)}</g>'


def _again(paper: Sheet, ident: str, base: Sheet) -> str:
    """Show a part of another sheet's ground."""
    grown = paper.scale / base.scale
    x, y = (base.left - paper.left) * paper.scale, (paper.top - base.top) * paper.scale
    return f'<use href="#{ident}-ground" transform="translate({x:.2f} {y:.2f}) scale({grown:.5f})"/>'


def _inside(part: Sheet, whole: Sheet) -> bool:
    west, south, east, north = whole.window(1)
    left, low, right, top = part.window()
    return west <= left and south <= low and right <= east and top <= north


def _look(feature: Feature, lines: tuple[Feature, ...]) -> tuple[str, str]:
    """Return how a line or zone is drawn, and its dashes."""
    schematic = bool(feature.properties.get("schematic"))
    if outline.feature(feature).geom_type.endswith("Polygon"):
        return "zone", DASHED if schematic else ""
    # A stretch of a longer line lies on it as a broad band: two dashed lines on each other could not be told apart.
    if is_part(feature, lines):
        return "line-part", BROAD_DASH if schematic else ""
    return "line", DASHED if schematic else ""


def is_part(feature: Feature, lines: tuple[Feature, ...]) -> bool:
    """Tell whether a line is only a stretch of a longer one."""
    line = not outline.feature(feature).geom_type.endswith("Polygon")
    return line and any(_is_part(feature, other) for other in lines)


@lru_cache(maxsize=256)
def _is_part(part: Feature, longer: Feature) -> bool:
    whole = longer.geometry
    return bool(part.geometry.length < whole.length and whole.buffer(SLACK).covers(part.geometry))


def _writing(subject: Subject, paper: Sheet, sizes: Sizes) -> str:
    """Place the furniture, then names from the weightiest to the lightest."""
    theatre = subject.theatre
    placer = Placer(paper.width, paper.height)
    areas = [(account.box(paper), account.cells(paper)) for account in subject.accounts]
    pieces = furniture.build(theatre, paper, sizes, [cell for _, cells in areas for cell in cells])
    placer.block(*(piece.box for piece in pieces))
    names = Names(theatre, paper, sizes, placer, areas)
    centres = tuple(sorted({account.centre for account in subject.accounts if account.disc}))
    named = frozenset(dot.id for dot in named_at(theatre, centres))
    for dot in places(theatre, paper):
        if dot.id in named:
            names.add_place(dot, named=True)
    told = accounts.write(subject.accounts, paper, sizes, placer, ground.beads(theatre, paper, subject.lines))
    for feature in subject.lines:
        names.add_line(feature, f"{feature.name}, schematic" if feature.properties.get("schematic") else feature.name)
    names.add_waters(main=True)
    names.add_countries()
    names.add_places(named)
    names.add_fields()
    names.add_waters(main=False)
    return names.markup() + told + "".join(piece.markup for piece in pieces)
