"""The plugin's own style sheets and scripts as the site gets them: joined by use, without comments."""

from __future__ import annotations

from importlib.resources import files

import minify

#: Every file of the site's folder ``deconflict``, with the sources that it is joined from, in their order.
FILES: dict[str, tuple[str, ...]] = {
    "deconflict.css": ("deconflict.css", "figures.css", "map.css"),
    "deconflict.js": ("deconflict.js",),
    "live.css": ("live/live.css",),
    "live.js": tuple(
        f"live/{name}.js" for name in ("kit", "layers", "ground", "names", "pins", "view", "controls", "start")
    ),
    "map.js": ("map.js",),
}


def read() -> dict[str, str]:
    """Return the texts of all files by name, as readers' browsers get them."""
    return {name: f"{minify.string(_kind(name), written(name))}\n" for name in FILES}


def written(name: str) -> str:
    """Return a file's text as we wrote it."""
    folder = files("deconflict") / "static"
    return "".join((folder / source).read_text(encoding="utf-8") for source in FILES[name])


def _kind(name: str) -> str:
    return "application/javascript" if name.endswith(".js") else "text/css"
