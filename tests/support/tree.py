"""A parsed page and the names its elements have for assistive technology."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

HTML_SPACE = "{http://www.w3.org/1999/xhtml}"
SVG_SPACE = "{http://www.w3.org/2000/svg}"


class Tree:
    """A parsed page: its elements in order with their parents, and its elements by id."""

    def __init__(self, root: ET.Element) -> None:
        """Index a tree that html5lib built, in which comments and doctypes have no text tag."""
        self.root = root
        self.elements = [element for element in root.iter() if isinstance(element.tag, str)]
        self.parents = {child: parent for parent in self.elements for child in parent}
        self.ids: dict[str, ET.Element] = {}
        for element in self.elements:
            if (key := element.get("id")) is not None:
                self.ids.setdefault(key, element)

    def find_all(self, *names: str) -> list[ET.Element]:
        """Return the HTML elements of these names, in document order."""
        wanted = {HTML_SPACE + name for name in names}
        return [element for element in self.elements if element.tag in wanted]

    def ancestors(self, element: ET.Element) -> Iterator[ET.Element]:
        """Yield the elements around one, from the nearest."""
        while (parent := self.parents.get(element)) is not None:
            yield parent
            element = parent


def read_name(element: ET.Element) -> str:
    """Return an element's name without its namespace; nothing for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def describe(element: ET.Element) -> str:
    """Return a short form of a start tag, for a message."""
    key = element.get("id") or element.get("name") or element.get("href") or element.get("class") or ""
    return f"<{read_name(element)} {key}>" if key else f"<{read_name(element)}>"


def read_text(element: ET.Element) -> str:
    """Return all text below an element, its space folded."""
    return " ".join("".join(element.itertext()).split())


def _content(element: ET.Element) -> str:
    """Return the text that an element speaks: its own, its pictures' and its labelled children's."""
    if element.get("aria-hidden") == "true" or "hidden" in element.attrib or not isinstance(element.tag, str):
        return ""
    if element.get("aria-label"):
        return element.get("aria-label", "").strip()
    if element.tag == HTML_SPACE + "img":
        return element.get("alt", "").strip()
    if element.tag == SVG_SPACE + "svg":
        title = element.find(SVG_SPACE + "title")
        return "" if title is None else read_text(title)
    parts = [element.text or ""]
    for child in element:
        parts += [_content(child), child.tail or ""]
    return " ".join("".join(parts).split())


def find_name(tree: Tree, element: ET.Element) -> str:
    """Return an accessible name: aria-labelledby, aria-label, content, title."""
    pointed = [read_text(tree.ids[key]) for key in element.get("aria-labelledby", "").split() if key in tree.ids]
    return " ".join(pointed) or _content(element) or element.get("title", "").strip()


def find_own_name(tree: Tree, element: ET.Element) -> str:
    """Return the name given to a region or a drawing, whose content does not name it."""
    pointed = [read_text(tree.ids[key]) for key in element.get("aria-labelledby", "").split() if key in tree.ids]
    title = element.find(SVG_SPACE + "title")
    inner = "" if title is None else read_text(title)
    return " ".join(pointed) or element.get("aria-label", "").strip() or inner or element.get("title", "").strip()
