"""Claims as CSV (RFC 4180, UTF-8): one row a claim, claims without a value included."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from deconflict.page.explainer import Explainer
from deconflict.page.facts import ClaimView, RowView
from deconflict.render.exports.about import About

COLUMNS = (
    "incident", "slot", "fact", "subject", "verdict", "claim", "value", "value_in_words", "stance", "speaker", "role",
    "party", "origin", "source", "publisher", "title", "published", "language", "url", "quote", "part", "note",
    "counted", "licence", "credit", "page",
)  # fmt: skip

#: A spreadsheet takes a cell that begins so for a formula; an apostrophe keeps it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(page: Explainer, about: About) -> str:
    """Write the table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    sources = {s.key: s for s in page.sources}
    for row, claim, counted in claims(page):
        source = sources[claim.source]
        cells = (
            page.key, row.slot, row.label, row.subject, row.verdict, claim.id, claim.stated, claim.words, claim.stance,
            claim.speaker, claim.role, claim.party or "", claim.origin, claim.source, source.publisher,
            source.title or "", source.published, source.language, source.url or "", claim.quote or "",
            claim.part or "", claim.note or "", counted, about.licence, about.credit, about.page,
        )  # fmt: skip
        writer.writerow(_safe(cell) for cell in cells)
    return out.getvalue()


def claims(page: Explainer) -> Iterator[tuple[RowView, ClaimView, str]]:
    """Every claim of a page with its row and whether it was counted: ``yes``, or why not."""
    for row in page.rows:
        for cell in row.cells:
            for position in cell.positions:
                for claim in position.claims:
                    yield row, claim, "yes"
            for claim in cell.silent:
                yield row, claim, f"no: {claim.left_out}"
        for claim in row.left_out:
            yield row, claim, f"no: {claim.left_out}"


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
