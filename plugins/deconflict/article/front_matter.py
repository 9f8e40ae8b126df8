"""Front matter: what stands above an article, as YAML between lines of ``---`` or as ``Key: value``."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import yaml

from deconflict.article.passages import Spot, align, find_place
from deconflict.article.text import Fault, has_controls

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEADER = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):[ \t]*(?P<value>.*)")
_CONTINUED = re.compile(r"(?: {4,}|\t[ \t]*)(?P<value>.*\S.*)")


class Field(msgspec.Struct, frozen=True):
    """One entry: its key in lower case, its text in lines (or a list of texts), and where the value begins.

    ``spots`` say where each word of a text stands (of its lines, joined by line feeds), as far as that is known.
    """

    name: str
    lines: tuple[str, ...]
    line: int
    column: int
    is_list: bool = False
    spots: tuple[Spot, ...] = ()

    @property
    def text(self) -> str:
        """The lines together."""
        return "\n".join(self.lines)

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Where in the file a place in the text is, counted from 1 in both."""
        at = sum(len(text) + 1 for text in self.lines[: line - 1]) + column - 1
        return find_place(self.spots, at) if self.spots else (self.line, self.column)


class FrontMatter(msgspec.Struct, frozen=True):
    """The entries of a file, its text, the number of the text's first line, and what is wrong above it."""

    fields: tuple[Field, ...]
    body: str
    first_line: int
    faults: tuple[Fault, ...]


def parse(text: str) -> FrontMatter:
    """Take a file apart; lines end in a line feed. Empty values count as not written."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return _parse_headers(lines)
    for end, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            return _parse_yaml(lines, end)
    fault = Fault(1, 1, "bad-front-matter", "no line of --- closes the front matter")
    return FrontMatter((), "", len(lines), (fault,))


def _parse_yaml(lines: list[str], end: int) -> FrontMatter:
    fields: list[Field] = []
    faults: list[Fault] = []
    try:
        root = yaml.compose("\n".join(lines[1:end]) + "\n", Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 2, mark.column + 1) if mark else (2, 1)
        faults.append(Fault(*place, "yaml", f"YAML: {error.problem or error.context}"))
        root = None
    except yaml.YAMLError:
        faults.append(Fault(2, 1, "yaml", "YAML: a character that cannot stand here"))
        root = None
    if isinstance(root, yaml.MappingNode):
        for key, value in root.value:
            field = _read_entry(key, value, lines, faults)
            if field:
                _add(field, _place(key), fields, faults)
    elif root is not None:
        faults.append(Fault(*_place(root), "bad-front-matter", "write front matter as lines of key: value"))
    return FrontMatter(tuple(fields), "\n".join(lines[end + 1 :]), end + 2, tuple(faults))


def _read_entry(key: yaml.Node, value: yaml.Node, lines: list[str], faults: list[Fault]) -> Field | None:
    line, column = _place(value)
    if not isinstance(key, yaml.ScalarNode):
        faults.append(Fault(*_place(key), "bad-front-matter", "a key must be one word"))
        return None
    name = key.value.strip().lower()
    texts = value.value if isinstance(value, yaml.SequenceNode) else [value]
    if not all(isinstance(text, yaml.ScalarNode) for text in texts):
        faults.append(Fault(line, column, "bad-front-matter", f"'{name}' must be a text or a list of texts"))
        return None
    for text in texts:
        # YAML can spell out a character that the file itself does not hold.
        if has_controls(text.value):
            faults.append(Fault(*_place(text), "control-character", f"'{name}' holds a control character"))
            return None
    if not isinstance(value, yaml.ScalarNode):
        items = tuple(text.value.strip() for text in texts if text.value.strip())
        return Field(name, items, line, column, is_list=True)
    if value.tag == "tag:yaml.org,2002:null":
        return Field(name, (), line, column)
    body = tuple(value.value.rstrip("\n").split("\n"))
    return Field(name, body, line, column, spots=tuple(align("\n".join(body), lines, line, column)))


def _parse_headers(lines: list[str]) -> FrontMatter:
    fields: list[Field] = []
    faults: list[Fault] = []
    at = 0
    while at < len(lines) and lines[at].strip():
        match = _HEADER.fullmatch(lines[at])
        if match is None:
            break
        start = at
        values = [match["value"].rstrip()] if match["value"].strip() else []
        place = (at + 1, match.start("value") + 1)
        spots = [(0, *place)] if values else []
        at += 1
        while at < len(lines) and (more := _CONTINUED.fullmatch(lines[at])):
            spots.append((sum(map(len, values)) + len(values), at + 1, more.start("value") + 1))
            values.append(more["value"].rstrip())
            at += 1
        line, column = spots[0][1:] if spots else place
        field = Field(match["key"].lower(), tuple(values), line, column, spots=tuple(spots))
        _add(field, (start + 1, match.start("key") + 1), fields, faults)
    if fields and at < len(lines) and lines[at].strip():
        message = "write Key: value, or four spaces to go on with a value, or a blank line before the text"
        faults.append(Fault(at + 1, 1, "bad-front-matter", message))
    return FrontMatter(tuple(fields), "\n".join(lines[at:]), at + 1, tuple(faults))


def _add(field: Field, place: tuple[int, int], fields: list[Field], faults: list[Fault]) -> None:
    if any(field.name == other.name for other in fields):
        faults.append(Fault(*place, "duplicate-key", f"'{field.name}' is there twice"))
    else:
        fields.append(field)


def _place(node: yaml.Node) -> tuple[int, int]:
    # The block begins in the file's second line, and both counts begin at 0.
    return node.start_mark.line + 2, node.start_mark.column + 1
