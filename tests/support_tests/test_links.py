"""The link checker and its second opinion on planted faults."""

import time
from pathlib import Path

import pytest

from tests.support import links, lychee
from tests.support.markup import read
from tests.support.references import Reference, find_in_css, find_in_tags
from tests.support_tests.sample import BASE, plant, write

END = "</main>"

FAULTS = {
    # name: page, replaced, replacement, target, words of the reason
    "missing page": ("index.html", END, '<a href="gone.html">x</a></main>', "gone.html", "no such file"),
    "missing fragment here": ("index.html", END, '<a href="#gone">x</a></main>', "#gone", "no such id"),
    "missing fragment there": (
        "index.html",
        END,
        '<a href="method.html#gone">x</a></main>',
        "method.html#gone",
        "no such id",
    ),
    "wrong case": (
        "index.html",
        END,
        '<a href="Method.html">x</a></main>',
        "Method.html",
        "differs by case from method.html",
    ),
    "wrong case in fragment": (
        "method.html",
        END,
        '<a href="#Verdicts">x</a></main>',
        "#Verdicts",
        "no such id",
    ),
    "folder without index": (
        "index.html",
        END,
        '<a href="static/">x</a></main>',
        "static/",
        "folder without index.html",
    ),
    "folder without slash": (
        "index.html",
        END,
        '<a href="incidents/river">x</a></main>',
        "incidents/river",
        "without a slash",
    ),
    "above the root": (
        "index.html",
        END,
        '<a href="../index.html">x</a></main>',
        "../index.html",
        "climbs above",
    ),
    "missing image": (
        "index.html",
        END,
        '<img src="images/x.png" alt=""></main>',
        "images/x.png",
        "no such file",
    ),
    "missing in srcset": (
        "index.html",
        END,
        '<img src="images/card.svg" srcset="images/card.svg 1x, images/two.svg 2x" alt=""></main>',
        "images/two.svg",
        "no such file",
    ),
    "missing poster": ("index.html", END, '<video poster="p.png"></video></main>', "p.png", "no such file"),
    "missing form target": (
        "index.html",
        END,
        '<form action="send.html"></form></main>',
        "send.html",
        "no such file",
    ),
    "missing symbol": ("index.html", END, '<svg><use href="#gone"/></svg></main>', "#gone", "no such id"),
    "missing symbol in sprite": (
        "index.html",
        END,
        '<svg><use href="images/card.svg#gone"/></svg></main>',
        "images/card.svg#gone",
        "no such id",
    ),
    "missing paint": (
        "index.html",
        END,
        '<svg><path fill="url(#gone)"/></svg></main>',
        "#gone",
        "no such id",
    ),
    "missing in style sheet": (
        "static/style.css",
        "../images/card.svg",
        "../images/x.svg",
        "../images/x.svg",
        "no such file",
    ),
    "missing import": ("static/style.css", "body {", '@import "x.css"; body {', "x.css", "no such file"),
    "missing card": (
        "index.html",
        'content="images/card.svg"',
        'content="images/c.png"',
        "images/c.png",
        "no such file",
    ),
    "missing feed": ("index.html", "feeds/all.atom.xml", "feeds/x.xml", "feeds/x.xml", "no such file"),
    "refresh to nowhere": (
        "index.html",
        "<title>",
        '<meta http-equiv="refresh" content="0; url=x.html"><title>',
        "x.html",
        "no such file",
    ),
    "feed link": (
        "feeds/all.atom.xml",
        'river/index.html" rel',
        'lake/index.html" rel',
        f"{BASE}/incidents/lake/index.html",
        "no such",
    ),
    "link in feed content": (
        "feeds/all.atom.xml",
        "#verdicts",
        "#gone",
        f"{BASE}/method.html#gone",
        "no such id",
    ),
    "sitemap": ("sitemap.xml", "/method.html", "/methods.html", f"{BASE}/methods.html", "no such file"),
    "broken feed": ("feeds/all.atom.xml", "</entry>", "", "", "not well-formed"),
    "id twice": ("method.html", END, '<p id="verdicts"></p></main>', "#verdicts", "id used twice"),
    "off-host script": (
        "index.html",
        END,
        '<script src="https://cdn.example/x.js"></script></main>',
        "https://cdn.example/x.js",
        "off-host",
    ),
    "off-host image": (
        "index.html",
        END,
        '<img src="//cdn.example/x.png" alt=""></main>',
        "//cdn.example/x.png",
        "off-host",
    ),
    "off-host frame": (
        "index.html",
        END,
        '<iframe src="https://a.example/"></iframe></main>',
        "https://a.example/",
        "off-host",
    ),
    "off-host sheet": (
        "index.html",
        "<title>",
        '<link rel="preload stylesheet" href="https://a.example/x.css"><title>',
        "https://a.example/x.css",
        "off-host",
    ),
    "off-host in style sheet": (
        "static/style.css",
        "../images/card.svg",
        "https://a.example/x.svg",
        "https://a.example/x.svg",
        "off-host",
    ),
    "percent": ("index.html", END, '<a href="a%zz.html">x</a></main>', "a%zz.html", "malformed"),
    "space": ("index.html", END, '<a href="a b.html">x</a></main>', "a b.html", "malformed"),
    "empty": ("index.html", END, '<a href="">x</a></main>', "", "empty"),
    "developer's server": (
        "index.html",
        END,
        '<a href="http://localhost:8000/">x</a></main>',
        "http://localhost:8000/",
        "server",
    ),
    "disk": ("index.html", END, '<a href="file:///tmp/x.html">x</a></main>', "file:///tmp/x.html", "disk"),
    "unquoted": ("index.html", END, "<A HREF=gone.html>x</A></main>", "gone.html", "no such file"),
    "entity": ("index.html", END, '<a href="gone&#46;html">x</a></main>', "gone.html", "no such file"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found_alone(tmp_path: Path, name: str) -> None:
    page, old, new, target, reason = FAULTS[name]
    plant(write(tmp_path), page, old, new)
    found = links.check(tmp_path, BASE)
    assert [(problem.page, problem.target) for problem in found] == [(page, target)]
    assert reason in found[0].reason


def test_sound_site_has_no_problem(tmp_path: Path) -> None:
    assert links.check(write(tmp_path), BASE) == []
    assert links.check(tmp_path, BASE, file_urls=True) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<!-- <a href="gone.html">x</a> -->',
        '<script type="application/json">{"a": "<a href=\'gone.html\'>"}</script>',
        '<a href="method.html?x=1#verdicts">x</a>',
        '<a href="./incidents/../method.html">x</a>',
        '<a href="incidents/d&eacute;sert/">x</a>',
        '<a href="/method.html">x</a>',
        f'<a href="{BASE}/method.html#verdicts">x</a>',
        f'<a href="{BASE}">x</a>',
        '<a href="method.html#:~:text=two">x</a>',
        '<a href="#">x</a>',
        '<p title="a > b" data-x="<a href=gone.html>">x</p>',
        '<p title="url(gone.png)">x</p>',
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">',
    ],
)
def test_sound_reference_passes(tmp_path: Path, markup: str) -> None:
    plant(write(tmp_path), "index.html", END, markup + END)
    assert links.check(tmp_path, BASE) == []


