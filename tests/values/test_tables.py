"""What people write, what it means, and what is no value at all."""

from datetime import date
from math import inf

import pytest

from deconflict.values import TYPES, ValueFault
from deconflict.values.base import squeeze
from tests.values.tables import rows, tables, unmark

PUBLISHED = (date(2017, 12, 15), date(2017, 12, 15))
WINDOW = (date(2017, 12, 13), date(2017, 12, 17))


def kind_of(fact):
    return TYPES[fact.type]


@pytest.mark.parametrize(("fact", "text", "label"), rows("accepted"))
def test_is_understood(world, fact, text, label):
    fact = world.facts[fact]
    value = kind_of(fact).parse(text, fact, world, PUBLISHED)
    assert kind_of(fact).label(value) == label
    assert kind_of(fact).parse(label, fact, world) == value, "the canonical notation says the same"


@pytest.mark.parametrize(("fact", "text"), rows("rejected"))
def test_is_refused_in_one_sentence(world, fact, text):
    fact = world.facts[fact]
    with pytest.raises(ValueFault) as caught:
        kind_of(fact).parse(text, fact, world, PUBLISHED)
    assert " ".join(squeeze(text).split()[-1:]) in str(caught.value), "it repeats what cannot be read"
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("fact", "sentence", "labels"), [(f, s, labels) for f, s, *labels in rows("find")])
def test_is_found_in_running_text(world, fact, sentence, labels):
    fact, (text, spans) = world.facts[fact], unmark(sentence)
    assert len(spans) == len(labels), "the table marks as much as it names"
    found = list(kind_of(fact).find(text, fact, world, PUBLISHED))
    assert [(text[f.start : f.end], kind_of(fact).label(f.value)) for f in found] == [
        (text[start:end], label) for (start, end), label in zip(spans, labels, strict=True)
    ]
    assert [(f.start, f.end) for f in found] == spans


@pytest.mark.parametrize(("fact", "text", "words"), rows("words"))
def test_is_written_for_readers(world, fact, text, words):
    fact = world.facts[fact]
    assert kind_of(fact).words(kind_of(fact).parse(text, fact, world), fact, world) == words


@pytest.mark.parametrize(("fact", "text", "low", "high"), [r for r in rows("regions") if r[0] != "date"])
def test_allows_what_the_format_says(world, fact, text, low, high):
    fact = world.facts[fact]
    region = kind_of(fact).parse(text, fact, world).region
    assert region == pytest.approx((low, inf if high is None else high))


@pytest.mark.parametrize(("fact", "text", "low", "high"), [r for r in rows("regions") if r[0] == "date"])
def test_allows_its_days(world, fact, text, low, high):
    fact = world.facts[fact]
    region = kind_of(fact).parse(text, fact, world).region
    assert region == (date.fromisoformat(low), date.fromisoformat(high))


@pytest.mark.parametrize(("fact", "a", "b", "words"), rows("against"))
def test_is_set_against_another_value(world, fact, a, b, words):
    fact = world.facts[fact]
    first, second = (kind_of(fact).parse(text, fact, world) for text in (a, b))
    assert kind_of(fact).against(first, second, fact, world) == words


def test_every_type_is_set_against_its_like(world):
    assert {world.facts[row[0]].type for row in rows("against")} == set(TYPES)


@pytest.mark.parametrize(("fact", "a", "b"), rows("supports"))
def test_lies_in_the_other_region(world, fact, a, b):
    fact = world.facts[fact]
    first, second = (kind_of(fact).parse(text, fact, world) for text in (a, b))
    assert kind_of(fact).supports(first, second, fact, world)
    assert kind_of(fact).meet(first, second, fact, world) is not None


@pytest.mark.parametrize(("fact", "a", "b"), rows("supports_not"))
def test_does_not_lie_in_the_other_region(world, fact, a, b):
    fact = world.facts[fact]
    first, second = (kind_of(fact).parse(text, fact, world) for text in (a, b))
    assert not kind_of(fact).supports(first, second, fact, world)


