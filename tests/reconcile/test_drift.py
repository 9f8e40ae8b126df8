"""Sayings: which claims belong together, what happened to them, and whom reports credit."""

import itertools
import json
import random
import time

import msgspec

from deconflict.reconcile.drift import KINDS, drift, likeness
from deconflict.reconcile.drift.credit import changes, leads
from deconflict.reconcile.drift.lexicon import fold
from deconflict.reconcile.drift.likeness import linked
from tests.support.seeds import read, write

SMITH = {"name": "Col Ann Smith", "role": "spokeswoman", "side": "north", "origin": "north-mod"}
JONES = {"name": "Bob Jones", "role": "spokesman", "side": "north", "origin": "north-mod"}
PEOPLE = {
    "smith": SMITH,
    "jones": JONES,
    "office": {"role": "Ministry of the North", "side": "north", "origin": "north-mod"},
    "smith-later": {**SMITH, "origin": "north-briefing"},
    "general": {"name": "Carl Kern", "role": "general", "side": "south", "origin": "south-mod"},
    "outlet": {"role": "the outlet", "side": "reporter", "origin": "north-mod"},
}


def source(key, claims, language="en", **fields):
    """A report; a claim is (speaker, stance, quote) on what was seen, or (speaker, stance, quote, fact, value)."""
    rows, speakers = [], {}
    for who, stance, quote, *fact in claims:
        name = "smith" if who == "smith-later" else who
        speakers[name] = PEOPLE[who]
        rows.append({fact[0] if fact else "seen": fact[1] if fact else "true", stance: name, "quote": quote})
    acts = sorted({s["origin"] for s in speakers.values()})
    body = {
        "key": key, "publisher": key.title(), "title": None, "published": "2017-12-15", "url": None,
        "language": language, "incident": "grey-bay", "speakers": speakers, "claims": rows,
        "origin": {"attributed_to": "all", "clusters": acts, "kind": "original"},
    }  # fmt: skip
    return json.dumps(body | fields)


def sayings(folder, *reports):
    files = {f"{json.loads(text)['key']}.yaml": text for text in reports}
    records, faults = read(write(folder, {"paper.yaml": None, **files}))
    assert [f for f in faults if f.severity == "error"] == []
    incident = records.incidents["grey-bay"]
    return drift(records, incident), {s.key: s for s in records.of("grey-bay")}


def brief(saying):
    return (
        saying.base,
        saying.kinds,
        {v.text: (v.kind, [c.source for c in v.claims]) for v in saying.variants},
        {c.speaker: sorted(c.sources) for c in saying.credits},
    )


def test_one_speaker_in_the_same_words_is_the_same(tmp_path):
    (one,), _ = sayings(
        tmp_path,
        source("a", [("smith", "asserts", "flew dangerously close to us")]),
        source("b", [("smith", "asserts", "Flew dangerously close")]),
    )
    assert one.kinds == ("same",)
    assert not one.drifted


def test_two_people_for_one_act_are_a_move(tmp_path):
    (one,), sources = sayings(
        tmp_path,
        source("a", [("smith", "asserts", "flew dangerously close")]),
        source("b", [("jones", "asserts", "flew dangerously close")]),
        source("c", [("jones", "reports", "flew dangerously close")]),
        source("d", [("office", "asserts", "flew dangerously close")]),
        source("e", [("outlet", "reports", "flew dangerously close")]),
    )
    assert brief(one)[1] == ("moved",)
    assert brief(one)[3] == {"jones": ["b", "c"], "smith": ["a"], "office": ["d"], None: ["e"]}
    assert [text for text, _ in leads(one, sources)] == [
        "Two outlets credit this statement to Bob Jones",
        "one to Col Ann Smith",
        "one to the Ministry of the North",
        "one prints it in its own voice",
    ]


def test_two_acts_are_two_sayings_unless_a_speaker_repeats_one(tmp_path):
    found, sources = sayings(
        tmp_path,
        source("a", [("smith", "asserts", "flew dangerously close")]),
        source("b", [("jones", "asserts", "flew dangerously close")]),
        source("c", [("smith-later", "asserts", "flew dangerously close")]),
        source("d", [("general", "asserts", "flew dangerously close")]),
    )
    (one,) = found
    assert brief(one)[3] == {"jones": ["b"], "smith": ["a"]}
    assert [c.source for c in one.elsewhere] == ["c"]
    assert [text for text, _ in leads(one, sources)][-1] == "one to Col Ann Smith, on another occasion"


def test_an_outlet_alone_says_nothing_that_could_drift(tmp_path):
    found, _ = sayings(
        tmp_path,
        source("a", [("outlet", "reports", "flew dangerously close")]),
        source("b", [("smith", "reports", "flew dangerously close")]),
    )
    assert found == ()


def test_a_chain_of_neighbours_is_not_one_saying(tmp_path):
    chain = [
        "pilots were loudly warned repeatedly over radio channels",
        "warned repeatedly over radio, leaving quietly home",
        "radio, leaving quietly home",
    ]
    world = read(write(tmp_path / "world"))[0].world
    folded = [fold(text, "en", world) for text in chain]
    assert [linked(a, b) for a, b in itertools.combinations(folded, 2)] == [True, False, True]
    reports = [source(key, [("smith", "asserts", text)]) for key, text in zip("abc", chain, strict=True)]
    (one,), _ = sayings(tmp_path / "chain", *reports)
    assert (one.base, [c.source for c in one.claims]) == (chain[0], ["a", "b"])


