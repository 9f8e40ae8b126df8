"""The feeds and sitemap of the built site hold to their standards."""

from pathlib import Path

from tests.support import feeds
from tests.support.problem import listing


def test_feeds_are_strictly_valid(published: Path) -> None:
    problems = feeds.check(published)
    assert not problems, listing(problems)


def test_there_is_a_feed(published: Path) -> None:
    assert {"atom", "rss"} & set(feeds.find(published).values())
