"""``deconflict explain``: why a verdict is what it is, and what would change it."""

from __future__ import annotations

import argparse
import json
import shutil
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from deconflict.cli import options as shared
from deconflict.diagnostics import did_you_mean
from deconflict.page.build import from_frame
from deconflict.page.facts import ClaimView, PositionView, RowView
from deconflict.page.frame import make

HELP = "say why a verdict is what it is, and what would change it"
#: Longest line of text, in characters, however wide the terminal is.
WIDEST = 100


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("incident", metavar="INCIDENT", help="key of an incident, as in 'deconflict reconcile'")
    parser.add_argument("fact", metavar="FACT", nargs="?", help="a fact or fact/about; left out: all of them")
    shared.seeds(parser)
    parser.add_argument("--json", action="store_true", help="as JSON: {slot: {verdict, rule, why, ...}}")


def run(options: argparse.Namespace) -> int:
    """Print the explanation of one slot, or of all."""
    records = shared.sound(options)
    page = from_frame(make(records, shared.incident(records, options.incident)))
    rows = {row.slot: row for row in page.rows}
    if options.fact is not None and options.fact not in rows:
        hint = did_you_mean(options.fact, rows) or f" (known: {', '.join(rows)})"
        raise shared.UsageError(f"no report of '{page.key}' answers '{options.fact}'{hint}")
    chosen = list(rows.values()) if options.fact is None else [rows[options.fact]]
    if options.json:
        print(json.dumps({row.slot: plain(row) for row in chosen}, ensure_ascii=False, indent=1))
        return 0
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    print("\n\n".join("\n".join(lines(row, width)) for row in chosen))
    return 0


def plain(row: RowView) -> dict[str, Any]:
    """Give a row's explanation as plain data, with the claims that it rests on."""
    note = row.explanation
    return {
        "label": _label(row),
        "question": row.definition,
        "verdict": row.verdict,
        "summary": row.headline,
        "reports": row.reports,
        "origins": row.origins,
        "sides": row.parties,
        "rule": {"number": note.number, "asks": note.rule},
        "why": note.why,
        "compared": list(note.compared),
        "counted_as_one": list(note.merged),
        "aside": list(note.aside),
        "would_change": list(note.change),
        "answers": [
            {"words": p.words, "denied": p.denied, "claims": [_claim(c) for c in p.claims]} for p in row.positions
        ],
        "override": msgspec.to_builtins(row.override),
        "unedited": {"verdict": row.unedited.verdict, "origins": row.unedited.origins} if row.unedited else None,
    }


def lines(row: RowView, width: int) -> Iterator[str]:
    """Write a row's explanation for a terminal, in lines of at most ``width`` characters."""
    note = row.explanation
    yield f"{_label(row)}: {row.mark.word}"
    yield from _wrapped(f"{row.headline} ({row.counts})", width)
    yield ""
    yield from _section("Question", [row.definition], width)
    yield from _section("Why", [f"{note.rule} (Rule {note.number}.) {note.why}"], width)
    yield from _section("Compared", note.compared, width)
    yield from _section("Counted as one", note.merged, width)
    yield from _section("Not counted, or worth a note", note.aside, width)
    yield from _section("What would change it", note.change, width)
    if row.override is not None:
        said = f"{row.override['verdict']}: {row.override['reason']} ({row.override['by']}, {row.override['date']})"
        yield from _section("An editor reads this otherwise", [said], width)
    if row.unedited is not None:
        said = f"{row.unedited.counts}, {row.unedited.word}"
        yield from _section("Without the editor's decisions on origins", [said], width)
    yield "Who says what"
    for position in row.positions:
        yield from _answer(position, width)


def _answer(position: PositionView, width: int) -> Iterator[str]:
    yield from _wrapped(position.words, width, "  ")
    for claim in position.claims:
        quote = f" “{claim.quote}”" if claim.quote else ""
        yield from _wrapped(f"- {', via '.join(claim.chain)} {claim.stance}{quote}  [{claim.source}]", width, "    ")


def _section(title: str, texts: Iterable[str], width: int) -> Iterator[str]:
    found = [line for text in texts for line in _wrapped(text, width, "  ")]
    if found:
        yield title
        yield from found
        yield ""


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    deeper = indent + ("  " if text.startswith("- ") else "")
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=deeper, break_long_words=False)


def _label(row: RowView) -> str:
    return f"{row.label} ({row.subject})" if row.subject else row.label


def _claim(claim: ClaimView) -> dict[str, Any]:
    return {
        "id": claim.id,
        "source": claim.source,
        "speaker": claim.speaker,
        "stance": claim.stance,
        "value": claim.stated,
        "quote": claim.quote,
        "origin": claim.origin,
    }
