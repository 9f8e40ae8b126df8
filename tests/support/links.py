"""Check that everything a built site points at is there: files, folders and fragments, by exact name."""

import os
import posixpath
import re
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from xml.etree import ElementTree as ET

import msgspec

from tests.support.markup import line, read
from tests.support.problem import Problem
from tests.support.references import Reference, find_in_css, find_in_feed, find_in_tags

SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
BAD_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
BAD_CHARACTER = re.compile(r"[\s\\<>\"{}|^`\x00-\x1f]")
LOCAL_HOSTS = {"localhost", "127.0.0.1", "0.0.0.0", "[::1]", "::1"}


class Document(msgspec.Struct, frozen=True):
    """One file of the site: its ids, the ids it uses twice, its references with line numbers."""

    path: str
    ids: frozenset[str]
    doubled: tuple[tuple[str, int], ...]
    references: tuple[tuple[Reference, int], ...]
    fault: str = ""


class Site(msgspec.Struct, frozen=True):
    """What an output folder holds: paths of files and folders, and the documents that can point somewhere."""

    files: frozenset[str]
    folders: frozenset[str]
    documents: dict[str, Document]


class Target(msgspec.Struct, frozen=True):
    """Where a URL leads: a path in the site with a fragment, off the site, or nowhere for a stated reason."""

    path: str | None = None
    fragment: str = ""
    off_host: bool = False
    reason: str = ""


def read_document(path: str, text: str) -> Document:
    """Read the ids and references of one file of the site; the kind follows from the file's extension."""
    suffix = posixpath.splitext(path)[1].lower()
    if suffix == ".css":
        return Document(path, frozenset(), (), tuple((Reference(url, "asset"), 0) for url in find_in_css(text)))
    if suffix == ".xml":
        try:
            return Document(path, frozenset(), (), tuple((found, 0) for found in find_in_feed(text)))
        except ET.ParseError as error:
            return Document(path, frozenset(), (), (), f"XML is not well-formed: {error}")
    tags = list(read(text))
    ids: dict[str, int] = {}
    doubled = []
    for tag in tags:
        key = tag.attributes.get("id")
        if key is not None:
            if key in ids:
                doubled.append((key, line(text, tag.offset)))
            ids[key] = tag.offset
    anchors = {tag.attributes["name"] for tag in tags if tag.name == "a" and "name" in tag.attributes}
    return Document(path, frozenset(ids) | anchors, tuple(doubled), _with_lines(text, find_in_tags(tags)))


def _with_lines(text: str, references: list[Reference]) -> tuple[tuple[Reference, int], ...]:
    found = []
    at, number = 0, 1
    for reference in references:
        number += text.count("\n", at, reference.offset)
        at = reference.offset
        found.append((reference, number))
    return tuple(found)


def scan(root: Path) -> Site:
    """Read every HTML, SVG, CSS and XML file below an output folder."""
    files: list[str] = []
    folders: list[str] = [""]
    for folder, below, names in os.walk(root):
        under = Path(folder).relative_to(root).as_posix().removeprefix(".")
        folders += [posixpath.join(under, name) for name in below]
        files += [posixpath.join(under, name) for name in names]
    documents = {
        path: read_document(path, (root / path).read_text(encoding="utf-8", errors="replace"))
        for path in sorted(files)
        if path.lower().endswith((".html", ".htm", ".svg", ".css", ".xml"))
    }
    return Site(frozenset(files), frozenset(folders), documents)


def resolve(url: str, page: str, base_url: str | None = None) -> Target:
    """Find where a URL on a page leads, as a browser would, but refusing what only browsers forgive."""
    if BAD_PERCENT.search(url) or (BAD_CHARACTER.search(url) and not url.startswith("data:")):
        return Target(reason="malformed URL")
    if url.startswith("#"):
        return Target(page, unquote(url[1:]))
    base = urlsplit(base_url or "")
    prefix = base.path.rstrip("/") + "/"
    if SCHEME.match(url) or url.startswith("//"):
        return _resolve_absolute(url, base, prefix)
    parts = urlsplit(url)
    fragment = unquote(parts.fragment)
    if not parts.path:
        return Target(page, fragment)
    beside = prefix + posixpath.join(posixpath.dirname(page), parts.path)
    return _within(parts.path if parts.path.startswith("/") else beside, fragment, prefix)


