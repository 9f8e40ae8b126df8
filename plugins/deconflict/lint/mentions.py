"""Mentions: the values that stand in a sentence, found by the value types' own grammars."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from deconflict.lint.anyfact import ANY, any_quantity
from deconflict.lint.evidence import Evidence
from deconflict.lint.lexicon import Hit
from deconflict.theatre.gazetteer import Match
from deconflict.values import actor, boolean, code, count, day, place, quantity
from deconflict.values.base import key
from deconflict.world import Fact, World

MentionKind = Literal["value", "type", "elsewhere", "number"]


#: Characters between a subject and its verb.
REACH = 60


Hits = Mapping[str, Sequence[Hit]]


class Mention(msgspec.Struct, frozen=True):
    """A value in a sentence.

    ``kind``: a ``value`` of the type of ``fact``, of that fact alone if the sentence tells it by its own words; an
    aircraft ``type`` without a number; a place that only the theatre knows (``elsewhere``); a ``number``, ``name`` says
    of what. ``exact`` is whether a place stands after a preposition; ``actor`` whose the aircraft are said to be.
    """

    start: int
    end: int
    kind: MentionKind
    value: Any
    fact: Fact | None = None
    name: str = ""
    exact: bool = False
    actor: str | None = None

    @property
    def told(self) -> bool:
        """Whether the sentence tells a certain fact."""
        return self.fact is not None and self.fact.id != ""

    def shifted(self, by: int) -> Mention:
        """The same with other offsets."""
        return msgspec.structs.replace(self, start=self.start + by, end=self.end + by)


def find(text: str, hits: Hits, speaking: Container[int], evidence: Evidence) -> list[Mention]:
    """All mentions of a sentence, in order; where two overlap the richer one stays.

    Names that begin at ``speaking`` are those of speakers: they do not do what the sentence tells.
    """
    kept: list[Mention] = []
    for mention in _all(text, hits, speaking, evidence):
        if not any(mention.start < other.end and other.start < mention.end for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: (m.start, m.end))


def _all(text: str, hits: Hits, speaking: Container[int], evidence: Evidence) -> Iterator[Mention]:
    """Richer ones first."""
    digits = re.search(r"\d", text) is not None
    if digits or "month" in hits or "weekday" in hits:
        yield from _dates(text, evidence)
    counts = digits or "number" in hits
    if counts and "aircraft" in hits:
        yield from _counts(text, hits, evidence)
    if counts and "unit" in hits:
        for dimension in sorted({hit.id for hit in hits["unit"]} - {"count"}):
            yield from _amounts(text, dimension, evidence)
    yield from _told(text, hits, speaking, evidence)
    yield from (
        Mention(hit.start, hit.end, "type", hit.id, actor=_actor_before(text, hit.start, hits))
        for hit in hits.get("aircraft", ())
    )
    if "place" in hits:
        yield from _places(text, hits, evidence)
    if counts:
        yield from _numbers(text, hits)


def _dates(text: str, evidence: Evidence) -> Iterator[Mention]:
    world, days = evidence.world, evidence.days
    for found in day.find(text, ANY["date"], world, days.year):
        value, written = found.value, text[found.start : found.end]
        if not re.search(r"\d", written) and not any(name[:3] in written for name in day.MONTHS):
            # A weekday is one of the week of the incident; "today" is the reader's.
            if not any(name.casefold() in written.casefold() for name in day.WEEKDAYS):
                continue
            value = day.parse(written, ANY["date"], world, days.week)
        lead = _LEAD.match(written)
        begin = found.start + (lead.end() if lead else 0)
        yield Mention(begin, found.end, "value", value, ANY["date"])


#: Words before a date that are no part of it: a finding points at the date itself.
_LEAD = re.compile(r"(?:(?:on|in|since|from|until|till|by|of|during|before|after|between|the|last) )+", re.IGNORECASE)


def _counts(text: str, hits: Hits, evidence: Evidence) -> Iterator[Mention]:
    for found in count.find(text, ANY["count_of_type"], evidence.world):
        if _is_article(text[found.start : found.end], evidence.world):
            continue  # "a Su-25" is one of them
        inside = [h for h in hits.get("actor", ()) if found.start <= h.start and h.end <= found.end]
        who = inside[0].id if inside else _actor_before(text, found.start, hits)
        yield Mention(found.start, found.end, "value", found.value, ANY["count_of_type"], actor=who)


def _is_article(written: str, world: World) -> bool:
    """Whether a number is only "a" or "an", and not "a pair"."""
    first, *others = written.split()
    return len(first) < 3 and key(first) in world.numbers and key(f"{first} {others[0]}") not in world.numbers


def _actor_before(text: str, at: int, hits: Hits) -> str | None:
    """The actor whose name stands right before a place in the text."""
    for hit in reversed(hits.get("actor", ())):
        if hit.end <= at:
            return hit.id if text[hit.end : at] == " " else None
    return None


def _amounts(text: str, dimension: str, evidence: Evidence) -> Iterator[Mention]:
    fact = any_quantity(dimension)
    for found in quantity.find(text, fact, evidence.world.root):
        if found.value.vague or not _is_article(text[found.start : found.end], evidence.world):
            yield Mention(found.start, found.end, "value", found.value, fact)


def _places(text: str, hits: Hits, evidence: Evidence) -> Iterator[Mention]:
    prepositions = evidence.world.prepositions
    widest = max(prepositions.values(), key=lambda p: (p.point_m, p.id)).id
    names = tuple(f"{n.casefold()} " for p in prepositions.values() for n in (p.id, *p.also))
    for found in place.find(text, ANY["place"], evidence.world):
        rough = any(0 <= hit.start - found.end <= 1 for hit in hits.get("around", ()))
        exact = text[found.start : found.end].casefold().startswith(names) and not rough
        # A bare name claims no more than to be somewhere about.
        value = found.value if exact else place.Where(widest, found.value.place)
        yield Mention(found.start, found.end, "value", value, ANY["place"], exact=exact)


def _told(text: str, hits: Hits, speaking: Container[int], evidence: Evidence) -> Iterator[Mention]:
    """Facts that a sentence tells by their own words: who did it, that it happened, which of the codes."""
    facts = evidence.world.facts
    told = hits.get("told", ())
    for hit in hits.get("code", ()):
        name, _, value = hit.id.partition("/")
        if any(other.id == name for other in told) and not _negated(text, hit.start):
            yield Mention(hit.start, hit.end, "value", code.Code((value,)), facts[name])
    for hit in told if "open" not in hits else ():
        fact = facts[hit.id]
        if fact.type == "boolean" and not _negated(text, hit.start):
            yield Mention(hit.start, hit.end, "value", boolean.parse("true", fact, evidence.world), fact)
        elif fact.type == "actor":
            subject = _subject(text, hit, hits, speaking, evidence)
            if subject is not None:
                start, end, who = subject
                yield Mention(start, end, "value", actor.Party(who), fact)


def _subject(
    text: str, verb: Hit, hits: Hits, speaking: Container[int], evidence: Evidence
) -> tuple[int, int, str] | None:
    """Who does what a verb says: the nearest actor before it, or an aircraft that only one party flew."""
    if any(0 <= verb.start - hit.end <= 1 for hit in hits.get("passive", ())):
        return None
    before = [h for kind in ("actor", "aircraft") for h in hits.get(kind, ()) if h.end <= verb.start]
    for hit in sorted(before, key=lambda h: (-h.end, h.start)):
        if verb.start - hit.end > REACH or re.search(r"[;:.]", text[hit.end : verb.start]):
            return None
        if hit.start in speaking:
            continue
        if hit.kind == "actor":
            return hit.start, hit.end, hit.id
        if hit.id in evidence.owner_of_type and _actor_before(text, hit.start, hits) is None:
            return hit.start, hit.end, evidence.owner_of_type[hit.id]
    return None


def _negated(text: str, at: int) -> bool:
    return (
        re.search(r"\b(?:no|not|never|without|nor)\W+(?:\w+\W+){0,2}$", text[max(0, at - 30) : at], re.IGNORECASE)
        is not None
    )


#: Layers of the theatre that are no answer to where: an aircraft over a country is over all of it.
_WIDE = ("countries", "vocabulary")

_NUMERAL = re.compile(r"(?<![\w.,:/\u2019'#-])\d{1,9}(?:,\d{3})*(?:\.\d+)?(?!\.?\w|[-:/,]\d|-\w)")
_NAMED = re.compile(r"(?<=\s)[A-Z][\w.]*\s$")


def _numbers(text: str, hits: Hits) -> Iterator[Mention]:
    """Numbers of three and more, and what is counted, if it is one of the things that a page counts."""
    found = [(m.start(), m.end(), float(m[0].replace(",", ""))) for m in _NUMERAL.finditer(text)]
    found += [(h.start, h.end, float(h.id)) for h in hits.get("number", ()) if h.id]
    for start, end, number in found:
        if number < 3 or text[end : end + 1] == "-" or _NAMED.search(text[max(0, start - 20) : start]):
            continue
        nouns = [h for h in hits.get("counted", ()) if 0 < h.start - end <= 12 and len(text[end : h.start].split()) < 2]
        yield Mention(start, end, "number", number, name=nouns[0].id if nouns else "")


def elsewhere(text: str, matches: Iterable[Match], world: World) -> Iterator[Mention]:
    """Places that only the theatre knows, with the preposition before them, as they were found in a text."""
    heads = sorted((n for p in world.prepositions.values() for n in (p.id, *p.also)), key=lambda n: (-len(n), n))
    for match in matches:
        feature = match.features[0]
        if match.text[:1].isupper() and feature.layer not in _WIDE:
            before = text[max(0, match.start - 30) : match.start].casefold()
            head = next((len(n) + 1 for n in heads if before.endswith(f" {n} ") or before == f"{n} "), 0)
            yield Mention(match.start - head, match.end, "elsewhere", feature, name=match.text)
