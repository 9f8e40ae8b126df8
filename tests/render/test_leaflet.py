"""The live map's files: one skeleton, the same in every process, without any text of records, and no other host."""

import gzip
import json
import os
import subprocess
import sys

import folium
import msgspec

from deconflict.render import leaflet
from deconflict.theatre import load, pack
from tests.render.test_svg import EVIL, KAMAL, area, view
from tests.support.project import ROOT


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


def test_page_data_is_safe_in_a_script_element():
    bad = msgspec.structs.replace(area("area-a", KAMAL, 15_000, label=f"{EVIL}: {EVIL}"), claimants=f"{EVIL}\u2028")
    text = leaflet.page_data(view(bad), load())
    assert not {"<", ">", "&", "\u2028"} & set(text)
    assert json.loads(text)["areas"][0]["who"] == EVIL


def test_leaflets_own_files_come_from_its_package_without_a_source_map():
    found = leaflet.assets()
    assert {"deconflict/leaflet/leaflet.js", "deconflict/leaflet/leaflet.css"} <= set(found)
    assert b"Redistribution and use" in found["deconflict/leaflet/LICENCE.txt"]
    assert b"sourceMappingURL" not in found["deconflict/leaflet/leaflet.js"]
    assert b"url(http" not in found["deconflict/leaflet/leaflet.css"].replace(b" ", b"")


def test_the_theatre_script_keeps_its_budget():
    assert len(gzip.compress(pack.script(load()).encode(), 9)) <= 30 * 1024
