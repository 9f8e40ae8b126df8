"""Show our own error as a plain list of faults, where Pelican would wrap it and add a traceback.

While Pelican's progress line runs, Rich stands in for standard error and would wrap the lines all the same.
So the error travels up to the log record with which Pelican ends, and is shown in its place.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

from deconflict.diagnostics import DeconflictError, Diagnostic

logger = logging.getLogger(__name__)

#: So many warnings are shown by a build; a log that nobody reads to its end hides the next one.
SHOWN = 50


def show(error: DeconflictError) -> None:
    """Print each diagnostic on a line of its own on standard error."""
    for diagnostic in error.diagnostics:
        print(diagnostic, file=sys.stderr, flush=True)


def warn(diagnostics: Sequence[Diagnostic]) -> None:
    """Log warnings, the first ``SHOWN`` one by one and the rest by their number."""
    for diagnostic in diagnostics[:SHOWN]:
        logger.warning("%s", diagnostic)
    if len(diagnostics) > SHOWN:
        logger.warning("%d warnings more; 'deconflict check' lists all", len(diagnostics) - SHOWN)


def show_own_error(record: logging.LogRecord) -> bool:
    """Show a record's ``DeconflictError`` and drop it; let every other record pass (a logging filter)."""
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, DeconflictError):
        show(error)
        return False
    return True


def install() -> None:
    """Put the filter on the logger with which Pelican ends a failed run; a second call changes nothing."""
    logging.getLogger("pelican").addFilter(show_own_error)
