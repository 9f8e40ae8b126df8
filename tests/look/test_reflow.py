"""No page scrolls sideways: not on the narrowest phone, not at any width we draw for, not enlarged."""

import pytest

from tests.support import layout
from tests.support.browser import Opener

WINDOWS = {
    "320 px": {"width": 320, "height": 640},
    "390 px": {"width": 390, "height": 844},
    "768 px": {"width": 768, "height": 1024},
    "1440 px": {"width": 1440, "height": 900},
    # What a browser does with a window of 1440 when the reader enlarges the page.
    "1440 px at 200 %": {"width": 720, "height": 450, "scale": 2},
    "1280 px at 400 %": {"width": 320, "height": 256, "scale": 4},
}


@pytest.mark.parametrize("window", WINDOWS)
def test_no_page_scrolls_sideways(address: str, sample: list[str], visit: Opener, window: str) -> None:
    here = visit(address, **WINDOWS[window])
    faults = []
    for path in sample:
        page = here.open(f"{address}/{path}")
        if beyond := layout.excess(page):
            faults.append(f"{path}: {beyond} px beyond the window: {layout.overflow(page)[:5]}")
    assert not faults, "\n".join(faults)
