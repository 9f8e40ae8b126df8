"""Designations in text are held together, and nothing else is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from deconflict.render.unbroken import hold

HELD = [
    ("2 Su-25s and 1 Su-35", "2 <bdi>Su-25s</bdi> and 1 <bdi>Su-35</bdi>"),
    ("an F-22/Su-30SM pair", "an <bdi>F-22</bdi>/<bdi>Su-30SM</bdi> pair"),
    ("Су-25 в Сирии", "<bdi>Су-25</bdi> в Сирии"),
    ("(F-22), “A-10”", "(<bdi>F-22</bdi>), “<bdi>A-10</bdi>”"),
    ("SY-2017-12-13", "SY-2017-12-13"),
    ("a 45-mile line", "a 45-mile line"),
    ("near-copies, 13-14 October", "near-copies, 13-14 October"),
    ("A<B & F-22", "A&lt;B &amp; <bdi>F-22</bdi>"),
    (Markup('<a href="#F-22" title="F-22">F-22</a>'), '<a href="#F-22" title="F-22"><bdi>F-22</bdi></a>'),
]


@pytest.mark.parametrize(("text", "html"), HELD)
def test_designations_are_held(text: str, html: str) -> None:
    assert hold(text) == html


@given(st.text("F-2s &<>\"'1а"))
def test_no_letter_is_lost_or_added(text: str) -> None:
    assert Markup(hold(text).replace("<bdi>", "").replace("</bdi>", "")).unescape() == text
