"""Reading a theatre's folder: index.json, then each layer that it names, with all faults collected."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from deconflict.diagnostics import Diagnostics
from deconflict.theatre.feature import Feature, Latitude, Longitude, Outline

INDEX = "index.json"
T = TypeVar("T")

Box = tuple[Longitude, Latitude, Longitude, Latitude]


class Layer(msgspec.Struct, frozen=True):
    """One entry of ``layers`` in index.json; bytes and sha256 are for checks, not read by a build."""

    file: str
    licence: str
    attribution: str
    features: int | None = None
    bytes: int | None = None
    sha256: str | None = None


class Names(msgspec.Struct, frozen=True):
    """How names of this theatre vary in running text (``names`` in index.json; see the gazetteer)."""

    articles: tuple[str, ...] = ()
    cautious: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()
    contracted: Mapping[str, str] = msgspec.field(default_factory=dict)
    patterns: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    ignore: tuple[str, ...] = ()


class Index(msgspec.Struct, frozen=True):
    """The whole index.json."""

    box: Box
    frame: Box
    layers: Mapping[str, Layer]
    title: str = ""
    country: str = ""
    names: Names = Names()


class _Item(msgspec.Struct, frozen=True, tag_field="type", tag="Feature"):
    geometry: Outline
    properties: dict[str, Any]
    id: str | int | None = None


class _Collection(msgspec.Struct, frozen=True, tag_field="type", tag="FeatureCollection"):
    features: list[_Item]


def read(folder: Path) -> tuple[Index, dict[str, tuple[Feature, ...]]]:
    """Read index.json and every layer in its order; DeconflictError lists all faults, each with its file."""
    faults = Diagnostics()
    index = _decode(folder / INDEX, Index, faults)
    layers: dict[str, tuple[Feature, ...]] = {}
    if index is not None:
        for frame in ("box", "frame"):
            west, south, east, north = getattr(index, frame)
            if west >= east or south >= north:
                _fault(faults, folder / INDEX, f"{frame} must be west, south, east, north in degrees")
        layers = {key: _features(folder, key, layer, faults) for key, layer in index.layers.items()}
        _check_ids(folder, index, layers, faults)
    faults.raise_errors()
    assert index is not None
    return index, layers


def _features(folder: Path, key: str, layer: Layer, faults: Diagnostics) -> tuple[Feature, ...]:
    if Path(layer.file).name != layer.file:
        _fault(faults, folder / INDEX, f"layer '{key}': file must be a name in this folder, not '{layer.file}'")
        return ()
    collection = _decode(folder / layer.file, _Collection, faults)
    if collection is None:
        return ()
    return tuple(
        Feature(_key(item, key, number), key, item.properties, item.geometry)
        for number, item in enumerate(collection.features, 1)
    )


def _key(item: _Item, layer: str, number: int) -> str:
    if item.id is not None:
        return str(item.id)
    name = item.properties.get("name")
    return f"{layer}-{'-'.join(str(name).lower().split()) if name else number}"


def _check_ids(folder: Path, index: Index, layers: Mapping[str, tuple[Feature, ...]], faults: Diagnostics) -> None:
    seen: dict[str, str] = {}
    for key, features in layers.items():
        file = folder / index.layers[key].file
        for feature in features:
            if feature.id in seen:
                _fault(faults, file, f"the id '{feature.id}' stands already in layer '{seen[feature.id]}'")
            seen[feature.id] = key
    if index.country and index.country not in seen and not len(faults):
        _fault(faults, folder / INDEX, f"country: no layer has a feature '{index.country}'")


def _decode(file: Path, kind: type[T], faults: Diagnostics) -> T | None:
    try:
        data = file.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        _fault(faults, file, f"cannot be read: {error.strerror or error}")
        return None
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        _fault(faults, file, f"not as a theatre's file should be: {error}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        line, column = _position(data)
        _fault(faults, file, f"not JSON: {error}", line, column)
    return None


def _position(data: bytes) -> tuple[int, int] | tuple[Literal[0], Literal[0]]:
    try:
        json.loads(data)
    except json.JSONDecodeError as error:
        return error.lineno, error.colno
    except (UnicodeDecodeError, RecursionError):
        pass
    return 0, 0


def _fault(faults: Diagnostics, file: Path, message: str, line: int = 0, column: int = 0) -> None:
    faults.add(file, line, column, "theatre-file", message)
