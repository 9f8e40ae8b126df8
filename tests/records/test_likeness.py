"""Near-copies: how texts are measured, and that what was measured is written without touching another byte."""

import hashlib
import time
from datetime import date

import msgspec
import pytest

from deconflict.records.likeness import THRESHOLD, measure, shingles
from deconflict.records.mending import NotWritten, mended, write
from deconflict.records.source import NearCopy
from tests.support.seeds import SOURCE, read, report
from tests.support.seeds import write as write_seeds

CLAIM = [{"by": "reporter@outlet-own", "stance": "reports", "bank": "east"}]
NEAR = NearCopy(of="a", containment="0.83", shingles=412, measured=date(2017, 12, 20))
ENTRY = "near_copy: {of: a, containment: 0.83, shingles: 412, measured: 2017-12-20}"


def words(*numbers):
    return " ".join(f"w{n}" for n in numbers)


def seeds(folder, texts, **windows):
    """Reports a, b, c … with made-up texts (bytes, text, or ``None`` for none at hand), a day apart."""
    files = {"paper.yaml": None}
    for day, (key, text) in enumerate(texts.items(), 14):
        data = text.encode() if isinstance(text, str) else text
        sha = hashlib.sha256(data or b"").hexdigest()
        when = windows.get(key, {"published": f"2017-12-{day}"})
        own = {"seed_file": f"{key}.txt", "seed_sha256": sha, **when}
        entry = report(key, CLAIM, **own)
        if "published_window" in when:
            entry = entry.replace('"published": "2017-12-15", ', "")
        files[f"{key}.yaml"] = entry
        if data is not None:
            files[f"fulltext/{sha}.txt"] = data
    records, faults = read(write_seeds(folder, files))
    assert faults == []
    return measure(records.sources.values(), folder / "fulltext")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("one two three four five", 1),
        ("one two three four", 0),
        ("", 0),
        (" \n\t-- !", 0),
        ("One TWO three, four. Five! one two three four five", 5),
        ("\u0443\u0442\u0440\u043e \u0434\u0435\u043d\u044c, \u043d\u043e\u0447\u044c \u0438 24", 1),
        ("a a a a a a a a a", 1),
    ],
)
def test_sequences_of_five_words(text, number):
    assert len(shingles(text, {})) == number


def test_words_are_folded_alike_in_every_text():
    ids = {}
    one = shingles("The CAF\u00c9's jets, 2 of them", ids)
    assert one == shingles("the cafe\u0301 s JETS 2 of THEM", ids)


def test_the_later_report_repeats_the_earlier_one(tmp_path):
    found = seeds(tmp_path, {"a": words(*range(30)), "b": words(*range(20)) + " x y z"})
    (near,) = found.near
    # 19 sequences; 16 of them in the earlier text.
    assert (near.key, near.of, near.shared, near.shingles, near.containment) == ("b", "a", 16, 19, "0.84")
    assert found.undated == ()


def test_a_short_earlier_text_within_a_long_later_one_is_no_copy(tmp_path):
    found = seeds(tmp_path, {"a": words(*range(20)), "b": words(*range(100))})
    assert found.near == ()


@pytest.mark.parametrize(("own", "copy"), [(4, True), (5, False)])
def test_half_of_the_wording_is_enough(tmp_path, own, copy):
    # Eight words of the original are four sequences; each word of its own is one more.
    found = seeds(tmp_path, {"a": words(*range(20)), "b": words(*range(8)) + " " + words(*range(100, 100 + own))})
    assert bool(found.near) == copy
    assert THRESHOLD == 0.5


def test_the_most_repeated_of_several_is_named_else_the_earliest(tmp_path):
    texts = {"a": words(*range(20)), "b": words(*range(30)), "c": words(*range(30)), "d": words(*range(25))}
    found = {near.key: near.of for near in seeds(tmp_path, texts).near}
    assert found == {"b": "a", "c": "b", "d": "b"}


@pytest.mark.parametrize(
    "windows",
    [
        {"a": {"published": "2017-12-14"}, "b": {"published": "2017-12-14"}},
        {"a": {"published_window": ["2017-12-13", "2017-12-15"]}, "b": {"published": "2017-12-15"}},
        {"a": {"published_window": ["2017-12-13", None]}, "b": {"published": "2017-12-20"}},
    ],
)
def test_without_an_order_both_directions_are_said_and_none_is_taken(tmp_path, windows):
    found = seeds(tmp_path, {"a": words(*range(30)), "b": words(*range(20))}, **windows)
    assert found.near == ()
    ((one, other),) = found.undated
    assert {(n.key, n.of, n.containment) for n in (one, other)} == {("a", "b", "0.61"), ("b", "a", "1.00")}


def test_windows_that_follow_each_other_are_an_order(tmp_path):
    windows = {
        "a": {"published_window": ["2017-12-13", "2017-12-14"]},
        "b": {"published_window": ["2017-12-15", None]},
    }
    found = seeds(tmp_path, {"a": words(*range(30)), "b": words(*range(20))}, **windows)
    assert [(n.key, n.of) for n in found.near] == [("b", "a")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "its text is not at hand"),
        ("", "its text has fewer than 5 words"),
        (b"\xff\xfe a b c d e f", "its text is not UTF-8"),
    ],
)
def test_what_cannot_be_measured_is_named(tmp_path, text, why):
    assert seeds(tmp_path, {"a": words(*range(9)), "b": text}).unmeasured == (("b", why),)


