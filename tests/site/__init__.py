"""Tests of the finished site, through the session fixture `site` (the built output folder)."""
