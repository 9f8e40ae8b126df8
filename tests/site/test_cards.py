"""Cards for social sites: one for each published incident, the same bytes every time, only with the extra."""

import re
import struct
from pathlib import Path

import pytest

from deconflict.diagnostics import Diagnostics
from deconflict.render import card
from deconflict.site import cards, settings
from deconflict.theatre import load
from tests.support import pages

needs_extra = pytest.mark.skipif(not cards.installed(), reason="pip install -e '.[cards]'")
LONG = "A very long title that says far more than a card can show about what happened over the river " * 4


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


@needs_extra
def test_a_card_is_the_same_in_every_build(explainers, tmp_path: Path):
    for explainer in explainers.values():
        made = [
            cards.render(explainer, load(), title=explainer.title, site="Site", cache=tmp_path / name)
            for name in ("one", "two", "two")
        ]
        assert size(made[0]) == (card.WIDTH, card.HEIGHT)
        assert made[0] == made[1] == made[2]
    assert len(list((tmp_path / "two").iterdir())) == len(explainers)


@needs_extra
def test_each_published_incident_names_its_card(published: Path):
    for path in pages.find(published)["incident"]:
        text = (published / path).read_text(encoding="utf-8")
        (url,) = re.findall(r'<meta property="og:image" content="https://deconflict\.example\.org/([^"]+)">', text)
        assert size((published / url).read_bytes()) == (1200, 630)
        assert '<meta name="twitter:card" content="summary_large_image">' in text


def test_a_site_without_an_address_has_no_cards(site: Path):
    assert not list(site.rglob("*.png")) or not list(site.rglob(cards.NAME))
    for path in pages.find(site)["incident"]:
        assert "og:image" not in (site / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("title", [LONG, "W" * 300, "<b>&\"'{{ 7*7 }}</b>", ""])
def test_texts_are_cut_to_the_card(explainers, title: str):
    explainer = next(iter(explainers.values()))
    text = card.render(
        explainer, title=title, site=title, drawing="<svg ></svg>", measure=lambda text, _f, size, _b: len(text) * size
    )
    assert "<b>" not in text
    heights = [float(y) for y in re.findall(r'<text x="[\d.]+" y="(\d+)"', text)]
    assert max(heights) < card.HEIGHT


@pytest.mark.parametrize(("text", "lines"), [("one two three", ["one two", "three"]), ("abcdefghijk", ["abcdef…"])])
def test_lines_are_broken_at_blanks(text: str, lines: list[str]):
    assert card.wrap(text, 7, len) == lines


@pytest.mark.parametrize(("value", "wanted"), [("auto", None), (True, True), ("false", False), (False, False)])
def test_the_setting(tmp_path: Path, value: object, wanted: object):
    found = Diagnostics()
    assert settings.read({"PATH": str(tmp_path), "DECONFLICT_CARDS": value}, found).cards is wanted
    assert not list(found)


def test_another_value_is_a_fault(tmp_path: Path):
    found = Diagnostics()
    settings.read({"PATH": str(tmp_path), "DECONFLICT_CARDS": "maybe"}, found)
    assert [fault.code for fault in found] == ["bad-setting"]
