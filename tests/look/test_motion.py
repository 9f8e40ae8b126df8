"""For a reader who asks for less motion nothing moves, whatever is pressed."""

import re

from playwright.sync_api import Page

from tests.support.browser import Opener
from tests.support.live import bring_up_maps

SLOW = """() => {
  const seconds = (list) => Math.max(...list.split(",").map((each) => parseFloat(each)));
  const found = new Set();
  for (const node of document.querySelectorAll("*")) {
    for (const part of [null, "::before", "::after"]) {
      const style = getComputedStyle(node, part);
      const name = `${node.tagName.toLowerCase()}.${node.getAttribute("class") || ""}${part || ""}`;
      if (seconds(style.transitionDuration) > 0.011) found.add(`${name}: transition ${style.transitionDuration}`);
      if (style.animationName !== "none" && seconds(style.animationDuration) > 0.011) {
        found.add(`${name}: ${style.animationName}`);
      }
      if (style.scrollBehavior === "smooth") found.add(`${name}: smooth scrolling`);
    }
  }
  return [...found];
}"""
RUNNING = """() => document.getAnimations().filter((each) => each.playState === "running")
  .map((each) => each.effect?.target?.getAttribute("class") || each.effect?.target?.tagName || "?")"""


def _moving(page: Page) -> list[str]:
    return [*page.evaluate(RUNNING), *page.evaluate(SLOW)]


def test_nothing_moves_for_those_who_ask_for_less_motion(
    address: str, sample: list[str], incidents: list[str], visit: Opener
) -> None:
    here = visit(address, width=1440, reduced_motion=True)
    faults = []
    for path in sample:
        page = here.open(f"{address}/{path}")
        faults += [f"{path}, as opened: {what}" for what in _moving(page)]
        if path not in incidents:
            continue
        bring_up_maps(page)
        faults += [f"{path}, with the live map: {what}" for what in _moving(page)]
        for what, press in PRESSES.items():
            press(page)
            faults += [f"{path}, {what}: {each}" for each in _moving(page)]
    assert not faults, "\n".join(sorted(set(faults)))


def _open_details(page: Page) -> None:
    page.locator("summary:visible").first.click()


def _enlarge_map(page: Page) -> None:
    page.get_by_role("button", name="Zoom in").click()


def _move_map(page: Page) -> None:
    page.locator(".leaflet-container").focus()
    page.keyboard.press("ArrowRight")


def _reset_map(page: Page) -> None:
    page.locator("[data-map]").get_by_role("button", name=re.compile("reset", re.IGNORECASE)).click()


def _light_area(page: Page) -> None:
    page.locator("[data-map] tr[data-area]:visible").last.dispatch_event("mouseenter")


def _follow_key_fact(page: Page) -> None:
    page.locator("main a[href^='#fact-']:visible").first.click()


PRESSES = {
    "details opened": _open_details,
    "map enlarged": _enlarge_map,
    "map moved": _move_map,
    "map reset": _reset_map,
    "area lit": _light_area,
    "key fact followed": _follow_key_fact,
}