def test_other_languages_are_set_apart(tmp_path):
    found, _ = sayings(
        tmp_path,
        source("a", [("smith", "asserts", "flew dangerously close")]),
        source("b", [("smith", "asserts", "voló peligrosamente cerca")], language="es"),
        source("c", [("smith", "asserts", "voló peligrosamente cerca")], language="es"),
        source("d", [("smith", "asserts", "flew so dangerously close")]),
    )
    assert [(s.language, [c.source for c in s.abroad]) for s in found] == [("en", ["b", "c"]), ("es", ["a", "d"])]
    assert not any({"a", "b"} <= {c.source for c in s.claims} for s in found)


def test_translated_reports_are_not_compared_word_by_word(tmp_path):
    translated = {"attributed_to": "all", "clusters": ["north-mod"], "kind": "translation"}
    words = "origin_kinds: {original: own reporting, copy: carried as is"
    files = {
        "a.yaml": source("a", [("smith", "asserts", "flew dangerously close")]),
        "b.yaml": source("b", [("smith", "asserts", "flew perilously close")], origin=translated),
        "c.yaml": source("c", [("smith", "asserts", "flew dangerously close")]),
        "paper.yaml": None,
    }
    folder = write(tmp_path, files)
    vocabulary = folder / "vocabulary.yaml"
    vocabulary.write_text(vocabulary.read_text().replace(words, f"{words}, translation: translated"))
    records, faults = read(folder)
    assert faults == []
    (one,) = drift(records, records.incidents["grey-bay"])
    assert (one.kinds, [c.source for c in one.abroad]) == (("same",), ["b"])


def test_figures_are_compared_as_values(tmp_path):
    rows = {"a": "about 3 km", "b": "3 km", "c": "3000 m", "d": "several km"}
    found, sources = sayings(
        tmp_path, *(source(k, [("smith", "reports", f"{v} away", "distance", v)]) for k, v in rows.items())
    )
    (one,) = found
    assert leads(one, sources)[0][0] == "Four outlets credit a figure to Col Ann Smith"
    assert one.slot == "distance"
    assert one.kinds == ("altered",)
    assert [[c.source for c in v.claims] for v in one.variants] == [["b", "c"], ["a"], ["d"]]


def test_whom_a_date_is_credited_to_does_not_matter(tmp_path):
    found, _ = sayings(
        tmp_path,
        source("a", [("smith", "reports", "on Wednesday", "day", "2017-12-13")]),
        source("b", [("jones", "reports", "on Wednesday", "day", "2017-12-13")]),
    )
    assert [s.kinds for s in found] == [("same",)]


def test_another_type_is_another_count(tmp_path):
    found, _ = sayings(
        tmp_path,
        source(
            "a",
            [("smith", "asserts", "two F-22", "jets", "2 F-22"), ("smith", "asserts", "a Su-35", "jets", "1 Su-35")],
        ),
        source("b", [("smith", "asserts", "some F-22", "jets", "some F-22")]),
    )
    assert [(s.base, s.kinds) for s in found] == [("2 F-22s", ("altered",))]


def test_unreviewed_claims_are_left_out(tmp_path):
    machine = json.loads(source("b", [("jones", "asserts", "flew dangerously close")]))
    machine["claims"][0]["status"] = "machine"
    found, _ = sayings(tmp_path, source("a", [("smith", "asserts", "flew dangerously close")]), json.dumps(machine))
    assert found == ()


def test_one_name_is_one_person_and_a_warning(tmp_path):
    twin = json.loads(source("b", [("jones", "asserts", "flew dangerously close")]))
    twin["speakers"]["jones"]["name"] = "Colonel Ann Smith"
    files = {"a.yaml": source("a", [("smith", "asserts", "flew dangerously close")]), "b.yaml": json.dumps(twin)}
    records, faults = read(write(tmp_path, {"paper.yaml": None, **files}))
    assert [(f.code, f.severity, f.path) for f in faults] == [("speaker-id", "warning", "b.yaml")]
    (one,) = drift(records, records.incidents["grey-bay"])
    assert one.kinds == ("same",)


def test_one_id_for_two_people_is_a_warning(tmp_path):
    twin = json.loads(source("b", [("smith", "asserts", "flew dangerously close")]))
    twin["speakers"]["smith"]["name"] = "Don Kay"
    files = {"a.yaml": source("a", [("smith", "asserts", "flew dangerously close")]), "b.yaml": json.dumps(twin)}
    faults = read(write(tmp_path, {"paper.yaml": None, **files}))[1]
    assert [(f.code, f.severity) for f in faults] == [("speaker-id", "warning")]


