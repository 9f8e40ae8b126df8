"""Measure the layout of an open page: what sticks out sideways, and what moved after it was shown."""

from typing import Any

import msgspec
from playwright.sync_api import Page

OVERFLOW = """() => {
  const edge = document.documentElement.clientWidth;
  const clips = (node) => {
    for (let up = node.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX !== "visible" && up.getBoundingClientRect().right <= edge + 1) return true;
      if (style.position === "fixed") return false;
    }
    return false;
  };
  const name = (node) => node.tagName.toLowerCase() + (node.id ? "#" + node.id : "")
    + [...node.classList].map((part) => "." + part).join("");
  const found = [];
  for (const node of document.body.querySelectorAll("*")) {
    if (node.ownerSVGElement) continue;
    const box = node.getBoundingClientRect();
    if (!box.width || box.right <= edge + 1) continue;
    if (getComputedStyle(node).visibility === "hidden" || clips(node)) continue;
    found.push({ element: name(node), right: Math.round(box.right), edge });
  }
  return found;
}"""
EXCESS = """() => {
  const root = document.scrollingElement;
  return Math.max(0, root.scrollWidth - root.clientWidth);
}"""
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  const moved = [];
  const add = (entries) => {
    for (const entry of entries) {
      if (entry.hadRecentInput) continue;
      sum += entry.value;
      for (const source of entry.sources) {
        const node = source.node;
        if (!node || !node.tagName) continue;
        moved.push(`${node.tagName.toLowerCase()}#${node.id}.${node.className}`);
      }
    }
  };
  const watch = new PerformanceObserver((list) => add(list.getEntries()));
  watch.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => {
    add(watch.takeRecords());
    watch.disconnect();
    resolve({ value: sum, moved: [...new Set(moved)] });
  }, 120);
})"""


class Overflow(msgspec.Struct, frozen=True):
    """An element that reaches beyond the window: its right side and the window's, in CSS pixels."""

    element: str
    right: int
    edge: int


class Shift(msgspec.Struct, frozen=True):
    """Cumulative layout shift since the page was loaded, and the elements that moved."""

    value: float
    moved: tuple[str, ...]


def overflow(page: Page) -> list[Overflow]:
    """Return each element wider than the window that no scrolling or clipping box of its own holds."""
    raw: list[dict[str, Any]] = page.evaluate(OVERFLOW)
    return msgspec.convert(raw, list[Overflow])


def excess(page: Page) -> int:
    """Return by how many CSS pixels the page itself scrolls sideways."""
    pixels: int = page.evaluate(EXCESS)
    return pixels


def shift(page: Page) -> Shift:
    """Return the cumulative layout shift of the open page so far, without what input by the reader caused."""
    return msgspec.convert(page.evaluate(SHIFT), Shift)
