"""Who is behind a claim: organisations, outlets, and what copies share."""

import json

import pytest

from deconflict.reconcile.findings import reconcile
from deconflict.reconcile.origins import Step, original, trace, tree
from deconflict.records.outlet import publisher_slug
from tests.support.seeds import INCIDENT, read, report, write

OWN = [{"by": "reporter@outlet-own", "stance": "reports", "bank": "east"}]


@pytest.mark.parametrize(
    ("publisher", "slug"),
    [
        ("The Sun", "the-sun"),
        ("The Sun (via a mirror)", "the-sun"),
        ("Al-Mayadeen", "al-mayadeen"),
        ("L'Orient \u2013 Le Jour", "lorient-le-jour"),
        ("L\u2019Orient_Le Jour", "lorient-le-jour"),
        ("BBC  News / World", "bbc-news-world"),
        ("Мир 24", "мир-24"),
        ("(via X)", "via-x"),
        ("Agence France-Presse (AFP) (via X)", "agence-france-presse"),
    ],
)
def test_outlets_are_named_by_their_publisher(publisher, slug):
    assert publisher_slug(publisher) == slug


def origins(folder, files):
    records, faults = read(write(folder, {"paper.yaml": None, **files}))
    finding = reconcile(records, records.incidents["grey-bay"])["bank"]
    return list(finding.origins), [f.code for f in faults], records


def test_an_outlets_own_voice_is_the_outlet(tmp_path):
    files = {"a.yaml": report("a", OWN, publisher="The A (via X)"), "b.yaml": report("b", OWN, publisher="The B")}
    assert origins(tmp_path, files)[0] == ["outlet:the-a", "outlet:the-b"]


def test_two_reports_of_one_publisher_are_one_origin(tmp_path):
    files = {key: report(key[0], OWN, publisher="The A") for key in ("a.yaml", "b.yaml")}
    assert origins(tmp_path, files)[0] == ["outlet:the-a"]


def test_a_copys_own_voice_is_its_originals(tmp_path):
    files = {
        "a.yaml": report("a", OWN, publisher="The A"),
        "b.yaml": report("b", OWN, publisher="The B", origin={"copy_of": "a"}),
        "c.yaml": report("c", OWN, publisher="The C", origin={"copy_of": "b"}),
    }
    found, faults, records = origins(tmp_path, files)
    assert (found, faults) == (["outlet:the-a"], [])
    assert original(records.sources["c"], records.sources).key == "a"
    assert tree(records.sources) == {"a": ("b",), "b": ("c",), "c": ()}


@pytest.mark.parametrize("circle", [("a", "a"), ("b", "a"), ("b", "c", "a"), ("b", "c", "b")])
def test_circles_of_copies_end(tmp_path, circle):
    keys = "abc"[: len(circle)]
    files = {f"{k}.yaml": report(k, OWN, origin={"copy_of": to}) for k, to in zip(keys, circle, strict=True)}
    found, faults, _ = origins(tmp_path, files)
    assert set(faults) == {"cycle"}
    assert found


def traces(folder, files, key, incident=INCIDENT):
    """The traces of a report's claims, by slot."""
    records, faults = read(write(folder, {"paper.yaml": None, "incidents/grey-bay.yaml": incident, **files}))
    assert [f for f in faults if f.severity == "error"] == []
    source, found = records.sources[key], records.incidents["grey-bay"]
    return {c.slot: trace(c, source, found, records.sources) for c in source.claims}


def claim(by, **value):
    return {"by": by, "stance": "reports" if by.startswith("reporter") else "asserts", **value}


NEAR = {"of": "a", "containment": "0.83", "shingles": 412, "measured": "2017-12-20"}
EAST, SEEN = claim("reporter@outlet-own", bank="east"), claim("reporter@outlet-own", seen="true")


def test_two_acts_of_one_organisation_are_one_origin(tmp_path):
    files = {
        k: report(k[0], [claim(f"north@{by}", bank="east")])
        for k, by in (("a.yaml", "north-mod"), ("b.yaml", "north-briefing"))
    }
    assert origins(tmp_path, files)[0] == ["north-ministry"]


