"""``deconflict origins``: the tree of who relies on whom, and near-copies measured and recorded."""

import hashlib
import json

import pytest

from deconflict.cli import main
from deconflict.cli.tree import draw
from tests.support.seeds import INCIDENT, SOURCE, read, report, write

NORTH = {"by": "north@north-mod", "stance": "asserts", "bank": "east"}
OWN = {"by": "reporter@outlet-own", "stance": "reports", "bank": "west"}
BY = "reason: They are one staff, by: An editor, date: 2018-01-02"
DECIDED = f"""\
independence:
- {{join: [north-ministry, north-navy], as: north-ministry, {BY}}}
- {{split: [north-briefing], as: staff, name: The staff, {BY}}}
"""
MEASURE = {"of": "b", "containment": "0.83", "shingles": 412, "measured": "2017-12-20"}


@pytest.fixture
def run(capsys, monkeypatch):
    def command(*arguments, width=100):
        monkeypatch.setenv("COLUMNS", str(width))
        status = main(["origins", *(str(a) for a in arguments)])
        return status, *capsys.readouterr()

    return command


@pytest.fixture
def seeds(tmp_path):
    files = {
        "a.yaml": report("a", [NORTH, {**NORTH, "by": "north@north-navy"}]),
        "b.yaml": report("b", [NORTH, OWN], publisher="The B (via X)"),
        "c.yaml": report("c", [NORTH], origin={"copy_of": "a"}, published="2017-12-16"),
        "d.yaml": report("d", [OWN], origin={"near_copy": MEASURE}, published="2017-12-17"),
        "e.yaml": report("e", [{"by": "north@north-briefing", "stance": "asserts", "bank": "east"}]),
    }
    return write(tmp_path, {"paper.yaml": None, **files, "incidents/grey-bay.yaml": INCIDENT + DECIDED})


def test_the_tree(run, seeds):
    status, out, err = run("grey-bay", "--seeds", seeds)
    assert (status, err) == (0, "")
    assert (
        out
        == """\
Over Grey Bay (grey-bay)
5 reports, 3 origins, 1 side

Northland
├── North Ministry: 3 reports (an editor counts North Navy with it)
│   ├── 14 December 2017, north-mod: A statement: 3 reports
│   │   ├── A, 15 December 2017 (a)
│   │   │   └── C, 16 December 2017 (c): copy
│   │   └── The B (via X), 15 December 2017 (b)
│   └── 14 December 2017, north-navy: A briefing: 1 report
│       └── A, 15 December 2017 (a)
└── The staff: 1 report
    └── 15 December 2017, north-briefing: Another day: 1 report (split off by an editor)
        └── E, 15 December 2017 (e)

Outlets' own words
└── The B: 2 reports
    └── The B (via X), 15 December 2017 (b)
        └── D, 17 December 2017 (d): near-copy, inferred: 83 % of its sequences of words stand
              there, measured on 20 December 2017

The editor's decisions:
North Ministry and North Navy count as one origin, North Ministry: They are one staff (An editor,
  2018-01-02)
north-briefing count as an origin of their own, The staff: They are one staff (An editor,
  2018-01-02)
"""
    )


@pytest.mark.parametrize("width", [1, 40, 72, 200])
def test_the_tree_keeps_to_the_width(run, seeds, width):
    lines = run("grey-bay", "--seeds", seeds, width=width)[1].splitlines()
    assert max(map(len, lines)) <= max(40, min(width, 120))


def test_the_tree_as_data(run, seeds):
    found = json.loads(run("grey-bay", "--seeds", seeds, "--json")[1])
    assert (found["reports"], len(found["origins"]), len(found["decisions"])) == (5, 3, 2)
    ministry, staff, outlet = found["origins"]
    assert ministry["joined"] == ["north-ministry", "north-navy"]
    assert [act["act"] for act in ministry["acts"]] == ["north-mod", "north-navy"]
    assert staff["acts"][0]["split"] is True
    assert outlet["acts"][0]["reports"] == [
        {"key": "b", "publisher": "The B (via X)"},
        {"key": "d", "publisher": "D", "how": "near-copy", "of": "b", "inferred": True},
    ]


def test_the_tree_holds_no_control_characters(run, seeds):
    text = INCIDENT.replace("what: A statement", 'what: "A \\e[31m\\u009b statement"', 1)
    write(seeds, {"paper.yaml": None, "incidents/grey-bay.yaml": text})
    out = run("grey-bay", "--seeds", seeds)[1]
    assert "\\x1b[31m\\x9b" in out
    assert all(line.isprintable() for line in out.splitlines())


