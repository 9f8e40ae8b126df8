"""A tree on a terminal: rows of depth and text, drawn with lines and wrapped to the width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

#: Least room for words, however deep a row stands.
_LEAST = 24


def draw(rows: Sequence[tuple[int, str]], width: int) -> Iterator[str]:
    """Draw rows in order, each below the nearest row above it that is less deep; depth 0 has no lines."""
    ahead: set[int] = set()
    flags: list[frozenset[int]] = []
    for depth, _ in reversed(rows):
        flags.append(frozenset(ahead))
        ahead = {level for level in ahead if level < depth} | {depth}
    flags.reverse()
    for number, ((depth, text), more) in enumerate(zip(rows, flags, strict=True)):
        parent = number + 1 < len(rows) and rows[number + 1][0] > depth
        stem = "".join("│   " if level in more else "    " for level in range(1, depth))
        first, rest = "", "  "
        if depth:
            first = stem + ("├── " if depth in more else "└── ")
            rest = stem + ("│   " if depth in more else "    ") + ("│   " if parent else "  ")
        room = max(_LEAST, width - len(rest))
        for line, words in enumerate(textwrap.wrap(shown(text), room, break_on_hyphens=False) or [""]):
            yield (rest if line else first) + words


def shown(text: str) -> str:
    """A text as a terminal may print it: what would move its cursor is written out."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
