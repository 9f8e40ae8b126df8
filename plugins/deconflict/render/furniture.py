"""What a map needs besides the ground: a scale in two units, the way north, and where in the theatre it lies."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np

from deconflict.render import ground
from deconflict.render.labels import Rect, width
from deconflict.render.look import Sizes, ink, paint
from deconflict.render.mercator import Sheet, easting, fit, northing
from deconflict.render.ranking import Numbers
from deconflict.theatre import Box, Theatre

NAUTICAL_MILE = 1852.0
_ROUND = (1, 2, 5)


class Piece(msgspec.Struct, frozen=True):
    """A drawn piece and the room that it takes."""

    markup: str
    box: Rect


def build(theatre: Theatre, sheet: Sheet, sizes: Sizes, avoid: Numbers) -> list[Piece]:
    """Draw all pieces, each in a corner of its own."""
    found = inset(theatre, sheet.box, sheet, sizes, avoid)
    pieces = [] if found is None else [found]
    middle = sheet.width / 2
    foot = any(p.box[0] < middle and p.box[3] > sheet.height * 0.7 for p in pieces)
    head = any(p.box[2] > middle and p.box[1] < sheet.height * 0.3 for p in pieces)
    return [*pieces, scale_bar(sheet, sizes, right=foot), north(sheet, sizes, right=not head)]


def round_length(most: float) -> int:
    """Return the largest of 1, 2, 5, 10, 20, 50 ... that is not above ``most`` (at least 1)."""
    best = 1
    power = 1
    while power <= most:
        best = max([best, *(n * power for n in _ROUND if n * power <= most)])
        power *= 10
    return best


def scale_bar(sheet: Sheet, sizes: Sizes, *, right: bool = False) -> Piece:
    """Draw a bar in kilometres and one in nautical miles, true for the latitude of the sheet's centre."""
    metre = 1 / sheet.metres(sheet.latitude)
    most = min(sheet.width * 0.17, 110) / metre
    km, miles = round_length(most / 1000), round_length(most / NAUTICAL_MILE)
    bars = (km * 1000 * metre, miles * NAUTICAL_MILE * metre)
    words = (f"{km} km", f"{miles} nautical miles" if sizes.roomy else f"{miles} NM")
    size = sizes.small
    names = [width(word, size) for word in words]
    wide = max(bar + 6 + name for bar, name in zip(bars, names, strict=True))
    x = round(sheet.width - 12 - wide) if right else 12
    y = sheet.height - 12 - round(size * 0.5)
    step = round(size * 0.95)
    rules = "".join(
        f"M{x} {y - up - tick}v{tick}h{bar:.1f}v{-tick}" for bar, up, tick in ((bars[0], step, 4), (bars[1], 0, -4))
    )
    text = "".join(
        f'<text x="{x + bar + 6:.0f}" y="{base:.0f}">{word}</text>'
        for bar, base, word in zip(bars, (y - step + size * 0.3 - 2, y + size * 0.3 + 3), words, strict=True)
    )
    markup = f'<path {paint("rule")} d="{rules}"/><g {ink("small", size)}>{text}</g>'
    return Piece(markup, (x - 6, y - step - size, x + wide + 4, y + size))


def north(sheet: Sheet, sizes: Sizes, *, right: bool = True) -> Piece:
    """Draw an arrow that says that north is up."""
    x = sheet.width - 20 if right else 20
    markup = (
        f'<path {paint("arrow")} d="M{x} 10l5 15-5-4-5 4z"/>'
        f'<g {ink("small", sizes.small)}><text x="{x}" y="{26 + sizes.small:.0f}" text-anchor="middle">N</text></g>'
    )
    return Piece(markup, (x - 10, 6, x + 10, 30 + sizes.small))


def inset(theatre: Theatre, shown: Box, sheet: Sheet, sizes: Sizes, avoid: Numbers) -> Piece | None:
    """Draw the whole theatre small, with the frame of the map, in the corner that hides least of ``avoid``.

    None if the map shows most of the theatre anyway.
    """
    small = _small(theatre, sizes.inset)
    x0, y1 = small.xy(shown[0], shown[1])
    x1, y0 = small.xy(shown[2], shown[3])
    if (x1 - x0) * (y1 - y0) > 0.4 * small.width * small.height:
        return None
    gap = 8
    right, bottom = sheet.width - small.width - gap, sheet.height - small.height - gap
    # The scale bar stands at the bottom left and the arrow at the top right: both move aside if need be.
    corners = ((right, bottom), (gap, gap), (right, gap), (gap, bottom))
    boxes = np.array([(x, y, x + small.width, y + small.height) for x, y in corners])
    x, y = corners[int(np.argmin(_hidden(boxes, avoid)))]
    edge = paint("edge", ' stroke-width="2"')
    frame = f"M{x0:.0f} {y0:.0f}h{x1 - x0:.0f}v{y1 - y0:.0f}h{x0 - x1:.0f}z"
    markup = (
        f'<svg class="m-inset" x="{x}" y="{y}" width="{small.width}" height="{small.height}">{_ground(theatre, small)}'
        f'<path {paint("frame")} d="{frame}"/>'
        f'<path {edge} d="M0 0h{small.width}v{small.height}H0z"/></svg>'
    )
    return Piece(markup, (x - 4, y - 4, x + small.width + 4, y + small.height + 4))


def _hidden(boxes: Numbers, avoid: Numbers) -> Numbers:
    """Return how much of ``avoid`` each box hides."""
    wide = np.minimum(boxes[:, None, 2], avoid[:, 2]) - np.maximum(boxes[:, None, 0], avoid[:, 0])
    high = np.minimum(boxes[:, None, 3], avoid[:, 3]) - np.maximum(boxes[:, None, 1], avoid[:, 1])
    found: Numbers = (np.maximum(wide, 0) * np.maximum(high, 0)).sum(axis=1)
    return found


@lru_cache(maxsize=8)
def _small(theatre: Theatre, wide: int) -> Sheet:
    west, south, east, north = theatre.box
    shape = (northing(north) - northing(south)) / (easting(east) - easting(west))
    return fit(theatre.box, theatre.frame, wide, round(wide * shape))


@lru_cache(maxsize=8)
def _ground(theatre: Theatre, small: Sheet) -> str:
    drawn = ground.paths(theatre, small)
    shapes = "".join(
        f'<path {paint(name)} d="{drawn[name]}"/>' for name in ("land", "country", "lake", "border") if name in drawn
    )
    return f'<rect {paint("sea")} width="{small.width}" height="{small.height}"/>{shapes}'
