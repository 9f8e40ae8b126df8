"""Bring up what a page shows only when the reader comes to it."""

from playwright.sync_api import Page, expect

FIGURES = "[data-map]"
LIVE = ".leaflet-container"


def bring_up_maps(page: Page) -> None:
    """Scroll every map into view and wait until it is live and still."""
    figures = page.locator(FIGURES).all()
    for figure in figures:
        figure.scroll_into_view_if_needed()
        expect(figure.locator(LIVE).or_(figure.and_(page.locator(LIVE)))).to_be_visible()
    if figures:
        page.wait_for_load_state("networkidle")
