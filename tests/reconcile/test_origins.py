"""Who is behind a claim: organisations, outlets, and what copies share."""

import pytest

from deconflict.reconcile.findings import reconcile
from deconflict.reconcile.origins import original, publisher_slug, tree
from tests.support.seeds import read, report, write

OWN = [{"by": "reporter@outlet-own", "stance": "reports", "bank": "east"}]


@pytest.mark.parametrize(
    ("publisher", "slug"),
    [
        ("The Sun", "the-sun"),
        ("The Sun (via a mirror)", "the-sun"),
        ("Al-Mayadeen", "al-mayadeen"),
        ("L'Orient \u2013 Le Jour", "lorient-le-jour"),
        ("L\u2019Orient_Le Jour", "lorient-le-jour"),
        ("BBC  News / World", "bbc-news-world"),
        ("Мир 24", "мир-24"),
        ("(via X)", "via-x"),
        ("Agence France-Presse (AFP) (via X)", "agence-france-presse"),
    ],
)
def test_outlets_are_named_by_their_publisher(publisher, slug):
    assert publisher_slug(publisher) == slug


def origins(folder, files):
    records, faults = read(write(folder, {"paper.yaml": None, **files}))
    finding = reconcile(records, records.incidents["grey-bay"])["bank"]
    return list(finding.origins), [f.code for f in faults], records


def test_an_outlets_own_voice_is_the_outlet(tmp_path):
    files = {"a.yaml": report("a", OWN, publisher="The A (via X)"), "b.yaml": report("b", OWN, publisher="The B")}
    assert origins(tmp_path, files)[0] == ["outlet:the-a", "outlet:the-b"]


def test_two_reports_of_one_publisher_are_one_origin(tmp_path):
    files = {key: report(key[0], OWN, publisher="The A") for key in ("a.yaml", "b.yaml")}
    assert origins(tmp_path, files)[0] == ["outlet:the-a"]


def test_a_copys_own_voice_is_its_originals(tmp_path):
    files = {
        "a.yaml": report("a", OWN, publisher="The A"),
        "b.yaml": report("b", OWN, publisher="The B", origin={"copy_of": "a"}),
        "c.yaml": report("c", OWN, publisher="The C", origin={"copy_of": "b"}),
    }
    found, faults, records = origins(tmp_path, files)
    assert (found, faults) == (["outlet:the-a"], [])
    assert original(records.sources["c"], records.sources).key == "a"
    assert tree(records.sources) == {"a": ("b",), "b": ("c",), "c": ()}


@pytest.mark.parametrize("circle", [("a", "a"), ("b", "a"), ("b", "c", "a"), ("b", "c", "b")])
def test_circles_of_copies_end(tmp_path, circle):
    keys = "abc"[: len(circle)]
    files = {f"{k}.yaml": report(k, OWN, origin={"copy_of": to}) for k, to in zip(keys, circle, strict=True)}
    found, faults, _ = origins(tmp_path, files)
    assert set(faults) == {"cycle"}
    assert found
