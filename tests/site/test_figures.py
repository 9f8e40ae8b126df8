"""The data graphics in a real browser: legible, apart, within the page, in colours that can be seen, and on paper."""

import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from deconflict.render.graphics import strip
from tests.render.test_graphics import strip_view
from tests.support.browser import Opener
from tests.support.project import ROOT
from tests.support.server import serve

PATHS = ("index.html", "euphrates-2017.html", "visual-contact-2015.html")
WIDTHS = (320, 390, 768, 1440)
#: The least size of letters, in pixels of the screen; on the narrowest phone the strip of incidents shrinks.
LEAST, LEAST_AT_320 = 12, 11
FIGURES = ".dc-plot, .dc-strip"
# Every letter of a figure that is shown: text, left, top, right, bottom, size on the screen.
TEXTS = """(figure) => [...figure.querySelectorAll("text")]
  .filter((node) => node.checkVisibility()).map((node) => {
    const box = node.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(node).fontSize) * Math.abs(node.getScreenCTM().d);
    return [node.textContent, box.left, box.top, box.right, box.bottom, size];
  })"""
INKS = """(figure) => [...figure.querySelectorAll(
    ".stated:not(.hollow), .allowed, .point, .cap, .open, .spoke path, .report path, .tick, .dot, .stem, .month, text")]
  .filter((node) => node.checkVisibility()).map((node) => {
    const style = getComputedStyle(node);
    return [node.tagName, style.stroke !== "none" && node.tagName !== "text" ? style.stroke : style.fill];
  })"""
PAPER = "() => getComputedStyle(document.documentElement).backgroundColor"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as url:
        yield url


def look(page: Page, width: int) -> list[str]:
    """What is wrong with the letters of the figures shown."""
    faults = []
    least = LEAST if width > 320 else LEAST_AT_320
    for figure in page.locator(FIGURES).all():
        if not figure.is_visible():
            continue
        boxes = figure.evaluate(TEXTS)
        assert boxes
        for text, left, _, right, _, size in boxes:
            if size < least:
                faults.append(f"'{text}' is {size:.1f} px")
            if left < -0.5 or right > width + 0.5:
                faults.append(f"'{text}' reaches from {left:.0f} to {right:.0f}")
        for (one, a, b, c, d, size), (other, e, f, g, h, _) in combinations(boxes, 2):
            # A box of letters holds room above and below them: a fifth of their size each is empty.
            spare = size / 5
            if a < g and e < c and b + spare < h - spare and f + spare < d - spare:
                faults.append(f"'{one}' hits '{other}'")
    return faults


@pytest.mark.parametrize("width", WIDTHS)
def test_letters_are_legible_apart_and_on_the_page(address: str, visit: Opener, width: int) -> None:
    faults = []
    here = visit(address, width=width, height=900)
    for path in PATHS:
        here.open(f"{address}/{path}")
        faults += [f"{path} at {width}: {fault}" for fault in look(here.page, width)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("number", [1, 2, 12, 60])
def test_the_strip_holds_for_many_incidents(browser: Browser, number: int) -> None:
    sheets = (
        "theme/static/css/site.css",
        "plugins/deconflict/static/deconflict.css",
        "plugins/deconflict/static/figures.css",
    )
    style = "".join(f"<style>{(ROOT / name).read_text(encoding='utf-8')}</style>" for name in sheets)
    page = browser.new_page()
    faults = []
    for seed in range(3):
        drawn = strip.responsive(strip_view(number, seed))
        page.set_content(f'<!doctype html>{style}<main><div class="dc">{drawn}</div></main>')
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.locator(".dc-strip:visible").count() == 1
            faults += [f"{seed} at {width}: {fault}" for fault in look(page, width)]
    page.close()
    assert not faults, "\n".join(faults)


def luminance(colour: str) -> float:
    channels = [float(n) / 255 for n in re.findall(r"[\d.]+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_letters_stand_out_from_the_paper(address: str, visit: Opener, scheme: str) -> None:
    faults = []
    here = visit(address, width=1440, height=900, scheme=scheme)
    for path in PATHS:
        here.open(f"{address}/{path}")
        paper = here.page.evaluate(PAPER)
        inks = {(tag, ink) for figure in here.page.locator(FIGURES).all() for tag, ink in figure.evaluate(INKS)}
        assert inks
        for tag, ink in sorted(inks):
            assert ink.startswith("rgb("), ink
            if contrast(ink, paper) < (4.5 if tag == "text" else 3):
                faults.append(f"{path}: {tag} {ink} on {paper}")
    assert not faults, "\n".join(faults)


def test_every_figure_leads_to_its_row_and_says_it_in_words(
    site: Path, address: str, visit: Opener, explainers
) -> None:
    here = visit(address, width=390, height=844, script=False)
    for path, key in (
        ("euphrates-2017.html", "euphrates-2017-12-13"),
        ("visual-contact-2015.html", "visual-contact-2015-10-10"),
    ):
        here.open(f"{address}/{path}")
        shown = here.page.locator(".dc-range")
        views = explainers[key].ranges
        assert shown.count() == len(views) > 0
        for view, figure in zip(views, shown.all(), strict=True):
            target = figure.locator("h3 a").get_attribute("href")
            assert here.page.locator(f"{target}").count() == 1
            words = " ".join(figure.inner_text().split())
            for line in view.lines:
                assert line.words in words
                assert line.who in words
                assert line.reading in words
            assert view.relation in words
            assert ("Logarithmic scale" in words) == view.logarithmic


@pytest.mark.parametrize("path", PATHS[1:])
def test_the_picture_of_origins_explains_the_lines_that_it_has(site: Path, path: str) -> None:
    text = (site / path).read_text(encoding="utf-8")
    picture, caption = re.search(
        r'(<svg class="dc-descent-svg".*?)<figcaption[^>]*>(.*?)</figcaption>', text, re.DOTALL
    ).groups()
    assert ("dc-thin" in picture) == ("Thin lines" in caption)
    assert ("dc-inferred" in picture) == ("dashed" in caption)


def test_figures_are_drawn_on_paper(address: str, visit: Opener) -> None:
    here = visit(address, width=680, height=900)
    here.page.emulate_media(media="print")
    for path in PATHS:
        here.open(f"{address}/{path}")
        shown = [figure for figure in here.page.locator(FIGURES).all() if figure.is_visible()]
        assert shown
        for figure in shown:
            assert figure.evaluate("(node) => getComputedStyle(node).breakInside") == "avoid"
            assert figure.bounding_box()["width"] <= 680
