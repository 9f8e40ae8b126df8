"""What no order of files and no repetition may change."""

import random

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deconflict.reconcile.findings import find, reconcile
from tests.reconcile.test_rules import reports
from tests.support.seeds import read, write

relaxed = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def shuffled(records, seed):
    """The same records in another order of sources and claims."""
    rng = random.Random(seed)
    sources = list(records.sources.values())
    rng.shuffle(sources)
    mixed = {s.key: msgspec.structs.replace(s, claims=tuple(rng.sample(s.claims, len(s.claims)))) for s in sources}
    return msgspec.structs.replace(records, sources=mixed)


@pytest.mark.parametrize("seed", range(5))
def test_order_never_matters(records, seed):
    for naive in (False, True):
        for incident in records.incidents.values():
            assert reconcile(shuffled(records, seed), incident, naive=naive) == reconcile(
                records, incident, naive=naive
            )


def test_a_verbatim_copy_never_adds_an_origin(records):
    for key, incident in records.incidents.items():
        before = reconcile(records, incident)
        for source in records.of(key):
            copy = msgspec.structs.replace(
                source,
                key="a-copy",
                publisher="Another Publisher",
                copy_of=source.key,
                claims=tuple(msgspec.structs.replace(c, source="a-copy") for c in source.claims),
            )
            more = msgspec.structs.replace(records, sources={**records.sources, "a-copy": copy})
            after = reconcile(more, incident)
            for slot, finding in after.items():
                assert finding.origins == before[slot].origins, (source.key, slot)
                assert finding.reports >= before[slot].reports
                same = finding.verdict == before[slot].verdict
                assert same or (before[slot].verdict, finding.verdict) == ("single-source", "one-origin")


def test_one_side_alone_is_never_disputed(records):
    for incident in records.incidents.values():
        for slot, finding in reconcile(records, incident).items():
            everyone = (*finding.voices, *(v for v, _ in finding.left_out))
            for party in {v.party for v in everyone}:
                alone = [v for v in everyone if v.party in (party, None)]
                assert find(slot, alone, incident).verdict != "disputed"


SPEAKERS = (
    "north@north-mod",
    "north@north-briefing",
    "north-ally@ally-mod",
    "south@south-mod",
    "other@expert",
    "reporter@outlet-own",
    "reporter@north-mod",
    "reporter@south-mod",
)
CLAIMS = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from(SPEAKERS),
        st.sampled_from(("asserts", "asserts", "reports", "alleges", "denies")),
        st.sampled_from(("east", "west", "north-east", "middle", "unsaid")),
    ),
    min_size=1,
    max_size=7,
)


@relaxed
@given(CLAIMS, st.randoms(use_true_random=False))
def test_findings_of_any_claims(tmp_path_factory, claims, rng):
    records, faults = read(write(tmp_path_factory.mktemp("s"), reports("bank", claims)))
    assert faults == []
    incident = records.incidents["grey-bay"]
    finding = reconcile(records, incident)["bank"]
    voices = [*finding.voices, *(v for v, _ in finding.left_out)]
    rng.shuffle(voices)
    assert find("bank", voices, incident) == finding
    # What the verdicts promise, whatever the claims.
    assert (finding.verdict == "agreed") == bool(finding.agreed_on)
    assert bool(finding.slips) <= (finding.rule == 2)
    assert (finding.verdict == "disputed") <= any(c.between_parties for c in finding.conflicts)
    assert (finding.verdict in ("compatible", "one-origin", "single-source")) <= (not finding.conflicts)
    assert (finding.verdict == "not-reported") == (not finding.voices)
    assert sum(len(p.voices) for p in finding.positions) == len(finding.voices)
    # Said once more by the same organisation, nothing is better founded.
    again = [msgspec.structs.replace(v, claim=msgspec.structs.replace(v.claim, source="z")) for v in finding.voices]
    more = find("bank", [*voices, *again], incident)
    assert more.origins == finding.origins
    assert more.verdict in (finding.verdict, "one-origin")
