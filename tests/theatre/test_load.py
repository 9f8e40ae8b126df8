import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from deconflict import theatre
from deconflict.diagnostics import DeconflictError
from deconflict.theatre import Theatre, load, packaged

DATA = Path(theatre.__file__).parent / "data"
CODE = Path(theatre.__file__).parents[2]
COUNTS = {
    "countries": 14,
    "borders": 36,
    "rivers": 12,
    "lakes": 17,
    "places": 355,
    "airfields": 75,
    "airspace": 3,
    "deconfliction": 7,
    "governorates": 14,
}


@pytest.mark.parametrize("key", packaged())
def test_every_packaged_layer_is_the_one_that_the_index_describes(key):
    index = json.loads((DATA / key / "index.json").read_bytes())
    listed = {entry["file"] for entry in index["layers"].values()}
    assert listed == {file.name for file in (DATA / key).glob("*.geojson")}
    for entry in index["layers"].values():
        data = (DATA / key / entry["file"]).read_bytes()
        described = (entry["sha256"], entry["bytes"], entry["features"])
        assert described == (
            hashlib.sha256(data).hexdigest(),
            len(data),
            len(json.loads(data)["features"]),
        )


@pytest.mark.parametrize("key", packaged())
def test_every_outline_is_valid_and_inside_the_world(key):
    for features in load(key).layers.values():
        for feature in features:
            assert feature.geometry.is_valid, feature.id
            assert not feature.geometry.is_empty, feature.id


@pytest.mark.parametrize("key", packaged())
def test_a_packaged_theatre_tells_where_its_data_comes_from(key):
    text = (DATA / key / "PROVENANCE.md").read_text(encoding="utf-8")
    index = json.loads((DATA / key / "index.json").read_bytes())
    assert all(f"| {entry['file']} |" in text for entry in index["layers"].values())


def test_the_packaged_theatre(syria: Theatre):
    assert {layer: len(features) for layer, features in syria.layers.items()} == COUNTS
    assert (syria.key, syria.title, syria.box) == ("syria", "Syria", (33, 30, 46, 39))
    assert syria.feature(syria.country).name == "Syria"
    assert syria.feature("gn-174448").geometry.coords[0] == pytest.approx((40.9185, 34.4523), abs=1e-3)
    assert "Airfields: OurAirports" in syria.attribution
    assert len(set(syria.attribution)) == len(syria.attribution)
    assert load() is syria
    assert syria.layer("nothing") == ()
    with pytest.raises(KeyError):
        syria.feature("nowhere")


def test_provinces_share_the_names_of_places_that_exist(syria: Theatre):
    provinces = syria.layer("governorates")
    assert all(f.id.endswith("-province") and f.properties["name_ar"] for f in provinces)
    seats = [f.properties["seat"] for f in provinces if "seat" in f.properties]
    assert len(seats) == 12
    for province in provinces:
        if "seat" in province.properties:
            seat = syria.feature(province.properties["seat"])
            assert province.geometry.contains(seat.geometry), province.id


def test_two_theatres_live_in_one_process(syria: Theatre, small: Path):
    other = load(small)
    assert (other.key, other.title) == ("elbonia", "Elbonia")
    assert other.feature("mud").geometry.x == 2
    assert [f.id for f in other.layer("places")] == ["mud", "places-dry-</script>-hill"]
    assert load("syria") is syria
    assert load(small) is other
    assert not {f.id for f in syria.layer("places")} & {f.id for f in other.layer("places")}


def test_an_edited_folder_is_read_again(small: Path):
    before = load(small)
    index = json.loads((small / "index.json").read_text())
    (small / "index.json").write_text(json.dumps(index | {"title": "New Elbonia"}))
    assert (before.title, load(small).title) == ("Elbonia", "New Elbonia")


def test_a_folder_without_a_title_is_called_by_its_name(small: Path):
    index = json.loads((small / "index.json").read_text())
    del index["title"]
    (small / "index.json").write_text(json.dumps(index))
    assert load(small).title == "elbonia"


def test_loading_imports_no_geometry_library():
    program = (
        "import sys; from deconflict.theatre import load; from deconflict.theatre.gazetteer import Gazetteer;"
        "Gazetteer.build(load()); sys.exit(any(m in sys.modules for m in ('shapely', 'pyproj', 'numpy')))"
    )
    env = os.environ | {"PYTHONPATH": str(CODE)}
    assert subprocess.run([sys.executable, "-c", program], env=env, check=False).returncode == 0


