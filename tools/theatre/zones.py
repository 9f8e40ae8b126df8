"""The airspace and the deconfliction geometry, derived from countries and rivers."""

from collections.abc import Callable
from itertools import pairwise

import editorial
import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import LineString, MultiPoint, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import split, substring, unary_union
from sources import GEOD, Item, feature, largest

FLAT = "+proj=laea +lat_0=34.8 +lon_0=38.5 +datum=WGS84"
TO_METRES = Transformer.from_crs(4326, FLAT, always_xy=True).transform
TO_DEGREES = Transformer.from_crs(FLAT, 4326, always_xy=True).transform
MILE = 1609.344
NAUTICAL_MILE = 1852.0


def _project(how: Callable[..., object], geometry: BaseGeometry) -> BaseGeometry:
    return shapely.transform(geometry, how, interleaved=False)


def territorial_sea(fine: dict[str, BaseGeometry], miles: float = 12) -> BaseGeometry:
    """Return the sea within 12 nautical miles of the coast that is nearer to it than to a neighbour's."""
    near = box(34.6, 33.6, 37.0, 37.2)
    land = {key: _project(TO_METRES, fine[key].intersection(near)) for key in ("TUR", "LBN", "SYR")}
    band = land["SYR"].buffer(miles * NAUTICAL_MILE).difference(unary_union(list(land.values())).buffer(1))
    band = band.intersection(_project(TO_METRES, box(35.0, 34.2, 36.2, 36.2)))
    owner: dict[tuple[int, int], str] = {}  # a shared border point's owner does not move the bisector
    for key, geometry in land.items():
        coast = geometry.boundary.segmentize(500)
        for ring in getattr(coast, "geoms", [coast]):
            for x, y in ring.coords:
                owner.setdefault((round(x), round(y)), key)
    cells = shapely.voronoi_polygons(MultiPoint(list(owner)), ordered=True)
    own = [cell for cell, key in zip(cells.geoms, owner.values(), strict=True) if key == "SYR"]
    sea = largest(band.intersection(unary_union(own)))
    return _project(TO_DEGREES, sea.simplify(200))


def airspace(fine: dict[str, BaseGeometry], heights: BaseGeometry) -> tuple[list[Item], BaseGeometry]:
    """Return the layer, and the mainland without holes."""
    mainland = Polygon(largest(fine["SYR"]).exterior)
    sea = territorial_sea(fine)
    whole = largest(unary_union([mainland, sea]).buffer(0.004).buffer(-0.004))
    whole = Polygon(whole.exterior).simplify(0.004)
    layer = [
        feature(
            geometry,
            key,
            name=words["name"],
            kind=words["kind"],
            schematic=True,
            basis=words.get("basis"),
        )
        for (key, words), geometry in zip(
            editorial.AIRSPACE.items(), (whole, sea, heights.simplify(0.004)), strict=True
        )
    ]
    return layer, mainland


def follow(
    pieces: list[BaseGeometry], start: tuple[float, float], stop: tuple[float, float], gap: float = 0.02
) -> LineString:
    """Chain line pieces end to end from near start until none begins where the last one ended."""
    left = [list(p.coords) for g in pieces for p in getattr(g, "geoms", [g]) if p.length > 0.05]
    chain: list[tuple[float, float]] = []
    here = Point(start)
    while left:
        distance, flip, best = min((here.distance(Point(c[-1 if f else 0])), f, c) for c in left for f in (False, True))
        if chain and (distance > gap or Point(chain[-1]).distance(Point(stop)) < gap):
            break
        left.remove(best)
        chain += best[::-1] if flip else best
        here = Point(chain[-1])
    return LineString(chain)


def upstream(line: LineString, metres: float) -> LineString:
    """Return the last metres of a line, measured on the ellipsoid from its downstream end."""
    points = list(line.coords)[::-1]
    kept, left = [points[0]], metres
    for a, b in pairwise(points):
        azimuth, _, length = GEOD.inv(*a, *b)
        if length >= left:
            lon, lat, _ = GEOD.fwd(*a, azimuth, left)
            kept.append((lon, lat))
            break
        kept.append(b)
        left -= length
    return LineString(kept[::-1])


def circle(lon: float, lat: float, metres: float, corners: int = 120) -> Polygon:
    """Return a geodesic circle."""
    azimuths = np.linspace(0, 360, corners, endpoint=False)
    x, y, _ = GEOD.fwd(np.full(corners, lon), np.full(corners, lat), azimuths, np.full(corners, metres))
    return Polygon(list(zip(x, y, strict=True))[::-1])


def deconfliction(rivers: dict[str, list[BaseGeometry]], mainland: BaseGeometry) -> list[Item]:
    """Return the lines and zones that the two militaries spoke of, and the river's two sides."""
    line = follow(rivers["Euphrates"], *editorial.EUPHRATES_ENDS)
    inside = line.intersection(mainland)
    ends = [line.project(Point(c)) for g in getattr(inside, "geoms", [inside]) for c in (g.coords[0], g.coords[-1])]
    river = substring(line, min(ends), max(ends))
    lower = substring(river, river.project(Point(editorial.TABQA_DAM)), river.length)
    short = upstream(river, 45 * MILE)
    tanf = circle(*editorial.TANF, 55_000)
    drawn = {
        "euphrates-line": (lower, 0.002, {"length_km": round(GEOD.geometry_length(lower) / 1000)}),
        "albu-kamal-45mi": (short, 0.002, {"length_km": round(GEOD.geometry_length(short) / 1000, 1)}),
        "tabqa-arc": (LineString(editorial.TABQA_ARC), 0, {}),
        "tanf-55km": (tanf, 0, {"radius_km": 55, "centre": list(editorial.TANF)}),
        "tanf-55km-syria": (tanf.intersection(mainland), 0, {}),
    }
    features = []
    for key, (geometry, tolerance, measured) in drawn.items():
        words = dict(editorial.DECONFLICTION[key])
        basis = words.pop("basis")
        shown = geometry.simplify(tolerance) if tolerance else geometry
        features.append(feature(shown, key, **words, **measured, schematic=True, basis=basis))
    # The river is drawn a little past both borders so that it cuts the country in two.
    first, last = line.project(Point(river.coords[0])), line.project(Point(river.coords[-1]))
    knife = substring(line, max(0, first - 0.3), min(line.length, last + 0.3))
    halves = sorted((g for g in split(mainland, knife).geoms if g.area > 0.5), key=lambda g: g.centroid.x)
    for half, (key, name) in zip(halves, editorial.SIDES.items(), strict=True):
        side = Polygon(half.exterior).simplify(0.006)
        features.append(feature(side, key, name=name, kind="river-side", schematic=True))
    return features
