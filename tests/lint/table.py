"""Tables of sentences: a mark in a sentence is where a finding must point."""

from pathlib import Path
from typing import NamedTuple

import yaml

from deconflict.article import markdown
from deconflict.lint import lint

FOLDER = Path(__file__).parent


class Row(NamedTuple):
    """A sentence as an article of an incident has it, and the finding that it must have, or none."""

    incident: str
    text: str
    place: tuple[int, int] | None
    code: str | None


def rows(name):
    """All rows of a table: the file's faults, then its sound sentences."""
    table = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    for incident, parts in table.items():
        for code, marked in parts["faults"]:
            text = marked.replace("⟦", "").replace("⟧", "")
            yield Row(incident, text, (1, marked.index("⟦") + 1), code)
        for text in parts["sound"]:
            yield Row(incident, text, None, None)


def read(row, evidence):
    """The findings of a row's sentence: line, column and code."""
    document = markdown.parse(row.text, passages=True)
    assert not document.faults, row.text
    return [(f.line, f.column, f.code, f.message) for f in lint(document.passages, evidence[row.incident]).faults]


def score(name, evidence):
    """Faults found, faults in all, false alarms, and a line for each row that went wrong."""
    found = total = alarms = 0
    wrong = []
    for row in rows(name):
        faults = read(row, evidence)
        hit = [f for f in faults if row.place is not None and f[:3] == (*row.place, row.code)]
        other = [f for f in faults if f not in hit]
        total += row.code is not None
        found += bool(hit)
        alarms += bool(other)
        if other or (row.code and not hit):
            wrong.append(f"{row.code or 'sound'} {row.place or ''}: {row.text}\n    {other or 'nothing'}")
    return found, total, alarms, wrong
