"""The plugin's settings: flat ``DECONFLICT_*`` keys of Pelican's settings, checked once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from deconflict.diagnostics import Diagnostics, did_you_mean

PREFIX = "DECONFLICT_"

#: Every setting with what it means; the guide prints this table.
DOCS: dict[str, str] = {
    "DECONFLICT_SEEDS": "Folder of records. Default: seeds beside the content folder.",
    "DECONFLICT_THEATRE": "Name of a packaged theatre, or folder of one. Default: the packaged one.",
    "DECONFLICT_STRICT": "Whether findings on prose end a build, as faults do. Default: False, they are warnings.",
    "DECONFLICT_CARDS": "Pictures for social sites, with the extra `cards`: true, false, or auto (where the extra is "
    "installed and `SITEURL` is an absolute address). Default: auto.",
    "DECONFLICT_STYLES": "The theme's style sheets, below its static folder, that are joined with the plugin's into "
    "`deconflict/deconflict.css`, before its rules; the theme then loads that one sheet on every page. Default: none.",
    "DECONFLICT_TEMPLATE": "Template of articles with an incident. Default: deconflict/incident.",
}


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What the generator asks of the site's settings."""

    seeds: Path
    theatre: str | None
    strict: bool
    template: str
    cards: bool | None = None
    styles: tuple[Path, ...] = ()


def read(pelican_settings: Mapping[str, Any], diagnostics: Diagnostics) -> Settings:
    """Read and check the plugin's keys; an unknown one is a fault."""
    for key in sorted(pelican_settings):
        if key.startswith(PREFIX) and key not in DOCS:
            message = f"no setting '{key}'{did_you_mean(key, DOCS)}"
            diagnostics.add("settings", 0, 0, "unknown-setting", message)
    strict = pelican_settings.get("DECONFLICT_STRICT", False)
    if not isinstance(strict, bool):
        diagnostics.add("settings", 0, 0, "bad-value", f"'DECONFLICT_STRICT' must be true or false, not {strict!r}")
    content = Path(pelican_settings["PATH"])
    seeds = pelican_settings.get("DECONFLICT_SEEDS")
    return Settings(
        seeds=Path(seeds) if seeds else content.parent / "seeds",
        theatre=pelican_settings.get("DECONFLICT_THEATRE"),
        strict=strict is True,
        template=pelican_settings.get("DECONFLICT_TEMPLATE", "deconflict/incident"),
        cards=_cards(pelican_settings.get("DECONFLICT_CARDS", "auto"), diagnostics),
        styles=tuple(_styles(pelican_settings, diagnostics)),
    )


def _styles(pelican_settings: Mapping[str, Any], diagnostics: Diagnostics) -> Iterator[Path]:
    """The files of the theme's style sheets that are joined with ours."""
    folders = [
        Path(pelican_settings.get("THEME", "")) / name
        for name in pelican_settings.get("THEME_STATIC_PATHS", ["static"])
    ]
    for name in pelican_settings.get("DECONFLICT_STYLES", ()):
        found = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if found is None:
            message = f"DECONFLICT_STYLES: the theme has no style sheet '{name}'"
            diagnostics.add("settings", 0, 0, "bad-setting", message)
        else:
            yield found


def _cards(value: object, diagnostics: Diagnostics) -> bool | None:
    """Whether cards are wanted; None where that depends on what is installed and on the site's address."""
    known: dict[object, bool | None] = {"auto": None, "true": True, "false": False}
    word = str(value).lower()
    if word not in known:
        message = f"DECONFLICT_CARDS is true, false or auto, not '{value}'"
        diagnostics.add("settings", 0, 0, "bad-setting", message)
    return known.get(word)
