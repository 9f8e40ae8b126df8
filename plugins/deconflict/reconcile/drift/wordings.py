"""Wordings: the sayings of an incident in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from deconflict.reconcile.drift import comparison, pieces, strands
from deconflict.reconcile.drift.heard import Heard, ordered, reports
from deconflict.reconcile.drift.lexicon import fold
from deconflict.reconcile.drift.likeness import TELLING
from deconflict.reconcile.drift.saying import KINDS, Saying, Variant, credited
from deconflict.reconcile.drift.strands import Group, Strand
from deconflict.reconcile.drift.words import Words, bare
from deconflict.records.source import Claim

#: Claims by act and slot, then by language, those of translators under ``None``.
Quoted = Mapping[tuple[str, str], Mapping[str | None, list[Claim]]]


def find(heard: Heard) -> Iterator[Saying]:
    """Find what two reports or more have from one act in words of one language."""
    quoted = _quoted(heard)
    groups = [group for _, here in sorted(_strands(heard).items()) for group in strands.gather(here)]
    for group, again in strands.join(groups):
        if strands.reports((*group, *again)) > 1:
            yield _saying(group, again, quoted)


def _strands(heard: Heard) -> Mapping[tuple[str, str], Sequence[Strand]]:
    """Strands by language and act; equal quotes are folded once."""
    by_quote: dict[tuple[str, str, str | None, str], list[Claim]] = {}
    for claim in heard.quotes:
        language = heard.languages[claim.source]
        if language is not None and claim.quote is not None:
            by_quote.setdefault((language, claim.act, heard.speaker(claim), claim.quote), []).append(claim)
    by_act: dict[tuple[str, str], dict[tuple[str | None, tuple[str, ...]], tuple[Words, list[Claim]]]] = {}
    for (language, act, speaker, quote), claims in by_quote.items():
        words = fold(quote, language, heard.world)
        if len(words.telling) >= TELLING:
            here = by_act.setdefault((language, act), {})
            here.setdefault((speaker, words.keys), (words, []))[1].extend(claims)
    return {
        (language, act): [Strand.of(words, act, language, speaker, of) for (speaker, _), (words, of) in here.items()]
        for (language, act), here in by_act.items()
    }


def _quoted(heard: Heard) -> Quoted:
    """Quotes of speakers; empty where all reports are in one language."""
    found: dict[tuple[str, str], dict[str | None, list[Claim]]] = {}
    if len(set(heard.languages.values())) > 1:
        for claim in heard.quotes:
            if heard.speaker(claim) is not None:
                here = found.setdefault((claim.act, claim.slot), {})
                here.setdefault(heard.languages[claim.source], []).append(claim)
    return found


def _saying(group: Group, again: Group, quoted: Quoted) -> Saying:
    base = group[0]
    by_words: dict[tuple[str, ...], tuple[Words, list[Claim]]] = {}
    for strand in (*group, *again):
        by_words.setdefault(strand.words.keys, (strand.words, []))[1].extend(strand.claims)
    by_speaker: dict[str | None, list[Claim]] = {}
    for strand in group:
        by_speaker.setdefault(strand.speaker, []).extend(strand.claims)
    return Saying(
        act=base.act,
        slot=None,
        language=base.language,
        base=_quote(base.claims),
        personal=True,
        variants=_by_kind(_variant(base, words, claims) for words, claims in by_words.values()),
        credits=credited(by_speaker),
        elsewhere=ordered(c for s in again for c in s.claims),
        abroad=_abroad(group, quoted) if quoted else (),
    )


def _variant(base: Strand, words: Words, claims: list[Claim]) -> Variant:
    held = bare(words) if all(c.stance == "reports" for c in claims) else words
    kind = comparison.compare(base.words, held)
    cut = () if kind == "same" else pieces.cut(base.words, held)
    return Variant(kind=kind, text=_quote(claims), pieces=cut, claims=ordered(claims))


def _abroad(group: Group, quoted: Quoted) -> tuple[Claim, ...]:
    """Claims of a group's act and slots in other languages."""
    slots = {(c.act, c.slot) for s in group for c in s.claims}
    by_language = [of for slot in slots for of in quoted.get(slot, {}).items()]
    return ordered(c for language, claims in by_language if language != group[0].language for c in claims)


def _quote(claims: Iterable[Claim]) -> str:
    """How equal wordings are shown: as most reports write it, rather not as a sentence begins."""
    if len(texts := {c.quote for c in claims}) == 1:
        return texts.pop() or ""
    shown: dict[str, set[str]] = {}
    for claim in claims:
        shown.setdefault(claim.quote or "", set()).add(claim.source)
    return min(shown, key=lambda text: (-len(shown[text]), text.swapcase(), text))


def _by_kind(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    return tuple(sorted(variants, key=lambda v: (KINDS.index(v.kind), -reports(v.claims), v.text)))
