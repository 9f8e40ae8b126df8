"""How the words travelled: the sayings that reports print in different words or credit to different speakers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deconflict.page import fragments
from deconflict.page.evidence import direction
from deconflict.page.facts import RowView
from deconflict.page.frame import Frame
from deconflict.page.saying import CreditView, DriftView, PrintView, SayingView, VariantView
from deconflict.reconcile.drift import Saying, credit, drift
from deconflict.records.source import OUTLET, Claim


def build(frame: Frame, rows: Mapping[str, RowView]) -> DriftView:
    """Show what drifted; count what did not."""
    sayings = drift(frame.records, frame.incident)
    moved = [s for s in sayings if s.drifted]
    others = dict.fromkeys(s.slot for s in moved if s.slot is not None and not s.personal)
    return DriftView(
        sayings=tuple(_saying(s, frame, rows) for s in moved if s.personal),
        others=tuple((rows[slot].id, _label(rows[slot])) for slot in rows if slot in others),
        alike=len(sayings) - len(moved),
    )


def _label(row: RowView) -> str:
    return f"{row.label} ({row.subject})" if row.subject else row.label


def _saying(saying: Saying, frame: Frame, rows: Mapping[str, RowView]) -> SayingView:
    row = None if saying.slot is None else rows[saying.slot]
    return SayingView(
        row=None if row is None else row.id,
        label="" if row is None else _label(row),
        language=saying.language or "en",
        direction=direction(saying.language or "en"),
        base=saying.base,
        kinds=saying.kinds,
        words=tuple(credit.WORDS[kind] for kind in saying.kinds),
        credits=tuple(
            CreditView(text=text, prints=_prints(claims, frame)) for text, claims in credit.leads(saying, frame.sources)
        ),
        variants=tuple(
            VariantView(
                kind=v.kind,
                text=v.text,
                pieces=v.pieces,
                changes=credit.changes(v),
                prints=_prints(v.claims, frame),
            )
            for v in saying.variants
            if v.kind != "same"
        ),
        abroad=tuple(p.publisher for p in _prints(saying.abroad, frame)),
    )


def _prints(claims: Iterable[Claim], frame: Frame) -> tuple[PrintView, ...]:
    """One for each report, with its first claim."""
    first: dict[str, Claim] = {}
    for claim in claims:
        first.setdefault(claim.source, claim)
    return tuple(
        PrintView(
            publisher=frame.sources[key].publisher.split(" (")[0],
            claim=fragments.of_claim(claim),
            source=fragments.of_source(key),
            retold=claim.stance == "reports" and claim.speaker.id != OUTLET,
        )
        for key, claim in first.items()
    )
