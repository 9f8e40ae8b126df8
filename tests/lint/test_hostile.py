"""No text breaks the linter or makes it slow."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.article import markdown, prose
from deconflict.lint import lint
from tests.lint.conftest import articles

SIZE = 200_000
TEXTS = [
    "The Russian jets met two F-22s near Albu Kamal on 13 December 2017, officials said. [@cnn-2017-12-14] ",
    "F-22", "1 ", "about ", "two ", "{fact}`event_date` ", "{fact}`", "{ok}`a` b. ", "\u200fالبوكمال 5 км ",
    "\u201ca. ", "Russia said ", "[a](b) ", "*a", "- two F-22s\n", "> near Raqqa\n", "A 5 km. [@cnn-2017-12-14]",
    "near Albu Kamal. ", "&nbsp;1", "`x` ", "<b>two F-22s</b> ", "1 to ", "5 May ", "near ", "town of ", "Russia, ",
    "who crossed the river ", "Su-25s crossed the river ", ". ", "| near Raqqa | 3 km |\n", "no ",
    "approx. ", "\u0130 ",
]  # fmt: skip


@pytest.mark.parametrize("piece", TEXTS, ids=repr)
def test_a_huge_text_takes_no_longer_than_its_length(evidence, piece):
    def take(size):
        document = markdown.parse(piece * (size // len(piece)), passages=True)
        start = time.process_time()
        report = lint(document.passages, evidence["euphrates-2017-12-13"])
        assert report.sentences
        return time.process_time() - start

    take(1000)
    half, whole = take(SIZE // 2), take(SIZE)
    # Twice the text, twice the time; where it takes no time at all the clock is too coarse to tell.
    assert whole < max(3.5 * half, 1.5)


VOCABULARY = """
Moscow says Washington two three F-22s Su-25s near over Albu Kamal Raqqa 13 December 2017 40 minutes about km miles . ;
, [@cnn-2017-12-14] {fact}`location@us` {ok}`r` {term}`chaff` crossed the river left area not if % up to 10 20 –
\u201c \u201d ( ) east bank flares released Ras al-Ain \u200f 5
"""
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=40).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_it(evidence, text):
    document = markdown.parse(text, passages=True)
    lines = text.split("\n")
    for fault in lint(document.passages, evidence["euphrates-2017-12-13"]).faults:
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1])
        assert "\n" not in fault.message


def test_an_article_costs_little(evidence, capsys):
    """A few milliseconds of the processor; the limit leaves room for slow machines."""
    drafts = [prose.read(path.read_bytes()) for path in articles()]
    costs = []
    for _ in range(5):
        start = time.process_time()
        for draft in drafts:
            lint(draft.passages, evidence[draft.fields["incident"].text])
        costs.append((time.process_time() - start) / len(drafts) * 1000)
    with capsys.disabled():
        print(f"\n{min(costs):.1f} ms an article")
    assert min(costs) < 20
