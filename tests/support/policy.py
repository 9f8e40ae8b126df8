"""Check that every page carries the Content-Security-Policy and holds nothing that it forbids."""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.markup import Tag, line, read
from tests.support.problem import Problem
from tests.support.references import find_in_css, find_in_tag

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
DATA_TYPES = {"application/json", "application/ld+json"}
BLOCKED = {"iframe", "frame", "object", "embed", "applet", "audio", "video", "base"}
PICTURES = {"img", "source", "image", "feimage"}
FORBIDDEN = {
    "style": "inline style attribute",
    "srcdoc": "inline document",
    "action": "form with an action",
    "formaction": "form with an action",
}
HANDLER = re.compile(r"on[a-z]+")
BLANK_SPACE = re.compile(r"[\s\x00-\x1f]")


def check(root: Path, policy: str = POLICY, exceptions: Mapping[str, str] | None = None) -> list[Problem]:
    """Find every breach of the policy below an output folder.

    `exceptions` maps a glob over page paths to the exact policy which those pages carry instead.
    """
    problems = []
    for path in sorted(root.rglob("*")):
        page = path.relative_to(root).as_posix()
        if path.suffix in {".html", ".htm", ".svg"}:
            text = path.read_text(encoding="utf-8")
            own = next((own for glob, own in (exceptions or {}).items() if fnmatchcase(page, glob)), policy)
            problems += check_page(page, text, None if path.suffix == ".svg" else own)
        elif path.suffix == ".css":
            text = path.read_text(encoding="utf-8")
            problems += [Problem(page, url, "off-host asset") for url in find_in_css(text) if _off_host(url)]
            if "@font-face" in text:
                problems.append(Problem(page, "@font-face", "blocked by the policy (no font-src)"))
    return problems


def check_page(page: str, text: str, policy: str | None = POLICY) -> list[Problem]:
    """Find the breaches of one page; a policy of None (a drawing on its own) asks for no policy element."""
    tags = list(read(text))
    problems = [] if policy is None else [Problem(page, "", reason) for reason in _find_header(tags, policy)]
    for tag in tags:
        found = [*_find_in_script(tag), *_find_in_tag(tag)]
        problems += [Problem(page, target, reason, line(text, tag.offset)) for target, reason in found]
    return problems


def _find_header(tags: list[Tag], policy: str) -> Iterator[str]:
    names = [tag.name for tag in tags]
    start = names.index("head") + 1 if "head" in names else 0
    first, second = [*tags[start : start + 2], Tag("", {}, "", 0), Tag("", {}, "", 0)][:2]
    if first.name != "meta" or first.attributes.get("charset", "").lower() != "utf-8":
        yield 'head does not begin with <meta charset="utf-8">'
    metas = [tag for tag in tags if tag.attributes.get("http-equiv", "").lower() == "content-security-policy"]
    if not metas:
        yield "no Content-Security-Policy"
    elif len(metas) > 1:
        yield "more than one Content-Security-Policy"
    elif metas[0] is not second:
        yield "Content-Security-Policy does not come right after the charset"
    yield from (
        f"other policy: {tag.attributes.get('content')}" for tag in metas if tag.attributes.get("content") != policy
    )


def _find_in_script(tag: Tag) -> Iterator[tuple[str, str]]:
    if tag.name == "style":
        yield "<style>", "inline style element"
    if tag.name != "script":
        return
    kind = tag.attributes.get("type", "").lower()
    if kind in DATA_TYPES:
        if "<" in tag.text:
            yield f"<script type={kind}>", "raw < in a data block"
        if "src" in tag.attributes:
            yield f"<script type={kind}>", "data block with src"
        return
    target = tag.attributes.get("src") or "<script>"
    if "src" not in tag.attributes:
        yield target, "inline script"
    elif tag.text.strip():
        yield target, "script with src and text"
    if kind not in {"", "text/javascript"}:
        yield target, f"not a classic script: type={kind}"
    if "src" in tag.attributes and ("defer" not in tag.attributes or "async" in tag.attributes):
        yield target, "script is not deferred"


def _find_in_tag(tag: Tag) -> Iterator[tuple[str, str]]:
    label = f"<{tag.name}>"
    rels = set(tag.attributes.get("rel", "").lower().split())
    if tag.name in BLOCKED:
        yield label, "element that the policy blocks"
    if tag.name == "link" and "manifest" in rels:
        yield tag.attributes.get("href", label), "manifest that the policy blocks"
    if tag.attributes.get("target", "").lower() == "_blank" and not rels & {"noopener", "noreferrer"}:
        yield tag.attributes.get("href", label), "target=_blank without rel=noopener"
    for key, value in tag.attributes.items():
        if reason := _check_attribute(key, value):
            yield f"{key}={value}", reason
    for reference in find_in_tag(tag):
        if reference.role != "asset" or tag.name == "meta":
            continue
        if _off_host(reference.url):
            yield reference.url, "off-host asset"
        elif reference.url.startswith("data:") and tag.name not in PICTURES and "icon" not in rels:
            yield reference.url[:40], "data: URL that is not an image"


def _check_attribute(key: str, value: str) -> str:
    if key in FORBIDDEN:
        return FORBIDDEN[key]
    if HANDLER.fullmatch(key):
        return "inline event handler"
    script = BLANK_SPACE.sub("", value).lower().startswith(("javascript:", "vbscript:"))
    return "script URL" if script else ""


def _off_host(url: str) -> bool:
    return url.startswith("//") or urlsplit(url).scheme in {"http", "https", "ws", "wss", "ftp"}
