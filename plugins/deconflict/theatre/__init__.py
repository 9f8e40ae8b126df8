"""A theatre: the ground that incidents happen over, as a folder of data.

A theatre is a folder; none of its names, places or words stand in code. To add one, make a folder with:

``index.json``
    ``title``    the theatre's name as shown (default: the folder's name)
    ``country``  id of the feature in ``countries`` that the theatre is about (optional)
    ``box``      west, south, east, north in degrees: what maps show
    ``frame``    the same, wider: what base layers are cut to, so that panning shows no edge
    ``layers``   layer name -> ``file``, ``licence``, ``attribution``; ``features``, ``bytes`` and ``sha256``
                 may be given for checks
    ``names``    how names vary in running text (optional; see ``deconflict.theatre.gazetteer``)

``<layer>.geojson``
    a FeatureCollection in WGS 84 (lon, lat; two numbers a position). Each feature has an ``id`` that is
    unique in the folder (without one: the layer and the name). Read by name, each layer optional:

    ==============  ==================================================================================
    layer           properties that are used (``name`` and ``name_ar`` in all of them)
    ==============  ==================================================================================
    countries       iso_a2, iso_a3, label (lon, lat of the label); polygons that share their borders
    borders         kind: international, line-of-control, disputed, indefinite, overlay; lines
    rivers, lakes   kind; lines, polygons
    places          rank (1 the largest to 4), country, population, aliases (list); points
    airfields       icao, ident, military, country, aliases; points
    governorates    aliases, seat (id of a place, whose names the province shares); polygons
    airspace        kind, schematic, basis; polygons
    deconfliction   kind: deconfliction-line, deconfliction-zone, river-side (a half of the country, for
                    "east of the river"); valid_from, valid_to, last_reported, status, schematic, basis
    ==============  ==================================================================================

``PROVENANCE.md``
    where each byte comes from, under which licence

Other layers and properties are kept and ignored. ``load(folder)`` reads it, ``load()`` the packaged one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from deconflict.diagnostics import DeconflictError, Diagnostics, did_you_mean
from deconflict.theatre import folder as _folder
from deconflict.theatre.feature import Feature
from deconflict.theatre.folder import INDEX, Box, Names

__all__ = ["Box", "Feature", "Names", "Theatre", "load", "packaged"]

_DATA = Path(__file__).parent / "data"


class Theatre(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A loaded theatre: boxes are (west, south, east, north) in degrees; compared by identity."""

    key: str
    title: str
    country: str
    box: Box
    frame: Box
    attribution: tuple[str, ...]
    layers: Mapping[str, tuple[Feature, ...]]
    names: Names

    def feature(self, key: str) -> Feature:
        """Return the feature with this id; KeyError if no layer has it."""
        return self._by_id[key]

    def get(self, key: str) -> Feature | None:
        """Return the feature with this id, or None."""
        return self._by_id.get(key)

    def layer(self, name: str) -> tuple[Feature, ...]:
        """Return a layer's features in the file's order; none if the theatre has no such layer."""
        return self.layers.get(name, ())

    @cached_property
    def _by_id(self) -> dict[str, Feature]:
        return {feature.id: feature for features in self.layers.values() for feature in features}


def packaged() -> tuple[str, ...]:
    """Name the theatres that come with the package, sorted."""
    return tuple(sorted(index.parent.name for index in _DATA.glob(f"*/{INDEX}")))


def load(name: str | Path | None = None) -> Theatre:
    """Load a packaged theatre by name (default: the first), or a folder with an index.json by path.

    A second call returns the same object as long as the folder's files are unchanged. DeconflictError lists
    every fault with its file's name.
    """
    if name is None:
        name = packaged()[0]
    folder = _DATA / name if str(name) in packaged() else Path(name).resolve()
    if not folder.is_dir():
        faults = Diagnostics()
        hint = did_you_mean(str(name), packaged())
        faults.add(folder, 0, 0, "theatre-unknown", f"no theatre '{name}' comes with the package{hint}")
        raise DeconflictError(list(faults))
    files = ((file.name, file.stat()) for file in (folder / INDEX, *folder.glob("*.geojson")) if file.is_file())
    return _load(folder, tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files)))


@lru_cache(maxsize=8)
def _load(folder: Path, _files: tuple[tuple[str, int, int], ...]) -> Theatre:
    index, layers = _folder.read(folder)
    return Theatre(
        key=folder.name,
        title=index.title or folder.name,
        country=index.country,
        box=index.box,
        frame=index.frame,
        attribution=tuple(dict.fromkeys(layer.attribution for layer in index.layers.values())),
        layers=layers,
        names=index.names,
    )
