"""Nothing that a reader looks at jumps while a page comes in, its live map included."""

import pytest
from playwright.sync_api import Page

from tests.support import layout
from tests.support.browser import Opener
from tests.support.live import bring_up_maps

STEADY = 0.02
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}


def _slow_down(page: Page, times: int) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("slower", [1, pytest.param(4, marks=pytest.mark.audit)])
def test_pages_come_in_without_a_jump(
    address: str, home: str, incidents: list[str], visit: Opener, size: str, slower: int
) -> None:
    here = visit(address, **SIZES[size])
    faults = []
    for path in (home, *incidents):
        _slow_down(here.page, slower)
        page = here.open(f"{address}/{path}")
        bring_up_maps(page)
        moved = layout.shift(page)
        if moved.value > STEADY:
            faults.append(f"{path}: {moved}")
    _slow_down(here.page, 1)
    assert not faults, "\n".join(faults)
