"""The picture of who relies on whom: what is drawn, in which place, and that texts stay texts."""

import re
import xml.etree.ElementTree as ET

import pytest

from deconflict.page.reports import BranchView, DescentView, LeafView, RootView
from deconflict.render.descent import WIDTH, _apart, render

SVG = "{http://www.w3.org/2000/svg}"


def leaf(key, how="", of=None, *, main=True):
    return LeafView(
        id=f"source-{key}", name=key, how=how, of=(f"source-{of}", of) if of else ("", ""), main=main, hangs=bool(of)
    )


def branch(*leaves, what="A statement."):
    return BranchView(said_on="2017-12-14", said_words="14 December 2017", name=what, leaves=leaves)


def root(*branches, label="North", own=False, note=""):
    keys = {x.id for b in branches for x in b.leaves}
    return RootView(
        label=label, tone="none" if own else "side-1", reports=len(keys), note=note, own=own, branches=branches
    )


def view(*roots):
    return DescentView(summary="Some reports.", roots=roots, decisions=())


def parse(picture):
    return ET.fromstring(picture.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def texts(picture):
    return ["".join(text.itertext()) for text in parse(picture).iter(f"{SVG}text")]


def test_nothing_is_drawn_of_nothing():
    assert render(view()) == ""


def test_every_report_is_named_once(explainers):
    for page in explainers.values():
        found = [text.removesuffix(" own words") for text in texts(render(page.descent))]
        names = [s.publisher.split(" (")[0] for s in page.sources]
        assert sorted(t for t in found if t in names) == sorted(names)
        discs = [c for c in parse(render(page.descent)).iter(f"{SVG}circle") if c.get("class") == "dc-disc"]
        assert len(discs) == page.origins, "as many discs as origins"


def test_nothing_stands_outside_the_picture_or_on_another(explainers):
    for page in explainers.values():
        picture = parse(render(page.descent))
        height = int(picture.get("viewBox").split()[3])
        places = [
            (int(t.get("x")), int(t.get("y")))
            for t in picture.iter()
            if t.tag in (f"{SVG}text", f"{SVG}tspan") and t.get("y")
        ]
        assert all(0 < x < WIDTH and 8 < y <= height for x, y in places)
        assert len(places) == len(set(places))


def test_the_picture_is_one_image_that_names_its_list():
    picture = parse(render(view(root(branch(leaf("a"))))))
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "Who relies on whom: drawing of the list below"
    assert not [x for x in picture.iter() if x.tag in (f"{SVG}title", f"{SVG}desc")]


def test_no_style_stands_in_it(explainers):
    for page in explainers.values():
        assert not re.search(r"style=|fill=|stroke=|#[0-9a-f]{3}", render(page.descent))


def test_an_inferred_copy_hangs_by_dashes():
    known = render(view(root(branch(leaf("a"), leaf("b", "copy", "a")))))
    inferred = render(view(root(branch(leaf("a"), leaf("b", "near-copy", "a")))))
    assert "dc-inferred" not in known
    assert inferred.replace(' class="dc-inferred"', "") == known


def test_two_origins_may_have_one_name():
    picture = render(view(root(branch(leaf("a"))), root(branch(leaf("b")), branch(leaf("c")))))
    assert len([c for c in parse(picture).iter(f"{SVG}circle") if c.get("class") == "dc-disc"]) == 2


def test_texts_stay_texts():
    nasty = "<script>&\"'"
    picture = render(view(root(branch(leaf(nasty), what=nasty), label=nasty, note=nasty)))
    assert "<script" not in picture
    assert nasty in texts(picture)[-1]


def test_long_texts_are_cut_with_dots():
    picture = render(view(root(branch(leaf("a" * 200), what="word " * 300), label="b" * 200)))
    assert max(map(len, texts(picture))) < 160
    assert picture.count("\u2026") == 2


@pytest.mark.parametrize("number", [1, 3, 60])
def test_outlets_alone_are_drawn(number):
    roots = [root(branch(leaf(f"o{n}")), label=f"o{n}", own=True) for n in range(number)]
    assert len([t for t in texts(render(view(*roots))) if t.endswith("own words")]) == number


@pytest.mark.parametrize(
    ("wanted", "weights", "found"),
    [
        ([], [], []),
        ([50], [1], [50]),
        ([10, 90], [1, 1], [10, 90]),
        ([50, 50], [1, 1], [45, 55]),
        ([50, 50], [1, 0.001], [50, 60]),
        ([0, 0, 100], [1, 1, 1], [5, 15, 95]),
        ([100, 0], [1, 1], [45, 55]),
    ],
)
def test_positions_are_moved_apart_as_little_as_can_be(wanted, weights, found):
    assert _apart(wanted, weights, 10, 100) == found