def test_the_order_of_reports_does_not_matter(records):
    for key, incident in records.incidents.items():
        first = drift(records, incident)
        mixed = list(records.sources.items())
        random.Random(key).shuffle(mixed)
        turned = {k: msgspec.structs.replace(s, claims=s.claims[::-1]) for k, s in mixed}
        assert drift(msgspec.structs.replace(records, sources=turned), incident) == first


def test_every_saying_of_the_real_records_is_in_order(records):
    for incident in records.incidents.values():
        seen = []
        for saying in drift(records, incident):
            assert len({c.source for c in saying.claims}) > 1
            assert saying.kinds
            assert set(saying.kinds) <= set(KINDS)
            assert all(v.kind == "same" or changes(v) or saying.slot for v in saying.variants)
            assert {c.id for c in saying.elsewhere} <= {c.id for c in saying.claims}
            credited = [c.id for credit in saying.credits for c in credit.claims]
            assert sorted([*credited, *(c.id for c in saying.elsewhere)]) == sorted(c.id for c in saying.claims)
            assert not any(c.speaker.id == "outlet" for c in saying.abroad)
            seen.extend(credited)
        assert len(seen) == len(set(seen))


#: Each statement of December 2017 that reports credit to Eric Pahon or to Damien Pickart, checked by eye.
CREDITED = {
    "manoeuvre to avoid a mid-air collision": (
        {"national-post-2017-12", "sputnik-2017-12-14", "the-sun-2017-12"},
        {"air-force-times-2017-12", "american-military-news-2017-12"},
    ),
    "could shoot down a Russian aircraft": ({"the-sun-2017-12"}, {"air-force-magazine-2017-12"}),
    "chaff and flares": (
        {"conservative-daily-news-2017-12", "the-sun-2017-12"},
        {"air-force-magazine-2017-12", "air-force-times-2017-12"},
    ),
    "one Su-25 flew close enough": (
        {"sputnik-2017-12-14"},
        {"air-force-magazine-2017-12", "air-force-times-2017-12", "american-military-news-2017-12"},
    ),
    "tough for our pilots to discern": ({"the-sun-2017-12"}, {"air-force-magazine-2017-12"}),
    "was shadowed closely": ({"sputnik-2017-12-14"}, {"air-force-times-2017-12"}),
    "about 40 minutes": (
        {"national-post-2017-12", "slovo-i-dilo-2017-12-15", "sputnik-brasil-2017-12-14"},
        {"air-force-magazine-2017-12", "american-military-news-2017-12", "utro-2017-12-14"},
    ),
    "6 to 8 a day": (
        {"conservative-daily-news-2017-12", "fortune-2017-12-15", "sputnik-2017-12-14"},
        {"american-military-news-2017-12"},
    ),
    "about 10%": ({"conservative-daily-news-2017-12", "fortune-2017-12-15"}, {"american-military-news-2017-12"}),
}


def test_one_statement_two_spokesmen(records):
    found = {}
    for saying in drift(records, records.incidents["euphrates-2017-12-13"]):
        credited = {c.speaker: c.sources for c in saying.credits}
        if saying.personal and {"pahon", "pickart"} <= set(credited):
            assert "moved" in saying.kinds
            found[saying.base] = (credited["pahon"], credited["pickart"])
    assert found == CREDITED


def test_it_is_fast_for_many_reports(records):
    """50 reports with 40 claims each, three wordings of each statement: milliseconds, and no worse than linear."""
    incident = records.incidents["euphrates-2017-12-13"]
    smaller, whole = (_seconds(_many(records, incident, number), incident) for number in (25, 50))
    assert whole < 0.06
    assert whole < 4 * smaller + 0.005


def test_a_wording_is_held_against_those_of_its_own_statement_alone(records, monkeypatch):
    """40 statements in three wordings: each wording meets its own base, however many statements there are."""
    incident = records.incidents["euphrates-2017-12-13"]
    asked = []

    def counted(*words, **options):
        asked.append(words)
        return linked(*words, **options)

    monkeypatch.setattr(likeness, "linked", counted)
    assert len(drift(_many(records, incident, 50), incident)) == 40
    assert len(asked) < 2.2 * 40 * 3


def _many(records, incident, number):
    rng = random.Random(number)
    words = ["".join(rng.choice("bdfgklmnprst") + rng.choice("aeiou") for _ in range(3)) for _ in range(600)]
    told = [[rng.choice(words) for _ in range(6)] for _ in range(40)]
    wordings = [[text, [*text[:3], rng.choice(words), *text[4:]], text[1:]] for text in told]
    example = records.sources["the-sun-2017-12"]
    claim = next(c for c in example.claims if c.speaker.id == "pahon")
    sources = {}
    for n in range(number):
        claims = tuple(
            msgspec.structs.replace(claim, id=f"{n}-{k}", source=f"s{n:02}", quote=" ".join(rng.choice(texts)))
            for k, texts in enumerate(wordings)
        )
        sources[f"s{n:02}"] = msgspec.structs.replace(example, key=f"s{n:02}", claims=claims)
    return msgspec.structs.replace(records, sources=sources)


def _seconds(records, incident):
    def once():
        start = time.process_time()
        assert len(drift(records, incident)) == 40
        return time.process_time() - start

    return min(once() for _ in range(5))
