"""An incident page is light, at rest and with its live map up."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.support import weight
from tests.support.browser import Opener
from tests.support.live import bring_up_maps

#: Kilobytes after gzip -9 of html, css, js and pictures: what a page aims at, at rest and with its live map.
AIM = (45.0, 120.0)
#: All evidence stands in the page: beyond so many claims each may add so many kilobytes to the aim at rest.
CLAIMS, EACH = 200, 0.05
#: Another version of zlib packs a little less.
SLACK = 0.3
#: A browser asks for it only where it shows it.
ICON = "theme/icon.svg"


def test_a_page_loads_what_its_markup_names(
    site: Path, address: str, incidents: list[str], home: str, visit: Opener
) -> None:
    """What is weighed is what a browser asks for, so that nothing is left out."""
    # On a phone the map is below the window.
    here = visit(address, width=390, height=844)
    for path in (home, *incidents):
        load = weight.find_load(site, path)
        page = here.open(f"{address}/{path}")
        page.wait_for_load_state("networkidle")
        asked = {urlsplit(url).path.lstrip("/") for url in here.requests}
        assert asked | {ICON} == {*load.rest, ICON}, path
        bring_up_maps(page)
        asked = {urlsplit(url).path.lstrip("/") for url in here.requests}
        pictures = {name for name in asked if name.startswith("deconflict/leaflet/images/")}
        assert (asked - pictures) | {ICON} == {*load.rest, *load.live, ICON}, path


def test_incident_pages_are_light(site: Path, incidents: list[str]) -> None:
    told, wrong = [], []
    for path in incidents:
        found = weight.weigh(site, path)
        claims = len(re.findall(r'<li id="[^":]+:', (site / path).read_text(encoding="utf-8")))
        most = AIM[0] + max(claims - CLAIMS, 0) * EACH
        told.append(f"{path}: {found.rest:.1f} KB at rest (aim {AIM[0]}; {most:.1f} for its {claims} claims)")
        told.append(f"{path}: {found.live:.1f} KB with the live map (aim {AIM[1]})")
        wrong += [path] if found.rest > most + SLACK or found.live > AIM[1] + SLACK else []
    print(*told, sep="\n")
    assert wrong == [], told
