"""The rules: what is wrong with one sentence, given the evidence; each finding with its code and its place.

A value is judged once, by the first of these that applies: no record has it (``unsupported-value``); it says more than
any claim (``too-exact``); it is said of, or credited to, the wrong side (``wrong-side``); it is disputed, or one
origin's word, and the sentence does not say whose (``plain-fact``).
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from deconflict.article.passages import Mark
from deconflict.article.text import Fault
from deconflict.lint import attribution, mentions, unknown
from deconflict.lint.evidence import Evidence, Said
from deconflict.lint.known import holds, is_known
from deconflict.lint.mentions import Hits, Mention
from deconflict.lint.sentences import Sentence
from deconflict.reconcile.findings import Finding

#: Verdicts under which a bare role prints one origin's word without saying whose it is.
ALONE = ("one-origin", "single-source")
#: Days from the first to the last of the shortest month.
MONTH = 27


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence as it was read: its findings, the slots that it speaks of, and where it first states a fact."""

    sentence: Sentence
    faults: tuple[Fault, ...]
    slots: frozenset[str]
    place: tuple[int, int] | None


def read(sentence: Sentence, hits: Hits, places: Iterable[Mention], evidence: Evidence) -> Reading:
    """Judge one sentence; ``hits`` and ``places`` are what was found in it."""
    return _Judge(sentence, hits, places, evidence).read()


