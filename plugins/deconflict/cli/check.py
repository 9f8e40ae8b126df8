"""``deconflict check``: read all records and print every fault."""

from __future__ import annotations

import argparse
import sys

from deconflict.cli import options as shared
from deconflict.diagnostics import Diagnostics
from deconflict.reconcile import history
from deconflict.records.evidence import check as check_evidence

HELP = "read all records and print every fault"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    shared.seeds(parser)


def run(options: argparse.Namespace) -> int:
    """Print faults, or how much was found without."""
    diagnostics = Diagnostics()
    records = shared.read(options, diagnostics)
    if not diagnostics.errors and not records.history.empty:
        history.check(records, history.take_all(records), diagnostics)
    quotes = check_evidence(records, options.seeds, diagnostics)
    diagnostics.raise_errors()
    for diagnostic in diagnostics:
        print(diagnostic, file=sys.stderr)
    claims = sum(len(s.claims) for s in records.sources.values())
    print(f"{len(records.incidents)} incidents, {len(records.sources)} sources, {claims} claims: no faults")
    print(f"{quotes.held} of {quotes.quoted} quotes held against {quotes.texts} texts; {quotes.absent}")
    return 0
