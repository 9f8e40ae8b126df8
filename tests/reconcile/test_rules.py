"""The seven rules, one small slot at a time."""

from pathlib import Path

import pytest
import yaml

from deconflict.reconcile.findings import reconcile
from deconflict.reconcile.rules import VERDICTS
from deconflict.records.incident import VERDICTS as ALLOWED
from deconflict.values import TYPES
from tests.support.seeds import INCIDENT, read, report, write

CASES = yaml.load((Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def reports(fact, claims):
    """Sources from rows of a table, by their file's name."""
    by_source = {}
    for key, by, stance, value, *more in claims:
        claim = {"by": by, "stance": stance, fact: value, **(more[0] if more else {})}
        by_source.setdefault(key, []).append(claim)
    files = {}
    for key, entries in by_source.items():
        acts = {entry["origin"] for entry in entries if "origin" in entry}
        listed = sorted({entry["by"].split("@")[1] for entry in entries} | acts)
        files[f"{key}.yaml"] = report(key, entries, origin={"clusters": listed})
    return {"paper.yaml": None, **files}


def find(folder, files, slot, *, naive=False):
    records, faults = read(write(folder, files))
    assert faults == []
    return reconcile(records, records.incidents["grey-bay"], naive=naive)[slot]


def seen(finding):
    return {
        "verdict": finding.verdict,
        "rule": str(finding.rule),
        "agreed_on": list(finding.agreed_on),
        "detail": list(finding.detail),
        "slips": list(finding.slips),
        "across": str(finding.across_parties).lower(),
        "reports": str(finding.reports),
        "origins": list(finding.origins),
        "parties": list(finding.parties),
        "left_out": [why for _, why in finding.left_out],
        "conflicts": str(len(finding.conflicts)),
    }


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_the_rules(tmp_path, case):
    finding = find(tmp_path, reports(case["fact"], case["claims"]), case.get("slot", case["fact"]))
    answer = seen(finding)
    assert {name: answer[name] for name in case["found"]} == case["found"]


def test_each_rule_and_verdict_has_cases():
    assert {case["found"]["rule"] for case in CASES} == set("1234567")
    assert {case["found"]["verdict"] for case in CASES} == set(VERDICTS) == set(ALLOWED)


class Flags:
    """A made-up value type: letters, of which any two values may share one and all together none."""

    def parse(self, text, fact, world, published=None):
        return frozenset(text)

    def label(self, value):
        return "".join(sorted(value))

    def meet(self, a, b, fact, world):
        return a & b or None

    def supports(self, a, b, fact, world):
        return a <= b


def test_values_that_meet_in_pairs_but_not_together_differ(tmp_path, monkeypatch):
    """No type that the package has allows it: the rule is for those to come."""
    monkeypatch.setitem(TYPES, "actor", Flags())
    rows = [["a", "north@north-mod", "asserts", "xy"], ["b", "south@south-mod", "asserts", "yz"]]
    assert find(tmp_path / "two", reports("who", rows), "who").verdict == "compatible"
    third = ["c", "other@expert", "asserts", "xz"]
    finding = find(tmp_path / "three", reports("who", [*rows, third]), "who")
    assert (finding.verdict, finding.rule, finding.conflicts) == ("differs", 4, ())


def test_positions_gather_what_is_said_the_same(tmp_path):
    rows = [
        ["a", "north@north-mod", "asserts", "3300 m"],
        ["b", "north@north-mod", "asserts", "3.3 km"],
        ["c", "reporter@outlet-own", "reports", "3.3 km"],
        ["d", "south@south-mod", "asserts", "500 m"],
        ["e", "south@south-mod", "denies", "3.3 km"],
    ]
    found = find(tmp_path, reports("distance", rows), "distance").positions
    assert [(p.label, p.denied, len(p.voices)) for p in found] == [
        ("3.3 km", False, 3),
        ("500 m", False, 1),
        ("3.3 km", True, 1),
    ]


def test_an_editors_verdict_stands_beside_the_computed_one(tmp_path):
    words = "overrides: {bank: {verdict: agreed, reason: Both say so, by: An editor, date: 2018-01-02}}\n"
    files = reports("bank", [["a", "north@north-mod", "asserts", "east"], ["b", "south@south-mod", "asserts", "west"]])
    finding = find(tmp_path, {**files, "incidents/grey-bay.yaml": INCIDENT + words}, "bank")
    assert (finding.verdict, finding.override.verdict) == ("disputed", "agreed")
