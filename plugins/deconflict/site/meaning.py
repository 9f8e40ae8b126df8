"""What a term means, in short: the first whole sentences of its entry."""

from __future__ import annotations

from markupsafe import Markup

from deconflict.lint import words
from deconflict.lint.sentences import bounds

#: The first sentence stands whole; more follow as long as all have at most so many words.
MOST = 50


def first(html: str) -> str:
    """Return the first sentences of the first paragraph as plain text, none of them cut."""
    text = Markup(html.partition("</p>")[0]).striptags()  # noqa: S704  (it becomes plain text)
    kept = ""
    for begin, end in bounds(text, words.load().abbreviations):
        more = f"{kept} {text[begin:end].strip()}".strip()
        if kept and len(more.split()) > MOST:
            break
        kept = more
    return kept
