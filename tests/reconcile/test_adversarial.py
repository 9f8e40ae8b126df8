"""Attempts to fool the verdicts, one small slot at a time."""

import json
from pathlib import Path

import pytest
import yaml

from deconflict.reconcile.findings import reconcile
from tests.reconcile.test_rules import reports, seen
from tests.support.seeds import INCIDENT, VOCABULARY, read, write

CASES = yaml.load((Path(__file__).parent / "adversarial.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)


def files(case):
    """The case's reports, with changed fields, and the changed vocabulary and incident."""
    rows = []
    for key, by, stance, value, *more in case["claims"]:
        extra = dict(more[0]) if more else {}
        rows.append((extra.pop("fact", case["fact"]), [key, by, stance, value, extra]))
    found = {"paper.yaml": None}
    facts = dict.fromkeys(fact for fact, _ in rows)
    for fact in facts:
        for name, made in reports(fact, [row for f, row in rows if f == fact]).items():
            text = made
            if name in found and text is not None:
                one, two = json.loads(found[name]), json.loads(text)
                one["claims"] += two["claims"]
                text = json.dumps(one, ensure_ascii=False)
            found[name] = text
    for key, changes in case.get("sources", {}).items():
        source = json.loads(found[f"{key}.yaml"])
        source["origin"] |= changes.pop("origin", {}) if isinstance(changes, dict) else {}
        found[f"{key}.yaml"] = json.dumps(source | changes, ensure_ascii=False)
    for name, text in (("vocabulary", VOCABULARY), ("incident", INCIDENT)):
        if name in case:
            old, new = case[name]
            assert text.count(old) == 1, "the change is made once"
            path = "vocabulary.yaml" if name == "vocabulary" else "incidents/grey-bay.yaml"
            found[path] = text.replace(old, new.replace("\\n", "\n"))
    return found


@pytest.mark.parametrize("case", CASES, ids=[case["title"] for case in CASES])
def test_nothing_fools_the_verdict(tmp_path, case):
    records, faults = read(write(tmp_path, files(json.loads(json.dumps(case)))))
    assert [str(fault) for fault in faults] == case.get("faults", [])
    if "found" in case:
        finding = reconcile(records, records.incidents["grey-bay"])[case["fact"]]
        answer = seen(finding) | {"later": str(len(finding.later))}
        assert {name: answer[name] for name in case["found"]} == case["found"]


def test_there_are_enough_attempts():
    assert len(CASES) >= 40
    assert len({case["title"] for case in CASES}) == len(CASES)
    assert all(("found" in case) != ("faults" in case) for case in CASES)
