"""Small articles and what is found in them, place by place."""

from pathlib import Path

import pytest
import yaml

from deconflict.article import markdown, prose
from deconflict.article.passages import PLACEHOLDER, field
from deconflict.lint import lint
from deconflict.lint.sentences import LONGEST, split
from deconflict.lint.words import load
from tests.lint.conftest import articles

ROWS = yaml.safe_load((Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["about"])
def test_findings(evidence, row):
    document = markdown.parse(row["text"], passages=True)
    assert bool(document.faults) == row.get("faults", False)
    report = lint(document.passages, evidence[row.get("incident", "euphrates-2017-12-13")])
    found = [f"{fault.line}:{fault.column} {fault.code}" for fault in report.faults]
    assert (found, report.silenced) == (row.get("findings", []), row.get("silenced", 0)), report.faults


@pytest.mark.parametrize("path", articles(), ids=lambda path: path.name)
def test_real_articles_have_no_findings_and_silence_none(evidence, path):
    draft = prose.read(path.read_bytes())
    report = lint(draft.passages, evidence[draft.fields["incident"].text])
    assert (report.faults, report.silenced) == ((), 0)
    assert report.sentences > 30


def test_real_incidents_have_no_findings(records, evidence):
    for key, incident in records.incidents.items():
        assert [passage.kind for passage in incident.prose] == ["title", "summary"]
        assert lint(incident.prose, evidence[key]).faults == ()


def test_title_and_summary_are_read_at_their_places(evidence):
    text = (
        "---\n"
        'title: "Three F-22s over the river"\n'
        "summary: >-\n"
        "  It happened\n"
        "  near Raqqa, on *11 May\n"
        "  2016*.\n"
        "incident: euphrates-2017-12-13\n"
        "---\n\nText.\n"
    )
    draft = prose.read(text.encode())
    found = lint(draft.passages, evidence["euphrates-2017-12-13"]).faults
    places = [(f.line, f.column, f.code) for f in found]
    code = "unsupported-value"
    assert places == [(2, 9, code), (5, 3, code), (5, 19, code)]


def test_messages_say_what_the_records_have(evidence):
    def said(key, text):
        return [f.message for f in lint(markdown.parse(text, passages=True).passages, evidence[key]).faults]

    assert said("visual-contact-2015-10-10", "Warren has 20 miles. [@cnn-2015-10-13]") == [
        "'20 miles' says more than the records, which have 10 to 20 miles (16 to 37 km) (US)"
    ]
    assert said("euphrates-2017-12-13", "Washington says near Albu Kemal. [@cnn-2017-12-14]") == []
    assert said("euphrates-2017-12-13", "Moscow has two F-22s. [@cnn-2017-12-14]") == [
        "'two F-22s' is the word of US defence officials, not of Russia; Russia has 1 F-22, 1 F-35"
    ]
    assert "or [@" in said("euphrates-2017-12-13", "Both name two Su-25s.")[0]
    (message,) = said("euphrates-2017-12-13", "Moscow names a Su-24. [@cnn-2017-12-14]")
    assert message.startswith("no record has 'Su-24'; they have ")
    assert message.endswith("; did you mean 'Su-22'?") or "did you mean" in message


SPLITS = [
    "Some credit it to Lt Col Damien Pickart of the U.S. side. |It adds chaff.",
    "Maj. Gen. Igor Konashenkov said no. |On Dec. 13 it ended.",
    "It lasted approx. 40 min. of the day. |A 45-mile line was drawn.",
    f"They met. |{PLACEHOLDER} it was. |76 km apart. |“Little.” |He said so.",
    "Who left? |Nobody knows! |Vs. the rest, i.e. Moscow, nothing is known.",
    "One",
    "",
]


@pytest.mark.parametrize("text", SPLITS)
def test_sentences(text):
    passage = field("title", text.replace("|", ""), (), 1, 1)
    assert "|".join(s.text for s in split(passage, load().abbreviations)) == text


def test_marks_belong_to_the_sentence_before_them():
    text = "One. [@a] {ok}`b` Two {fact}`c`. {fact}`d` three.{ok}`e`\n[@f]"
    (passage,) = markdown.parse(text, passages=True).passages
    found = [[mark.body for mark in s.marks] for s in split(passage, load().abbreviations)]
    assert found == [["a", "b"], ["c"], ["d", "e", "f"]]


def test_an_endless_sentence_is_read_in_pieces():
    (passage,) = markdown.parse("word " * LONGEST, passages=True).passages
    sentences = list(split(passage, frozenset()))
    assert "".join(s.text for s in sentences) == passage.text
    assert max(len(s.text) for s in sentences) <= LONGEST
