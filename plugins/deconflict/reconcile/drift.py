"""Drift: how one speaker's words and figures travelled through the reports.

A *saying* is what several reports have from one act: words that align, or a figure of one slot. Every saying has
someone who said it; what an outlet prints in its own voice joins only if it holds the words said. Sayings gather
around one wording, the fullest, that each of the others is held against: never around a chain of neighbours, which
could end in other words than it began with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import msgspec

from deconflict import catalogue
from deconflict.reconcile import likeness
from deconflict.reconcile.likeness import Piece, Words
from deconflict.records import people
from deconflict.records.incident import Incident
from deconflict.records.load import Records
from deconflict.records.source import OUTLET, Claim, Source
from deconflict.values import TYPES
from deconflict.values.code import Code
from deconflict.values.count import Count
from deconflict.values.quantity import Quantity

#: Types whose values are figures and names: compared as values, never as words.
FIGURES = ("date", "place", "quantity", "count_of_type")
#: How a saying travelled. ``moved``: credited to different speakers.
Kind = Literal["same", "trimmed", "altered", "moved"]
KINDS: tuple[Kind, ...] = ("same", "trimmed", "altered", "moved")


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """One wording or value of a saying with the claims that have it, held against the saying's base."""

    kind: likeness.Likeness
    text: str
    pieces: tuple[Piece, ...]
    claims: tuple[Claim, ...]


