"""Evidence against the texts: every quote and offset, where ``fulltext/<sha256>.txt`` is at hand.

Only ``deconflict check`` reads publishers' texts; a build never does, so that every machine computes the same.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from deconflict.diagnostics import Diagnostics
from deconflict.records.load import Records
from deconflict.records.source import Source


class Tally(msgspec.Struct, frozen=True):
    """How many quotes there are, how many were held against how many texts, and why not all were."""

    quoted: int
    held: int
    texts: int
    absent: str


def check(records: Records, folder: Path, diagnostics: Diagnostics) -> Tally:
    """Hold every quote against its text: exact, moved (a warning), or stale (an error)."""
    quoted = held = texts = missing = 0
    for source in records.sources.values():
        quotes = sum(c.quote is not None for c in source.claims)
        quoted += quotes
        if source.sha256 is None:
            continue
        path = folder / "fulltext" / f"{source.sha256}.txt"
        if not path.is_file():
            missing += 1
            continue
        try:
            data = path.read_bytes()
        except OSError as error:
            diagnostics.add(source.path, 0, 0, "unreadable", f"its text cannot be read: {error.strerror}", "warning")
            continue
        texts += 1
        held += quotes
        _hold(source, data, diagnostics)
    without = sum(s.sha256 is None for s in records.sources.values())
    absent = f"{without} sources have no hashed text, {missing} hashed texts are not at hand"
    return Tally(quoted, held, texts, absent)


def _hold(source: Source, data: bytes, diagnostics: Diagnostics) -> None:
    if hashlib.sha256(data).hexdigest() != source.sha256:
        message = "the text at hand is not the one that was hashed"
        diagnostics.add(source.path, 0, 0, "stale-quote", message)
        return
    text = data.decode("utf-8", "replace")
    for claim in source.claims:
        if claim.quote is None:
            continue
        if claim.at is not None and text[claim.at[0] : claim.at[1]] == claim.quote:
            continue
        if claim.quote not in text:
            message = f"'{claim.quote}' does not stand in the text"
            diagnostics.add(source.path, claim.line, claim.column, "stale-quote", message)
        elif claim.at is not None:
            place = text.index(claim.quote)
            message = f"'{claim.quote}' stands at [{place}, {place + len(claim.quote)}], not at {list(claim.at)}"
            diagnostics.add(source.path, claim.line, claim.column, "moved-quote", message, "warning")
