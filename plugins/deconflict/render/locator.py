"""The map of all incidents: one numbered link for each, on the areas that its accounts name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

import msgspec

from deconflict.page.explainer import AreaView
from deconflict.render import accounts, furniture, ground, labels, outline, writing
from deconflict.render.labels import Placer
from deconflict.render.look import NARROW, PHONE, WIDE, WIDTHS, ink, paint
from deconflict.render.mercator import Sheet, fit
from deconflict.render.svg import again, inside
from deconflict.theatre import Theatre

# Areas smaller than this many pixels across are ringed, for they would not be found.
SMALL = 16
RING = 10
# Areas wider than this share of the map are tinted faintly.
LARGE = 3
# The size of an incident's label.
SIZE = 15.0
# Half the side of what a finger hits.
TARGET = 13


class Spot(msgspec.Struct, frozen=True):
    """An incident on the map: its page, the short label that is drawn (a date), its full name, its areas."""

    url: str
    label: str
    name: str
    areas: tuple[AreaView, ...]


def render(
    spots: Sequence[Spot],
    theatre: Theatre,
    *,
    width: int = WIDTHS[0],
    title: str,
    description: str,
    ident: str = "locator",
) -> str:
    """Render the map of all incidents as an SVG element with a link for each that can be placed, in their order.

    A ring stands for an area too small to be seen and is not to scale. ``ident`` begins every id.
    """
    return _render(spots, theatre, width, title, description, ident, None)


def responsive(spots: Sequence[Spot], theatre: Theatre, *, title: str, description: str, ident: str = "locator") -> str:
    """Render the map for wide and for narrow columns; the style sheet shows the one that fits a ``map-box``."""
    wide, narrow = WIDTHS
    return _render(spots, theatre, wide, title, description, ident, None) + _render(
        spots, theatre, narrow, title, description, f"{ident}-narrow", ident
    )


def _render(
    spots: Sequence[Spot], theatre: Theatre, width: int, title: str, description: str, ident: str, base: str | None
) -> str:
    paper = _paper(theatre, width)
    kind, sizes = ("wide", WIDE) if width >= PHONE else ("narrow", NARROW)
    bar = furniture.scale_bar(paper, sizes)
    placer = Placer(paper.width, paper.height)
    placer.block(bar.box)
    drawn = []
    for spot in spots:
        found = accounts.read(spot.areas)
        if not found:
            continue
        x, y = _middle(found, paper)
        drawn.append((spot, found, x, y))
        placer.block((x - RING, y - RING, x + RING, y + RING))
    marks = []
    for spot, found, x, y in drawn:
        wide = labels.width(spot.label, SIZE, bold=True)
        around = labels.around((spot.label,), (x - RING, y - RING, x + RING, y + RING), SIZE, wide)
        label = next((one for one in around if placer.free(one.box)), None)
        if label is not None:
            placer.block(label.box)
        text = f"<g {ink('named', SIZE, 4)}>{labels.text(label)}</g>" if label else ""
        marks.append(
            f"<a href={quoteattr(spot.url)} aria-label={quoteattr(spot.name)}>"
            f"<title>{escape(spot.name)}</title>{_shape(found, paper, x, y)}{text}</a>"
        )
    names = writing.ground(theatre, paper, placer, ident)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map-svg map-{kind} map-locator"'
        f' viewBox="0 0 {paper.width} {paper.height}" role="group" aria-labelledby="{ident}-title {ident}-desc"'
        f' font-family="system-ui, sans-serif" stroke-linejoin="round">'
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(description)}</desc>'
        f"{_base(theatre, paper, ident, base)}{bar.markup}{names}{''.join(marks)}</svg>"
    )


@lru_cache(maxsize=8)
def _paper(theatre: Theatre, width: int) -> Sheet:
    """The sheet of the theatre's country with some room, else of its whole box."""
    country = theatre.get(theatre.country) if theatre.country else None
    high = round(width * (10 / 16 if width >= PHONE else 3 / 4))
    box = theatre.box if country is None else country.geometry.bounds
    west, south, east, north = box
    # The narrow map keeps to what the wide one shows, whose ground it uses.
    whole = theatre.frame if width >= PHONE else _paper(theatre, WIDTHS[0]).box
    return fit((west, south, east, north), whole, width, high, 0.0 if country is None else 0.04, step=False)


def _base(theatre: Theatre, paper: Sheet, ident: str, base: str | None) -> str:
    """The ground, or the wide map's once more."""
    whole = _paper(theatre, WIDTHS[0])
    if base is not None and inside(paper, whole):
        return again(paper, base, whole)
    return f'<g id="{ident}-ground" class="m-ground">{_ground(theatre, paper)}</g>'


@lru_cache(maxsize=8)
def _ground(theatre: Theatre, paper: Sheet) -> str:
    shapes = "".join(f'<path {paint(name)} d="{d}"/>' for name, d in ground.paths(theatre, paper).items())
    return f'<rect {paint("sea")} width="{paper.width}" height="{paper.height}"/>{shapes}'


def _middle(found: Sequence[accounts.Account], paper: Sheet) -> tuple[float, float]:
    boxes = [account.box(paper) for account in found]
    left, right = min(b[0] for b in boxes), max(b[2] for b in boxes)
    top, bottom = min(b[1] for b in boxes), max(b[3] for b in boxes)
    return (left + right) / 2, (top + bottom) / 2


def _shape(found: Sequence[accounts.Account], paper: Sheet, x: float, y: float) -> str:
    out = [
        f'<rect x="{x - TARGET:.0f}" y="{y - TARGET:.0f}" width="{2 * TARGET}" height="{2 * TARGET}" fill-opacity="0"/>'
    ]
    for account in found:
        left, top, right, bottom = account.box(paper)
        # A whole country in full tint would shout down the small areas that say more.
        tint = ".08" if right - left > paper.width / LARGE else ".35"
        look = paint(account.tone, f' fill-opacity="{tint}" stroke-width="1.2"')
        fine = 1 if right - left > paper.width / LARGE else 10
        out.append(f'<path {look} d="{outline.path(account.flat, paper, fine=fine)}"/>')
        if max(right - left, bottom - top) < SMALL:
            out.append(
                f'<circle {paint("ring")} cx="{(left + right) / 2:.0f}" cy="{(top + bottom) / 2:.0f}" r="{RING}"/>'
            )
    return "".join(out)
