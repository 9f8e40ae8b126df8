"""The timeline: the event and the days of reporting, kept apart, with background events around them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from deconflict.page import fragments
from deconflict.page.dates import spoken, window
from deconflict.page.explainer import EventView
from deconflict.page.frame import Frame
from deconflict.reconcile.names import counted
from deconflict.values.day import parse as parse_day

#: Background events so many days before and after the incident stand on its page.
BEFORE, AFTER = timedelta(days=75), timedelta(days=21)


#: Kind, first day, last day, the span in words, text, links (address, text).
Line = tuple[str, date, date, str, str, tuple[tuple[str, str], ...]]


def build(frame: Frame) -> tuple[EventView, ...]:
    """All lines in order of their first day."""
    first, last = _days(frame.incident.date)
    lines: list[Line] = [("event", first, last, spoken(frame.incident.date), frame.incident.title, ())]
    lines += _background(frame, first, last)
    lines += _statements(frame)
    lines += _reporting(frame)
    order = {"background": 0, "event": 1, "statement": 2, "reporting": 3}
    lines.sort(key=lambda line: (line[1], order[line[0]], line[2], line[4]))
    return tuple(
        EventView(
            kind=kind,
            first=a.isoformat(),
            last=b.isoformat(),
            when=when,
            text=text,
            links=links,
        )
        for kind, a, b, when, text, links in lines
    )


def _days(iso: str) -> tuple[date, date]:
    return parse_day(iso, None, None).nominal  # type: ignore[arg-type]


def _background(frame: Frame, first: date, last: date) -> list[Line]:
    found: list[Line] = []
    for event in (*frame.records.events, *frame.incident.events):
        a, b = _days(event.date)
        near = first - BEFORE <= a and b <= last + AFTER
        if near and event.date != frame.incident.date:
            links = tuple((url, _host(url)) for url in event.urls)
            found.append(("background", a, b, spoken(event.date), event.event, links))
    return found


def _statements(frame: Frame) -> list[Line]:
    used = {act for s in frame.sources.values() for act in s.acts}
    found: list[Line] = []
    for act in frame.incident.acts.values():
        if act.id in used and act.said_on:
            a, b = _days(act.said_on)
            found.append(("statement", a, b, spoken(act.said_on), act.what, ()))
    return found


def _reporting(frame: Frame) -> list[Line]:
    by_window: dict[tuple[date, date | None], list[tuple[str, str]]] = defaultdict(list)
    for source in frame.sources.values():
        link = f"#{fragments.of_source(source.key)}", source.publisher.split(" (")[0]
        by_window[source.first_day, source.last_day].append(link)
    return [
        (
            "reporting",
            a,
            b or a,
            window(a, b),
            f"{counted(len(links), 'report')} published",
            tuple(sorted(links, key=lambda x: x[1])),
        )
        for (a, b), links in by_window.items()
    ]


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
