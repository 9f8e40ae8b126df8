"""The tables of the documentation that are made from the code, by name.

In a document such a table stands between ``<!-- made: name -->`` and ``<!-- end -->``. ``pytest tests/docs
--update-golden`` writes them anew.
"""

import argparse
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from deconflict import catalogue, cli
from deconflict.diagnostics import CODES
from deconflict.page.marks import MARKS
from deconflict.reconcile.rules import RULES
from deconflict.records import incident, independence, source, vocabulary
from deconflict.records.walker import Either, Entry, Free, Many, Shape, Table, Text
from deconflict.render.exports import EXPORTS
from deconflict.render.exports.csv import COLUMNS
from deconflict.site.settings import DOCS
from deconflict.values import TYPES

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"(?s)(<!-- made: (?P<name>[\w-]+) -->\n)(?P<body>.*?)(<!-- end -->)")


def render(name: str) -> str:
    """Render a block as it stands between its marks, with an empty line on both sides."""
    return f"\n{BLOCKS[name]()}\n\n"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(head)]
    lines += [["---"] * len(lines[0]), *map(list, rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def code(word: object) -> str:
    return f"`` {word} ``" if "`" in str(word) else f"`{word}`"


def codes(words: Iterable[object]) -> str:
    return ", ".join(map(code, dict.fromkeys(words)))


#: Shapes that the guide describes in a table of their own, by the words that refer to it.
NAMED: dict[int, str] = {
    id(source.SPEAKER): "[speaker](#speakers)",
    id(source.CLAIM): "[claim](#claims)",
    id(incident.ACT): "[act](#acts-origins-and-copies)",
    id(incident.OVERRIDE): "[override](#overrides-and-corrections)",
    id(independence.DECISION): "[decision](#an-editors-decisions)",
    id(source.NEAR_COPY): "[near-copy](#near-copies)",
    id(incident.CORRECTION): "[correction](#overrides-and-corrections)",
    id(incident.EVENT): "[event](#background-events)",
    id(vocabulary.FACT): "[fact](#facts)",
    id(vocabulary.PLACE): "[place](#places)",
    id(vocabulary.AIRCRAFT): "[aircraft type](#aircraft-types)",
    id(vocabulary.ACTOR): "[actor](#actors)",
}


def shape_words(shape: Shape) -> str:
    """Say what may stand in a field."""
    match shape:
        case Text(choices=()):
            plain = shape.expects.partition(" (")[0]
            return plain + (" or null" if shape.nullable and "null" not in plain else "")
        case Text():
            return " or ".join(map(code, shape.choices))
        case Many():
            return f"list of {shape_words(shape.item)}"
        case Table():
            return f"mapping: id to {shape_words(shape.item)}"
        case Either():
            return f"{shape_words(shape.text)}, or {shape_words(shape.entry)}"
        case Entry():
            return NAMED.get(id(shape), "mapping, see below")
        case Free():
            return "anything"


def fields(entry: Entry) -> str:
    rows = (
        (code(name), "yes" if field.required else "", shape_words(field.shape), field.doc)
        for name, field in entry.fields.items()
        if not isinstance(field.shape, Free)
    )
    return table(("key", "required", "what stands there", "meaning"), rows)


def units() -> str:
    rows = []
    for name, unit in catalogue.load()["units"].items():
        names = (n for n in (unit["one"], unit["many"], *unit.get("also", ())) if n != name)
        rows.append((code(name), unit["dimension"], amount(unit["low"], unit["high"]), codes(names)))
    return table(("unit", "dimension", "in base units", "also understood"), rows)


def amount(low: float, high: float | None) -> str:
    if high is None:
        return f"{low} and more"
    return " to ".join(dict.fromkeys(f"{n:,.7g}" for n in (low, high)))


def share(low: float | None, high: float | None) -> str:
    if low is None:
        return f"0 to {high:.0%} of the figure"
    return f"{low:.0%} and more of the figure" if high is None else f"{low:.0%} to {high:.0%} of the figure"


def hedges() -> str:
    rows = (
        (code(name), share(hedge["below"], hedge["above"]), codes(hedge.get("also", ())))
        for name, hedge in catalogue.load()["hedges"].items()
    )
    return table(("hedge", "allows", "also understood"), rows)


def vagues() -> str:
    rows = []
    for name, vague in catalogue.load()["vagues"].items():
        names = (n for n in (vague["words"], *vague.get("also", ())) if n != name)
        rows.append((code(name), amount(vague["low"], vague["high"]), codes(names)))
    return table(("word", "allows", "also understood"), rows)


def prepositions() -> str:
    rows = (
        (code(name), kilometres(p["point_m"]), kilometres(p["area_m"]), codes(p.get("also", ())))
        for name, p in catalogue.load()["prepositions"].items()
    )
    return table(("word", "around a point", "around an area or a line", "also understood"), rows)


def kilometres(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres else "the area itself; around a line as around a point"


def shared_facts() -> str:
    rows = (
        (code(name), f["label"], ", ".join(filter(None, (f["type"], f.get("dimension")))), f["cardinality"])
        for name, f in catalogue.load()["facts"].items()
    )
    return table(("fact", "label", "type", "cardinality"), rows)


def commands() -> str:
    rows = [(code(f"deconflict {option}"), "", text) for option, text in options(cli._parser())]
    for name, parser, text in subcommands():
        words = [f"`{name}`", *(code(p.dest.upper()) for p in parser._actions if not p.option_strings)]
        rows.append((" ".join(words), "", text))
        rows += [("", code(option), help_) for option, help_ in options(parser)]
    return table(("command", "option", "meaning"), rows)


def subcommands() -> list[tuple[str, argparse.ArgumentParser, str]]:
    group = next(a for a in cli._parser()._actions if isinstance(a, argparse._SubParsersAction))
    words = {choice.dest: choice.help or "" for choice in group._choices_actions}
    return [(name, parser, words[name]) for name, parser in group.choices.items()]


def options(parser: argparse.ArgumentParser) -> list[tuple[str, str]]:
    found = (a for a in parser._actions if a.option_strings and "--help" not in a.option_strings)
    return [(f"{a.option_strings[-1]} {a.metavar if a.nargs != 0 else ''}".strip(), a.help or "") for a in found]


def make_targets() -> str:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    rows = ((code(f"make {name}"), text) for name, text in re.findall(r"(?m)^([a-z]+):.*?## (.*)$", makefile))
    return table(("target", "what it does"), rows)


def vocabulary_fields() -> Entry:
    return vocabulary.vocabulary(incident.ACTS, incident.PARTIES)


def words(head: str, entries: Mapping[str, str]) -> Callable[[], str]:
    return lambda: table((head, "meaning"), ((code(key), text) for key, text in entries.items()))


BLOCKS: dict[str, Callable[[], str]] = {
    "codes": words("code", dict(sorted(CODES.items()))),
    "settings": words("setting", DOCS),
    "types": lambda: table(
        ("type", "what a value is"), ((code(k), (inspect.getdoc(t) or "").split("\n")[0]) for k, t in TYPES.items())
    ),
    "exports": words("file", {e.name: e.label for e in EXPORTS}),
    "csv": lambda: codes(COLUMNS),
    "marks": lambda: table(
        ("verdict", "on the page", "meaning"), ((code(k), m.word, m.sentence) for k, m in MARKS.items())
    ),
    "rules": lambda: table(("rule", "what it asks"), ((str(n), text) for n, text in RULES.items())),
    "units": units,
    "hedges": hedges,
    "vagues": vagues,
    "prepositions": prepositions,
    "facts": shared_facts,
    "commands": commands,
    "make": make_targets,
    "source": lambda: fields(source.SOURCE),
    "origin": lambda: fields(source.SOURCE.fields["origin"].shape),
    "speaker": lambda: fields(source.SPEAKER),
    "claim": lambda: fields(source.CLAIM),
    "incident": lambda: fields(incident.INCIDENT),
    "act": lambda: fields(incident.ACT),
    "override": lambda: fields(incident.OVERRIDE),
    "decision": lambda: fields(independence.DECISION),
    "near-copy": lambda: fields(source.NEAR_COPY),
    "correction": lambda: fields(incident.CORRECTION),
    "event": lambda: fields(incident.EVENT),
    "vocabulary": lambda: fields(vocabulary_fields()),
    "fact": lambda: fields(vocabulary.FACT),
    "place": lambda: fields(vocabulary.PLACE),
    "aircraft": lambda: fields(vocabulary.AIRCRAFT),
    "actor": lambda: fields(vocabulary.ACTOR),
}
