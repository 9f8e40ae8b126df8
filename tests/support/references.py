"""Where a file of the built site points: every URL in HTML, SVG, CSS, feeds and sitemaps."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal
from xml.etree import ElementTree as ET

import msgspec

from tests.support.markup import Tag, read

Role = Literal["asset", "link", "paint"]

CSS_URL = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SRCSET = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+[^,]*)?(?:,|$)")
REFRESH = re.compile(r"""\d*\s*[;,]\s*url\s*=\s*["']?([^"']+)""", re.IGNORECASE)

ASSETS = {
    "audio": ("src",),
    "body": ("background",),
    "embed": ("src",),
    "feimage": ("href",),
    "frame": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src",),
    "input": ("src",),
    "object": ("data",),
    "script": ("src", "href", "xlink:href"),
    "source": ("src",),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
LINKS = {
    "a": ("href", "xlink:href", "ping"),
    "area": ("href",),
    "blockquote": ("cite",),
    "button": ("formaction",),
    "del": ("cite",),
    "form": ("action",),
    "input": ("formaction",),
    "ins": ("cite",),
    "lineargradient": ("href",),
    "mpath": ("href",),
    "pattern": ("href",),
    "q": ("cite",),
    "radialgradient": ("href",),
    "textpath": ("href",),
}
OWN: dict[str, list[tuple[str, Role]]] = {
    name: [
        *((attribute, "asset") for attribute in ASSETS.get(name, ())),
        *((attribute, "link") for attribute in LINKS.get(name, ())),
    ]
    for name in sorted({*ASSETS, *LINKS})
}
SRCSETS = {"srcset", "imagesrcset"}
ASSET_RELS = {
    "stylesheet", "icon", "apple-touch-icon", "mask-icon", "manifest", "preload", "modulepreload", "prefetch",
    "preconnect", "dns-prefetch", "prerender", "shortcut", "pingback",
}  # fmt: skip
META_ASSETS = {"og:image", "og:image:url", "og:image:secure_url", "twitter:image", "og:video", "og:audio"}
META_LINKS = {"og:url", "twitter:url"}
FEED_ATTRIBUTES = {"link": "href", "enclosure": "url", "generator": "uri", "content": "src"}
FEED_TEXTS = {"link", "guid", "loc", "uri", "icon", "logo", "comments", "url"}
FEED_MARKUP = {"content", "summary", "description", "encoded"}


class Reference(msgspec.Struct, frozen=True, gc=False):
    """One URL as written: an asset is loaded at once, a link followed by a reader, paint names an SVG id."""

    url: str
    role: Role
    offset: int = 0


def find_in_css(text: str) -> Iterator[str]:
    """Yield each url() and @import of a style sheet."""
    for groups in CSS_URL.findall(CSS_COMMENT.sub("", text)):
        yield next((group for group in groups if group), "").strip()


def find_in_tag(tag: Tag) -> Iterator[Reference]:
    """Yield each reference that one start tag makes."""
    name, attributes, at = tag.name, tag.attributes, tag.offset
    for attribute, role in OWN.get(name, ()):
        if attribute in attributes:
            yield Reference(attributes[attribute].strip(), role, at)
    if name == "link" and "href" in attributes:
        rels = set(attributes.get("rel", "").lower().split())
        yield Reference(attributes["href"].strip(), "asset" if rels & ASSET_RELS else "link", at)
    if name == "meta":
        yield from _find_in_meta(tag)
    if name == "style":
        yield from (Reference(url, "asset", at) for url in find_in_css(tag.text))
    for key, value in attributes.items():
        if key in SRCSETS:
            yield from (Reference(url, "asset", at) for url in SRCSET.findall(value))
        elif "url(" in value and key not in {"content", "title", "alt"} and not key.startswith(("data-", "aria-")):
            yield from (Reference(url, "paint" if url.startswith("#") else "asset", at) for url in find_in_css(value))


def _find_in_meta(tag: Tag) -> Iterator[Reference]:
    key = (tag.attributes.get("property") or tag.attributes.get("name") or "").lower()
    content = tag.attributes.get("content", "").strip()
    if key in META_ASSETS:
        yield Reference(content, "asset", tag.offset)
    elif key in META_LINKS:
        yield Reference(content, "link", tag.offset)
    elif tag.attributes.get("http-equiv", "").lower() == "refresh" and (match := REFRESH.match(content)):
        yield Reference(match[1].strip(), "link", tag.offset)


def find_in_tags(tags: Iterable[Tag]) -> list[Reference]:
    """Collect the references of a page's tags in document order."""
    return [reference for tag in tags for reference in find_in_tag(tag)]


def find_in_feed(text: str) -> Iterator[Reference]:
    """Yield each link of an Atom or RSS feed or a sitemap, with the references of the HTML it carries."""
    for element in ET.fromstring(text.encode()).iter():
        name = element.tag.rpartition("}")[2].lower()
        attribute = FEED_ATTRIBUTES.get(name, "")
        if attribute in element.attrib:
            yield Reference(element.attrib[attribute], "link")
        value = (element.text or "").strip()
        if name in FEED_TEXTS and value and not (name == "guid" and element.get("isPermaLink") == "false"):
            yield Reference(value, "link")
        if name in FEED_MARKUP and "<" in value:
            yield from (Reference(found.url, found.role) for found in find_in_tags(read(value)))
