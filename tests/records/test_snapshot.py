"""Snapshots as files: what is written is read back, and what nobody wrote is refused in one line."""

import datetime as dt
import json

import pytest

from deconflict.diagnostics import Diagnostics
from deconflict.reconcile.history import take_all
from deconflict.records import snapshot
from deconflict.records.snapshot import Reading, Snapshot, Standing

DAY = dt.date(2030, 6, 1)

SOUND = {
    "format": 1,
    "date": "2030-06-01",
    "note": "A second ministry has spoken.",
    "incidents": [
        {
            "key": "lake",
            "slots": [
                {"slot": "day", "verdict": "agreed", "agreed": ["1"], "reports": 2, "origins": 2, "values": ["1", "2"]},
                {"slot": "jets/Su-25", "verdict": "single-source", "reports": 1, "origins": 1, "denied": ["2 Su-25"]},
            ],
        }
    ],
}


def read(folder):
    faults = Diagnostics()
    found = snapshot.load(folder, lambda path: path.name, faults)
    return found, [str(fault) for fault in faults]


def changed(**fields):
    """The sound file with other fields in its first slot."""
    body = json.loads(json.dumps(SOUND))
    body["incidents"][0]["slots"][0] |= fields
    return json.dumps(body)


def test_no_folder_is_no_history(tmp_path):
    found, faults = read(tmp_path / "nowhere")
    assert (found.snapshots, found.withdrawn, faults) == ((), {}, [])


def test_a_sound_file_is_read(tmp_path):
    (tmp_path / "2030-06-01.json").write_text(json.dumps(SOUND), encoding="utf-8")
    found, faults = read(tmp_path)
    assert faults == []
    (only,) = found.snapshots
    assert (only.date, only.note, only.path) == (DAY, "A second ministry has spoken.", "2030-06-01.json")
    assert only.verdicts["lake"]["jets/Su-25"].denied == ("2 Su-25",)


def test_what_is_written_is_read_back_and_written_the_same(tmp_path, records):
    verdicts = take_all(records)
    key, slots = next(iter(verdicts.items()))
    first = next(iter(slots))
    slots[first] = Standing(
        slot=first, verdict="disputed", reports=2, origins=2, values=("é\u00a0“x”",), override=Reading("agreed", DAY)
    )
    text = snapshot.render(Snapshot(path="", date=DAY, note="A “note”.", verdicts=verdicts))
    (tmp_path / "2030-06-01.json").write_text(text, encoding="utf-8")
    found, faults = read(tmp_path)
    assert faults == []
    assert found.snapshots[0].verdicts == verdicts
    assert snapshot.render(found.snapshots[0]) == text
    backwards = {k: dict(reversed(v.items())) for k, v in reversed(verdicts.items())}
    assert snapshot.render(Snapshot(path="", date=DAY, note="A “note”.", verdicts=backwards)) == text
    assert any(line.startswith(f'{{"slot":"{first}"') for line in text.splitlines()), key


def test_an_empty_site_has_a_snapshot(tmp_path):
    for verdicts in ({}, {"lake": {}}):
        text = snapshot.render(Snapshot(path="", date=DAY, note="", verdicts=verdicts))
        (tmp_path / "2030-06-01.json").write_text(text, encoding="utf-8")
        found, faults = read(tmp_path)
        assert (faults, found.snapshots[0].verdicts) == ([], verdicts)


def test_the_real_site_fits_in_ten_kilobytes(records):
    text = snapshot.render(Snapshot(path="", date=DAY, note="", verdicts=take_all(records)))
    assert len(text.encode()) < 10_000


def test_the_order_in_a_file_does_not_matter(tmp_path):
    backwards = json.loads(json.dumps(SOUND))
    backwards["incidents"][0]["slots"].reverse()
    backwards["incidents"][0]["slots"][1]["values"] = ["2", "1", "2"]
    found = []
    for body in (SOUND, backwards):
        (tmp_path / "2030-06-01.json").write_text(json.dumps(body), encoding="utf-8")
        found.append(read(tmp_path)[0].snapshots[0].verdicts)
    assert found[0] == found[1]


def test_snapshots_come_in_order_of_their_days(tmp_path):
    for day in ("2031-01-01", "2029-12-31", "2030-06-01"):
        (tmp_path / f"{day}.json").write_text(json.dumps({**SOUND, "date": day}), encoding="utf-8")
    assert [s.date.isoformat() for s in read(tmp_path)[0].snapshots] == ["2029-12-31", "2030-06-01", "2031-01-01"]


