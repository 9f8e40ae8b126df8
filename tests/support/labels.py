"""Measure where the words in a page's drawings stand: none on another, none outside its drawing."""

import msgspec
from playwright.sync_api import Page

# The box of a line of text is taller than its letters: a fifth is taken off above and below.
FIND = """() => {
  const found = [];
  const seen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const describe = (svg) => svg.getAttribute("class") || svg.id || "svg";
  for (const svg of document.querySelectorAll("svg")) {
    if (svg.ownerSVGElement || !seen(svg)) continue;
    const frame = svg.getBoundingClientRect();
    if (!frame.width || !frame.height) continue;
    const labels = [];
    for (const text of svg.querySelectorAll("text")) {
      if (!text.textContent.trim() || !seen(text)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const boxes = [...range.getClientRects()].filter((box) => box.width && box.height).map((box) => {
        const trim = text.querySelector("textPath") || text.closest("[transform*=rotate]") ? 0 : box.height / 5;
        return [box.left, box.top + trim, box.right, box.bottom - trim];
      });
      labels.push({ text: text.textContent.trim().replace(/\\s+/g, " "), boxes });
    }
    if (labels.length) found.push({
      name: describe(svg), frame: [frame.left, frame.top, frame.right, frame.bottom], labels,
    });
  }
  return found;
}"""
#: Boxes may touch by this many CSS pixels: they are rounded, and letters do not fill them.
TOUCH = 1.0

Box = tuple[float, float, float, float]


class Label(msgspec.Struct, frozen=True):
    """A text of a drawing and the boxes of its lines, in pixels of the window."""

    text: str
    boxes: tuple[Box, ...]


class Drawing(msgspec.Struct, frozen=True):
    """A drawing that is to be seen, its frame and its labels."""

    name: str
    frame: Box
    labels: tuple[Label, ...]


class Clash(msgspec.Struct, frozen=True, order=True):
    """A label that stands on another or, with no other, outside its drawing; by how many pixels."""

    drawing: str
    label: str
    other: str
    by: float

    def __str__(self) -> str:
        how = f"stands on {self.other!r}" if self.other else "stands out of the drawing"
        return f"{self.drawing}: {self.label!r} {how} by {self.by:.1f} px"


def find_drawings(page: Page) -> list[Drawing]:
    """Return the drawings with words that are to be seen on the open page."""
    return msgspec.convert(page.evaluate(FIND), list[Drawing])


def find_clashes(drawing: Drawing) -> list[Clash]:
    """Return each pair of labels that overlap, and each label that reaches beyond the frame."""
    found = []
    left, top, right, bottom = drawing.frame
    for number, label in enumerate(drawing.labels):
        out = max((max(left - a, top - b, c - right, d - bottom) for a, b, c, d in label.boxes), default=0)
        if out > TOUCH:
            found.append(Clash(drawing.name, label.text, "", round(out, 1)))
        for other in drawing.labels[number + 1 :]:
            by = max((overlap(one, two) for one in label.boxes for two in other.boxes), default=0)
            if by > TOUCH:
                found.append(Clash(drawing.name, label.text, other.text, round(by, 1)))
    return found


def overlap(one: Box, two: Box) -> float:
    """The shorter side of what two boxes share; not above 0 if they are apart."""
    return min(min(one[2], two[2]) - max(one[0], two[0]), min(one[3], two[3]) - max(one[1], two[1]))
