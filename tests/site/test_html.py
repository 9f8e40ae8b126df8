"""Every page of the built site is well-formed and holds what assistive technology needs."""

from collections import Counter
from pathlib import Path

from tests.support import html
from tests.support.markup import read
from tests.support.problem import listing


def test_pages_are_well_formed_and_named(site: Path) -> None:
    problems = html.check(site)
    assert not problems, listing(problems)


def test_titles_tell_pages_apart(site: Path) -> None:
    titles: Counter[str] = Counter()
    for path in sorted(site.rglob("*.html")):
        tags = read(path.read_text(encoding="utf-8"))
        titles[next((tag.text.strip() for tag in tags if tag.name == "title"), "")] += 1
    assert [title for title, count in titles.items() if count > 1] == []


def test_skip_link_comes_first(site: Path) -> None:
    """The first link of each page leads to its main element."""
    wrong = []
    for path in sorted(site.rglob("*.html")):
        tags = list(read(path.read_text(encoding="utf-8")))
        first = next((tag.attributes.get("href", "") for tag in tags if tag.name == "a"), "")
        main = next((tag.attributes.get("id") for tag in tags if tag.name == "main"), None)
        if main is None or first != f"#{main}":
            wrong.append(f"{path.relative_to(site)}: first link {first!r}, main {main!r}")
    assert wrong == []
