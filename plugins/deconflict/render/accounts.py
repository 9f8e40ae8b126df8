"""What the accounts say, drawn: each one's area at true size in its side's tone, with its name beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from xml.sax.saxutils import escape

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from deconflict.page.explainer import AreaView
from deconflict.render import labels, outline
from deconflict.render.labels import Label, Placer, Rect
from deconflict.render.look import Sizes, fill, ink, paint, tone
from deconflict.render.mercator import Sheet
from deconflict.theatre import Box, Theatre

# How far, in pixels, an area's edge may stray: less than any other line, for its size is its message.
_STRAY = 0.1
# Provinces are compared with this much slack, in degrees.
_ROUGH = 0.03
# An area is taken as so many boxes each way where names keep off it.
_GRID = 6


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

    def cells(self, sheet: Sheet) -> list[Rect]:
        """Return boxes in pixels that cover the area: those of a grid over its box that it touches."""
        west, south, east, north = self.flat.bounds
        xs, ys = np.linspace(west, east, _GRID + 1), np.linspace(south, north, _GRID + 1)
        left, low = (a.ravel() for a in np.meshgrid(xs[:-1], ys[:-1]))
        right, top = (a.ravel() for a in np.meshgrid(xs[1:], ys[1:]))
        hit = shapely.intersects(self.flat, shapely.box(left, low, right, top))
        head = sheet.pixels(np.column_stack([left, top])[hit])
        foot = sheet.pixels(np.column_stack([right, low])[hit])
        return [(a, b, c, d) for (a, b), (c, d) in zip(head.tolist(), foot.tolist(), strict=True)]


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
        d = outline.path(account.flat, sheet, _STRAY, fine=10)
        dash = ' stroke-dasharray="5 3"' if account.schematic else ""
        edge = paint(account.tone, f' fill-opacity="0" stroke-width="2"{dash}')
        hatched = fill(account.tone, ident)
        out.append(f'<g data-area="{escape(account.id)}"><path {hatched} d="{d}"/><path {edge} d="{d}"/></g>')
    return "".join(out)


def write(accounts: Sequence[Account], sheet: Sheet, sizes: Sizes, placer: Placer, clear: Sequence[Rect]) -> str:
    """Name each account beside its area, or in it if it is wide enough; those without any room stay unnamed.

    ``clear`` are boxes along what a label had better not hide.
    """
    out = []
    soft = [*(cell for account in accounts for cell in account.cells(sheet)), *clear]
    for account in reversed(accounts):
        label = placer.place(_candidates(account, sizes, sheet), soft)
        if label is not None:
            head = f'<tspan font-weight="700">{escape(label.lines[0])}</tspan>'
            look = ink(f"{account.tone}-name", sizes.account, 4)
            text = labels.text(label, head=head, rest=f' font-size="{sizes.detail:g}"')
            out.append(f'<g {look} data-area="{escape(account.id)}">{text}</g>')
    return "".join(out)


def words(account: Account, most: float, size: float) -> tuple[str, ...]:
    """Return an account's label in lines: who, then where, in two lines if it is wider than ``most``."""
    who, _, where = account.label.partition(": ")
    if account.schematic:
        where += " (stand-in outline)"
    split = where.split()
    if len(split) < 2 or labels.width(where, size) <= most:
        return (who, where) if where else (who,)
    pairs = [(" ".join(split[:i]), " ".join(split[i:])) for i in range(1, len(split))]
    # The break that makes the longer line shortest, rather after a comma than elsewhere.
    longer = {pair: max(labels.width(row, size) * (0.7 if pair[0][-1] == "," else 1) for row in pair) for pair in pairs}
    return (who, *min(pairs, key=lambda pair: (longer[pair], pair)))


def provinces(accounts: Sequence[Account], theatre: Theatre) -> bool:
    """Tell whether an account names a province: one that its area, not a disc, all but fills."""
    known, sizes = _provinces(theatre)
    for account in accounts:
        if not account.disc and len(known):
            shared = shapely.area(shapely.intersection(known, account.ground.simplify(_ROUGH)))
            if ((shared > 0.8 * sizes) & (shared > 0.5 * account.ground.area)).any():
                return True
    return False


@lru_cache(maxsize=4)
def _provinces(theatre: Theatre) -> tuple[NDArray[np.object_], NDArray[np.float64]]:
    known = np.array([f.geometry.simplify(_ROUGH) for f in theatre.layer("governorates")], dtype=object)
    return known, shapely.area(known) if len(known) else np.zeros(0)


def _candidates(account: Account, sizes: Sizes, sheet: Sheet) -> Iterator[Label]:
    text = words(account, sheet.width * (0.24 if sizes.roomy else 0.44), sizes.detail)
    heads = labels.width(text[0], sizes.account, bold=True)
    wide = max(heads, *(labels.width(line, sizes.detail) for line in text[1:]), 0.0)
    left, top, right, bottom = box = account.box(sheet)
    high = len(text) * sizes.account * labels.LINE
    if right - left > wide * 1.25 and bottom - top > high * 1.6:
        x, y = sheet.xy(*account.anchor)
        for dy in (0, -0.7, 0.7, -1.4, 1.4):
            for dx in (0, -0.3, 0.3):
                yield labels.hang(text, x + dx * wide, y + dy * high, "middle", sizes.account, wide)
    for gap in (4.0, 16.0, 34.0):
        yield from labels.around(text, box, sizes.account, wide, gap)
