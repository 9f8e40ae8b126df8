"""The feed checks on planted faults, and on feeds that Pelican itself writes."""
# ruff: noqa: E501 - markup stands as a page would hold it

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import feeds, html, links
from tests.support_tests.sample import BASE, plant, write

ATOM = "feeds/all.atom.xml"
RSS = "feeds/all.rss.xml"
MAP = "sitemap.xml"

FAULTS = {
    "not well-formed": (ATOM, "</author>", "", "not well-formed"),
    "no feed title": (ATOM, "<title>Sample</title>", "", "needs one title"),
    "no feed date": (ATOM, "<updated>2026-01-02T00:00:00Z</updated>", "", "needs one updated"),
    "empty id": (ATOM, f"<id>{BASE}/</id>", "<id/>", "needs one id"),
    "two titles": (ATOM, "<title>River</title>", "<title>a</title><title>b</title>", "needs one title"),
    "date without zone": (ATOM, "2026-01-01T10:00:00+01:00", "2026-01-01T10:00:00", "not an RFC 3339"),
    "date with space": (ATOM, "2026-01-01T10:00:00+01:00", "2026-01-01 10:00:00Z", "not an RFC 3339"),
    "no such day": (ATOM, "2026-01-01T10:00:00+01:00", "2026-02-30T10:00:00Z", "no such date"),
    "feed older than its entry": (ATOM, "2026-01-02T", "2026-01-01T", "updated before"),
    "no author": (ATOM, "<author><name>Desk</name></author>", "", "no author"),
    "relative link": (ATOM, f'href="{BASE}/incidents', 'href="/incidents', "not absolute"),
    "relative link in content": (ATOM, f'href="{BASE}/method', 'href="../method', "not absolute in content"),
    "broken content": (ATOM, "&lt;/p&gt;</content>", "&lt;/div&gt;</content>", "HTML:"),
    "script in content": (ATOM, "verdicts&lt;/a&gt;", "&lt;script&gt;&lt;/script&gt;&lt;/a&gt;", "drop"),
    "markup in title": (ATOM, "<title>River</title>", "<title><b>River</b></title>", "elements inside text"),
    "unknown type": (ATOM, 'type="html"', 'type="markdown"', "unknown type"),
    "id without scheme": (ATOM, f"<id>{BASE}/</id>", "<id>sample</id>", "absolute IRI"),
    "no description": (RSS, "<description>Incidents</description>", "", "needs a description"),
    "wrong version": (RSS, 'version="2.0"', 'version="0.9"', "version 2.0"),
    "RSS date": (RSS, "Fri, 02 Jan 2026 00:00:00 +0000", "2026-01-02", "RFC 822"),
    "RSS link": (RSS, f"<link>{BASE}/incidents", "<link>incidents", "not absolute"),
    "sitemap page gone": (MAP, "/method.html", "/gone.html", "no page of this site"),
    "sitemap lists data": (MAP, "/method.html", "/data/claims.csv", "not a page"),
    "sitemap lists another site": (MAP, f"{BASE}/method", "https://other.example/method", "not on this site"),
    "sitemap relative": (MAP, f"{BASE}/method", "/method", "not absolute"),
    "sitemap date": (MAP, "2026-01-02", "2 January", "W3C"),
    "sitemap twice": (MAP, "/method.html", "/", "used twice"),
}


def test_sound_feeds_pass(tmp_path: Path) -> None:
    assert feeds.find(write(tmp_path)) == {ATOM: "atom", RSS: "rss", MAP: "sitemap"}
    assert feeds.check(tmp_path, BASE) == []


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found(tmp_path: Path, name: str) -> None:
    page, old, new, words = FAULTS[name]
    plant(write(tmp_path), page, old, new)
    found = feeds.check(tmp_path, BASE)
    assert {problem.page for problem in found} == {page}
    assert any(words in problem.reason for problem in found), found


def test_repeated_entries_are_found(tmp_path: Path) -> None:
    write(tmp_path)
    for page, tag in ((ATOM, "entry"), (RSS, "item")):
        text = (tmp_path / page).read_text()
        entry = text[text.index(f"<{tag}>") : text.index(f"</{tag}>")] + f"</{tag}>"
        plant(tmp_path, page, entry, entry + entry)
    reasons = {(problem.page, problem.reason) for problem in feeds.check(tmp_path, BASE)}
    assert reasons == {(ATOM, "id used twice"), (RSS, "guid used twice")}


def test_feeds_without_address_may_be_relative(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / MAP).unlink()
    for page in (ATOM, RSS):
        path = tmp_path / page
        path.write_text(path.read_text().replace(BASE, ""))
    assert feeds.check(tmp_path) == []


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that plain Pelican built from three articles in reStructuredText."""
    folder = tmp_path_factory.mktemp("plain")
    for number in range(3):
        path = folder / f"content/a{number}.rst"
        path.parent.mkdir(exist_ok=True)
        other = f"{{filename}}a{(number + 1) % 3}.rst"
        body = f"Title {number}\n#######\n\n:date: 2026-01-0{number + 1}\n:tags: river, sky\n\nText `link <{other}>`_ & *more*.\n"
        path.write_text(body)
    (folder / "conf.py").write_text(
        f"SITEURL = {BASE!r}\nSITENAME = 'Plain'\nAUTHOR = 'Desk'\nTIMEZONE = 'UTC'\nDEFAULT_LANG = 'en'\nPATH = 'content'\n"
        "FEED_DOMAIN = SITEURL\nFEED_ALL_ATOM = 'feeds/all.atom.xml'\nFEED_ALL_RSS = 'feeds/all.rss.xml'\nPLUGINS = []\n"
    )
    command = [sys.executable, "-m", "pelican", "content", "-s", "conf.py", "-o", "output"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "output"


def test_pelicans_feeds_pass(plain: Path) -> None:
    assert {"atom", "rss"} <= set(feeds.find(plain).values())
    assert feeds.check(plain, BASE) == []


def test_pelicans_own_pages_resolve(plain: Path) -> None:
    assert links.check(plain, BASE) == []
    (plain / "title-1.html").rename(plain / "title-9.html")
    broken = {problem.target for problem in links.check(plain, BASE)}
    (plain / "title-9.html").rename(plain / "title-1.html")
    assert broken == {f"{BASE}/title-1.html"}


def test_pelicans_own_pages_parse(plain: Path) -> None:
    pages = [path.read_text() for path in sorted(plain.rglob("*.html"))]
    assert [error for text in pages for error in html.find_parse_errors(text)] == []
