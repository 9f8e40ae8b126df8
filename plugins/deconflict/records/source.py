"""A source: one document that reports an incident, with its speakers and claims."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, Literal

import msgspec

from deconflict.records.walker import Entry, Field, Many, Table, Text

KEY = r"[a-z0-9]+(?:-[a-z0-9]+)*"
DATE = r"\d{4}-\d\d-\d\d"
WEB = r"https?://[^\s<>\"]+"

#: Stances, in the order in which a cell shows them.
STANCES = ("asserts", "denies", "alleges", "reports")
#: The id of a report's own voice.
OUTLET = "outlet"
#: Longest evidence quote, in words.
QUOTE_WORDS = 8

key = Text(pattern=KEY, expects="a key (a-z, 0-9 and single hyphens)", longest=100)
text = Text(longest=600)
prose = Text(longest=4000)
day = Text(pattern=DATE, expects="a day as YYYY-MM-DD")
address = Text(pattern=WEB, expects="an http(s) address", longest=1000)
address_or_none = Text(pattern=WEB, expects="an http(s) address or null", longest=1000, nullable=True)

SPEAKER = Entry(
    {
        "name": Field(text, "the person's name, left out when not named"),
        "role": Field(text, "the office held that day", required=True),
        "side": Field(key, "one of the sides of the vocabulary", required=True),
        "origin": Field(key, "the act from which this speaker's words come", required=True),
        "organisation": Field(key, "the organisation that the speaker speaks for, where the act names none"),
    }
)

CLAIM = Entry(
    {
        "about": Field(text, "the subject, which makes a slot of its own"),
        **{stance: Field(key, "the speaker, with this stance") for stance in STANCES},
        "quote": Field(Text(longest=200), "evidence: the shortest fragment that carries the value"),
        "at": Field(
            Many(Text(pattern=r"\d+", expects="a whole number")),
            "offsets of the quote in the text, in code points, end exclusive",
        ),
        "part": Field(Text(choices=("headline", "caption", "body")), "where in the document"),
        "resolved": Field(Text(choices=("weekday", "relative")), "how a date was read from words"),
        "origin": Field(key, "the act, where it is not the speaker's"),
        "note": Field(prose, "our own words"),
        "slip": Field(Text(pattern="true|false", expects="true or false"), "true: an outlet's error, as the note says"),
        "status": Field(Text(choices=("reviewed", "machine")), "machine: read by a program, not yet reviewed"),
        "revises": Field(key, "the source whose claim in this slot this one corrects by name"),
    },
    rest=Text(longest=300, expects="a value"),
)

NEAR_COPY = Entry(
    {
        "of": Field(key, "the earlier report in which these words stand", required=True),
        "containment": Field(
            Text(pattern=r"0\.\d\d?|1\.00?", expects="a share from 0.00 to 1.00"),
            "the share of this report's sequences of words that stand there too",
            required=True,
        ),
        "shingles": Field(
            Text(pattern=r"[1-9]\d{0,8}", expects="a whole number"),
            "how many different sequences of words this report has",
            required=True,
        ),
        "measured": Field(day, "when the texts were measured", required=True),
    }
)

SOURCE = Entry(
    {
        "format": Field(Text(choices=("1",)), "version of this format"),
        "key": Field(key, "the file's name without its ending", required=True),
        "publisher": Field(text, "as shown to readers", required=True),
        "title": Field(Text(longest=600, nullable=True), "the headline as published, or null", required=True),
        "published": Field(day, "the day of publication"),
        "published_window": Field(
            Many(Text(pattern=DATE, expects="a day as YYYY-MM-DD, or null", nullable=True)),
            "earliest and latest day of publication, null for open",
        ),
        "url": Field(address_or_none, "where it was read, or null", required=True),
        "original_url": Field(address, "the publisher's own address, when read elsewhere"),
        "archive_url": Field(address, "an archived copy"),
        "seed_file": Field(text, "file name of the text, where it was at hand"),
        "seed_sha256": Field(Text(pattern=r"[0-9a-f]{64}", expects="a SHA-256 in hexadecimal"), "hash of its bytes"),
        "language": Field(
            Text(pattern="[a-z]{2}", expects="a language code of two letters"), "ISO 639-1", required=True
        ),
        "read": Field(Text(choices=("full", "excerpt")), "how much of the report was read"),
        "incident": Field(key, "the incident it reports", required=True),
        "origin": Field(
            Entry(
                {
                    "attributed_to": Field(text, "whom the report credits", required=True),
                    "clusters": Field(Many(key), "the acts that it draws on", required=True),
                    "kind": Field(key, "one of the vocabulary's origin kinds", required=True),
                    "copy_of": Field(key, "the report that it copies or closely rewrites"),
                    "near_copy": Field(NEAR_COPY, "the report whose words this one was measured to repeat"),
                }
            ),
            "where the report has it from",
            required=True,
        ),
        "note": Field(prose, "about the document"),
        "speakers": Field(Table(SPEAKER, KEY), "who is heard in it", required=True),
        "claims": Field(Many(CLAIM), "what they say, in the order of the facts", required=True),
    }
)


class Speaker(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Who is heard in a report, in the role held that day; ``act`` is where these words come from.

    ``organisation`` is set where the act names none: for whom the speaker speaks.
    """

    id: str
    name: str | None
    role: str
    side: str
    act: str
    organisation: str | None = None


