"""Every reference of the built site leads somewhere, by two independent checkers."""

from pathlib import Path

from tests.support import links, lychee
from tests.support.problem import listing


def test_every_reference_resolves(site: Path) -> None:
    problems = links.check(site)
    assert not problems, listing(problems)


def test_every_reference_opens_from_a_folder_on_disk(site: Path) -> None:
    problems = links.check(site, file_urls=True)
    assert not problems, listing(problems)


def test_every_reference_of_the_published_site_resolves(published: Path) -> None:
    problems = links.check(published, "https://deconflict.example.org")
    assert not problems, listing(problems)


def test_second_opinion(site: Path) -> None:
    problems = lychee.check(site)
    assert not problems, listing(problems)


def test_reports_are_linked_with_their_scheme(site: Path) -> None:
    odd = [url for url in links.external(site) if not url.startswith(("https://", "http://"))]
    assert odd == []
    assert links.external(site), "no link to any report: the checker or the site is blind"
