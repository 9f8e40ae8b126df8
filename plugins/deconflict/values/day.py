"""Dates: days, months and years, as ISO 8601 and its extension for uncertain dates (EDTF, ISO 8601-2, level 1).

Words (``Wednesday``, ``yesterday``, ``early November``) resolve backwards from the day of publication and never
after it; where a report has only a window of publication, every day of it must resolve to the same date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from deconflict.values.base import Found, Published, ValueFault, level, squeeze, tidy
from deconflict.world import Fact, World

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: First and last day of the parts of a month: thirds.
PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
#: How far ``~`` (approximate) reaches either way, in days, by the precision of the date.
APPROXIMATE = {"day": 2, "month": 15, "year": 182, "span": 2}

#: Longest window of publication, in days, that words are still resolved in.
LONGEST_WINDOW = 366

Span = tuple[date, date]


class Day(msgspec.Struct, frozen=True):
    """A span of days as stated; ``mark`` is EDTF's ``~``, ``?`` or ``%``; ``text`` the canonical notation."""

    text: str
    nominal: Span
    region: Span
    mark: str = ""


def parse(text: str, fact: Fact, world: World, published: Published = None) -> Day:  # noqa: ARG001
    """Read an ISO or EDTF date, or a date in words against the day of publication."""
    text = tidy(text)
    try:
        day = _edtf(text) or _words(text, published)
    except OverflowError:
        raise ValueFault(f"'{text}' reaches beyond the calendar") from None
    if day is None:
        raise ValueFault(f"'{text}' is no date (as 2017-12-13, 2017-12 or 13 December 2017)")
    return day


def find(text: str, fact: Fact, world: World, published: Published = None) -> Iterator[Found[Day]]:  # noqa: ARG001
    """Find dates in running text; what cannot be resolved (a weekday without publication) is passed over."""
    for match in _IN_TEXT.finditer(level(text)):
        try:
            day = _edtf(match[0]) or _words(squeeze(match[0]), published)
        except (ValueFault, OverflowError):
            continue
        # Some months are also words, in small letters.
        if day is not None and not _VERB.search(match[0]):
            yield Found(match.start(), match.end(), day)


def label(value: Day) -> str:
    """Write ISO 8601 or EDTF."""
    return value.text


