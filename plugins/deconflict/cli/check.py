"""``deconflict check``: read all records and articles and print every fault."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from deconflict.cli import articles
from deconflict.cli import options as shared
from deconflict.diagnostics import Diagnostics
from deconflict.reconcile import history
from deconflict.reconcile.names import counted
from deconflict.records.evidence import check as check_evidence

HELP = "read all records and articles and print every fault"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    shared.seeds(parser)
    parser.add_argument(
        "--content", type=Path, metavar="DIR", help="folder of articles (content beside the records, if there is one)"
    )
    parser.add_argument("--strict", action="store_true", help="findings on prose are faults too")


def run(options: argparse.Namespace) -> int:
    """Print faults, or how much was found without."""
    diagnostics = Diagnostics()
    records = shared.read(options, diagnostics)
    if not diagnostics.errors and not records.history.empty:
        history.check(records, history.take_all(records), diagnostics)
    quotes = check_evidence(records, options.seeds, diagnostics)
    diagnostics.raise_errors()
    folder = _folder(options)
    proofread = ""
    if folder is not None:
        found = articles.read(folder, records, diagnostics)
        diagnostics.raise_errors()
        tally = articles.lint(found, "error" if options.strict else "warning", diagnostics)
        proofread = f"{counted(len(found.articles), 'article')}, {tally}"
    diagnostics.raise_errors()
    for diagnostic in diagnostics:
        print(diagnostic, file=sys.stderr)
    claims = sum(len(s.claims) for s in records.sources.values())
    print(f"{len(records.incidents)} incidents, {len(records.sources)} sources, {claims} claims: no faults")
    if proofread:
        print(proofread)
    print(f"{quotes.held} of {quotes.quoted} quotes held against {quotes.texts} texts; {quotes.absent}")
    return 0


def _folder(options: argparse.Namespace) -> Path | None:
    """The folder of articles: the one named, or that beside the records if there is one."""
    if options.content is None:
        folder: Path = options.seeds.parent / "content"
        return folder if folder.is_dir() else None
    if not options.content.is_dir():
        raise shared.UsageError(f"no folder of articles '{options.content}'")
    return Path(options.content)
