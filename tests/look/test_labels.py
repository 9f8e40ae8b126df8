"""The words in maps and other drawings stand apart from each other and inside their drawings."""

import re

import pytest

from tests.support import labels
from tests.support.browser import Opener

WIDTHS = (390, 768, 1440)

#: Clashes that are meant: page, drawing, label, other label (patterns; an empty other: out of the drawing), and why.
MEANT: list[tuple[str, str, str, str, str]] = []


def _meant(path: str, clash: labels.Clash) -> bool:
    return any(
        re.search(page, path)
        and re.search(drawing, clash.drawing)
        and re.fullmatch(label, clash.label)
        and re.fullmatch(other, clash.other)
        for page, drawing, label, other, _ in MEANT
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_labels_stand_apart(address: str, sample: list[str], visit: Opener, width: int) -> None:
    here = visit(address, width=width, script=False)
    drawings = 0
    faults = []
    for path in sample:
        page = here.open(f"{address}/{path}")
        for drawing in labels.find_drawings(page):
            drawings += 1
            faults += [f"{path}: {clash}" for clash in labels.find_clashes(drawing) if not _meant(path, clash)]
    assert drawings >= 4, "home has a map and a strip, each incident a map: where are they?"
    assert not faults, "\n".join(faults)
