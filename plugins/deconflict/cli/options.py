"""Options that several commands share, and the records that they name."""

from __future__ import annotations

import argparse
from pathlib import Path

from deconflict.diagnostics import Diagnostics
from deconflict.records.incident import Incident
from deconflict.records.load import Records, load
from deconflict.theatre import load as load_theatre


class UsageError(Exception):
    """A command line that asks for what is not there; the message is the whole answer, the status 2."""


def seeds(parser: argparse.ArgumentParser) -> None:
    """Add the folder of records and the theatre."""
    parser.add_argument("--seeds", type=Path, default=Path("seeds"), metavar="DIR", help="folder of records (seeds)")
    parser.add_argument("--theatre", metavar="NAME", help="packaged theatre or folder of one (the packaged one)")


def read(options: argparse.Namespace, diagnostics: Diagnostics) -> Records:
    """Read the records that the options name; faults go to ``diagnostics``."""
    theatre = load_theatre(options.theatre) if options.theatre else load_theatre()
    return load(options.seeds, theatre, diagnostics)


def sound(options: argparse.Namespace) -> Records:
    """Read the records that the options name; raise ``DeconflictError`` if they have faults."""
    diagnostics = Diagnostics()
    records = read(options, diagnostics)
    diagnostics.raise_errors()
    return records


def incident(records: Records, key: str) -> Incident:
    """The incident of that key; raise ``UsageError`` if there is none."""
    if key not in records.incidents:
        known = ", ".join(records.incidents)
        raise UsageError(f"no incident '{key}' (known: {known})")
    return records.incidents[key]
