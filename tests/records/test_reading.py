"""What sound records become: texts as they stand, the layout of a research folder, the site's seeds, and the schema."""

import re
import shutil
import subprocess
import sys
from datetime import date

import pytest
import yaml

from deconflict.records.incident import ACTS, INCIDENT, PARTIES, TIMELINE
from deconflict.records.source import SOURCE as SOURCE_SHAPE
from deconflict.records.source import claim_id
from deconflict.records.vocabulary import vocabulary
from deconflict.records.walker import schema
from tests.conftest import ROOT
from tests.support.seeds import INCIDENT as GREY_BAY
from tests.support.seeds import SOURCE, VOCABULARY, read, report, write

SEEDS = ROOT / "seeds"


def source(folder, text):
    records, found = read(write(folder, {"paper.yaml": text}))
    assert found == []
    return records.sources["paper"]


@pytest.mark.parametrize(
    "word",
    [
        "yes",
        "on",
        "Off",
        "no",
        "2017-12-13",
        "3.0",
        "1e3",
        "0x1F",
        "017",
        "'null'",
        '"~"',
        "Null",
        ".inf",
        "=",
        "1_000",
        "12:30:45",
    ],
)
def test_plain_words_stay_text(tmp_path, word):
    assert source(tmp_path, SOURCE.replace("title: null", f"title: {word}")).title == word.strip("'\"")


@pytest.mark.parametrize("word", ["null", "~"])
def test_a_plain_null_is_none(tmp_path, word):
    assert source(tmp_path, SOURCE.replace("title: null", f"title: {word}")).title is None


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "]]> --> '\" \\ {{ x }} {% y %}",
        "\u0627\u0644\u0628\u0648\u0643\u0645\u0627\u0644 \U0001f6e9 e\u0301",
        "*not an alias*, &not an anchor; !no tag",
        "a: b # c",
        "one\u2028line",
        "| > - ? @ ` %",
    ],
)
def test_hostile_texts_come_through_unchanged(tmp_path, text):
    fields = {"title": text, "note": text, "publisher": text}
    claim = {
        "by": "north@north-mod",
        "stance": "asserts",
        "bank": "east",
        "note": text,
        "quote": "".join(text.split())[:40],
    }
    found = source(tmp_path, report("paper", [claim], **fields))
    assert (found.title, found.note, found.publisher) == (text, text, text)
    assert (found.claims[0].note, found.claims[0].quote) == (text, "".join(text.split())[:40])


def test_a_byte_order_mark_and_line_ends_of_all_kinds_do_not_matter(tmp_path):
    plain = source(tmp_path / "a", SOURCE)
    assert source(tmp_path / "b", "\ufeff" + SOURCE.replace("\n", "\r\n")) == plain


def test_a_source_holds_what_its_file_says(tmp_path):
    found = source(tmp_path, SOURCE)
    first, second = found.claims
    assert (found.first_day, found.last_day, found.dated) == (date(2017, 12, 15), date(2017, 12, 15), True)
    assert (first.slot, first.stance, first.speaker.id, first.act, first.text) == (
        "bank",
        "reports",
        "outlet",
        "outlet-own",
        "east",
    )
    assert (second.text, second.quote, second.at, second.reviewed) == ("2017-12-13", "on Wednesday", None, True)
    assert (second.line, second.column) == (14, 3)


def test_dates_in_words_resolve_within_the_window(tmp_path):
    text = SOURCE.replace("published: 2017-12-15", "published_window: [2017-12-14, 2017-12-17]")
    found = source(tmp_path, text.replace("day: 2017-12-13", "day: Wednesday"))
    assert (found.dated, found.last_day) == (False, date(2017, 12, 17))
    assert found.claims[1].value.text == "2017-12-13"
    assert found.claims[1].text == "Wednesday"


def test_ids_of_claims_do_not_depend_on_value_or_quote(tmp_path):
    claims = [
        {"by": "north@north-mod", "stance": "asserts", "bank": "east", "quote": "one"},
        {"by": "north@north-mod", "stance": "asserts", "bank": "west"},
    ]
    first, second = source(tmp_path, report("paper", claims)).claims
    assert first.id == claim_id("paper", "bank", "asserts", "north-north-mod", 1)
    assert second.id == f"{first.id}-2"
    assert re.fullmatch("[0-9a-f]{10}", first.id)


def test_an_incidents_own_words_win(tmp_path):
    own = "facts: {bank: {label: Own, type: boolean, cardinality: one, definition: Own}}\n"
    own += "about_terms: {storm: the storm}\n"
    text = SOURCE.replace("bank: east", "bank: true, about: storm")
    records, found = read(write(tmp_path, {"incidents/grey-bay.yaml": GREY_BAY + own, "paper.yaml": text}))
    assert found == []
    world = records.incidents["grey-bay"].world
    assert world.facts["bank"].label == "Own"
    assert records.world.facts["bank"].label == "Bank"
    assert world.root is records.world


def test_the_real_seeds_are_sound(records):
    assert len(records.sources) == 47
    assert sum(len(s.claims) for s in records.sources.values()) == 446
    assert list(records.incidents) == ["euphrates-2017-12-13", "visual-contact-2015-10-10"]
    for incident in records.incidents.values():
        for s in records.of(incident.key):
            assert set(s.acts) <= set(incident.acts)
    ids = [(s.key, c.id) for s in records.sources.values() for c in s.claims]
    assert len(ids) == len(set(ids))


