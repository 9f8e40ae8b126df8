"""The page model of a small made-up incident against a golden file, and laws that hold for the real ones.

After an intended change: ``python -m pytest tests/page --update-golden``, and read the difference.
"""

import itertools
import json
from pathlib import Path

import msgspec
import pytest

from deconflict.diagnostics import Diagnostics
from deconflict.page import fragments
from deconflict.page.build import build
from deconflict.page.explainer import Explainer
from deconflict.records.load import load
from deconflict.render.exports.csv import claims
from deconflict.theatre import load as load_theatre

HERE = Path(__file__).parent
GOLDEN = HERE / "small.golden.json"


@pytest.fixture(scope="module")
def small() -> Explainer:
    diagnostics = Diagnostics()
    records = load(HERE / "small", load_theatre(), diagnostics, shown=HERE)
    diagnostics.raise_errors()
    return build(records, records.incidents["meeting"])


def test_the_model_is_the_golden_one(small, request):
    plain = msgspec.to_builtins(small)
    for area in plain["map"]["areas"]:
        area["geometry"] = area["geometry"]["type"]
    text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_rows_say_what_the_verdicts_allow(small):
    shown = {row.slot: (row.verdict, row.headline) for row in small.rows}
    assert shown == {
        "event_date": ("agreed", "February 2020"),
        "location": ("disputed", "North: near Raqqa; South: in Homs"),
        "bank": ("single-source", "left bank"),
        "closest_separation": (
            "disputed",
            "North: 10 to 20 miles (16 to 37 km); South: 2 to 3 km (1.1 to 1.6 nautical miles)",
        ),
        "duration": ("disputed", "North: about 40 minutes; South: several minutes"),
        "aircraft_seen": ("agreed", "some fighter jets"),
        "radio_warnings": ("single-source", "denied: yes"),
        "intent": ("one-origin", "deliberate"),
        "shots_fired": ("not-reported", "not reported"),
    }


def test_an_override_stands_beside_the_computed_verdict(small):
    row = small.row("duration")
    assert row.verdict == "disputed"
    assert row.override == {
        "verdict": "fit together", "reason": "Both round.", "by": "The editor", "date": "2020-03-01",
    }  # fmt: skip


def test_a_copy_counts_as_a_report_but_not_as_an_origin(small):
    row = small.row("intent")
    assert (row.reports, row.origins) == (2, 1)


def test_place_and_side_of_one_origin_are_drawn_as_their_intersection(small):
    labels = {area.label: area.tolerance for area in small.map.areas}
    assert labels == {
        "Northern account: near Raqqa, left bank": "within 15 km of Raqqa, clipped to the left bank",
        "Southern account: in Homs": "within 5 km of Homs",
    }
    assert [d.text for d in small.map.distances] == ["Raqqa and Homs lie 248 km apart"]
    assert small.map.lines_text.endswith("deconfliction line, drawn schematically.")


def test_an_area_without_a_speaker_of_a_side_is_no_sides_account(explainers):
    found = {a.words: a for a in explainers["visual-contact-2015-10-10"].map.areas}
    retold, own = found["over Syria"], found["in Aleppo province"]
    assert (retold.account, retold.tone, retold.parties) == ("Retold by The Independent", "none", ())
    assert (retold.claimants, retold.retold) == ("retold by The Independent, from US defence officials", True)
    assert (own.account, own.tone, own.retold) == ("Russian account", "side-2", False)
    # As large as the country, it would outcry all that is told more exactly.
    assert (retold.hatched, own.hatched) == (False, True)


def test_the_size_names_every_cut(explainers):
    found = {a.account: a.tolerance for a in explainers["euphrates-2017-12-13"].map.areas}
    assert found == {
        "US account": "within 15 km of Albu Kamal, clipped to the east bank and to Syria",
        "Russian account": "within 15 km of Al Mayadin, clipped to the west bank",
    }


def test_every_claim_is_shown_or_counted(records, explainers):
    for key, page in explainers.items():
        written = [claim for source in records.of(key) for claim in source.claims]
        shown = [claim.ref for _, claim, _ in claims(page)]
        assert sorted(shown) == sorted(fragments.of_claim(c) for c in written if c.reviewed)
        assert len(set(shown)) == len(shown)


def test_fragments_are_unique(explainers):
    for page in explainers.values():
        ids = [
            *(row.id for row in page.rows),
            *(claim.ref for _, claim, _ in claims(page)),
            *(source.id for source in page.sources),
            *(origin.id for origin in page.bibliography),
            *(area.id for area in page.map.areas),
        ]
        assert len(set(ids)) == len(ids)


def test_the_status_line_adds_up(explainers):
    for page in explainers.values():
        assert sum(number for _, number in page.tally) == len(page.rows)
        assert page.status.startswith(f"{page.reports} reports, {page.origins} origins, 2 sides: ")


def test_two_slots_of_one_verdict_give_their_own_reasons(explainers):
    for page in explainers.values():
        for a, b in itertools.combinations(page.rows, 2):
            assert a.explanation.why != b.explanation.why, (a.slot, b.slot)


def test_no_line_is_drawn_where_none_existed(explainers):
    early, late = explainers["visual-contact-2015-10-10"].map, explainers["euphrates-2017-12-13"].map
    assert (early.lines, early.lines_text) == ((), "No deconfliction line is known to have existed on that day.")
    assert {line.feature: (line.symbol, line.schematic, line.reported) for line in late.lines} == {
        "euphrates-line": ("line", True, "from September 2017"),
        "albu-kamal-45mi": ("stretch", True, "from November 2017"),
    }
    assert all(line.course.startswith("schematic: ") and line.basis in line.course for line in late.lines)


def test_a_side_that_is_heard_but_names_no_place_is_told(explainers):
    early, late = explainers["visual-contact-2015-10-10"].map, explainers["euphrates-2017-12-13"].map
    assert [(each.account, each.text) for each in early.silent] == [
        ("US account", "no place named by any US speaker in what we read")
    ]
    assert late.silent == ()


def test_absence_is_claimed_only_of_what_was_read(explainers):
    for page in explainers.values():
        for gap in page.gaps:
            if gap.kind in ("unanswered", "silent-party") and "no answer is on record" not in gap.text:
                assert "in the parts that we read" in gap.text
