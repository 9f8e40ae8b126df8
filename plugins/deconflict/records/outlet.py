"""Outlets as origins: ``outlet:`` and the publisher's name, folded."""

from __future__ import annotations

import re
import unicodedata

#: Prefix of origins that are outlets.
OUTLET_PREFIX = "outlet:"


def outlet(publisher: str) -> str:
    """Name the outlet of a publisher as an origin."""
    return OUTLET_PREFIX + publisher_slug(publisher)


def publisher_slug(publisher: str) -> str:
    """Fold a publisher's name: what stands before a bracket, lower case, no apostrophes, hyphens between words."""
    name = unicodedata.normalize("NFC", publisher).split(" (", maxsplit=1)[0].lower()
    return re.sub(r"[\W_]+", "-", re.sub("['\u2019]", "", name)).strip("-")
