"""``deconflict schema``: print the JSON Schema of a record file, for editors."""

from __future__ import annotations

import argparse
import json

from deconflict.records.incident import ACTS, INCIDENT, PARTIES, TIMELINE
from deconflict.records.snapshot import WITHDRAWN
from deconflict.records.source import SOURCE
from deconflict.records.vocabulary import vocabulary
from deconflict.records.walker import schema

HELP = "print the JSON Schema of a record file, for editors"

_SHAPES = {
    "source": lambda: SOURCE,
    "incident": lambda: INCIDENT,
    "vocabulary": lambda: vocabulary(ACTS, PARTIES),
    "timeline": lambda: TIMELINE,
    "withdrawn": lambda: WITHDRAWN,
}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("kind", choices=sorted(_SHAPES))


def run(options: argparse.Namespace) -> int:
    """Print the schema."""
    title = f"Deconflict {options.kind} record"
    body = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    print(json.dumps(body | schema(_SHAPES[options.kind]()), ensure_ascii=False, indent=1))
    return 0
