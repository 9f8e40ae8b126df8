"""The HTML checks: silent on valid HTML5, loud on each planted fault."""
# ruff: noqa: E501 - markup stands as a page would hold it

from pathlib import Path

import pytest

from tests.support import html
from tests.support_tests.sample import plant, write

END = "</main>"

VALID = {
    "omitted end tags": "<ul><li>a<li>b</ul><table><tr><th>a<td>b</table><dl><dt>a<dd>b</dl><p>a<p>b",
    "unquoted and empty attributes": "<details open><summary>a</summary><input type=checkbox checked aria-label=x></details>",
    "void with slash": '<br/><hr/><img src="a" alt="b"/>',
    "named entities": "<p>&nbsp;&frac12;&ndash;&deg;&hairsp;</p>",
    "svg": '<svg viewBox="0 0 1 1" role="img" aria-label="x"><linearGradient id="lg"/><foreignObject><p>a</p></foreignObject>'
    '<text textLength="1"><tspan>a</tspan></text><a href="#lg"><title>b</title></a></svg>',
    "hidden svg": '<p aria-hidden="true"><svg><path d="M0 0"/></svg></p>',
    "mathml": "<math><mi>x</mi></math>",
    "data block": '<script type="application/json">{"a": "\\u003cp>", "b": "<!-- "}</script>',
    "new elements": "<dialog aria-label=x><p>a</p></dialog><search><p>a</p></search><picture><source srcset=a><img src=a alt></picture>",
    "time and ruby": "<p><time datetime=2017-12-13>x</time><data value=1>1</data><ruby>a<rp>(</rp><rt>b</rt></ruby>",
    "arabic": '<p><bdi lang="ar" dir="rtl">سوريا</bdi> <span lang="ru">Россия</span> &#x200f;</p>',
    "link around blocks": '<a href="#x"><h2 id="x">a</h2><p>b</p></a>',
    "field in its label": "<label>Name <input></label><fieldset><legend>a</legend></fieldset>",
    "name by picture": '<a href="#content"><img src="a" alt="Map"></a><button aria-label="Close"><svg aria-hidden="true"></svg></button>',
    "noscript": "<noscript><p>No script</p></noscript>",
    "full table": "<table><caption>a</caption><colgroup><col></colgroup><thead><tr><th>a</thead><tfoot><tr><td>b</tfoot></table>",
    "comment": "<!-- a < b, <p> -->",
}

FAULTS = {
    "unclosed element": (END, "<div></main>", "Unexpected end tag|end tag"),
    "stray end tag": (END, "</section></main>", "end tag"),
    "block in paragraph": (END, "<p><div></div></p></main>", "end tag"),
    "attribute twice": (END, '<p class="a" class="b"></p></main>', "attribute"),
    "no doctype": ("<!doctype html>", "", "DOCTYPE|doctype"),
    "unknown entity": (END, "<p>&nosuch;</p></main>", "entity"),
    "link in link": (END, '<a href="#content">a <a href="#content">b</a></a></main>', "start tag|end tag"),
    "block in table": (END, "<table><tr><th>a</th></tr><p>x</p></table></main>", "table"),
    "div closed by itself": (END, "<div/></main>", "self-closing|end tag|slash"),
    "no lang": ('<html lang="en">', "<html>", "no lang"),
    "no title": ("<title>Home - Sample</title>", "", "title"),
    "no viewport": (
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "",
        "viewport|exactly one",
    ),
    "zoom forbidden": ("initial-scale=1", "user-scalable=no", "zooming"),
    "id twice": (END, '<p id="content"></p></main>', "id used twice"),
    "id with space": (END, '<p id="a b"></p></main>', "holds a space"),
    "two h1": (END, "<h1>Again</h1></main>", "exactly one, has 2"),
    "no h1": ("<h1>Home</h1>", "", "exactly one, has 0"),
    "skipped level": (END, "<h4>Deep</h4></main>", "h4 follows h2"),
    "empty heading": (END, "<h2></h2></main>", "empty heading"),
    "image without alt": (END, '<img src="a.png"></main>', "without alt"),
    "drawing without name": (END, '<svg viewBox="0 0 1 1"></svg></main>', "neither a name"),
    "button without name": (
        END,
        '<button><svg aria-hidden="true"></svg></button></main>',
        "no accessible name",
    ),
    "link without name": (END, '<a href="#content"><img src="a" alt=""></a></main>', "no accessible name"),
    "field without label": (END, '<input id="q"></main>', "without a label"),
    "region without name": (END, '<div role="region"></div></main>', "without a name"),
    "table without headers": (END, "<table><tr><td>a</td></tr></table></main>", "without header cells"),
    "two navs": (END, "<nav></nav></main>", "several without names"),
    "labelledby to nowhere": (END, '<p aria-labelledby="gone"></p></main>', "points to no id"),
    "describedby to nowhere": (END, '<p aria-describedby="content gone"></p></main>', "points to no id"),
    "controls nowhere": (END, '<p aria-controls="gone"></p></main>', "points to no id"),
    "for nowhere": (END, '<label for="gone">a</label></main>', "points to no id"),
    "headers nowhere": (
        END,
        '<table><tr><th>a</th><td headers="gone">b</td></tr></table></main>',
        "points to no id",
    ),
    "tab order": (END, '<p tabindex="2"></p></main>', "tabindex above 0"),
    "li alone": (END, "<li>a</li></main>", "inside <main>"),
    "div in list": (END, "<ul><div></div></ul></main>", "inside <ul>"),
    "div in span": (END, "<span><div></div></span></main>", "block inside <span>"),
    "button in link": (END, '<a href="#content">a<button>b</button></a></main>', "interactive inside <a>"),
    "obsolete": (END, "<center>a</center></main>", "obsolete"),
}


@pytest.mark.parametrize("name", VALID)
def test_valid_html_passes(tmp_path: Path, name: str) -> None:
    plant(write(tmp_path), "index.html", END, VALID[name] + END)
    assert html.check(tmp_path) == []
    assert html.find_parse_errors(VALID[name], fragment=True) == []


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found(tmp_path: Path, name: str) -> None:
    old, new, words = FAULTS[name]
    plant(write(tmp_path), "index.html", old, new)
    found = html.check(tmp_path)
    assert {problem.page for problem in found} == {"index.html"}
    assert any(word in str(problem) for problem in found for word in words.split("|")), found


def test_parse_error_names_its_line() -> None:
    text = "<!doctype html><html lang=en><title>a</title>\n<p>\n</span>"
    assert [problem.line for problem in html.check_page("a.html", text) if problem.line] == [3]