@pytest.mark.parametrize("url", ["incidents/river/", "/method.html", "./"])
def test_links_that_need_a_server_are_problems_on_disk_only(tmp_path: Path, url: str) -> None:
    plant(write(tmp_path), "index.html", END, f'<a href="{url}">x</a></main>')
    assert links.check(tmp_path, BASE) == []
    assert [problem.target for problem in links.check(tmp_path, BASE, file_urls=True)] == [url]


def test_site_in_a_subfolder_of_its_host(tmp_path: Path) -> None:
    base = "https://example.net/sub"
    (tmp_path / "a.html").write_text(f'<a href="/sub/a.html"></a><a href="{base}/b.html"></a><a href="/a.html"></a>')
    assert [(problem.target, problem.reason) for problem in links.check(tmp_path, base)] == [
        ("/a.html", "leads outside the site's folder /sub/"),
        (f"{base}/b.html", "no such file"),
    ]


def test_external_links_are_listed_apart(tmp_path: Path) -> None:
    assert links.external(write(tmp_path), BASE) == {
        "https://example.org/report?a=1&b=2": (
            "incidents/désert/index.html",
            "incidents/river/index.html",
            "index.html",
            "method.html",
        )
    }


def test_problem_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>\n<p>\n<a href='x'>")
    assert [str(problem) for problem in links.check(tmp_path)] == ["a.html:3: x: no such file"]


