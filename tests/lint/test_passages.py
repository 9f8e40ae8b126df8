"""Passages: every character of the prose has its place in the file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deconflict.article import markdown, prose
from deconflict.article.passages import PLACEHOLDER, align
from tests.lint.conftest import articles


def misplaced(passages, text, first=1):
    """Characters of passages that do not stand where they are said to stand."""
    lines = text.split("\n")
    for passage in passages:
        for at, char in enumerate(passage.text):
            line, column = passage.place(at)
            written = lines[line - first][column - 1 : column]
            if char not in (" ", PLACEHOLDER, "\xa0") and written not in (char, "\\"):
                yield line, column, char, written


@pytest.mark.parametrize("path", articles(), ids=lambda path: path.name)
def test_every_character_of_the_real_articles_has_its_place(path):
    data = path.read_bytes()
    draft = prose.read(data)
    assert sum(len(p.text) for p in draft.passages) > 2000
    assert list(misplaced(draft.passages, data.decode())) == []


MARKDOWN = """\
A **bo**ld *word* [two *F-22s*](http://x/ "F-22s and so on") and so on, &nbsp;10&nbsp;miles, \\*a\\*.
![three](b.png) <http://a.b/c> `code` {term}`shown
words <key>` {fact}`x` end.[^1]

[^1]: Note *here*.

> quote two
> lines

| a | b |
|--|--|
| x \\| y | **z** |

1. one
   - two {ok}`r`.

term
: its meaning

::: note
noted
:::
"""


def test_places_across_markup():
    passages = markdown.parse(MARKDOWN, passages=True).passages
    assert list(misplaced(passages, MARKDOWN)) == []
    assert [(p.kind, p.text) for p in passages[:2]] == [
        (
            "paragraph",
            "A bold word two F-22s and so on, \xa010\xa0miles, *a*.   http://a.b/c   shown words \ufffc end.",
        ),
        ("paragraph", "Note here."),
    ]
    assert [p.text for p in passages[2:]] == [
        "quote two lines", "a", "b", "x | y", "z", "one", "two .", "term", "its meaning", "noted",
    ]  # fmt: skip
    assert [(m.name, m.line, m.column) for p in passages for m in p.marks] == [
        ("term", 2, 39), ("fact", 3, 14), ("ok", 15, 10),
    ]  # fmt: skip


PIECES = st.sampled_from(
    ["a", "F-22", " ", "\n", "*", "**", "_", "`", "[", "](b)", "![", "{fact}`x`", "{term}`a <b>`", "[@k]", "{ok}`r`",
     "\\", "&amp;", "<", ">", "|", "- ", "# ", "é", "ا", "\U0001f6e9", "\t", "[^1]", "\n\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_a_passage(text):
    for passage in markdown.parse(text, passages=True).passages:
        for at in range(len(passage.text) + 1):
            line, column = passage.place(at)
            assert 1 <= line <= text.count("\n") + 1
            assert column >= 1
        assert all(0 <= mark.at <= len(passage.text) for mark in passage.marks)


def test_align_stops_at_a_word_that_is_spelled_otherwise():
    assert list(align("a b\u00e9 c", ["k: a", '  b\\u00e9 c"'], 1, 4)) == [(0, 1, 4)]
