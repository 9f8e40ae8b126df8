"""True-size geometry on the WGS 84 ellipsoid: degrees in, metres and square kilometres measured."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import shapely
from pyproj import Geod, Transformer
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry

GEOD = Geod(ellps="WGS84")
#: A line is a stretch of another if it strays no further from it, in degrees.
STRETCH = 0.01


@lru_cache(maxsize=2048)
def disc(lon: float, lat: float, radius_m: float, points: int = 96) -> Polygon:
    """Return the geodesic circle about a position: ``points`` corners, each ``radius_m`` metres away.

    ValueError for a radius that is not positive, or a disc that holds a pole or crosses the 180th meridian.
    """
    if not radius_m > 0:
        raise ValueError(f"a disc needs a positive radius, not {radius_m}")
    turns = [-360 * i / points for i in range(points)]
    lons, lats, _ = GEOD.fwd([lon] * points, [lat] * points, turns, [radius_m] * points)
    to_pole = min(GEOD.inv(lon, lat, lon, pole)[2] for pole in (-90, 90))
    if max(lons) - min(lons) > 180 or to_pole <= radius_m:
        raise ValueError("a disc must not hold a pole or cross the 180th meridian")
    return Polygon(list(zip(lons, lats, strict=True)))


def distance_m(a: Point | tuple[float, float], b: Point | tuple[float, float]) -> float:
    """Return the geodesic distance in metres between two points (shapely points or lon, lat pairs)."""
    (lon_a, lat_a), (lon_b, lat_b) = (p.coords[0][:2] if isinstance(p, Point) else p for p in (a, b))
    return float(GEOD.inv(lon_a, lat_a, lon_b, lat_b)[2])


@lru_cache(maxsize=512)
def buffer_m(geometry: BaseGeometry, metres: float) -> BaseGeometry:
    """Return a geometry grown (or, below zero, shrunk) by true metres on every side.

    Good to 0.1 % of ``metres`` for a geometry of up to about 500 km from its centre.
    """
    centre = geometry.envelope.centroid
    there, back = _local(round(centre.x, 1), round(centre.y, 1))
    flat = shapely.transform(geometry, there, interleaved=False)
    return shapely.transform(flat.buffer(metres, quad_segs=24), back, interleaved=False)


@lru_cache(maxsize=512)
def contains_mostly(outer: BaseGeometry, inner: BaseGeometry, tolerance_m: float) -> bool:
    """Tell whether outer covers inner, forgiving what sticks out by at most ``tolerance_m`` metres."""
    if outer.is_empty or inner.is_empty:
        return False
    if shapely.covers(outer, inner):
        return True
    return tolerance_m > 0 and bool(shapely.covers(buffer_m(outer, tolerance_m), inner))


@lru_cache(maxsize=256)
def is_stretch(part: BaseGeometry, whole: BaseGeometry) -> bool:
    """Tell whether a line is only a stretch of a longer one, from which it strays no further than ``STRETCH``."""
    return bool(part.length < whole.length and whole.buffer(STRETCH).covers(part))


@lru_cache(maxsize=512)
def area_km2(geometry: BaseGeometry) -> float:
    """Return a geometry's true area in square kilometres (0 for points and lines)."""
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(geometry))[0]) / 1e6


def extent(geometries: Iterable[BaseGeometry]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of all geometries together; ValueError if there is nothing."""
    some = [geometry for geometry in geometries if not geometry.is_empty]
    if not some:
        raise ValueError("nothing has no extent")
    west, south, east, north = (float(v) for v in shapely.total_bounds(some))
    return west, south, east, north


@lru_cache(maxsize=64)
def _local(lon: float, lat: float) -> tuple[object, object]:
    flat = f"+proj=aeqd +lon_0={lon} +lat_0={lat} +datum=WGS84"
    there = Transformer.from_crs("EPSG:4326", flat, always_xy=True)
    back = Transformer.from_crs(flat, "EPSG:4326", always_xy=True)
    return there.transform, back.transform