@pytest.mark.parametrize(
    ("fact", "a", "b", "met"),
    [
        *rows("meet"),
        ("length", "3.3 km", "3300 m", "3.3 km"),
        ("length", "10..20 mi", "2..3 km", None),
        ("length", "about 10 km", "over 10.5 km", "10500..11000 m"),
        ("length", "up to 10 km", "over 10 km", "10000 m"),
        ("time", "about 40 min", "nearly 40 min", "nearly 40 min"),
        ("time", "40 min", "several min", None),
        ("only_type", "about 19 F-22", "about 23 F-22", None),  # they overlap between 20 and 21 only
        ("only_type", "2 F-22", "3 F-22", None),
        ("only_type", "2 F-22", "2 F-16", None),
        ("only_type", "2 F-22", "2 fighter-jet", "2 F-22"),
        ("count_of_type", "2 F-22", "2 F-16", "2 F-16 & 2 F-22"),
        ("count_of_type", "2 F-22", "3 F-22", None),
        ("count_of_type", "2 F-22", "2 fighter-jet", "2 F-22"),
        ("count_of_type", "2 F-22", "3 fighter-jet", "2 F-22 & 3 fighter-jet"),
        ("count_of_type", "some F-22", "2..3 F-22", "2..3 F-22"),
        ("place", "near mayadin", "near albu-kamal", None),
        ("place", "near mayadin", "over syria", "near mayadin"),
        ("place", "over aleppo-province", "near mayadin", None),
        ("actor", "us", "coalition", None),
        ("actor", "us", "the Pentagon", "us"),
        ("boolean", "yes", "no", None),
        ("river_bank", "east", "west", None),
        ("countermeasures", "flares", "chaff", "chaff & flares"),
        ("countermeasures", "flares", "flares+chaff", "flares+chaff"),
        ("su35_role", "crossed-river", "present", "crossed-river"),
        ("su35_role", "crossed-river", "drove-off-f22", "crossed-river & drove-off-f22"),
        ("su35_role", "crossed-and-shadowed-by-f22", "drove-off-f22", None),
    ],
)
def test_meets(world, fact, a, b, met):
    fact = world.facts[fact]
    first, second = (kind_of(fact).parse(text, fact, world) for text in (a, b))
    for pair in ((first, second), (second, first)):
        both = kind_of(fact).meet(*pair, fact, world)
        assert (both if both is None else kind_of(fact).label(both)) == met


@pytest.mark.parametrize("text", tables()["date"]["timeless"])
def test_words_for_dates_need_a_day_of_publication(world, text):
    with pytest.raises(ValueFault, match="needs the day of publication"):
        TYPES["date"].parse(text, world.facts["date"], world)
    assert list(TYPES["date"].find(f"it was {text}", world.facts["date"], world)) == []


@pytest.mark.parametrize(("text", "label"), tables()["date"]["window"])
def test_words_for_dates_need_one_meaning_within_a_window(world, text, label):
    fact = world.facts["date"]
    if label is None:
        with pytest.raises(ValueFault, match="within the window of publication"):
            TYPES["date"].parse(text, fact, world, WINDOW)
    else:
        assert TYPES["date"].label(TYPES["date"].parse(text, fact, world, WINDOW)) == label


def test_words_for_dates_stop_at_the_ends_of_the_calendar(world):
    first = (date(1, 1, 1), date(1, 1, 1))
    for text in ("Sunday", "yesterday", "last month", "last week", "2 January"):
        with pytest.raises(ValueFault):
            TYPES["date"].parse(text, world.facts["date"], world, first)
    with pytest.raises(ValueFault, match="longer than a year"):
        TYPES["date"].parse("today", world.facts["date"], world, (date(1, 1, 1), date(9999, 12, 31)))


def test_every_table_is_long_enough():
    for fact, table in tables().items():
        wanted = 25 if fact in ("length", "count_of_type", "date", "place") else 8
        assert len(table["accepted"]) + len(table["rejected"]) >= wanted, fact


@pytest.mark.parametrize(("text", "hint"), [("2 F-222", "F-22"), ("two Su-255", "Su-25"), ("two", None)])
def test_a_type_that_is_nearly_known_is_named(world, text, hint):
    with pytest.raises(ValueFault) as caught:
        TYPES["count_of_type"].parse(text, world.facts["count_of_type"], world)
    assert (f"did you mean '{hint}'?" in str(caught.value)) == (hint is not None)
