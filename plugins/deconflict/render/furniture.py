"""What a map needs besides the ground: a scale in two units, the way north, and where in the theatre it lies.

The little map of the theatre is drawn once for a page, as coarse as its few pixels ask, and shown in each drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import msgspec
import numpy as np

from deconflict.render import ground
from deconflict.render.labels import Rect, width
from deconflict.render.look import WIDE, Sizes, halo, ink, paint
from deconflict.render.mercator import Sheet, easting, fit, northing
from deconflict.render.ranking import Numbers
from deconflict.theatre import Theatre

NAUTICAL_MILE = 1852.0
_ROUND = (1, 2, 5)


class Piece(msgspec.Struct, frozen=True):
    """A drawn piece, its texts, and the room that it takes."""

    drawn: str
    texts: str
    box: Rect


class Inset(msgspec.Struct, frozen=True):
    """Where the little map of the theatre stands on a sheet, and what the sheet shows of it, in its own pixels."""

    x: int
    y: int
    width: int
    height: int
    shown: Rect

    @property
    def box(self) -> Rect:
        """The room that it takes."""
        return self.x - 4, self.y - 4, self.x + self.width + 4, self.y + self.height + 4


class Furniture(msgspec.Struct, frozen=True):
    """All pieces of a sheet, each in a corner of its own."""

    inset: Inset | None
    pieces: tuple[Piece, ...]

    @property
    def boxes(self) -> tuple[Rect, ...]:
        """The room that they take."""
        return tuple(piece.box for piece in (self.inset, *self.pieces) if piece is not None)


def build(theatre: Theatre, sheet: Sheet, sizes: Sizes, avoid: Numbers) -> Furniture:
    """Seat all pieces, the inset in the corner that hides least of ``avoid``, and draw them but for the inset."""
    found = inset(theatre, sheet, sizes, avoid)
    foot = head = False
    if found is not None:
        left, top, right, bottom = found.box
        foot = left < sheet.width / 2 and bottom > sheet.height * 0.7
        head = right > sheet.width / 2 and top < sheet.height * 0.3
    return Furniture(found, (scale_bar(sheet, sizes, right=foot), north(sheet, sizes, right=not head)))


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
    return Piece(f'<path {paint("rule")} d="{rules}"/>', text, (x - 6, y - step - size, x + wide + 4, y + size))


def north(sheet: Sheet, sizes: Sizes, *, right: bool = True) -> Piece:
    """Draw an arrow that says that north is up."""
    x = sheet.width - 20 if right else 20
    text = f'<text x="{x}" y="{26 + sizes.small:.0f}" text-anchor="middle">N</text>'
    return Piece(f'<path {paint("arrow")} d="M{x} 10l5 15-5-4-5 4z"/>', text, (x - 10, 6, x + 10, 30 + sizes.small))


def inset(theatre: Theatre, sheet: Sheet, sizes: Sizes, avoid: Numbers) -> Inset | None:
    """Seat the little map of the whole theatre, with the frame of the map, where it hides least of ``avoid``.

    None if the map shows most of the theatre anyway.
    """
    small = _small(theatre)
    west, south, east, north = sheet.box
    x0, y1 = small.xy(west, south)
    x1, y0 = small.xy(east, north)
    if (x1 - x0) * (y1 - y0) > 0.4 * small.width * small.height:
        return None
    gap, wide, high = 8, sizes.inset, round(sizes.inset * small.height / small.width)
    right, bottom = sheet.width - wide - gap, sheet.height - high - gap
    # The scale bar stands at the bottom left and the arrow at the top right: both move aside if need be.
    corners = ((right, bottom), (gap, gap), (right, gap), (gap, bottom))
    boxes = np.array([(x, y, x + wide, y + high) for x, y in corners])
    x, y = corners[int(np.argmin(hidden(boxes, avoid)))]
    return Inset(x, y, wide, high, (x0, y0, x1, y1))


def whole(theatre: Theatre, found: Inset, ident: str, base: str) -> str:
    """Draw the little map; with ``base``, the prefix of the ids of a drawing that has it too, on that one's ground."""
    small = _small(theatre)
    drawn = (
        f'<use href="#{base}-whole"/>'
        if base
        else f'<g id="{ident}-whole">{_ground(theatre, small)}{_edge(small.width, small.height)}</g>'
    )
    x0, y0, x1, y1 = found.shown
    frame = f"M{x0:.0f} {y0:.0f}h{x1 - x0:.0f}v{y1 - y0:.0f}h{x0 - x1:.0f}z"
    return (
        f'<svg class="m-inset" x="{found.x}" y="{found.y}" width="{found.width}" height="{found.height}"'
        f' viewBox="0 0 {small.width} {small.height}">{drawn}<path {paint("frame")} d="{frame}"/></svg>'
    )


def write(pieces: Sequence[Piece], sizes: Sizes) -> str:
    """Return pieces as markup."""
    texts = "".join(piece.texts for piece in pieces)
    return "".join(piece.drawn for piece in pieces) + halo(f"<g {ink('small', sizes.small)}>{texts}</g>")


def hidden(boxes: Numbers, avoid: Numbers) -> Numbers:
    """Return how much of ``avoid`` each box hides."""
    wide = np.minimum(boxes[:, None, 2], avoid[:, 2]) - np.maximum(boxes[:, None, 0], avoid[:, 0])
    high = np.minimum(boxes[:, None, 3], avoid[:, 3]) - np.maximum(boxes[:, None, 1], avoid[:, 1])
    found: Numbers = (np.maximum(wide, 0) * np.maximum(high, 0)).sum(axis=1)
    return found


@lru_cache(maxsize=8)
def _small(theatre: Theatre) -> Sheet:
    west, south, east, north = theatre.box
    shape = (northing(north) - northing(south)) / (easting(east) - easting(west))
    return fit(theatre.box, theatre.frame, WIDE.inset, round(WIDE.inset * shape))


def _edge(wide: int, high: int) -> str:
    return f'<path {paint("edge")} stroke-width="2" d="M0 0h{wide}v{high}H0z"/>'


@lru_cache(maxsize=8)
def _ground(theatre: Theatre, small: Sheet) -> str:
    drawn = ground.small(theatre, small)
    shapes = "".join(f'<path {paint(name)} d="{d}"/>' for name, d in drawn.items())
    return f'<rect {paint("sea")} width="{small.width}" height="{small.height}"/>{shapes}'
