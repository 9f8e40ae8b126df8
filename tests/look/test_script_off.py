"""Without script a page says all that it says with it, shows its map as a drawing, and opens every detail."""

import re
from collections import Counter

from playwright.sync_api import Page, expect

from tests.support.browser import Opener
from tests.support.live import bring_up_maps

# The text of what is not there to be read by a program; the live map has its own names.
TEXT = """() => {
  const main = document.body.cloneNode(true);
  const added = "script, noscript, .leaflet-container, [hidden], [role=status]";
  for (const node of main.querySelectorAll(added)) node.remove();
  const words = [];
  const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) words.push(walk.currentNode.data);
  return words.join(" ");
}"""


def _words(page: Page) -> Counter[str]:
    return Counter(re.findall(r"\S+", page.evaluate(TEXT)))


def test_no_word_is_lost_without_script(address: str, sample: list[str], visit: Opener) -> None:
    live = visit(address, width=1440)
    plain = visit(address, width=1440, script=False)
    faults = []
    for path in sample:
        with_script = live.open(f"{address}/{path}")
        bring_up_maps(with_script)
        lost = _words(with_script) - _words(plain.open(f"{address}/{path}"))
        if lost:
            faults.append(f"{path}: {dict(lost.most_common(12))}")
    assert not faults, "\n".join(faults)


def test_the_drawing_is_shown_and_every_detail_opens(address: str, incidents: list[str], visit: Opener) -> None:
    here = visit(address, width=390, script=False)
    for path in incidents:
        page = here.open(f"{address}/{path}")
        expect(page.locator("[data-map] svg").filter(visible=True).first).to_be_visible()
        assert page.locator(".leaflet-container").count() == 0
        every = page.locator("main details")
        assert every.count() > 10, path
        # A click on the first, the keyboard for the others.
        for nth in range(min(every.count(), 20)):
            details = every.nth(nth)
            summary = details.locator("summary").first
            if details.get_attribute("open") is not None or not summary.is_visible():
                continue
            if nth == 0:
                summary.click()
            else:
                summary.focus()
                page.keyboard.press("Enter")
            assert details.get_attribute("open") is not None, summary.text_content()
