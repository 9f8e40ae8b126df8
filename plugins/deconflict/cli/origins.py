"""``deconflict origins``: print who relies on whom, measure near-copies, and record them."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import Any

from deconflict.cli import lineage, nearcopies
from deconflict.cli import options as shared
from deconflict.reconcile.descent import descent
from deconflict.records.likeness import measure

HELP = "print who relies on whom in an incident; measure and record near-copies"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("incident", nargs="?", metavar="INCIDENT", help="print the tree of this incident")
    shared.seeds(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "--write", action="store_true", help="record the near-copies that were measured in the sources' files"
    )
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day of measuring that is recorded (today)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day as YYYY-MM-DD") from None


def run(options: argparse.Namespace) -> int:
    """Print a tree, or what measuring found; return 2 if something was to be written and could not be."""
    before = nearcopies.read(options.seeds) if options.write else {}
    records = shared.sound(options)
    only = None if options.incident is None else shared.incident(records, options.incident)
    if only is not None and not options.write:
        roots = descent(records, only)
        if options.json:
            _print_json(lineage.plain(records, only, roots))
        else:
            print(*lineage.tree(records, only, roots), sep="\n")
        return 0
    sources = list(records.sources.values()) if only is None else list(records.of(only.key))
    found = measure(sources, options.seeds / "fulltext")
    day = options.date or date.today()  # noqa: DTZ011 (the author's own day)
    done = {near.key: nearcopies.record(near, records, before, day) for near in found.near}
    if options.json:
        _print_json(nearcopies.plain(found, done))
    else:
        for line in nearcopies.unmeasured(found, records):
            print(line, file=sys.stderr)
        print(*nearcopies.lines(found, done, records), sep="\n")
    return 2 if any(outcome.startswith("refused") for outcome in done.values()) else 0


def _print_json(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=1))
