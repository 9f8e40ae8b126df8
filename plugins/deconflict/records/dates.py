"""Days in record files: ISO dates, checked against the calendar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from deconflict.records.walker import Marked

#: Stands in for a day that is not in the calendar, after the fault was reported.
NO_DAY = date(1, 1, 1)


def parse_date(node: Marked | None, fault: Callable[[Marked, str, str], None]) -> date:
    """Read a day, or a month as its first day; report a date that the calendar does not have."""
    if node is None:
        return NO_DAY
    text: str = node.value
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
    except ValueError:
        fault(node, "bad-date", f"'{text}' is no day of the calendar")
        return NO_DAY
