"""Attribution: whose word a sentence gives, as far as its words show.

A *voice* is a name or a noun that speaks: a party, person or outlet with a verb of saying, an account that is
somebody's, "according to". The lists of verbs and nouns are data, the names come from the records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from deconflict.lint.evidence import Evidence
from deconflict.lint.lexicon import Hit

#: How many words may stand between a speaker's name and what makes it one: "Russian defence ministry".
NAME = 3
#: Characters between them: a limit on what is looked at.
FARTHEST = 80
#: What ends a clause.
BREAKS = (";", ":", "\u2014")
#: Characters between an actor and a value right after it.
CLOSE = 6
#: Characters between two words for one speaker: "Moscow's ministry".
TOGETHER = 30
#: Between a pronoun, or whose it is, and the word that follows.
NEXT = 1

_BREAK = re.compile(r"[;:.,()]")


class Voice(msgspec.Struct, frozen=True):
    """Who is given the word, and where; ``party`` only where it is certain."""

    start: int
    end: int
    party: str | None


def voices(text: str, hits: Mapping[str, Sequence[Hit]], evidence: Evidence) -> list[Voice]:
    """All voices of a sentence, in order."""
    speech = _Speech(text, hits)
    found = [*_named(speech, evidence), *_unnamed(speech)]
    return sorted(found, key=lambda voice: (voice.start, voice.end))


def speaker(at: int, text: str, voices: Sequence[Voice], hits: Mapping[str, Sequence[Hit]]) -> str | None:
    """The party given the word at a place: by the nearest voice before it in its clause, else by the next one."""
    speaking = {voice.start for voice in voices}
    for hit in hits.get("actor", ()):
        # Another than the grammatical speaker may be meant: "Washington has 10 miles, Moscow 2 km".
        near = 0 < at - hit.end <= CLOSE and len(text[hit.end : at].split()) < 2
        if near and hit.start not in speaking:
            return None
    begin = max(text.rfind(mark, 0, at) for mark in BREAKS)
    end = min((e for mark in BREAKS if (e := text.find(mark, at)) >= 0), default=len(text))
    clause = [voice for voice in voices if begin < voice.start < end] or voices
    before = [voice for voice in clause if voice.end <= at]
    chosen = before[-1] if before else next((voice for voice in clause if voice.start >= at), None)
    if chosen is None:
        return None
    same = {v.party for v in clause if abs(v.start - chosen.start) < TOGETHER and v.party is not None}
    return same.pop() if len(same) == 1 else chosen.party


class _Speech(msgspec.Struct, frozen=True):
    """A sentence and the words of speech in it."""

    text: str
    hits: Mapping[str, Sequence[Hit]]

    def of(self, kind: str) -> Sequence[Hit]:
        return self.hits.get(kind, ())

    def after(self, hit: Hit, kind: str, most: int) -> Hit | None:
        """The first word of a kind that follows within so many words of the same clause."""
        for other in self.of(kind):
            if other.start >= hit.end:
                between = self.text[hit.end : other.start]
                words = between[:FARTHEST].split()
                near = len(between) <= FARTHEST and len(words) - between.startswith(("'s", "\u2019s")) <= most
                return other if near and not _BREAK.search(between) else None
        return None

    def puts(self, hit: Hit) -> bool:
        """Whether one of the verbs that speak only there follows at once; some words may stand between."""
        verb = self.after(hit, "put", 2)
        if verb is None:
            return False
        allowed = {other.id for other in self.of("between")}
        return all(word.casefold() in allowed for word in self.text[hit.end : verb.start].split())


def _named(speech: _Speech, evidence: Evidence) -> Iterator[Voice]:
    """Parties, persons, outlets and organisations."""
    for hit in speech.of("actor"):
        office = speech.after(hit, "speakers", NAME)
        speaks = office is not None and (speech.of("said") or speech.of("phrases") or speech.puts(office))
        own = speech.after(hit, "words", NAME) or speech.after(hit, "said", NAME) or speech.puts(hit)
        if speaks or own:
            yield Voice(hit.start, hit.end, evidence.party_of_actor(hit.id))
    for hit in speech.of("person"):
        yield Voice(hit.start, hit.end, evidence.party_of_actor(hit.id))
    for kind in ("publisher", "organisation"):
        yield from (Voice(hit.start, hit.end, None) for hit in speech.of(kind))


def _unnamed(speech: _Speech) -> Iterator[Voice]:
    """Nouns and pronouns that speak, "its account", "according to"."""
    for hit in speech.of("speakers"):
        if speech.of("said") or speech.puts(hit):
            yield Voice(hit.start, hit.end, None)
    for hit in speech.of("pronouns"):
        if speech.after(hit, "said", NEXT) or speech.puts(hit):
            yield Voice(hit.start, hit.end, None)
    for hit in speech.of("own"):
        if speech.after(hit, "words", NEXT):
            yield Voice(hit.start, hit.end, None)
    yield from (Voice(hit.start, hit.end, None) for hit in speech.of("phrases"))
