"""The documents against the code: made tables are current, examples run, links lead somewhere."""

import datetime as dt
import html
import json
import math
import re
from pathlib import Path

import pytest
import yaml

from deconflict import catalogue, cli
from deconflict.article import front_matter, markdown, roles
from deconflict.diagnostics import CODES, Diagnostics
from deconflict.page.build import from_frame
from deconflict.page.frame import make
from deconflict.page.marks import MARKS
from deconflict.page.prose import ROLES, Setting, Term
from deconflict.records import claims, fact, snapshot
from deconflict.records.incident import INCIDENT, Act
from deconflict.records.independence import decisions
from deconflict.records.load import RESERVED, base_world, load
from deconflict.records.source import SOURCE, STANCES
from deconflict.records.walker import Walker
from deconflict.render.exports import EXPORTS, geojson
from deconflict.render.exports import json as json_export
from deconflict.render.exports.about import About
from deconflict.site import settings
from deconflict.theatre import load as load_theatre
from deconflict.values import TYPES
from tests.docs import blocks
from tests.docs.examples import anchors, cells, examples, links, prose, rewrite, tables, unquote

ROOT = blocks.ROOT
GUIDE, HOUSE, README = ROOT / "docs/guide.md", ROOT / "docs/house.md", ROOT / "README.md"
DOCUMENTS = (GUIDE, HOUSE, README)
PUBLISHED = (dt.date(2017, 12, 14), dt.date(2017, 12, 14))
INCIDENT_KEY = "euphrates-2017-12-13"
VALUE_HEAD = ("fact", "as written", "canonical")
ROLE_HEAD = ("written", "printed")

guide = GUIDE.read_text(encoding="utf-8")
house = HOUSE.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_made_tables_are_current(path, records, pytestconfig):
    text = path.read_text(encoding="utf-8")
    fresh = blocks.BLOCK.sub(lambda m: f"{m[1]}{blocks.render(m['name'])}{m[4]}", text)
    if pytestconfig.getoption("--update-golden"):
        fresh = rewrite(fresh, VALUE_HEAD, lambda head, row: [*row[:2], *read_value(records, head[3], *row[:2])])
        fresh = rewrite(fresh, ROLE_HEAD, lambda _, row: [row[0], print_role(records, row[0])])
        path.write_text(fresh, encoding="utf-8")
    else:
        assert text == fresh, "run pytest tests/docs --update-golden and read what changed"


def test_every_made_table_stands_in_the_guide_once():
    found = [match["name"] for match in blocks.BLOCK.finditer(guide)]
    assert sorted(found) == sorted(blocks.BLOCKS)


# Values: the guide's tables are golden cases.


def value_rows():
    for head in ("allows", "reads"):
        for row in tables(guide, *VALUE_HEAD, head):
            yield pytest.param(head, *row, id=f"{row[0]}: {row[1]}")


@pytest.mark.parametrize(("head", "fact_id", "written", "canonical", "meaning"), list(value_rows()))
def test_value(records, head, fact_id, written, canonical, meaning):
    assert read_value(records, head, fact_id, written) == [canonical, meaning]
    asked = records.world.facts[fact_id]
    kind = TYPES[asked.type]
    again = kind.parse(canonical, asked, records.world)
    assert kind.label(again) == canonical


def read_value(records, head, fact_id, written):
    """The canonical notation, then what the value allows or how it reads."""
    world, asked = records.world, records.world.facts[fact_id]
    kind = TYPES[asked.type]
    value = kind.parse(written, asked, world, PUBLISHED)
    return [kind.label(value), region(value, asked) if head == "allows" else kind.words(value, asked, world)]


def region(value, asked):
    """Write what a value allows: days, or numbers in the base unit."""
    low, high = value.items[0].region if asked.type == "count_of_type" else value.region
    if asked.type == "date":
        return " to ".join(dict.fromkeys(day.isoformat() for day in (low, high)))
    base = {"length": "m", "time": "min", "frequency": "a day", "ratio": "%", "speed": "knots"}.get(asked.dimension, "")
    ends = dict.fromkeys(f"{n:,.6g}" for n in (low, high) if math.isfinite(n))
    return f"{' to '.join(ends)} {base}".strip() + (" and more" if math.isinf(high) else "")


def test_every_value_type_has_a_table(records):
    shown = {records.world.facts[param.values[1]].type for param in value_rows()}
    assert shown == set(TYPES)


# Examples.


def all_examples():
    for path in DOCUMENTS:
        for example in examples(path.read_text(encoding="utf-8")):
            yield pytest.param(example, id=f"{path.name}:{example.line}")


