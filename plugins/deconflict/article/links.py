"""Addresses in articles: which an author may write, and how they reach Pelican unharmed."""

from __future__ import annotations

import re

import mdurl
from markdown_it.common.normalize_url import normalizeLink

SCHEMES = ("http", "https", "mailto")

_INTRASITE = re.compile(r"([{|])(filename|static|attach|index|author|category|tag)([}|])")
_SCHEME = re.compile(r"([^/?#]*):")
_OPEN_CLOSE = {"{": "}", "|": "|"}


def normalize(url: str) -> str:
    """Percent-encode an address, but leave the marks of Pelican's intrasite links as they are."""
    mark = _mark(url)
    if mark:
        return mark + str(mdurl.encode(url[len(mark) :]))
    return normalizeLink(url)


def is_external(href: str) -> bool:
    """Tell whether an address names another host."""
    return href.lower().startswith(("http:", "https:", "//"))


def find_problem(href: str, *, image: bool = False) -> tuple[str, str] | None:
    """Return the code and message of what is wrong with a normalised address, or None."""
    mark = _mark(href)
    # Pelican splits what follows its mark like an address of its own, scheme and host included.
    rest = href[len(mark) :]
    scheme = _SCHEME.match(rest)
    name = scheme[1].lower() if scheme else ""
    if image and not mark and is_external(rest):
        return "off-host-image", f"the image '{href}' is on another host: put a copy into the site's content"
    problem = ""
    if rest.startswith("//"):
        problem = f"the address '{href}' has a host without a scheme: write https:"
    elif scheme and (mark or image or name not in SCHEMES):
        problem = f"the address '{href}' has a scheme that is not allowed here"
    elif not mark and href.startswith(("{", "|", "%7B", "%7C")):
        problem = f"the address '{mdurl.decode(href)}' begins with a mark that Pelican does not know"
    elif image and not rest:
        problem = "the image has no address"
    return ("bad-link", problem) if problem else None


def _mark(url: str) -> str:
    match = _INTRASITE.match(url)
    return match[0] if match and _OPEN_CLOSE[match[1]] == match[3] else ""
