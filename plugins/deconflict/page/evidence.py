"""Evidence: claims, and the answers that they carry, as readers see them."""

from __future__ import annotations

from collections.abc import Sequence

from deconflict import catalogue
from deconflict.page import fragments
from deconflict.page.facts import ClaimView, PositionView
from deconflict.page.frame import Frame
from deconflict.reconcile import answers
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.origins import original
from deconflict.reconcile.voices import Position, Voice
from deconflict.records.source import OUTLET
from deconflict.values import TYPES
from deconflict.values.day import day_words

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def position_view(position: Position, voices: Sequence[Voice], finding: Finding, frame: Frame) -> PositionView:
    """Show one answer with the claims of the given voices."""
    heard = {v.party for v in voices}
    return PositionView(
        words=answers.value_words(finding, position, frame.world),
        label=position.label,
        denied=position.denied,
        parties=tuple(p for p in frame.parties if p in heard),
        origins=tuple(sorted({v.origin for v in voices})),
        reports=len({v.claim.source for v in voices}),
        claims=tuple(claim_view(v, finding, frame) for v in voices),
        slip=position.label in finding.slips or all(v.claim.slip for v in voices),
    )


def claim_view(voice: Voice, finding: Finding, frame: Frame, left_out: str = "") -> ClaimView:
    """Show one claim."""
    key = (voice.claim.id, left_out)
    found = frame.claims.get(key)
    return found or frame.claims.setdefault(key, _claim_view(voice, finding, frame, left_out))


def _claim_view(voice: Voice, finding: Finding, frame: Frame, left_out: str) -> ClaimView:
    claim = voice.claim
    source = frame.sources[claim.source]
    kind = TYPES[finding.fact.type]
    words = kind.words(claim.value, finding.fact, frame.world)
    outlet = claim.speaker.id == OUTLET
    publisher = source.publisher.split(" (")[0]
    first = original(source, frame.records.sources, claim.slot)
    via = [] if first.key == source.key else [first.publisher.split(" (")[0]]
    speaker = publisher if outlet else claim.speaker.name or _capital(claim.speaker.role)
    chain = [*([] if outlet else [speaker]), *via, publisher]
    return ClaimView(
        id=claim.id,
        ref=fragments.of_claim(claim),
        slot=claim.slot,
        source=source.key,
        publisher=publisher,
        words=f"denied: {words}" if claim.denied else words,
        stated=claim.text,
        stance=claim.stance,
        denied=claim.denied,
        speaker=speaker,
        role="" if outlet or claim.speaker.name is None else claim.speaker.role,
        party=voice.party,
        origin=voice.origin,
        chain=tuple(dict.fromkeys(chain)),
        quote=claim.quote,
        language=source.language,
        direction=direction(source.language),
        note=claim.note,
        part=claim.part,
        resolved=claim.resolved,
        left_out=left_out,
        slip=claim.slip,
        translated=source.kind in catalogue.load()["translated"],
        later=claim.id in finding.later,
        answered=day_words(finding.answered[claim.id]) if claim.id in finding.answered else "",
    )


def direction(language: str) -> str:
    """The direction in which a language is written."""
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
