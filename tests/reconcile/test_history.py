"""What changed between two states of the verdicts, and what of it must be explained."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.diagnostics import Diagnostics
from deconflict.reconcile import history
from deconflict.reconcile.findings import reconcile
from deconflict.reconcile.history import Change, compare
from deconflict.records.incident import VERDICTS
from deconflict.records.snapshot import Reading, Standing
from tests.support.seeds import INCIDENT, read, report, write

NORTH, SOUTH = "north@north-mod", "south@south-mod"


def standing(verdict="one-origin", slot="bank", **fields):
    return Standing(**{"slot": slot, "verdict": verdict, "reports": 2, "origins": 1, "values": ("east",), **fields})


AGREED = standing("agreed", agreed=("east",), origins=2)
READING = Reading("agreed", dt.date(2030, 6, 1))

#: Before, after, whether the change is minor, and the labels that are agreed on no longer.
CHANGES = {
    "new": (None, AGREED, False, ()),
    "gone": (standing(), None, False, ()),
    "gone though agreed on": (AGREED, None, False, ("east",)),
    "another verdict": (standing(), standing("disputed"), False, ()),
    "agreement lost": (AGREED, standing("disputed"), False, ("east",)),
    "agreement won": (standing(), AGREED, False, ()),
    "another value": (AGREED, standing("agreed", agreed=("west",), origins=2), False, ("east",)),
    "a value more": (AGREED, standing("agreed", agreed=("east", "west"), origins=2), False, ()),
    "a value less": (
        standing("agreed", agreed=("east", "west")),
        standing("agreed", agreed=("east",)),
        False,
        ("west",),
    ),
    "an answer more": (standing(), standing(values=("east", "west")), True, ()),
    "a denial": (standing(), standing(denied=("west",)), True, ()),
    "a party": (standing(), standing(parties=("north",)), True, ()),
    "a report more": (standing(), standing(reports=3), True, ()),
    "an origin more": (AGREED, standing("agreed", agreed=("east",), origins=3), True, ()),
    "a reading": (standing(), standing(override=READING), False, ()),
    "another reading": (standing(override=READING), standing(override=Reading("differs", READING.date)), False, ()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_change(name):
    before, after, minor, lost = CHANGES[name]
    old, new = ({"i": {} if s is None else {"bank": s}} for s in (before, after))
    (found,) = compare(old, new)
    assert found == Change("i", "bank", before, after)
    assert (found.minor, found.lost) == (minor, lost)


def test_every_field_of_a_standing_is_compared():
    base = standing(parties=("north",), denied=("west",), override=READING)
    other = {
        "verdict": "differs", "agreed": ("east",), "reports": 9, "origins": 9, "parties": (), "values": (),
        "denied": (), "override": None,
    }  # fmt: skip
    assert set(other) == set(msgspec.structs.asdict(base)) - {"slot"}
    for name, value in other.items():
        assert compare({"i": {"bank": base}}, {"i": {"bank": msgspec.structs.replace(base, **{name: value})}}), name


LABELS = st.lists(st.sampled_from("abc"), unique=True).map(lambda found: tuple(sorted(found)))
STANDINGS = st.builds(
    Standing,
    slot=st.just(""),
    verdict=st.sampled_from(VERDICTS),
    agreed=LABELS,
    reports=st.integers(0, 3),
    origins=st.integers(0, 3),
    parties=LABELS,
    values=LABELS,
    denied=LABELS,
    override=st.none() | st.builds(Reading, st.sampled_from(VERDICTS), st.dates()),
)
SLOTS = st.dictionaries(st.sampled_from(["day", "bank", "jets/x", "jets/y"]), STANDINGS)
VERDICT_SETS = st.dictionaries(st.sampled_from("ijk"), SLOTS).map(
    lambda v: {k: {n: msgspec.structs.replace(s, slot=n) for n, s in slots.items()} for k, slots in v.items()}
)


def backwards(verdicts):
    return {k: dict(reversed(slots.items())) for k, slots in reversed(verdicts.items())}


def apply(verdicts, changes):
    found = {k: dict(slots) for k, slots in verdicts.items()}
    for change in changes:
        slots = found.setdefault(change.incident, {})
        assert slots.pop(change.slot, None) == change.before
        if change.after is not None:
            slots[change.slot] = change.after
    return {k: slots for k, slots in found.items() if slots}


@given(VERDICT_SETS)
def test_nothing_changes_between_equals(verdicts):
    assert compare(verdicts, backwards(verdicts)) == ()


@given(VERDICT_SETS, VERDICT_SETS)
def test_changes_lead_from_one_to_the_other_and_back(before, after):
    there, back = compare(before, after), compare(after, before)
    assert back == tuple(change.reversed() for change in there)
    assert apply(before, there) == {k: v for k, v in after.items() if v}
    assert apply(after, back) == {k: v for k, v in before.items() if v}


@given(VERDICT_SETS, VERDICT_SETS)
def test_order_never_matters(before, after):
    assert compare(before, after) == compare(backwards(before), backwards(after))


# The check, on the records of a made-up bay.

AGREEMENT = [{"by": NORTH, "stance": "asserts", "bank": "east"}, {"by": SOUTH, "stance": "asserts", "bank": "east"}]
SNAPSHOT = "history/2030-06-01.json"


def snapshot(**fields):
    slots = (
        '{"slot":"bank","verdict":"agreed","agreed":["west"],"reports":2,"origins":2,"values":["west"]}',
        '{"slot":"seen","verdict":"disputed","reports":2,"origins":2,"values":["false","true"]}',
    )
    text = f'{{"format":1,"date":"2030-06-01","incidents":[{{"key":"grey-bay","slots":[{",".join(slots)}]}}]}}'
    for old, new in fields.items():
        text = text.replace(old, new)
    return text


def told(folder, more):
    """What the check says of a folder of records."""
    files = {"paper.yaml": None, "a.yaml": report("a", AGREEMENT[:1]), "b.yaml": report("b", AGREEMENT[1:]), **more}
    records, faults = read(write(folder, files))
    assert faults == []
    diagnostics = Diagnostics()
    history.check(records, history.take_all(records), diagnostics)
    return [str(d) for d in diagnostics]


def corrected(day, fact):
    return {"incidents/grey-bay.yaml": f"{INCIDENT}corrections: [{{date: {day}, what: It was east., fact: {fact}}}]\n"}


UNCORRECTED = (
    "incidents/grey-bay.yaml:0:0: [uncorrected] 'bank' was agreed on 'west' in the snapshot of 2030-06-01 and is now "
    "agreed on 'east'; say so under 'corrections:' in this file: {date: …, what: …, fact: bank}, with a date from "
    "2030-06-01 on"
)


def test_without_a_snapshot_nothing_is_asked(tmp_path):
    assert told(tmp_path, {}) == []


def test_an_agreed_value_that_changes_needs_a_correction(tmp_path):
    assert told(tmp_path, {SNAPSHOT: snapshot()}) == [UNCORRECTED]


@pytest.mark.parametrize(
    ("day", "fact", "settled"),
    [
        ("2030-06-01", "bank", True),
        ("2030-07-01", "bank", True),
        ("2030-05-31", "bank", False),
        ("2030-07-01", "seen", False),
        ("2030-07-01", "bank/Su-25", False),
    ],
)
def test_a_correction_settles_it_by_fact_and_date(tmp_path, day, fact, settled):
    assert told(tmp_path, {SNAPSHOT: snapshot(), **corrected(day, fact)}) == ([] if settled else [UNCORRECTED])


def test_a_correction_without_a_fact_settles_nothing(tmp_path):
    incident = f"{INCIDENT}corrections: [{{date: 2030-07-01, what: It was east.}}]\n"
    assert told(tmp_path, {SNAPSHOT: snapshot(), "incidents/grey-bay.yaml": incident}) == [UNCORRECTED]


@pytest.mark.parametrize(
    ("claims", "state"),
    [
        ([{"by": NORTH, "stance": "asserts", "bank": "west"}], "now 'single-source'"),
        ([{"by": NORTH, "stance": "asserts", "bank": "west"}, AGREEMENT[1]], "now 'disputed'"),
        ([{"by": NORTH, "stance": "asserts", "seen": "true"}], "gone"),
    ],
)
def test_an_agreement_that_is_lost_needs_a_correction(tmp_path, claims, state):
    (found,) = told(tmp_path, {SNAPSHOT: snapshot(), "a.yaml": report("a", claims), "b.yaml": None})
    assert f"'bank' was agreed on 'west' in the snapshot of 2030-06-01 and is {state}; say so" in found


def test_other_changes_need_none(tmp_path):
    """The disputed slot of the snapshot is gone, and the agreed one has other counts."""
    assert told(tmp_path, {SNAPSHOT: snapshot(west="east", **{'"reports":2': '"reports":5'})}) == []


def test_only_the_newest_snapshot_is_asked(tmp_path):
    newer = snapshot(west="east", **{"2030-06-01": "2030-06-02"})
    assert told(tmp_path, {SNAPSHOT: snapshot(), "history/2030-06-02.json": newer}) == []


def test_an_incident_that_is_gone_needs_a_word(tmp_path):
    gone = snapshot(west="east", **{"grey-bay": "lost-bay"})
    (found,) = told(tmp_path / "a", {SNAPSHOT: gone})
    assert found.startswith(
        "history/withdrawn.yaml:0:0: [withdrawn] incident 'lost-bay' stands in the snapshot of 2030-06-01 and is gone;"
    )
    note = "incidents: {lost-bay: {title: Over Lost Bay, date: 2030-07-01, reason: It was an exercise.}}\n"
    assert told(tmp_path / "b", {SNAPSHOT: gone, "history/withdrawn.yaml": note}) == []


def test_an_incident_that_is_there_is_not_withdrawn(tmp_path):
    note = "incidents: {grey-bay: {title: Over Grey Bay, date: 2030-07-01, reason: It was an exercise.}}\n"
    (found,) = told(tmp_path, {"history/withdrawn.yaml": note})
    assert found.endswith("[withdrawn] incident 'grey-bay' is noted as withdrawn, but its record is still there")


def test_the_order_of_claims_does_not_matter(tmp_path):
    both = [told(tmp_path / name, {SNAPSHOT: snapshot(), "a.yaml": report("a", claims), "b.yaml": None})
            for name, claims in (("x", AGREEMENT), ("y", AGREEMENT[::-1]))]  # fmt: skip
    assert both[0] == both[1]


def test_what_is_noted_is_what_was_found(records):
    noted = history.take_all(records)
    for key, incident in records.incidents.items():
        for slot, finding in reconcile(records, incident).items():
            found = noted[key][slot]
            assert (found.verdict, found.agreed, found.reports) == (
                finding.verdict, tuple(sorted(finding.agreed_on)), finding.reports,
            )  # fmt: skip
            assert (found.origins, found.parties) == (len(finding.origins), finding.parties)
            assert set(found.agreed) <= set(found.values)
