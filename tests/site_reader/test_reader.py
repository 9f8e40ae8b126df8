"""Article files as Pelican reads them: front matter, faults as metadata, and the two signals."""

import pickle
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.utils import read_fixture_file
from pelican.contents import Article
from pelican.plugins import signals
from pelican.readers import BaseReader, Readers
from pelican.settings import DEFAULT_CONFIG

from deconflict.article import markdown
from deconflict.article.front_matter import parse
from deconflict.diagnostics import CODES
from deconflict.site import reader

FIXTURES = Path(__file__).parent / "fixtures"
CASES = [
    pytest.param(text, expected, id=f"{line}-{title}")
    for line, title, text, expected in read_fixture_file(FIXTURES / "front_matter.txt")
]


@pytest.fixture
def readers():
    signals.readers_init.connect(reader.install)
    yield Readers({**DEFAULT_CONFIG, "TIMEZONE": "UTC"})
    signals.readers_init.disconnect(reader.install)


@pytest.fixture
def read(readers, tmp_path):
    def read(data, name="article.md"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return readers.read_file(tmp_path, name, content_class=Article)

    return read


def faults(article):
    return [(f["line"], f["column"], f["code"]) for f in article.deconflict_faults]


def show(value):
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) and not all_text(value) else value


def all_text(values):
    return all(isinstance(value, str) for value in values)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_front_matter(read, text, expected):
    article = read(text)
    rows = []
    for row in expected.splitlines():
        key = row.split()[0]
        if ":" in key:
            continue
        value = article._content if key == "content" else show(article.metadata.get(key))
        rows.append(f"{key} {value!r}" if row.endswith(("'", "']")) else f"{key} {value}")
    rows += [f"{r['line']}:{r['column']} {r['name']} {r['body']}" for r in article.deconflict_roles]
    rows += [f"{line}:{column} {code}" for line, column, code in faults(article)]
    assert "\n".join(rows) + "\n" == expected


@pytest.mark.parametrize(("text", "_expected"), CASES)
def test_an_article_with_faults_stays_until_they_are_printed(read, text, _expected):
    article = read(text)
    assert article.is_valid() or not article.deconflict_faults


def test_metadata_can_be_cached(read):
    article = read("Title: t\nDate: 2017-12-14\n\n{fact}`x` {foo}`y`\n")
    for key in (reader.ROLES_KEY, reader.FAULTS_KEY):
        assert type(article.metadata[key]) is list
        assert pickle.loads(pickle.dumps(article.metadata[key])) == article.metadata[key] != []


def test_every_code_is_listed():
    files = (Path(reader.__file__), *sorted(Path(markdown.__file__).parent.glob("*.py")))
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    found = set(re.findall(r'"((?:bad|unknown|unused|duplicate|missing|too|top|off|role|reserved)-[a-z-]+)"', code))
    assert len(found) > 15
    assert found <= set(CODES)


def test_a_byte_order_mark_is_no_text(read):
    article = read(b"\xef\xbb\xbfTitle: t\nDate: 2017-12-14\n\n{fact}`x`\n")
    assert (article.title, article.deconflict_roles[0]["line"]) == ("t", 4)
    assert faults(article) == []


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"Title: t\nDate: 2017-12-14\n\n\xc3\xa9 \xff\n", (4, 3, "invalid-utf8")),
        (b"\xef\xbb\xbfTitle: t\r\nDate: 2017-12-14\r\n\r\n\xc3\xa9 \xff\n", (4, 3, "invalid-utf8")),
        (b"Title: t\nDate: 2017-12-14\n\nabc \xc3", (4, 5, "invalid-utf8")),
        ("Title: \u202et\nDate: 2017-12-14\n".encode(), (1, 8, "bidi-control")),
        ("---\ntitle: t\ndate: 2017-12-14\n---\n\né\u2066".encode(), (6, 2, "bidi-control")),
        (b"---\ntitle: t\x07\ndate: 2017-12-14\n---\n", (2, 9, "control-character")),
    ],
)
def test_bytes_and_characters_that_cannot_stand(read, data, place):
    assert faults(read(data)) == [place]


def test_windows_and_old_mac_line_ends(read):
    text = "---\ntitle: t\ndate: 2017-12-14\n---\none\n\n{fact}`x`\n"
    whole = [read(text.replace("\n", end)) for end in ("\n", "\r\n", "\r")]
    assert len({article._content for article in whole}) == 1
    assert {article.deconflict_roles[0]["line"] for article in whole} == {7}


def test_a_date_does_not_depend_on_the_day_of_the_build(read):
    assert faults(read("Title: t\nDate: December 2017\n")) == [(2, 7, "bad-date")]
    assert read("Title: t\nDate: 14 December 2017\n").date.isoformat() == "2017-12-14T00:00:00+00:00"


def test_a_title_from_the_settings_is_enough(readers, tmp_path):
    (tmp_path / "a.md").write_text("Date: 2017-12-14\n")
    readers.settings["DEFAULT_METADATA"] = {"title": "From the settings"}
    article = readers.read_file(tmp_path, "a.md", content_class=Article)
    assert (article.title, faults(article)) == ("From the settings", [])


def test_the_summary_of_pelican_comes_after_filling(read):
    article = read("Title: t\nDate: 2017-12-14\n\nbefore {fact}`x` after\n")
    article._content = reader.markdown.fill(article._content, ["<b>filled</b>"])
    assert article.summary == "<p>before <b>filled</b> after</p>\n"


@pytest.mark.parametrize("extension", reader.EXTENSIONS)
def test_every_markdown_file_comes_to_us(readers, read, extension):
    assert type(readers.readers[extension]) is reader.MarkdownItReader
    assert read("Title: t\nDate: 2017-12-14\n", f"x.{extension}").title == "t"


def test_pelican_warns_of_no_disabled_reader():
    generator = SimpleNamespace(readers=SimpleNamespace(disabled_readers={"md": 1, "mdown": 1, "asc": 1}))
    reader.enable(generator)
    assert generator.readers.disabled_readers == {"asc": 1}


def test_one_reader_only_claims_each_extension():
    ours = [cls for cls in BaseReader.__subclasses__() if cls.__module__.startswith("deconflict")]
    assert ours == [reader.MarkdownItReader]


def test_front_matter_that_is_never_closed_keeps_no_text():
    front = parse("---\ntitle: t\n")
    assert (front.fields, front.body) == ((), "")


HEADS = [
    "---\n",
    "title: t\n",
    "Title: t\n",
    "date: ",
    "2017-12-14\n",
    "tags: ",
    "[a]",
    "{",
    "}",
    "- ",
    ": ",
    "&a ",
    "*a",
]
PARTS = st.one_of(st.sampled_from([part.encode() for part in HEADS]), st.binary(max_size=4))


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=15).map(b"".join))
def test_no_file_makes_the_reader_raise(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(data)
    _, metadata = reader.MarkdownItReader(DEFAULT_CONFIG).read(str(path))
    assert metadata.get("title") is not None
    lines = data.decode("utf-8-sig", "replace").count("\n") + data.count(b"\r") + 1
    assert all(1 <= fault["line"] <= lines + 1 for fault in metadata[reader.FAULTS_KEY])
