"""What a page makes a browser load, after gzip: at rest, and with its live map."""

import gzip
import posixpath
from functools import cache
from pathlib import Path

import msgspec

from tests.support.markup import read

#: Attributes of a map's figure that name what is loaded when it comes into view, separated by spaces.
LATER = ("data-css", "data-scripts")
PICTURES = {"img": ("src",), "script": ("src",), "source": ("src",)}
LOADED_RELS = {"stylesheet", "icon", "preload"}


class Load(msgspec.Struct, frozen=True):
    """The files that a page loads, as paths below the site's root: the page with what it names, and its live map's."""

    page: str
    rest: tuple[str, ...]
    live: tuple[str, ...]


class Weight(msgspec.Struct, frozen=True):
    """Kilobytes (1,000 bytes) after ``gzip -9``: the page alone, at rest, with the live map."""

    html: float
    rest: float
    live: float


def find_load(root: Path, page: str) -> Load:
    """Return what a page loads, read from its markup."""
    rest, live = {page}, set()
    for tag in read((root / page).read_text(encoding="utf-8")):
        named = [tag.attributes[key] for key in PICTURES.get(tag.name, ()) if key in tag.attributes]
        if tag.name == "link" and LOADED_RELS & set(tag.attributes.get("rel", "").split()):
            named.append(tag.attributes["href"])
        rest |= {_resolve(page, url) for url in named if not url.startswith("data:")}
        live |= {_resolve(page, url) for key in LATER for url in tag.attributes.get(key, "").split()}
    return Load(page, tuple(sorted(rest)), tuple(sorted(live - rest)))


def _resolve(page: str, url: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), url.partition("?")[0]))


def weigh(root: Path, page: str) -> Weight:
    """Return what a page weighs; a file that it names and the site lacks is an error."""
    load = find_load(root, page)
    rest = sum(zipped(root / path) for path in load.rest)
    return Weight(zipped(root / page), rest, rest + sum(zipped(root / path) for path in load.live))


@cache
def zipped(path: Path) -> float:
    """Return the kilobytes of a file after ``gzip -9``."""
    return len(gzip.compress(path.read_bytes(), 9, mtime=0)) / 1e3
