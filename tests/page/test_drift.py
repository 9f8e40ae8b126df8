"""How the words travelled: the section of the page, made from real and from hostile records."""

import gzip
import json
import re
from types import SimpleNamespace

import html5lib
import jinja2
import pytest

from deconflict.page.build import build
from deconflict.render.exports import json as json_export
from deconflict.render.exports.about import About
from deconflict.render.exports.csv import claims
from tests.conftest import ROOT
from tests.support.seeds import read, write

TEMPLATES = jinja2.Environment(loader=jinja2.FileSystemLoader(ROOT / "plugins/deconflict/templates"))
EVIL = "</q><script>alert(1)</script> \"'{{7*7}}"


def section(page):
    return TEMPLATES.get_template("deconflict/_drift.html").render(explainer=page)


@pytest.fixture(scope="module")
def late(explainers):
    return explainers["euphrates-2017-12-13"]


def test_one_statement_two_spokesmen_on_the_page(late):
    shown = {s.base: [c.text for c in s.credits] for s in late.drift.sayings}
    assert shown["manoeuvre to avoid a mid-air collision"] == [
        "Three outlets credit this statement to Eric Pahon",
        "two to Lt Col Damien Pickart",
        "two to the Pentagon, unnamed",
    ]
    assert shown["could shoot down a Russian aircraft"] == [
        "One outlet credits this statement to Eric Pahon",
        "one to Lt Col Damien Pickart",
        "one to the Pentagon, unnamed",
        "two to Lt Col Damien Pickart, on another occasion",
    ]


def test_changed_words_are_marked_and_said(late):
    text = section(late)
    assert "Multiple calls <mark>to</mark> the emergency channel</q>, “to” instead of “on”: " in text
    assert ">to avoid a collision</q>, without “mid-air”: " in text
    assert "<mark>40 minutes</mark>: " in text


def test_dates_places_and_counts_are_left_to_the_fact_box(late):
    rows = {row.id: row for row in late.rows}
    assert [rows[row].slot for row, _ in late.drift.others] == ["event_date", "location", "russian_aircraft"]


def test_every_link_has_a_place_on_the_page(explainers):
    for page in explainers.values():
        places = {claim.ref for _, claim, _ in claims(page)} | {r.id for r in page.rows} | {s.id for s in page.sources}
        links = re.findall(r'href="#([^"]+)"', section(page))
        assert links
        assert set(links) <= places


def test_the_section_is_sound_html_and_light(explainers):
    for page in explainers.values():
        text = section(page)
        html5lib.HTMLParser(strict=True).parseFragment(text)
        assert len(gzip.compress(text.encode(), 9)) < 2400
        assert all(f'lang="{s.language}" dir="{s.direction}"' in text for s in page.drift.sayings if not s.row)


def test_it_describes_and_does_not_judge(explainers):
    for page in explainers.values():
        words = re.sub(r"<q.*?</q>|<[^>]*>", "", section(page)).lower()
        assert not re.search(r"misquot|wrong|error|mistake|false|distort|accura|blame|intent", words)


def test_no_section_without_drift():
    page = SimpleNamespace(drift=SimpleNamespace(sayings=(), others=(), alike=3))
    assert section(page).strip() == ""


def reports(language, *quotes):
    for number, (name, quote) in enumerate(quotes):
        key = f"r{number}"
        body = {
            "key": key, "publisher": f"{EVIL} {key}", "title": None, "published": "2017-12-15", "url": None,
            "language": language, "incident": "grey-bay",
            "origin": {"attributed_to": "all", "clusters": ["north-mod"], "kind": "original"},
            "speakers": {name: {"name": f"{EVIL} {name}", "role": EVIL, "side": "north", "origin": "north-mod"}},
            "claims": [{"seen": "true", "asserts": name, "quote": quote}],
        }  # fmt: skip
        yield f"{key}.yaml", json.dumps(body)


def page_of(folder, *quotes, language="en"):
    records, faults = read(write(folder, {"paper.yaml": None, **dict(reports(language, *quotes))}))
    assert [f for f in faults if f.severity == "error"] == []
    return build(records, records.incidents["grey-bay"])


def test_hostile_words_stay_words(tmp_path):
    page = page_of(
        tmp_path, ("anna", f"pilots flew {EVIL} dangerously close"), ("bert", f"pilots flew <img/src=x> {EVIL} close")
    )
    (one,) = page.drift.sayings
    assert one.kinds == ("altered", "moved")
    text = section(page)
    assert "<script" not in text
    assert "<img" not in text
    assert "{{7*7}}" in text.replace("&#39;", "'")
    assert "49" not in text


def test_right_to_left_words_say_so(tmp_path):
    page = page_of(tmp_path, ("a", "تصرفوا باحترافية كاملة"), ("a", "تصرفوا باحترافية نادرة"), language="ar")
    text = section(page)
    assert text.count('<q lang="ar" dir="rtl">') == 2
    assert "<mark>نادرة</mark>" in text


def test_the_export_has_the_sayings(late):
    about = About(title="A title", page="page.html", site="A site")
    body = json.loads(json_export.render(late, about))
    assert [s["words"] for s in body["sayings"]] == [s.base for s in late.drift.sayings]
    known = {c["fragment"] for c in body["claims"]}
    assert {c for s in body["sayings"] for credit in s["credits"] for c in credit["claims"]} <= known
