"""The site's vocabulary: facts, places, actors, sides, parties, and acts that several incidents share."""

from __future__ import annotations

from deconflict.records.source import KEY, key, prose, text
from deconflict.records.walker import Either, Entry, Field, Free, Many, Table, Text
from deconflict.values import TYPES

FACT_ID = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
date_or_month = Text(pattern=r"\d{4}-\d\d(?:-\d\d)?", expects="a day or a month")
number = Text(pattern=r"-?\d+(?:\.\d+)?", expects="a number")

FACT = Entry(
    {
        "label": Field(text, "shown to readers", required=True),
        "type": Field(Text(choices=tuple(TYPES)), "the value type", required=True),
        "cardinality": Field(
            Text(choices=("one", "set")),
            "one: different values are rivals; set: several can be true",
            required=True,
        ),
        "definition": Field(prose, "what exactly is asked", required=True),
        "dimension": Field(
            Text(choices=("length", "time", "frequency", "ratio", "count", "speed")),
            "of a quantity: fixes its units",
        ),
        "codes": Field(Table(text), "of a code fact: id to words for readers"),
        "relation": Field(
            Text(choices=("exclusive", "free")), "exclusive: different codes contradict; free: they never do"
        ),
        "implies": Field(Table(Many(text)), "code to the codes that it supports"),
        "compatible": Field(Many(Many(text)), "pairs that do not contradict though the fact is exclusive"),
        "open": Field(Many(text), "codes that carry no value: no answer, not said"),
        "areas": Field(Table(text), "code to the theatre's feature that it means on the map"),
        "past": Field(
            Text(pattern="true|false", expects="true or false"), "of a date fact: the answer lies before the report"
        ),
        "told_by": Field(
            Many(text), "words by which an article's sentence tells it, for the linter: 'left the area', 'flew away'"
        ),
        "group": Field(text, "heading of the fact box under which it stands"),
    }
)
FACTS = Table(FACT, FACT_ID)

PLACE = Entry(
    {
        "name": Field(text, "shown to readers", required=True),
        "kind": Field(
            Text(choices=("country", "province", "town", "river", "side", "site")),
            "what it is",
            required=True,
        ),
        "also": Field(Many(text), "other spellings"),
        "part_of": Field(key, "the place that it lies in"),
        "geonames": Field(Text(pattern=r"\d+", expects="a GeoNames number"), "its GeoNames number"),
        "lat": Field(number, "latitude in degrees"),
        "lon": Field(number, "longitude in degrees"),
        "feature": Field(text, "the theatre's feature, where its name does not lead there"),
    }
)
PLACES = Table(PLACE, KEY)

AIRCRAFT = Entry(
    {
        "label": Field(text, "shown to readers", required=True),
        "plural": Field(text, "label of several"),
        "is_a": Field(Many(text), "wider types"),
        "also": Field(Many(text), "other spellings"),
    }
)

ACTOR = Entry(
    {
        "name": Field(text, "shown to readers", required=True),
        "short": Field(text, "a short name"),
        "mention": Field(text, "the short name as it stands inside a sentence, with its article"),
        "adjective": Field(text, "as in 'the … account'"),
        "also": Field(Many(text), "other names"),
    }
)


def vocabulary(acts: Table, parties: Table) -> Entry:
    """The table of ``vocabulary.yaml``; acts and parties have the shape that incidents give them."""
    words = Table(text)
    return Entry(
        {
            "format": Field(Text(choices=("1",)), "version of this format"),
            "about": Field(prose, "what the file holds"),
            "facts": Field(FACTS, "questions that reports answer, in the order of the page"),
            "places": Field(PLACES, "places that claims name"),
            "aircraft": Field(Table(AIRCRAFT), "aircraft types that the catalogue lacks"),
            "actors": Field(Table(Either(text, ACTOR), KEY), "states and alliances: id to name, or to an entry"),
            "sides": Field(Many(key), "words for a speaker's side"),
            "parties": Field(parties, "party to the sides that belong to it or fly with it"),
            "about_terms": Field(Table(text, KEY), "subjects that split a fact into slots"),
            "acts": Field(acts, "acts that several incidents share"),
            "origin_clusters": Field(acts, "another name for `acts`"),
            "organisations": Field(Table(text, KEY), "units of independence: id to a name for readers"),
            "origin_kinds": Field(Table(text, KEY), "how a report came by its text"),
            "groups": Field(words, "headings of the fact box, in order"),
            # Words that the format fixes, which a vocabulary may repeat.
            "stances": Field(Free(), "read past"),
            "verdicts": Field(Free(), "read past"),
            "resolved": Field(Free(), "read past"),
            "parts": Field(Free(), "read past"),
            "units": Field(Free(), "read past"),
            "notes": Field(Free(), "read past"),
        }
    )
