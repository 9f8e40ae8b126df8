"""The plugin's own style sheets and scripts as the site gets them: joined by use, without comments."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import minify

#: Every file of the site's folder ``deconflict``, with the sources that it is joined from, in their order.
FILES: dict[str, tuple[str, ...]] = {
    "deconflict.css": ("deconflict.css", "figures.css", "map.css"),
    "pages.css": ("pages.css",),
    "deconflict.js": ("deconflict.js", "map.js"),
    "live.css": ("live/live.css",),
    "live.js": tuple(
        f"live/{name}.js" for name in ("kit", "layers", "ground", "names", "pins", "view", "controls", "start")
    ),
}


#: The file before whose rules a theme's own style sheets may stand.
JOINED = "deconflict.css"


def read(styles: Iterable[Path] = ()) -> dict[str, str]:
    """Return the texts of all files by name, as readers' browsers get them, with a theme's ``styles`` in ``JOINED``."""
    texts = {name: written(name) for name in FILES}
    texts[JOINED] = "".join((*(path.read_text(encoding="utf-8") for path in styles), texts[JOINED]))
    return {name: f"{minify.string(_kind(name), text)}\n" for name, text in texts.items()}


def written(name: str) -> str:
    """Return a file's text as we wrote it."""
    folder = files("deconflict") / "static"
    return "".join((folder / source).read_text(encoding="utf-8") for source in FILES[name])


def _kind(name: str) -> str:
    return "application/javascript" if name.endswith(".js") else "text/css"
