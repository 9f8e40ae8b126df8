"""Cards as PNG, with the extra ``cards``: drawn without any font of this machine, kept by their content."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from deconflict.page.explainer import Explainer
from deconflict.render import card, svg
from deconflict.render.card import SANS, SERIF
from deconflict.render.look import WIDTHS
from deconflict.theatre import Theatre

#: The name of the card in an article's folder.
NAME = "card.png"
_MODULES = ("resvg_py", "fontTools", "font_source_sans_pro", "font_source_serif_pro")
_FONTS = {
    (SANS, False): ("font_source_sans_pro", "SourceSansPro-Regular.ttf"),
    (SANS, True): ("font_source_sans_pro", "SourceSansPro-Bold.ttf"),
    ("italic", False): ("font_source_sans_pro", "SourceSansPro-It.ttf"),
    (SERIF, True): ("font_source_serif_pro", "SourceSerifPro-Bold.ttf"),
}


def installed() -> bool:
    """Tell whether all that the extra names is there."""
    return all(find_spec(name) is not None for name in _MODULES)


def render(explainer: Explainer, theatre: Theatre, *, title: str, site: str, cache: Path) -> bytes:
    """Return the card of an incident as PNG; what was drawn before is read from ``cache``."""
    drawing = svg.render(explainer.map, theatre, width=WIDTHS[1], title=title, description="", ident="card")
    text = card.render(explainer, title=title, site=site, drawing=drawing, measure=_measure)
    kept = cache / f"{_key(text)}.png"
    if kept.is_file():
        return kept.read_bytes()
    import resvg_py  # noqa: PLC0415  (an extra that need not be there)

    paths = [_font(*place) for place in _FONTS.values()]
    png = bytes(
        resvg_py.svg_to_bytes(
            svg_string=text,
            width=card.WIDTH,
            skip_system_fonts=True,
            font_files=paths,
            sans_serif_family=SANS,
            serif_family=SERIF,
            font_family=SANS,
        )
    )
    cache.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(png)
    return png


def _key(text: str) -> str:
    import resvg_py  # noqa: PLC0415  (an extra that need not be there)

    version = str(getattr(resvg_py, "__version__", ""))
    return hashlib.sha256(f"{version}\n{text}".encode()).hexdigest()


def _font(package: str, name: str) -> str:
    return str(files(package) / "files" / name)


def _measure(text: str, family: str, size: float, bold: bool) -> float:
    widths, units, missing = _widths(family, bold)
    return sum(widths.get(ord(char), missing) for char in text) * size / units


@lru_cache(maxsize=4)
def _widths(family: str, bold: bool) -> tuple[dict[int, int], int, int]:
    """The advance widths of a font by character, the units of its em, and the width for what it lacks."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  (an extra that need not be there)

    font: Any = TTFont(_font(*_FONTS[family, bold]))
    advances = {name: width for name, (width, _) in font["hmtx"].metrics.items()}
    found = {code: advances[name] for code, name in font.getBestCmap().items()}
    return found, font["head"].unitsPerEm, advances[".notdef"]
