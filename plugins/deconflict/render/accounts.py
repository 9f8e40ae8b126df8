"""What the accounts say, drawn: each one's area at true size in its side's tone, with its name beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from xml.sax.saxutils import escape

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from deconflict.page.areas import AreaView
from deconflict.render import arcs, labels, outline
from deconflict.render.dots import SAME
from deconflict.render.labels import Rect
from deconflict.render.look import paint, tone
from deconflict.render.mercator import Sheet
from deconflict.render.ranking import Flags, Numbers
from deconflict.theatre import Box, Feature

# How far, in pixels, a small area's edge may stray: less than any other line, for its size is its message.
_STRAY = 0.3
# An area is taken as five boxes each way where names keep off it: the shares of its extent that their edges stand at.
_SHARES = np.linspace(0, 1, 6)
# The size of an account's label, and the widest that its second line gets, in pixels.
SIZE = 14.0
_WIDEST = 165.0
# Wider than this in pixels, an area's edge needs no decimals.
_WIDE = 120.0


class Grid(msgspec.Struct, frozen=True):
    """An area taken roughly: columns and rows in Mercator metres, and which of their cells it touches, row by row."""

    xs: Numbers
    ys: Numbers
    touched: Flags

    @property
    def cells(self) -> Numbers:
        """The cells that it touches: west, south, east, north in Mercator metres."""
        row, column = np.nonzero(self.touched)
        return np.column_stack([self.xs[column], self.ys[row], self.xs[column + 1], self.ys[row + 1]])

    def shared(self, west: Numbers, south: Numbers, east: Numbers, north: Numbers) -> Numbers:
        """Return how many square metres of it lie in each of some boxes."""
        wide = np.minimum(east, self.xs[1:, None]) - np.maximum(west, self.xs[:-1, None])
        high = np.minimum(north, self.ys[1:, None]) - np.maximum(south, self.ys[:-1, None])
        found: Numbers = ((self.touched.T.astype(np.float64) @ np.maximum(high, 0)) * np.maximum(wide, 0)).sum(axis=0)
        return found

    def holds(self, x: Numbers, y: Numbers) -> Flags:
        """Tell which of some positions lie in a cell that it touches."""
        across, up = (np.searchsorted(edges, at) - 1 for edges, at in ((self.xs, x), (self.ys, y)))
        last = len(self.touched) - 1
        inside = (across >= 0) & (across <= last) & (up >= 0) & (up <= last)
        found: Flags = inside & self.touched[np.clip(up, 0, last), np.clip(across, 0, last)]
        return found

    def touches(self, west: Numbers, south: Numbers, east: Numbers, north: Numbers) -> Flags:
        """Tell which of some boxes reach into it."""
        wide = (west[..., None] < self.xs[1:]) & (east[..., None] > self.xs[:-1])
        high = (south[..., None] < self.ys[1:]) & (north[..., None] > self.ys[:-1])
        return np.asarray(((high @ self.touched) & wide).any(axis=-1))


class Account(msgspec.Struct, frozen=True, dict=True):
    """What is drawn of an account; equal accounts look alike, whoever claims them."""

    id: str
    label: str
    tone: str
    schematic: bool
    radius_m: float | None
    centre: tuple[float, float]
    anchor: tuple[float, float]
    area_km2: float
    geojson: str
    place: str = ""
    hatched: bool = True

    @cached_property
    def ground(self) -> BaseGeometry:
        """The area in degrees."""
        found = msgspec.json.decode(self.geojson)
        if found["type"] == "Polygon":
            # As most are, and so much faster.
            shell, *holes = found["coordinates"]
            return shapely.polygons(shell, holes or None)
        return shapely.from_geojson(self.geojson)

    @property
    def disc(self) -> bool:
        """Whether it is a disc, or what is left of one."""
        return self.radius_m is not None

    @cached_property
    def edge(self) -> arcs.Edge | None:
        """The edge of the disc that it is a part of."""
        return None if self.radius_m is None else arcs.edge(self.centre, self.radius_m)

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
    def grid(self) -> Grid:
        """The area as cells in Mercator metres."""
        west, south, east, north = self.flat.bounds
        xs, ys = west + (east - west) * _SHARES, south + (north - south) * _SHARES
        boxes = shapely.box(xs[:-1], ys[:-1, None], xs[1:], ys[1:, None])
        return Grid(xs, ys, shapely.intersects(self.flat, boxes))


def read(areas: Iterable[AreaView]) -> tuple[Account, ...]:
    """Return what is drawn of each area, the largest first, so that none hides a smaller one."""
    found = [
        Account(
            area.id,
            area.label,
            tone(area.tone),
            area.schematic,
            area.radius_m,
            area.centre,
            area.anchor,
            area.area_km2,
            msgspec.json.encode(area.geometry).decode(),
            area.place,
            area.hatched,
        )
        for area in areas
    ]
    return tuple(sorted(found, key=lambda a: (-a.area_km2, a.id)))


def extent(accounts: Sequence[Account]) -> Box:
    """Return west, south, east, north in degrees of all areas together; ValueError if there is none."""
    west, south, east, north = zip(*(account.ground.bounds for account in accounts), strict=True)
    return min(west), min(south), max(east), max(north)


def boxes(accounts: Sequence[Account], sheet: Sheet) -> Numbers:
    """Return the boxes of the areas' cells on a sheet, in pixels."""
    cells = np.concatenate([np.empty((0, 4)), *(account.grid.cells for account in accounts)])
    found: Numbers = sheet.pixels(cells.reshape(-1, 2)).reshape(-1, 4)[:, [0, 3, 2, 1]]
    return found


def path(account: Account, sheet: Sheet) -> str:
    """Return path data of an area."""
    if account.edge is not None:
        return arcs.path(account.flat, account.edge, sheet)
    left, top, right, bottom = account.box(sheet)
    wide = max(right - left, bottom - top) > _WIDE
    return outline.path(account.flat, sheet, outline.STRAY if wide else _STRAY, fine=1 if wide else 10)


def fill(account: Account, ident: str) -> str:
    """Return the attribute of an area's hatching; one that has none is still there to be pointed at."""
    return f'fill="url(#{ident}-{account.tone})"' if account.hatched else 'fill-opacity="0"'


def shapes(accounts: Sequence[Account], sheet: Sheet, ident: str) -> str:
    """Draw the areas; each group carries the id of its entry in ``data-area``."""
    out = []
    for account in accounts:
        d = path(account, sheet)
        dash = ' stroke-dasharray="5 3"' if account.schematic else ""
        look = paint(f"{account.tone}-area", f' {fill(account, ident)} stroke-width="2"{dash}')
        out.append(f'<path {look} data-area="{escape(account.id)}" d="{d}"/>')
    return "".join(out)


def called(feature: Feature, accounts: Iterable[Account]) -> str:
    """Return the name of a place as the accounts that name it spell it, else in the plain style of the ground."""
    ((x, y),) = shapely.get_coordinates(feature.geometry)
    near = (a.place for a in accounts if a.disc and math.dist(a.centre, (x, y)) < SAME and a.place)
    return next(near, labels.plain(feature.name))


def words(account: Account) -> tuple[str, ...]:
    """Return an account's label in lines: who, then where, in two lines if it is long."""
    who, _, where = account.label.partition(": ")
    if account.schematic:
        where += " (stand-in outline)"
    if labels.width(where, SIZE) <= _WIDEST:
        return (who, where) if where else (who,)
    return (who, *labels.halves(where))
