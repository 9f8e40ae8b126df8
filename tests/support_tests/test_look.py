"""The instruments that measure the look: each finds the fault that is planted, and is silent where there is none."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.support import contrast, focus, labels, pages, pictures, weight
from tests.support.browser import Opener

SVG = '<svg class="map" width="200" height="100" viewBox="0 0 200 100" font-size="12">{}</svg>'
PAGE = "<!doctype html><html lang=en><title>x</title><style>{style}</style><body>{body}</body></html>"


@pytest.fixture
def show(visit: Opener, tmp_path: Path):
    def give(body: str, style: str = ""):
        path = tmp_path / "page.html"
        path.write_text(PAGE.format(style=style, body=body), encoding="utf-8")
        return visit(width=600).open(path.as_uri())

    return give


LABELS = {
    "apart": ('<text x="5" y="20">Raqqa</text><text x="5" y="60">Mayadin</text>', []),
    "on another": ('<text x="5" y="20">Raqqa</text><text x="15" y="24">Mayadin</text>', [("Raqqa", "Mayadin")]),
    "out of the drawing": ('<text x="180" y="20">Raqqa</text>', [("Raqqa", "")]),
    "hidden on another": (
        '<text x="5" y="20">Raqqa</text><text visibility="hidden" x="15" y="24">Mayadin</text>',
        [],
    ),
    "empty": ('<text x="5" y="20">Raqqa</text><text x="5" y="20"> </text>', []),
}


@pytest.mark.parametrize("case", LABELS)
def test_labels(show, case: str) -> None:
    markup, expected = LABELS[case]
    (drawing,) = labels.find_drawings(show(SVG.format(markup)))
    assert [(clash.label, clash.other) for clash in labels.find_clashes(drawing)] == expected


CONTRASTS = {
    "black on white": ("<p>Words</p>", "p { color: #000 }", 15, 21.1),
    "grey on white": ("<p>Words</p>", "p { color: #999 }", 2, 3.2),
    "faded": ("<p>Words</p>", "p { color: #000; opacity: .4 }", 2, 4),
    "hidden behind": ("<p>Words</p><div></div>", "div { position: absolute; inset: 0; background: #fff }", 0, 0),
    "in a drawing": (SVG.format('<rect width="200" height="100" fill="#333"/><text id="p" x="5" y="20">Words</text>'),
                     "", 1, 2),
    "with a halo": (
        SVG.format(
            '<rect width="200" height="100" fill="#333"/>'
            '<text id="p" x="5" y="20" stroke="#fff" stroke-width="4" paint-order="stroke">Words</text>'
        ),
        "", 15, 21.1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTRASTS)
def test_contrast(show, case: str) -> None:
    body, style, least, most = CONTRASTS[case]
    page = show(body, style)
    (found,) = contrast.measure(page, ["p, #p"])
    assert least <= found.ratio <= most
    assert found.enough == (least > 4.5)
    assert page.locator("[style]").count() == 0, "the page is as it was"


STOPS = {
    "sound": ("<a href='#a'>one</a> <a href='#b'>two</a>", ":focus { outline: 3px solid }", [], True),
    "no ring": ("<a href='#a'>one</a>", ":focus { outline: none }", [], False),
    "ring by colour": ("<a href='#a'>one</a>", ":focus { outline: none; background: #fc0 }", [], True),
    "hidden": ("<a href='#a' style='opacity: 0'>one</a>", ":focus { outline: 3px solid }", ["one"], False),
    "covered": ("<a href='#a'>one</a><div></div>",
                ":focus { outline: 3px solid } div { position: absolute; inset: 0; background: #fff }", ["one"], False),
}  # fmt: skip


@pytest.mark.parametrize("case", STOPS)
def test_focus(show, case: str) -> None:
    body, style, unseen, shown = STOPS[case]
    page = show(body, style)
    stops = focus.walk(page)
    assert [stop.name for stop in stops] == ["one", "two"][: body.count("<a")]
    assert [stop.name for stop in stops if not stop.seen or stop.covered] == unseen
    page = show(body, style)
    page.keyboard.press("Tab")
    stop = focus.find_stop(page)
    assert stop is not None
    assert focus.changes_picture(page, stop) == shown
    assert stop.ringed == ("outline: 3px" in style)


def test_a_trap_is_found(show) -> None:
    page = show("<a href='#a'>one</a><a href='#b' id='b'>two</a><a href='#c' id='c'>three</a>")
    page.evaluate("() => c.addEventListener('focus', () => b.focus())")
    with pytest.raises(AssertionError, match="after 40 stops"):
        focus.walk(page, limit=40)


def _drawing(shift: int = 0, *, missing: bool = False) -> Image.Image:
    picture = Image.new("RGB", (1440, 900), "#fcfcfa")
    draw = ImageDraw.Draw(picture)
    for row in range(10):
        draw.rectangle((40 + shift, 40 + 80 * row, 900 + shift, 60 + 80 * row), fill="#333")
    if not missing:
        draw.rectangle((1000, 100, 1400, 500), fill="#8c1a62")
    return pictures.shrink(picture)


def test_pictures_see_what_is_missing_and_not_a_pixel() -> None:
    kept = _drawing()
    assert pictures.compare(kept, kept) == pictures.Difference(0, 0)
    moved = pictures.compare(kept, _drawing(2))
    assert moved.mean < 4
    assert moved.blocks < 0.03
    gone = pictures.compare(kept, _drawing(missing=True))
    assert gone.mean > 4
    assert gone.blocks > 0.03
    assert pictures.side_by_side(kept, _drawing(2)).width == 3 * kept.width + 20


def test_weight_counts_what_a_page_names(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("site.css", "a/page.js", "live.js", "live.css"):
        (tmp_path / name).write_text(name * 1000)
    (tmp_path / "a" / "page.html").write_text(
        '<link rel="stylesheet" href="../site.css?v=1"><link rel="alternate" href="feed.xml"><script src="page.js">'
        '</script><img src="data:,"><figure data-css="../live.css" data-scripts="../live.js ../a/page.js"></figure>'
    )
    load = weight.find_load(tmp_path, "a/page.html")
    assert load.rest == ("a/page.html", "a/page.js", "site.css")
    assert load.live == ("live.css", "live.js")
    found = weight.weigh(tmp_path, "a/page.html")
    assert 0 < found.html < found.rest < found.live


def test_a_sample_has_one_of_each(tmp_path: Path) -> None:
    for path, kind in {
        "index.html": "home", "tags.html": "list", "archives.html": "list", "tag/a.html": "list", "tag/b.html": "list",
        "terms/a.html": "term", "terms/b.html": "term", "x/one.html": "incident", "x/two.html": "incident",
    }.items():  # fmt: skip
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(f'<body data-page="{kind}">')
    assert pages.sample(tmp_path) == [
        "archives.html", "index.html", "tag/a.html", "tags.html", "terms/a.html", "x/one.html", "x/two.html",
    ]  # fmt: skip
