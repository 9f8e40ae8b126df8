"""The strip of all incidents over the years."""

from __future__ import annotations

from collections.abc import Iterable

from deconflict.page.dates import spoken
from deconflict.page.figures import StripMark, StripView
from deconflict.values import day


def build(incidents: Iterable[tuple[str, str, str]], background: Iterable[str]) -> StripView | None:
    """Put incidents (address, title, day or month) and background days or months on one scale; none without any."""
    marks = sorted((_mark(*incident) for incident in incidents), key=lambda m: (m.first, m.last, m.title, m.url))
    if not marks:
        return None
    years = (int(marks[0].first[:4]), max(int(mark.last[:4]) for mark in marks))
    around = sorted({_span(iso)[0] for iso in background})
    return StripView(
        first=years[0],
        last=years[1],
        marks=tuple(marks),
        background=tuple(iso for iso in around if years[0] <= int(iso[:4]) <= years[1]),
    )


def _mark(url: str, title: str, iso: str) -> StripMark:
    first, last = _span(iso)
    return StripMark(url=url, title=title, words=spoken(iso), first=first, last=last)


def _span(iso: str) -> tuple[str, str]:
    first, last = day.parse(iso, None, None).nominal  # type: ignore[arg-type]
    return first.isoformat(), last.isoformat()