def test_loading_is_fast(small: Path):
    spent = []
    for turn in range(5):
        index = json.loads((DATA / "syria" / "index.json").read_bytes())
        folder = small.parent / f"copy-{turn}"
        folder.mkdir()
        for entry in index["layers"].values():
            (folder / entry["file"]).write_bytes((DATA / "syria" / entry["file"]).read_bytes())
        (folder / "index.json").write_text(json.dumps(index), encoding="utf-8")
        start = time.process_time()
        load(folder)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.1


def _remove(folder):
    (folder / "places.geojson").unlink()


def _cut(folder):
    file = folder / "places.geojson"
    file.write_text('{"type": "FeatureCollection",\n "features": [')


def _text(name, text):
    def change(folder):
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    return change


def _index(**changes):
    def change(folder):
        index = json.loads((folder / "index.json").read_text())
        (folder / "index.json").write_text(json.dumps(index | changes))

    return change


def _features(*features):
    return _text("places.geojson", json.dumps({"type": "FeatureCollection", "features": list(features)}))


def _point(*position, key="x"):
    geometry = {"type": "Point", "coordinates": list(position)}
    return {"type": "Feature", "id": key, "properties": {}, "geometry": geometry}


LAYER = {"licence": "x", "attribution": "x"}
BROKEN = {
    "no index": (lambda folder: (folder / "index.json").unlink(), "index.json:0:0:", "cannot be read"),
    "missing layer": (_remove, "places.geojson:0:0:", "cannot be read"),
    "cut-off json": (_cut, "places.geojson:2:", "not JSON"),
    "empty file": (_text("places.geojson", ""), "places.geojson:1:1:", "not JSON"),
    "not utf-8": (_text("places.geojson", b'{"type": "\xff"}'), "places.geojson:", "not JSON"),
    "deep nesting": (_text("places.geojson", "[" * 100_000), "places.geojson:", "not"),
    "another document": (_text("places.geojson", "{}"), "places.geojson:0:0:", "`features`"),
    "a list": (_text("index.json", "[]"), "index.json:0:0:", "not as a theatre's file should be"),
    "metres for degrees": (_features(_point(4_550_000, 3_900_000)), "places.geojson:0:0:", "<= 180"),
    "three numbers": (_features(_point(1, 2, 3)), "places.geojson:0:0:", "length 2"),
    "no geometry": (
        _features({"type": "Feature", "properties": {}, "geometry": None}),
        "places.geojson:0:0:",
        "geometry",
    ),
    "open ring": (
        _features(_point(1, 2) | {"geometry": {"type": "Polygon", "coordinates": [[[1, 2], [3, 4]]]}}),
        "places.geojson:0:0:",
        "length >= 4",
    ),
    "one id twice": (_features(_point(1, 2), _point(2, 2)), "places.geojson:0:0:", "'x' stands already"),
    "an id of another layer": (_features(_point(1, 2, key="elb")), "places.geojson:", "'countries'"),
    "box inside out": (_index(box=[4, 0, 0, 4]), "index.json:0:0:", "box must be"),
    "unknown country": (_index(country="atl"), "index.json:0:0:", "'atl'"),
    "a file elsewhere": (
        _index(layers={"places": LAYER | {"file": "../places.geojson"}}),
        "index.json:0:0:",
        "'../places.geojson'",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_folder_is_named(small: Path, case):
    change, where, words = BROKEN[case]
    change(small)
    with pytest.raises(DeconflictError) as raised:
        load(small)
    (fault,) = raised.value.diagnostics
    assert fault.code == "theatre-file"
    assert f"{small.resolve()}/{where}" in str(fault)
    assert words in fault.message


def test_all_faults_of_a_folder_come_together(small: Path):
    _remove(small)
    _text("countries.geojson", "nonsense")(small)
    with pytest.raises(DeconflictError) as raised:
        load(small)
    assert [Path(d.path).name for d in raised.value.diagnostics] == ["countries.geojson", "places.geojson"]


@pytest.mark.parametrize(("name", "hint"), [("syriaa", "did you mean 'syria'?"), ("no/such/folder", "no theatre")])
def test_an_unknown_theatre_is_named(name, hint):
    with pytest.raises(DeconflictError, match="theatre-unknown") as raised:
        load(name)
    assert hint in str(raised.value)
