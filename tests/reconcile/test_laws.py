"""What no order of files and no repetition may change."""

import random
from datetime import date
from itertools import combinations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deconflict.reconcile.findings import find, reconcile
from deconflict.records.independence import Decision
from deconflict.records.source import NearCopy, Speaker
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


def copies(source, how, records):
    """A report that copies another one: verbatim, by measured likeness, or through a copy in between."""
    made = {}
    of = source.key
    for key in ("copy-1", "copy-2")[: 2 if how == "copy of a copy" else 1]:
        near = NearCopy(of=of, containment="0.83", shingles=412, measured=date(2017, 12, 20))
        made[key] = msgspec.structs.replace(
            source,
            key=key,
            publisher=f"The {key}",
            copy_of=None if how == "near-copy" else of,
            near_copy=near if how == "near-copy" else None,
            # Whoever copies drops names: all is told in the copy's own voice, once as it was and once more without.
            claims=tuple(msgspec.structs.replace(c, source=key) for c in source.claims)
            + tuple(anonymous(c, key, records) for c in source.claims),
        )
        of = key
    return msgspec.structs.replace(records, sources={**records.sources, **made})


def anonymous(claim, key, records):
    own = next(
        a.id for a in records.incidents[records.sources[claim.source].incident].acts.values() if not a.organisation
    )
    voice = Speaker(id="outlet", name=None, role="the outlet", side="reporter", act=own)
    return msgspec.structs.replace(claim, id=f"{claim.id}x", source=key, speaker=voice, act=own, stance="reports")


@pytest.mark.parametrize("how", ["verbatim", "near-copy", "copy of a copy"])
def test_copies_never_add_an_origin(records, how):
    for key, incident in records.incidents.items():
        before = reconcile(records, incident)
        for source in records.of(key):
            for slot, finding in reconcile(copies(source, how, records), incident).items():
                assert finding.origins == before[slot].origins, (source.key, slot)


def test_the_same_organisation_once_more_changes_no_verdict(records):
    for key, incident in records.incidents.items():
        before = reconcile(records, incident)
        for source in records.of(key):
            said = tuple(c for c in source.claims if incident.acts[c.act].organisation)
            again = msgspec.structs.replace(
                source,
                key="again",
                publisher="Another Publisher",
                copy_of=None,
                claims=tuple(msgspec.structs.replace(c, source="again") for c in said),
            )
            more = msgspec.structs.replace(records, sources={**records.sources, "again": again})
            for slot, finding in reconcile(more, incident).items():
                same = finding.verdict == before[slot].verdict
                assert same or (before[slot].verdict, finding.verdict) == ("single-source", "one-origin")


def decide(incident, kind, of, into):
    made = Decision(
        kind=kind, of=of, into=into, name=into, reason="So", by="An editor", date=date(2018, 1, 2), line=0, column=0
    )
    return msgspec.structs.replace(incident, independence=(*incident.independence, made))


def test_joins_never_raise_and_splits_never_lower_the_count(records):
    for key, incident in records.incidents.items():
        before = reconcile(records, incident)
        known = sorted({o for f in before.values() for o in f.origins})
        for joined in combinations(known, 2):
            for slot, finding in reconcile(records, decide(incident, "join", joined, joined[0])).items():
                merged = {joined[0] if o in joined else o for o in before[slot].origins}
                assert finding.origins == tuple(sorted(merged)), (joined, slot)
                changed = set(joined) & set(before[slot].origins) - {joined[0]}
                assert (finding.unedited is not None) >= bool(changed)
                if finding.unedited is not None:
                    assert finding.unedited.origins == before[slot].origins
                    assert finding.unedited.verdict == before[slot].verdict
        for act in sorted({a for s in records.of(key) for a in s.acts if incident.acts[a].organisation}):
            for slot, finding in reconcile(records, decide(incident, "split", (act,), "new")).items():
                assert len(finding.origins) >= len(before[slot].origins), (act, slot)
                assert set(finding.origins) <= {*before[slot].origins, "new"}


def test_decisions_leave_the_order_of_files_without_effect(records):
    for incident in records.incidents.values():
        acts = sorted(a for a, act in incident.acts.items() if act.organisation == "us-defence")[:1]
        edited = decide(
            decide(incident, "split", tuple(acts), "new"), "join", ("russia-state", "outlet:reuters"), "russia-state"
        )
        expected = reconcile(records, edited)
        for seed in range(3):
            assert reconcile(shuffled(records, seed), edited) == expected


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
