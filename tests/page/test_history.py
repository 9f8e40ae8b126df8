"""Changes in sentences, and the history of a page."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.page import build, changes, history
from deconflict.reconcile import names
from deconflict.reconcile.history import Change, compare, take_all
from deconflict.records import snapshot
from deconflict.records.incident import VERDICTS
from deconflict.records.snapshot import Reading, Snapshot, Standing
from tests.support.seeds import INCIDENT, read, report, write

NORTH, SOUTH = "north@north-mod", "south@south-mod"
JUNE = dt.date(2030, 6, 1)


def standing(verdict, slot="bank", **fields):
    return Standing(**{"slot": slot, "verdict": verdict, "reports": 2, "origins": 1, **fields})


ONE = standing("one-origin", values=("east",), parties=("north",))
EAST = standing("agreed", agreed=("east",), values=("east",), origins=2)
READ = Reading("compatible", JUNE)

#: Slot, before, after, the sentence on its own, and the text beside the marks.
SENTENCES = {
    "verdict and account": (
        ONE,
        standing("disputed", values=("east", "west"), parties=("north", "south"), origins=2),
        "from one origin to disputed; the Southern account was added; newly stated: west; 2 origins instead of 1",
        "The Southern account was added; newly stated: west; 2 origins instead of 1.",
    ),
    "verdict alone": (ONE, standing("differs", values=("east",), parties=("north",)), "from one origin to differ", ""),
    "agreement": (
        standing("one-origin", values=("east",), origins=2),
        EAST,
        "from one origin to agreed on east",
        "Agreed on east.",
    ),
    "agreement lost": (
        EAST,
        standing("disputed", values=("east",), denied=("east",), origins=2),
        "from agreed on east to disputed; newly denied: east",
        "No longer agreed on east; newly denied: east.",
    ),
    "another value": (
        EAST,
        standing("agreed", agreed=("west",), values=("west",), origins=2),
        "agreed on west instead of east",
        "Agreed on west instead of east.",
    ),
    "a value more": (
        EAST,
        standing("agreed", agreed=("east", "middle"), values=("east", "middle"), origins=2),
        "agreed on middle as well",
        "Agreed on middle as well.",
    ),
    "a value less": (
        standing("agreed", agreed=("east", "middle"), values=("east", "middle"), origins=2),
        EAST,
        "no longer agreed on middle",
        "No longer agreed on middle.",
    ),
    "new": (None, ONE, "new, one origin; 2 reports, 1 origin", "New: 2 reports, 1 origin."),
    "new and agreed": (
        None,
        EAST,
        "new, agreed on east; 2 reports, 2 origins",
        "New, agreed on east; 2 reports, 2 origins.",
    ),
    "gone": (ONE, None, "no longer listed; it was one origin", ""),
    "gone though agreed": (EAST, None, "no longer listed; it was agreed on east", "It was agreed on east."),
    "accounts gone": (
        standing("differs", parties=("north", "south")),
        standing("differs"),
        "the Northern account and the Southern account are gone",
        "The Northern account and the Southern account are gone.",
    ),
    "answers gone": (
        standing("differs", values=("east", "west"), denied=("middle",)),
        standing("differs", values=("west",)),
        "no longer stated: east; no longer denied: middle",
        "No longer stated: east; no longer denied: middle.",
    ),
    "a value that cannot be read": (
        ONE,
        standing("one-origin", values=("atlantis", "east"), parties=("north",)),
        "newly stated: atlantis",
        "Newly stated: atlantis.",
    ),
    "many answers": (
        standing("differs"),
        standing("differs", values=("east", "middle", "north-east", "v", "w", "west")),
        "newly stated: east, middle, north-east, v and 2 others",
        "Newly stated: east, middle, north-east, v and 2 others.",
    ),
    "a reading": (
        ONE,
        standing("one-origin", values=("east",), parties=("north",), override=READ),
        "the editor reads this as fit together",
        "The editor reads this as fit together.",
    ),
    "another reading": (
        standing("differs", override=READ),
        standing("differs", override=Reading("disputed", JUNE)),
        "the editor reads this as disputed instead of fit together",
        "The editor reads this as disputed instead of fit together.",
    ),
    "a reading made again": (
        standing("differs", override=READ),
        standing("differs", override=Reading("compatible", dt.date(2030, 7, 2))),
        "the editor's reading, fit together, was made again on 2 July 2030",
        "The editor's reading, fit together, was made again on 2 July 2030.",
    ),
    "no reading": (
        standing("differs", override=READ),
        standing("differs"),
        "the editor's reading, fit together, was taken back",
        "The editor's reading, fit together, was taken back.",
    ),
}


@pytest.fixture(scope="module")
def bay(tmp_path_factory):
    return read(write(tmp_path_factory.mktemp("bay")))[0]


@pytest.mark.parametrize("name", SENTENCES)
def test_sentence(bay, name):
    before, after, sentence, text = SENTENCES[name]
    incident = bay.incidents["grey-bay"]
    change = Change("grey-bay", "bank", before, after)
    assert changes.sentence(change, incident.world, names.of(bay, incident)) == sentence
    view = history._view(change, build.make(bay, incident))
    assert view.text == text
    assert sentence.startswith(view.move)
    assert (view.minor, view.row) == (change.minor, "fact-bank")


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        ("bank", "Bank"),
        ("distance/Su-25", "Distance (Su-25)"),
        ("total/drone-claims", "Total (what was said of drones)"),
        ("lost/thing", "lost (thing)"),
    ],
)
def test_a_slot_has_a_name_even_if_the_vocabulary_has_it_no_more(bay, slot, words):
    assert changes.name(slot, bay.incidents["grey-bay"].world) == words


def test_a_fact_that_is_gone_from_the_vocabulary_keeps_its_labels(bay):
    incident = bay.incidents["grey-bay"]
    gone = Change("grey-bay", "lost/thing", standing("agreed", "lost/thing", agreed=("x",), values=("x",)), None)
    view = history._view(gone, build.make(bay, incident))
    assert (view.label, view.subject, view.row, view.text) == ("lost", "thing", "", "It was agreed on x.")


def noted(records, day, note=""):
    return snapshot.render(Snapshot(path="", date=dt.date.fromisoformat(day), note=note, verdicts=take_all(records)))


@pytest.fixture
def page(tmp_path):
    """Two snapshots: South contradicts before the second; after it a third report and a correction are added."""
    first = {"paper.yaml": None, "a.yaml": report("a", [{"by": NORTH, "stance": "asserts", "bank": "east"}])}
    second = {**first, "b.yaml": report("b", [{"by": SOUTH, "stance": "asserts", "bank": "west", "quote": "x"}])}
    files = {"history/2030-06-01.json": noted(read(write(tmp_path / "1", first))[0], "2030-06-01")}
    files["history/2030-07-01.json"] = noted(read(write(tmp_path / "2", second))[0], "2030-07-01")
    files["c.yaml"] = report("c", [{"by": SOUTH, "stance": "asserts", "bank": "west", "quote": "y"}])
    files["incidents/grey-bay.yaml"] = (
        f"{INCIDENT}corrections:\n- {{date: 2030-05-01, what: A name.}}\n"
        "- {date: 2030-07-02, what: A bank., fact: bank}\n- {date: 2030-06-02, what: What is gone., fact: seen}\n"
    )
    records, faults = read(write(tmp_path / "3", {**second, **files}))
    assert faults == []
    return build.build(records, records.incidents["grey-bay"])


def test_a_page_tells_its_history_from_snapshot_to_snapshot(page):
    told = [(v.date, v.when, v.pending, v.first, [(c.label, c.move, c.minor) for c in v.changes]) for v in page.history]
    assert told == [
        ("2030-07-01", "1 July 2030", True, "", [("Bank", "3 reports instead of 2", True)]),
        ("2030-07-01", "1 July 2030", False, "", [("Bank", "from single source to disputed", False)]),
        ("2030-06-01", "1 June 2030", False, "First snapshot, with 1 fact.", []),
    ]
    (moved,) = page.history[1].changes
    assert (moved.before.word, moved.after.word) == ("single source", "disputed")
    (counted,) = page.history[0].changes
    assert (counted.before, counted.after.word) == (None, "disputed")


def test_corrections_come_newest_first_with_their_row(page):
    assert [(c.date, c.when, c.text, c.label, c.row) for c in page.corrections] == [
        ("2030-07-02", "2 July 2030", "A bank.", "Bank", "fact-bank"),
        ("2030-06-02", "2 June 2030", "What is gone.", "Seen", ""),
        ("2030-05-01", "1 May 2030", "A name.", "", ""),
    ]


def test_an_incident_that_no_snapshot_holds_has_no_history(tmp_path):
    other = noted(read(write(tmp_path / "1"))[0], "2030-06-01").replace("grey-bay", "other-bay")
    records, _ = read(write(tmp_path / "2", {"history/2030-06-01.json": other}))
    assert build.build(records, records.incidents["grey-bay"]).history == ()


def test_an_incident_begins_where_it_first_stands(tmp_path):
    records = read(write(tmp_path / "1"))[0]
    files = {
        "history/2030-06-01.json": noted(records, "2030-06-01").replace("grey-bay", "other-bay"),
        "history/2030-07-01.json": noted(records, "2030-07-01"),
    }
    records, _ = read(write(tmp_path / "2", files))
    (only,) = build.build(records, records.incidents["grey-bay"]).history
    assert (only.when, only.first) == ("1 July 2030", "First snapshot, with 2 facts.")


WORDS = st.lists(st.sampled_from(["east", "west", "lost"]), unique=True).map(lambda found: tuple(sorted(found)))
STANDINGS = st.builds(
    lambda verdict, agreed, values, **fields: standing(
        "agreed" if agreed else verdict, agreed=agreed, values=tuple(sorted({*values, *agreed})), **fields
    ),
    verdict=st.sampled_from([v for v in VERDICTS if v != "agreed"]),
    agreed=WORDS,
    values=WORDS,
    denied=WORDS,
    reports=st.integers(0, 2),
    origins=st.integers(0, 2),
    parties=st.sampled_from([(), ("north",), ("north", "south")]),
    override=st.none() | st.builds(Reading, st.sampled_from(VERDICTS), st.dates(JUNE, JUNE + dt.timedelta(1))),
)


@given(before=st.none() | STANDINGS, after=st.none() | STANDINGS)
def test_every_change_has_a_sentence(bay, before, after):
    incident = bay.incidents["grey-bay"]
    old, new = ({"grey-bay": {} if s is None else {"bank": s}} for s in (before, after))
    for change in compare(old, new):
        said = changes.sentence(change, incident.world, names.of(bay, incident))
        assert said.startswith(changes.gist(change, incident.world, names.of(bay, incident)))
        assert "; ;" not in said
        assert said.strip(" ;:") == said
        assert said
