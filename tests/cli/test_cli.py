"""The command line: what it prints, and how it ends."""

import hashlib
import json
import subprocess
import sys

import pytest

from deconflict import __version__
from tests.conftest import ROOT
from tests.support.seeds import INCIDENT, SOURCE, report, write

COMMANDS = ("check", "origins", "drift", "reconcile", "schema", "snapshot")


@pytest.fixture
def seeds(tmp_path):
    claims = [
        {"by": "north@north-mod", "stance": "asserts", "seen": "true"},
        {"by": "north@north-mod", "stance": "asserts", "total": "3"},
        {"by": "north@north-mod", "stance": "asserts", "total": "about 3"},
        {"by": "north@north-mod", "stance": "asserts", "day": "2017-12-13"},
        {"by": "north@north-mod", "stance": "asserts", "distance": "3.3 km", "about": "Su-25"},
        {"by": "north@north-mod", "stance": "asserts", "bank": "unsaid"},
    ]
    files = {f"{key}.yaml": report(key, claims) for key in "ab"}
    files["b.yaml"] = (
        files["b.yaml"].replace("north-mod", "expert").replace("north-expert", "x").replace('"north"', '"other"')
    )
    return write(tmp_path, {"paper.yaml": None, **files})


def test_verdicts_as_json_have_typed_values(run, seeds):
    status, out, err = run("reconcile", "--seeds", seeds, "--json")
    assert (status, err) == (0, "")
    slots = json.loads(out)["grey-bay"]
    assert list(slots) == ["bank", "day", "distance/Su-25", "seen", "total"]
    both = {"reports": 2, "origins": ["an-expert", "north-ministry"], "parties": ["north"]}
    assert slots["seen"] == {"verdict": "agreed", "agreed_on": [True], **both}
    assert slots["total"] == {"verdict": "agreed", "agreed_on": [3, "about 3"], **both}
    assert slots["day"] == {"verdict": "agreed", "agreed_on": ["2017-12-13"], **both}
    assert slots["distance/Su-25"] == {"verdict": "agreed", "agreed_on": ["3.3 km"], **both}
    assert slots["bank"] == {"verdict": "not-reported", "agreed_on": [], **both}


def test_verdicts_in_words(run, seeds):
    status, out, _ = run("reconcile", "--seeds", seeds)
    assert status == 0
    assert out.splitlines()[0] == "Over Grey Bay (grey-bay)"
    assert "agreed on 2017-12-13" in out
    assert "2 reports / 2 origins / 1 sides" in out


def test_counting_documents_is_another_answer(run, tmp_path):
    claims = [{"by": "north@north-mod", "stance": "asserts", "bank": "east"}]
    write(tmp_path, {"paper.yaml": None, **{f"{key}.yaml": report(key, claims) for key in "ab"}})
    answers = [json.loads(run("reconcile", "--seeds", tmp_path, "--json", *more)[1]) for more in ((), ("--naive",))]
    assert [a["grey-bay"]["bank"]["verdict"] for a in answers] == ["one-origin", "agreed"]


def test_what_an_editor_decided_stands_beside(run, tmp_path):
    files = {
        "a.yaml": report("a", [{"by": "north@north-mod", "stance": "asserts", "bank": "east"}]),
        "b.yaml": report("b", [{"by": "north@north-navy", "stance": "asserts", "bank": "east"}]),
        "c.yaml": report("c", [{"by": "other@expert", "stance": "asserts", "total": "3"}]),
    }
    by = "reason: So, by: An editor, date: 2018-01-02"
    decided = (
        f"independence:\n- {{join: [north-ministry, north-navy], as: north-ministry, {by}}}\n"
        f"overrides: {{total: {{verdict: agreed, {by}}}}}\n"
    )
    write(tmp_path, {"paper.yaml": None, **files, "incidents/grey-bay.yaml": INCIDENT + decided})
    slots = json.loads(run("reconcile", "--seeds", tmp_path, "--json")[1])["grey-bay"]
    assert slots["bank"] == {
        "verdict": "one-origin",
        "agreed_on": [],
        "reports": 2,
        "origins": ["north-ministry"],
        "parties": ["north"],
        "unedited": {"verdict": "agreed", "agreed_on": ["east"], "origins": ["north-ministry", "north-navy"]},
    }
    assert slots["total"]["verdict"] == "single-source"
    assert slots["total"]["override"] == {"verdict": "agreed", "reason": "So", "by": "An editor", "date": "2018-01-02"}
    words = run("reconcile", "--seeds", tmp_path)[1]
    assert "without the editor's decisions on origins: agreed, north-ministry, north-navy" in words
    assert "an editor reads this as agreed: So (An editor, 2018-01-02)" in words
    alone = json.loads(run("reconcile", "--seeds", tmp_path, "--json", "--unedited")[1])["grey-bay"]
    assert (alone["bank"]["verdict"], "unedited" in alone["bank"]) == ("agreed", False)


