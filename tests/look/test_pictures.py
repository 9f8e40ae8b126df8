"""Six states of the site look as they did when somebody last looked at them: `pytest --update-pictures` keeps new ones.

The pictures are of the look, not of letters: they are compared small and blurred, and still want the fonts that
they were made with.
"""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.support import pdf, pictures
from tests.support.browser import Opener
from tests.support.program import need, refuse

KEPT = Path(__file__).resolve().parents[1] / "pictures"
FONTS = {"Caladea": "fonts-crosextra-caladea", "Noto Sans": "fonts-noto-core", "Noto Serif": "fonts-noto-core"}
#: How much a picture may differ from the kept one: mean, of 255, and share of blocks.
MEAN, BLOCKS = 4.0, 0.03
HEAVY = 40_000

DESK = {"width": 1440, "height": 1080}
PHONE = {"width": 390, "height": 844}
TABLET = {"width": 768, "height": 1024}


def _as_it_is(page: Page) -> bytes:
    return page.screenshot(animations="disabled", caret="hide")


def _opened_row(page: Page) -> bytes:
    """A row of the fact box with all its details open, below the top of the window."""
    row = page.locator("[data-verdict]").filter(has=page.locator("details")).first
    row.locator("details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
    row.evaluate("(node) => node.scrollIntoView({ block: 'start' })")
    return _as_it_is(page)


STATES: dict[str, tuple[str, dict[str, object], Callable[[Page], bytes]]] = {
    "home-desk-light": ("home", DESK, _as_it_is),
    "home-phone-dark": ("home", PHONE | {"scheme": "dark"}, _as_it_is),
    "incident-desk-light": ("incident", DESK, _as_it_is),
    "incident-phone-light": ("incident", PHONE, _as_it_is),
    "row-tablet-dark": ("incident", TABLET | {"scheme": "dark"}, _opened_row),
}
PAPER = "incident-paper"


@pytest.fixture(scope="session")
def fonts() -> None:
    listed = subprocess.run(
        [need("fc-list", "apt-get install -y fontconfig"), ":", "family"], capture_output=True, text=True, check=True
    )
    families = {name.strip() for line in listed.stdout.splitlines() for name in line.split(",")}
    if missing := sorted({package for name, package in FONTS.items() if name not in families}):
        refuse(f"pictures are drawn with other fonts: apt-get install -y {' '.join(missing)}")


@pytest.fixture
def hold(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str, bytes], None]:
    """Hold a picture against the kept one of that name, or keep it."""

    def against(name: str, png: bytes) -> None:
        now = pictures.shrink(Image.open(io.BytesIO(png)))
        path = KEPT / f"{name}.png"
        if request.config.getoption("--update-pictures"):
            pictures.write(now, path)
            assert path.stat().st_size <= HEAVY, f"{path.name}: {path.stat().st_size} bytes"
            return
        assert path.is_file(), f"no picture of {name} is kept: pytest {Path(__file__).parent.name} --update-pictures"
        kept = Image.open(path)
        found = pictures.compare(kept, now)
        if found.mean > MEAN or found.blocks > BLOCKS:
            sheet = tmp_path / f"{name}.png"
            pictures.side_by_side(kept, now).save(sheet)
            pytest.fail(f"{name} looks other than it did ({found}): see {sheet}", pytrace=False)

    return against


@pytest.mark.audit
@pytest.mark.parametrize("state", STATES)
def test_pages_look_as_they_did(
    address: str, home: str, incidents: list[str], visit: Opener, fonts: None, hold, state: str
) -> None:
    kind, conditions, look = STATES[state]
    # Without script, so that it is not chance whether the live map is up yet.
    page = visit(address, **conditions, script=False).open(f"{address}/{home if kind == 'home' else incidents[0]}")
    hold(state, look(page))


@pytest.mark.audit
def test_paper_looks_as_it_did(
    address: str, incidents: list[str], visit: Opener, fonts: None, hold, tmp_path: Path
) -> None:
    page = visit(address, width=1440, script=False).open(f"{address}/{incidents[0]}")
    page.pdf(path=tmp_path / "incident.pdf", format="A4")
    hold(PAPER, pdf.draw(tmp_path / "incident.pdf", 1, dpi=80))
