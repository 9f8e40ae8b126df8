"""What the accounts say, drawn: each one's area at true size in its side's tone, with its name beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from xml.sax.saxutils import escape

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from deconflict.page.explainer import AreaView
from deconflict.render import labels, outline
from deconflict.render.labels import Rect
from deconflict.render.look import paint, tone
from deconflict.render.mercator import Sheet
from deconflict.theatre import Box

# How far, in pixels, an area's edge may stray: less than any other line, for its size is its message.
_STRAY = 0.1
# Provinces are compared with this much slack, in degrees.
_ROUGH = 0.03
# An area is taken as so many boxes each way where names keep off it.
_GRID = 5
# The size of an account's label, and the widest that its second line gets, in pixels.
SIZE = 14.0
_WIDEST = 165.0
# Wider than this in pixels, an area's edge needs no decimals.
_WIDE = 250.0


class Account(msgspec.Struct, frozen=True, dict=True):
    """What is drawn of an account; equal accounts look alike, whoever claims them."""

    id: str
    label: str
    tone: str
    schematic: bool
    disc: bool
    centre: tuple[float, float]
    anchor: tuple[float, float]
    area_km2: float
    geojson: str

    @cached_property
    def ground(self) -> BaseGeometry:
        """The area in degrees."""
        return shapely.from_geojson(self.geojson)

    @cached_property
    def flat(self) -> BaseGeometry:
        """The area in Mercator metres."""
        return outline.flatten(self.ground)

    def box(self, sheet: Sheet) -> Rect:
        """Return the box around the area on a sheet, in pixels."""
        west, south, east, north = self.flat.bounds
        (left, top), (right, bottom) = sheet.pixels(np.array([[west, north], [east, south]])).tolist()
        return left, top, right, bottom

    @cached_property
    def cells(self) -> NDArray[np.float64]:
        """Boxes in Mercator metres (west, south, east, north) that cover it: those of a grid that it touches."""
        west, south, east, north = self.flat.bounds
        xs, ys = np.linspace(west, east, _GRID + 1), np.linspace(south, north, _GRID + 1)
        left, low = (a.ravel() for a in np.meshgrid(xs[:-1], ys[:-1]))
        right, top = (a.ravel() for a in np.meshgrid(xs[1:], ys[1:]))
        hit = shapely.intersects(self.flat, shapely.box(left, low, right, top))
        found: NDArray[np.float64] = np.column_stack([left, low, right, top])[hit]
        return found


def read(areas: Iterable[AreaView]) -> tuple[Account, ...]:
    """Return what is drawn of each area, the largest first, so that none hides a smaller one."""
    found = [
        Account(
            area.id,
            area.label,
            tone(area.tone),
            area.schematic,
            area.radius_m is not None,
            area.centre,
            area.anchor,
            area.area_km2,
            msgspec.json.encode(area.geometry).decode(),
        )
        for area in areas
    ]
    return tuple(sorted(found, key=lambda a: (-a.area_km2, a.id)))


def extent(accounts: Sequence[Account]) -> Box:
    """Return west, south, east, north in degrees of all areas together; ValueError if there is none."""
    west, south, east, north = shapely.total_bounds([account.ground for account in accounts]).tolist()
    return west, south, east, north


def shapes(accounts: Sequence[Account], sheet: Sheet, ident: str) -> str:
    """Draw the areas; each group carries the id of its entry in ``data-area``."""
    out = []
    for account in accounts:
        west, south, east, north = account.flat.bounds
        wide = max(east - west, north - south) * sheet.scale > _WIDE
        d = outline.path(account.flat, sheet, _STRAY * (4 if wide else 1), fine=1 if wide else 10)
        dash = ' stroke-dasharray="5 3"' if account.schematic else ""
        look = paint(f"{account.tone}-area", f' fill="url(#{ident}-{account.tone})" stroke-width="2"{dash}')
        out.append(f'<path {look} data-area="{escape(account.id)}" d="{d}"/>')
    return "".join(out)


def words(account: Account) -> tuple[str, ...]:
    """Return an account's label in lines: who, then where, in two lines if it is long."""
    who, _, where = account.label.partition(": ")
    if account.schematic:
        where += " (stand-in outline)"
    split = where.split()
    if len(split) < 2 or labels.width(where, SIZE) <= _WIDEST:
        return (who, where) if where else (who,)
    pairs = [(" ".join(split[:i]), " ".join(split[i:])) for i in range(1, len(split))]
    # The break that makes the longer line shortest, rather after a comma than elsewhere.
    longer = {pair: max(labels.width(row, SIZE) * (0.7 if pair[0][-1] == "," else 1) for row in pair) for pair in pairs}
    return (who, *min(pairs, key=lambda pair: (longer[pair], pair)))
