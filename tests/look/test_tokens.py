"""The design tokens: colours that can be told apart, sizes on one ratio, fallbacks that are the theme's own values."""

import re

import pytest

from tools.styleguide import tokens
from tools.styleguide.build import sizes

SCHEMES = tokens.read(tokens.THEME.read_text(encoding="utf-8"))
STYLES = tokens.PLUGIN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("one", "other", "figure"),
    [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#fff", "#ffffff", 1.0), ("#00609f", "#fcfcfa", 6.44)],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, figure: float) -> None:
    assert tokens.contrast(one, other) == pytest.approx(figure, abs=0.005)
    assert tokens.contrast(other, one) == tokens.contrast(one, other)


def test_words_and_shapes_stand_out_in_every_scheme() -> None:
    found = list(tokens.contrasts(SCHEMES))
    assert {c.scheme for c in found} == {"light", "dark", "print"}
    assert [c for c in found if c.figure < c.least] == []


def test_every_colour_is_measured_or_is_a_ground_or_a_rule() -> None:
    colours = {name for name, value in SCHEMES["light"].items() if value.startswith("#")}
    assert colours == {*tokens.WORDS, *tokens.SHAPES, *tokens.GROUNDS, "rule"}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_sides_are_told_apart_by_brightness_or_hue(scheme: str) -> None:
    """Shape and word tell sides apart; colour must at least not lie by making two of them the same."""
    sides = [SCHEMES[scheme][f"side-{n}"] for n in (1, 2, 3)]
    assert len(set(sides)) == 3


def test_the_colour_of_focus_shows_where_the_keyboard_is_and_nothing_else() -> None:
    """It is the colour of what is disputed, too: neither agreement nor a day may be drawn in it."""
    sheets = [tokens.THEME, *sorted(tokens.PLUGIN.parent.glob("*.css"))]
    lines = [line for sheet in sheets for line in sheet.read_text(encoding="utf-8").splitlines()]
    used = [line for line in lines if re.search(r"var\(--(?:dc-)?focus\b", line) and not line.lstrip().startswith("--")]
    assert used
    assert [line for line in used if ":focus-visible" not in line.partition("{")[0]] == []


def test_schemes_set_all_colours_anew() -> None:
    light = SCHEMES["light"]
    same = [n for n, value in light.items() if value.startswith("#") and SCHEMES["dark"][n] == value]
    assert same == []


def test_more_contrast_leaves_no_grey() -> None:
    wanted = SCHEMES["contrast"]
    assert {wanted[name] for name in ("muted", "rule", "alone", "none")} == {"var(--dc-ink)"}


def test_sizes_are_powers_of_one_ratio_and_none_is_small() -> None:
    light = SCHEMES["light"]
    for name in sizes(light):
        wanted = max(tokens.RATIO ** int(name[1:]), tokens.SMALLEST)
        assert float(light[name].removesuffix("rem")) == pytest.approx(wanted, abs=1e-4), name
    assert len(sizes(light)) == 8


def test_no_rule_sets_a_size_of_its_own() -> None:
    """Every size in rem is a token; what is set in em follows its word; 0.75rem is the raised figure of a citation."""
    own = re.findall(r"font(?:-size)?:[^;]*?(?<![\d.])([\d.]+rem)", STYLES)
    assert set(own) == {".75rem", "1.3rem"}, "1.3rem is part of the title's clamp"


def test_fallbacks_are_the_values_of_the_theme() -> None:
    found = tokens.read(tokens.FALLBACKS.read_text(encoding="utf-8"))["light"]
    assert len(found) > 25
    assert found == {token: SCHEMES["light"][token] for token in found}


def test_every_property_that_is_used_is_set() -> None:
    """A misspelt property falls back to nothing without a word."""
    local = {"tone", "slant", "line", "margin"}
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", STYLES))
    known = tokens.read(tokens.FALLBACKS.read_text(encoding="utf-8"))["light"]
    assert used - local <= {f"dc-{name}" for name in known}