def test_the_act_that_a_claim_names_goes_before_its_speakers(tmp_path):
    entry = {**claim("north@north-mod", bank="east"), "origin": "expert"}
    files = {"a.yaml": report("a", [entry], origin={"clusters": ["north-mod", "expert"]})}
    found = traces(tmp_path, files, "a")["bank"]
    assert (found.origin, found.how, found.through) == ("an-expert", "act", ("expert",))


def speaking(key, name="analyst", speaker=None, **more):
    """A report in which a person who has no act of an organisation is heard."""
    own = {"role": "analyst", "side": "other", "origin": "outlet-own", **(speaker or {})}
    listed = sorted({own["origin"], "outlet-own"})
    entry = json.loads(report(key, [], origin={"clusters": listed}, speakers={name: own}, **more))
    return json.dumps(entry | {"claims": [{"bank": "east", "asserts": name}]})


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        ({"organisation": "an-expert"}, None, "an-expert"),
        ({}, None, "outlet:the-a"),
        # The same id, the same name spelt otherwise, another name.
        ({}, ("analyst", {"organisation": "an-expert"}), "an-expert"),
        ({}, ("analyst", {"origin": "north-mod"}), "north-ministry"),
        (
            {"name": "Ren\u00e9 O'Neil-Smith"},
            ("x", {"name": "rene oneil smith", "organisation": "an-expert"}),
            "an-expert",
        ),
        ({"name": "Lt. Col. Ann Lee"}, ("x", {"name": "Ann Lee", "organisation": "an-expert"}), "an-expert"),
        ({"name": "A. Smith"}, ("x", {"name": "B. Smith", "organisation": "an-expert"}), "outlet:the-a"),
        ({}, ("x", {"organisation": "an-expert"}), "outlet:the-a"),
    ],
)
def test_a_speaker_speaks_for_an_organisation(tmp_path, here, there, found):
    files = {"a.yaml": speaking("a", speaker=here, publisher="The A")}
    if there is not None:
        name, other = there
        files["b.yaml"] = speaking("b", name=name, speaker=other)
    assert traces(tmp_path, files, "a")["bank"].origin == found


def test_a_speaker_of_two_organisations_speaks_for_none(tmp_path):
    files = {
        "a.yaml": speaking("a", publisher="The A"),
        "b.yaml": speaking("b", speaker={"organisation": "an-expert"}),
        "c.yaml": speaking("c", speaker={"origin": "north-mod"}),
    }
    assert traces(tmp_path, files, "a")["bank"].origin == "outlet:the-a"


@pytest.mark.parametrize(("how", "link"), [("copy", {"copy_of": "a"}), ("near-copy", {"near_copy": NEAR})])
def test_a_copy_is_followed_fact_by_fact(tmp_path, how, link):
    files = {"a.yaml": report("a", [EAST], publisher="The A"), "b.yaml": report("b", [EAST, SEEN], origin=link)}
    found = traces(tmp_path, files, "b")
    assert found["bank"].steps == (Step(how, "a"), Step("outlet", "outlet:the-a"))
    assert (found["bank"].how, found["bank"].inferred) == (how, how == "near-copy")
    assert found["seen"].steps == (Step("outlet", "outlet:b"),)


def test_what_a_recorded_copy_lacks_may_stand_in_a_measured_one(tmp_path):
    files = {
        "a.yaml": report("a", [SEEN], publisher="The A"),
        "b.yaml": report("b", [EAST], publisher="The B"),
        "c.yaml": report("c", [EAST, SEEN], origin={"copy_of": "b", "near_copy": NEAR}),
    }
    found = traces(tmp_path, files, "c")
    assert {slot: t.origin for slot, t in found.items()} == {"bank": "outlet:the-b", "seen": "outlet:the-a"}