def test_another_text_than_the_hashed_one_is_not_measured(tmp_path):
    seeds(tmp_path, {"a": words(*range(9)), "b": words(*range(9))})
    for path in (tmp_path / "fulltext").iterdir():
        path.write_text(words(*range(10)), encoding="utf-8")
    records, _ = read(tmp_path)
    found = measure(records.sources.values(), tmp_path / "fulltext")
    assert {why for _, why in found.unmeasured} == {"the text at hand is not the one that was hashed"}
    assert found.near == ()


def test_a_folder_or_pipe_in_a_texts_place_is_not_read(tmp_path):
    seeds(tmp_path, {"a": words(*range(9))})
    (path,) = (tmp_path / "fulltext").iterdir()
    path.unlink()
    path.mkdir()
    records, _ = read(tmp_path)
    assert measure(records.sources.values(), tmp_path / "fulltext").unmeasured == (("a", "its text is not at hand"),)


def test_a_text_of_ten_megabytes_takes_linear_time():
    def seconds(number):
        text = " ".join(f"w{n % 5003}" for n in range(number))
        began = time.perf_counter()
        shingles(text, {})
        return time.perf_counter() - began, len(text)

    (short, _), (long, size) = seconds(180_000), seconds(1_800_000)
    assert size > 10_000_000
    assert long < 30 * max(short, 0.05)


BLOCK = SOURCE.replace(
    "origin: {attributed_to: the ministry, clusters: [north-mod, outlet-own], kind: original}",
    "origin:   # where from\n  attributed_to: the ministry\n  clusters: [north-mod, outlet-own]\n"
    "  kind: original  # for now",
)
FORMS = {
    "in line": (SOURCE, "kind: original}", f"kind: original, {ENTRY}}}"),
    "a block": (BLOCK, "kind: original  # for now\n", f"kind: original  # for now\n  {ENTRY}\n"),
    "kind first": (
        BLOCK.replace("  kind: original  # for now\n", "").replace("  attrib", "  kind: original\n  attrib"),
        "kind: original\n",
        f"kind: original\n  {ENTRY}\n",
    ),
    "other line ends": (
        BLOCK.replace("\n", "\r\n"), "kind: original  # for now\r\n", f"kind: original  # for now\r\n  {ENTRY}\r\n"
    ),
    "a mark of byte order": ("\ufeff" + SOURCE, "kind: original}", f"kind: original, {ENTRY}}}"),
    "letters of any script": (
        "# \u0423\u0442\u0440\u043e \U0001f6e9\n" + SOURCE, "kind: original}", f"kind: original, {ENTRY}}}"
    ),
    "quotes": (
        SOURCE.replace("kind: original}", "'kind': \"original\" }"),
        '"original" }',
        f'"original", {ENTRY} }}',
    ),
    "several lines in line": (
        SOURCE.replace("kind: original}", "kind: original # so\n  }"),
        "kind: original # so",
        f"kind: original, {ENTRY} # so",
    ),
    "JSON": (report("b", CLAIM), '"kind": "original"}', f'"kind": "original", {ENTRY}}}'),
    "an end without a line end": (
        "key: b\norigin:\n  kind: original",
        "kind: original",
        f"kind: original\n  {ENTRY}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_one_entry_is_added_and_no_other_byte_changes(form):
    text, old, new = FORMS[form]
    assert text.count(old) == 1
    assert mended(text, NEAR) == text.replace(old, new)
    assert mended(mended(text, NEAR), NEAR) == mended(text, NEAR), "twice is once"


@pytest.mark.parametrize("form", ["in line", "a block", "JSON"])
def test_a_measure_is_brought_up_to_date(form):
    once = mended(FORMS[form][0], NEAR)
    newer = msgspec.structs.replace(NEAR, containment="0.90", of="other", measured=date(2018, 1, 1))
    assert mended(once, newer) == once.replace("of: a,", "of: other,").replace("0.83", "0.90").replace(
        "2017-12-20", "2018-01-01"
    )
    # The same measure on another day is the same measure.
    assert mended(once, msgspec.structs.replace(NEAR, measured=date(2018, 1, 1))) == once


def test_a_measure_written_in_lines_keeps_them():
    text = BLOCK.replace(
        "  kind: original  # for now",
        "  kind: original\n  near_copy:\n    shingles: '9'\n    of: z # ?\n"
        "    measured: 2017-12-16\n    containment: 0.5",
    )
    assert mended(text, NEAR) == (
        text.replace("'9'", "412").replace("of: z", "of: a").replace("2017-12-16", "2017-12-20").replace("0.5", "0.83")
    )


def test_a_form_that_cannot_be_added_to_is_refused():
    with pytest.raises(NotWritten, match="by hand"):
        mended("key: b\norigin:\n  ? kind\n  : original\n", NEAR)


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "b.yaml"
    path.write_text(SOURCE, encoding="utf-8")
    with pytest.raises(NotWritten, match="has changed"):
        write(path, BLOCK.encode(), NEAR)
    assert path.read_text(encoding="utf-8") == SOURCE
    assert [p.name for p in tmp_path.iterdir()] == ["b.yaml"], "nothing is left lying about"


def test_a_link_is_not_written_through(tmp_path):
    real, link = tmp_path / "real", tmp_path / "b.yaml"
    real.write_text(SOURCE, encoding="utf-8")
    link.symlink_to(real)
    with pytest.raises(NotWritten, match="no plain file"):
        write(link, SOURCE.encode(), NEAR)
    assert real.read_text(encoding="utf-8") == SOURCE


def test_writing_keeps_the_files_mode(tmp_path):
    path = tmp_path / "b.yaml"
    path.write_text(SOURCE, encoding="utf-8")
    path.chmod(0o640)
    assert write(path, SOURCE.encode(), NEAR)
    assert path.stat().st_mode & 0o777 == 0o640
    assert not write(path, path.read_bytes(), NEAR)