class _Judge:
    def __init__(self, sentence: Sentence, hits: Hits, places: Iterable[Mention], evidence: Evidence) -> None:
        self.sentence, self.hits, self.evidence = sentence, hits, evidence
        self.text = sentence.text
        self.names = evidence.frame.names
        self.voices = attribution.voices(self.text, hits, evidence)
        self.mentions = self._mentions(places)
        self.faults: list[Fault] = []
        self.slots: set[str] = set()
        self.stated: list[tuple[int, int]] = []

    def _mentions(self, places: Iterable[Mention]) -> list[Mention]:
        """All mentions but those in a link's own words: these are about what the link leads to."""
        found = mentions.find(self.text, self.hits, {voice.start for voice in self.voices}, self.evidence)
        taken = [(m.start, m.end) for m in found]
        for kind in ("actor", "person", "publisher", "place"):
            taken += [(hit.start, hit.end) for hit in self.hits.get(kind, ())]
        found += [m for m in places if not any(m.start < end and start < m.end for start, end in taken)]
        links = [(link.start - self.sentence.start, link.end - self.sentence.start) for link in self.sentence.links]
        return [m for m in found if not any(start <= m.start < end for start, end in links)]

    def read(self) -> Reading:
        for mention in self.mentions:
            if mention.kind == "value":
                self._value(mention)
            elif mention.kind == "type" and mention.value in self.evidence.vocabulary.types:
                self._type(mention)
            elif not self.sentence.links and not is_known(mention, self.sentence, self.evidence):
                self._unknown(mention)
        for mark in self.sentence.named("fact"):
            self._role(mark)
        # A link says itself where its sentence comes from.
        place = min(self.stated) if self.stated and not self.sentence.links else None
        return Reading(sentence=self.sentence, faults=tuple(self.faults), slots=frozenset(self.slots), place=place)

    def _report(self, mention: Mention, code: str, message: str) -> None:
        self.faults.append(Fault(*self.sentence.place(mention.start), code, message))

    def _shown(self, mention: Mention) -> str:
        return self.text[mention.start : mention.end]

    def _unknown(self, mention: Mention) -> None:
        message = unknown.explain(mention, self._shown(mention), self.evidence)
        self._report(mention, "unsupported-value", message)

    # Values

    def _value(self, mention: Mention) -> None:
        fact, value = mention.fact, mention.value
        assert fact is not None
        place = self.sentence.place(mention.start)
        if fact.type == "date" and self._is_when_said(mention):
            self.stated.append(place)
        elif said := self.evidence.carried(fact, value):
            if not self._is_frame(mention, said):
                self.slots |= {one.finding.slot for one in said}
                self.stated.append(place)
            self._carried(mention, said)
        elif not self.sentence.links and not is_known(mention, self.sentence, self.evidence):
            self._uncarried(mention)

    def _is_frame(self, mention: Mention, said: tuple[Said, ...]) -> bool:
        """Whether a value only says where or when all of it was: a country, or a month or year that is agreed."""
        assert mention.fact is not None
        if mention.fact.type == "place":
            return self.evidence.world.places[mention.value.place].kind == "country"
        if mention.fact.type != "date":
            return False
        first, last = mention.value.region
        return (last - first).days >= MONTH and self.evidence.plain(said, mention.value)

    def _is_when_said(self, mention: Mention) -> bool:
        """Whether a date is a day on which somebody spoke, and not what was said to have happened then."""
        if not self.voices or not any(holds(mention.value, d) for d in self.evidence.days.spoken):
            return False
        before = [h for kind in ("said", "put", "words") for h in self.hits.get(kind, ()) if h.end <= mention.start]
        return not any(" that " in self.text[hit.end : mention.start] for hit in before)

    def _uncarried(self, mention: Mention) -> None:
        assert mention.fact is not None
        near = self.evidence.grounded(mention.fact, mention.value)
        if mention.fact.type == "date":
            # A month grounds every day of it, but only for a sentence about what happened in that month.
            near = tuple(s for s in near if self.evidence.days.speaks_of(s.finding.fact, self.text))
        if near:
            self.slots |= {one.finding.slot for one in near}
            self.stated.append(self.sentence.place(mention.start))
            message = f"'{self._shown(mention)}' says more than the records, which have {self.evidence.quoted(near)}"
            self._report(mention, "too-exact", message)
        else:
            self._unknown(mention)

    def _carried(self, mention: Mention, said: tuple[Said, ...]) -> None:
        wrong = self._of_wrong_side(mention, said) or self._wrongly_credited(mention, said)
        if wrong:
            self._report(mention, "wrong-side", wrong)
        elif not self.voices and not self.evidence.plain(said, mention.value):
            self._report(mention, "plain-fact", self._bare(mention, said))

    def _of_wrong_side(self, mention: Mention, said: tuple[Said, ...]) -> str:
        """What is wrong with an actor's aircraft if the claims have them as another's."""
        party = self.evidence.party_of_actor(mention.actor) if mention.actor else None
        owners = {self.evidence.owners.get(one.finding.fact.id) for one in said}
        if party is None or None in owners or party in owners:
            return ""
        return self._not_of(mention, {owner for owner in owners if owner}, party)

    def _not_of(self, mention: Mention, owners: Iterable[str], party: str) -> str:
        whose = " and ".join(self.names.adjective(owner) for owner in sorted(owners))
        return f"the records have '{self._shown(mention)}' as {whose}, not {self.names.adjective(party)}"

    def _wrongly_credited(self, mention: Mention, said: tuple[Said, ...]) -> str:
        """What is wrong with the party that the sentence credits if none of its claims says so."""
        speaker = self._speaker(mention.start)
        if speaker is None or speaker in {self.evidence.party(one.voice) for one in said}:
            return ""
        own = [f for f in _findings(said) if any(self.evidence.party(v) == speaker for v in f.voices)]
        # On what a party has not spoken of, a verb is weak evidence of what the sentence means.
        if mention.fact is None or mention.fact.type == "date" or (mention.told and not own):
            return ""
        name, origins = self.names.party(speaker), self.evidence.origins(said)
        other = f"; {name} has {self.evidence.answers(own, speaker)}" if own else ""
        return f"'{self._shown(mention)}' is the word of {origins}, not of {name}{other}"

    def _bare(self, mention: Mention, said: tuple[Said, ...]) -> str:
        """What is wrong with a value that stands as plain fact."""
        found = _findings(said)
        told = f" ({found[0].fact.label.lower()})" if mention.told else ""
        if all(finding.verdict in ALONE for finding in found):
            return (
                f"'{self._shown(mention)}'{told} stands as fact, but is the word of {self.evidence.origins(said)} alone"
            )
        return f"'{self._shown(mention)}'{told} stands as fact, but the records have {self.evidence.answers(found)}"

    def _type(self, mention: Mention) -> None:
        """Judge whose aircraft the sentence says they are."""
        owner = self.evidence.owner_of_type.get(mention.value)
        party = self.evidence.party_of_actor(mention.actor) if mention.actor else None
        if owner is not None and party is not None and owner != party:
            self._report(mention, "wrong-side", self._not_of(mention, [owner], party))

    def _speaker(self, at: int) -> str | None:
        return attribution.speaker(at, self.text, self.voices, self.hits)

    # Roles

    def _role(self, mark: Mark) -> None:
        slot, _, party = mark.body.partition("@")
        finding = self.evidence.frame.findings.get(slot)
        if finding is None:
            return
        self.slots.add(slot)
        self.stated.append((mark.line, mark.column))
        speaker = self._speaker(mark.at - self.sentence.start)
        if party in self.evidence.frame.parties and speaker not in (None, party):
            message = (
                f"this is the word of {self.names.party(party)}, but the sentence credits {self.names.party(speaker)}"
            )
            self.faults.append(Fault(mark.line, mark.column, "wrong-side", message))
        if self.voices or not finding.voices:
            return
        if finding.verdict in ALONE:
            origins = self.evidence.origins(Said(finding, voice) for voice in finding.voices)
            message = f"'{slot}' stands as fact, but is the word of {origins} alone"
        elif party and finding.verdict != "agreed":
            answers = self.evidence.answers([finding])
            message = f"one side's word stands as fact, but the records have {answers}"
        else:
            return
        self.faults.append(Fault(mark.line, mark.column, "plain-fact", message))


def _findings(said: Iterable[Said]) -> list[Finding]:
    return list({one.finding.slot: one.finding for one in said}.values())
