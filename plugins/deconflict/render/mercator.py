"""Sheets of paper in Web Mercator, the projection of the live map, so that the drawing lies exactly under it."""

from __future__ import annotations

import math

import msgspec
import numpy as np
from numpy.typing import NDArray

from deconflict.theatre import Box

RADIUS = 6378137.0
ECCENTRICITY = 0.00669437999014
# Sheets come in scales of an eighth of a doubling and on a grid of sixteenths of their size, so that incidents near
# each other share one cut of the base map.
STEPS = 8
GRID = 16
# The zooms of the live map, and into how many parts each is cut where labels are compared.
ZOOMS = (5, 11)
PARTS = 8
# The zoom beyond which outlines have nothing more to tell: the live map ends there.
DEEPEST = 10

Positions = NDArray[np.float64]


def scale_at(zoom: float) -> float:
    """Return the pixels of a Mercator metre at a zoom of the live map."""
    return float(256 * 2**zoom / (2 * math.pi * RADIUS))


#: Pixels a Mercator metre at each of the zooms that labels are compared at, from the smallest.
SCALES: NDArray[np.float64] = np.array(
    [scale_at(ZOOMS[0] + part / PARTS) for part in range((ZOOMS[1] - ZOOMS[0]) * PARTS + 1)]
)


def easting(lon: float) -> float:
    """Return Mercator metres east of Greenwich for degrees of longitude."""
    return RADIUS * math.radians(lon)


def northing(lat: float) -> float:
    """Return Mercator metres north of the equator for degrees of latitude."""
    return RADIUS * math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def project(positions: Positions) -> Positions:
    """Return Mercator metres for an (n, 2) array of longitudes and latitudes in degrees."""
    turned = np.radians(positions)
    return RADIUS * np.column_stack([turned[:, 0], np.log(np.tan(np.pi / 4 + turned[:, 1] / 2))])


class Sheet(msgspec.Struct, frozen=True):
    """A window on the Mercator plane: left and top in Mercator metres, scale in pixels a Mercator metre."""

    left: float
    top: float
    scale: float
    width: int
    height: int

    def xy(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the pixel of a position in degrees; y grows southwards."""
        return (easting(lon) - self.left) * self.scale, (self.top - northing(lat)) * self.scale

    def pixels(self, metres: Positions) -> Positions:
        """Return the pixels of an (n, 2) array of Mercator metres."""
        out: Positions = (metres - (self.left, self.top)) * (self.scale, -self.scale)
        return out

    def pixels_of(self, *metres: tuple[float, float]) -> list[tuple[float, float]]:
        """Return the pixels of some positions in Mercator metres."""
        return [((x - self.left) * self.scale, (self.top - y) * self.scale) for x, y in metres]

    def metres(self, lat: float) -> float:
        """Return how many metres on the ground a pixel covers from west to east at a latitude."""
        turned = math.radians(lat)
        return math.cos(turned) / math.sqrt(1 - ECCENTRICITY * math.sin(turned) ** 2) / self.scale

    def window(self, margin: float = 0) -> tuple[float, float, float, float]:
        """Return the sheet in Mercator metres (west, south, east, north) with ``margin`` pixels around it."""
        more = margin / self.scale
        right, bottom = self.left + self.width / self.scale, self.top - self.height / self.scale
        return self.left - more, bottom - more, right + more, self.top + more

    @property
    def box(self) -> Box:
        """What the sheet shows: west, south, east, north in degrees."""
        west, south, east, north = self.window()
        return _lon(west), _lat(south), _lon(east), _lat(north)

    @property
    def part(self) -> float:
        """Its zoom as ``SCALES`` counts it: 0 is the smallest; held inside them."""
        steps = math.log2(self.scale / SCALES[0]) * PARTS
        return float(min(max(steps, 0.0), len(SCALES) - 1.0))

    @property
    def latitude(self) -> float:
        """The latitude of the sheet's centre, for which the scale bar is true."""
        return _lat(self.top - self.height / self.scale / 2)


def fit(box: Box, frame: Box, width: int, height: int, room: float = 0.0, *, step: bool = True) -> Sheet:
    """Return the sheet of this size in pixels that shows a box with ``room`` (a share of it) on every side.

    With room, scale and position go in steps, unless ``step`` is off. The sheet stays inside ``frame``, beyond which
    the theatre has no base map, as far as that is large enough.
    """
    west, south, east, north = easting(box[0]), northing(box[1]), easting(box[2]), northing(box[3])
    edges = easting(frame[0]), northing(frame[1]), easting(frame[2]), northing(frame[3])
    wide, high = (east - west) * (1 + 2 * room), (north - south) * (1 + 2 * room)
    scale = min(width / wide, height / high)
    step = step and room > 0
    if step:
        scale = 2 ** (math.floor(math.log2(scale) * STEPS) / STEPS)
    scale = max(scale, width / (edges[2] - edges[0]), height / (edges[3] - edges[1]))
    across, down = width / scale, height / scale
    left = _snap((west + east - across) / 2, across / GRID if step else 0)
    top = _snap((south + north + down) / 2, down / GRID if step else 0)
    left = min(max(left, edges[0]), edges[2] - across)
    top = max(min(top, edges[3]), edges[1] + down)
    return Sheet(left, top, scale, width, height)


def degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a position in Mercator metres."""
    return _lon(x), _lat(y)


def _snap(value: float, step: float) -> float:
    return round(value / step) * step if step else value


def _lon(metres: float) -> float:
    return math.degrees(metres / RADIUS)


def _lat(metres: float) -> float:
    return math.degrees(2 * math.atan(math.exp(metres / RADIUS)) - math.pi / 2)
