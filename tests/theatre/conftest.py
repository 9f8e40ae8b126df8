import json
from pathlib import Path

import pytest

from deconflict.theatre import Theatre, load
from deconflict.theatre.gazetteer import Gazetteer

LAND = [[[1, 1], [3, 1], [3, 3], [1, 3], [1, 1]]]


@pytest.fixture(scope="session")
def syria() -> Theatre:
    return load("syria")


@pytest.fixture(scope="session")
def gazetteer(syria: Theatre) -> Gazetteer:
    return Gazetteer.build(syria)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A made-up theatre of one country and two towns, as a newcomer would write it."""
    return write_small(tmp_path / "elbonia")


def write_small(folder: Path, **changes: object) -> Path:
    folder.mkdir()
    index = {
        "title": "Elbonia",
        "country": "elb",
        "box": [0, 0, 4, 4],
        "frame": [-1, -1, 5, 5],
        "layers": {
            "countries": {"file": "countries.geojson", "licence": "CC0-1.0", "attribution": "Own work"},
            "places": {"file": "places.geojson", "licence": "CC0-1.0", "attribution": "Own work"},
        },
        "names": {"articles": ["the", "ye"], "patterns": {"governorates": ["{} county"]}},
    } | changes
    (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
    collection(
        folder / "countries.geojson",
        [feature({"name": "Elbonia"}, {"type": "Polygon", "coordinates": LAND}, "elb")],
    )
    towns = [
        feature({"name": "The Mud", "rank": 1}, {"type": "Point", "coordinates": [2, 2]}, "mud"),
        feature({"name": "Dry </script> Hill"}, {"type": "Point", "coordinates": [2.5, 2]}),
    ]
    collection(folder / "places.geojson", towns)
    return folder


def feature(properties: dict, geometry: dict, key: str | None = None) -> dict:
    made = {"type": "Feature", "properties": properties, "geometry": geometry}
    return made if key is None else made | {"id": key}


def collection(file: Path, features: list[dict]) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": features})
    file.write_text(text, encoding="utf-8")
