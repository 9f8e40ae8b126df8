"""What every export says about itself."""

from __future__ import annotations

import msgspec


class About(msgspec.Struct, frozen=True, kw_only=True):
    """Title and address of the page (relative where the site has no address), licence, attribution."""

    title: str
    page: str
    site: str
    licence: str = "CC BY 4.0"
    licence_url: str = "https://creativecommons.org/licenses/by/4.0/"
    attribution: tuple[str, ...] = ()

    @property
    def credit(self) -> str:
        """The attribution in one line."""
        return ". ".join((self.site, *self.attribution))