def words(value: Day, fact: Fact, world: World) -> str:  # noqa: ARG001
    """Write ``13 December 2017``, ``December 2017`` or a span."""
    first, last = value.nominal
    if first == last:
        text = day_words(first)
    elif (first.day, last) == (1, _month_end(first)):
        text = f"{MONTHS[first.month - 1]} {first.year}"
    elif (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        text = str(first.year)
    else:
        text = _span_words(first, last)
    return {"": text, "~": f"about {text}", "?": f"{text}, uncertain", "%": f"about {text}, uncertain"}[value.mark]


def meet(a: Day, b: Day, fact: Fact, world: World) -> Day | None:  # noqa: ARG001
    """Intersect the spans; an uncertain date (``?``) makes no conflict by itself."""
    low, high = max(a.region[0], b.region[0]), min(a.region[1], b.region[1])
    if low <= high:
        for value in sorted((a, b), key=label):
            if value.region == (low, high):
                return value
        return Day(_span_text(low, high), (low, high), (low, high))
    doubtful = [v for v in sorted((a, b), key=label) if v.mark in ("?", "%")]
    if not doubtful:
        return None
    return b if doubtful[0] == a else a


def supports(a: Day, b: Day, fact: Fact, world: World) -> bool:  # noqa: ARG001
    """Whether the days that ``a`` states lie in the region of ``b``."""
    return b.region[0] <= a.nominal[0] and a.nominal[1] <= b.region[1]


def against(a: Day, b: Day, fact: Fact, world: World) -> str:
    """Say whether the two spans share a day, and which."""
    for x, y in ((a, b), (b, a)):
        if supports(x, y, fact, world):
            return f"{words(x, fact, world)} lies in {words(y, fact, world)}"
    low, high = max(a.region[0], b.region[0]), min(a.region[1], b.region[1])
    pair = f"{words(a, fact, world)} against {words(b, fact, world)}"
    if low <= high:
        return f"{pair}: both allow {words(_of(low, high), fact, world)}"
    if any(v.mark in ("?", "%") for v in (a, b)):
        return f"{pair}: no day in common, but one of them is given as uncertain"
    return f"{pair}: no day in common"


def earliest(value: Day) -> date:
    """The first day that the value allows."""
    return value.region[0]


_EDTF = re.compile(r"(\d{4})(?:-(\d\d|XX))?(?:-(\d\d|XX))?([~?%])?")


def _edtf(text: str) -> Day | None:
    if "/" in text:
        begin, _, end = text.partition("/")
        ends = _edtf(begin), None if "/" in end else _edtf(end)
        if ends[0] is None or ends[1] is None or ends[0].mark or ends[1].mark:
            return None
        span = (ends[0].nominal[0], ends[1].nominal[1])
        if span[0] > span[1]:
            raise ValueFault(f"'{text}' ends before it begins")
        return _of(*span)
    match = _EDTF.fullmatch(text)
    if not match:
        return None
    year, month, day, mark = int(match[1]), match[2], match[3], match[4] or ""
    if year == 0 or (month == "XX" and day not in (None, "XX")):
        raise ValueFault(f"'{text}' is no date of the calendar")
    if month in (None, "XX"):
        span, size = (date(year, 1, 1), date(year, 12, 31)), "year"
    elif day in (None, "XX"):
        first = _date(year, int(month), 1, text)
        span, size = (first, _month_end(first)), "month"
    else:
        first = _date(year, int(month), int(day), text)
        span, size = (first, first), "day"
    region = span
    if mark in ("~", "%"):
        reach = timedelta(days=APPROXIMATE[size])
        region = (span[0] - reach, span[1] + reach)
    return Day(_span_text(*span) + mark, span, region, mark)


_MONTH = "|".join([*MONTHS, *(f"{m[:3]}\\.?" for m in MONTHS if m != "May"), "Sept\\.?"])
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
_FULL = re.compile(
    rf"(?:on )?(?:({'|'.join(WEEKDAYS)}),? )?(?:the )?{_ORDINAL} (?:of )?({_MONTH})(?:,? (\d{{4}}))?",
    re.IGNORECASE,
)
_AMERICAN = re.compile(rf"(?:on )?(?:({'|'.join(WEEKDAYS)}),? )?({_MONTH}) {_ORDINAL}(?:,? (\d{{4}}))?", re.IGNORECASE)
_PART = re.compile(rf"(?:in |since |from )?(early|mid|late)[- ]({_MONTH})(?: (\d{{4}}))?", re.IGNORECASE)
#: Before these a month or a year is a date even where nothing else says so.
_SINCE = "in|since|from|until|till|by|of|during|before|after"
_SPAN = re.compile(
    rf"(?:on |from |between )?{_ORDINAL}(?: and | to | ?- ?)(?:the )?{_ORDINAL} (?:of )?({_MONTH})(?:,? (\d{{4}}))?",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"(?:{_SINCE}|the) ((?:19|20)\d\d)", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:(?:{_SINCE}) )?({_MONTH})(?: (\d{{4}}))?", re.IGNORECASE)
_WEEKDAY = re.compile(rf"(?:on |last )?({'|'.join(WEEKDAYS)})", re.IGNORECASE)
_VERB = re.compile(r"\b(?:may|march)\b")
_RELATIVE = re.compile(r"(today|yesterday|this month|last month|last week|this week)", re.IGNORECASE)
_IN_TEXT = re.compile(
    rf"(?<![\w-])(?:\d{{4}}-\d\d(?:-\d\d)?[~?%]?|{_SPAN.pattern}|{_FULL.pattern}|{_AMERICAN.pattern}|{_PART.pattern}"
    rf"|(?:(?:{_SINCE}) )?(?:{_MONTH}) \d{{4}}|(?:{_SINCE}) (?:{_MONTH})|{_YEAR.pattern}|{_WEEKDAY.pattern}"
    rf"|{_RELATIVE.pattern})(?![\w-])",
    re.IGNORECASE,
)


def _words(text: str, published: Published) -> Day | None:
    if match := _SPAN.fullmatch(text):
        last = _calendar(match[4], match[3], int(match[2]), published, text).nominal[1]
        first = _date(last.year, last.month, int(match[1]), text)
        return _of(min(first, last), last)
    if match := _YEAR.fullmatch(text):
        return _of(date(int(match[1]), 1, 1), date(int(match[1]), 12, 31))
    if match := _FULL.fullmatch(text):
        return _weekday(match[1], _calendar(match[4], match[3], int(match[2]), published, text), text)
    if match := _AMERICAN.fullmatch(text):
        return _weekday(match[1], _calendar(match[4], match[2], int(match[3]), published, text), text)
    if match := _PART.fullmatch(text):
        first = _month(match[3], match[2], published, text)
        low, high = PARTS[match[1].casefold()]
        return _of(first.replace(day=low), first.replace(day=min(high, _month_end(first).day)))
    if match := _WHOLE.fullmatch(text):
        first = _month(match[2], match[1], published, text)
        return _of(first, _month_end(first))
    if match := _WEEKDAY.fullmatch(text):
        number = [w.casefold() for w in WEEKDAYS].index(match[1].casefold())
        return _one_of({day - timedelta(days=(day.weekday() - number) % 7) for day in _days(published, text)}, text)
    if match := _RELATIVE.fullmatch(text):
        spans = {_relative(match[1].casefold(), day) for day in _days(published, text)}
        if len(spans) > 1:
            raise ValueFault(f"'{text}' means different dates within the window of publication")
        return _of(*spans.pop())
    return None


def _weekday(name: str | None, day: Day, text: str) -> Day:
    """Return the day if it falls on the weekday that is named with it."""
    if name and WEEKDAYS[day.nominal[0].weekday()].casefold() != name.casefold():
        raise ValueFault(f"'{text}': {day_words(day.nominal[0])} was a {WEEKDAYS[day.nominal[0].weekday()]}")
    return day


def _relative(word: str, day: date) -> Span:
    monday = day - timedelta(days=day.weekday())
    first = day.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    return {
        "today": (day, day),
        "yesterday": (day - timedelta(days=1),) * 2,
        "this month": (first, day),
        "last month": (before, _month_end(before)),
        "this week": (monday, day),
        "last week": (monday - timedelta(days=7), monday - timedelta(days=1)),
    }[word]


def _calendar(year: str | None, month: str, day: int, published: Published, text: str) -> Day:
    if year:
        found = _date(int(year), _number(month), day, text)
        return _of(found, found)
    return _one_of({_backwards(_number(month), day, limit, text) for limit in _days(published, text)}, text)


def _month(year: str | None, month: str, published: Published, text: str) -> date:
    if year:
        return _date(int(year), _number(month), 1, text)
    found = {_backwards(_number(month), 1, limit, text) for limit in _days(published, text)}
    return _one_of(found, text).nominal[0]


def _backwards(month: int, day: int, limit: date, text: str) -> date:
    """The latest such day that is not after the limit (29 February may lie years back)."""
    for year in range(limit.year, max(limit.year - 9, 0), -1):
        if 0 < day <= calendar.monthrange(year, month)[1] and date(year, month, day) <= limit:
            return date(year, month, day)
    raise ValueFault(f"'{text}' is no day of the calendar")


def _days(published: Published, text: str) -> list[date]:
    if published is None:
        raise ValueFault(f"'{text}' needs the day of publication to be resolved")
    first, last = published
    if (last - first).days > LONGEST_WINDOW:
        raise ValueFault(f"'{text}' cannot be resolved: the window of publication is longer than a year")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _one_of(days: set[date], text: str) -> Day:
    if len(days) > 1:
        raise ValueFault(f"'{text}' means different days within the window of publication")
    day = days.pop()
    return _of(day, day)


def _of(first: date, last: date) -> Day:
    return Day(_span_text(first, last), (first, last), (first, last))


def _span_text(first: date, last: date) -> str:
    if first == last:
        return first.isoformat()
    if (first.day, last) == (1, _month_end(first)):
        return first.isoformat()[:7]
    if (first.month, first.day, last) == (1, 1, date(first.year, 12, 31)):
        return first.isoformat()[:4]
    return f"{first.isoformat()}/{last.isoformat()}"


def _number(month: str) -> int:
    return [m[:3].casefold() for m in MONTHS].index(month[:3].casefold()) + 1


def _date(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueFault(f"'{text}' is no day of the calendar") from None


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _span_words(first: date, last: date) -> str:
    """Write a span without saying month or year twice."""
    until = day_words(last)
    if first.year != last.year:
        return f"{day_words(first)} to {until}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} to {until}"
    return f"{first.day} to {until}"


def day_words(day: date) -> str:
    """Write ``13 December 2017``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
