"""Fixtures of the measurements of the finished site: where it is served, and which of its pages are looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import pages
from tests.support.server import serve


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with serve(site) as url:
        yield url


@pytest.fixture(scope="session")
def sample(site: Path) -> list[str]:
    """One page of each kind, and every page that has a kind of its own."""
    found = pages.sample(site)
    kinds = {kind for kind, paths in pages.find(site).items() if set(paths) & set(found)}
    assert kinds >= {"home", "incident", "page", "glossary", "term", "list", "changes", "404"}, kinds
    return found


@pytest.fixture(scope="session")
def incidents(site: Path) -> list[str]:
    """Every incident page."""
    found = pages.find(site).get("incident", [])
    assert len(found) >= 2, found
    return found


@pytest.fixture(scope="session")
def home(site: Path) -> str:
    """The home page."""
    (found,) = pages.find(site)["home"]
    return found
