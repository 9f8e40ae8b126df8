"""What stands in the documents: fenced examples, tables, headings and links."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

FENCE = re.compile(r"(?ms)^(?P<ticks>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=ticks)$")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"(?m)^#{1,6} (.+)$")


class Example(NamedTuple):
    """A fenced block: language, what it is (``claims``, a file's name …), its text and line."""

    language: str
    kind: str
    text: str
    line: int


def examples(document: str) -> Iterator[Example]:
    for match in FENCE.finditer(document):
        language, _, kind = match["info"].strip().partition(" ")
        kind = kind or ("claims" if match["text"].startswith("claims:") else "")
        yield Example(language, kind, match["text"], document.count("\n", 0, match.start()) + 1)


def prose(document: str) -> str:
    """The document without its fenced blocks."""
    return FENCE.sub("", document)


def tables(document: str, *head: str) -> Iterator[list[str]]:
    """The rows of every table with this head, cells without their backticks."""
    inside = False
    for line in document.splitlines():
        row = cells(line) if line.startswith("|") else None
        if row is None or row == list(head):
            inside = row is not None
        elif inside and not set("".join(row)) <= set("-: "):
            yield row


def rewrite(document: str, head: tuple[str, ...], row_of: Callable[[list[str], list[str]], list[str]]) -> str:
    """Put other cells in the rows of every table whose head begins so; all but the last stay in backticks."""
    lines: list[str] = []
    found: list[str] | None = None
    for line in document.split("\n"):
        row = cells(line) if line.startswith("|") else None
        if row is None:
            found = None
        elif row[: len(head)] == list(head):
            found = row
        elif found and not set("".join(row)) <= set("-: "):
            *before, last = row_of(found, row)
            quoted = (f"`` {cell} ``" if "`" in cell else f"`{cell}`" for cell in before)
            lines.append(f"| {' | '.join((*quoted, last))} |")
            continue
        lines.append(line)
    return "\n".join(lines)


def cells(line: str) -> list[str]:
    parts = re.split(r"(?<!\\)\|", line.strip().strip("|"))
    return [unquote(part.strip().replace("\\|", "|")) for part in parts]


def unquote(cell: str) -> str:
    match = re.fullmatch(r"(`+)(?!`) ?((?:(?!(?<!`)\1(?!`)).)*?) ?\1", cell)
    return match[2] if match else cell


def anchors(document: str) -> set[str]:
    """The ids that code hosts give to headings."""
    found: set[str] = set()
    for title in HEADING.findall(prose(document)):
        slug = re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", title).lower()).replace(" ", "-")
        number = sum(1 for other in found if other == slug or re.fullmatch(rf"{re.escape(slug)}-\d+", other))
        found.add(f"{slug}-{number}" if number else slug)
    return found


def links(path: Path) -> Iterator[tuple[Path, str]]:
    """Relative links of a document: the file, and the fragment or nothing."""
    for match in LINK.finditer(prose(path.read_text(encoding="utf-8"))):
        if not re.match(r"[a-z]+:", match["target"]):
            name, _, fragment = match["target"].partition("#")
            yield (path.parent / name).resolve() if name else path, fragment
