"""Who relies on whom, as the page shows it, and what stands beside a row that an editor decided about."""

import json

from deconflict.page.build import build
from deconflict.render.exports import json as json_export
from deconflict.render.exports.about import About
from tests.support.seeds import INCIDENT, read, report, write

BY = "reason: One office, by: An editor, date: 2018-01-02"
DECIDED = f"""\
independence:
- {{join: [north-ministry, north-navy], as: north-ministry, {BY}}}
- {{split: [north-briefing], as: staff, name: The staff, {BY}}}
overrides: {{seen: {{verdict: disputed, {BY}}}}}
"""
NEAR = {"of": "c", "containment": "0.29", "shingles": 412, "measured": "2017-12-20"}


def said(act, **value):
    return {"by": f"north@{act}", "stance": "asserts", **value}


def page(folder, decided=DECIDED):
    own = {"by": "reporter@outlet-own", "stance": "reports", "bank": "east"}
    files = {
        "a.yaml": report("a", [said("north-mod", bank="east")]),
        "b.yaml": report("b", [said("north-navy", bank="east"), said("north-briefing", seen="true")]),
        "c.yaml": report("c", [said("north-navy", total="3"), {**own, "distance": "3 km"}], publisher="The C (via X)"),
        "d.yaml": report("d", [{**own, "distance": "3 km"}], origin={"near_copy": NEAR}, published="2017-12-16"),
    }
    for key in "cd":
        files[f"{key}.yaml"] = files[f"{key}.yaml"].replace('"bank": "east", ', "")
    records, faults = read(write(folder, {"paper.yaml": None, "incidents/grey-bay.yaml": INCIDENT + decided, **files}))
    assert faults == []
    return build(records, records.incidents["grey-bay"])


def test_origins_are_summed_up_and_counted_once(tmp_path):
    found = page(tmp_path)
    assert found.descent.summary == (
        "4 reports rely on 3 origins: North Ministry (3 reports), The staff (1 report) and an outlet's own words. "
        "A report can draw on several."
    )
    assert (found.origins, [o.label for o in found.descent.roots]) == (3, ["North Ministry", "The staff", "The C"])
    assert {o.key for o in found.bibliography} <= {"north-ministry", "staff", "outlet:the-c"}


def test_decisions_are_named_where_they_tell(tmp_path):
    found = page(tmp_path)
    assert [root.note for root in found.descent.roots] == [
        "with North Navy, by an editor's decision",
        "split off by an editor's decision",
        "",
    ]
    assert [(words, reason, who) for words, reason, who in found.descent.decisions] == [
        (
            "North Ministry and North Navy count as one origin, North Ministry.",
            "One office",
            "An editor, 2 January 2018",
        ),
        ("The staff counts as an origin of its own: Another day.", "One office", "An editor, 2 January 2018"),
    ]


def test_a_row_says_what_it_would_be_without_decisions(tmp_path):
    found = page(tmp_path)
    bank = found.row("bank")
    assert (bank.verdict, bank.origins) == ("one-origin", 1)
    assert (bank.unedited.counts, bank.unedited.word) == ("2 origins", "agreed")
    # Another name of the same single origin is not worth a line.
    assert found.row("seen").unedited is None
    assert page(tmp_path, "").row("bank").unedited is None


def test_an_override_stands_beside_in_page_and_export(tmp_path):
    found = page(tmp_path)
    assert (found.row("seen").verdict, found.row("seen").override["verdict"]) == ("single-source", "disputed")
    facts = json.loads(json_export.render(found, About(title="t", page="p", site="s")))["facts"]
    by_slot = {fact["slot"]: fact for fact in facts}
    assert by_slot["seen"]["override"]["verdict"] == "disputed"
    assert by_slot["bank"]["unedited"] == {"verdict": "agreed", "origins": 2}
    assert by_slot["total"]["unedited"] is None


def test_a_near_copy_is_shown_as_inferred(tmp_path):
    found = page(tmp_path)
    source = next(s for s in found.sources if s.key == "d")
    assert (source.copy_of, source.inferred.id, source.inferred.name) == (None, "source-c", "The C")
    assert (source.inferred.percent, source.inferred.measured) == (29, "20 December 2017")
    sources = json.loads(json_export.render(found, About(title="t", page="p", site="s")))["sources"]
    assert next(s["near_copy"] for s in sources if s["key"] == "d") == {
        "of": "c", "inferred": True, "containment": "0.29", "shingles": 412, "measured": "2017-12-20"
    }  # fmt: skip
    leaf = found.descent.roots[-1].branches[0].leaves[-1]
    assert (leaf.how, leaf.of) == ("near-copy", ("source-c", "The C"))


def test_every_report_has_one_place_for_its_name(explainers):
    for shown in explainers.values():
        leaves = [leaf for root in shown.descent.roots for branch in root.branches for leaf in branch.leaves]
        assert sorted(leaf.id for leaf in leaves if leaf.main) == sorted(s.id for s in shown.sources)
        assert len(shown.descent.roots) == shown.origins


def test_explanations_name_inferred_copies_and_decisions(tmp_path):
    found = page(tmp_path)
    assert found.row("distance").explanation.merged == (
        "2 reports, one origin: The C; D is inferred to copy The C (29 % of its sequences of five words stand there).",
    )
    (merged,) = found.row("bank").explanation.merged
    assert merged.endswith("; by an editor's decision with North Navy.")
