"""Where names stand: places, airfields, lakes and countries on a sheet, each found once for all its names."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from deconflict.render import outline
from deconflict.render.ground import SHEETS
from deconflict.render.labels import Rect
from deconflict.render.mercator import Positions, Sheet, project
from deconflict.theatre import Feature, Theatre
from deconflict.theatre.feature import Point

# A place stands for a position if it lies this near to it, in degrees.
_SAME = 0.003
# A country is named if it fills this share of the sheet.
_SHARE = 0.02
# The grid in Mercator metres on which country names are set, and on how many of its positions they are tried.
_CELL = 12_000.0
_TRIES = 24


class Dot(msgspec.Struct, frozen=True, gc=False):
    """A place or airfield on a sheet, in pixels."""

    id: str
    name: str
    rank: int
    x: float
    y: float
    code: str = ""
    military: bool = False

    def box(self, radius: float) -> Rect:
        """Return the room of its mark."""
        return self.x - radius, self.y - radius, self.x + radius, self.y + radius


@lru_cache(maxsize=SHEETS)
def places(theatre: Theatre, sheet: Sheet) -> tuple[Dot, ...]:
    """Return the places on a sheet, the weightiest first."""
    return _inside(*_places(theatre), sheet)


@lru_cache(maxsize=SHEETS)
def fields(theatre: Theatre, sheet: Sheet) -> tuple[Dot, ...]:
    """Return the airfields on a sheet: those of the theatre's country first, and among them the military ones."""
    return _inside(*_fields(theatre), sheet)


@lru_cache(maxsize=8)
def _places(theatre: Theatre) -> tuple[tuple[Dot, ...], Positions]:
    found = [f for f in theatre.layer("places") if isinstance(f.outline, Point)]
    home = _home(theatre)
    found.sort(
        key=lambda f: (
            int(_number(f, "rank") or 4),
            f.properties.get("country") != home,
            -_number(f, "population"),
            f.id,
        )
    )
    return tuple(Dot(f.id, f.name, int(_number(f, "rank") or 4), 0, 0) for f in found), _positions(found)


@lru_cache(maxsize=8)
def _fields(theatre: Theatre) -> tuple[tuple[Dot, ...], Positions]:
    home = _home(theatre)
    found = [f for f in theatre.layer("airfields") if isinstance(f.outline, Point)]
    codes = {f.id: str(f.properties.get("icao") or "") for f in found}
    military = {f.id: bool(f.properties.get("military")) for f in found}
    found.sort(key=lambda f: (f.properties.get("country") != home, not military[f.id], not codes[f.id], f.id))
    dots = tuple(Dot(f.id, f.name, 0, 0, 0, codes[f.id], military[f.id]) for f in found)
    return dots, _positions(found)


@lru_cache(maxsize=SHEETS)
def nations(theatre: Theatre, sheet: Sheet) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """Return each country that fills enough of a sheet, with pixels where its name may stand, the best first."""
    west, south, east, north = sheet.window()
    found = []
    for name, spots, room in _spots(theatre):
        x, y = spots[:, 0], spots[:, 1]
        # As far as can be from the border and from the edge of the sheet, which is wider than high, like a name.
        inner = np.minimum(np.minimum(x - west, east - x) / 2, np.minimum(y - south, north - y))
        if (inner > 0).sum() * _CELL**2 < _SHARE * (east - west) * (north - south):
            continue
        best = np.argsort(-np.minimum(room, inner), kind="stable")[: _TRIES * 9 : 9]
        found.append((name, tuple((x, y) for x, y in sheet.pixels(spots[best]).tolist())))
    return tuple(found)


@lru_cache(maxsize=4)
def _spots(theatre: Theatre) -> tuple[tuple[str, Positions, NDArray[np.float64]], ...]:
    """A grid of positions in each country in Mercator metres, and their distance from its border."""
    found = []
    for feature in theatre.layer("countries"):
        flat = outline.feature(feature).simplify(_CELL / 8)
        west, south, east, north = flat.bounds
        xs, ys = np.meshgrid(np.arange(west, east, _CELL), np.arange(south, north, _CELL))
        grid = np.column_stack([xs.ravel(), ys.ravel()])
        spots = grid[shapely.contains_xy(flat, grid)]
        if len(spots):
            found.append((feature.name, spots, shapely.distance(shapely.boundary(flat), shapely.points(spots))))
    return tuple(found)


@lru_cache(maxsize=SHEETS)
def lakes(theatre: Theatre, sheet: Sheet) -> tuple[Dot, ...]:
    """Return the lakes on a sheet that are wide enough for a name, with the pixel of their middle."""
    dots, spots, sizes = _lakes(theatre)
    wide = np.flatnonzero((sizes * sheet.scale >= (40, 14)).all(axis=1)).tolist()
    return _inside(tuple(dots[i] for i in wide), spots[wide], sheet)


@lru_cache(maxsize=8)
def _lakes(theatre: Theatre) -> tuple[tuple[Dot, ...], Positions, Positions]:
    found = sorted(theatre.layer("lakes"), key=lambda f: f.id)
    flat = [outline.feature(f) for f in found]
    spots = shapely.get_coordinates([f.representative_point() for f in flat])
    bounds = shapely.bounds(np.array(flat, dtype=object)).reshape(-1, 4)
    return tuple(Dot(f.id, f.name, 0, 0, 0) for f in found), spots, bounds[:, 2:] - bounds[:, :2]


def _home(theatre: Theatre) -> object:
    """The code of the theatre's country."""
    country = theatre.get(theatre.country) if theatre.country else None
    return country.properties.get("iso_a2") if country else None


def _inside(dots: tuple[Dot, ...], metres: Positions, sheet: Sheet) -> tuple[Dot, ...]:
    if not dots:
        return ()
    pixels = sheet.pixels(metres)
    seen = np.flatnonzero(((pixels > 4) & (pixels < (sheet.width - 4, sheet.height - 4))).all(axis=1)).tolist()
    spots = pixels.tolist()
    return tuple(msgspec.structs.replace(dots[i], x=spots[i][0], y=spots[i][1]) for i in seen)


def _number(feature: Feature, key: str) -> float:
    return float(feature.properties.get(key) or 0)


def _positions(features: list[Feature]) -> Positions:
    positions = [f.outline.coordinates for f in features if isinstance(f.outline, Point)]
    return project(np.array(positions, dtype=np.float64).reshape(-1, 2))


@lru_cache(maxsize=512)
def named(theatre: Theatre, centres: tuple[tuple[float, float], ...]) -> tuple[Dot, ...]:
    """Return the places that stand at some positions (lon, lat), their own position in x and y in degrees."""
    found = {}
    for feature in theatre.layer("places"):
        if not isinstance(feature.outline, Point):
            continue
        lon, lat = feature.outline.coordinates
        for x, y in centres:
            if abs(lon - x) < _SAME and abs(lat - y) < _SAME:
                found[feature.id] = Dot(feature.id, feature.name, 1, lon, lat)
    return tuple(found[key] for key in sorted(found))
