"""One thing on the ground, with its outline as the GeoJSON file wrote it and its geometry made on demand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Position = tuple[Longitude, Latitude]
Path = Annotated[list[Position], msgspec.Meta(min_length=2)]
Ring = Annotated[list[Position], msgspec.Meta(min_length=4)]
Rings = Annotated[list[Ring], msgspec.Meta(min_length=1)]


class Point(msgspec.Struct, frozen=True, tag_field="type", tag="Point"):
    """One position."""

    coordinates: Position


class LineString(msgspec.Struct, frozen=True, tag_field="type", tag="LineString"):
    """One path of at least two positions."""

    coordinates: Path


class MultiLineString(msgspec.Struct, frozen=True, tag_field="type", tag="MultiLineString"):
    """Several paths."""

    coordinates: list[Path]


class Polygon(msgspec.Struct, frozen=True, tag_field="type", tag="Polygon"):
    """An outer ring and its holes."""

    coordinates: Rings


class MultiPolygon(msgspec.Struct, frozen=True, tag_field="type", tag="MultiPolygon"):
    """Several polygons."""

    coordinates: list[Rings]


Outline = Point | LineString | MultiLineString | Polygon | MultiPolygon


class Feature(msgspec.Struct, frozen=True, eq=False, dict=True):
    """One feature of a layer: compared by identity; ``outline`` is None for a name without a position."""

    id: str
    layer: str
    properties: Mapping[str, Any]
    outline: Outline | None

    @property
    def name(self) -> str:
        """The name as a map prints it, or the id of a feature without one."""
        return str(self.properties.get("name") or self.id)

    @cached_property
    def geometry(self) -> BaseGeometry:
        """The outline as a shapely geometry in lon/lat, WGS 84; ValueError without an outline."""
        if self.outline is None:
            raise ValueError(f"'{self.id}' has no position")
        from shapely.geometry import shape  # noqa: PLC0415  (loads in 0.3 s, and most commands need no geometry)

        return shape(msgspec.to_builtins(self.outline))
