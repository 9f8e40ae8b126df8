"""The plugin's own style sheets and scripts as the site gets them: without comments, the live map's as one file."""

from __future__ import annotations

from importlib.resources import files

import minify

#: The files of the live map, in the order in which each finds what it needs.
LIVE = ("kit", "layers", "ground", "names", "pins", "view", "controls", "start")


def read() -> dict[str, str]:
    """Return the texts of all files by name, as readers' browsers get them."""
    folder = files("deconflict") / "static"
    found = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith((".css", ".js")):
            found[path.name] = path.read_text(encoding="utf-8")
    found["live.js"] = "".join((folder / "live" / f"{name}.js").read_text(encoding="utf-8") for name in LIVE)
    return {name: _short(name, text) for name, text in sorted(found.items())}


def _short(name: str, text: str) -> str:
    kind = "application/javascript" if name.endswith(".js") else "text/css"
    return f"{minify.string(kind, text)}\n"