class Credit(msgspec.Struct, frozen=True, kw_only=True):
    """Whom reports credit with a saying: a person or office by id, or ``None`` for the outlets' own voice."""

    speaker: str | None
    claims: tuple[Claim, ...]

    @property
    def sources(self) -> frozenset[str]:
        """The reports."""
        return frozenset(c.source for c in self.claims)


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """What one act said, as reports print it; ``slot`` is set for a figure, else it is words in ``language``.

    ``base`` is the fullest wording, or the value that most reports have. ``credits`` are those of ``act``; they count
    as a difference for words and amounts (``personal``), not for a date, a place or a count of aircraft.
    ``elsewhere`` are claims of another act, in which a speaker of this one says the same. ``abroad`` are claims of the
    same act and slots in other languages or translated: a translation is not compared word by word.
    """

    act: str
    slot: str | None
    language: str | None
    base: str
    personal: bool
    variants: tuple[Variant, ...]
    credits: tuple[Credit, ...]
    elsewhere: tuple[Claim, ...]
    abroad: tuple[Claim, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What happened to it, in the order of ``KINDS``; ``same`` only where nothing else did."""
        found: set[Kind] = {v.kind for v in self.variants}
        if self.personal and len(self.credits) > 1:
            found.add("moved")
        return tuple(k for k in KINDS if k in found and (k != "same" or found == {"same"}))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, those in other languages left out."""
        return tuple(c for v in self.variants for c in v.claims)

    @property
    def drifted(self) -> bool:
        """Whether anything but the same words by the same speaker was found."""
        return self.kinds != ("same",)


def drift(records: Records, incident: Incident) -> tuple[Saying, ...]:
    """Find the sayings of an incident that two reports or more have: those of most reports first."""
    return _Finder(records, incident).find()


class _Strand(msgspec.Struct, frozen=True, eq=False):
    """Claims of one act and speaker in the same folded words."""

    words: Words
    act: str
    language: str
    speaker: str | None
    claims: list[Claim]

    @property
    def said(self) -> bool:
        """Whether these are the speaker's words and not an outlet's about them."""
        return self.speaker is not None and any(c.stance != "reports" for c in self.claims)


class _Finder:
    """Finds the sayings of one incident."""

    def __init__(self, records: Records, incident: Incident) -> None:
        self.incident, self.world = incident, incident.world
        self.sources: Mapping[str, Source] = {s.key: s for s in records.of(incident.key)}
        self.ids = people.ids(self.sources.values())
        translated = catalogue.load()["translated"]
        self.tongues = {k: None if s.kind in translated else s.language for k, s in self.sources.items()}
        self.claims = [
            c for key in sorted(self.sources) for c in self.sources[key].claims if c.reviewed and not self._open(c)
        ]

        #: Quotes of speakers by act and slot, then by language, those of translators under ``None``.
        self.quoted: dict[tuple[str, str], dict[str | None, list[Claim]]] = {}
        for claim in self.claims:
            if claim.quote is not None and claim.speaker.id != OUTLET:
                here = self.quoted.setdefault((claim.act, claim.slot), {})
                here.setdefault(self.tongues[claim.source], []).append(claim)

    def find(self) -> tuple[Saying, ...]:
        """All sayings."""
        found = [*self._wordings(), *self._figures()]
        return tuple(sorted(found, key=lambda s: (-_reports(s.claims), s.slot or "", s.base, s.act, s.claims[0].id)))

    def _open(self, claim: Claim) -> bool:
        fact = self.world.facts[claim.fact]
        return isinstance(claim.value, Code) and bool(fact.open.intersection(claim.value.ids))

    def _speaker(self, claim: Claim) -> str | None:
        return None if claim.speaker.id == OUTLET else self.ids[claim.speaker.id]

    # Words

    def _wordings(self) -> Iterator[Saying]:
        strands: dict[tuple[str, str], dict[tuple[str | None, tuple[str, ...]], _Strand]] = {}
        for claim in self.claims:
            language = self.tongues[claim.source]
            if claim.quote is None or language is None or self.world.facts[claim.fact].type in FIGURES:
                continue
            words = likeness.fold(claim.quote, language, self.world)
            if len(words.telling) < likeness.TELLING:
                continue
            speaker = self._speaker(claim)
            here = strands.setdefault((language, claim.act), {})
            key = (speaker, words.keys)
            if key not in here:
                here[key] = _Strand(words, claim.act, language, speaker, [])
            here[key].claims.append(claim)
        groups = [group for _, here in sorted(strands.items()) for group in _gather(list(here.values()))]
        for group, again in _again(groups):
            if _reports(c for s in (*group, *again) for c in s.claims) > 1:
                yield self._saying(group, again)

    def _saying(self, group: list[_Strand], again: list[_Strand]) -> Saying:
        base = group[0]
        by_words: dict[tuple[str, ...], list[Claim]] = {}
        shown: dict[tuple[str, ...], Words] = {}
        for strand in (*group, *again):
            by_words.setdefault(strand.words.keys, []).extend(strand.claims)
            shown.setdefault(strand.words.keys, strand.words)
        variants = []
        for keys, claims in by_words.items():
            retold = all(c.stance == "reports" for c in claims)
            words = likeness.bare(shown[keys]) if retold else shown[keys]
            kind = likeness.compare(base.words, words)
            cut = () if kind == "same" else likeness.pieces(base.words, words)
            text = _quote(claims)
            variants.append(Variant(kind=kind, text=text, pieces=cut, claims=_ordered(claims)))
        own = [c for s in group for c in s.claims]
        slots = sorted({(c.act, c.slot) for c in own})
        return Saying(
            act=base.act,
            slot=None,
            language=base.language,
            base=_quote(base.claims),
            personal=True,
            variants=_by_kind(variants),
            credits=self._credits(own),
            elsewhere=_ordered(c for s in again for c in s.claims),
            abroad=_ordered(
                c
                for slot in slots
                for tongue, claims in self.quoted.get(slot, {}).items()
                if tongue != base.language
                for c in claims
            ),
        )

    # Figures

    def _figures(self) -> Iterator[Saying]:
        """One saying for each slot of an act, for counts one for each type that is counted.

        A figure in an outlet's own voice is the outlet's: it is nobody's words.
        """
        by_slot: dict[tuple[str, str, str], list[Claim]] = {}
        for claim in self.claims:
            figure = self.world.facts[claim.fact].type in FIGURES and not claim.denied
            if figure and self._speaker(claim) is not None:
                item = "&".join(i.type for i in claim.value.items) if isinstance(claim.value, Count) else ""
                by_slot.setdefault((claim.act, claim.slot, item), []).append(claim)
        for (act, slot, _), claims in sorted(by_slot.items()):
            if _reports(claims) > 1:
                yield self._figure(act, slot, claims)

    def _figure(self, act: str, slot: str, claims: list[Claim]) -> Saying:
        fact = self.world.facts[claims[0].fact]
        kind = TYPES[fact.type]
        by_value: dict[tuple[object, ...], list[Claim]] = {}
        for claim in claims:
            by_value.setdefault(_stated(claim.value) or (kind.label(claim.value),), []).append(claim)
        values = sorted(by_value.values(), key=lambda of: (-_reports(of), -_direct(of), kind.label(of[0].value)))
        variants = [
            Variant(
                kind="altered" if n else "same",
                text=kind.words(found[0].value, fact, self.world),
                pieces=(),
                claims=_ordered(found),
            )
            for n, found in enumerate(values)
        ]
        return Saying(
            act=act,
            slot=slot,
            language=None,
            base=variants[0].text,
            personal=fact.type == "quantity",
            variants=tuple(variants),
            credits=self._credits(claims),
            elsewhere=(),
            abroad=(),
        )

    def _credits(self, claims: Iterable[Claim]) -> tuple[Credit, ...]:
        """Persons first, then offices, then outlets; more reports before fewer."""
        found: dict[str | None, list[Claim]] = {}
        for claim in claims:
            found.setdefault(self._speaker(claim), []).append(claim)

        def rank(speaker: str | None) -> tuple[bool, bool, int, str]:
            named = any(c.speaker.name for c in found[speaker])
            return (speaker is None, not named, -_reports(found[speaker]), speaker or "")

        return tuple(Credit(speaker=s, claims=_ordered(found[s])) for s in sorted(found, key=rank))


def _gather(strands: list[_Strand]) -> list[list[_Strand]]:
    """Groups of strands of one act, each with its base first; a strand of none is left out."""
    printed: dict[tuple[str, ...], set[str]] = {}
    for strand in strands:
        printed.setdefault(strand.words.keys, set()).update(c.source for c in strand.claims)

    def rank(s: _Strand) -> tuple[int, int, int, tuple[str, ...], str]:
        keys = s.words.keys
        return (-len(s.words.telling), -len(printed[keys]), -len(keys), keys, s.speaker or "")

    groups: list[list[_Strand]] = []
    telling: dict[str, list[int]] = {}
    found: dict[tuple[tuple[str, ...], bool, int], int] = {}

    def near(strand: _Strand) -> int:
        """The group whose base is of one saying with a strand, the nearest of several; -1 for none."""
        asked = (strand.words.keys, strand.said, len(groups))
        if asked not in found:
            met = sorted({n for word in strand.words.telling for n in telling.get(word, ())})
            fit = [n for n in met if likeness.linked(groups[n][0].words, strand.words, retold=not strand.said)]
            found[asked] = min(fit, key=lambda n: (-likeness.nearness(groups[n][0].words, strand.words), n), default=-1)
        return found[asked]

    later = []
    for strand in sorted(strands, key=rank):
        if strand.said and near(strand) < 0:
            for word in strand.words.telling:
                telling.setdefault(word, []).append(len(groups))
            groups.append([strand])
        else:
            later.append(strand)
    for strand in later:
        home = near(strand)
        if home >= 0:
            groups[home].append(strand)
    return groups


def _again(groups: list[list[_Strand]]) -> Iterator[tuple[list[_Strand], list[_Strand]]]:
    """Each group with the strands of another act in which one of its speakers says the same."""
    taken: set[int] = set()
    by_reports = sorted(range(len(groups)), key=lambda n: (-_reports(c for s in groups[n] for c in s.claims), n))
    by_speaker: dict[tuple[str, str], list[int]] = {}
    for n in by_reports:
        for speaker in {s.speaker for s in groups[n] if s.speaker is not None}:
            by_speaker.setdefault((groups[n][0].language, speaker), []).append(n)
    for n in by_reports:
        if n in taken:
            continue
        taken.add(n)
        base = groups[n][0]
        same = {
            m
            for s in groups[n] if s.speaker is not None
            for m in by_speaker[base.language, s.speaker]
            if m not in taken and groups[m][0].act != base.act and likeness.linked(base.words, groups[m][0].words)
        }  # fmt: skip
        taken |= same
        again = [s for m in sorted(same) for s in groups[m]]
        yield groups[n], [s for s in again if likeness.linked(base.words, s.words, retold=not s.said)]


def _stated(value: object) -> tuple[object, ...]:
    """What makes two amounts the same whatever unit they are written in: the figures, the hedge, the vague word."""
    if not isinstance(value, Quantity):
        return ()
    return (*(round(n, 6) for n in value.nominal), value.hedge, value.vague)


def _reports(claims: Iterable[Claim]) -> int:
    return len({c.source for c in claims})


def _direct(claims: Iterable[Claim]) -> int:
    return sum(c.stance != "reports" for c in claims)


def _ordered(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda c: (c.source, c.id)))


def _quote(claims: Iterable[Claim]) -> str:
    """How equal wordings are shown: as most reports write it, rather not as a sentence begins."""
    shown: dict[str, set[str]] = {}
    for claim in claims:
        shown.setdefault(claim.quote or "", set()).add(claim.source)
    return min(shown, key=lambda text: (-len(shown[text]), text.swapcase(), text))


def _by_kind(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    return tuple(sorted(variants, key=lambda v: (KINDS.index(v.kind), -_reports(v.claims), v.text)))