def test_one_incident_only(run, seeds):
    (seeds / "incidents" / "other.yaml").write_text(INCIDENT.replace("grey-bay", "other"), encoding="utf-8")
    assert list(json.loads(run("reconcile", "--seeds", seeds, "--json")[1])) == ["grey-bay", "other"]
    status, out, _ = run("reconcile", "--seeds", seeds, "--json", "--incident", "other")
    assert (status, json.loads(out)) == (0, {"other": {}})


def test_an_unknown_incident_ends_with_the_known_ones(run, seeds):
    status, out, err = run("reconcile", "--seeds", seeds, "--incident", "gray-bay")
    assert (status, out) == (2, "")
    assert err == "no incident 'gray-bay' (known: grey-bay)\n"


@pytest.mark.parametrize("command", ["check", "reconcile"])
def test_no_folder_is_one_line_and_no_traceback(run, tmp_path, command):
    (tmp_path / "file").write_text("", encoding="utf-8")
    for missing in (tmp_path / "nowhere", tmp_path / "file"):
        status, out, err = run(command, "--seeds", missing)
        first, last = err.splitlines()
        assert (status, out, last) == (2, "", "1 fault")
        assert first.endswith(f"{missing.name}:0:0: [unreadable] no such folder of records")


def test_an_unknown_theatre_is_a_fault(run, seeds):
    status, _, err = run("check", "--seeds", seeds, "--theatre", "atlantis")
    assert status == 2
    assert "[theatre-unknown] no theatre 'atlantis'" in err


def test_check_counts_what_it_read(run, seeds):
    status, out, err = run("check", "--seeds", seeds)
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "1 incidents, 2 sources, 12 claims: no faults",
        "0 of 0 quotes held against 0 texts; 2 sources have no hashed text, 0 hashed texts are not at hand",
    ]


@pytest.mark.parametrize("command", ["check", "reconcile"])
def test_faults_go_to_standard_error_and_end_with_status_2(run, seeds, command):
    broken = SOURCE.replace("bank: east", "bank: easst").replace("language: en", "language: english")
    (seeds / "paper.yaml").write_text(broken, encoding="utf-8")
    status, out, err = run(command, "--seeds", seeds)
    assert (status, out) == (2, "")
    *faults, count = err.splitlines()
    codes = [fault.partition("paper.yaml:")[2].partition("]")[0] for fault in faults]
    assert codes == ["6:11: [bad-value", "13:4: [unknown-code"]
    assert count == f"{len(faults)} faults"


def test_a_warning_is_shown_and_does_no_harm(run, tmp_path):
    text = "It stood on Wednesday."
    digest = hashlib.sha256(text.encode()).hexdigest()
    claim = {"by": "north@north-mod", "stance": "asserts", "bank": "east", "quote": "on Wednesday", "at": [0, 12]}
    source = report("paper", [claim], seed_file="x.txt", seed_sha256=digest)
    write(tmp_path, {"paper.yaml": source, f"fulltext/{digest}.txt": text})
    status, out, err = run("check", "--seeds", tmp_path)
    assert status == 0
    assert "warning: [moved-quote] 'on Wednesday' stands at [9, 21], not at [0, 12]" in err
    assert out.splitlines()[1].startswith("1 of 1 quotes held against 1 texts")


