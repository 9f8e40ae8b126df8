"""``deconflict snapshot``: what it writes, prints and refuses."""

import datetime as dt
import json

import pytest

from deconflict.cli import snapshot as command
from tests.support.seeds import INCIDENT, report, write

NORTH, SOUTH = "north@north-mod", "south@south-mod"


class Clock(dt.datetime):
    """A clock that stands still, at noon of 1 July 2030."""

    @classmethod
    def now(cls, tz=None):
        return cls(2030, 7, 1, 12, tzinfo=tz)


@pytest.fixture
def seeds(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "datetime", Clock)
    monkeypatch.chdir(tmp_path)
    claims = {"a": (NORTH, "east"), "b": (SOUTH, "east")}
    files = {f"{k}.yaml": report(k, [{"by": by, "stance": "asserts", "bank": v}]) for k, (by, v) in claims.items()}
    return write(tmp_path / "seeds", {"paper.yaml": None, **files})


def change(seeds, bank):
    """Let both sides say another bank."""
    for key, by in (("a", NORTH), ("b", SOUTH)):
        text = report(key, [{"by": by, "stance": "asserts", "bank": bank}])
        (seeds / f"{key}.yaml").write_text(text, encoding="utf-8")


def correct(seeds, day="2030-06-01"):
    text = f"{INCIDENT}corrections: [{{date: {day}, what: It was west., fact: bank}}]\n"
    (seeds / "incidents" / "grey-bay.yaml").write_text(text, encoding="utf-8")


def test_the_first_snapshot_is_dated_today(run, seeds):
    status, out, err = run("snapshot", "--note", "The  first\none.")
    assert (status, err) == (0, "")
    file = seeds / "history" / "2030-07-01.json"
    assert file.read_text(encoding="utf-8") == (
        '{"format":1,"date":"2030-07-01","note":"The first one.","incidents":[\n{"key":"grey-bay","slots":[\n'
        '{"slot":"bank","verdict":"agreed","agreed":["east"],"reports":2,"origins":2,"parties":["north","south"],'
        '"values":["east"]}\n]}\n]}\n'
    )
    assert out.splitlines() == [
        "This is the first snapshot.",
        "Wrote seeds/history/2030-07-01.json: 1 incident, 1 fact (0.2 KB). Commit it with what you publish.",
    ]
    assert [p.name for p in file.parent.iterdir()] == [file.name]


def test_it_prints_what_changed(run, seeds):
    assert run("snapshot", "--date", "2030-06-01")[0] == 0
    assert run("snapshot", "--dry-run")[1].splitlines()[0] == "Nothing has changed since the snapshot of 1 June 2030."
    text = report("c", [{"by": SOUTH, "stance": "asserts", "seen": "true"}])
    (seeds / "c.yaml").write_text(text, encoding="utf-8")
    correct(seeds)
    change(seeds, "west")
    status, out, _ = run("snapshot")
    assert status == 0
    assert out.splitlines() == [
        "Since the snapshot of 1 June 2030: 2 changes in 1 incident.",
        "",
        "Over Grey Bay (grey-bay)",
        "  Seen: new, single source; 1 report, 1 origin",
        "  Bank: agreed on west instead of east",
        "",
        "Wrote seeds/history/2030-07-01.json: 1 incident, 2 facts (0.3 KB). Commit it with what you publish.",
    ]


def test_a_dry_run_writes_nothing(run, seeds):
    status, out, _ = run("snapshot", "--dry-run")
    assert status == 0
    assert "Nothing was written: seeds/history/2030-07-01.json would hold 1 incident, 1 fact (0.2 KB)." in out
    assert not (seeds / "history").exists()


def test_a_second_one_of_the_day_needs_force(run, seeds):
    assert run("snapshot")[0] == 0
    file = seeds / "history" / "2030-07-01.json"
    before = file.read_bytes()
    change(seeds, "west")
    status, out, err = run("snapshot")
    assert (status, out, file.read_bytes()) == (2, "", before)
    assert err == "seeds/history/2030-07-01.json is there; --force replaces it, if it was not published yet\n"
    status, out, _ = run("snapshot", "--force")
    assert (status, out.splitlines()[0]) == (0, "This is the first snapshot.")
    assert '"agreed":["west"]' in file.read_text(encoding="utf-8")


