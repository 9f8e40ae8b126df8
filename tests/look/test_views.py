"""What a reader sees first, at which width and zoom, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support import layout, pages
from tests.support.browser import Opener
from tests.support.problem import listing
from tests.support.server import serve

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
BOX = """(node) => { const box = node.getBoundingClientRect(); return [box.top, box.bottom, box.left, box.right]; }"""
#: Designations, and on how many lines each stands.
BROKEN = r"""(selector) => [...document.querySelectorAll(selector)].flatMap((node) => {
  const found = [];
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const designation = /(?<![\w-])\p{L}{1,4}-\d+\w*(?![\w-])/gu;
  while (walk.nextNode()) for (const match of walk.currentNode.data.matchAll(designation)) {
    const range = document.createRange();
    range.setStart(walk.currentNode, match.index);
    range.setEnd(walk.currentNode, match.index + match[0].length);
    found.push([match[0], range.getClientRects().length]);
  }
  return found;
})"""
#: One page of each kind is looked at.
KINDS = ("home", "incident", "page", "glossary", "term", "404", "list", "changes")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as url:
        yield url


def _one_of_each(site: Path) -> list[str]:
    found = pages.find(site)
    assert set(KINDS) <= set(found)
    return [found[kind][0] for kind in KINDS]


def _seen(page: Page, selector: str, number: int = 0) -> bool:
    """Whether all of an element stands in the first view."""
    top, bottom, left, right = page.locator(selector).nth(number).evaluate(BOX)
    size = page.viewport_size
    assert size is not None
    return top >= 0 and bottom <= size["height"] and left >= 0 and right <= size["width"] and bottom > top


def test_a_phone_shows_what_happened_and_the_first_facts(site: Path, address: str, visit: Opener) -> None:
    for path in pages.find(site)["incident"]:
        page = visit(address, **PHONE).open(f"{address}/{path}")
        for selector in ("h1", ".dc-kicker time", ".dc-place", ".dc-status > .dc-counts", ".dc-tally"):
            assert _seen(page, selector), (path, selector)
        assert all(_seen(page, ".dc-keyfacts li", n) for n in range(3)), path


def test_no_line_breaks_a_designation(site: Path, address: str, visit: Opener) -> None:
    """At every width of a phone: where a line ends is chance."""
    here = visit(address, **PHONE)
    page = here.open(f"{address}/{pages.find(site)['incident'][0]}")
    for width in range(320, 440, 10):
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        found = page.evaluate(BROKEN, "h1, .dc-keyfacts, .dc-prose, .dc-together, .dc-answers dd")
        assert len(found) > 20
        assert [word for word, lines in found if lines > 1] == [], width
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})


def test_a_desk_also_shows_the_map_and_all_key_facts(site: Path, address: str, visit: Opener) -> None:
    for path in pages.find(site)["incident"]:
        page = visit(address, **DESK).open(f"{address}/{path}")
        assert _seen(page, ".dc-map-slot h2"), path
        top = page.locator(".map-box").evaluate(BOX)[0]
        assert top < DESK["height"] / 3, (path, top)
        facts = page.locator(".dc-keyfacts li").count()
        assert sum(_seen(page, ".dc-keyfacts li", n) for n in range(facts)) >= 6, path


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_home_page_shows_the_newest_incident_at_once(address: str, visit: Opener, size: dict[str, int]) -> None:
    page = visit(address, **size).open(f"{address}/index.html")
    for selector in ("h1", "#newest", ".newest .dc-tally"):
        assert _seen(page, selector), selector
    top = page.locator(".home-map").evaluate(BOX)[0]
    assert top < size["height"]


def test_the_desk_explains_the_marks_without_scrolling(address: str, visit: Opener) -> None:
    page = visit(address, **DESK).open(f"{address}/index.html")
    number = page.locator(".dc-legend > div").count()
    assert number == 7
    assert sum(_seen(page, ".dc-legend > div", n) for n in range(number)) >= 4


def test_nothing_scrolls_sideways_when_narrow_or_enlarged(site: Path, address: str, visit: Opener) -> None:
    """320 px is a desk of 1280 px at 400 %; 640 and 720 px are desks of 1280 and 1440 px at 200 %."""
    here = visit(address, **PHONE)
    faults = []
    for path in _one_of_each(site):
        here.open(f"{address}/{path}")
        for width in (320, 640, 720):
            here.page.set_viewport_size({"width": width, "height": 600})
            if beyond := layout.excess(here.page):
                faults.append(f"{path} at {width}: {beyond} px: {layout.overflow(here.page)[:5]}")
    here.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert not faults, "\n".join(faults)


def test_notes_stand_beside_their_paragraph_each_source_once(site: Path, address: str, visit: Opener) -> None:
    """The name of a source is printed at its first citation in a paragraph only, and never runs into the text."""
    for path in pages.find(site)["incident"]:
        page = visit(address, **DESK).open(f"{address}/{path}")
        named = page.locator(".dc-prose p").evaluate_all(
            "(ps) => ps.map((p) => [...p.querySelectorAll('.dc-cite a')].map((a) => [a.hash, a.dataset.note]))"
        )
        cited = 0
        for citations in named:
            cited += len(citations)
            first: dict[str, bool] = {}
            for source, note in citations:
                assert bool(note) is (source not in first), (path, source)
                first[source] = True
        assert cited > 10, path


def test_the_filters_work_without_script(site: Path, address: str, visit: Opener) -> None:
    for path in pages.find(site)["incident"]:
        page = visit(address, **DESK, script=False).open(f"{address}/{path}")
        every = page.locator(".dc-row").count()
        assert page.locator(".dc-row:visible").count() == every
        page.locator('input[value="disputed"]').check(force=True)
        shown = page.locator(".dc-row:visible")
        assert 0 < shown.count() < every
        assert set(shown.evaluate_all("(rows) => rows.map((row) => row.dataset.verdict)")) == {"disputed"}
        page.locator('input[value="every"]').check(force=True)
        page.locator('input[value="side-2"]').check(force=True)
        tones = shown.evaluate_all("(rows) => rows.map((row) => row.dataset.tones)")
        assert 0 < len(tones) < every
        assert all("side-2" in tone.split() for tone in tones)


def test_links_to_facts_and_claims_lead_to_what_is_shown(site: Path, address: str, visit: Opener) -> None:
    """A fact has its link in the page; a claim's link appears when its list is opened; both open what holds them."""
    path = pages.find(site)["incident"][0]
    here = visit(address, **DESK)
    page = here.open(f"{address}/{path}")
    assert page.locator(".dc-row th a[href^='#fact-']").count() == page.locator(".dc-row").count()
    row = page.locator(".dc-row").first
    row.locator("summary").click()
    claims = row.locator(".dc-claims [id]")
    links = row.locator(".dc-claims .dc-link")
    links.first.wait_for()
    assert links.count() == claims.count() > 0
    address_of_claim = links.last.evaluate("(link) => link.href")
    page = here.open(address_of_claim)
    target = page.locator(":target")
    target.wait_for(state="visible")
    assert target.evaluate("(node) => node.closest('details').open")


def test_wide_tables_keep_their_heads_in_view(site: Path, address: str, visit: Opener) -> None:
    path = pages.find(site)["incident"][0]
    page = visit(address, **DESK).open(f"{address}/{path}")
    page.locator(".dc-row").nth(8).scroll_into_view_if_needed()
    page.evaluate("() => scrollBy(0, 300)")
    top = page.locator(".dc-facts thead th").first.evaluate(BOX)[0]
    assert top == pytest.approx(0, abs=1)


def test_preferences_for_contrast_and_forced_colours_leave_no_fault(site: Path, address: str, visit: Opener) -> None:
    problems = []
    for path in _one_of_each(site):
        here = visit(address, **DESK, forced_colors=True)
        here.open(f"{address}/{path}")
        here.page.emulate_media(contrast="more")
        problems += here.problems()
        here.page.emulate_media(contrast=None)
    assert not problems, listing(problems)


def test_foreign_names_carry_language_and_direction(site: Path) -> None:
    text = (site / pages.find(site)["incident"][0]).read_text(encoding="utf-8")
    assert 'lang="ru"' in text
    assert 'lang="ar" dir="rtl"' in text
