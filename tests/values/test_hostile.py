"""Texts made to keep a pattern busy: 100,000 characters are read in about a second, and nothing else happens."""

import time
from datetime import date

import pytest

from deconflict.values import TYPES, ValueFault

LENGTH = 100_000
PIECES = {
    "digits": "1",
    "groups of digits": "1 111 ",
    "dotted groups": "1.111",
    "apostrophe groups": "1'111",
    "spaces": " ",
    "number and spaces": "2" + " " * 400,
    "hedge and spaces": "about" + " " * 400,
    "preposition and spaces": "in the" + " " * 400,
    "number words": "a ",
    "joined numbers": "1 to ",
    "ranges": "1..",
    "hedges": "about ",
    "powers": "10 thousand ",
    "types": "2 F-",
    "half types": "Su-",
    "dates": "13 December ",
    "spans": "2017-12/",
    "slashes": "/",
    "joins": " & ",
    "prepositions": "in the skies over ",
    "codes": "east bank ",
    "marks": "\u0301",
    "ligatures": "\ufdfa",
    "foreign digits": "\u0663",
    "nothing wide": "\u200b",
    "nulls": "\0",
    "lone surrogates": "\ud800",
}
FACTS = ("length", "time", "count", "count_of_type", "date", "place", "actor", "countermeasures", "boolean")
PUBLISHED = (date(2017, 12, 15), date(2017, 12, 15))


@pytest.mark.parametrize("fact", FACTS)
def test_hostile_texts_are_read_quickly(world, fact):
    fact = world.facts[fact]
    kind = TYPES[fact.type]
    next(kind.find("warm up", fact, world, PUBLISHED), None)
    slow = {}
    for title, piece in PIECES.items():
        text = (piece * LENGTH)[:LENGTH]
        began = time.perf_counter()
        with pytest.raises(ValueFault, match="at most 300"):
            kind.parse(text, fact, world, PUBLISHED)
        # A part of the text tells as much: what is quadratic takes a hundred times as long as what is not.
        for _ in kind.find(text[: LENGTH // 20], fact, world, PUBLISHED):
            pass
        slow[title] = time.perf_counter() - began
    assert max(slow.values()) < 0.3, max(slow, key=slow.get)


@pytest.mark.parametrize("fact", ["length", "count_of_type", "place"])
def test_a_long_text_takes_about_a_second(world, fact):
    fact = world.facts[fact]
    text = ("about " + " " * 10 + "two 3.300 in the ") * (LENGTH // 33)
    began = time.perf_counter()
    assert list(TYPES[fact.type].find(text, fact, world, PUBLISHED)) == []
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "text", ["1" * 299, "9" * 290 + " km", "1" * 290 + " F-22", "2017-12/" * 30, "1," * 140, "a " * 140]
)
def test_a_value_at_the_limit_is_refused_too(world, text):
    for name in FACTS:
        fact = world.facts[name]
        with pytest.raises(ValueFault):
            TYPES[fact.type].parse(text, fact, world, PUBLISHED)
