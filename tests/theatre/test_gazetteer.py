import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.theatre import load
from deconflict.theatre.folding import fold, fold_text
from deconflict.theatre.gazetteer import Gazetteer

ALBU_KAMAL, MAYADIN, RAQQA, DEIR = "gn-174448", "gn-173480", "gn-172955", "gn-170794"

FOUND = {
    "Albu Kamal": ALBU_KAMAL,
    "Abu Kamal": ALBU_KAMAL,
    "ABU KAMAL": ALBU_KAMAL,
    "abu-kamal": ALBU_KAMAL,
    "Albu\u2011Kamal": ALBU_KAMAL,
    "Al-Bukamal": ALBU_KAMAL,
    "Al Bukamal": ALBU_KAMAL,
    "El Bukamal": ALBU_KAMAL,
    "البوكمال": ALBU_KAMAL,
    "البُوكمال": ALBU_KAMAL,
    "بوكمال": ALBU_KAMAL,
    "Mayadin": MAYADIN,
    "Al-Mayadin": MAYADIN,
    "al Mayadín": MAYADIN,
    "  Mayadeen  ": MAYADIN,
    "الميادين": MAYADIN,
    "Ar-Raqqah": RAQQA,
    "Al-Raqqa": RAQQA,
    "El Raqqa": RAQQA,
    "الرقة": RAQQA,
    "الرقه": RAQQA,
    "Deir ez-Zor": DEIR,
    "Deir Ezzor": DEIR,
    "Deir az Zor": DEIR,
    "Deir al-Zour": DEIR,
    "Dayr az-Zawr": DEIR,
    "دير الزور": DEIR,
    "At Tanf": "al-tanf",
    "Tanf": "al-tanf",
    "Al-Qa’im": "gn-92138",
    "Al-Qaim": "gn-92138",
    "Diyarbakır": "gn-316541",
    "إدلب": "gn-169389",
    "ادلب": "gn-169389",
    "Hmeimim": "oslk",
    "Khmeimim": "oslk",
    "Hmeimim airbase": "oslk",
    "Hmeimim Air Base": "oslk",
    "OSLK": "oslk",
    "Incirlik": "ltag",
    "İNCİRLİK": "ltag",
    "T4": "os72",
    "T-4": "os72",
    "Shayrat airfield": "os65",
    "New Al Muthana Air Base": "orbi",
    "Aleppo province": "aleppo-province",
    "ALEPPO GOVERNORATE": "aleppo-province",
    "province of Aleppo": "aleppo-province",
    "Halab province": "aleppo-province",
    "محافظة حلب": "aleppo-province",
    "провинции Алеппо": "aleppo-province",
    "провінція Алеппо": "aleppo-province",
    "province d'Alep": "aleppo-province",
    "province d’Alep": "aleppo-province",
    "Province of Al-Hasakah": "hasakah-province",
    "Deir ez-Zor governorate": "deir-ez-zor-province",
    "محافظة دير الزور": "deir-ez-zor-province",
    "As-Suwayda province": "suwayda-province",
    "Sweida province": "suwayda-province",
    "Rif Dimashq": "rif-dimashq-province",
    "Quneitra": "quneitra-province",
}

NOT_FOUND = [
    "",
    " ",
    "-",
    "'",
    "a",
    "Kamal",
    "Albu",
    "Mayadi",
    "Mayadins",
    "Aleppoo",
    "Aleppo provinces",
    "Aleppo, province",
    "province",
    "province of",
    "{} province",
    "محافظة",
    "Atlantis",
    "Deir",
    "ez-Zor",
    "Raqqa!",
]


@pytest.mark.parametrize("name", FOUND)
def test_names_that_are_known(gazetteer: Gazetteer, name):
    assert gazetteer.lookup(name)[0].id == FOUND[name]


@pytest.mark.parametrize("name", NOT_FOUND)
def test_names_that_are_not(gazetteer: Gazetteer, name):
    assert gazetteer.lookup(name) == ()


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("Aleppo", ["places"]),
        ("Tabqa", ["places", "airfields"]),
        ("Sinjar", ["places", "places"]),
        ("Damascus", ["places"]),
    ],
)
def test_a_shared_name_gives_the_best_first(gazetteer: Gazetteer, name, layers):
    found = gazetteer.lookup(name)
    assert [feature.layer for feature in found] == layers
    ranks = [feature.properties.get("rank", 3) for feature in found]
    assert ranks == sorted(ranks)


