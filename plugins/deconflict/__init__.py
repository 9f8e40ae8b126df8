"""Deconflict: what many reports say about one air incident, fact by fact, as a static site."""

__version__ = "0.1.0"


def register() -> None:
    """Connect the plugin to Pelican (the hook that Pelican calls for each plugin)."""
    from deconflict.site.plugin import connect  # noqa: PLC0415  (only the last stage knows Pelican)

    connect()
