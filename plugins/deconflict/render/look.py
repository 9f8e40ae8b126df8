"""How each part of the drawn map looks: one class a part, with plain attributes for where no style sheet is.

A style sheet's rule is stronger than an attribute, so that the style sheet may turn any of it dark.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

PAINT: Mapping[str, str] = {
    "sea": 'fill="#d5e0e6"',
    "land": 'fill="#e9e6de" stroke="#9fb0b9" stroke-width=".8"',
    "country": 'fill="#f8f6f0"',
    "lake": 'fill="#c3d6e0"',
    "river": 'fill="none" stroke="#9dbccb" stroke-width="1.1"',
    "river-main": 'fill="none" stroke="#5d93ae" stroke-width="2.8"',
    "border": 'fill="none" stroke="#857d6b" stroke-width="1.2" stroke-dasharray="9 3 2 3"',
    "border-small": 'fill="none" stroke="#857d6b" stroke-width=".8"',
    "border-open": 'fill="none" stroke="#857d6b" stroke-width="1.1" stroke-dasharray="4 3"',
    "province": 'fill="none" stroke="#a79f8c" stroke-width=".8" stroke-dasharray="1 3" stroke-linecap="round"',
    "zone": 'fill="#8a2f6b" fill-opacity=".05" stroke="#8a2f6b" stroke-width="1.6"',
    "line": 'fill="none" stroke="#8a2f6b" stroke-width="1.8"',
    "line-case": 'fill="none" stroke="#f8f6f0" stroke-width="4"',
    "line-part": 'fill="none" stroke="#8a2f6b" stroke-width="9.2"',
    "line-part-case": 'fill="none" stroke="#f8f6f0" stroke-width="6"',
    "dot": 'fill="none" stroke="#33312c" stroke-linecap="round"',
    "lead": 'fill="none" stroke="#33312c" stroke-width="1.1"',
    "arrow": 'fill="#33312c"',
    "field": 'fill="none" stroke="#5b6a62" stroke-width="1.1"',
    "ring": 'fill="none" stroke="#33312c" stroke-width="1.2" stroke-dasharray="2 2"',
    "frame": 'fill="none" stroke="#33312c" stroke-width="1.4"',
    "edge": 'fill="none" stroke="#b5ae9e"',
    "rule": 'fill="none" stroke="#33312c" stroke-width="1.2"',
    "side-1": 'fill="#1d5a9e" stroke="#1d5a9e"',
    "side-2": 'fill="#b4430f" stroke="#b4430f"',
    "side-3": 'fill="#4d7263" stroke="#4d7263"',
    "none": 'fill="#6a665e" stroke="#6a665e"',
    "shared": 'fill="#5a4a78" stroke="#5a4a78"',
    "side-1-area": 'stroke="#1d5a9e"',
    "side-2-area": 'stroke="#b4430f"',
    "side-3-area": 'stroke="#4d7263"',
    "none-area": 'stroke="#6a665e"',
    "shared-area": 'stroke="#5a4a78"',
}
TEXT: Mapping[str, str] = {
    "place": 'fill="#33312c"',
    "named": 'fill="#1c1b18" font-weight="700"',
    "water": 'fill="#3d738e" font-style="italic"',
    "nation": 'fill="#686153" letter-spacing=".16em"',
    "airfield": 'fill="#4d5b54"',
    "zone-name": 'fill="#7d2861"',
    "small": 'fill="#4b4840"',
    "side-1-name": 'fill="#174a84"',
    "side-2-name": 'fill="#963508"',
    "side-3-name": 'fill="#3b5a4d"',
    "none-name": 'fill="#55524b"',
    "shared-name": 'fill="#4a3c64"',
}
# Maps are drawn this wide, in pixels, which is about how wide they are shown; those below PHONE are for a phone.
WIDTHS = (768, 360)
PHONE = 600
# The size of a named place, and of the name of a line.
NAMED = 15.0
LINE_NAME = 12.5
# Gaps longer than dashes: a line that follows a river must leave the river to be seen.
DASHED = ' stroke-dasharray="7 8"'
TONES = ("side-1", "side-2", "side-3", "none", "shared")
# The strokes of each tone's hatching in a cell of 9 x 9: a slant of its own for each, so that no tone needs its colour.
_CELL = 9
_HATCH: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "side-1": (45, ("M4 0v9",)),
    "side-2": (-45, ("M4 0v9",)),
    "side-3": (90, ("M4 0v9",)),
    "none": (0, ("M4 0v9",)),
    "shared": (45, ("M4 0v9", "M0 4h9")),
}

# The edge of paper behind labels that tell most.
BROAD = ' stroke-width="4"'
_STROKE = ' stroke-width="1.2" stroke-opacity=".6"'
_TINT = ' fill-opacity=".14" stroke-width="0"'


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """What fits a sheet: the size of its small print and the width of its inset, in pixels."""

    small: float
    inset: int
    roomy: bool


WIDE = Sizes(small=12, inset=132, roomy=True)
NARROW = Sizes(small=11, inset=84, roomy=False)


def tone(name: str) -> str:
    """Return the tone of an account, ``none`` for one that is not drawn apart."""
    return name if name in TONES else "none"


def paint(name: str, more: str = "") -> str:
    """Return the attributes of a shape; ``more`` are further attributes."""
    return f'class="m-{name}" {PAINT[name]}{more}'


def ink(name: str, size: float, more: str = "") -> str:
    """Return the attributes of a group of labels; ``more`` are further attributes."""
    return f'class="m-text m-{name}" font-size="{size:g}" {TEXT[name]}{more}'


def halo(markup: str) -> str:
    """Return groups of labels with an edge of paper behind their letters."""
    return f'<g stroke="#f8f6f0" stroke-width="3" paint-order="stroke">{markup}</g>' if markup else ""


def patterns(names: list[str], ident: str) -> str:
    """Return the hatchings of some tones, their ids beginning with ``ident``."""
    out = []
    for name in names:
        turn, strokes = _HATCH[name]
        lines = "".join(f'<path {paint(_stroke(name, number), _STROKE)} d="{d}"/>' for number, d in enumerate(strokes))
        out.append(
            f'<pattern id="{ident}-{name}" width="{_CELL}" height="{_CELL}" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate({turn})"><rect {paint(name, _TINT)}'
            f' width="{_CELL}" height="{_CELL}"/>{lines}</pattern>'
        )
    return f"<defs>{''.join(out)}</defs>" if out else ""


def _stroke(name: str, number: int) -> str:
    return ("side-1", "side-2")[number] if name == "shared" else name