@pytest.mark.parametrize("example", list(all_examples()))
def test_example_is_of_a_known_kind(example):
    """Nothing stands in a fence that no test below looks at."""
    known = {
        "yaml": r"claims|incident|vocabulary|withdrawn|seeds/.*\.yaml",
        "markdown": r"content/.*\.md",
        "text": "(reconcile|check)?",
        "python": "",
    }
    assert re.fullmatch(known[example.language], example.kind), example.kind


def of_kind(kind):
    return [param for param in all_examples() if param.values[0].kind == kind]


@pytest.mark.parametrize("example", of_kind("claims"))
def test_claims(records, example):
    text = example.text if example.text.startswith("claims:") else f"claims:\n{example.text}"
    speakers = sorted(set(re.findall(rf"(?:{'|'.join(STANCES)}): ([a-z-]+)", text)))
    heads = {"outlet": "reporter", "russian-mod": "russia"}
    voices = "\n".join(f"  {name}: {{role: r, side: {heads[name]}, origin: outlet-own}}" for name in speakers)
    record = (
        f"key: k\npublisher: P\ntitle: null\npublished: 2017-12-14\nurl: null\nlanguage: en\nincident: {INCIDENT_KEY}\n"
        f"origin: {{attributed_to: a, clusters: [outlet-own], kind: original}}\nspeakers:\n{voices}\n{text}"
    )
    faults = Diagnostics()
    walker = Walker("example", faults)
    entry = walker.read_text(record, SOURCE)
    sides = ["reporter", "other", *records.incidents[INCIDENT_KEY].party_of]
    source = claims.source(entry, "k", walker, records.incidents, sides, records.kinds)
    assert not list(faults)
    assert len(source.claims) == len(re.findall(r"(?m)^- ", text))


@pytest.mark.parametrize("example", of_kind("incident"))
def test_incident(example):
    faults = Diagnostics()
    walker = Walker("example", faults)
    entry = walker.read_text(example.text, INCIDENT)
    facts = base_world(load_theatre()).facts
    if "overrides" in entry.value:
        assert set(entry.value["overrides"].value) <= set(facts)
    if "independence" in entry.value:
        acts = {name: Act(**{"id": name, "name": None, **act}) for name, act in entry.value["acts"].plain().items()}
        assert len(decisions(entry.value["independence"], walker, acts)) == 2
    assert not list(faults)


@pytest.mark.parametrize("example", of_kind("vocabulary"))
def test_vocabulary(example):
    faults = Diagnostics()
    walker = Walker("example", faults)
    entry = walker.read_text(example.text, blocks.vocabulary_fields())
    found = fact.facts(entry.value["facts"], walker, RESERVED)
    assert not list(faults)
    assert len(found) == len(entry.value["facts"].value)


@pytest.mark.parametrize("example", of_kind("withdrawn"))
def test_withdrawals(example):
    faults = Diagnostics()
    entry = Walker("example", faults).read_text(example.text, snapshot.WITHDRAWN)
    assert not list(faults)
    assert entry.value["incidents"].value


def test_the_snapshot_shown_is_as_the_command_writes_it(tmp_path):
    shown = re.search(r'(?m)^    \{"format".*\n(?:    .*\n)+', guide)[0]
    text = "".join(f"{line[4:]}\n" for line in shown.splitlines())
    (tmp_path / "2030-06-01.json").write_text(text, encoding="utf-8")
    faults = Diagnostics()
    (found,) = snapshot.load(tmp_path, str, faults).snapshots
    assert (list(faults), snapshot.render(found)) == ([], text)


