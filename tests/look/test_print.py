"""An incident on paper begins with what matters, holds all that the page says, clips nothing, and has no navigation."""

import re
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.support import contrast, pdf
from tests.support.browser import Opener

#: Sheets of A4. An incident that needs more has lost its layout on the way to paper.
PAGES = range(4, 19)

NAMES = "(all) => all.map((svg) => [...svg.querySelectorAll('text')].map((text) => text.textContent))"
WHOLE = "(nodes) => nodes.map((node) => node.textContent)"
# The first words of each: the label of a row, the number of a source.
FIRST = """(nodes) => nodes.map((node) => {
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT, (text) => text.data.trim()
    ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
  return texts.nextNode() ? texts.currentNode.data : "";
})"""
# Closed details stay closed on paper.
OPEN = "(nodes) => nodes.filter((node) => !node.closest('details')).map((node) => node.textContent)"


def squeeze(text: str) -> str:
    """Letters and digits alone: lines are broken, hyphenated and joined by ligatures on paper."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


class Printed:
    """An incident page on paper, and the page that it was printed from."""

    def __init__(self, page: Page, path: Path) -> None:
        """Print an open page to a file."""
        page.pdf(path=path, format="A4")
        self.page, self.path = page, path
        self.sheets = pdf.read(path)
        self.first = squeeze(self.sheets[0].text)
        self.text = squeeze(" ".join(sheet.text for sheet in self.sheets))

    def lacks(self, selector: str, where: str, read: str = WHOLE) -> list[str]:
        """Texts of the page's elements that stand nowhere in the printed text."""
        found = self.page.locator(selector).evaluate_all(read)
        assert found, f"{selector} finds nothing on the page"
        return [text for text in found if squeeze(text) not in where]

    def lacks_words(self, selector: str) -> list[str]:
        """Words of the page's elements that stand nowhere on paper; lines of a cell may be parted by a page's end."""
        found = self.page.locator(selector).evaluate_all(OPEN)
        assert found, f"{selector} finds nothing on the page"
        return sorted({word for text in found for word in text.split() if squeeze(word) not in self.text})


@pytest.fixture(scope="module", params=[0, 1])
def printed(request, address: str, incidents: list[str], visit: Opener, tmp_path_factory) -> Printed:
    page = visit(address, width=1440).open(f"{address}/{incidents[request.param]}")
    return Printed(page, tmp_path_factory.mktemp("print") / "incident.pdf")


@pytest.mark.audit
def test_an_incident_is_whole_on_paper(printed: Printed) -> None:
    assert len(printed.sheets) in PAGES, len(printed.sheets)
    assert [sheet for sheet in printed.sheets if not sheet.words] == [], "an empty page"
    assert [str(word) for sheet in printed.sheets for word in sheet.outside] == [], "words beyond the paper"
    assert [str(pair) for sheet in printed.sheets for pair in sheet.overprinted] == [], "words over words"
    title = printed.page.locator("h1").first.text_content() or ""
    assert squeeze(title) in printed.first
    assert printed.lacks("[aria-labelledby='key-facts'] li > p:first-child", printed.first) == [], "key facts on page 1"
    assert printed.lacks(".dc-status .dc-counts", printed.first) == [], "the status line on page 1"
    assert printed.lacks("[data-verdict] th[scope='row']", printed.text, FIRST) == [], "facts of the fact box"
    assert printed.lacks_words("[data-verdict] td p") == [], "what the accounts say"
    assert printed.lacks("li[id^='source-']", printed.text, FIRST) == [], "numbers of sources"
    assert printed.lacks("li[id^='source-'] b", printed.text) == [], "publishers of sources"
    assert printed.lacks("main h2", printed.text) == [], "sections"
    for words in printed.page.locator("header nav a, a.skip").all_text_contents():
        top = squeeze(" ".join(word.text for word in printed.sheets[0].words[:12]))
        assert squeeze(words) not in top, f"navigation on paper: {words}"


def test_question_and_verdict_stand_together(printed: Printed) -> None:
    """No column or sheet ends between a fact's question and its verdict."""
    heads = [word for sheet in printed.sheets for word in sheet.words if word.text in {"Question:", "Verdict:"}]
    questions = [at for at, word in enumerate(heads) if word.text == "Question:"]
    assert len(questions) == printed.page.locator(".dc-row").count()
    parted = [
        (question, verdict)
        for question, verdict in ((heads[at], heads[at + 1]) for at in questions)
        if (question.page, round(question.left / 9)) != (verdict.page, round(verdict.left / 9))
        or verdict.top <= question.top
    ]
    assert parted == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_the_marks_and_their_meanings_share_a_sheet_of_the_home_page(
    address: str, visit: Opener, tmp_path: Path, paper: str
) -> None:
    page = visit(address, width=1440).open(f"{address}/index.html")
    page.pdf(path=tmp_path / "home.pdf", format=paper)
    sheets = pdf.read(tmp_path / "home.pdf")
    meanings = {word for text in page.locator(".dc-legend").all_inner_texts() for word in text.split()}
    assert len(meanings) > 20
    assert min(len(meanings - {word.text for word in sheet.words}) for sheet in sheets) == 0


@pytest.mark.audit
def test_the_map_is_on_paper(printed: Printed) -> None:
    """A sheet holds the names of one of the map's drawings, and round them more colours than text has."""
    drawings = printed.page.locator("[data-map] svg:has(text)").evaluate_all(NAMES)
    assert max(map(len, drawings)) > 5, drawings
    found = {}
    for number, sheet in enumerate(printed.sheets, 1):
        text = squeeze(sheet.text)
        found[number] = max(sum(squeeze(name) in text for name in names) / len(names) for names in drawings)
    at = max(found, key=lambda number: found[number])
    assert found[at] >= 0.8, found
    drawn = contrast.read(pdf.draw(printed.path, at)).astype(int)
    coloured = (drawn.max(axis=2) - drawn.min(axis=2) > 4).mean()
    assert coloured > 0.05, f"page {at} is coloured on {coloured:.1%} of its paper: the map is not drawn"
