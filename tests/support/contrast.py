"""Measure the contrast of text on a picture of it, where the style sheet alone cannot tell what lies behind."""

import io
from collections.abc import Iterable

import msgspec
import numpy as np
from PIL import Image
from playwright.sync_api import Page

#: A pixel belongs to a letter if hiding the letters changes one of its channels by this much.
INKED = 40
#: The share of a text's pixels that may stand on less contrast: where a line crosses behind one letter.
CROSSED = 15

# Boxes in pixels of the page, the colour that the letters are painted with, and the contrast that their size asks for.
FIND = """(selectors) => selectors.map((selector) => {
  const node = document.querySelector(selector);
  if (!node) throw new Error(`nothing is ${selector}`);
  const style = getComputedStyle(node);
  const drawn = node instanceof SVGElement;
  const range = document.createRange();
  range.selectNodeContents(node);
  const boxes = [...range.getClientRects()].filter((box) => box.width && box.height)
    .map((box) => [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY]);
  const matrix = drawn && node.getScreenCTM();
  const size = parseFloat(style.fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1);
  const bold = Number(style.fontWeight) >= 700;
  let opacity = 1;
  for (let up = node; up; up = up.parentElement) opacity *= Number(getComputedStyle(up).opacity);
  return {
    selector, boxes, opacity,
    text: node.textContent.trim().replace(/\\s+/g, " "),
    colour: drawn ? style.fill : style.color,
    asked: size >= 24 || (bold && size >= 18.66) ? 3 : 4.5,
  };
})"""
# What lies behind stays, halos and shadows too.
HIDE = """([selectors, hidden]) => {
  for (const selector of selectors) {
    const node = document.querySelector(selector);
    if (!node) continue;
    const parts = [node, ...node.querySelectorAll("*")];
    for (const part of parts) {
      const name = part instanceof SVGElement ? "fill-opacity" : "-webkit-text-fill-color";
      if (hidden) part.style.setProperty(name, part instanceof SVGElement ? "0" : "transparent", "important");
      else part.style.removeProperty(name);
      if (!part.getAttribute("style")) part.removeAttribute("style");
    }
  }
}"""
COLOUR = """(colour) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
}"""


class Contrast(msgspec.Struct, frozen=True):
    """How a text stands out: the ratio that its letters reach (0 if none is to be seen), the one that WCAG AA asks."""

    selector: str
    text: str
    ratio: float
    asked: float

    @property
    def enough(self) -> bool:
        """Whether the text can be read."""
        return self.ratio >= self.asked

    def __str__(self) -> str:
        return f"{self.selector} {self.text!r}: {self.ratio:.2f}, asked {self.asked}"


class _Text(msgspec.Struct):
    selector: str
    text: str
    boxes: list[tuple[float, float, float, float]]
    opacity: float
    colour: str
    asked: float


def measure(page: Page, selectors: Iterable[str]) -> list[Contrast]:
    """Return the contrast of each element's letters with what is painted behind them."""
    wanted = list(selectors)
    if not wanted:
        return []
    shown = picture(page)
    page.evaluate(HIDE, [wanted, True])
    behind = picture(page)
    page.evaluate(HIDE, [wanted, False])
    found: list[_Text] = msgspec.convert(page.evaluate(FIND, wanted), list[_Text])
    colours = {text.colour: page.evaluate(COLOUR, text.colour) for text in found}
    return [
        Contrast(text.selector, text.text, _ratio(text, colours[text.colour], shown, behind), text.asked)
        for text in found
    ]


def picture(page: Page) -> np.ndarray:
    """Return the whole page as an array of rows, columns and the channels red, green, blue."""
    return read(page.screenshot(full_page=True, animations="disabled", caret="hide", timeout=60_000))


def read(png: bytes) -> np.ndarray:
    """Return a picture's pixels."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def _ratio(text: _Text, colour: list[int], shown: np.ndarray, behind: np.ndarray) -> float:
    """The contrast that all but a few of the letters' pixels have."""
    opacity = text.opacity * colour[3] / 255
    ratios = []
    for left, top, right, bottom in text.boxes:
        part = np.s_[max(int(top), 0) : int(bottom) + 1, max(int(left), 0) : int(right) + 1]
        now, then = shown[part].astype(float), behind[part].astype(float)
        inked = np.abs(now - then).max(axis=2) >= INKED
        ground = then[inked]
        ink = np.array(colour[:3]) * opacity + ground * (1 - opacity)
        ratios.append(contrast(ink, ground))
    every = np.concatenate(ratios) if ratios else np.array([])
    return float(np.percentile(every, CROSSED)) if every.size else 0.0


def contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The contrast ratio of WCAG 2.2 between colours of 0 to 255."""
    light, dark = luminance(one), luminance(other)
    return (np.maximum(light, dark) + 0.05) / (np.minimum(light, dark) + 0.05)


def luminance(colours: np.ndarray) -> np.ndarray:
    """The relative luminance of WCAG 2.2 of colours of 0 to 255."""
    part = colours / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])
