"""Every page is sound to axe at every size, in every scheme, with and without script; nothing is left undecided."""

import re

import pytest
from playwright.sync_api import Page

from tests.support import axe, contrast
from tests.support.browser import Opener
from tests.support.live import bring_up_maps

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 768, "height": 1024}
DESK = {"width": 1440, "height": 900}
DARK = {"scheme": "dark"}
VIEWS = {
    "phone, light": PHONE,
    "phone, dark": PHONE | DARK,
    "tablet, light": TABLET,
    "tablet, dark": TABLET | DARK,
    "desk, light": DESK,
    "desk, dark": DESK | DARK,
    "phone, no script": PHONE | {"own_script": False},
    "desk, no script": DESK | {"own_script": False},
    "phone, forced colours": PHONE | {"forced_colors": True},
    "desk, forced colours": DESK | DARK | {"forced_colors": True},
}
#: In these `make test` looks at two pages; `make audit` looks at one of each kind in all.
FAST = ("phone, dark", "desk, light")
#: In this view every known fault shows, or is none any more.
TELLING = "phone, light"

#: What axe cannot decide and we have: rule, selector (as a pattern), why it is fine. Contrast is measured instead.
DECIDED = [
    (
        "th-has-data-cells",
        r"\.dc-facts",
        "a column that has dashes at first, and words further down; on a phone each cell carries its column's name",
    ),
]

#: Faults that are known and to be mended: rule, selector (as a pattern), what it is. A line goes when its fault does.
KNOWN = [
    ("target-size", r"^#source-\S+ > details > summary$", "the details of two sources stand too close together"),
    ("target-size", r"^a\[href\$=|^\.dc-downloads", "the downloads of an incident stand on lines of 20 px"),
]

#: Texts that are known to be fainter than asked, and to be mended: page and text (patterns), the ratio that they still
#: must have (0: none of it need be seen), and what it is. A line goes when its fault does.
FAINT: list[tuple[str, str, float, str]] = []


def _undecided(path: str, page: Page, found: list[axe.Finding]) -> list[str]:
    """What axe leaves open and neither the table nor a measurement decides."""
    faults = []
    for finding in found:
        if finding.rule == "color-contrast":
            measured = contrast.measure(page, [element.selector for element in finding.elements])
            faults += [f"contrast as painted: {each}" for each in measured if not _readable(path, each)]
            continue
        faults += [
            f"undecided: {finding.rule}: {element}"
            for element in finding.elements
            if not _listed(DECIDED, finding.rule, element)
        ]
    return faults


def _broken(found: list[axe.Finding], known: list[tuple[str, str, str]]) -> list[str]:
    """What axe finds broken and is not known."""
    return [
        f"{finding.rule}: {finding.help}: {element}"
        for finding in found
        for element in finding.elements
        if not _listed(known, finding.rule, element)
    ]


def _listed(table: list[tuple[str, str, str]], rule: str, element: axe.Element) -> bool:
    return any(rule == name and re.search(which, element.selector) for name, which, _ in table)


def _readable(path: str, measured: contrast.Contrast) -> bool:
    least = [ratio for page, text, ratio, _ in FAINT if re.search(page, path) and re.fullmatch(text, measured.text)]
    return measured.ratio >= min([measured.asked, *least])


def _look(visit: Opener, address: str, paths: list[str], view: str) -> tuple[list[str], list[axe.Finding]]:
    """What is wrong with pages in a view, and all that axe finds broken, known or not."""
    conditions = VIEWS[view]
    forced = conditions.get("forced_colors", False)
    # The system's colours are the reader's own choice: nothing of ours is left to measure. The size of what one
    # touches is of WCAG 2.2, which axe leaves out unless asked.
    rules = {"color-contrast": {"enabled": not forced}, "target-size": {"enabled": True}}
    here = visit(address, **conditions)
    faults, seen = [], []
    for path in paths:
        page = here.open(f"{address}/{path}")
        if conditions.get("own_script", True):
            bring_up_maps(page)
        broken, undecided = axe.run(page, rules=rules)
        seen += broken
        faults += [f"{path}: {fault}" for fault in [*_broken(broken, KNOWN), *_undecided(path, page, undecided)]]
    return faults, seen


@pytest.mark.parametrize("view", FAST)
def test_home_and_an_incident_are_sound_to_axe(
    address: str, home: str, incidents: list[str], visit: Opener, view: str
) -> None:
    faults, _ = _look(visit, address, [home, incidents[0]], view)
    assert not faults, "\n".join(faults)


@pytest.mark.audit
@pytest.mark.parametrize("view", VIEWS)
def test_every_kind_of_page_is_sound_to_axe(address: str, sample: list[str], visit: Opener, view: str) -> None:
    faults, seen = _look(visit, address, sample, view)
    if view == TELLING:
        faults += [f"no longer a fault: {row}" for row in KNOWN if len(_broken(seen, [row])) == len(_broken(seen, []))]
    assert not faults, "\n".join(faults)
