"""``deconflict drift``: what it prints of sayings, in words and as JSON."""

import json

import pytest

from tests.support.seeds import report, write


@pytest.fixture
def retold(tmp_path):
    words = ("multiple calls on the channel", "multiple calls to the channel", "Multiple calls on the channel.")
    claims = ({"by": "north@north-mod", "stance": "asserts", "seen": "true", "quote": text} for text in words)
    files = {f"{key}.yaml": report(key, [claim]) for key, claim in zip("abc", claims, strict=True)}
    return write(tmp_path, {"paper.yaml": None, **files})


def test_drift_in_words(run, retold):
    status, out, err = run("drift", "grey-bay", "--seeds", retold)
    assert (status, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines == [
        "“multiple calls on the channel” (north-mod): altered",
        "same north-north-mod asserts a multiple calls on the channel",
        "same north-north-mod asserts c Multiple calls on the channel.",
        "altered north-north-mod asserts b multiple calls to the channel, “to” instead of “on”",
        "1 saying in two reports or more: 1 drifted, 0 alike",
    ]


def test_drift_as_json(run, retold):
    status, out, _ = run("drift", "grey-bay", "--seeds", retold, "--json")
    (saying,) = json.loads(out)
    assert status == 0
    assert saying["kinds"] == ["altered"]
    assert [(v["kind"], v["words"], v["changes"]) for v in saying["variants"]] == [
        ("same", "multiple calls on the channel", []),
        ("altered", "multiple calls to the channel", ["“to” instead of “on”"]),
    ]
    assert saying["credits"] == [
        {"speaker": "north-north-mod", "name": "one", "outlets": 3, "sources": ["a", "b", "c"]}
    ]


def test_drift_shows_what_is_alike_when_asked(run, retold):
    (retold / "b.yaml").unlink()
    assert run("drift", "grey-bay", "--seeds", retold)[1].count("\n") == 1
    assert "same" in run("drift", "grey-bay", "--seeds", retold, "--all")[1]


def test_drift_of_an_unknown_incident(run, retold):
    assert run("drift", "gray-bay", "--seeds", retold) == (2, "", "no incident 'gray-bay' (known: grey-bay)\n")
