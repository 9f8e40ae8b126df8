"""Designations in running text, such as a type's letters and number, which no line may break at their hyphen."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

#: A few letters, a hyphen, figures and what is joined to them; a longer code, such as a date, may be broken.
_DESIGNATION = re.compile(r"(?<![\w-])[^\W\d_]{1,4}-\d+\w*(?![\w-])")
#: What stands outside of tags.
_TEXT = re.compile(r"(?:^|(?<=>))[^<]+")


def hold(text: str) -> Markup:
    """Put each designation of a text, or of the texts in trusted HTML, into an element that styles keep on one line.

    The letters stay as they were typed, so that a reader finds and copies them. A plain string is escaped.
    """
    return Markup(_TEXT.sub(_held, escape(text)))  # noqa: S704  (escaped, and what is added is our own)


def _held(text: re.Match[str]) -> str:
    return _DESIGNATION.sub(r"<bdi>\g<0></bdi>", text[0])
