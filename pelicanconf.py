"""Settings of the site; `publishconf.py` changes what production needs."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))

from deconflict.site.build import SafePelican  # noqa: E402  (found through the line above, or installed)

PELICAN_CLASS = SafePelican
PLUGIN_PATHS = [str(ROOT / "plugins")]
PLUGINS = ["deconflict"]

SITENAME = "Deconflict"
SITESUBTITLE = "What reports agree on, where they differ, and who said so"
AUTHOR = "Deconflict"
SITEURL = ""
RELATIVE_URLS = True
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
LOCALE = "C"
DEFAULT_DATE_FORMAT = "%d %B %Y"

PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
PAGE_PATHS = ["pages", "glossary"]
ARTICLE_EXCLUDES = ["pages", "glossary"]
STATIC_PATHS = ["images"]
ARTICLE_URL = ARTICLE_SAVE_AS = "{slug}.html"
PAGE_URL = PAGE_SAVE_AS = "{slug}.html"
DIRECT_TEMPLATES = ["index", "archives", "tags", "categories", "404"]
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
DELETE_OUTPUT_DIRECTORY = False
DEFAULT_PAGINATION = False
SUMMARY_MAX_LENGTH = 50
MENUITEMS = [
    ("Incidents", "index.html"),
    ("How we work", "method.html"),
    ("Glossary", "glossary.html"),
    ("About", "about.html"),
]
CORRECTIONS = "mailto:corrections@example.org"

FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

DECONFLICT_STYLES = ["css/site.css"]
DECONFLICT_SEEDS = str(ROOT / "seeds")