@pytest.mark.parametrize("kind", ["source", "incident", "vocabulary", "timeline", "withdrawn"])
def test_the_schema_is_json_for_editors(run, kind):
    status, out, _ = run("schema", kind)
    shape = json.loads(out)
    assert status == 0
    assert shape["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert shape["title"] == f"Deconflict {kind} record"
    assert shape["type"] == "object"
    assert shape["additionalProperties"] is False
    assert all(field["description"] for field in shape["properties"].values())


@pytest.mark.parametrize("arguments", [[], *([command] for command in COMMANDS)], ids=str)
def test_help_names_what_there_is(run, arguments):
    status, out, _ = run(*arguments, "--help")
    assert status == 0
    assert out.startswith("usage: deconflict")
    wanted = {
        "check": "--seeds",
        "origins": "--write",
        "drift": "INCIDENT",
        "reconcile": "--json",
        "schema": "vocabulary",
        "snapshot": "--dry-run",
    }
    assert all(word in out for word in (COMMANDS if not arguments else [wanted[arguments[0]]]))


@pytest.mark.parametrize(
    "arguments", [["nonsense"], [], ["schema"], ["schema", "claims"], ["check", "--nonsense"]], ids=str
)
def test_a_wrong_command_ends_with_status_2(run, arguments):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert "usage: deconflict" in err


def test_the_version_is_the_packages(run):
    assert run("--version") == (0, f"deconflict {__version__}\n", "")


def test_the_real_records_from_the_real_command():
    """As a user would, in a place of another language; and nothing of Pelican is loaded for it."""
    code = (
        "import sys; from deconflict.cli import main; s = main(sys.argv[1:]); sys.exit(s or 'pelican' in sys.modules)"
    )
    env = {"PYTHONPATH": str(ROOT / "plugins"), "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", code, "reconcile", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["visual-contact-2015-10-10"]["visual_contact"]["agreed_on"] == [True]


@pytest.fixture
def site(tmp_path):
    """Records on a meeting of 13 December 2017, on which a ministry alone speaks, and a folder for articles."""
    claims = [{"by": "north@north-mod", "stance": "asserts", "day": "2017-12-13"}]
    incident = INCIDENT.replace("Over Grey Bay", "A meeting")
    write(tmp_path / "seeds", {"paper.yaml": report("paper", claims), "incidents/grey-bay.yaml": incident})
    (tmp_path / "content").mkdir()

    def put(name, text):
        (tmp_path / "content" / name).write_text(text, encoding="utf-8")
        return tmp_path / "seeds"

    return put


HEAD = "---\ntitle: A meeting\nincident: grey-bay\n---\n\n"


def test_check_reads_the_articles_beside_the_records(run, site):
    seeds = site("a.md", f"{HEAD}It was on 14 December 2017. {{ok}}`why` It was on 15 December 2017.\n")
    status, out, err = run("check", "--seeds", seeds)
    article = seeds.parent / "content/a.md"
    assert status == 0
    assert err.startswith(f"{article}:6:49: warning: [unsupported-value] no record has '15 December 2017'; they have ")
    assert "\n1 article, 4 sentences read: 1 finding, 1 silenced by {ok}\n" in out


def test_strict_findings_are_faults(run, site):
    seeds = site("a.md", f"{HEAD}It was on 15 December 2017.\n")
    status, out, err = run("check", "--seeds", seeds, "--strict")
    assert (status, out) == (2, "")
    assert ":6:11: [unsupported-value] " in err
    assert err.endswith("1 fault\n")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            f"{HEAD}It was {{fact}}`dai`.",
            ":6:8: [unknown-fact] no report of this incident answers 'dai'; did you mean 'day'?",
        ),
        (f"{HEAD}A text. [@papr]", ":6:9: [unknown-source] no source 'papr'; did you mean 'paper'?"),
        (f"{HEAD}{{fact}}`day", ":6:1: [bad-role] "),
        (f"{HEAD}{{term}}`x`", ":6:1: [unknown-term] "),
        (
            "---\nincident: gray-bay\n---\n",
            ":2:11: [unknown-incident] no incident 'gray-bay'; did you mean 'grey-bay'?",
        ),
        ("---\ntitle: [\n---\n", ": [yaml] "),
    ],
)
def test_faults_of_articles_are_faults(run, site, text, fault):
    status, out, err = run("check", "--seeds", site("a.md", text))
    assert (status, out) == (2, "")
    assert fault in err


def test_an_article_in_another_language_is_not_linted(run, site):
    seeds = site("a.md", HEAD.replace("title:", "lang: fr\ntitle:") + "Le 15 December 2017.\n")
    status, out, err = run("check", "--seeds", seeds)
    assert (status, err) == (0, "")
    assert "\n1 article, 1 sentence read: 0 findings" in out  # the title of the record


def test_articles_of_other_folders(run, site, tmp_path):
    seeds = site("a.md", f"{HEAD}It was on 15 December 2017.\n")
    (tmp_path / "empty").mkdir()
    assert "0 articles, " in run("check", "--seeds", seeds, "--content", tmp_path / "empty")[1]
    assert run("check", "--seeds", seeds, "--content", tmp_path / "none")[0] == 2


def test_the_real_articles_pass_strictly(run, monkeypatch):
    monkeypatch.chdir(ROOT)
    status, out, err = run("check", "--strict")
    assert (status, err) == (0, "")
    assert "2 articles, " in out
    assert " 0 findings, 0 silenced by {ok}\n" in out
