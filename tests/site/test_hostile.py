"""Hostile text in every field of records and articles comes out as text or as a diagnostic, never as anything else."""

import json
import re

import html5lib
import pytest
import yaml

from deconflict.diagnostics import Diagnostics
from deconflict.records.load import load
from deconflict.theatre import load as load_theatre
from tests.support import html, links, policy, project
from tests.support.problem import listing

#: One string that tries everything; 191 * 7 is 1337, which must never be computed.
EVIL = (
    "<script>alert(1)</script>{{ 191*7 }}{% if x %}`${x}`\"'><img/src=x/onerror=alert(1)>"
    "../../x</style></title></textarea>javascript:alert(1)\u200f&lt;b&gt;]]>--><!--"
)
PRODUCT = "1337"


def poison(value, keep):
    """Replace every text of a record by the hostile string, but for words that the format fixes."""
    if isinstance(value, dict):
        return {k: v if k in keep else poison(v, keep) for k, v in value.items()}
    if isinstance(value, list):
        return [poison(v, keep) for v in value]
    return EVIL if isinstance(value, str) else value


SOURCE_KEEPS = {
    "key", "published", "published_window", "url", "language", "read", "incident", "clusters", "kind", "copy_of",
    "side", "origin_", "asserts", "reports", "denies", "alleges", "about", "part", "resolved", "status",
}  # fmt: skip
FACT_WORDS = {"event_date", "location", "bank", "closest_separation", "duration", "aircraft_seen", "intent",
              "radio_warnings", "shots_fired"}  # fmt: skip
VOCABULARY_KEEPS = {"format", "sides", "parties", "type", "cardinality", "relation", "group", "open", "areas", "kind",
                    "part_of", "side", "said_on", "organisation", "lat", "lon",
                    "geonames"}  # fmt: skip


def nulls(value):
    """Turn plain nulls, which the base loader reads as text, back into nulls."""
    if isinstance(value, dict):
        return {k: nulls(v) for k, v in value.items()}
    if isinstance(value, list):
        return [nulls(v) for v in value]
    return None if value == "null" else value


