"""The policy checks on planted breaches."""

from pathlib import Path

import pytest

from tests.support import policy
from tests.support_tests.sample import plant, write

END = "</main>"
CHARSET = '<meta charset="utf-8">\n'
META = f'<meta http-equiv="Content-Security-Policy" content="{policy.POLICY}">\n'

FAULTS = {
    "no policy": ("index.html", META, "", "no Content-Security-Policy"),
    "weaker policy": ("index.html", "script-src 'self'", "script-src 'self' 'unsafe-inline'", "other policy"),
    "policy too late": (
        "index.html",
        CHARSET + META,
        CHARSET + "<title>a</title>" + META,
        "right after the charset",
    ),
    "no charset": ("index.html", CHARSET, "", "does not begin"),
    "policy twice": ("index.html", META, META + META, "more than one"),
    "inline script": ("index.html", END, "<script>x()</script></main>", "inline script"),
    "data block with markup": (
        "index.html",
        END,
        '<script type="application/json">{"a":"<b>"}</script></main>',
        "raw < in a data block",
    ),
    "inline style element": ("index.html", END, "<style>p{}</style></main>", "inline style element"),
    "style in svg": ("index.html", END, "<svg><style>p{}</style></svg></main>", "inline style element"),
    "style attribute": ("index.html", END, '<p style="color:red">x</p></main>', "inline style attribute"),
    "style attribute in svg": (
        "index.html",
        END,
        '<svg><g style="fill:red"/></svg></main>',
        "inline style attribute",
    ),
    "event handler": ("index.html", END, '<p onclick="x()">x</p></main>', "inline event handler"),
    "handler in capitals": ("index.html", END, "<svg ONLOAD=x()></svg></main>", "inline event handler"),
    "script url": ("index.html", END, '<a href="javascript:x()">x</a></main>', "script URL"),
    "script url in disguise": (
        "index.html",
        END,
        '<a href=" java&#10;script:x()">x</a></main>',
        "script URL",
    ),
    "blank target": ("index.html", END, '<a href="a" target="_blank">x</a></main>', "without rel=noopener"),
    "blocking script": ("index.html", " defer", "", "not deferred"),
    "async script": ("index.html", " defer", " defer async", "not deferred"),
    "module": ("index.html", " defer", ' defer type="module"', "not a classic script"),
    "off-host script": (
        "index.html",
        END,
        '<script defer src="https://a.example/x.js"></script></main>',
        "off-host asset",
    ),
    "off-host image": ("index.html", END, '<img src="//a.example/x.png" alt=""></main>', "off-host asset"),
    "off-host in srcset": (
        "index.html",
        END,
        '<img srcset="a.png, http://a.example/x.png 2x" alt=""></main>',
        "off-host asset",
    ),
    "off-host in style sheet": (
        "static/style.css",
        "../images/card.svg",
        "https://a.example/x",
        "off-host asset",
    ),
    "web font": ("static/style.css", "body {", "@font-face {} body {", "no font-src"),
    "frame": ("index.html", END, '<iframe src="index.html"></iframe></main>', "policy blocks"),
    "inline document": ("index.html", END, '<iframe srcdoc="x"></iframe></main>', "inline document"),
    "base": ("index.html", "<title>", '<base href="/"><title>', "policy blocks"),
    "form": ("index.html", END, '<form action="index.html"></form></main>', "form with an action"),
    "data script": ("index.html", END, '<script defer src="data:,x()"></script></main>', "not an image"),
    "manifest": ("index.html", "<title>", '<link rel="manifest" href="m.json"><title>', "manifest"),
    "script in drawing": ("images/card.svg", "<rect", "<script>x()</script><rect", "inline script"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_breach_is_found(tmp_path: Path, name: str) -> None:
    page, old, new, words = FAULTS[name]
    plant(write(tmp_path), page, old, new)
    found = policy.check(tmp_path)
    assert {problem.page for problem in found} == {page}
    assert any(words in problem.reason for problem in found), found


@pytest.mark.parametrize(
    "markup",
    [
        '<svg><path fill="red" stroke-width="2" clip-path="url(#a)" transform="scale(2)"/></svg>',
        '<script type="application/ld+json">{"a": "\\u003cb>"}</script>',
        '<a href="https://a.example/" target="_blank" rel="noopener">x</a>',
        '<a href="https://a.example/javascript:">x</a>',
        '<p data-style="x" data-on="y" title="one">style="x" onclick=</p>',
        "<!-- <script>x()</script> -->",
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">',
        '<script src="static/map.js" defer></script>',
    ],
)
def test_sound_markup_passes(tmp_path: Path, markup: str) -> None:
    plant(write(tmp_path), "index.html", END, markup + END)
    assert policy.check(tmp_path) == []


def test_some_pages_may_have_another_policy(tmp_path: Path) -> None:
    other = policy.POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    plant(write(tmp_path), "method.html", policy.POLICY, other)
    assert [problem.page for problem in policy.check(tmp_path)] == ["method.html"]
    assert policy.check(tmp_path, exceptions={"method*": other}) == []
    assert [problem.page for problem in policy.check(tmp_path, exceptions={"*": other})] == [
        "incidents/désert/index.html",
        "incidents/river/index.html",
        "index.html",
    ]
