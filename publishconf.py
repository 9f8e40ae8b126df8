"""Settings for production: absolute addresses and feeds."""

import os

from pelicanconf import *

SITEURL = os.environ.get("SITEURL", "https://deconflict.example.org")
RELATIVE_URLS = False
OUTPUT_PATH = "output"
FEED_ALL_ATOM = "feeds/all.atom.xml"
