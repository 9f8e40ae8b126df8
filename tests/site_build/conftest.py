"""Fixtures: a process that builds, a small site, and the same built once, with its sources changed since."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site_build.sites import HERE, Builder, Site


@pytest.fixture(scope="session")
def builder() -> Iterator[Builder]:
    """Yield the process that builds."""
    builder = Builder()
    yield builder
    builder.process.communicate()
    assert builder.process.returncode == 0


@pytest.fixture
def site(tmp_path: Path, builder: Builder) -> Site:
    """Return an unbuilt site that knows how to misbehave (see ``mischief.py``)."""
    site = Site(tmp_path / "site", builder)
    site.write(
        "pelicanconf.py",
        """
        from pathlib import Path
        from deconflict.site.build import SafePelican

        PELICAN_CLASS = SafePelican
        SITENAME = "Test"
        SITEURL = ""
        TIMEZONE = "UTC"
        PATH = "content"
        THEME = "theme"
        OUTPUT_RETENTION = ["CNAME", "well-known"]
        PLUGIN_PATHS = ["plugins"]
        PLUGINS = ["mischief"]
        STATIC_PATHS = ["images"]
        DIRECT_TEMPLATES = ["index"]
        FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
        AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
        AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
        DECONFLICT_SEEDS = str(Path(__file__).parent / "seeds")
        """,
    )
    shutil.copy(HERE / "mischief.py", site.write("plugins/mischief.py", ""))
    site.write("theme/templates/index.html", "{% for a in articles %}{{ a.content }}{% endfor %}{{ RECORD }}\n")
    site.write("theme/templates/article.html", "{{ article.content }}{{ RECORD }}\n")
    site.write("theme/static/site.css", "p { margin: 0 }\n")
    site.write("content/images/map.svg", "<svg/>\n")
    site.write("seeds/record.txt", "first record\n")
    site.write_article("one", "The first article.")
    site.write_article("two", "The second article.")
    return site


@pytest.fixture
def built(site: Site) -> Site:
    """Return a built site whose sources have changed since, with one article less."""
    result = site.build()
    assert result.status == 0, result
    site.write_article("one", "The first article, changed.")
    (site.folder / "content/two.rst").unlink()
    return site
