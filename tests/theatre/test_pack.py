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
from deconflict.theatre.pack import HIDDEN, RANK, pack, script, unpack

CODE = Path(module.__file__).parents[2]


def test_the_script_is_small(syria: Theatre):
    assert len(gzip.compress(script(syria).encode(), 9, mtime=0)) <= 30_000


def test_every_layer_that_a_map_draws_is_in_it(syria: Theatre):
    unpacked = unpack(pack(syria))
    assert sorted(unpacked) == sorted(set(syria.layers) - {"governorates"})
    for layer, features in unpacked.items():
        names = {feature["properties"]["id"] for feature in features}
        expected = {
            f.id
            for f in syria.layer(layer)
            if f.properties.get("kind") not in HIDDEN
            and f.properties.get("rank", 0) <= RANK
            and shapely.box(*syria.frame).intersects(f.geometry)
        }
        assert names == expected
    towns = {f.id for f in syria.layer("places") if f.properties["country"] == "SY" and f.properties["rank"] <= 3}
    assert len(towns) > 40
    assert towns <= {feature["properties"]["id"] for feature in unpacked["places"]}


def test_properties_survive(syria: Theatre):
    unpacked = {f["properties"]["id"]: f["properties"] for layer in unpack(pack(syria)).values() for f in layer}
    assert unpacked["gn-174448"] == {
        "id": "gn-174448",
        "name": "Albu Kamal",
        "name_ar": "البوكمال",
        "rank": 2,
        "country": "SY",
    }
    assert unpacked["tabqa-arc"]["valid_to"] == "2017-09"
    assert unpacked["oslk"]["icao"] == "OSLK"
    assert "aliases" not in pack(syria)


# Largest distance in metres between an outline and its packed twin: half a step of the grid both ways, and
# for the finer lines what simplification may move (0.002 degree) as well.
GRID = 80
LIMITS = {
    "places": GRID,
    "airfields": GRID,
    "countries": GRID,
    "borders": GRID,
    "lakes": GRID,
    "rivers": 260,
    "airspace": 260,
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
        if after.geom_type == "MultiPolygon" and layer == "countries":
            assert area_km2(after) == pytest.approx(area_km2(before), rel=5e-3)
    assert 0 < furthest <= LIMITS[layer]


def _drawn(geometry):
    return geometry.boundary if geometry.geom_type.endswith("Polygon") else geometry


def test_neighbours_still_share_their_border(syria: Theatre):
    land = {f["properties"]["id"]: shape(f["geometry"]) for f in unpack(pack(syria))["countries"]}
    for neighbour in ("tur", "irq", "jor", "lbn", "isr"):
        common = land["syr"].intersection(land[neighbour])
        assert common.area < 1e-5  # square degrees: a tenth of a square kilometre, from rounding
        assert common.length > 0.5


def test_no_text_ends_the_script(small: Path):
    text = script(load(small))
    assert "<" not in text
    assert "\\u003c/script>" in text
    assert unpack(pack(load(small)))["places"][1]["properties"]["name"] == "Dry </script> Hill"


def test_line_separators_are_escaped(small: Path):
    file = small / "places.geojson"
    file.write_text(file.read_text().replace("The Mud", "The\\u2028Mud\\u2029"))
    text = pack(load(small))
    assert not set("\u2028\u2029") & set(text)
    assert unpack(text)["places"][0]["properties"]["name"] == "The\u2028Mud\u2029"


def test_a_theatre_with_two_layers_packs_the_others_empty(small: Path):
    packed = json.loads(pack(load(small)))
    assert (packed["title"], packed["country"], packed["units"]) == ("Elbonia", "elb", 1000)
    assert packed["layers"]["rivers"]["rows"] == []
    assert packed["layers"]["countries"]["rows"][0][0] == [[[1000, 1000, 2000, 0, 0, 2000, -2000, 0]]]


def test_the_same_bytes_under_any_hash_seed(syria: Theatre):
    program = "import sys; from deconflict.theatre import load; from deconflict.theatre.pack import script;"
    program += "sys.stdout.buffer.write(script(load()).encode())"
    for seed in ("0", "4711"):
        env = os.environ | {"PYTHONPATH": str(CODE), "PYTHONHASHSEED": seed, "TZ": "Asia/Damascus"}
        run = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True)
        assert run.stdout.decode() == script(syria)
