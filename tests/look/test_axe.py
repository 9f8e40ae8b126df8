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
NO_SCRIPT = {"own_script": False}
#: Ways to show an open page, as the browser is told of them.
LIGHT = {"color_scheme": "light", "forced_colors": "none"}
DARK = {"color_scheme": "dark", "forced_colors": "none"}
FORCED = {"color_scheme": "dark", "forced_colors": "active"}
#: A window, and how each page that was opened in it is shown, one way after the other.
VIEWS = {
    "phone": (PHONE, (LIGHT, DARK, FORCED)),
    "tablet": (TABLET, (LIGHT, DARK)),
    "desk": (DESK, (LIGHT, DARK, FORCED)),
    "phone, no script": (PHONE | NO_SCRIPT, (LIGHT,)),
    "desk, no script": (DESK | NO_SCRIPT, (LIGHT,)),
}
#: In these `make test` looks at two pages; `make audit` looks at one of each kind in all.
FAST = {"phone": (PHONE, (DARK,)), "desk": (DESK, (LIGHT,))}
#: In this view every known fault shows, or is none any more.
TELLING = "phone"
#: What a page's colours can change.
OF_COLOURS = ("color-contrast", "link-in-text-block")

#: What axe cannot decide and we have: rule, selector (as a pattern), why it is fine. Contrast is measured instead.
DECIDED = [
    (
        "th-has-data-cells",
        r"\.dc-facts",
        "a column that has dashes at first, and words further down; on a phone each cell carries its column's name",
    ),
]

#: Faults that are known and to be mended: rule, selector (as a pattern), what it is. A line goes when its fault does.
KNOWN: list[tuple[str, str, str]] = []

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


def _look(
    visit: Opener, address: str, paths: list[str], window: dict[str, object], ways: tuple[dict[str, str], ...]
) -> tuple[list[str], list[axe.Finding]]:
    """What is wrong with pages in a window, and all that axe finds broken, known or not.

    The first way is looked at with all rules, the others with those that it can change.
    """
    here = visit(address, **window)
    faults, seen = [], []
    for path in paths:
        page = here.open(f"{address}/{path}")
        if window.get("own_script", True):
            bring_up_maps(page)
        for nth, way in enumerate(ways):
            page.emulate_media(**way)
            broken, undecided = axe.run(page, **_options(way, whole=nth == 0))
            seen += broken
            new = [*_broken(broken, KNOWN), *_undecided(path, page, undecided)]
            faults += [f"{path}, {way}: {fault}" for fault in new]
    # Others look through the same window, and expect it as they asked for it.
    here.page.emulate_media(**LIGHT)
    return faults, seen


def _options(way: dict[str, str], *, whole: bool) -> dict[str, object]:
    """The rules that a page is held to when it is shown in a way: all, or those that depend on it."""
    # The system's colours are the reader's own choice: nothing of ours is left to measure. The size of what one
    # touches is of WCAG 2.2, which axe leaves out unless asked.
    rules = {"color-contrast": {"enabled": way is not FORCED}, "target-size": {"enabled": True}}
    return {"rules": rules} if whole or way is FORCED else {"runOnly": OF_COLOURS}


@pytest.mark.parametrize("view", FAST)
def test_home_and_an_incident_are_sound_to_axe(
    address: str, home: str, incidents: list[str], visit: Opener, view: str
) -> None:
    faults, _ = _look(visit, address, [home, incidents[0]], *FAST[view])
    assert not faults, "\n".join(faults)


@pytest.mark.audit
@pytest.mark.parametrize("view", VIEWS)
def test_every_kind_of_page_is_sound_to_axe(address: str, sample: list[str], visit: Opener, view: str) -> None:
    faults, seen = _look(visit, address, sample, *VIEWS[view])
    if view == TELLING:
        faults += [f"no longer a fault: {row}" for row in KNOWN if len(_broken(seen, [row])) == len(_broken(seen, []))]
    assert not faults, "\n".join(faults)
