"""A walk over YAML nodes by a table of fields: plain data with positions, and every fault at once.

Plain scalars are text, except a plain ``null`` or ``~``. Anchors, aliases and tags are faults, and so are
repeated and unknown keys. The same tables describe the files for editors, see ``schema``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml

from deconflict.diagnostics import Diagnostics, did_you_mean

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

#: An anchor, alias or tag could begin here: only then the events are looked through.
_SUSPECT = re.compile(r"(?m)(?:^|[\s\[{,:-])[&*!]\S")
#: Marks that turn the direction of text that follows: they can make a page read as what it does not say.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NULL = ("null", "~")
#: Longest key of a mapping, in characters.
LONGEST_KEY = 100
#: Deepest nesting of a file: records need eight. YAML's own reader runs out of stack at some thousands.
DEEPEST = 50


class Marked(msgspec.Struct, frozen=True):
    """A node's data with its place in the file: text or ``None``, a list, or a mapping of ``Marked``.

    ``broken`` are the keys (of a list: the numbers) of entries that were left out because they have faults: who
    misses one of them need not report that too.
    """

    value: Any
    line: int
    column: int
    broken: frozenset[str] = frozenset()

    def get(self, name: str) -> Any:
        """The plain value of a mapping's entry, or ``None``."""
        entry = self.value.get(name)
        return None if entry is None else entry.value

    def plain(self) -> Any:
        """The same data without positions."""
        if isinstance(self.value, dict):
            return {k: v.plain() for k, v in self.value.items()}
        return [v.plain() for v in self.value] if isinstance(self.value, list) else self.value


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """A scalar: with a pattern and words for it, or one of the given ``choices``."""

    pattern: str = ""
    expects: str = "text"
    choices: tuple[str, ...] = ()
    nullable: bool = False
    longest: int = 2000


class Many(msgspec.Struct, frozen=True):
    """A list of one shape."""

    item: Shape


class Table(msgspec.Struct, frozen=True):
    """A mapping from ids of the file's own choosing to one shape."""

    item: Shape
    pattern: str = ""


class Field(msgspec.Struct, frozen=True):
    """One entry of a mapping: its shape, whether it must be there, and what it means."""

    shape: Shape
    doc: str
    required: bool = False


class Entry(msgspec.Struct, frozen=True):
    """A mapping with known fields; ``rest`` is the shape of all others, without it they are faults."""

    fields: Mapping[str, Field]
    rest: Shape | None = None


class Either(msgspec.Struct, frozen=True):
    """A scalar, or in its place a mapping that says more."""

    text: Text
    entry: Entry


class Free(msgspec.Struct, frozen=True):
    """Anything at all: read past, for entries that the site has no use for."""


Shape = Text | Many | Table | Entry | Either | Free