def test_force_holds_it_against_the_one_before(run, seeds):
    assert run("snapshot", "--date", "2030-06-01")[0] == 0
    assert run("snapshot")[0] == 0
    change(seeds, "west")
    status, _, err = run("snapshot", "--force")
    assert status == 2
    assert "[uncorrected] 'bank' was agreed on 'east' in the snapshot of 2030-06-01 and is now agreed on 'west'" in err


@pytest.mark.parametrize("name", ["snapshot", "check"])
def test_a_silent_change_is_refused(run, seeds, name):
    assert run("snapshot", "--date", "2030-06-01")[0] == 0
    change(seeds, "west")
    status, out, err = run(name)
    assert (status, out) == (2, "")
    assert err.startswith("seeds/incidents/grey-bay.yaml:0:0: [uncorrected] 'bank' was agreed on 'east'")
    assert not (seeds / "history" / "2030-07-01.json").exists()
    correct(seeds)
    assert run(name)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--date", "2030-07-02"], "today is 2030-07-01: a snapshot cannot be dated 2030-07-02\n"),
        (
            ["--date", "2030-05-01"],
            "there is a later snapshot, seeds/history/2030-06-01.json: what was published stays\n",
        ),
        (["--date", "2030-05-01", "--force"], "there is a later snapshot, seeds/history/2030-06-01.json: what was"),
        (["--note", "a\u202eb"], "a note is a sentence or two of at most 1,000 characters\n"),
        (["--note", "a" * 1001], "a note is a sentence or two of at most 1,000 characters\n"),
        (["--date", "2030-6-1"], "argument --date: '2030-6-1' is no day as YYYY-MM-DD\n"),
        (["--date", "20300601"], "argument --date: '20300601' is no day as YYYY-MM-DD\n"),
    ],
)
def test_what_it_refuses(run, seeds, arguments, message):
    assert run("snapshot", "--date", "2030-06-01")[0] == 0
    status, out, err = run("snapshot", *arguments)
    assert (status, out) == (2, "")
    assert message in err
    assert [p.name for p in (seeds / "history").iterdir()] == ["2030-06-01.json"]


def test_a_snapshot_from_the_future_is_refused(run, seeds):
    assert run("snapshot")[0] == 0
    file = seeds / "history" / "2030-07-01.json"
    text = file.read_text(encoding="utf-8").replace("2030-07-01", "2099-01-01")
    file.rename(file.with_name("2099-01-01.json")).write_text(text, encoding="utf-8")
    status, _, err = run("snapshot")
    assert (status, err) == (2, "today is 2030-07-01, and seeds/history/2099-01-01.json is dated later\n")


def test_faults_of_records_and_of_snapshots_are_refused(run, seeds):
    (seeds / "history").mkdir()
    (seeds / "history" / "2030-06-01.json").write_text("{}", encoding="utf-8")
    for name in ("snapshot", "check", "reconcile"):
        status, out, err = run(name)
        assert (status, out) == (2, "")
        assert err.startswith("seeds/history/2030-06-01.json:0:0: [snapshot-file] the file must be an object")


def test_a_place_that_cannot_be_written_is_one_line(run, seeds):
    (seeds / "history").write_text("", encoding="utf-8")
    status, _, err = run("snapshot")
    assert status == 2
    assert err == "seeds/history/2030-07-01.json cannot be written: File exists\n"


def test_an_incident_that_is_gone(run, seeds):
    other = INCIDENT.replace("grey-bay", "other-bay")
    (seeds / "incidents" / "other-bay.yaml").write_text(other, encoding="utf-8")
    text = report("o", [{"by": NORTH, "stance": "asserts", "bank": "east"}], incident="other-bay")
    (seeds / "o.yaml").write_text(text, encoding="utf-8")
    assert run("snapshot", "--date", "2030-06-01")[0] == 0
    (seeds / "o.yaml").unlink()
    (seeds / "incidents" / "other-bay.yaml").unlink()
    status, _, err = run("snapshot")
    assert (status, "[withdrawn] incident 'other-bay'" in err) == (2, True)
    note = "incidents: {other-bay: {title: Over Other Bay, date: 2030-06-15, reason: An exercise.}}\n"
    (seeds / "history" / "withdrawn.yaml").write_text(note, encoding="utf-8")
    status, out, _ = run("snapshot")
    assert (status, out.splitlines()[2:4]) == (0, ["Over Other Bay (other-bay)", "  withdrawn"])
    kept = json.loads((seeds / "history" / "2030-07-01.json").read_text(encoding="utf-8"))
    assert [i["key"] for i in kept["incidents"]] == ["grey-bay"]
