"""Quotes against each other: a table of pairs, and what holds for any two."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deconflict.reconcile import likeness
from deconflict.reconcile.credit import changes
from deconflict.reconcile.drift import Variant
from deconflict.records.load import base_world
from deconflict.theatre import load as load_theatre

CASES = yaml.load((Path(__file__).parent / "wordings.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
PLAIN = base_world(load_theatre())


def compare(case, records):
    world = records.world if "real" in case else PLAIN
    language = case.get("language", "en")
    first, second = (likeness.fold(case[side], language, world) for side in "ab")
    if not likeness.linked(first, second):
        return "apart", first, second
    return likeness.compare(first, second), first, second


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_pairs(case, records):
    kind, first, second = compare(case, records)
    assert kind == case["kind"]
    cut = likeness.pieces(first, second)
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
    assert kind in ("apart", likeness.compare(second, first))


def test_a_retelling_must_hold_no_other_telling_words():
    said, told, other = (
        likeness.fold(text, "en", PLAIN)
        for text in ("jets immediately left the area", "jets left the area", "jets calmly left their patrol area")
    )
    assert likeness.linked(said, told, retold=True)
    assert not likeness.linked(said, other, retold=True)


def test_small_words_before_a_retelling_are_the_outlets():
    words = likeness.bare(likeness.fold("to avoid a collision", "en", PLAIN))
    assert words.keys == ("avoid", "a", "collision")
    assert words.shown == ("to", "avoid", "a", "collision")


@pytest.mark.parametrize("text", ["", " ", "…", "... ...", "—", "\u202e", "a\u0000b", "%", "3,300.5 %"])
def test_odd_texts_fold(text):
    words = likeness.fold(text, "en", PLAIN)
    assert len(words.keys) == len(words.spans)
    assert all(0 <= start < end <= len(words.shown) for start, end in words.spans)


WORDS = st.sampled_from(
    ["flew", "close", "left", "area", "not", "the", "of", "two", "mid-air", "midair", "mid", "air", "…", "defence",
     "defense", "collision", "“avoid”", "Su-25", "45"]
)  # fmt: skip
QUOTES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@given(QUOTES, QUOTES)
def test_comparing_is_symmetric(a, b):
    first, second = (likeness.fold(text, "en", PLAIN) for text in (a, b))
    assert likeness.linked(first, second) == likeness.linked(second, first)
    assert likeness.compare(first, second) == likeness.compare(second, first)
    assert likeness.nearness(first, second) == likeness.nearness(second, first)


@given(QUOTES, QUOTES)
def test_folding_first_changes_nothing(a, b):
    plain = [likeness.fold(text, "en", PLAIN) for text in (a, b)]
    loud = [likeness.fold(text.upper().replace("-", "\u2011") + "!", "en", PLAIN) for text in (a, b)]
    assert likeness.compare(*plain) == likeness.compare(*loud)
    assert likeness.linked(*plain) == likeness.linked(*loud)


@given(QUOTES, QUOTES)
def test_pieces_give_back_the_quote(a, b):
    first, second = (likeness.fold(text, "en", PLAIN) for text in (a, b))
    cut = likeness.pieces(first, second)
    assert " ".join(p.text for p in cut if p.text) == b
    assert all(p.text or (p.changed and p.instead) for p in cut)


# A cut through the middle of "mid air" leaves a word that "midair" does not hold.
@given(QUOTES.filter(lambda text: not {"mid", "air"} & set(text.split())))
def test_a_quote_and_any_part_of_it_are_the_same(text):
    words = text.split()
    whole = likeness.fold(text, "en", PLAIN)
    for start in range(len(words)):
        part = likeness.fold(" ".join(words[start:]), "en", PLAIN)
        if part.keys[:1] != (likeness.GAP,) or start == 0:
            assert likeness.compare(whole, part) == "same"