HOSTILE = {
    "nothing": (b"", "[snapshot-file] not JSON: "),
    "no JSON": (b"{'format': 1}", "1:2: [snapshot-file] not JSON: "),
    "half a file": (json.dumps(SOUND)[:-9].encode(), "[snapshot-file] not JSON: "),
    "no UTF-8": (b'{"format": "\xff"}', "[invalid-utf8] byte 0xff"),
    "a list": (b"[]", "[snapshot-file] the file must be an object with 'format' 1"),
    "no format": (b"{}", "[snapshot-file] the file must be an object with 'format' 1"),
    "another format": (
        json.dumps({**SOUND, "format": 2}),
        "[snapshot-file] the file must be an object with 'format' 1",
    ),
    "a format of another type": (json.dumps({**SOUND, "format": True}), "[snapshot-file] the file must be an object"),
    "an unknown key": (
        json.dumps({**SOUND, "x": 1}),
        "[snapshot-file] not a snapshot of verdicts: Object contains unk",
    ),
    "an unknown key of a slot": (changed(x=1), "unknown field `x` - at `$.incidents[0].slots[0]`"),
    "no incidents": (b'{"format": 1, "date": "2030-06-01"}', "missing required field `incidents`"),
    "an unknown verdict": (changed(verdict="true"), "$.incidents[0].slots[0].verdict"),
    "an unknown reading": (changed(override={"verdict": "x", "date": "2030-06-01"}), "slots[0].override.verdict"),
    "a reading of no day": (changed(override={"verdict": "agreed", "date": "2030-02-31"}), "slots[0].override.date"),
    "a negative count": (changed(reports=-1), "$.incidents[0].slots[0].reports"),
    "half a report": (changed(reports=1.5), "$.incidents[0].slots[0].reports"),
    "a huge count": (changed(reports=10**30), "$.incidents[0].slots[0].reports"),
    "a number beyond reading": (b'{"format": ' + b"1" * 5000 + b"}", "[snapshot-file] not JSON that can be read"),
    "no number": (b'{"format": NaN}', "[snapshot-file] the file must be an object with 'format' 1"),
    "a long value": (changed(values=["1", "x" * 1001]), "$.incidents[0].slots[0].values[1]"),
    "an empty value": (changed(values=["1", ""]), "$.incidents[0].slots[0].values[1]"),
    "agreed on nothing": (changed(agreed=[]), "[snapshot-file] slot 'day' is 'agreed' on 0 values"),
    "disputed on a value": (changed(verdict="disputed"), "[snapshot-file] slot 'day' is 'disputed' on 1 values"),
    "agreed on what none says": (changed(agreed=["3"]), "[snapshot-file] slot 'day' is agreed on a value that it does"),
    "a control character": (changed(values=["1", "\x07"]), "[control-character] a text of slot 'day'"),
    "text that turns": (changed(values=["1", "a\u202eb"]), "[control-character] a text of slot 'day'"),
    "half a character": (changed(values=["1", "\ud800"]), "[control-character] a text of slot 'day'"),
    "a line in a note": (json.dumps({**SOUND, "note": "a\nb"}), "[control-character] the note"),
    "a path for a key": (json.dumps({**SOUND, "incidents": [{"key": "../x", "slots": []}]}), "$.incidents[0].key"),
    "a slot twice": (changed(slot="jets/Su-25"), "[duplicate-key] slot 'jets/Su-25' stands twice in incident 'lake'"),
    "an incident twice": (
        json.dumps({**SOUND, "incidents": SOUND["incidents"] * 2}),
        "[duplicate-key] incident 'lake' stands twice",
    ),
    "a key twice": (
        json.dumps(SOUND).replace('"verdict": "agreed"', '"verdict": "disputed", "verdict": "agreed"'),
        "[duplicate-key] 'verdict' stands twice in one object",
    ),
    "another date": (json.dumps({**SOUND, "date": "2030-06-02"}), "[key-mismatch] date '2030-06-02' is not the file's"),
    "no day": (json.dumps({**SOUND, "date": "2030-06-31"}), "$.date"),
    "an hour": (json.dumps({**SOUND, "date": "2030-06-01T12:00"}), "$.date"),
    "bottomless": (b"[" * 100_000, "[snapshot-file] not JSON that can be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_fault(tmp_path, name):
    body, expected = HOSTILE[name]
    (tmp_path / "2030-06-01.json").write_bytes(body if isinstance(body, bytes) else body.encode())
    found, faults = read(tmp_path)
    assert len(faults) == 1, faults
    assert expected in faults[0]
    assert faults[0].isprintable()
    assert len(faults[0]) < 400
    assert found.snapshots == () or "key-mismatch" in faults[0]


def test_a_huge_file_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshot, "LARGEST", 1000)
    (tmp_path / "2030-06-01.json").write_text(json.dumps(SOUND) + " " * 1000, encoding="utf-8")
    assert read(tmp_path)[1] == ["2030-06-01.json:0:0: [too-long] the file has more than 1,000 bytes"]


@pytest.mark.parametrize(
    "name", ["2030-6-1.json", "20300601.json", "2030-02-30.json", "a.json", "2030-06-01.yaml", "x.YML"]
)
def test_a_stray_file_is_reported(tmp_path, name):
    (tmp_path / name).write_text(json.dumps(SOUND), encoding="utf-8")
    found, faults = read(tmp_path)
    assert found.snapshots == ()
    assert faults == [
        f"{name}:0:0: [stray-file] snapshots are named <year>-<month>-<day>.json: this file would not be read"
    ]


def test_a_folder_in_the_place_of_a_file_is_unreadable(tmp_path):
    (tmp_path / "2030-06-01.json").mkdir()
    (tmp_path / "README.md").write_text("Not ours.", encoding="utf-8")
    (fault,) = read(tmp_path)[1]
    assert "2030-06-01.json:0:0: [unreadable]" in fault


def test_withdrawals_are_read_with_their_faults(tmp_path):
    file = tmp_path / "withdrawn.yaml"
    file.write_text("incidents:\n  lake: {title: Lake, date: 2030-07-01, reason: An exercise.}\n", encoding="utf-8")
    found, faults = read(tmp_path)
    assert faults == []
    assert found.withdrawn["lake"].date == dt.date(2030, 7, 1)
    file.write_text("incidents:\n  lake: {title: Lake, date: 2030-02-31}\n  LAKE: {}\n", encoding="utf-8")
    codes = [fault.partition("[")[2].partition("]")[0] for fault in read(tmp_path)[1]]
    assert sorted(codes) == ["bad-date", "bad-key", "missing-key"]
