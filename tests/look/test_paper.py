"""An incident on paper: all that it says, nothing that wants a click, in a bounded number of pages."""

import io
import math
import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.support import pages
from tests.support.browser import Opener

#: Sheets that an incident with some thirty reports and three hundred claims may take.
MOST = 17
#: The least size of letters on paper, in points.
LEAST = 7.0
FORMATS = {"A4": (595, 842), "Letter": (612, 792)}


@pytest.fixture(scope="module")
def page(site: Path, visit: Opener) -> Iterator[Page]:
    longest = max(pages.find(site)["incident"], key=lambda path: (site / path).stat().st_size)
    return visit(width=1440, height=900).open((site / longest).resolve().as_uri())


def _sheets(page: Page, paper: str) -> list[str]:
    reader = PdfReader(io.BytesIO(page.pdf(format=paper)))
    # Ligatures come apart again, so that words are found.
    return [re.sub(r"\s+", " ", normalize("NFKC", sheet.extract_text())) for sheet in reader.pages]


@pytest.fixture(scope="module")
def sheets(page: Page) -> list[str]:
    return _sheets(page, "A4")


@pytest.mark.parametrize("paper", FORMATS)
def test_the_document_is_bounded_and_numbered(page: Page, paper: str) -> None:
    found = _sheets(page, paper)
    assert 4 < len(found) <= MOST
    for number, text in enumerate(found, 1):
        assert f"{number} / {len(found)}" in text


def test_each_sheet_says_what_it_is_from(page: Page, sheets: list[str]) -> None:
    """The first has the title itself."""
    foot = page.locator("html").get_attribute("data-foot")
    assert foot.startswith(page.locator("h1").inner_text())
    assert page.locator(".dc-code").inner_text() in foot
    assert [foot in text for text in sheets] == [False] + [True] * (len(sheets) - 1)


def test_all_sections_facts_and_evidence_are_printed(page: Page, sheets: list[str]) -> None:
    text = " ".join(sheets)
    bare = text.replace(" ", "")
    for selector in ("h1", ".dc-incident > section > h2", ".dc-row [rowspan] > div", ".dc-why dt"):
        for words in page.locator(selector).evaluate_all(
            "(nodes) => nodes.map((n) => n.firstChild.textContent.trim())"
        ):
            assert words.replace(" ", "") in bare, (selector, words)
    quotes = page.locator(".dc-claims q:not([lang])").all_text_contents()
    assert len(quotes) > 50
    missing = [quote for quote in quotes if re.sub(r"\s+", "", quote) not in bare]
    # A quote that runs over the end of a column or sheet has other text between its halves.
    assert len(missing) <= len(quotes) / 50, missing


def test_sources_are_numbered_with_their_addresses(page: Page, sheets: list[str]) -> None:
    """An address is printed without what a browser adds itself, and up to the first escaped letter."""
    bare = "".join(sheets).replace(" ", "")
    sources = page.locator(".dc-source:has(.dc-reference a)").evaluate_all(
        """(all) => all.map((source) => {
          const reference = source.querySelector(".dc-reference");
          const numbered = source.querySelector(".dc-number").textContent + source.querySelector("b").textContent;
          return [numbered, reference.querySelector("a").getAttribute("href"), reference.dataset.at];
        })"""
    )
    assert len(sources) > 10
    for numbered, address, printed in sources:
        whole = re.fullmatch(r"https?://(?:www\.)?(.+?)/?", address)[1]
        assert printed == (whole.split("%")[0] + "…" if "%" in whole else whole)
        for words in (numbered, printed):
            assert normalize("NFKC", words).replace(" ", "") in bare, words


def test_letters_can_be_read(page: Page) -> None:
    small = []

    def note(text: str, page_matrix: list[float], matrix: list[float], _: object, size: float) -> None:
        # Where a letter's height points to, after both matrices.
        along = matrix[2] * page_matrix[0] + matrix[3] * page_matrix[2]
        up = matrix[2] * page_matrix[1] + matrix[3] * page_matrix[3]
        points = size * math.hypot(along, up)
        if text.strip() and points < LEAST:
            small.append((round(points, 2), text.strip()[:40]))

    reader = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert sum(len(sheet.extract_text(visitor_text=note)) for sheet in reader.pages) > 10_000
    assert small == []


def test_nothing_on_paper_wants_a_click(sheets: list[str]) -> None:
    text = " ".join(sheets)
    for words in ("Skip to the content", "evidence and reasons", "all facts", "Open the live map", "Open a row"):
        assert words not in text, words


def test_no_heading_ends_a_sheet(page: Page, sheets: list[str]) -> None:
    heads = page.locator(".dc h2, .dc h3").evaluate_all("(nodes) => nodes.map((node) => node.innerText.trim())")
    foot = page.locator("html").get_attribute("data-foot")
    for number, text in enumerate(sheets, 1):
        body = text.replace(f"{number} / {len(sheets)}", "").replace(foot, "").strip()
        assert not [head for head in heads if head and body.endswith(head)], number


def test_nothing_is_cut_off(page: Page) -> None:
    """On paper nothing scrolls, so no box may hide a part of what it holds."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 900})
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((node) => !node.closest("svg, .dc-vh")
          && getComputedStyle(node).overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1
          && node.clientWidth > 1).map((node) => node.className)"""
    )
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert cut == []