class Walker:
    """Reads one file; faults go to ``diagnostics`` under the name ``path``."""

    def __init__(self, path: str, diagnostics: Diagnostics) -> None:
        """Name the file that faults are reported for."""
        self.path = path
        self.diagnostics = diagnostics
        self.lines: list[str] = []

    def fault(self, where: Marked | yaml.Node | tuple[int, int], code: str, message: str) -> None:
        """Report a fault at a node."""
        if isinstance(where, Marked):
            line, column = where.line, where.column
        elif isinstance(where, tuple):
            line, column = where
        else:
            line, column = where.start_mark.line + 1, where.start_mark.column + 1
        self.diagnostics.add(self.path, line, column, code, message)

    def warn(self, where: Marked, code: str, message: str) -> None:
        """Report at a node what is odd, but may be right."""
        self.diagnostics.add(self.path, where.line, where.column, code, message, "warning")

    def read(self, file: Path, shape: Shape) -> Marked | None:
        """Read a file into ``Marked`` data, or ``None`` if it is not YAML of that shape at all."""
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            line = before.count(b"\n") + 1
            column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
            self.fault((line, column), "invalid-utf8", f"byte 0x{error.object[error.start]:02x} is not UTF-8")
            return None
        except OSError as error:
            self.fault((0, 0), "unreadable", f"cannot be read: {error.strerror}")
            return None
        return self.read_text(text, shape)

    def read_text(self, text: str, shape: Shape) -> Marked | None:
        """Read YAML text; its lines are kept for those who look for the place of a word."""
        self.lines = text.split("\n")
        try:
            if (_SUSPECT.search(text) or _could_be_deep(text)) and not self._sound(text):
                return None
            node = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            tab = mark is not None and _has_tab(text, mark.line)
            code = "tab" if tab else "yaml"
            hint = " (indent with spaces, not tabs)" if tab else ""
            self.fault(place, code, f"{error.problem or error.context or 'not YAML'}{hint}")
            return None
        except yaml.reader.ReaderError as error:
            # The fast reader counts bytes, the slow one characters.
            fast = _Loader is not yaml.SafeLoader
            before = text.encode()[: error.position].decode() if fast else text[: error.position]
            place = (before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
            self.fault(place, "yaml", f"character U+{ord(text[len(before)]):04X} is not allowed")
            return None
        except (ValueError, RecursionError) as error:
            self.fault((0, 0), "yaml", f"cannot be read: {error}")
            return None
        if not isinstance(node, yaml.MappingNode):
            self.fault((1, 1), "not-a-mapping", "the file must be a mapping of keys to values")
            return None
        return self.walk(node, shape, "the file")

    def walk(self, node: yaml.Node, shape: Shape, name: str) -> Marked | None:
        """Read one node by its shape; ``None`` after a fault."""
        match shape:
            case Text():
                return self._text(node, shape, name)
            case Many():
                return self._many(node, shape, name)
            case Table():
                return self._table(node, shape, name)
            case Entry():
                return self._entry(node, shape, name)
            case Either():
                return self.walk(node, shape.text if isinstance(node, yaml.ScalarNode) else shape.entry, name)
            case Free():
                return _marked(None, node)

    def _text(self, node: yaml.Node, shape: Text, name: str) -> Marked | None:
        if not isinstance(node, yaml.ScalarNode):
            self.fault(node, "not-text", f"'{name}' must be {shape.expects}, not a list or a mapping")
            return None
        value: str = node.value
        if not node.style and value in _NULL:
            if shape.nullable:
                return _marked(None, node)
            self.fault(node, "empty", f"'{name}' must be {shape.expects}, not null")
            return None
        if not value.strip():
            self.fault(node, "empty", f"'{name}' is empty, it must be {shape.expects}")
            return None
        if len(value) > shape.longest:
            self.fault(node, "too-long", f"'{name}' has {len(value):,} characters, at most {shape.longest:,}")
            return None
        if _TURNS.search(value):
            self.fault(node, "bidi-control", f"'{name}' holds a mark that turns the direction of text")
            return None
        if shape.choices and value not in shape.choices:
            known = ", ".join(shape.choices)
            hint = did_you_mean(value, shape.choices) or f"; known are {known}"
            self.fault(node, "unknown-word", f"'{name}' cannot be '{_short(value)}'{hint}")
            return None
        if shape.pattern and not re.fullmatch(shape.pattern, value, re.ASCII):
            self.fault(node, "bad-value", f"'{name}' must be {shape.expects}, not '{_short(value)}'")
            return None
        return _marked(value, node)

    def _many(self, node: yaml.Node, shape: Many, name: str) -> Marked | None:
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node, "not-a-list", f"'{name}' must be a list")
            return None
        items = [self.walk(item, shape.item, name) for item in node.value]
        broken = frozenset(str(n) for n, item in enumerate(items) if item is None)
        return _marked([item for item in items if item is not None], node, broken)

    def _pairs(self, node: yaml.Node, name: str) -> list[tuple[yaml.ScalarNode, str, yaml.Node]] | None:
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, "not-a-mapping", f"'{name}' must be a mapping of keys to values")
            return None
        seen: set[str] = set()
        pairs = []
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.fault(key, "bad-key", f"a key of '{name}' must be a word")
            elif len(key.value) > LONGEST_KEY:
                self.fault(key, "too-long", f"a key of '{name}' has {len(key.value):,} characters")
            elif key.value in seen:
                self.fault(key, "duplicate-key", f"'{_short(key.value)}' stands twice in '{name}'")
            else:
                seen.add(key.value)
                pairs.append((key, key.value, value))
        return pairs

    def _table(self, node: yaml.Node, shape: Table, name: str) -> Marked | None:
        pairs = self._pairs(node, name)
        if pairs is None:
            return None
        found: dict[str, Marked] = {}
        for key, word, value in pairs:
            if shape.pattern and not re.fullmatch(shape.pattern, word, re.ASCII):
                self.fault(key, "bad-key", f"'{_short(word)}' cannot be a key of '{name}'")
                continue
            item = self.walk(value, shape.item, word)
            if item is not None:
                line, column = key.start_mark.line + 1, key.start_mark.column + 1
                found[word] = Marked(item.value, line, column, item.broken)
        return _marked(found, node, frozenset(word for _, word, _ in pairs if word not in found))

    def _entry(self, node: yaml.Node, shape: Entry, name: str) -> Marked | None:
        pairs = self._pairs(node, name)
        if pairs is None:
            return None
        found: dict[str, Marked] = {}
        for key, word, value in pairs:
            field = shape.fields.get(word)
            if field is None and shape.rest is None:
                hint = did_you_mean(word, shape.fields)
                self.fault(key, "unknown-key", f"no key '{_short(word)}' in {name}{hint}")
                continue
            item = self.walk(value, field.shape if field else shape.rest, word)  # type: ignore[arg-type]
            if item is not None:
                at = (key.start_mark.line + 1, key.start_mark.column + 1) if field is None else None
                found[word] = item if at is None else Marked(item.value, *at, item.broken)
        present = {word for _, word, _ in pairs}
        for word, field in shape.fields.items():
            if field.required and word not in present:
                self.fault(node, "missing-key", f"{name} needs '{word}' ({field.doc})")
        return _marked(found, node, frozenset(present - set(found)))

    def _sound(self, text: str) -> bool:
        """Report anchors, aliases, tags and too deep nesting; say whether the file can be walked all the same."""
        depth, walkable = 0, True
        for event in yaml.parse(text, Loader=_Loader):
            mark = event.start_mark
            place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                self.fault(place, "yaml", f"lists and mappings are nested more than {DEEPEST} deep")
                return False
            if isinstance(event, yaml.AliasEvent):
                self.fault(place, "alias", "aliases are not allowed: write the value out")
                walkable = False  # an alias can hold itself, or multiply without end
            elif anchor := getattr(event, "anchor", None):
                self.fault(place, "alias", f"anchors are not allowed: '&{anchor}'")
            elif tag := getattr(event, "tag", None):
                self.fault(place, "alias", f"tags are not allowed: '{tag}'")
        return walkable


