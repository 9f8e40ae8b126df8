"""Explanations: sentences that come from the decision, and changes that the rules themselves confirm."""

import itertools
import json
from pathlib import Path

import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from deconflict.cli import main
from deconflict.reconcile import names, whatif
from deconflict.reconcile.answers import answer
from deconflict.reconcile.explain import explain
from deconflict.reconcile.findings import find, reconcile
from deconflict.reconcile.rules import LEADS_TO, RULES, VERDICTS
from tests.conftest import ROOT
from tests.reconcile.test_laws import CLAIMS
from tests.reconcile.test_rules import CASES, reports
from tests.support.seeds import read, write

WHY = yaml.load((Path(__file__).parent / "why.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def note(records, slot):
    (incident,) = records.incidents.values()
    finding = reconcile(records, incident)[slot]
    return explain(finding, names.of(records, incident), incident, records.sources)


def written(folder, fact, rows, slot=None):
    records, faults = read(write(folder, reports(fact, rows)))
    assert faults == []
    return note(records, slot or fact)


@pytest.fixture(scope="module")
def everything(records):
    return {
        (key, slot): (finding, explain(finding, names.of(records, incident), incident, records.sources))
        for key, incident in records.incidents.items()
        for slot, finding in reconcile(records, incident).items()
    }


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_every_case_of_the_rules_is_explained_by_its_rule(tmp_path, case):
    found = written(tmp_path, case["fact"], case["claims"], case.get("slot"))
    assert found.rule == RULES[int(case["found"]["rule"])]
    for text in (found.why, *found.compared, *found.merged, *found.aside, *found.change):
        assert text.endswith("."), text
        assert text[0].isupper() or not text[0].isalpha(), text
        assert not {"  ", " .", "..", " ,", "()"} & {text[n : n + 2] for n in range(len(text))}, text


def test_real_slots_with_one_verdict_read_differently(everything):
    for key in {key for key, _ in everything}:
        texts = {slot: note.why for (incident, slot), (_, note) in everything.items() if incident == key}
        for a, b in itertools.combinations(texts, 2):
            assert texts[a] != texts[b], (a, b)


def test_every_real_slot_says_what_would_change_it(everything):
    assert len(everything) > 55
    for (_, slot), (finding, note) in everything.items():
        assert note.change, slot
        assert note.number == finding.rule
        if finding.rule in (3, 4):
            assert note.compared, slot


def test_no_explanation_averages(everything):
    """Each figure in a comparison is one that a value states, or an end of what it allows."""
    note = everything["visual-contact-2015-10-10", "closest_separation"][1]
    assert "2 to 3 km against 10 to 20 miles (read as 16 to 37 km): no overlap." in note.compared
    assert not any(word in note.why for word in ("average", "mean", "midpoint"))


@pytest.mark.parametrize("case", WHY, ids=[case["title"] for case in WHY])
def test_why(tmp_path, case):
    assert written(tmp_path, case["fact"], case["claims"]).why == case["why"]


def test_reports_that_count_as_one_are_named(tmp_path):
    rows = [
        ["a", "north@north-mod", "asserts", "east"],
        ["b", "reporter@north-mod", "reports", "east"],
        ["c", "north@north-briefing", "asserts", "east"],
    ]
    assert written(tmp_path, "bank", rows).merged == (
        "3 reports, one origin: North Ministry, through A statement (2) and Another day (1).",
    )


def test_a_later_account_stands_beside_the_earlier_one(tmp_path):
    rows = [["a", "north@north-mod", "asserts", "east"], ["b", "north@north-briefing", "asserts", "west"]]
    found = written(tmp_path, "bank", rows)
    assert found.aside == (
        "A later account of the same organisation, which corrects no earlier one by name: west (B).",
    )


def test_silence_goes_stale(tmp_path):
    early = {"a.yaml": reports("bank", [["a", "reporter@outlet-own", "reports", "unsaid"]])["a.yaml"]}
    early["a.yaml"] = early["a.yaml"].replace("2017-12-15", "2017-12-13")
    late = reports("bank", [["b", "north@north-mod", "asserts", "east"]])
    records, faults = read(write(tmp_path, {**late, **early}))
    assert faults == []
    assert note(records, "bank").aside == (
        "A: “not said”, which is no answer; an answer of 14 December 2017 is on record.",
    )
    # The other way round it is silence after an answer, which nothing excuses.
    early["a.yaml"] = early["a.yaml"].replace("2017-12-13", "2017-12-16")
    records, _ = read(write(tmp_path, early))
    assert note(records, "bank").aside == ("A: “not said”, which is no answer.",)


relaxed = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@relaxed
@given(CLAIMS)
def test_what_is_said_to_change_a_verdict_does(tmp_path_factory, claims):
    """Each change, made to the full claims and not to the abridged ones that it was tried on, leads where it says."""
    records, faults = read(write(tmp_path_factory.mktemp("s"), reports("bank", claims)))
    assert faults == []
    (incident,) = records.incidents.values()
    finding = reconcile(records, incident)["bank"]
    for change in whatif.changes(finding, ("north", "south"), incident.world):
        voices = [v for v in finding.voices if v.origin != change.origin]
        if change.kind != "withdrawal":
            template = next(v for v in finding.voices if v.label == change.label and not v.claim.denied)
            stance = "reports" if change.kind == "support" else "denies"
            claim = msgspec.structs.replace(template.claim, source="new", id="new", stance=stance)
            voices.append(msgspec.structs.replace(template, claim=claim, origin="new", party=change.party))
        assert find("bank", voices, incident).verdict == change.becomes, change
    text = explain(finding, names.of(records, incident), incident, records.sources)
    assert text.number == finding.rule


def test_every_verdict_has_its_words():
    assert set(VERDICTS) == set(LEADS_TO)
    assert sorted(RULES) == [1, 2, 3, 4, 5, 6, 7]


# The command.


def test_the_command_prints_one_slot(capsys):
    arguments = ["explain", "visual-contact-2015-10-10", "closest_separation", "--seeds", str(ROOT / "seeds")]
    assert main(arguments) == 0
    out = capsys.readouterr().out
    assert out.startswith("Closest separation: disputed\n")
    for part in ("Why\n", "no overlap.", "What would change it\n", "“2-3km”  [rt-2015-10-14]"):
        assert part in out
    assert max(map(len, out.splitlines())) <= 100


def test_the_command_prints_data(capsys):
    assert main(["explain", "visual-contact-2015-10-10", "--json", "--seeds", str(ROOT / "seeds")]) == 0
    found = json.loads(capsys.readouterr().out)
    row = found["closest_separation"]
    assert (row["verdict"], row["rule"]["number"], row["reports"], row["origins"], row["sides"]) == (
        "disputed", 3, 17, 2, 2,
    )  # fmt: skip
    assert row["rule"]["asks"] == RULES[3]
    assert {c["source"] for a in row["answers"] for c in a["claims"]} > {"cnn-2015-10-13", "tass-2015-10-14"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["euphrates", "duration"], "no incident 'euphrates' (known: euphrates-2017-12-13, visual-contact-2015-10-10)"),
        (
            ["euphrates-2017-12-13", "durations"],
            "no report of 'euphrates-2017-12-13' answers 'durations'; did you mean 'duration'?",
        ),
    ],
)
def test_the_command_says_what_it_does_not_know(capsys, arguments, message):
    assert main(["explain", *arguments, "--seeds", str(ROOT / "seeds")]) == 2
    assert capsys.readouterr().err == f"{message}\n"


def test_an_outlets_slip_stands_for_nobodys_answer(tmp_path):
    rows = [
        ["a", "north@north-mod", "asserts", "2 Su-25"],
        ["b", "south@south-mod", "asserts", "2 Su-25"],
        ["c", "reporter@north-mod", "reports", "1 Su-30", {"slip": "true", "note": "A copying error"}],
    ]
    records, faults = read(write(tmp_path, reports("jets", rows)))
    assert faults == []
    (incident,) = records.incidents.values()
    finding = reconcile(records, incident)["jets"]
    assert answer(finding, incident.world) == "2 Su-25s"
    assert finding.detail == ("1 Su-30",), "it enters the verdict all the same"
    found = explain(finding, names.of(records, incident), incident, records.sources)
    assert "1 Su-30, North Ministry (1 report), an outlet's slip." in found.why
    assert not any("Su-30" in text for text in found.compared)
