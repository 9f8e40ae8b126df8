"""The command line: one module a command, with ``HELP``, ``add(parser)`` and ``run(options)``; no Pelican here."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from types import ModuleType

from deconflict import __version__
from deconflict.cli import check, drift, explain, origins, reconcile, schema, snapshot
from deconflict.cli.options import UsageError
from deconflict.diagnostics import DeconflictError

#: Every command by its name, in the order of ``--help``.
COMMANDS: dict[str, ModuleType] = {
    "check": check,
    "origins": origins,
    "reconcile": reconcile,
    "explain": explain,
    "drift": drift,
    "schema": schema,
    "snapshot": snapshot,
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
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
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
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.HELP)
        module.add(command)
        command.set_defaults(run=module.run)
    return parser
