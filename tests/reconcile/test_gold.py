"""The real records against what a careful editor decided, and against counting documents."""

import time

import pytest
import yaml

from deconflict.reconcile.findings import reconcile
from tests.conftest import ROOT

GOLD = yaml.safe_load((ROOT / "tests" / "data" / "gold.yaml").read_text(encoding="utf-8"))
SLOTS = [(incident, slot) for incident, slots in GOLD.items() for slot in slots]


@pytest.fixture(scope="module")
def found(records):
    return {key: reconcile(records, incident) for key, incident in records.incidents.items()}


@pytest.fixture(scope="module")
def naive(records):
    return {key: reconcile(records, incident, naive=True) for key, incident in records.incidents.items()}


def plain(values):
    return sorted(str(value).lower() if isinstance(value, bool) else str(value) for value in values)


@pytest.mark.parametrize(("incident", "slot"), SLOTS)
def test_the_verdict_is_the_editors(found, incident, slot):
    finding, gold = found[incident][slot], GOLD[incident][slot]
    assert finding.verdict == gold["verdict"], "the letter of the rules gives it too: nothing of also_accept is needed"
    assert plain(finding.agreed_on) == plain(gold.get("agreed_on", []))
    assert plain(finding.slips) == plain(gold.get("slips", []))
    assert plain(finding.detail) == plain(gold.get("one_origin_detail", []))
    assert finding.reports == gold["reports"]
    assert list(finding.origins) == sorted(gold["origins"])
    assert list(finding.parties) == sorted(gold["parties"])


@pytest.mark.parametrize(("incident", "slot"), SLOTS)
def test_counting_documents_gives_the_naive_verdict(naive, incident, slot):
    assert naive[incident][slot].verdict == GOLD[incident][slot]["naive_verdict"]


def test_counting_documents_is_wrong_where_counting_origins_is_not(found, naive):
    def wrong(findings):
        accepted = {(i, s): {GOLD[i][s]["verdict"], *GOLD[i][s].get("also_accept", ())} for i, s in SLOTS}
        return sorted(slot for slot in SLOTS if findings[slot[0]][slot[1]].verdict not in accepted[slot])

    assert len(SLOTS) == 30
    assert wrong(found) == []
    assert len(wrong(naive)) == 14, wrong(naive)


def test_every_slot_with_claims_has_a_finding_in_the_order_of_the_facts(records, found):
    for key, findings in found.items():
        slots = {c.slot for s in records.of(key) for c in s.claims}
        assert set(findings) == slots
        order = [list(records.incidents[key].world.facts).index(f.fact.id) for f in findings.values()]
        assert order == sorted(order)


def test_an_incident_is_reconciled_quickly(records):
    began = time.perf_counter()
    for incident in records.incidents.values():
        reconcile(records, incident)
    assert time.perf_counter() - began < 1
