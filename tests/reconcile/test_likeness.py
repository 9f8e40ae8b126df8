"""Quotes against each other: a table of pairs, and what holds for any two."""

from difflib import SequenceMatcher
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deconflict.reconcile.drift import Variant, comparison, likeness, pieces
from deconflict.reconcile.drift.credit import changes
from deconflict.reconcile.drift.lexicon import fold
from deconflict.reconcile.drift.words import GAP, bare, level
from deconflict.records.load import base_world
from deconflict.theatre import load as load_theatre

CASES = yaml.load((Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
PLAIN = base_world(load_theatre())


def compare(case, records):
    world = records.world if "real" in case else PLAIN
    language = case.get("language", "en")
    first, second = (fold(case[side], language, world) for side in "ab")
    if not likeness.linked(first, second):
        return "apart", first, second
    return comparison.compare(first, second), first, second


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_pairs(case, records):
    kind, first, second = compare(case, records)
    assert kind == case["kind"]
    cut = pieces.cut(first, second)
    assert " ".join(p.text for p in cut if p.text) == " ".join(second.shown)
    if "changes" in case:
        assert list(changes(Variant(kind=kind, text="", pieces=cut, claims=()))) == case["changes"]


def test_every_class_has_cases():
    assert {case["kind"] for case in CASES} == {"same", "trimmed", "altered", "apart"}
    assert len(CASES) >= 30


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_pairs_compare_the_same_from_either_side(case, records):
    kind, first, second = compare(case, records)
    assert (kind == "apart") is not likeness.linked(second, first)
    assert kind in ("apart", comparison.compare(second, first))


def test_a_retelling_must_hold_no_other_telling_words():
    said, told, other = (
        fold(text, "en", PLAIN)
        for text in ("jets immediately left the area", "jets left the area", "jets calmly left their patrol area")
    )
    assert likeness.linked(said, told, retold=True)
    assert not likeness.linked(said, other, retold=True)


def test_small_words_before_a_retelling_are_the_outlets():
    words = bare(fold("to avoid a collision", "en", PLAIN))
    assert words.keys == ("avoid", "a", "collision")
    assert words.shown == ("to", "avoid", "a", "collision")


@pytest.mark.parametrize("text", ["", " ", "…", "... ...", "—", "\u202e", "a\u0000b", "%", "3,300.5 %"])
def test_odd_texts_fold(text):
    words = fold(text, "en", PLAIN)
    assert len(words.keys) == len(words.spans)
    assert all(0 <= start < end <= len(words.shown) for start, end in words.spans)


WORDS = st.sampled_from(
    ["flew", "close", "left", "area", "not", "the", "of", "two", "mid-air", "midair", "mid", "air", "…", "defence",
     "defense", "collision", "“avoid”", "Su-25", "45"]
)  # fmt: skip
QUOTES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@given(QUOTES, QUOTES)
def test_comparing_is_symmetric(a, b):
    first, second = (fold(text, "en", PLAIN) for text in (a, b))
    assert likeness.linked(first, second) == likeness.linked(second, first)
    assert comparison.compare(first, second) == comparison.compare(second, first)
    assert likeness.nearness(first, second) == likeness.nearness(second, first)


@given(QUOTES, QUOTES)
def test_folding_first_changes_nothing(a, b):
    plain = [fold(text, "en", PLAIN) for text in (a, b)]
    loud = [fold(text.upper().replace("-", "\u2011") + "!", "en", PLAIN) for text in (a, b)]
    assert comparison.compare(*plain) == comparison.compare(*loud)
    assert likeness.linked(*plain) == likeness.linked(*loud)


@given(QUOTES, QUOTES)
def test_pieces_give_back_the_quote(a, b):
    first, second = (fold(text, "en", PLAIN) for text in (a, b))
    cut = pieces.cut(first, second)
    assert " ".join(p.text for p in cut if p.text) == b
    assert all(p.text or (p.changed and p.instead) for p in cut)


@given(st.lists(QUOTES, max_size=8), QUOTES, st.booleans())
def test_the_index_finds_all_that_are_linked(quotes, text, retold):
    words = [fold(quote, "en", PLAIN) for quote in quotes]
    one, index = fold(text, "en", PLAIN), likeness.Index()
    for each in words:
        index.add(each)
    found = [n for n, each in enumerate(words) if likeness.linked(each, one, retold=retold)]
    assert list(index.linked(one, retold=retold)) == found
    best = min(found, key=lambda n: (-likeness.nearness(words[n], one), n), default=None)
    assert index.nearest(one, retold=retold) == best


LETTERS = st.lists(st.sampled_from("abcdef"), max_size=8).map(tuple)


@given(LETTERS, LETTERS)
def test_differences_are_those_of_difflib(a, b):
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    expected = [step[1:] for step in steps if step[0] != "equal"]
    assert [found for found in pieces.differences(a, b) if found[0] < found[1] or found[2] < found[3]] == expected


@given(st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True), LETTERS, LETTERS)
def test_one_change_among_words_that_come_once_needs_no_search(words, new, old):
    a, b = (tuple(words) + part + ("y", "z") for part in (old, new))
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    found = [found for found in pieces.differences(a, b) if found[0] < found[1] or found[2] < found[3]]
    assert found == [step[1:] for step in steps if step[0] != "equal"]


def test_a_word_that_is_repeated_counts_once():
    said, told = (fold(text, "en", PLAIN) for text in ("close and closer, close and closer", "close, closer, slower"))
    assert said.telling == {"close", "closer"}
    repeated = fold("close slower closer, close closer", "en", PLAIN)
    assert not likeness.linked(said, repeated, retold=True)
    assert not likeness.linked(said, told, retold=True)


def test_joining_two_words_makes_no_other_word_telling():
    named, plain = (fold(t, "en", PLAIN) for t in ("several times a day, overflight", "times over flight delayed"))
    assert named.telling == {"overflight"}
    one, other = level(named, plain)
    assert one.telling == {"overflight"}
    assert other.telling == {"times", "overflight", "delayed"}


# A cut through the middle of "mid air" leaves a word that "midair" does not hold.
@given(QUOTES.filter(lambda text: not {"mid", "air"} & set(text.split())))
def test_a_quote_and_any_part_of_it_are_the_same(text):
    words = text.split()
    whole = fold(text, "en", PLAIN)
    for start in range(len(words)):
        part = fold(" ".join(words[start:]), "en", PLAIN)
        if part.keys[:1] != (GAP,) or start == 0:
            assert comparison.compare(whole, part) == "same"
