"""Tables of values: one YAML file per type, read into rows that tests take as parameters."""

import re
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "tables"
_QUANTITIES = ("length", "time", "frequency", "ratio", "speed", "count")


def tables() -> dict[str, dict[str, Any]]:
    """All tables by the id of the fact that they are about."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        table = yaml.safe_load(path.read_text(encoding="utf-8"))
        if path.stem == "quantity":
            for dimension in _QUANTITIES:
                found[dimension] = {part: rows[dimension] for part, rows in table.items() if dimension in rows}
        elif path.stem == "code":
            found |= table
        else:
            found[path.stem] = table
    return found


def rows(part: str) -> list[tuple[Any, ...]]:
    """The rows of one part of every table, with the fact's id first."""
    found = ((fact, row) for fact, table in tables().items() for row in table.get(part, ()))
    return [(fact, *row) if isinstance(row, list) else (fact, row) for fact, row in found]


def unmark(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks ⟦…⟧ out of a sentence; return it with the offsets that they enclosed."""
    text, spans = "", []
    for plain, marked in re.findall("([^⟦]*)(?:⟦([^⟧]*)⟧)?", sentence):
        text += plain
        if marked:
            spans.append((len(text), len(text) + len(marked)))
        text += marked
    return text, spans
