"""No string of the records' data stands in code: a new incident between other parties changes no Python file."""

import ast
import re
from pathlib import Path

import pytest

from deconflict import catalogue
from deconflict.diagnostics import CODES
from tests.conftest import ROOT

PLUGIN = ROOT / "plugins" / "deconflict"
#: Words of the data that are also words of the format, of a file format, or of plain English.
FORMAT_WORDS = {
    *CODES,  # names of faults
    "outlet",  # the reserved id of a report's own voice
    "other",  # the side and the heading of what fits nowhere else
    "aircraft",  # a type of the catalogue, and the key of its table
}


def phrases(records) -> set[str]:
    """What only this site's records say: keys, names, ids of more than one word, quotes of people's names."""
    found: set[str] = {*records.incidents, *records.sources}
    world = records.world
    for place in world.places.values():
        found |= {place.id, place.name, *place.also}
    for actor in world.actors.values():
        found |= {actor.name, actor.adjective, *actor.also} | ({actor.id} if len(actor.id) > 2 else set())
    found |= {
        name for names in catalogue.load()["aircraft"].values() for name in (names["label"], *names.get("also", ()))
    }
    found |= set(world.aircraft) | set(records.organisations) | set(records.organisations.values())
    for incident in records.incidents.values():
        found |= {*incident.acts, incident.title, incident.code}
        found |= {act.organisation for act in incident.acts.values()} - {None}
        found |= {name for name in incident.world.facts if "_" in name}
        found |= {code for fact in incident.world.facts.values() for code in fact.codes if "-" in code or "+" in code}
    for source in records.sources.values():
        found.add(source.publisher.split(" (")[0])
        found |= {s.id for s in source.speakers} | {s.name for s in source.speakers if s.name}
    return {phrase for phrase in found if len(phrase) > 1 and phrase.casefold() not in FORMAT_WORDS}


def strings(path: Path):
    """The string constants of a module that are no docstrings, with their lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documents:
            yield node.lineno, node.value


@pytest.fixture(scope="module")
def pattern(records):
    longest_first = sorted(phrases(records), key=lambda p: (-len(p), p))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE)


@pytest.mark.parametrize("path", sorted(PLUGIN.rglob("*.py")), ids=lambda p: p.relative_to(PLUGIN).as_posix())
def test_code_holds_no_data(path, pattern):
    found = [(line, match[0]) for line, text in strings(path) for match in [pattern.search(text)] if match]
    assert found == []


def test_the_search_would_find_it(records, pattern):
    assert len(phrases(records)) > 300
    for text in (
        "near albu-kamal",
        "two F-22",
        "the-sun-2017-12",
        "russia",
        "who_approached",
        "The Sun said",
        "us-defence",
    ):
        assert pattern.search(text), text