def test_a_row_without_a_parent_and_deep_chains_are_drawn():
    rows = [(0, "a"), (2, "b"), (1, "c"), *((n, "x") for n in range(1, 2000))]
    assert len(list(draw(rows, 80))) == len(rows)
    assert list(draw([(0, "a"), (1, "b"), (2, "c"), (1, "d")], 80)) == ["a", "├── b", "│   └── c", "└── d"]


TEXT = " ".join(f"w{n}" for n in range(40))


@pytest.fixture
def texts(tmp_path):
    """An original and, the day after, a report that repeats half of it and one that an editor knows to be a copy."""
    files, texts = {"paper.yaml": None}, {"a": TEXT, "b": TEXT[: TEXT.index(" w22")], "c": TEXT}
    for day, (key, text) in enumerate(texts.items(), 14):
        sha = hashlib.sha256(text.encode()).hexdigest()
        origin = {"copy_of": "a"} if key == "c" else {}
        own = {"seed_file": "x.txt", "seed_sha256": sha, "published": f"2017-12-{day}", "origin": origin}
        files |= {f"{key}.yaml": report(key, [OWN], **own), f"fulltext/{sha}.txt": text}
    return write(tmp_path, files)


def test_without_write_it_says_what_it_would_record(run, texts):
    before = {path: path.read_bytes() for path in texts.glob("*.yaml")}
    status, out, _ = run("--seeds", texts)
    assert status == 0
    assert out.splitlines() == [
        "b repeats a: 18 of 18 sequences of words, 100 % (would be recorded)",
        "c repeats a: 36 of 36 sequences of words, 100 % (not recorded: an editor recorded it as a copy of a)",
    ]
    assert before == {path: path.read_bytes() for path in texts.glob("*.yaml")}


def test_write_records_once(run, texts):
    before = {path.name: path.read_text() for path in texts.glob("*.yaml")}
    status, out, _ = run("--seeds", texts, "--write", "--date", "2017-12-20")
    assert (status, f"recorded in {texts / 'b.yaml'}" in out) == (0, True)
    entry = ", near_copy: {of: a, containment: 1.00, shingles: 18, measured: 2017-12-20}"
    after = {path.name: path.read_text() for path in texts.glob("*.yaml")}
    assert after == before | {"b.yaml": before["b.yaml"].replace('"kind": "original"', f'"kind": "original"{entry}')}
    records, faults = read(texts)
    assert (faults, records.sources["b"].near_copy.percent) == ([], 100)
    # Again, on another day: nothing to change.
    assert "(recorded already)" in run("--seeds", texts, "--write", "--date", "2018-01-01")[1]
    assert after == {path.name: path.read_text() for path in texts.glob("*.yaml")}


def test_a_measure_that_is_no_longer_borne_out_is_named(run, texts):
    run("--seeds", texts, "--write", "--date", "2017-12-20")
    text = "nothing of what was there before but words of its own"
    sha = hashlib.sha256(text.encode()).hexdigest()
    old = read(texts)[0].sources["b"].sha256
    write(
        texts,
        {"paper.yaml": None, "b.yaml": (texts / "b.yaml").read_text().replace(old, sha), f"fulltext/{sha}.txt": text},
    )
    assert "b is recorded as a near-copy of a, but its text no longer bears that out" in run("--seeds", texts)[1]


def test_what_recorded_copies_contradict_is_refused(run, texts):
    text = (texts / "a.yaml").read_text().replace('"kind": "original"', '"kind": "original", "copy_of": "b"')
    (texts / "a.yaml").write_text(text, encoding="utf-8")
    status, out, _ = run("--seeds", texts, "--write")
    assert (status, "(refused: a is recorded as a copy of b)" in out) == (2, True)


def test_nothing_is_written_to_records_with_faults(run, texts, capsys):
    (texts / "z.yaml").write_text(SOURCE, encoding="utf-8")
    before = (texts / "b.yaml").read_bytes()
    assert run("--seeds", texts, "--write")[0] == 2
    assert (texts / "b.yaml").read_bytes() == before


def test_measures_as_data(run, texts):
    found = json.loads(run("--seeds", texts, "--json")[1])
    assert found["near_copies"][0] == {
        "key": "b", "of": "a", "containment": "1.00", "shingles": 18, "outcome": "would be recorded"
    }  # fmt: skip


@pytest.mark.parametrize("words", [["--date", "2017-13-01"], ["--date", "soon"], ["one", "two"]])
def test_wrong_words_end_with_status_2(words):
    with pytest.raises(SystemExit) as end:
        main(["origins", *words])
    assert end.value.code == 2