def _resolve_absolute(url: str, base: SplitResult, prefix: str) -> Target:
    parts = urlsplit(url)
    if parts.scheme not in {"", "http", "https"}:
        return Target(reason="link to this machine's disk" if parts.scheme == "file" else "")
    if not parts.hostname:
        return Target(reason="malformed URL")
    if base.netloc and parts.netloc == base.netloc and parts.scheme in {"", base.scheme}:
        return _within(parts.path or "/", unquote(parts.fragment), prefix)
    reason = "link to this machine's server" if parts.hostname in LOCAL_HOSTS else ""
    return Target(off_host=True, reason=reason)


def _within(path: str, fragment: str, prefix: str) -> Target:
    if not (path + "/").startswith(prefix):
        return Target(reason=f"leads outside the site's folder {prefix}")
    below = unquote(path[len(prefix) :])
    clean = posixpath.normpath(below) if below else ""
    if clean == ".." or clean.startswith("../"):
        return Target(reason="climbs above the site's root")
    clean = "" if clean == "." else clean
    folder = not below or below.endswith(("/", "/.", "/..")) or below in {".", ".."}
    return Target(clean + "/" if folder else clean, fragment)


def _find_file(site: Site, path: str, *, file_urls: bool) -> tuple[str, str]:
    """Return the file a site path serves, or the reason why there is none."""
    if path.endswith("/"):
        served = posixpath.join(path.lstrip("/"), "index.html")
        if file_urls:
            return served, "folder link does not open from a folder on disk: name index.html"
        return served, "" if served in site.files else "folder without index.html"
    if path in site.files:
        return path, ""
    if path in site.folders:
        return path, "folder link without a slash at its end"
    other = next((name for name in sorted(site.files) if name.lower() == path.lower()), None)
    return path, f"differs by case from {other}" if other else "no such file"


def _check_reference(site: Site, page: str, reference: Reference, base_url: str | None, *, file_urls: bool) -> str:
    """Return why a reference is faulty, or an empty string."""
    url = reference.url
    if not url:
        return "empty URL"
    target = resolve(url, page, base_url)
    if target.reason or target.path is None:
        return target.reason or ("off-host asset" if target.off_host and reference.role != "link" else "")
    if file_urls and url.startswith("/"):
        return "root-relative URL does not open from a folder on disk"
    path, reason = _find_file(site, target.path, file_urls=file_urls and not SCHEME.match(url))
    return reason or _check_fragment(site, path, target.fragment.partition(":~:")[0], reference)


def _check_fragment(site: Site, path: str, fragment: str, reference: Reference) -> str:
    document = site.documents.get(path)
    if document is None or not fragment or path.endswith((".css", ".xml")):
        return ""
    known = fragment in document.ids or (fragment == "top" and reference.role == "link")
    return "" if known else "no such id"


def check(root: Path, base_url: str | None = None, *, file_urls: bool = False) -> list[Problem]:
    """Find every reference of a site that leads nowhere, every off-host asset and every doubled id.

    `base_url` is the SITEURL the site was built with, if any; with `file_urls`, links that only a server can
    answer (folders, root-relative URLs) are problems too.
    """
    site = scan(root)
    problems = set()
    for page, document in site.documents.items():
        if document.fault:
            problems.add(Problem(page, "", document.fault))
        problems.update(Problem(page, f"#{key}", "id used twice", number) for key, number in document.doubled)
        known: dict[tuple[str, str], str] = {}
        # Feeds, sitemaps and the page for missing pages are only ever read through a server.
        on_disk = file_urls and not page.endswith((".xml", "404.html"))
        for reference, number in document.references:
            key = (reference.url, reference.role)
            if key not in known:
                known[key] = _check_reference(site, page, reference, base_url, file_urls=on_disk)
            if known[key]:
                problems.add(Problem(page, reference.url, known[key], number))
    return sorted(problems)


def external(root: Path, base_url: str | None = None) -> dict[str, tuple[str, ...]]:
    """Return each off-host link of the site with the pages that carry it, both sorted."""
    found: dict[str, set[str]] = {}
    for page, document in scan(root).documents.items():
        for reference, _ in document.references:
            if reference.role == "link" and resolve(reference.url, page, base_url).off_host:
                found.setdefault(reference.url, set()).add(page)
    return {url: tuple(sorted(pages)) for url, pages in sorted(found.items())}
