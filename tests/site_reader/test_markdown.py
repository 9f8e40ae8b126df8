"""Roles, citations, links and hostile text: tables of Markdown and what it becomes."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file

from deconflict.article.markdown import fill, parse, placeholder, split_term

FIXTURES = Path(__file__).parent / "fixtures"


def table(name):
    cases = read_fixture_file(FIXTURES / name)
    return [pytest.param(text, expected, id=f"{line}-{title}") for line, title, text, expected in cases]


@pytest.mark.parametrize(("text", "expected"), table("roles.txt"))
def test_roles(text, expected):
    document = parse(text)
    rows = [(r.line, r.column, f"{r.name} {r.body}") for r in document.roles]
    rows += [(f.line, f.column, f"[{f.code}] {f.message}") for f in document.faults]
    assert "".join(f"{line}:{column} {what}\n" for line, column, what in sorted(rows)) == expected
    assert [role.index for role in document.roles] == list(range(len(document.roles)))


@pytest.mark.parametrize(("text", "expected"), table("html.txt"))
def test_html(text, expected):
    document = parse(text)
    assert (document.html, document.faults) == (expected, ())


@pytest.mark.parametrize(("text", "expected"), table("hostile.txt"))
def test_hostile(text, expected):
    document = parse(text)
    assert document.html + "".join(f"{f.line}:{f.column} {f.code}\n" for f in document.faults) == expected


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("one\ntwo \u202ethree", (2, 5, "bidi-control")),
        ("\u2066", (1, 1, "bidi-control")),
        ("a\n\n`\u2069`", (3, 2, "bidi-control")),
        ("a\x00b", (1, 2, "control-character")),
        ("a\r\n\x1b[0m", (2, 1, "control-character")),
        ("a\x85b", (1, 2, "control-character")),
    ],
)
def test_control_characters_are_faults_and_leave_the_page(text, place):
    document = parse(text, first_line=1)
    assert [(f.line, f.column, f.code) for f in document.faults] == [place]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", document.html)


def test_marks_of_arabic_and_hebrew_are_no_faults():
    assert parse("\u0633\u0648\u0631\u064a\u0627\u200f \u200e\u061c").faults == ()


def test_first_line_moves_every_place():
    text = "{fact}`x` {foo}`y` [a](data:x) \u202e\n\n| a |\n|---|\n| [@b] | c |\n"
    here, below = parse(text), parse(text, first_line=41)
    assert [r.line + 40 for r in here.roles] == [r.line for r in below.roles]
    assert [f.line + 40 for f in here.faults] == [f.line for f in below.faults]
    assert len(here.faults) == 4


def test_windows_line_ends_change_nothing():
    text = "one\n{fact}`x`\n\n> two\n> [@y]\n"
    assert parse(text.replace("\n", "\r\n")) == parse(text)


def test_text_that_is_nested_too_deeply_is_never_lost_silently():
    assert parse("> " * 60 + "{fact}`x`").roles[0].column == 121
    assert {f.code for f in parse("> " * 150 + "{fact}`x`").faults} == {"too-deep"}


def test_fill_is_one_pass():
    html = parse("{fact}`a` [@b]").html
    assert fill(html, [placeholder(1), "<b>B</b>"]) == f"<p>{placeholder(1)} <b>B</b></p>\n"
    assert fill(html, {0: "\\1", 1: ""}) == "<p>\\1 </p>\n"


def test_fill_leaves_no_placeholder_unfilled():
    with pytest.raises(LookupError):
        fill(placeholder(3), ["only one"])


@pytest.mark.parametrize(
    ("body", "parts"),
    [("key", ("", "key")), ("two words <key>", ("two words", "key")), ("a<key-2>", ("a", "key-2"))],
)
def test_split_term(body, parts):
    assert split_term(body) == parts


PIECES = [
    "{fact}`x`", "{fact}", "{foo}`", "`", "``", "[@a]", "[@a; @b]", "[@", "[", "]", "(", ")", "](x)", "![",
    "!", "[^n]", "[^n]: ", "[r]: data:x", "\n", "\n\n", "> ", "- ", "1. ", "    ", "\t", "| ", "|---|",
    "\\", "\\|", "# ", "## ", " ##", "---", ": ", ":::note\n", "*", "**", "_", "<", ">", "<b>", "&#x202e;",
    "&lt;", "<javascript:x>", "{filename}", '"', "'", "é", "\u202e", "\x00", "\xa0", "a", " ",
    '<span data-deconflict="0"></span>', "//", "http://[", "xn--", "%",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join))
def test_any_text_keeps_the_laws(text):
    document = parse(text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for role in document.roles:
        rest = lines[role.line - 1][role.column - 1 :]
        assert rest.startswith("[@" if role.name == "cite" else f"{{{role.name}}}`"), (role, rest)
    for fault in document.faults:
        assert 1 <= fault.line <= len(lines)
        assert 1 <= fault.column <= len(lines[fault.line - 1]) + 1
    shown = [int(index) for index in re.findall(r'<span data-deconflict="(\d+)"></span>', document.html)]
    assert len(shown) == len(set(shown))
    assert set(shown) <= {role.index for role in document.roles}
    if not document.faults:
        assert len(shown) == len(document.roles)
    assert not re.search(r'<script|<b>|(?:href|src)="\s*(?:javascript|data|//)|\sstyle="', document.html)
    ids = re.findall(r'\sid="([^"]*)"', document.html)
    assert len(ids) == len(set(ids))
