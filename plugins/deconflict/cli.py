"""The command line: check records, print verdicts, print the schema for editors. Never imports Pelican."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deconflict import __version__
from deconflict.diagnostics import DeconflictError, Diagnostics
from deconflict.reconcile.findings import Finding, reconcile
from deconflict.records.evidence import check as check_evidence
from deconflict.records.incident import ACTS, INCIDENT, PARTIES, TIMELINE
from deconflict.records.load import Records, load
from deconflict.records.source import SOURCE
from deconflict.records.vocabulary import vocabulary
from deconflict.records.walker import schema
from deconflict.theatre import load as load_theatre

_SHAPES = {
    "source": lambda: SOURCE,
    "incident": lambda: INCIDENT,
    "vocabulary": lambda: vocabulary(ACTS, PARTIES),
    "timeline": lambda: TIMELINE,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, or 2 after faults."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except DeconflictError as error:
        for diagnostic in error.diagnostics:
            print(diagnostic, file=sys.stderr)
        count = len([d for d in error.diagnostics if d.severity == "error"])
        print(f"{count} {'fault' if count == 1 else 'faults'}", file=sys.stderr)
        return error.exitcode
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="deconflict",
        description="What many reports say about one air incident, fact by fact.",
        epilog="The site itself is built with 'pelican content'.",
    )
    parser.add_argument("--version", action="version", version=f"deconflict {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    checking = commands.add_parser("check", help="read all records and print every fault")
    _seeds(checking)
    checking.set_defaults(run=_check)

    verdicts = commands.add_parser("reconcile", help="print the verdict on every slot")
    _seeds(verdicts)
    verdicts.add_argument("--incident", metavar="KEY", help="only this incident")
    verdicts.add_argument("--json", action="store_true", help="as JSON: {incident: {slot: {verdict, ...}}}")
    verdicts.add_argument("--naive", action="store_true", help="count every document as an origin of its own")
    verdicts.set_defaults(run=_reconcile)

    shapes = commands.add_parser("schema", help="print the JSON Schema of a record file, for editors")
    shapes.add_argument("kind", choices=sorted(_SHAPES))
    shapes.set_defaults(run=_schema)
    return parser


def _seeds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seeds", type=Path, default=Path("seeds"), metavar="DIR", help="folder of records (seeds)")
    parser.add_argument("--theatre", metavar="NAME", help="packaged theatre or folder of one (the packaged one)")


def _load(options: argparse.Namespace, diagnostics: Diagnostics) -> Records:
    theatre = load_theatre(options.theatre) if options.theatre else load_theatre()
    return load(options.seeds, theatre, diagnostics)


def _check(options: argparse.Namespace) -> int:
    diagnostics = Diagnostics()
    records = _load(options, diagnostics)
    quotes = check_evidence(records, options.seeds, diagnostics)
    diagnostics.raise_errors()
    for diagnostic in diagnostics:
        print(diagnostic, file=sys.stderr)
    claims = sum(len(s.claims) for s in records.sources.values())
    print(f"{len(records.incidents)} incidents, {len(records.sources)} sources, {claims} claims: no faults")
    print(f"{quotes.held} of {quotes.quoted} quotes held against {quotes.texts} texts; {quotes.absent}")
    return 0


def _reconcile(options: argparse.Namespace) -> int:
    diagnostics = Diagnostics()
    records = _load(options, diagnostics)
    diagnostics.raise_errors()
    if options.incident is not None and options.incident not in records.incidents:
        known = ", ".join(records.incidents)
        print(f"no incident '{options.incident}' (known: {known})", file=sys.stderr)
        return 2
    chosen = [i for i in records.incidents.values() if options.incident in (None, i.key)]
    found = {i.key: reconcile(records, i, naive=options.naive) for i in chosen}
    if options.json:
        answer = {key: {slot: plain(f) for slot, f in sorted(slots.items())} for key, slots in found.items()}
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    for key, slots in found.items():
        print(records.incidents[key].title, f"({key})")
        for slot, finding in slots.items():
            agreed = f" on {', '.join(finding.agreed_on)}" if finding.agreed_on else ""
            counts = f"{finding.reports} reports / {len(finding.origins)} origins / {len(finding.parties)} sides"
            print(f"  {slot:36} {finding.verdict + agreed:44} {counts}")
    return 0


def plain(finding: Finding) -> dict[str, Any]:
    """Give a finding as the command line prints it, values typed as YAML would read them."""
    return {
        "verdict": finding.verdict,
        "agreed_on": [_typed(label) for label in finding.agreed_on],
        "reports": finding.reports,
        "origins": list(finding.origins),
        "parties": list(finding.parties),
    }


def _typed(label: str) -> bool | int | str:
    if label in ("true", "false"):
        return label == "true"
    return int(label) if label.isdecimal() and label.isascii() else label


def _schema(options: argparse.Namespace) -> int:
    title = f"Deconflict {options.kind} record"
    body = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    print(json.dumps(body | schema(_SHAPES[options.kind]()), ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
