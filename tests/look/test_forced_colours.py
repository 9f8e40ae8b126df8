"""Under colours that the reader's system forces on a page, each mark and swatch still stands out from its ground."""

import pytest
from playwright.sync_api import Page

from tests.support.browser import Opener
from tests.support.contrast import compare, picture

#: Marks of verdicts and swatches of sides: what a reader needs to see beside the words.
MARKS = ".dc-mark, .dc-swatch, .map-key svg, .strip .dot, [data-mark], [data-swatch]"
BOXES = """(nodes) => nodes.filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .map((node) => {
    const box = node.getBoundingClientRect();
    return [node.getAttribute("class") || node.tagName, box.left + scrollX, box.top + scrollY, box.right + scrollX,
      box.bottom + scrollY];
  }).filter(([, left, top, right, bottom]) => right > left && bottom > top)"""
#: What WCAG asks of a picture that tells something.
ASKED = 3.0
#: The share of a mark's box that must stand out: a dash is thin.
SHARE = 0.02


def _faint(page: Page) -> tuple[int, set[str]]:
    """How many marks there are, and the kinds of those that do not stand out."""
    boxes = page.locator(MARKS).evaluate_all(BOXES)
    pixels = picture(page)
    faint = set()
    for name, left, top, right, bottom in boxes:
        # The ground is what surrounds the mark: the corner of a box a little larger.
        ground = pixels[max(int(top) - 2, 0), max(int(left) - 2, 0)].astype(float)
        inside = pixels[int(top) : int(bottom) + 1, int(left) : int(right) + 1].astype(float)
        if inside.size and (compare(inside, ground) >= ASKED).mean() < SHARE:
            faint.add(name)
    return len(boxes), faint


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.audit)])
def test_marks_stand_out(address: str, home: str, incidents: list[str], visit: Opener, scheme: str) -> None:
    here = visit(address, width=1440, scheme=scheme, forced_colors=True)
    faults = []
    for path in (home, incidents[0]):
        page = here.open(f"{address}/{path}")
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        number, faint = _faint(page)
        assert number > 5, path
        faults += [f"{path}: {name}" for name in sorted(faint)]
    assert not faults, "\n".join(faults)
