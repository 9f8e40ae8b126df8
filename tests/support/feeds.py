"""Check Atom and RSS feeds and sitemaps strictly, where feed readers forgive."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from tests.support.html import find_parse_errors
from tests.support.links import resolve
from tests.support.markup import read
from tests.support.problem import Problem
from tests.support.references import find_in_tags

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC_822_ZONE = re.compile(r"\d\d:\d\d(:\d\d)? ([+-]\d{4}|GMT|UT|UTC|Z)$")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
KINDS = {f"{ATOM}feed": "atom", "rss": "rss", f"{SITEMAP}urlset": "sitemap", "broken": "broken"}
MARKUP_TYPES = {"html", "xhtml"}

Fault = tuple[str, str]


def find(root: Path) -> dict[str, str]:
    """Return the kind of each XML file below an output folder: atom, rss, sitemap, other or broken."""
    found = {}
    for path in sorted(root.rglob("*.xml")):
        try:
            name = ET.parse(path).getroot().tag
        except ET.ParseError:
            name = "broken"
        found[path.relative_to(root).as_posix()] = KINDS.get(name, "other")
    return found


def check(root: Path, base_url: str | None = None) -> list[Problem]:
    """Find every fault of the feeds and sitemaps of a site; with `base_url`, links must be absolute."""
    checks = {"atom": _check_atom, "rss": _check_rss, "sitemap": _check_sitemap}
    problems = []
    for page, kind in find(root).items():
        try:
            top = ET.fromstring((root / page).read_bytes())
        except ET.ParseError as error:
            problems.append(Problem(page, "", f"not well-formed: {error}"))
            continue
        if kind in checks:
            problems += [Problem(page, target, reason) for target, reason in checks[kind](top, base_url)]
        if kind == "sitemap":
            problems += _check_listed(root, page, top, base_url)
    return problems


def _text(element: ET.Element, name: str) -> str:
    child = element.find(name)
    return "" if child is None else "".join(child.itertext()).strip()


def _repeats(values: list[str], what: str) -> Iterator[Fault]:
    yield from ((value, f"{what} used twice") for value, count in Counter(values).items() if count > 1 and value)


def _check_date(text: str) -> str:
    if not RFC_3339.fullmatch(text):
        return "not an RFC 3339 date"
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return "no such date"
    return ""


def _check_link(url: str, base_url: str | None) -> str:
    if base_url is None:
        return ""
    parts = urlsplit(url)
    return (
        "" if parts.scheme in {"http", "https", "mailto"} and (parts.netloc or parts.path) else "link is not absolute"
    )


def _check_markup(text: str, base_url: str | None) -> Iterator[Fault]:
    yield from (("content", f"HTML: {error}") for error in find_parse_errors(text, fragment=True))
    tags = list(read(text))
    for tag in tags:
        if tag.name in {"script", "style", "iframe", "form"}:
            yield f"<{tag.name}>", "element that feed readers drop"
    for reference in find_in_tags(tags):
        if base_url is not None and reference.role != "paint" and not reference.url.startswith("#"):
            reason = _check_link(reference.url, base_url)
            if reason and not reference.url.startswith("data:"):
                yield reference.url, f"{reason} in content"


def _check_atom(feed: ET.Element, base_url: str | None) -> Iterator[Fault]:
    entries = feed.findall(f"{ATOM}entry")
    if not entries:
        yield "feed", "no entries"
    for number, element in enumerate([feed, *entries]):
        where = f"entry {number}" if number else "feed"
        yield from _check_required(element, where)
        yield from _check_addresses(element, where, base_url)
        for name in ("content", "summary", "title"):
            for child in element.findall(f"{ATOM}{name}"):
                yield from _check_text(child, base_url)
    for number, entry in enumerate(entries, 1):
        rels = {link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link")}
        if not entry.findall(f"{ATOM}content") and "alternate" not in rels:
            yield f"entry {number}", "neither content nor an alternate link"
        if entry.find(f"{ATOM}author") is None and feed.find(f"{ATOM}author") is None:
            yield f"entry {number}", "no author here or in the feed"
    yield from _repeats([_text(entry, f"{ATOM}id") for entry in entries], "id")
    updates = [_text(element, f"{ATOM}updated") for element in [feed, *entries]]
    if not any(_check_date(text) for text in updates):
        own, *others = [datetime.fromisoformat(text) for text in updates]
        if any(own < other for other in others):
            yield "feed", "updated before its newest entry"


def _check_required(element: ET.Element, where: str) -> Iterator[Fault]:
    for name in ("id", "title", "updated"):
        count = len(element.findall(f"{ATOM}{name}"))
        if count != 1 or not _text(element, f"{ATOM}{name}"):
            yield where, f"needs one {name} with text, has {count}"
    for name in ("updated", "published"):
        text = _text(element, f"{ATOM}{name}")
        if text and (reason := _check_date(text)):
            yield text, f"{name}: {reason}"


def _check_addresses(element: ET.Element, where: str, base_url: str | None) -> Iterator[Fault]:
    key = _text(element, f"{ATOM}id")
    if base_url is not None and not urlsplit(key).scheme:
        yield key or where, "id is not an absolute IRI"
    for link in element.findall(f"{ATOM}link"):
        if reason := _check_link(link.get("href", ""), base_url):
            yield link.get("href", ""), reason


def _check_text(child: ET.Element, base_url: str | None) -> Iterator[Fault]:
    kind = child.get("type", "text")
    if kind == "html":
        yield from _check_markup(child.text or "", base_url)
    elif kind == "text" and len(child):
        yield child.tag.rpartition("}")[2], "elements inside text"
    elif kind not in {"text", *MARKUP_TYPES}:
        yield child.tag.rpartition("}")[2], f"unknown type {kind}"


def _check_rss(top: ET.Element, base_url: str | None) -> Iterator[Fault]:
    channel = top.find("channel")
    if channel is None or top.get("version") != "2.0":
        yield "rss", "needs version 2.0 and a channel"
        return
    for name in ("title", "link", "description"):
        if channel.find(name) is None:
            yield "channel", f"needs a {name}"
    items = channel.findall("item")
    if not items:
        yield "channel", "no items"
    yield from _check_items(items, base_url)
    for element in [channel, *items]:
        link = _text(element, "link")
        if link and (reason := _check_link(link, base_url)):
            yield link, reason
        for name in ("pubDate", "lastBuildDate"):
            text = _text(element, name)
            if text and not _is_mail_date(text):
                yield text, f"{name}: not an RFC 822 date"
    yield from _repeats([_text(item, "guid") for item in items], "guid")


def _check_items(items: list[ET.Element], base_url: str | None) -> Iterator[Fault]:
    for number, item in enumerate(items, 1):
        if not (_text(item, "title") or _text(item, "description")):
            yield f"item {number}", "neither title nor description"
        for name in ("description", ENCODED):
            yield from _check_markup(_text(item, name), base_url)


def _is_mail_date(text: str) -> bool:
    try:
        parsedate_to_datetime(text)
    except ValueError:
        return False
    return RFC_822_ZONE.search(text) is not None


def _check_sitemap(top: ET.Element, base_url: str | None) -> Iterator[Fault]:
    places = [_text(url, f"{SITEMAP}loc") for url in top.findall(f"{SITEMAP}url")]
    if not places:
        yield "urlset", "no URLs"
    for place in places:
        if not place or _check_link(place, base_url or ""):
            yield place or "url", "loc is not absolute"
    for url in top.findall(f"{SITEMAP}url"):
        text = _text(url, f"{SITEMAP}lastmod")
        if text and not (_check_date(text) == "" or (DAY.fullmatch(text) and _is_day(text))):
            yield text, "lastmod: not a W3C date"
    yield from _repeats(places, "loc")


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_listed(root: Path, page: str, top: ET.Element, base_url: str | None) -> list[Problem]:
    """Find what a sitemap lists although it is no page of this site."""
    problems = []
    for url in top.iter(f"{SITEMAP}loc"):
        place = (url.text or "").strip()
        target = resolve(place, page, base_url)
        if base_url is not None and target.path is None:
            problems.append(Problem(page, place, "loc is not on this site"))
        elif target.path is not None:
            path = target.path.lstrip("/") + "index.html" if target.path.endswith("/") else target.path
            if not (root / path).is_file():
                problems.append(Problem(page, place, "loc is no page of this site"))
            elif not path.endswith(".html"):
                problems.append(Problem(page, place, "loc is not a page"))
    return problems
