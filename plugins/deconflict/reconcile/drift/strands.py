"""Strands: claims in the same words of one act and speaker, and the groups that are of one saying.

A group gathers around one wording, the fullest that is the speaker's own, which each of the others is held against:
never around a chain of neighbours, which could end in other words than it began with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import msgspec

from deconflict.reconcile.drift.likeness import Index, linked
from deconflict.reconcile.drift.words import Words
from deconflict.records.source import Claim


class Strand(msgspec.Struct, frozen=True, eq=False, gc=False):
    """Claims of one act and speaker (``None``: outlets themselves) in the same folded words.

    ``said``: these are the speaker's words and not an outlet's about them. ``sources`` are the reports that print them.
    """

    words: Words
    act: str
    language: str
    speaker: str | None
    claims: tuple[Claim, ...]
    said: bool
    sources: frozenset[str]

    @classmethod
    def of(cls, words: Words, act: str, language: str, speaker: str | None, claims: Sequence[Claim]) -> Strand:
        """Make a strand of its claims."""
        said = speaker is not None and any(c.stance != "reports" for c in claims)
        return cls(words, act, language, speaker, tuple(claims), said, frozenset([c.source for c in claims]))


#: Strands of one saying, its base first.
Group = Sequence[Strand]


def reports(strands: Iterable[Strand]) -> int:
    """How many reports print any of these strands."""
    return len(frozenset().union(*(s.sources for s in strands)))


def gather(strands: Sequence[Strand]) -> list[Group]:
    """Groups of strands of one act and language; a strand of none is left out."""
    printed: dict[tuple[str, ...], set[str]] = {}
    for strand in strands:
        printed.setdefault(strand.words.keys, set()).update(strand.sources)

    def rank(s: Strand) -> tuple[int, int, int, tuple[str, ...], str]:
        keys = s.words.keys
        return (-len(s.words.telling), -len(printed[keys]), -len(keys), keys, s.speaker or "")

    bases = Index()
    groups: list[list[Strand]] = []
    rest: list[Strand] = []
    for strand in sorted(strands, key=rank):
        if strand.said and next(bases.linked(strand.words), None) is None:
            bases.add(strand.words)
            groups.append([strand])
        else:
            rest.append(strand)
    homes: dict[tuple[tuple[str, ...], bool], int | None] = {}
    for strand in rest:
        asked = (strand.words.keys, strand.said)
        if asked not in homes:
            homes[asked] = bases.nearest(strand.words, retold=not strand.said)
        home = homes[asked]
        if home is not None:
            groups[home].append(strand)
    return list(groups)


def join(groups: Sequence[Group]) -> Iterator[tuple[Group, Group]]:
    """Each group, those of most reports first, with the strands of other acts in which one of its speakers says it."""
    speakers = _heard_again(groups)
    numbers = [n for n, of in enumerate(speakers) if of]
    bases = Index()
    for n in numbers:
        bases.add(groups[n][0].words)
    taken: set[int] = set()
    for n in sorted(range(len(groups)), key=lambda n: (-reports(groups[n]), n)):
        if n in taken:
            continue
        taken.add(n)
        base = groups[n][0]
        near = [numbers[m] for m in bases.linked(base.words)] if speakers[n] else []
        same = [
            m for m in near
            if m not in taken and groups[m][0].language == base.language and groups[m][0].act != base.act
            and not speakers[m].isdisjoint(speakers[n])
        ]  # fmt: skip
        taken.update(same)
        again = [s for m in same for s in groups[m]]
        yield groups[n], [s for s in again if linked(base.words, s.words, retold=not s.said)]


def _heard_again(groups: Sequence[Group]) -> list[set[str]]:
    """For each group its speakers who are heard in another act of its language as well."""
    acts: dict[tuple[str, str | None], set[str]] = {}
    for strand in chain.from_iterable(groups):
        acts.setdefault((strand.language, strand.speaker), set()).add(strand.act)
    return [
        {s.speaker for s in group if s.speaker is not None and len(acts[s.language, s.speaker]) > 1} for group in groups
    ]
