"""Likeness of texts: which reports repeat an earlier one's words, measured where the texts are at hand.

The measure is the containment of A in B (A. Z. Broder, On the resemblance and containment of documents, 1997): of all
different sequences of five words in A the share that stands in B too. Words are runs of letters and digits, case
folded. Only the command line measures; builds read what it recorded.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

import msgspec

from deconflict.records.source import Source

#: Words in a sequence.
WORDS = 5
#: Least containment of a near-copy: half of a report's wording, the share from which Broder and others (Syntactic
#: clustering of the Web, 1997) put documents together.
THRESHOLD = 0.5

_WORD = re.compile(r"[^\W_]+")
_ID_BITS = 32


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """How much of the wording of ``key`` stands in ``of``: sequences in all, and those that both have."""

    key: str
    of: str
    shingles: int
    shared: int

    @property
    def like(self) -> bool:
        """Whether it is enough for a near-copy."""
        return self.shared >= THRESHOLD * self.shingles

    @property
    def containment(self) -> str:
        """The share with two decimals, rounded down."""
        return f"{self.shared * 100 // self.shingles / 100:.2f}"


class Likeness(msgspec.Struct, frozen=True):
    """What measuring found.

    ``near`` has for each report the earlier one that it repeats most, ``undated`` pairs whose order is not known (in
    both directions), ``measured`` the reports whose texts were, ``unmeasured`` the others with the reason.
    """

    near: tuple[Near, ...]
    undated: tuple[tuple[Near, Near], ...]
    measured: frozenset[str]
    unmeasured: tuple[tuple[str, str], ...]


def measure(sources: Iterable[Source], folder: Path) -> Likeness:
    """Measure every pair of reports of one incident whose texts lie in ``folder`` as ``<sha256>.txt``."""
    ids: dict[str, int] = {}
    texts: dict[str, frozenset[int]] = {}
    unmeasured: list[tuple[str, str]] = []
    known = sorted(sources, key=lambda s: (s.first_day, s.key))
    for source in known:
        text, why = read(source, folder)
        found = shingles(text, ids) if not why else frozenset()
        if found:
            texts[source.key] = found
        else:
            unmeasured.append((source.key, why or f"its text has fewer than {WORDS} words"))
    best: dict[str, Near] = {}
    undated: list[tuple[Near, Near]] = []
    for earlier, later in combinations([s for s in known if s.key in texts], 2):
        if earlier.incident != later.incident:
            continue
        one, other = _near(later.key, earlier.key, texts), _near(earlier.key, later.key, texts)
        if earlier.last_day is not None and earlier.last_day < later.first_day:
            old = best.get(later.key)
            if one.like and (old is None or one.shared > old.shared):
                best[later.key] = one
        elif one.like or other.like:
            undated.append((other, one))
    return Likeness(tuple(best[key] for key in sorted(best)), tuple(undated), frozenset(texts), tuple(unmeasured))


def _near(key: str, of: str, texts: Mapping[str, frozenset[int]]) -> Near:
    return Near(key=key, of=of, shingles=len(texts[key]), shared=len(texts[key] & texts[of]))


def read(source: Source, folder: Path) -> tuple[str, str]:
    """Read a report's text; return it, or nothing and the reason why it cannot be measured."""
    if source.sha256 is None:
        return "", "no text of it was hashed"
    path = folder / f"{source.sha256}.txt"
    if not path.is_file():
        return "", "its text is not at hand"
    try:
        data = path.read_bytes()
    except OSError as error:
        return "", f"its text cannot be read: {error.strerror}"
    if hashlib.sha256(data).hexdigest() != source.sha256:
        return "", "the text at hand is not the one that was hashed"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", "its text is not UTF-8"


def shingles(text: str, ids: dict[str, int]) -> frozenset[int]:
    """All different sequences of five words, each as one number made of its words' numbers in ``ids``."""
    window, found = 0, set()
    kept = (1 << (_ID_BITS * WORDS)) - 1
    for count, word in enumerate(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()), 1):
        window = (window << _ID_BITS | ids.setdefault(word, len(ids))) & kept
        if count >= WORDS:
            found.add(window)
    return frozenset(found)
