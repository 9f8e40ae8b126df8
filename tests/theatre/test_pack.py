import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from deconflict.theatre import Theatre, digits, load
from deconflict.theatre import pack as module
from deconflict.theatre.geometry import area_km2, distance_m
from deconflict.theatre.pack import OVERLAY, pack, script, unpack

CODE = Path(module.__file__).parents[2]


def test_the_script_is_small(syria: Theatre):
    assert len(gzip.compress(script(syria).encode(), 9, mtime=0)) <= 9_500


def test_every_outline_that_a_map_draws_is_in_it(syria: Theatre):
    unpacked = unpack(pack(syria))
    other = {"airspace", "countries", "governorates", "places", "airfields", "deconfliction"}
    assert sorted(unpacked) == sorted({"land", "country", "provinces"} | set(syria.layers) - other)
    frame = shapely.box(*syria.frame)
    for layer in ("rivers", "lakes"):
        assert len(unpacked[layer]) == sum(frame.intersects(f.geometry) for f in syria.layer(layer))
    assert [len(unpacked[layer]) for layer in ("land", "country", "provinces")] == [1, 1, 1]
    kinds = {f.properties["kind"] for f in syria.layer("borders")} - {OVERLAY}
    assert [f["properties"]["kind"] for f in unpacked["borders"]] == sorted(kinds)


def test_properties_survive(syria: Theatre):
    rivers = {f["properties"]["id"] for f in unpack(pack(syria))["rivers"]}
    assert rivers == {f.id for f in syria.layer("rivers")}
    assert "aliases" not in pack(syria)


# Largest distance in metres between an outline and its packed twin, about the theatre's country and anywhere: half a
# step of the grid both ways, and what simplification may move as well, five times as much far away.
LIMITS = {
    "borders": (410, 1550),
    "lakes": (470, 1850),
    "rivers": (300, 1250),
    "land": (410, 1300),
}


@pytest.mark.parametrize("layer", LIMITS)
def test_the_round_trip_moves_little(syria: Theatre, layer):
    kept = [f.geometry for f in syria.layer("countries" if layer == "land" else layer) if _is_drawn(f)]
    before = _edges([shapely.union_all(kept)] if layer == "land" else kept)
    packed = [shape(feature["geometry"]) for feature in unpack(pack(syria))[layer]]
    assert all(geometry.is_valid for geometry in packed)
    after = _edges(packed)
    middle = shapely.box(*syria.feature(syria.country).geometry.bounds)
    near, far = [0.0], [0.0]
    for one, other in ((before, after), (after, before)):
        for x, y in shapely.get_coordinates(one):
            there = shapely.shortest_line(shapely.Point(x, y), other).coords
            (near if middle.intersects(shapely.Point(x, y)) else far).append(distance_m(there[0], there[1]))
    assert 0 < max(near) <= LIMITS[layer][0]
    assert max(far) <= LIMITS[layer][1]


def _is_drawn(feature) -> bool:
    return feature.properties.get("kind") != OVERLAY


def _edges(geometries):
    return shapely.union_all([g.boundary if g.geom_type.endswith("Polygon") else g for g in geometries])


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
    assert (packed["title"], packed["country"]) == ("Elbonia", "elb")
    assert packed["layers"]["rivers"]["rows"] == []
    (row,) = packed["layers"]["country"]["rows"]
    assert digits.decode(row[0][0][0]) == [500, 500, 1000, 0, 0, 1000, -1000, 0]


def test_the_same_bytes_under_any_hash_seed(syria: Theatre):
    program = "import sys; from deconflict.theatre import load; from deconflict.theatre.pack import script;"
    program += "sys.stdout.buffer.write(script(load()).encode())"
    for seed in ("0", "4711"):
        env = os.environ | {"PYTHONPATH": str(CODE), "PYTHONHASHSEED": seed, "TZ": "Asia/Damascus"}
        run = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, check=True)
        assert run.stdout.decode() == script(syria)
