"""A small project of its own in a temporary folder, built by the real command with the real plugin and theme."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "page" / "small"

SETTINGS = """
import sys
sys.path.insert(0, {plugins!r})
from deconflict.site.build import SafePelican
PELICAN_CLASS = SafePelican
PLUGIN_PATHS = [{plugins!r}]
PLUGINS = ["deconflict"]
SITENAME = "Small"
SITEURL = ""
RELATIVE_URLS = True
TIMEZONE = "UTC"
LOCALE = "C"
PATH = "content"
THEME = {theme!r}
PAGE_PATHS = ["pages", "glossary"]
ARTICLE_EXCLUDES = ["pages", "glossary"]
PAGE_URL = PAGE_SAVE_AS = "{{slug}}.html"
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""

ARTICLE = """---
title: A meeting
date: 2020-03-01
slug: meeting
category: incidents
summary: Two accounts.
incident: meeting
---

They met on {fact}`event_date`. [@paper]
"""


def make(folder: Path, theme: str = str(ROOT / "theme"), more: str = "") -> Path:
    """Write a project with the small records and one article."""
    (folder / "content").mkdir(parents=True)
    shutil.copytree(SMALL, folder / "seeds")
    (folder / "content" / "meeting.md").write_text(ARTICLE, encoding="utf-8")
    text = SETTINGS.format(plugins=str(ROOT / "plugins"), theme=theme) + more
    (folder / "pelicanconf.py").write_text(text, encoding="utf-8")
    return folder


def build(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``pelican content`` in a project."""
    return subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-s", "pelicanconf.py", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
