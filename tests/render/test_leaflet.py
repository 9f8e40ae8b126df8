"""The live map's files: one skeleton, the same in every process, without any text of records, and no other host."""

import gzip
import json
import os
import subprocess
import sys

import folium
import msgspec
import pytest
import shapely
from shapely.geometry import mapping, shape

from deconflict.render import leaflet, livedata
from deconflict.theatre import geometry, load, pack
from tests.render.test_svg import EVIL, GEOD, KAMAL, area, view
from tests.support.project import ROOT
from tests.theatre.conftest import write_small


def test_the_skeleton_is_the_same_in_every_process():
    code = "from deconflict.render import leaflet; from deconflict.theatre import load; print(leaflet.skeleton(load()))"
    texts = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT / "plugins")}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        texts.add(done.stdout)
    assert texts == {leaflet.skeleton(load()) + "\n"}


def test_the_skeleton_asks_no_other_host_and_styles_nothing():
    text = leaflet.skeleton(load())
    assert leaflet.ELEMENT in text
    for bad in ("http", "//cdn", "style=", "user-scalable", "tileLayer", "{{", "{%"):
        assert bad not in text, bad


def test_other_maps_of_the_process_keep_their_own_files():
    leaflet.skeleton.cache_clear()
    before = list(folium.Map.default_js), list(folium.Map.default_css)
    leaflet.skeleton(load())
    other = folium.Map()
    assert (list(other.default_js), list(other.default_css)) == before
    assert before[0]
    assert folium.Map().get_name() != folium.Map().get_name()


def test_page_data_is_safe_in_a_script():
    bad = msgspec.structs.replace(area("area-a", KAMAL, 15_000, label=f"{EVIL}: {EVIL}"), claimants=f"{EVIL}\u2028")
    text = livedata.page(view(bad), load())
    assert not {"<", ">", "&", "\u2028"} & set(text)
    found = json.loads(text.removeprefix("window.DECONFLICT_PAGE = ").removesuffix(";\n"))
    assert found["pins"][0]["label"] == f"{EVIL}: {EVIL}"


def test_leaflets_own_files_come_from_its_package_without_a_source_map():
    found = leaflet.assets()
    assert {"deconflict/leaflet/leaflet.js", "deconflict/leaflet/leaflet.css"} <= set(found)
    assert b"Redistribution and use" in found["deconflict/leaflet/LICENCE.txt"]
    assert b"sourceMappingURL" not in found["deconflict/leaflet/leaflet.js"]
    assert b"url(http" not in found["deconflict/leaflet/leaflet.css"].replace(b" ", b"")


def test_names_of_a_theatre_are_text(tmp_path):
    theatre = load(write_small(tmp_path / "elbonia"))
    text = leaflet.scripts(theatre)[leaflet.THEATRE]
    assert "<" not in text
    columns = json.loads(text.split("window.DECONFLICT_NAMES = ")[1].removesuffix(";\n"))
    assert "Dry </script> Hill" in columns["text"]


def test_the_theatre_script_keeps_its_budget():
    assert len(gzip.compress(leaflet.scripts(load())[leaflet.THEATRE].encode(), 9, mtime=0)) <= 16_000


def _shown(map_view):
    text = livedata.page(map_view, load())
    return json.loads(text.removeprefix("window.DECONFLICT_PAGE = ").removesuffix(";\n"))


@pytest.mark.parametrize("radius", [5_000, 15_000, 100_000])
def test_a_disc_travels_at_its_radius(radius):
    (sent,) = _shown(view(area("area-a", KAMAL, radius)))["areas"]
    packed = shape(pack.geojson(sent["outline"], sent["units"]))
    for lon, lat in shapely.get_coordinates(packed):
        assert abs(GEOD.inv(*KAMAL, lon, lat)[2] - radius) < 0.005 * radius
    assert packed.area == pytest.approx(geometry.disc(*KAMAL, radius).area, rel=5e-3)


def test_an_area_that_is_the_country_is_not_sent_again():
    own = mapping(load().feature(load().country).geometry)
    whole = msgspec.structs.replace(area("area-a", KAMAL, 15_000), geometry=own, radius_m=None)
    part = area("area-b", KAMAL, 15_000)
    assert {sent["id"]: sent["outline"] is None for sent in _shown(view(whole, part))["areas"]} == {
        "area-a": True,
        "area-b": False,
    }
