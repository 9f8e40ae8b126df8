"""Dates in words, without the locale."""

from __future__ import annotations

from datetime import date

from deconflict.values.day import MONTHS


def spoken(iso: str) -> str:
    """Write an ISO day or month as ``13 December 2017`` or ``December 2017``."""
    year, month, *day = iso.split("-")
    name = f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(day[0])} {name}" if day else name


def window(first: date, last: date | None) -> str:
    """Write a window of days: one day, ``14 to 17 December 2017``, or ``from 14 December 2017``."""
    if last == first:
        return spoken(first.isoformat())
    if last is None:
        return f"from {spoken(first.isoformat())}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {spoken(last.isoformat())}"
    return f"{spoken(first.isoformat())} to {spoken(last.isoformat())}"
