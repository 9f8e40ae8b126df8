"""The meaning of a term in short: whole sentences, as many as fit."""

import pytest

from deconflict.site import meaning

LONG = "A river " + "that goes on " * 20 + "to the sea."
SHORT = [
    ("<p>Fast.</p>", "Fast."),
    ("<p>A jet. It is fast.</p>\n<p>More.</p>", "A jet. It is fast."),
    (f"<p>{LONG} It is long.</p>", LONG),
    (f"<p>A river. {LONG} It is long.</p>", "A river."),
    ("<p>A unit of <a href='x'>Lt. Col. Pickart</a> &amp; others. It flew.</p>",
     "A unit of Lt. Col. Pickart & others. It flew."),
    ("<p>A word for &lt;b&gt; in\ntwo lines</p>", "A word for <b> in two lines"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), SHORT)
def test_the_first_sentences_stand_whole(html, expected):
    assert meaning.first(html) == expected