def schema(shape: Shape) -> dict[str, Any]:
    """Describe a shape as JSON Schema (draft 2020-12), for editors."""
    match shape:
        case Text():
            kind: Any = ["string", "number", "boolean", *(["null"] if shape.nullable else [])]
            found: dict[str, Any] = {"type": kind, "description": shape.expects}
            if shape.choices:
                # A plain number is a number to an editor, and a text to this format.
                numbers = [int(choice) for choice in shape.choices if choice.isdecimal()]
                found["enum"] = [*shape.choices, *numbers, *([None] if shape.nullable else [])]
            elif shape.pattern:
                found["pattern"] = f"^(?:{shape.pattern})$"
            return found
        case Many():
            return {"type": "array", "items": schema(shape.item)}
        case Table():
            names = {"propertyNames": {"pattern": f"^(?:{shape.pattern})$"}} if shape.pattern else {}
            return {"type": "object", **names, "additionalProperties": schema(shape.item)}
        case Entry():
            fields = {n: {**schema(f.shape), "description": f.doc} for n, f in shape.fields.items()}
            rest: Any = False if shape.rest is None else schema(shape.rest)
            required = [n for n, f in shape.fields.items() if f.required]
            return {
                "type": "object",
                "properties": fields,
                "required": required,
                "additionalProperties": rest,
            }
        case Either():
            return {"anyOf": [schema(shape.text), schema(shape.entry)]}
        case Free():
            return {}


def _marked(value: Any, node: yaml.Node, broken: frozenset[str] = frozenset()) -> Marked:
    return Marked(value, node.start_mark.line + 1, node.start_mark.column + 1, broken)


def _could_be_deep(text: str) -> bool:
    """Whether there are enough openings for the nesting to go too deep; indentation needs a line each."""
    return sum(map(text.count, ("[", "{", "- ", "? ", ":\n", ": \n"))) > DEEPEST * 4


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _has_tab(text: str, line: int) -> bool:
    lines = text.split("\n")
    return any(
        "\t" in lines[n][: len(lines[n]) - len(lines[n].lstrip())] for n in (line - 1, line) if 0 <= n < len(lines)
    )
