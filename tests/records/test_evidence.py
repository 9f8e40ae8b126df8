"""Quotes against the texts that they come from."""

import hashlib

import pytest

from deconflict.diagnostics import Diagnostics
from deconflict.records.evidence import check
from tests.conftest import ROOT
from tests.support.seeds import read, report, write

TEXT = (
    "Two jets met on Wednesday \U0001f6e9 near Grey Bay.\r\n"
    "The jets left. \u0627\u0644\u062e\u0644\u064a\u062c twice: the jets left.\n"
)
HASH = hashlib.sha256(TEXT.encode()).hexdigest()


def claim(quote, at=None):
    return {"by": "north@north-mod", "stance": "asserts", "bank": "east", "quote": quote} | ({"at": at} if at else {})


def held(folder, claims, text=TEXT, name=f"fulltext/{HASH}.txt"):
    source = report("paper", claims, seed_file="text.txt", seed_sha256=HASH)
    records, faults = read(write(folder, {"paper.yaml": source, name: text}))
    assert faults == []
    diagnostics = Diagnostics()
    tally = check(records, folder, diagnostics)
    return tally, [(d.code, d.severity, d.message) for d in diagnostics]


def place(quote):
    return [TEXT.index(quote), TEXT.index(quote) + len(quote)]


@pytest.mark.parametrize(
    "quote", ["on Wednesday", "near Grey Bay.", "\u0627\u0644\u062e\u0644\u064a\u062c twice", "\U0001f6e9"]
)
def test_a_quote_at_its_place_is_no_fault(tmp_path, quote):
    tally, faults = held(tmp_path, [claim(quote, place(quote)), claim(quote)])
    assert faults == []
    assert (tally.quoted, tally.held, tally.texts) == (2, 2, 1)


def test_a_quote_elsewhere_is_a_warning_that_names_the_place(tmp_path):
    _, faults = held(tmp_path, [claim("Grey Bay", [0, 8])])
    start, end = place("Grey Bay")
    assert faults == [("moved-quote", "warning", f"'Grey Bay' stands at [{start}, {end}], not at [0, 8]")]


@pytest.mark.parametrize("quote", ["on Thursday", "grey bay", "met  on"])
def test_a_quote_that_does_not_stand_in_the_text_is_an_error(tmp_path, quote):
    for at in (None, [0, len(quote)]):
        _, faults = held(tmp_path / str(at), [claim(quote, at)])
        assert faults == [("stale-quote", "error", f"'{quote}' does not stand in the text")]


def test_another_text_than_the_hashed_one_is_an_error_once(tmp_path):
    _, faults = held(tmp_path, [claim("on Wednesday"), claim("Grey Bay")], text=TEXT + " ")
    assert faults == [("stale-quote", "error", "the text at hand is not the one that was hashed")]


def test_texts_that_are_absent_are_counted_not_faulted(tmp_path):
    tally, faults = held(tmp_path, [claim("on Wednesday")], name="fulltext/other.txt")
    assert faults == []
    assert (tally.quoted, tally.held, tally.texts) == (1, 0, 0)
    assert tally.absent == "0 sources have no hashed text, 1 hashed texts are not at hand"


def test_the_real_quotes_stand_in_the_real_texts(records):
    hashed = [s for s in records.sources.values() if s.sha256]
    assert len(hashed) == 2
    absent = [s.key for s in hashed if not (ROOT / "seeds" / "fulltext" / f"{s.sha256}.txt").is_file()]
    if absent:
        pytest.skip(f"the publishers' texts are not part of this checkout: {', '.join(absent)}")
    diagnostics = Diagnostics()
    tally = check(records, ROOT / "seeds", diagnostics)
    assert list(diagnostics) == []
    assert tally.held == sum(c.quote is not None for s in hashed for c in s.claims) > 30
