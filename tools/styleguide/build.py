"""Build the style guide: `make styleguide`, then open output/styleguide/index.html.

It is a small site of its own, built by Pelican with the real theme and templates from made-up records (`seeds/`,
`content/`), so that it shows what the site shows and cannot drift. Its front page is `templates/styleguide.html`:
every token with its contrast, every component. The published site has no part in it.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]

from pelican.settings import read_settings  # noqa: E402  (found through the line above, or installed)

from deconflict.site.build import SafePelican  # noqa: E402
from tools.styleguide import tokens  # noqa: E402

#: The guide's own style sheet, beside those of the theme.
CSS = "styleguide.css"
#: The page whose sections the guide shows, and those that have a place of their own in it.
PAGE = ROOT / "plugins" / "deconflict" / "templates" / "deconflict" / "incident.html"
APART = {f"deconflict/_{name}.html" for name in ("status", "keyfacts", "map", "factbox")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("output", nargs="?", type=Path, default=ROOT / "output" / "styleguide", help="folder to fill")
    build(parser.parse_args().output)
    return 0


def build(output: Path) -> None:
    """Build the guide into a folder."""
    schemes = tokens.read(tokens.THEME.read_text(encoding="utf-8"))
    overrides: dict[str, Any] = {
        "PATH": str(HERE / "content"),
        "OUTPUT_PATH": str(output),
        "SITENAME": "Deconflict style guide",
        "SITESUBTITLE": "Every token and every component",
        "DECONFLICT_SEEDS": str(HERE / "seeds"),
        "ARTICLE_EXCLUDES": ["glossary", "pages"],
        "PAGE_PATHS": ["glossary", "pages"],
        "THEME_TEMPLATES_OVERRIDES": [str(HERE / "templates")],
        "DIRECT_TEMPLATES": ["styleguide", "index", "archives", "tags", "categories", "404"],
        "STYLEGUIDE_SAVE_AS": "index.html",
        "INDEX_SAVE_AS": "home.html",
        "MENUITEMS": [("Guide", "index.html"), ("Home", "home.html"), ("An incident", "meeting.html")],
        "STYLEGUIDE": {**describe(schemes), "sections": sections()},
    }
    SafePelican(read_settings(str(ROOT / "pelicanconf.py"), override=overrides)).run()
    (output / CSS).write_text(stylesheet(schemes["light"]), encoding="utf-8")


def describe(schemes: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Say of each token what the page prints: colours with their contrasts by scheme, sizes, spaces."""
    measured = {(c.scheme, c.token, c.ground): c for c in tokens.contrasts(schemes)}
    colours = [name for name, value in schemes["light"].items() if value.startswith("#")]
    return {
        "schemes": [
            {
                "name": scheme,
                "colours": [
                    {
                        "name": name,
                        "value": schemes[scheme][name],
                        "paper": schemes[scheme]["paper"],
                        "contrasts": [measured.get((scheme, name, ground)) for ground in tokens.GROUNDS],
                    }
                    for name in colours
                ],
            }
            for scheme in ("light", "dark", "print")
        ],
        "grounds": tokens.GROUNDS,
        "sizes": [(name, schemes["light"][name]) for name in sizes(schemes["light"])],
        "spaces": [(name, schemes["light"][name]) for name in ("u", "rail", "gap", "measure")],
        "fonts": [(name, schemes["light"][name]) for name in ("serif", "sans")],
    }


def sections() -> list[str]:
    """Return the templates of an incident page's sections, in their order, without those that the guide shows apart."""
    found = re.findall(r'{% include "([^"]+)" %}', PAGE.read_text(encoding="utf-8"))
    return [name for name in found if name not in APART]


def sizes(light: dict[str, str]) -> list[str]:
    """Return the names of the type scale's tokens."""
    return [name for name in light if name.startswith("s") and name[1:].lstrip("-").isdigit()]


def stylesheet(light: dict[str, str]) -> str:
    """Write one rule a size, so that each is shown in itself."""
    rules = [f".guide-{name} {{ font-size: var(--dc-{name}); }}" for name in sizes(light)]
    own = (HERE / "templates" / CSS).read_text(encoding="utf-8")
    return own + "\n".join(rules) + "\n"


if __name__ == "__main__":
    sys.exit(main())
