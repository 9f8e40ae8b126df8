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

# Marks the elements that are measured: the classes and places by which they were found may change on the way.
TAKE = """(selectors) => selectors.forEach((selector, nth) => {
  const node = document.querySelector(selector);
  if (!node) throw new Error(`nothing is ${selector}`);
  node.setAttribute("data-measured", nth);
})"""
LEAVE = """() => {
  for (const node of document.querySelectorAll("[data-measured]")) node.removeAttribute("data-measured");
}"""
# Brings one into the window; gives all that are wholly in it with their boxes, the colour that their letters are
# painted with, and the contrast that their size asks for. Who is not to be seen needs no contrast.
FIND = """(wanted) => {
  const nodes = [...document.querySelectorAll("[data-measured]")]
    .filter((node) => wanted.includes(Number(node.getAttribute("data-measured"))));
  const seen = nodes.filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  if (!seen.length) return [];
  const inside = (box) => box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;
  const [first] = seen;
  const high = () => first.getBoundingClientRect().top;
  // Not scrollIntoView: that would scroll the map's frame, too.
  for (let up = first.parentElement; up && up !== document.body; up = up.parentElement) {
    if (!/auto|scroll/.test(getComputedStyle(up).overflowY)) continue;
    up.scrollTop += high() - up.getBoundingClientRect().top - up.clientHeight / 2;
  }
  if (!inside(first.getBoundingClientRect())) scrollBy({ top: high() - innerHeight / 2, behavior: "instant" });
  return seen.filter((node, nth) => !nth || inside(node.getBoundingClientRect())).map((node) => {
    const style = getComputedStyle(node);
    const drawn = node instanceof SVGElement;
    const range = document.createRange();
    range.selectNodeContents(node);
    const matrix = drawn && node.getScreenCTM();
    const size = parseFloat(style.fontSize) * (matrix ? Math.hypot(matrix.a, matrix.b) : 1);
    let opacity = 1;
    for (let up = node; up; up = up.parentElement) opacity *= Number(getComputedStyle(up).opacity);
    return {
      nth: Number(node.getAttribute("data-measured")),
      text: node.textContent.trim().replace(/\\s+/g, " "),
      boxes: [...range.getClientRects()].filter((box) => box.width && box.height)
        .map((box) => [box.left, box.top, box.right, box.bottom]),
      opacity,
      colour: drawn ? style.fill : style.color,
      asked: size >= 24 || (Number(style.fontWeight) >= 700 && size >= 18.66) ? 3 : 4.5,
    };
  });
}"""
# What lies behind stays, halos and shadows too.
HIDE = """([wanted, hidden]) => {
  for (const node of document.querySelectorAll("[data-measured]")) {
    if (!wanted.includes(Number(node.getAttribute("data-measured")))) continue;
    for (const part of [node, ...node.querySelectorAll("*")]) {
      const name = part instanceof SVGElement ? "fill-opacity" : "-webkit-text-fill-color";
      if (hidden) part.style.setProperty(name, part instanceof SVGElement ? "0" : "transparent", "important");
      else part.style.removeProperty(name);
      if (!part.getAttribute("style")) part.removeAttribute("style");
    }
  }
}"""
# What was scrolled is painted, what sticks to its place included, two frames later.
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
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
    nth: int
    text: str
    boxes: list[tuple[float, float, float, float]]
    opacity: float
    colour: str
    asked: float


def measure(page: Page, selectors: Iterable[str]) -> list[Contrast]:
    """Return the contrast of each element's letters with what is painted behind them; of those that are to be seen."""
    wanted = list(selectors)
    page.evaluate(TAKE, wanted)
    left = set(range(len(wanted)))
    measured = []
    while found := msgspec.convert(page.evaluate(FIND, sorted(left)), list[_Text]):
        numbers = [text.nth for text in found]
        page.evaluate(PAINTED)
        shown = read(page.screenshot(animations="disabled", caret="hide", timeout=60_000))
        page.evaluate(HIDE, [numbers, True])
        behind = read(page.screenshot(animations="disabled", caret="hide", timeout=60_000))
        page.evaluate(HIDE, [numbers, False])
        for text in found:
            ratio = _ratio(text, page.evaluate(COLOUR, text.colour), shown, behind)
            contrast = Contrast(wanted[text.nth], text.text, ratio, text.asked)
            # What was not brought into view for itself may have been covered there: it gets a look of its own.
            if contrast.enough or text is found[0]:
                measured.append(contrast)
                left.remove(text.nth)
    page.evaluate(LEAVE)
    return measured


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
        ratios.append(compare(ink, ground))
    every = np.concatenate(ratios) if ratios else np.array([])
    return float(np.percentile(every, CROSSED)) if every.size else 0.0


def compare(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The contrast ratio of WCAG 2.2 between colours of 0 to 255."""
    light, dark = luminance(one), luminance(other)
    return (np.maximum(light, dark) + 0.05) / (np.minimum(light, dark) + 0.05)


def luminance(colours: np.ndarray) -> np.ndarray:
    """The relative luminance of WCAG 2.2 of colours of 0 to 255."""
    part = colours / 255
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])
