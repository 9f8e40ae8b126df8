"""An author's file as text: its characters, what must not be among them, and faults with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));")


class Fault(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong in a file, at a line and a column in code points, both counted from 1."""

    line: int
    column: int
    code: str
    message: str


def decode(data: bytes) -> tuple[str, list[Fault]]:
    """Read UTF-8, with or without a byte order mark, as lines that end in a line feed.

    A byte that is no UTF-8 and a character that nobody should write become U+FFFD and a fault.
    """
    try:
        text, faults = data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        before = _unify(error.object[: error.start].decode("utf-8", "replace"))
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        faults = [Fault(line, column, "invalid-utf8", "the file is not UTF-8 from here on")]
        text = data.decode("utf-8-sig", "replace")
    text = _unify(text)
    faults += find_controls(text)
    return replace_controls(text), faults


def find_controls(text: str, first_line: int = 1) -> list[Fault]:
    """Return a fault for each control character and each override of the writing direction."""
    return list(_faults(text, first_line, ((m.start(), ord(m[0])) for m in _UNSAFE.finditer(text))))


def find_references(text: str, first_line: int = 1) -> list[Fault]:
    """Return the same faults for characters that are written as numbers, such as ``&#x202E;``."""
    numbers = ((m.start(), int(m[1], 16) if m[1] else int(m[2])) for m in _REFERENCE.finditer(text))
    hits = ((at, n) for at, n in numbers if n < 0x110000 and has_controls(chr(n)))
    return list(_faults(text, first_line, hits))


def has_controls(text: str) -> bool:
    """Tell whether ``find_controls`` would report anything."""
    return _UNSAFE.search(text) is not None


def replace_controls(text: str) -> str:
    """Put U+FFFD in the place of each character that ``find_controls`` reports."""
    return _UNSAFE.sub("\ufffd", text)


def _unify(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _faults(text: str, first_line: int, hits: Iterable[tuple[int, int]]) -> Iterator[Fault]:
    line, last = first_line, 0
    for at, number in hits:
        line += text.count("\n", last, at)
        last = at
        column = at - text.rfind("\n", 0, at)
        if 0x202A <= number <= 0x2069:
            yield Fault(line, column, "bidi-control", f"U+{number:04X} turns the order of the text around")
        else:
            yield Fault(line, column, "control-character", f"U+{number:04X} is a control character")
