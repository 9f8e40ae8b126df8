"""The plugin's own style sheets and scripts as the site gets them: joined by use, without comments."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import minify

#: Every file of the site's folder ``deconflict``, with the sources that it is joined from, in their order.
FILES: dict[str, tuple[str, ...]] = {
    "deconflict.css": ("tokens.css", "deconflict.css", "figures.css", "map.css"),
    "pages.css": ("pages.css",),
    "deconflict.js": ("deconflict.js", "map.js"),
    "live.css": ("live/live.css",),
    "live.js": tuple(
        f"live/{name}.js" for name in ("kit", "layers", "ground", "names", "pins", "view", "controls", "start")
    ),
}


#: The file in which a theme's own style sheets may take the place of our values of the tokens.
JOINED, TOKENS = "deconflict.css", "tokens.css"


def read(styles: Iterable[Path] = ()) -> dict[str, str]:
    """Return the texts of all files by name, as readers' browsers get them, with a theme's ``styles`` in ``JOINED``."""
    texts = {name: written(name) for name in FILES}
    theirs = [path.read_text(encoding="utf-8") for path in styles]
    if theirs:
        texts[JOINED] = "".join((*theirs, *(_source(source) for source in FILES[JOINED] if source != TOKENS)))
    return {name: f"{minify.string(_kind(name), text)}\n" for name, text in texts.items()}


def written(name: str) -> str:
    """Return a file's text as we wrote it."""
    return "".join(map(_source, FILES[name]))


def _source(name: str) -> str:
    return (files("deconflict") / "static" / name).read_text(encoding="utf-8")


def _kind(name: str) -> str:
    return "application/javascript" if name.endswith(".js") else "text/css"