# A text, and the names in it with what each stands for.
TEXTS = {
    "near Abu Kamal, east of the river": [("Abu Kamal", ALBU_KAMAL)],
    "Al-Mayadin's bridge": [("Al-Mayadin", MAYADIN)],
    "the Aleppo-based unit": [("Aleppo", "gn-170063")],
    "between Albu Kamal–Mayadin": [("Albu Kamal", ALBU_KAMAL), ("Mayadin", MAYADIN)],
    "over Aleppo\nprovince": [("Aleppo\nprovince", "aleppo-province")],
    "over Aleppo. Province officials": [("Aleppo", "gn-170063")],
    "dans la province d'Alep et Raqqa": [("province d'Alep", "aleppo-province"), ("Raqqa", RAQQA)],
    "l’est d’Alep": [("Alep", "gn-170063")],
    "the garrison at Tanf": [("Tanf", "al-tanf")],
    "the At Tanf garrison": [("At Tanf", "al-tanf")],
    "the at-Tanf garrison": [("at-Tanf", "al-tanf")],
    "flew from Hmeimim air base (OSLK)": [("Hmeimim air base", "oslk"), ("OSLK", "oslk")],
    "в провинции Алеппо сегодня": [("провинции Алеппо", "aleppo-province")],
    "في محافظة حلب أمس": [("محافظة حلب", "aleppo-province")],
    "بالميادين وللميادين": [("الميادين", MAYADIN), ("للميادين", MAYADIN)],
    "وحلب ودير الزور": [("حلب", "gn-170063"), ("دير الزور", DEIR)],
    "الميادِينِ": [("الميادِينِ", MAYADIN)],
    "حـلب": [("حـلب", "gn-170063")],
    "Deir  EL-ZOUR": [("Deir  EL-ZOUR", DEIR)],
    "Cafe\u0301 Mayadi\u0301n": [("Mayadi\u0301n", MAYADIN)],
    "\U0001f6e9 Mayadin": [("Mayadin", MAYADIN)],
    "(Mayadin)": [("Mayadin", MAYADIN)],
    "“Mayadin”": [("Mayadin", MAYADIN)],
    "Mayadin Mayadin": [("Mayadin", MAYADIN), ("Mayadin", MAYADIN)],
    "Aleppopolis, Hamas, Homsian, Mayadins": [],
    "يحلب": [],
    "I hear you tell a harem of British RAF men": [],
    "": [],
    "- '": [],
}


@pytest.mark.parametrize("text", TEXTS)
def test_names_in_running_text(gazetteer: Gazetteer, text):
    matches = list(gazetteer.find(text))
    assert [(match.text, match.features[0].id) for match in matches] == TEXTS[text]
    assert all(text[match.start : match.end] == match.text for match in matches)


@given(st.lists(st.sampled_from([*FOUND, *NOT_FOUND, "ﷲ", "ß", "e\u0301", "\u200f", "x", ". "])).map("".join))
def test_matches_are_in_order_and_apart(gazetteer: Gazetteer, text):
    end = 0
    for match in gazetteer.find(text):
        assert end <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.text
        end = match.end


@given(st.text() | st.lists(st.sampled_from(["al", "el", " ", "-", "'", "Aleppo", "حلب"])).map("".join))
def test_both_ways_of_folding_agree(text):
    for articles in ((), ("al", "el")):
        assert fold_text(text, articles).text.strip(" ") == fold(text, articles)


@given(st.sampled_from(sorted(FOUND)), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_folding_does_not_depend_on_the_normal_form(name, form):
    assert fold(unicodedata.normalize(form, name)) == fold(name)


def test_a_site_adds_names_of_its_own(syria):
    extra = {"aleppo-province": ["Northland"], "mayadin": ["Меядин", "Mayadin"], "nameless": []}
    gazetteer = Gazetteer.build(syria, extra)
    assert gazetteer.lookup("northland") == (syria.feature("aleppo-province"),)
    own = gazetteer.lookup("МЕЯДИН")[0]
    assert (own.id, own.layer, own.name) == ("mayadin", "vocabulary", "Меядин")
    assert [f.id for f in gazetteer.lookup("Mayadin")] == ["mayadin", MAYADIN]
    assert [m.features[0].id for m in gazetteer.find("у города Меядин")] == ["mayadin"]
    with pytest.raises(ValueError, match="'mayadin' has no position"):
        _ = own.geometry


def test_another_theatre_has_other_words(small: Path):
    gazetteer = Gazetteer.build(load(small))
    assert gazetteer.lookup("Ye Mud")[0].id == "mud"
    assert gazetteer.lookup("mud")[0].id == "mud"
    assert gazetteer.lookup("Aleppo province") == ()
    assert [match.text for match in gazetteer.find("In the Mud, not mudd.")] == ["the Mud"]


def test_a_theatre_without_places_finds_nothing(small: Path):
    (small / "places.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    assert list(Gazetteer.build(load(small)).find("The Mud")) == []


def test_long_texts_are_quick(gazetteer: Gazetteer):
    text = "The jets met near Abu Kamal, east of Al-Mayadin's bridge; Tanf saw it. " * 1000
    start = time.process_time()
    assert len(list(gazetteer.find(text))) == 3000
    assert time.process_time() - start < 1