def rewrite(path, change):
    data = nulls(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
    path.write_text(yaml.safe_dump(change(data), allow_unicode=True, width=10**6), encoding="utf-8")


def hostile_source(data):
    out = poison(data, SOURCE_KEEPS | FACT_WORDS | {"origin"})
    out["origin"] = {**data["origin"], "attributed_to": EVIL}
    for speaker, entry in data["speakers"].items():
        out["speakers"][speaker] = {**entry, "role": EVIL, **({"name": EVIL} if "name" in entry else {})}
    for new, old in zip(out["claims"], data["claims"], strict=True):
        new.update({k: v for k, v in old.items() if k == "origin"}, note=EVIL, quote="<b>{{ 191*7 }}</b> \"'>")
    return out


def evil_acts(acts):
    return {key: {**act, "what": EVIL} for key, act in acts.items()}


def hostile_vocabulary(data):
    out = poison(data, VOCABULARY_KEEPS | {"acts", "format"})
    return {**out, "acts": evil_acts(data["acts"])}


def hostile_incident(data):
    override = {slot: {**o, "reason": EVIL, "by": EVIL} for slot, o in data["overrides"].items()}
    return {
        **data, "acts": evil_acts(data["acts"]), "title": EVIL, "code": EVIL, "summary": EVIL, "overrides": override,
        "corrections": [{"date": "2020-03-02", "what": EVIL}],
        "events": [{"date": "2020-02-01", "event": EVIL, "urls": ["https://a.example/?q=%22%3E"]}],
    }  # fmt: skip


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    folder = project.make(tmp_path_factory.mktemp("hostile") / "p")
    seeds = folder / "seeds"
    for name in ("paper", "agency", "copy"):
        rewrite(seeds / f"{name}.yaml", hostile_source)
    rewrite(seeds / "vocabulary.yaml", hostile_vocabulary)
    rewrite(seeds / "incidents" / "meeting.yaml", hostile_incident)
    title = json.dumps(EVIL)
    (folder / "content" / "meeting.md").write_text(
        f"---\ntitle: {title}\ndate: 2020-03-01\nslug: meeting\nsummary: {title}\nincident: meeting\n"
        f"tags: [{title}]\ncategory: {title}\n---\n\n## {EVIL}\n\n{EVIL} {{fact}}`location` [@paper]\n\n"
        f"{{term}}`{EVIL.replace('`', '').replace('<', '').replace('>', '')} <jet>`\n",
        encoding="utf-8",
    )
    (folder / "content" / "glossary").mkdir()
    (folder / "content" / "glossary" / "jet.md").write_text(
        f"---\ntitle: {title}\nslug: glossary/jet\nterm: jet\nsources: [{title}]\n---\n\n{EVIL}\n", encoding="utf-8"
    )
    done = project.build(folder)
    assert done.returncode == 0, done.stderr + done.stdout
    return folder / "output"


def test_nothing_is_computed_and_nothing_leaves_the_folder(output):
    for path in output.rglob("*"):
        if path.is_file() and path.suffix in (".html", ".json", ".geojson", ".csv", ".js"):
            text = path.read_text(encoding="utf-8")
            ours = "leaflet" not in path.parts and path.name != "theatre.js"
            assert not (ours and PRODUCT in text), path
    assert sorted(p.name for p in output.parent.iterdir()) == ["content", "output", "pelicanconf.py", "seeds"]


def test_pages_hold_no_markup_of_the_records(output):
    for path in sorted(output.rglob("*.html")):
        tree = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        for element in tree.iter():
            if not isinstance(element.tag, str):
                continue
            assert not [a for a in element.attrib if a.startswith("on")], path
            assert element.get("src") != "x", path
            assert not (element.get("href") or "").lower().strip().startswith("javascript:"), path
            if element.tag == "script" and element.get("src") is None:
                assert element.get("type") in ("application/json", "application/ld+json"), path


def test_pages_keep_the_policy_and_are_sound(output):
    problems = [*policy.check(output), *html.check(output), *links.check(output)]
    assert not problems, listing(problems)


def test_the_hostile_text_is_there_to_be_read(output):
    tree = html5lib.parse((output / "meeting.html").read_text(encoding="utf-8"), namespaceHTMLElements=False)
    text = "".join(tree.itertext())
    assert text.count("<script>alert(1)</script>{{ 191*7 }}{% if x %}") > 20


def test_data_blocks_are_data(output):
    page = (output / "meeting.html").read_text(encoding="utf-8")
    blocks = re.findall(r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', page, re.DOTALL)
    live = (output / "meeting" / "map.js").read_text(encoding="utf-8")
    blocks.append(live.removeprefix("window.DECONFLICT_PAGE = ").removesuffix(";\n"))
    for block in blocks:
        assert "<" not in block
        json.loads(block)


def test_a_formula_stays_text_in_the_table(tmp_path):
    folder = project.make(tmp_path / "p")
    record = folder / "seeds" / "paper.yaml"
    record.write_text(record.read_text().replace('"Jets meet"', '"=cmd|x"'), encoding="utf-8")
    assert project.build(folder).returncode == 0
    assert "'=cmd|x" in (folder / "output" / "meeting" / "facts.csv").read_text()


FIELDS = [
    ("paper.yaml", "https://paper.example/1", "javascript:alert(1)", "bad-value"),
    ("paper.yaml", "key: paper", "key: ../../x", "bad-value"),
    ("paper.yaml", "The Paper", "x" * 100_000, "too-long"),
    ("paper.yaml", "The Paper", "\u202egnp", "bidi-control"),
    ("paper.yaml", '"near Raqqa"', '"' + "x" * 100_000 + '"', "too-long"),
    ("paper.yaml", '"near Raqqa"', '"a b c d e f g h i"', "long-quote"),
    ("paper.yaml", "near raqqa", "near <script>", "unknown-place"),
    ("paper.yaml", "10..20 mi", "9" * 250 + " mi", "bad-quantity"),
    ("paper.yaml", "2 F-22", "'{{ 191*7 }} F-22'", "unknown-aircraft"),
    ("paper.yaml", "outlet: {role", '"<b>": {role', "bad-key"),
    ("paper.yaml", "about 40 min", "'about {{ 191*7 }} min'", "bad-quantity"),
    ("incidents/meeting.yaml", "key: meeting", "key: ..", "bad-value"),
    ("vocabulary.yaml", "raqqa: {name", "'../raqqa': {name", "bad-key"),
    ("vocabulary.yaml", "geonames: 172955", "geonames: '1 or 1'", "bad-value"),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), FIELDS, ids=lambda value: str(value)[:30])
def test_what_cannot_be_text_is_a_diagnostic(tmp_path, file, old, new, code):
    folder = project.make(tmp_path / "p")
    path = folder / "seeds" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    diagnostics = Diagnostics()
    load(folder / "seeds", load_theatre(), diagnostics, shown=folder)
    assert code in {d.code for d in diagnostics.errors}
