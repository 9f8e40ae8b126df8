"""Where names stand: a theatre's places, airfields, lakes and countries, each found once for all maps."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray

from deconflict.render import outline
from deconflict.render.ground import SHEETS
from deconflict.render.labels import plain
from deconflict.render.mercator import Positions, Sheet, project
from deconflict.theatre import Feature, Theatre
from deconflict.theatre.feature import Point

# A place stands for a position if it lies this near to it, in degrees.
SAME = 0.003
# A country is named if it fills this share of the sheet.
_SHARE = 0.02
# The grid in Mercator metres on which country names are set, and on how many of its positions they are tried.
_CELL = 12_000.0
_TRIES = 24


class Dot(msgspec.Struct, frozen=True, gc=False):
    """A place, an airfield or a lake: its name, and what its mark and its weight depend on."""

    id: str
    name: str
    rank: int
    home: bool = False
    code: str = ""
    military: bool = False
    civil: bool = False


@lru_cache(maxsize=8)
def all_places(theatre: Theatre) -> tuple[tuple[Dot, ...], Positions]:
    """Return a theatre's places, the weightiest first, and where they are in Mercator metres."""
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
    return tuple(
        Dot(f.id, plain(f.name), int(_number(f, "rank") or 4), home=f.properties.get("country") == home) for f in found
    ), _positions(found)


@lru_cache(maxsize=8)
def all_fields(theatre: Theatre) -> tuple[tuple[Dot, ...], Positions]:
    """Return a theatre's airfields and where they are: those of its country first, among them the military ones."""
    home = _home(theatre)
    found = [f for f in theatre.layer("airfields") if isinstance(f.outline, Point)]
    made = [
        Dot(
            f.id,
            plain(f.name),
            0,
            home=f.properties.get("country") == home,
            code=str(f.properties.get("icao") or ""),
            military=bool(f.properties.get("military")),
            # What airlines have a code for is used by them.
            civil=bool(f.properties.get("iata")) or not f.properties.get("military"),
        )
        for f in found
    ]
    order = sorted(
        range(len(found)), key=lambda i: (not made[i].home, not made[i].military, not made[i].code, made[i].id)
    )
    return tuple(made[i] for i in order), _positions([found[i] for i in order])


@lru_cache(maxsize=8)
def all_countries(theatre: Theatre) -> tuple[tuple[Feature, tuple[float, float]], ...]:
    """Return a theatre's countries, the largest first, with where their names stand in Mercator metres."""
    found = []
    for feature in theatre.layer("countries"):
        label = feature.properties.get("label")
        spot = project(np.array([label], dtype=np.float64)) if label else None
        if spot is None:
            spot = shapely.get_coordinates(outline.feature(feature).representative_point())
        found.append((feature, (float(spot[0][0]), float(spot[0][1]))))
    return tuple(sorted(found, key=lambda one: (-outline.feature(one[0]).area, one[0].id)))


@lru_cache(maxsize=SHEETS)
def nations(theatre: Theatre, sheet: Sheet) -> tuple[tuple[str, Positions], ...]:
    """Return each country that fills enough of a sheet, and where in Mercator metres it may be named, best first."""
    west, south, east, north = sheet.window()
    found = []
    for name, spots, room, (left, low, right, top) in _spots(theatre):
        if left >= east or right <= west or low >= north or top <= south:
            continue
        first, after = np.searchsorted(spots[:, 1], (south, north))
        x, y = spots[first:after].T
        # As far as can be from the border and from the edge of the sheet, which is wider than high, like a name.
        inner = np.minimum(np.minimum(x - west, east - x) / 2, np.minimum(y - south, north - y))
        some = np.flatnonzero(inner > 0)
        if len(some) * _CELL**2 < _SHARE * (east - west) * (north - south):
            continue
        some += first
        best = np.argsort(-np.minimum(room[some], inner[some - first]), kind="stable")[: _TRIES * 9 : 9]
        found.append((name, spots[some[best]]))
    return tuple(found)


@lru_cache(maxsize=4)
def _spots(
    theatre: Theatre,
) -> tuple[tuple[str, Positions, NDArray[np.float64], tuple[float, float, float, float]], ...]:
    """A grid of positions in each country in Mercator metres from south to north, their distance from its border."""
    found = []
    for feature in theatre.layer("countries"):
        flat = outline.feature(feature).simplify(_CELL / 8)
        west, south, east, north = flat.bounds
        xs, ys = np.meshgrid(np.arange(west, east, _CELL), np.arange(south, north, _CELL))
        grid = np.column_stack([xs.ravel(), ys.ravel()])
        spots = grid[shapely.contains_xy(flat, grid)]
        if len(spots):
            room = shapely.distance(shapely.boundary(flat), shapely.points(spots))
            found.append((plain(feature.name), spots, room, flat.bounds))
    return tuple(found)


@lru_cache(maxsize=8)
def all_lakes(theatre: Theatre) -> tuple[tuple[Dot, float, float, tuple[float, float]], ...]:
    """Return a theatre's lakes, the largest first: where their names stand and their extent, in Mercator metres."""
    found = []
    for feature in theatre.layer("lakes"):
        flat = outline.feature(feature)
        spot = flat.representative_point()
        west, south, east, north = flat.bounds
        found.append((Dot(feature.id, plain(feature.name), 0), spot.x, spot.y, (east - west, north - south)))
    return tuple(sorted(found, key=lambda lake: (-lake[3][0] * lake[3][1], lake[0].id)))


def _home(theatre: Theatre) -> object:
    """The code of the theatre's country."""
    country = theatre.get(theatre.country) if theatre.country else None
    return country.properties.get("iso_a2") if country else None


def _number(feature: Feature, key: str) -> float:
    return float(feature.properties.get(key) or 0)


def _positions(features: list[Feature]) -> Positions:
    positions = [f.outline.coordinates for f in features if isinstance(f.outline, Point)]
    return project(np.array(positions, dtype=np.float64).reshape(-1, 2))


def named(theatre: Theatre, centres: tuple[tuple[float, float], ...]) -> tuple[Feature, ...]:
    """Return the places that stand at some positions (lon, lat)."""
    places, spots = _points(theatre)
    near = (np.abs(spots[:, None] - np.reshape(centres, (-1, 2))) < SAME).all(axis=2).any(axis=1)
    return tuple(places[number] for number in np.flatnonzero(near).tolist())


@lru_cache(maxsize=4)
def _points(theatre: Theatre) -> tuple[tuple[Feature, ...], Positions]:
    """A theatre's places by id, and where they are in degrees."""
    found = {f.id: (f, f.outline.coordinates) for f in theatre.layer("places") if isinstance(f.outline, Point)}
    ordered = [found[key] for key in sorted(found)]
    return tuple(f for f, _ in ordered), np.array([at for _, at in ordered], dtype=np.float64).reshape(-1, 2)
