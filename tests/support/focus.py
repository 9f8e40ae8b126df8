"""Walk through a page with the keyboard and see where the focus stands at each stop."""

import hashlib

import msgspec
from playwright.sync_api import Page

# The order is that in the document. What has no size of its own stands where its contents do; a field that lies
# unseen over its words is ringed on what follows it.
STOP = """() => {
  const node = document.activeElement;
  if (!node || node === document.body || node === document.documentElement) return null;
  const own = node.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(node);
  const box = own.width && own.height ? own : range.getBoundingClientRect();
  const line = own.width && own.height ? node.getClientRects()[0] : box;
  const field = node.matches("input") && node.closest("label");
  const beside = field ? [node.nextElementSibling] : own.width && own.height ? [] : [...node.querySelectorAll("*")];
  const ringed = [node, ...beside].some((each) => {
    const style = each && getComputedStyle(each);
    return style && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const middle = document.elementFromPoint((Math.max(line.left, 0) + Math.min(line.right, innerWidth)) / 2,
    (Math.max(line.top, 0) + Math.min(line.bottom, innerHeight)) / 2);
  const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    element: node.tagName.toLowerCase() + (node.id ? "#" + node.id : "")
      + (node.getAttribute("class") ? "." + node.getAttribute("class").split(" ").join(".") : ""),
    name: (node.getAttribute("aria-label") || (field || node).textContent).trim().replace(/\\s+/g, " ").slice(0, 60),
    href: node.getAttribute("href") || "",
    order: [...document.querySelectorAll("*")].indexOf(node),
    box: [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY],
    seen: box.width > 0 && box.height > 0 && within
      && (field || node).checkVisibility({ visibilityProperty: true, opacityProperty: true }),
    covered: !(middle && (node.contains(middle) || middle.contains(node))),
    ringed,
    live: node.closest(".leaflet-container") !== null,
  };
}"""
#: Around an element, in CSS pixels: where its ring is drawn.
MARGIN = 8


class Stop(msgspec.Struct, frozen=True):
    """Where the focus stands: element and name, place in the document, box on the page, what a reader sees of it.

    A stop in the live map stands where the map's ground wants it, not where reading does.
    """

    element: str
    name: str
    href: str
    order: int
    box: tuple[float, float, float, float]
    seen: bool
    covered: bool
    ringed: bool
    live: bool

    def __str__(self) -> str:
        return f"{self.element} {self.name!r}"


def find_stop(page: Page) -> Stop | None:
    """Return where the focus stands; None at the page's start and beyond its end."""
    return msgspec.convert(page.evaluate(STOP), Stop | None)


def walk(page: Page, key: str = "Tab", limit: int = 1500) -> list[Stop]:
    """Press a key until the focus leaves the page; more stops than `limit` are a trap."""
    found: list[Stop] = []
    while len(found) < limit:
        page.keyboard.press(key)
        stop = find_stop(page)
        if stop is None or (found and stop.order == found[0].order):
            return found
        found.append(stop)
    raise AssertionError(f"after {limit} stops the focus is still on the page, last on {found[-3:]}")


def changes_picture(page: Page, stop: Stop) -> bool:
    """Whether the place where the focus stands looks other than without the focus; ends with the focus elsewhere."""
    view = page.evaluate("() => [scrollX, scrollY, innerWidth, innerHeight]")
    left, top = max(stop.box[0] - view[0] - MARGIN, 0), max(stop.box[1] - view[1] - MARGIN, 0)
    right, bottom = min(stop.box[2] - view[0] + MARGIN, view[2]), min(stop.box[3] - view[1] + MARGIN, view[3])
    clip = {"x": left, "y": top, "width": max(right - left, 1), "height": max(bottom - top, 1)}

    def look() -> str:
        return hashlib.sha256(page.screenshot(clip=clip, animations="disabled", caret="hide")).hexdigest()

    focused = look()
    page.evaluate("() => document.activeElement.blur()")
    return focused != look()
