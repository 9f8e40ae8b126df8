"""The design tokens as the theme's style sheet sets them, by scheme, and the contrast of two colours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
THEME = ROOT / "theme" / "static" / "css" / "site.css"
PLUGIN = ROOT / "plugins" / "deconflict" / "static" / "deconflict.css"
FALLBACKS = PLUGIN.with_name("tokens.css")

#: The ratio of the type scale, whose size at power 0 is 1rem, and the smallest size, in rem: 13 of a browser's pixels.
RATIO = 9 / 8
SMALLEST = 13 / 16

#: Colours that set words, on paper and on wash; all others set shapes only.
WORDS = (
    *("ink", "muted", "side-1", "side-2", "side-3", "none"),
    *("agreed", "compatible", "differs", "disputed", "alone"),
)
SHAPES = ("focus",)
GROUNDS = ("paper", "wash")

#: The least contrast of WCAG 2.2 (1.4.3 and 1.4.11), for words and for shapes.
LEAST = {"words": 4.5, "shapes": 3.0}

_SCHEMES = {
    "": "light",
    "(prefers-color-scheme: dark)": "dark",
    "(prefers-contrast: more)": "contrast",
    "print": "print",
}
_TOKEN = re.compile(r"--dc-([a-z0-9-]+):\s*([^;]+);")


class Contrast(NamedTuple):
    """How a colour stands out from a ground in one scheme, and how much it must."""

    scheme: str
    token: str
    ground: str
    figure: float
    least: float


def read(css: str) -> dict[str, dict[str, str]]:
    """Return the tokens of each scheme, by name; what a scheme does not set is as in the light one."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found: dict[str, dict[str, str]] = {}
    for match in re.finditer(r":root\s*\{([^}]*)\}", plain):
        before = plain[: match.start()]
        media = re.findall(r"@media ([^{]+?)\s*\{", before)
        scheme = _SCHEMES[media[-1] if media and _open(before, media[-1]) else ""]
        found[scheme] = {**found.get("light", {}), **dict(_TOKEN.findall(match[1]))}
    return found


def _open(before: str, media: str) -> bool:
    """Whether the last block of a media query is still open where the text ends."""
    inside = before[before.rindex(media) :]
    return inside.count("{") > inside.count("}")


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours written as #rgb or #rrggbb, from 1 to 21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrasts(schemes: dict[str, dict[str, str]]) -> Iterable[Contrast]:
    """Measure every colour of words and shapes against every ground, in every scheme that sets colours by figures."""
    for scheme in ("light", "dark", "print"):
        tokens = schemes[scheme]
        for kind, names in (("words", WORDS), ("shapes", SHAPES)):
            for name in names:
                for ground in GROUNDS:
                    yield Contrast(scheme, name, ground, contrast(tokens[name], tokens[ground]), LEAST[kind])
