"""Marks: the word, the shape and the meaning of each verdict, the same in prose, tables, map, feed and print."""

from __future__ import annotations

from deconflict.page.facts import Mark
from deconflict.reconcile.rules import VERDICTS

_DISC = "M6 1a5 5 0 1 1 0 10a5 5 0 1 1 0-10z"
_LEFT = "M5 1.1a5 5 0 0 0 0 9.8z"
_RIGHT = "M7 1.1a5 5 0 0 1 0 9.8z"

MARKS: dict[str, Mark] = {
    mark.verdict: mark
    for mark in (
        Mark(
            verdict="agreed",
            word=VERDICTS["agreed"],
            brief="independent origins say the same",
            sentence="At least two independent origins support the same value and nothing contradicts it, or both "
            "sides say it in their own words and only retellings of them deviate.",
            fill=_DISC,
            line=_DISC,
        ),
        Mark(
            verdict="compatible",
            word=VERDICTS["compatible"],
            brief="the accounts can all be true",
            sentence="Several origins, nothing contradicts, but no two of them support the same value.",
            fill="M6 1a5 5 0 0 0 0 10z",
            line=_DISC,
        ),
        Mark(
            verdict="differs",
            word=VERDICTS["differs"],
            brief="accounts conflict, but not side against side",
            sentence="Claims contradict each other, but not as one side against the other.",
            fill="M6 0.5l5.5 5.5l-5.5 5.5l-5.5-5.5z",
            line="M6 0.5l5.5 5.5l-5.5 5.5l-5.5-5.5z",
        ),
        Mark(
            verdict="disputed",
            word=VERDICTS["disputed"],
            brief="one side contradicts the other",
            sentence="A claim of one side contradicts a claim of the other, or one side denies what the other says.",
            fill=_LEFT,
            line=_LEFT + _RIGHT,
        ),
        Mark(
            verdict="one-origin",
            word=VERDICTS["one-origin"],
            brief="many reports, all from one organisation",
            sentence="Several reports, but all rely on one organisation.",
            fill="",
            line=_DISC,
        ),
        Mark(
            verdict="single-source",
            word=VERDICTS["single-source"],
            brief="one report says so",
            sentence="Only one report says so.",
            fill="",
            line=_DISC,
            dashed=True,
        ),
        Mark(
            verdict="not-reported",
            word=VERDICTS["not-reported"],
            brief="no report answers it",
            sentence="No report that was read gives an answer.",
            fill="",
            line="M1.5 6h9",
        ),
    )
}


def mark_svg(mark: Mark) -> str:
    """Draw a mark as inline SVG of 12 x 12 pixels, hidden from assistive technology: its word stands beside it."""
    dash = ' stroke-dasharray="1.6 1.5"' if mark.dashed else ""
    fill = f'<path fill="currentColor" d="{mark.fill}"/>' if mark.fill else ""
    line = f'<path fill="none" stroke="currentColor" stroke-width="1.5"{dash} d="{mark.line}"/>'
    return (
        f'<svg class="dc-mark" width="12" height="12" viewBox="0 0 12 12" '
        f'aria-hidden="true" focusable="false">{fill}{line}</svg>'
    )
