"""An incident page is light, at rest and with its live map up."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support import weight
from tests.support.browser import Opener
from tests.support.live import bring_up_maps

#: Kilobytes after gzip -9 of html, css, js and pictures.
REST = 45.0
LIVE = 120.0
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


@pytest.mark.audit
def test_incident_pages_are_light(site: Path, incidents: list[str]) -> None:
    found = {path: weight.weigh(site, path) for path in incidents}
    heavy = [
        f"{path}: {each.rest:.1f} KB at rest (budget {REST}), {each.live:.1f} KB with the live map (budget {LIVE})"
        for path, each in found.items()
        if each.rest > REST or each.live > LIVE
    ]
    assert not heavy, "\n".join(heavy)
