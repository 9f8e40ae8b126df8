"""An incident page is light, at rest and with its live map up."""

from pathlib import Path
from urllib.parse import urlsplit

from tests.support import weight
from tests.support.browser import Opener
from tests.support.live import bring_up_maps

#: Kilobytes after gzip -9 of html, css, js and pictures: what pages aim at, and where growth is stopped meanwhile. The
#: page of 28 reports and 37 facts carries all its evidence in its text, and is over the aim at rest.
AIM = (45.0, 120.0)
STOP = (51.0, 121.0)
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
    found = {path: weight.weigh(site, path) for path in incidents}
    told = [
        f"{path}: {each.rest:.1f} KB at rest (aim {AIM[0]}), {each.live:.1f} KB with the live map (aim {AIM[1]})"
        for path, each in found.items()
    ]
    print(*told, sep="\n")
    assert all(each.rest <= STOP[0] and each.live <= STOP[1] for each in found.values()), told
