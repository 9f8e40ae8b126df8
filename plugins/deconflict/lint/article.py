"""An article's findings: its passages read sentence by sentence, its citations, its reasons to be silent.

Citations: one covers its own sentence and those before it, back to the last citation of the same paragraph, as far
as a cited source speaks of their facts. A sentence needs one if it states a value of a fact or holds a fact's role,
unless a link of its own says where it comes from. Headings, titles, summaries and cells of tables need none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from deconflict.article.passages import Mark, Passage
from deconflict.article.text import Fault
from deconflict.diagnostics import Diagnostics, Severity
from deconflict.lint import mentions, rules
from deconflict.lint.evidence import Evidence
from deconflict.lint.lexicon import Hit
from deconflict.lint.rules import Reading
from deconflict.lint.sentences import split
from deconflict.reconcile.names import counted, listed

#: Sources that a message proposes at most.
PROPOSED = 3


class Report(msgspec.Struct, frozen=True):
    """What was found in some prose: findings in order, how many were silenced, how many sentences were read."""

    faults: tuple[Fault, ...] = ()
    silenced: int = 0
    sentences: int = 0


class Tally:
    """Findings of many files on their way to diagnostics, and how many there were."""

    def __init__(self, severity: Severity, diagnostics: Diagnostics) -> None:
        """Report findings as warnings or as errors."""
        self.severity, self.diagnostics = severity, diagnostics
        self.sentences = self.findings = self.silenced = 0

    def add(self, path: str, passages: Iterable[Passage], evidence: Evidence, language: str = "") -> None:
        """Lint one file's prose; in another language than that of the words that are known it is passed over."""
        if language and not language.casefold().startswith(evidence.words.language):
            return
        report = lint(passages, evidence)
        for fault in report.faults:
            self.diagnostics.add(path, fault.line, fault.column, fault.code, fault.message, self.severity)
        self.sentences += report.sentences
        self.findings += len(report.faults)
        self.silenced += report.silenced

    def __str__(self) -> str:
        """How much was read and found."""
        found = f"{counted(self.findings, 'finding')}, {self.silenced} silenced by {{ok}}"
        return f"{counted(self.sentences, 'sentence')} read: {found}"


def lint(passages: Iterable[Passage], evidence: Evidence) -> Report:
    """Read passages; a pure function."""
    faults: list[Fault] = []
    silenced = sentences = 0
    for passage in passages:
        readings = _read(passage, evidence)
        sentences += len(readings)
        about_sources = _judge_citations(readings, evidence) if passage.kind == "paragraph" else {}
        for reading in readings:
            found = {*reading.faults, *about_sources.get(reading.sentence.start, ())}
            reasons = reading.sentence.named("ok")
            if not reasons:
                faults.extend(found)
            elif found:
                silenced += len(found)
            else:
                faults.extend(_unused(mark) for mark in reasons)
    return Report(tuple(sorted(faults)), silenced, sentences)


def _unused(mark: Mark) -> Fault:
    return Fault(mark.line, mark.column, "unused-ok", "{ok} silences nothing: its sentence has no finding")


def _read(passage: Passage, evidence: Evidence) -> list[Reading]:
    hits = list(reversed(evidence.lexicon.find(passage.text)))
    known = evidence.geography.elsewhere(passage.text)
    places = list(reversed(list(mentions.elsewhere(passage.text, known, evidence.world))))
    readings = []
    for sentence in split(passage, evidence.words.abbreviations):
        own: dict[str, list[Hit]] = {}
        while hits and hits[-1].start < sentence.end:
            hit = hits.pop()
            own.setdefault(hit.kind, []).append(hit.shifted(-sentence.start))
        spots = []
        while places and places[-1].start < sentence.end:
            spots.append(places.pop().shifted(-sentence.start))
        readings.append(rules.read(sentence, own, spots, evidence))
    return readings


def _judge_citations(readings: Sequence[Reading], evidence: Evidence) -> dict[int, list[Fault]]:
    """Findings about citations, by the start of their sentence."""
    found: dict[int, list[Fault]] = {}
    group: list[Reading] = []
    for reading in readings:
        group.append(reading)
        marks = reading.sentence.named("cite")
        if marks:
            sources = [key for mark in marks for key in mark.body.split("; ")]
            for one in group[:-1]:
                if (
                    one.place is not None
                    and one.slots
                    and not any(_speaks(key, one.slots, evidence) for key in sources)
                ):
                    found.setdefault(one.sentence.start, []).append(_uncited(one, evidence))
            slots = frozenset(slot for one in group for slot in one.slots)
            own = found.setdefault(reading.sentence.start, [])
            own.extend(fault for mark in marks for fault in _silent(mark, slots, evidence))
            group = []
    for one in group:
        if one.place is not None:
            found.setdefault(one.sentence.start, []).append(_uncited(one, evidence))
    return found


def _uncited(reading: Reading, evidence: Evidence) -> Fault:
    assert reading.place is not None
    sources = [f"[@{key}]" for key in evidence.frame.sources if _speaks(key, reading.slots, evidence)]
    known = f"; {listed(sources[:PROPOSED], 'or')} would do" if sources else ""
    return Fault(*reading.place, "uncited", f"the sentence states a fact and cites no report of it{known}")


def _silent(mark: Mark, slots: frozenset[str], evidence: Evidence) -> Iterator[Fault]:
    """Sources of one citation that make no claim on any of the slots."""
    for key in mark.body.split("; ") if slots else ():
        if key in evidence.frame.sources and not _speaks(key, slots, evidence):
            labels = sorted({evidence.frame.findings[slot].fact.label.lower() for slot in slots})
            message = f"'{key}' makes no claim on {listed(labels, 'or')}"
            yield Fault(mark.line, mark.column, "silent-source", message)


def _speaks(key: str, slots: Iterable[str], evidence: Evidence) -> bool:
    return not evidence.slots_of(key).isdisjoint(slots)
