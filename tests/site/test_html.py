"""Every page of the built site is well-formed and holds what assistive technology needs."""

import re
from collections import Counter
from pathlib import Path

from tests.support import html, pages
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


def test_links_of_an_incident_say_what_they_lead_to(site: Path) -> None:
    """Links whose text is a sign or a number have a name; two facts never share one."""
    for path in pages.find(site)["incident"]:
        text = (site / path).read_text(encoding="utf-8")
        facts = re.findall(r'<th scope="row" rowspan="2"><div><a href="#fact-[^"]*">(.+?)</a>', text)
        assert len(facts) == len(set(facts)) == text.count('class="dc-row"') > 10, path
        evidence = re.findall(r'evidence and reasons</span> <i class="dc-vh">for ', text)
        assert len(evidence) == len(facts), path
        citations = re.findall(r'<a href="[^"]*#source-[^"]*"([^>]*)>(\d+)</a>', text)
        unnamed = [number for given, number in citations if f'aria-label="source {number}, ' not in given]
        twice = [number for given, number in citations if " title=" in given]
        assert (len(citations) > 10, unnamed, twice) == (True, [], []), path


def test_words_read_out_are_whole(site: Path) -> None:
    """One is counted as one; a report without a title is named by its publisher, so that no two links sound alike."""
    for path in pages.find(site)["incident"]:
        text = (site / path).read_text(encoding="utf-8")
        counts = re.findall(r'<span>(\d+)<span class="dc-vh"> (report|origin|side)(s?)(?:, )?</span>', text)
        wrong = [(number, word + many) for number, word, many in counts if (number == "1") is bool(many)]
        assert (len(counts) > 10, wrong) == (True, []), path
        untitled = re.findall(r'<b>([^<]*)</b>, <a href="[^"]*" rel="external">report(.*?)</a>', text)
        bare = [who for who, rest in untitled if rest != f'<span class="dc-vh"> of {who}, without a title</span>']
        assert bare == [], path


def test_an_incident_reads_in_the_order_of_its_contents(site: Path) -> None:
    """The list of contents names sections that are there, in the order in which they come; the map before the prose."""
    for path in pages.find(site)["incident"]:
        text = (site / path).read_text(encoding="utf-8")
        contents = text[text.index('id="contents"') : text.index("</nav>", text.index('id="contents"'))]
        named = re.findall(r'href="#([^"]+)"', contents)
        places = [text.find(f' id="{name}"') for name in named]
        assert -1 not in places, (path, named)
        assert places == sorted(places), (path, named)
        assert named[:3] == ["key-facts", "where", "article"], path