def test_snapshot_keys_are_documented():
    named = {name for row in tables(guide, "key of a slot", "meaning") for name in re.findall(r"\w+", row[0])}
    assert named == set(snapshot.Standing.__struct_fields__) - {"slot"}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The guide's own site, as files."""
    folder = tmp_path_factory.mktemp("guide")
    for example in examples(guide):
        if "/" in example.kind:
            path = folder / example.kind
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(example.text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small_records(small):
    faults = Diagnostics()
    found = load(small / "seeds", load_theatre(), faults)
    assert not list(faults)
    return found


def test_site_from_nothing_reconciles_as_printed(small, small_records, capsys):
    assert len(small_records.sources) == 2
    assert cli.main(["reconcile", "--seeds", str(small / "seeds")]) == 0
    (printed,) = (e.text for e in examples(guide) if e.kind == "reconcile")
    assert capsys.readouterr().out == printed


def test_the_linter_finds_what_is_printed(small, small_records, capsys, monkeypatch):
    monkeypatch.chdir(small)
    assert cli.main(["check"]) == 0
    (printed,) = (e.text for e in examples(guide) if e.kind == "check")
    assert capsys.readouterr().err == printed


def test_codes_of_the_linter_are_documented():
    rows = list(tables(guide, "code", "what the sentence does", "what to do"))
    folder = ROOT / "plugins/deconflict/lint"
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert {row[0] for row in rows} == {code for code in CODES if f'"{code}"' in text}


@pytest.mark.parametrize("name", ["content/lake.md", "content/hasty.md", "content/pages/lake.md"])
def test_article(small, small_records, name):
    front = front_matter.parse((small / name).read_text(encoding="utf-8"))
    document = markdown.parse(front.body, front.first_line)
    assert not front.faults
    assert not document.faults
    named = {field.name: field.lines for field in front.fields}
    setting = setting_of(small_records, named["incident"][0]) if "incident" in named else None
    for role in document.roles:
        assert ROLES[role.name](role.body, setting) or role.name == "ok"


def setting_of(records, key):
    frame = make(records, records.incidents[key])
    return Setting(
        here="x.html", frame=frame, explainer=from_frame(frame), terms={"chaff": Term("chaff", "Chaff", "y.html")}
    )


def test_roles_print_as_shown(records):
    rows = list(tables(guide, *ROLE_HEAD))
    assert rows
    for written, printed in rows:
        assert print_role(records, written) == printed


def print_role(records, written):
    """The text of a role in the article on the guide's incident, without its markup."""
    document = markdown.parse(written)
    assert not document.faults
    (role,) = document.roles
    return html.unescape(re.sub("<[^>]*>", "", ROLES[role.name](role.body, setting_of(records, INCIDENT_KEY))))


# Registries: each entry is documented.


def test_roles_are_documented():
    rows = list(tables(guide, "role", "how it is written", "what it prints"))
    assert {row[0] for row in rows} == set(ROLES)
    assert set(ROLES) - {"cite"} == set(roles.NAMES)


def test_export_keys_are_documented(explainers):
    page = explainers[INCIDENT_KEY]
    about = About(title="t", page="p", site="s")
    section = guide[guide.index("\n## Exports\n") : guide.index("\n## Commands\n")]
    body = json.loads(json_export.render(page, about))
    lists = {row[0]: set(re.findall(r"`(\w+)`", row[1])) for row in tables(guide, "list", "keys of each item")}
    assert lists == {name: set(items[0]) for name, items in body.items() if isinstance(items, list)}
    areas = json.loads(geojson.render(page, about))["features"][0]["properties"]
    for key in (*body, *body["incident"], *areas):
        assert f"`{key}`" in section, key


def test_page_model_is_documented(explainers):
    rows = {row[0]: row[2] for row in tables(guide, "name", "where", "what")}
    named = set(re.findall(r"`([a-z_]+)`", rows["article.explainer"]))
    page = explainers[INCIDENT_KEY]
    assert {name for name in named if not hasattr(page, name)} == set()


def test_templates_are_documented():
    shipped = {p.name for p in (ROOT / "plugins/deconflict/templates/deconflict").glob("*.html")}
    named = {
        name for row in tables(guide, "template", "prints") for name in re.findall(r"deconflict/([\w.]+html)", row[0])
    }
    assert shipped <= named


def test_front_matter_keys_are_documented():
    from deconflict.site import reader  # noqa: PLC0415  (imports Pelican, which takes half a second)

    named = {name for row in tables(guide, "key", "meaning") for name in re.findall(r"\w+", row[0].replace("`", ""))}
    assert set(reader._LISTS) | set(reader._TEXTS) - {"author", "timezone", "date_format"} <= named
    statuses = next(row[1] for row in tables(guide, "key", "meaning") if row[0] == "status")
    assert set(re.findall(r"`(\w+)`", statuses)) == set(reader._STATUSES)


def test_intrasite_marks_and_schemes_are_documented():
    from deconflict.article import links as addresses  # noqa: PLC0415  (as above)

    for mark in re.search(r"\(([a-z|]+)\)", addresses._INTRASITE.pattern)[1].split("|"):
        assert f"`{{{mark}}}" in guide, mark
    for scheme in addresses.SCHEMES:
        assert f"`{scheme}:`" in guide


def test_heading_ids_are_as_shown():
    (title, id_) = re.search(r"`## ([^`]+)` is `#([^`]+)`", guide).groups()
    assert f'id="{id_}"' in markdown.parse(f"## {title}").html


def test_stances_are_documented():
    assert [row[0] for row in tables(guide, "stance", "use it when")] == list(STANCES)


def test_policy_is_the_themes():
    theme = (ROOT / "theme/templates/base.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', theme)[1]
    assert re.sub(r"{%.*?%}.*?{%.*?%}", "", policy) in guide


def test_settings_are_flat_keys():
    assert all(name.startswith(settings.PREFIX) for name in settings.DOCS)


def test_file_names_in_the_house_exist():
    """Each path in the table of additions is one of the checkout or of the plugin."""
    bases = (ROOT, ROOT / "plugins/deconflict", ROOT / "plugins/deconflict/records", ROOT / "docs")
    made = {"render/leaflet.py", "templates/deconflict/_name.html", "theme/templates/deconflict/", "index.json"}
    for row in tables(house, "to add", "edit", "and the entry"):
        for name in re.findall(r"`([\w./-]+(?:\.(?:py|yaml|html)|/))`", " ".join(row[1:])):
            folder = Path("plugins/deconflict/templates/deconflict") / name
            assert name in made or any((base / name).exists() for base in bases) or (ROOT / folder).exists(), name


def test_registries_in_the_house_exist():
    folders = (ROOT / "plugins/deconflict", ROOT / "tests/look")
    text = "\n".join(p.read_text(encoding="utf-8") for folder in folders for p in folder.rglob("*.py"))
    for name in re.findall(r"`([A-Z]{4,})`", house):
        assert re.search(rf"(?m)^{name}\b", text), name


def test_test_folders_are_listed_in_the_house():
    rows = tables(house, "folder", "what it holds to what")
    named = {name for row in rows for name in re.findall(r"tests/(\w+)/", row[0])}
    present = {path.parent.name for path in (ROOT / "tests").glob("*/test_*.py")}
    assert present <= named


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_relative_links_lead_somewhere(path):
    for target, fragment in links(path):
        assert target.exists(), target
        if fragment:
            assert fragment in anchors(target.read_text(encoding="utf-8")), f"{target.name}#{fragment}"


# Registries: each entry is unique and complete.


@pytest.mark.parametrize(
    "labels", [[e.name for e in EXPORTS], [e.label for e in EXPORTS], [m.word for m in MARKS.values()]]
)
def test_labels_are_unique(labels):
    assert len(labels) == len(set(labels))


def test_every_code_is_used():
    folder = ROOT / "plugins/deconflict"
    text = "\n".join(p.read_text(encoding="utf-8") for p in folder.rglob("*.py") if p.name != "diagnostics.py")
    assert [code for code in CODES if f'"{code}"' not in text] == []


@pytest.mark.parametrize("name", ["aircraft", "units", "facts", "prose"])
def test_catalogue_file_has_no_key_twice(name):
    def walk(node):
        if isinstance(node, yaml.MappingNode):
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), node.start_mark
            for _, value in node.value:
                walk(value)

    walk(yaml.compose((ROOT / f"plugins/deconflict/catalogue/{name}.yaml").read_text(encoding="utf-8")))


def test_catalogue_loads_and_its_names_are_unique():
    world = base_world(load_theatre())
    for table in (world.aircraft, world.hedges, world.vagues, world.prepositions):
        names = [(n, e.id) for e in table.values() for n in {e.id, *e.also}]
        seen: dict[str, str] = {}
        assert [n for n, owner in names if seen.setdefault(n.casefold(), owner) != owner] == []
    by_dimension = [
        (u.dimension, n.casefold(), u.id) for u in world.units.values() for n in {u.id, u.one, u.many, *u.also}
    ]
    held: dict[tuple[str, str], str] = {}
    assert [row for row in by_dimension if held.setdefault(row[:2], row[2]) != row[2]] == []


def test_catalogue_refers_to_what_it_has():
    world = base_world(load_theatre())
    assert {up for a in world.aircraft.values() for up in a.is_a} <= set(world.aircraft)
    assert {u.into for u in world.units.values()} - {None} <= set(world.units)
    assert {f.group for f in world.facts.values()} <= set(catalogue.load()["groups"])
    assert {f.type for f in world.facts.values()} <= set(TYPES)


def test_documents_are_readable():
    for path in DOCUMENTS:
        for number, line in enumerate(prose(path.read_text(encoding="utf-8")).splitlines(), 1):
            assert len(line) <= 130 or line.startswith(("|", "`", "    ")), (
                f"{path.name}:{number} of the prose is too long"
            )


def test_helpers_read_tables():
    assert cells("| `a` | b \\| c | `` {x}`y` `` |") == ["a", "b | c", "{x}`y`"]
    assert unquote("`a`, `b`") == "`a`, `b`"
    assert anchors("# A `b`\n\n## C\n\n## C\n") == {"a-b", "c", "c-1"}
