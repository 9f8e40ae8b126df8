"""An incident: what happened between whom, the acts that reports draw on, and what the editor adds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from deconflict.article.passages import Passage
from deconflict.records.independence import DECISION, Decision
from deconflict.records.source import KEY, address, day, key, prose, text
from deconflict.records.vocabulary import FACTS, PLACES, date_or_month
from deconflict.records.walker import Entry, Field, Free, Many, Table, Text
from deconflict.world import World

ACT = Entry(
    {
        "side": Field(key, "the side that acts", required=True),
        "organisation": Field(
            Text(pattern=KEY, expects="a key, or null for the outlet itself", nullable=True),
            "the unit of independence",
            required=True,
        ),
        "said_on": Field(
            Text(pattern=r"\d{4}-\d\d(?:-\d\d)?", expects="a day, a month or null", nullable=True),
            "when it was said",
            required=True,
        ),
        "what": Field(prose, "the act in our own words", required=True),
        "name": Field(text, "what lists call it, in a few words; left out: ``what``"),
    }
)

ACTS = Table(ACT, KEY)
PARTIES = Table(Many(key), KEY)
VERDICTS = ("agreed", "compatible", "differs", "disputed", "one-origin", "single-source", "not-reported")

OVERRIDE = Entry(
    {
        "verdict": Field(Text(choices=VERDICTS), "the editor's decision", required=True),
        "reason": Field(prose, "why", required=True),
        "by": Field(text, "who decided", required=True),
        "date": Field(day, "when", required=True),
    }
)

CORRECTION = Entry(
    {
        "date": Field(day, "when the page was corrected", required=True),
        "what": Field(prose, "what was wrong and what it says now", required=True),
        "fact": Field(text, "the slot that it concerns"),
    }
)

EVENT = Entry(
    {
        "date": Field(date_or_month, "a day or a month", required=True),
        "event": Field(prose, "what happened, in our own words", required=True),
        "urls": Field(Many(address), "where it was read", required=True),
    }
)

TIMELINE = Entry(
    {
        "about": Field(prose, "what the file holds"),
        "events": Field(Many(EVENT), "background events", required=True),
    }
)

INCIDENT = Entry(
    {
        "format": Field(Text(choices=("1",)), "version of this format"),
        "key": Field(key, "the file's name without its ending", required=True),
        "title": Field(text, "shown to readers", required=True),
        "date": Field(date_or_month, "the day of the incident as the page sorts it", required=True),
        "time_zone": Field(text, "IANA name of the local time zone"),
        "summary": Field(prose, "two or three sentences for lists and feeds"),
        "code": Field(text, "the incident code shown on the page"),
        "parties": Field(PARTIES, "the sides of each party, where the vocabulary's do not serve"),
        "acts": Field(ACTS, "acts of saying or observing that reports of this incident draw on"),
        "key_facts": Field(Many(text), "slots that the page shows first"),
        "facts": Field(FACTS, "facts that only this incident has"),
        "places": Field(PLACES, "places that only this incident has"),
        "about_terms": Field(Table(text, KEY), "subjects that split a fact"),
        "overrides": Field(Table(OVERRIDE), "an editor's verdicts beside the computed ones"),
        "independence": Field(Many(DECISION), "an editor's decisions on which origins are one, or more than one"),
        "corrections": Field(Many(CORRECTION), "what was corrected on the page"),
        "events": Field(Many(EVENT), "background events of this incident"),
    }
)

#: A list of incidents may carry gold answers beside each incident: they are read past.
_GOLD = {name: Field(Free(), "gold answers, read past") for name in ("facts", "sources", "verdict_counts", "withheld")}

INCIDENTS = Entry(
    {
        "about": Field(prose, "what the file holds"),
        "incidents": Field(
            Many(Entry({**INCIDENT.fields, **_GOLD})),
            "incidents of one file, with gold answers",
            required=True,
        ),
    }
)


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One saying or observing; ``organisation`` is the unit of independence, ``None`` the outlet itself.

    ``what`` describes it in a sentence, ``name`` in a few words that stand inside one.
    """

    id: str
    side: str
    organisation: str | None
    said_on: str | None
    what: str
    name: str


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """An editor's verdict on a slot, shown beside the computed one."""

    slot: str
    verdict: str
    reason: str
    by: str
    date: date


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """What was wrong on the page and what it says now."""

    date: date
    what: str
    fact: str | None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A background event: a day or month, in our own words, with addresses."""

    date: str
    event: str
    urls: tuple[str, ...]


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One incident; ``party_of`` maps a speaker's side to the party that it belongs to or flies with.

    ``prose`` are title and summary with the places of their words in the file.
    """

    key: str
    path: str
    title: str
    date: str
    time_zone: str
    summary: str
    code: str
    party_of: Mapping[str, str]
    acts: Mapping[str, Act]
    key_facts: tuple[str, ...]
    overrides: Mapping[str, Override]
    independence: tuple[Decision, ...] = ()
    corrections: tuple[Correction, ...]
    events: tuple[Event, ...]
    world: World
    prose: tuple[Passage, ...] = ()
