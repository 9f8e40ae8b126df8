import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from deconflict.theatre import Theatre, load
from deconflict.theatre import pack as module
from deconflict.theatre.geometry import area_km2, distance_m
from deconflict.theatre.pack import HIDDEN, pack, script, unpack

CODE = Path(module.__file__).parents[2]


def test_the_script_is_small(syria: Theatre):
    assert len(gzip.compress(script(syria).encode(), 9, mtime=0)) <= 18_000


def test_every_outline_that_a_map_draws_is_in_it(syria: Theatre):
    unpacked = unpack(pack(syria))
    made = {"land", "country", "provinces"}
    assert sorted(unpacked) == sorted(made | set(syria.layers) - {"countries", "governorates", "places", "airfields"})
    for layer, features in unpacked.items():
        expected = {
            f.id
            for f in syria.layer(layer)
            if f.properties.get("kind") not in HIDDEN and shapely.box(*syria.frame).intersects(f.geometry)
        }
        assert {feature["properties"]["id"] for feature in features if layer not in made} == expected
    assert [len(unpacked[layer]) for layer in sorted(made)] == [1, 1, 1]


def test_properties_survive(syria: Theatre):
    unpacked = {f["properties"]["id"]: f["properties"] for f in unpack(pack(syria))["deconfliction"]}
    assert unpacked["euphrates-line"] == {"id": "euphrates-line", "schematic": True}
    assert "aliases" not in pack(syria)


# Largest distance in metres between an outline and its packed twin: half a step of the grid both ways, and what
# simplification may move as well (0.002 degree, 0.003 for lakes), four times as much far from the theatre's country.
GRID = 80
LIMITS = {
    "borders": 1250,
    "lakes": 1450,
    "rivers": 1000,
    "airspace": 980,
    "deconfliction": 260,
}


@pytest.mark.parametrize("layer", LIMITS)
def test_the_round_trip_moves_little(syria: Theatre, layer):
    furthest = 0.0
    for feature in unpack(pack(syria))[layer]:
        before = syria.feature(feature["properties"]["id"]).geometry
        after = shape(feature["geometry"])
        assert after.is_valid
        for one, other in ((before, after), (after, before)):
            for x, y in shapely.get_coordinates(one):
                near = shapely.shortest_line(shapely.Point(x, y), _drawn(other)).coords
                furthest = max(furthest, distance_m(near[0], near[1]))
    assert 0 < furthest <= LIMITS[layer]


def _drawn(geometry):
    return geometry.boundary if geometry.geom_type.endswith("Polygon") else geometry


def test_the_country_fits_into_the_land(syria: Theatre):
    unpacked = unpack(pack(syria))
    land, country = (shape(unpacked[layer][0]["geometry"]) for layer in ("land", "country"))
    own = syria.feature(syria.country).geometry
    assert area_km2(country) == pytest.approx(area_km2(own), rel=5e-3)
    assert country.difference(land).area < 1e-4  # square degrees: what rounding leaves


def test_no_text_ends_the_script(small: Path):
    index = small / "index.json"
    index.write_text(index.read_text().replace("Elbonia", "</script>\\u2028", 1))
    text = script(load(small))
    assert "<" not in text
    assert "\u2028" not in text
    assert "\\u003c/script>" in text


def test_a_theatre_with_two_layers_packs_the_others_empty(small: Path):
    packed = json.loads(pack(load(small)))
    assert (packed["title"], packed["country"], packed["units"]) == ("Elbonia", "elb", 1000)
    assert packed["layers"]["rivers"]["rows"] == []
    assert packed["layers"]["country"]["rows"][0][0] == [[[1000, 1000, 2000, 0, 0, 2000, -2000, 0]]]


def test_the_same_bytes_under_any_hash_seed(syria: Theatre):
    program = "import sys; from deconflict.theatre import load; from deconflict.theatre.pack import script;"
    program += "sys.stdout.buffer.write(script(load()).encode())"
    for seed in ("0", "4711"):
        env = os.environ | {"PYTHONPATH": str(CODE), "PYTHONHASHSEED": seed, "TZ": "Asia/Damascus"}
        run = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True)
        assert run.stdout.decode() == script(syria)
