"""The days around an event: which day is stated, who spoke when, when reports came out, and what lay around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from deconflict.page.dates import window
from deconflict.page.explainer import EventView
from deconflict.page.figures import DayLane, DayMark, DaysView
from deconflict.page.frame import Frame
from deconflict.reconcile.answers import is_slip
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import counted, listed
from deconflict.values import day

#: The days drawn one by one: they begin so long before the event, and end a day after all that happened on them,
#: with at least so many days after the event and at most so many.
BEFORE, LEAST, MOST = timedelta(days=3), timedelta(days=3), timedelta(days=10)


def build(frame: Frame, timeline: Iterable[EventView]) -> DaysView:
    """Draw up the picture from the findings and the lines of the timeline, which stays its text."""
    lines = tuple(timeline)
    event = next(line for line in lines if line.kind == "event")
    background = [DayMark(first=line.first, last=line.last) for line in lines if line.kind == "background"]
    first, last = _window(event, lines)
    span = (first.isoformat(), last.isoformat())
    near = tuple(mark for mark in background if _touches(mark, span))
    lanes = [*_stated(frame), *_statements(frame, span), *_published(frame)]
    if near:
        detail = counted(len(near), "event")
        lanes.append(DayLane(kind="background", label="Before and after", detail=detail, tones=(), marks=near))
    around = [span[0], *(mark.first for mark in background)], [span[1], *(mark.last or "" for mark in background)]
    return DaysView(
        first=span[0],
        last=span[1],
        words=window(first, last),
        event=DayMark(first=event.first, last=event.last),
        lanes=tuple(lanes),
        around_first=min(around[0]),
        around_last=max(around[1]),
        around=tuple(background) if (min(around[0]), max(around[1])) != span else (),
    )


def _window(event: EventView, lines: Iterable[EventView]) -> tuple[date, date]:
    """The first and the last day that are drawn one by one."""
    met = date.fromisoformat(event.last)
    ends = [day + timedelta(days=1) for line in lines for day in map(date.fromisoformat, (line.first, line.last))]
    return date.fromisoformat(event.first) - BEFORE, max([met + LEAST, *(end for end in ends if end <= met + MOST)])


def _touches(mark: DayMark, span: tuple[str, str]) -> bool:
    return mark.first <= span[1] and (mark.last is None or mark.last >= span[0])


def _stated(frame: Frame) -> list[DayLane]:
    """One lane for each answer to the question of the day, in order of days."""
    finding = _dating(frame)
    if finding is None:
        return []
    lanes = []
    for position in sorted(finding.positions, key=lambda p: (p.value.region, p.label)):
        if position.denied:
            continue
        first, last = (d.isoformat() for d in position.value.region)
        origins = sorted({v.origin for v in position.voices}, key=lambda o: (_place(o, frame), o))
        reports = counted(len({v.claim.source for v in position.voices}), "report")
        tones = tuple(dict.fromkeys(frame.tone(frame.party_of_origin.get(o)) for o in origins))
        slip = is_slip(finding, position)
        dated = f"Dated {day.words(position.value, finding.fact, frame.world)}"
        lanes.append(
            DayLane(
                kind="stated",
                label=f"{dated} (slip)" if slip else dated,
                detail=f"{reports}: {listed([frame.names.origin(o) for o in origins])}",
                tones=tones,
                marks=tuple(DayMark(first=first, last=last, tone=tone, slip=slip) for tone in tones),
            )
        )
    return lanes


def _dating(frame: Frame) -> Finding | None:
    """The first question after a date, of no subject, to which somebody answers with the incident's own."""
    met = day.parse(frame.incident.date, None, None).nominal  # type: ignore[arg-type]
    for finding in frame.findings.values():
        if finding.fact.type == "date" and finding.about is None:
            spans = [p.value.region for p in finding.positions if not p.denied]
            if any(a <= met[1] and met[0] <= b for a, b in spans):
                return finding
    return None


def _place(origin: str, frame: Frame) -> int:
    party = frame.party_of_origin.get(origin)
    return frame.parties.index(party) if party in frame.parties else len(frame.parties)


def _statements(frame: Frame, span: tuple[str, str]) -> list[DayLane]:
    """One lane for each organisation that spoke on a known day or in a known month."""
    used = {act for s in frame.sources.values() for act in s.acts}
    by_origin: dict[str, Counter[tuple[str, str]]] = {}
    for act in frame.incident.acts.values():
        if act.id in used and act.said_on and act.organisation:
            said = day.parse(act.said_on, None, None).nominal  # type: ignore[arg-type]
            by_origin.setdefault(act.organisation, Counter())[said[0].isoformat(), said[1].isoformat()] += 1
    lanes = []
    for origin in sorted(by_origin, key=lambda o: (_place(o, frame), o)):
        tone = frame.tone(frame.party_of_origin.get(origin))
        spans = by_origin[origin]
        marks = tuple(DayMark(first=a, last=b, tone=tone, count=spans[a, b]) for a, b in sorted(spans))
        shown = tuple(mark for mark in marks if _touches(mark, span))
        if shown:
            detail = counted(sum(m.count for m in shown), "statement")
            name = frame.names.origin(origin)
            lanes.append(DayLane(kind="statement", label=name, detail=detail, tones=(tone,), marks=shown))
    return lanes


def _published(frame: Frame) -> list[DayLane]:
    """The reports by their day of publication, and apart from them those of which only a span of days is known."""
    spans = Counter((s.first_day, s.last_day) for s in frame.sources.values())
    known = tuple(
        DayMark(first=a.isoformat(), last=a.isoformat(), count=spans[a, b]) for a, b in sorted(_days(spans)) if a == b
    )
    within = tuple(
        DayMark(first=a.isoformat(), last=None if b is None else b.isoformat(), count=spans[a, b])
        for a, b in sorted(spans, key=lambda s: (s[0], s[1] or date.max))
        if a != b
    )
    lanes = []
    for kind, label, marks in (
        ("published", "Published on that day", known),
        ("within", "Published on one of these days", within),
    ):
        if marks:
            detail = counted(sum(m.count for m in marks), "report")
            lanes.append(DayLane(kind=kind, label=label, detail=detail, tones=(), marks=marks))
    return lanes


def _days(spans: Iterable[tuple[date, date | None]]) -> list[tuple[date, date]]:
    return [(a, b) for a, b in spans if b is not None]