def test_a_copy_that_drops_the_speaker_has_the_speakers_origin(tmp_path):
    said = [claim("north@north-mod", bank="east"), claim("reporter@outlet-own", bank="west")]
    files = {
        "a.yaml": report("a", said, publisher="The A"),
        "b.yaml": report("b", [EAST], origin={"copy_of": "a"}),
        "c.yaml": report("c", [claim("reporter@outlet-own", bank="west")], origin={"copy_of": "a"}),
    }
    assert traces(tmp_path, files, "b")["bank"].steps == (Step("copy", "a"), Step("act", "north-mod"))
    assert traces(tmp_path, files, "c")["bank"].origin == "outlet:the-a"


def test_a_claim_that_nobody_reviewed_gives_no_origin(tmp_path):
    files = {
        "a.yaml": report("a", [{**claim("north@north-mod", bank="east"), "status": "machine"}]),
        "b.yaml": report("b", [EAST], publisher="The B", origin={"copy_of": "a"}),
    }
    assert traces(tmp_path, files, "b")["bank"].origin == "outlet:the-b"


def test_a_copy_between_that_lacks_a_fact_breaks_no_chain(tmp_path):
    files = {
        "a.yaml": report("a", [EAST], publisher="The A"),
        "b.yaml": report("b", [SEEN], origin={"copy_of": "a"}),
        "c.yaml": report("c", [EAST], origin={"copy_of": "b"}),
    }
    found = traces(tmp_path, files, "c")["bank"]
    assert found.through == ("b", "a", "outlet:the-a")


def test_a_long_chain_of_copies_is_followed(tmp_path):
    claims = [EAST]
    files = {
        f"s{n:04}.yaml": report(f"s{n:04}", claims, origin={"copy_of": f"s{n - 1:04}"} if n else {}) for n in range(300)
    }
    files["s0000.yaml"] = report("s0000", claims, publisher="The First")
    assert traces(tmp_path, files, "s0299")["bank"].origin == "outlet:the-first"


BY = "reason: So, by: An editor, date: 2018-01-02"
DECIDED = (
    INCIDENT
    + f"""\
independence:
- {{split: [north-briefing], as: staff, name: Staff, {BY}}}
- {{join: [staff, "outlet:the-a"], as: staff, {BY}}}
"""
)


def test_decisions_come_last(tmp_path):
    files = {
        "a.yaml": report("a", [EAST, claim("north@north-briefing", seen="true")], publisher="The A"),
        "b.yaml": report("b", [claim("north@north-mod", bank="east")]),
    }
    found = traces(tmp_path, files, "a", DECIDED)
    assert found["seen"].steps == (Step("act", "north-briefing"), Step("split", "staff"))
    assert found["bank"].steps == (Step("outlet", "outlet:the-a"), Step("join", "staff"))
    assert {t.origin for t in found.values()} == {"staff"}
    assert {t.how for t in found.values()} == {"split", "join"}
    assert traces(tmp_path, files, "b", DECIDED)["bank"].origin == "north-ministry"


def test_what_is_found_without_decisions_stands_beside(tmp_path):
    files = {
        "a.yaml": report("a", [claim("north@north-mod", bank="east")]),
        "b.yaml": report("b", [claim("north@north-briefing", bank="east")]),
        "c.yaml": report("c", [claim("north@north-mod", seen="true")]),
    }
    split = INCIDENT + f"independence: [{{split: [north-briefing], as: staff, name: Staff, {BY}}}]\n"
    records, faults = read(write(tmp_path, {"paper.yaml": None, "incidents/grey-bay.yaml": split, **files}))
    assert faults == []
    incident = records.incidents["grey-bay"]
    found = reconcile(records, incident)
    assert (found["bank"].verdict, found["bank"].unedited.verdict) == ("agreed", "one-origin")
    assert found["bank"].unedited.origins == ("north-ministry",)
    assert found["seen"].unedited is None
    assert reconcile(records, incident, edited=False)["bank"].verdict == "one-origin"
    assert reconcile(records, incident, naive=True)["bank"].unedited is None