def test_the_layout_of_a_research_folder_is_read_too(tmp_path, records):
    """Sources in a folder, incidents with gold answers in one file, acts called origin clusters."""
    (tmp_path / "sources").mkdir()
    for path in SEEDS.glob("*.yaml"):
        if path.name not in ("vocabulary.yaml", "timeline.yaml"):
            shutil.copy(path, tmp_path / "sources")
    words = (SEEDS / "vocabulary.yaml").read_text(encoding="utf-8")
    acts, incidents = "", ["about: Gold answers.", "incidents:"]
    for path in sorted((SEEDS / "incidents").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        acts += re.search(r"^acts:\n((?:  .*\n)+)", text, re.MULTILINE)[1]
        key, day = (re.search(rf"^{word}: (.*)$", text, re.MULTILINE)[1] for word in ("key", "date"))
        gold = "sources: [a], verdict_counts: {agreed: 1}, withheld: [a], "
        gold += "facts: {event_date: {verdict: agreed, agreed_on: [2017-12-13], positions: [{value: x}]}}"
        incidents.append(f"- {{key: {key}, title: T, date: {day}, {gold}}}")
    words = words.replace("\nacts:\n", f"\norigin_clusters:\n{acts}")
    words += "stances: [asserts]\nverdicts: {agreed: x}\nresolved: [weekday]\nparts: {a: [b]}\nunits: {length: [m]}\n"
    (tmp_path / "vocabulary.yaml").write_text(words, encoding="utf-8")
    (tmp_path / "incidents.yaml").write_text("\n".join(incidents), encoding="utf-8")
    (tmp_path / "concepts.yaml").write_text("concepts: []", encoding="utf-8")
    found, faults = read(tmp_path)
    assert faults == []
    assert found.sources.keys() == records.sources.keys()
    for key, ours in records.sources.items():
        assert [c.value for c in found.sources[key].claims] == [c.value for c in ours.claims]


def test_reading_depends_on_no_hash_seed_and_no_place(tmp_path):
    code = """if True:
        import hashlib, sys
        from pathlib import Path
        from deconflict.diagnostics import Diagnostics
        from deconflict.records.load import load
        from deconflict.theatre import load as theatre
        records = load(Path(sys.argv[1]), theatre(), Diagnostics(), shown=Path(sys.argv[1]))
        incidents = [(i.acts, i.party_of) for i in records.incidents.values()]
        print(hashlib.sha256(repr((records.sources, records.events, incidents)).encode()).hexdigest())
    """
    shutil.copytree(SEEDS, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("fulltext"))
    answers = set()
    for seed, folder in (("0", SEEDS), ("42", tmp_path / "elsewhere")):
        env = {"PYTHONPATH": str(ROOT / "plugins"), "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"}
        answers.add(
            subprocess.run([sys.executable, "-c", code, folder], env=env, check=True, capture_output=True).stdout
        )
    assert len(answers) == 1


def fits(value, shape) -> bool:
    """As much of JSON Schema as our own schemas use."""
    if "anyOf" in shape and not any(fits(value, s) for s in shape["anyOf"]):
        return False
    if "enum" in shape and value not in shape["enum"]:
        return False
    kinds = {"string": str, "number": (int, float), "boolean": bool, "null": type(None), "array": list, "object": dict}
    wanted = shape.get("type", [])
    wanted = wanted if isinstance(wanted, list) else [wanted]
    if wanted and not any(isinstance(value, kinds[kind]) for kind in wanted):
        return False
    if isinstance(value, str) and "pattern" in shape and not re.search(shape["pattern"], value):
        return False
    if isinstance(value, list):
        return all(fits(item, shape.get("items", {})) for item in value)
    if isinstance(value, dict):
        rest = shape.get("additionalProperties", {})
        known = shape.get("properties", {})
        names = shape.get("propertyNames", {})
        return (
            all(key in value for key in shape.get("required", ()))
            and all(fits(key, names) for key in value)
            and all(
                fits(item, known[key]) if key in known else rest is not False and fits(item, rest)
                for key, item in value.items()
            )
        )
    return True


def as_editor(path):
    """A file as an editor's JSON Schema sees it: dates are texts."""
    plain = re.sub(r"(?m)(?<=[\s\[])(\d{4}-\d\d-\d\d)(?=[,\]}\s])", r'"\1"', path.read_text(encoding="utf-8"))
    return yaml.safe_load(plain)


SHAPES = {
    "vocabulary.yaml": schema(vocabulary(ACTS, PARTIES)),
    "timeline.yaml": schema(TIMELINE),
    "incidents": schema(INCIDENT),
    "": schema(SOURCE_SHAPE),
}


@pytest.mark.parametrize("path", sorted(SEEDS.rglob("*.yaml")), ids=lambda p: p.name)
def test_the_schema_for_editors_accepts_the_real_records(path):
    shape = SHAPES.get(path.name) or SHAPES.get(path.parent.name) or SHAPES[""]
    data = as_editor(path)
    assert fits(data, shape)
    assert not fits({**data, "no_such_key": 1}, shape)


def test_the_schema_refuses_what_the_walker_refuses(tmp_path):
    (tmp_path / "s.yaml").write_text(SOURCE, encoding="utf-8")
    shape = SHAPES[""]
    sound = as_editor(tmp_path / "s.yaml")
    assert fits(sound, shape)
    for change in ({"url": "ftp://x"}, {"language": "english"}, {"read": "partly"}, {"claims": {}}, {"key": "A b"}):
        assert not fits({**sound, **change}, shape), change
    assert not fits({k: v for k, v in sound.items() if k != "publisher"}, shape)
    (tmp_path / "v.yaml").write_text(VOCABULARY, encoding="utf-8")
    words = as_editor(tmp_path / "v.yaml")
    assert fits(words, SHAPES["vocabulary.yaml"])
    assert not fits({**words, "facts": {"Not An Id": words["facts"]["day"]}}, SHAPES["vocabulary.yaml"])