class NearCopy(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An inferred copy: how much of a report's wording stands in an earlier one, and when that was measured."""

    of: str
    containment: str
    shingles: int
    measured: date

    @property
    def percent(self) -> int:
        """The containment in per cent."""
        return round(float(self.containment) * 100)


class Claim(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One answer of one speaker to one fact, with its evidence.

    ``text`` is the value as the author typed it, ``value`` what the fact's type made of it. ``at`` are offsets of
    the quote in code points, end exclusive. ``id`` depends on source, slot, stance and speaker only;
    ``nth`` counts the report's claims on the slot, in the record's order. A ``slip`` is an
    outlet's error in passing a value on, which an editor saw: it enters the verdict, but stands for nobody's answer.
    """

    id: str
    nth: int
    source: str
    fact: str
    about: str | None
    text: str
    value: Any
    stance: str
    speaker: Speaker
    act: str
    quote: str | None
    at: tuple[int, int] | None
    part: str | None
    resolved: str | None
    note: str | None
    slip: bool
    reviewed: bool
    revises: str | None
    line: int
    column: int

    @property
    def slot(self) -> str:
        """``fact`` or ``fact/about``."""
        return slot_name(self.fact, self.about)

    @property
    def denied(self) -> bool:
        """Whether the claim denies its value."""
        return self.stance == "denies"


class Source(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One document: who published it when, where it was read, who is heard, what is claimed."""

    key: str
    path: str
    publisher: str
    title: str | None
    first_day: date
    last_day: date | None
    dated: bool
    url: str | None
    original_url: str | None
    archive_url: str | None
    sha256: str | None
    language: str
    read_in_full: bool
    incident: str
    attributed_to: str
    acts: tuple[str, ...]
    kind: str
    copy_of: str | None
    near_copy: NearCopy | None = None
    note: str | None
    speakers: tuple[Speaker, ...]
    claims: tuple[Claim, ...]

    @property
    def originals(self) -> tuple[tuple[Literal["copy", "near-copy"], str], ...]:
        """What a report copies: as an editor recorded it, then as texts were measured."""
        found: list[tuple[Literal["copy", "near-copy"], str]] = []
        if self.copy_of is not None:
            found.append(("copy", self.copy_of))
        if self.near_copy is not None and self.near_copy.of != self.copy_of:
            found.append(("near-copy", self.near_copy.of))
        return tuple(found)


def slot_name(fact: str, about: str | None) -> str:
    """Name a slot: ``fact``, or ``fact/about``."""
    return f"{fact}/{about}" if about else fact


def claim_id(source: str, slot: str, stance: str, speaker: str, ordinal: int) -> str:
    """Make a claim's id: ten hexadecimal digits, with an ordinal only among equals.

    Value and quote are no part of it, so that a mended quote keeps its id.
    """
    digest = hashlib.sha256(f"{source}\n{slot}\n{stance}\n{speaker}".encode()).hexdigest()[:10]
    return digest if ordinal == 1 else f"{digest}-{ordinal}"
