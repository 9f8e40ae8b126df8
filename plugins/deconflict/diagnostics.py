"""Faults as data: where something is wrong, what it is, and what was probably meant.

Diagnostic            one fault at one place
Diagnostics           a growing list of them, which prints sorted
DeconflictError       raised once, at the end, when a list holds errors (exit status 2)
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

Severity = Literal["error", "warning"]


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """One fault: a file, a line and column counted from 1 (0: the whole file), a code and a sentence."""

    path: str
    line: int
    column: int
    code: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """Print as ``path:line:column: [code] message``, on one line whatever the message holds."""
        label = "" if self.severity == "error" else "warning: "
        text = f"{self.path}:{self.line}:{self.column}: {label}[{self.code}] {self.message}"
        return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


class Diagnostics:
    """A list of faults that every stage adds to and that is shown once, sorted, without repeats."""

    def __init__(self) -> None:
        """Start empty."""
        self._items: set[Diagnostic] = set()

    def add(
        self, path: Path | str, line: int, column: int, code: str, message: str, severity: Severity = "error"
    ) -> None:
        """Add one fault. ``code`` is one of ``CODES``."""
        if code not in CODES:
            raise KeyError(code)
        self._items.add(Diagnostic(str(path), line, column, code, message, severity))

    def extend(self, items: Iterable[Diagnostic]) -> None:
        """Add many faults."""
        self._items.update(items)

    def __iter__(self) -> Iterator[Diagnostic]:
        """Iterate in order of path, line and column."""
        return iter(sorted(self._items))

    def __len__(self) -> int:
        """Count faults of every severity."""
        return len(self._items)

    @property
    def errors(self) -> list[Diagnostic]:
        """Only those that end a build."""
        return [d for d in self if d.severity == "error"]

    def raise_errors(self) -> None:
        """Raise ``DeconflictError`` if any fault is an error."""
        if self.errors:
            raise DeconflictError(list(self))


class DeconflictError(Exception):
    """Raised when a list of diagnostics holds errors; Pelican ends with ``exitcode``."""

    exitcode = 2

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        """Keep all diagnostics; the message is their printed list."""
        self.diagnostics = diagnostics
        super().__init__("\n".join(map(str, diagnostics)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the nearest known word, or nothing."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean '{near[0]}'?" if near else ""


CODES: dict[str, str] = {
    # every code, with the sentence that the documentation prints for it
    "after-publication": "A report places something after its own publication.",
    "alias": "A record uses a YAML anchor, alias or tag.",
    "bad-citation": "A citation is not written as [@source] or [@source; @source], or stands where none can.",
    "bad-date": "A date is not in the calendar, or a word for one cannot be resolved.",
    "bad-front-matter": "The lines above an article's text are not keys and values.",
    "bad-key": "A key is not a word that can stand there.",
    "bad-link": "A link or image has an address that is not allowed.",
    "bad-offsets": "The offsets of a quote do not fit its length, or there is no hashed text.",
    "bad-quantity": "An amount, or its unit, cannot be read.",
    "bad-role": "A role in the text is empty, not closed, or stands where none can.",
    "bad-setting": "A setting has a value that it cannot have.",
    "bad-value": "A value does not have the form that its key asks for.",
    "bidi-control": "A text holds a mark that turns the direction of what follows.",
    "cards-missing": "Cards are asked for, but what the extra `cards` names is not installed.",
    "contradiction": "An editor's decision on independence cannot stand: it changes nothing, or another one undoes it.",
    "control-character": "A text holds a control character.",
    "cycle": "Copies, or wider aircraft types, lead back to where they began.",
    "duplicate-footnote": "Two footnotes have one name, so that the first would be lost.",
    "duplicate-key": "A key stands twice.",
    "empty": "A value is empty.",
    "invalid-utf8": "A file is not UTF-8.",
    "key-mismatch": "A record's key is not its file's name.",
    "later-original": "A near-copy names a report that appeared later.",
    "long-quote": "An evidence quote has more than eight words.",
    "missing-key": "A key that must be there is missing.",
    "moved-quote": "A quote stands in the text, but not at the offsets given.",
    "not-a-list": "A list was expected.",
    "not-a-mapping": "A mapping of keys to values was expected.",
    "not-text": "A text was expected.",
    "off-host-image": "An image lies on another host.",
    "one-decision": "A decision on independence neither joins nor splits, or does both.",
    "one-fact": "A claim names no fact, or more than one.",
    "one-stance": "A claim has no stance, or more than one.",
    "output-busy": "Another build is writing the same site.",
    "output-folder": "The output path is not a folder that a build may replace.",
    "plain-fact": "A sentence tells as fact what is disputed or one origin's word, and does not say whose.",
    "reserved-key": "A key above an article has a name that Pelican keeps for itself.",
    "role-in-summary": "A role or citation stands in an article's summary.",
    "silent-source": "A cited report makes no claim on the facts of its sentence.",
    "snapshot-file": "A snapshot of verdicts is not JSON, or not what a snapshot should be.",
    "speaker-id": "One person has two ids, or one id stands for two persons.",
    "stale-quote": "A quote does not stand in the text, or the text is not the one that was hashed.",
    "stray-file": "A file lies where records are read, but its name keeps it from being read.",
    "tab": "A tab stands where YAML wants spaces.",
    "table-cell": "A row of a table has more cells than its head, so that they would be lost.",
    "theatre-file": "A file of a theatre's folder is missing, is not JSON, or is not what a theatre's file should be.",
    "theatre-unknown": "A theatre is neither the name of a packaged one nor a folder.",
    "too-deep": "Lists or quotes are nested so deeply that text would be lost.",
    "too-exact": "A sentence is firmer or more exact than any claim: a hedge is lost, a range narrowed.",
    "too-long": "A text is longer than any honest entry would be.",
    "top-heading": "A text has a heading of the first level, which is the title's.",
    "uncorrected": "A value that was published as agreed on is so no longer, and no correction says so.",
    "unknown-about": "A claim's subject is not in the vocabulary.",
    "unknown-act": "An act is in neither the incident nor the vocabulary.",
    "unknown-actor": "An actor is not in the vocabulary.",
    "unknown-aircraft": "A count of aircraft, or its type, cannot be read.",
    "unknown-code": "A fact has no such code.",
    "unknown-fact": "A fact is in neither the incident, the vocabulary nor the catalogue.",
    "unknown-footnote": "A text refers to a footnote that is not there.",
    "unknown-incident": "There is no such incident.",
    "unknown-key": "A key is not one of the format.",
    "unknown-place": "A place is not in the vocabulary, or not in the theatre.",
    "unknown-role": "There is no such role.",
    "no-answer": "A role asks for the answer of a party that gives none.",
    "no-incident": "A role stands in a page that has no incident.",
    "content-used": "Another plugin read an article before its roles were filled.",
    "unknown-organisation": "A decision or a speaker names an organisation that nothing else names.",
    "unknown-party": "A role names a party that the incident does not have.",
    "unknown-rule": "An example is asked for of a rule that there is not.",
    "unknown-setting": "A DECONFLICT_ setting is not one of the plugin's.",
    "unknown-term": "There is no such glossary entry.",
    "uncited": "A sentence states a fact and cites no report of it.",
    "unreviewed": "Claims that nobody has reviewed were left out.",
    "unknown-side": "A side is not in the vocabulary.",
    "unknown-source": "There is no such source.",
    "unknown-speaker": "A speaker is not among the source's speakers.",
    "unknown-word": "A word is not one of those that the format knows.",
    "unlisted-act": "An act is used but missing from the source's list of acts.",
    "unreadable": "A file or folder cannot be read.",
    "unused-footnote": "Nothing refers to a footnote, so that it would be lost.",
    "unsupported-value": "A sentence has a date, amount, place, aircraft or number that no record has.",
    "unused-ok": "An {ok} silences nothing: its sentence has no finding.",
    "unused-speaker": "A speaker makes no claim.",
    "withdrawn": "A published incident is gone and nothing says why, or is noted as withdrawn and still there.",
    "wrong-side": "A sentence says of one side, or credits to it, what the records have of the other.",
    "yaml": "A file is not YAML.",
}