def test_a_thousand_pages_would_take_less_than_ten_seconds(tmp_path: Path) -> None:
    write(tmp_path)
    text = (tmp_path / "incidents/river/index.html").read_text()
    rows = "".join(f'<tr><td id="r{n}">{n}</td><td><a href="#r{n}">x</a> text</td></tr>' for n in range(300))
    for number in range(250):
        path = tmp_path / f"incidents/i{number}/index.html"
        path.parent.mkdir()
        path.write_text(text.replace("</tbody>", rows + "</tbody>"))
    start = time.process_time()
    assert links.check(tmp_path, BASE) == []
    assert time.process_time() - start < 2.5


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<p a=1 B="2" c>', [("p", {"a": "1", "b": "2", "c": ""})]),
        ("<title><b></title><i>", [("title", {}), ("i", {})]),
        (
            "<svg><title>a</title><path d='M0'/></svg><b>",
            [("svg", {}), ("title", {}), ("path", {"d": "M0"}), ("b", {})],
        ),
        ("<script>'<p>'</SCRIPT ><i>", [("script", {}), ("i", {})]),
        ("<svg><![CDATA[<p>]]></svg><i>", [("svg", {}), ("i", {})]),
        ("a < b <3 <p", []),
    ],
)
def test_tags_are_read_as_a_browser_reads_them(source: str, expected: list[tuple[str, dict[str, str]]]) -> None:
    assert [(tag.name, tag.attributes) for tag in read(source)] == expected


@pytest.mark.parametrize(
    ("srcset", "urls"),
    [
        ("a.png", ["a.png"]),
        ("a.png, b.png 2x", ["a.png", "b.png"]),
        ("a.png 1x,b.png 2x", ["a.png", "b.png"]),
        ("", []),
    ],
)
def test_srcset(srcset: str, urls: list[str]) -> None:
    assert [found.url for found in find_in_tags(read(f'<source srcset="{srcset}">'))] == urls


def test_css() -> None:
    text = "@import 'a.css'; @import url(b.css); p { background: url( \"c d.png\" ), url('e.png') } /* url(f) */"
    assert list(find_in_css(text)) == ["a.css", "b.css", "c d.png", "e.png"]


def test_reference_roles() -> None:
    tags = read('<link rel="canonical" href="a"><link rel="icon" href="b"><a href="c"><path fill="url(#d)">')
    assert [(found.url, found.role) for found in find_in_tags(tags)] == [
        ("a", "link"),
        ("b", "asset"),
        ("c", "link"),
        ("#d", "paint"),
    ]
    assert Reference("a", "link") == Reference("a", "link", 0)


@pytest.mark.parametrize("name", ["missing page", "missing fragment here", "missing fragment there", "missing image"])
def test_second_opinion_agrees(tmp_path: Path, name: str) -> None:
    page, old, new, target, _ = FAULTS[name]
    assert lychee.check(write(tmp_path)) == []
    plant(tmp_path, page, old, new)
    found = lychee.check(tmp_path)
    assert [problem.page for problem in found] == [page]
    assert found[0].target.endswith(target.lstrip("#"))
