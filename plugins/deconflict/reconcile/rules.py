"""The seven rules: what each one asks, in words, and the code that asks it. The first that fires decides.

A *conflict* is two asserted values that do not meet, or an asserted value that supports a denied one. *Direct
words* are claims that a speaker of a party asserts or denies; a *retelling* is what an outlet reports.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from itertools import combinations, combinations_with_replacement
from typing import Any, Literal

import msgspec

from deconflict.reconcile.voices import (
    Conflict,
    Position,
    Rung,
    Voice,
    conflicting,
    distinct,
    labels,
    position,
    reports,
)
from deconflict.values import TYPES, ValueType
from deconflict.world import Fact, World

Verdict = Literal["agreed", "compatible", "differs", "disputed", "one-origin", "single-source", "not-reported"]

# What has a label and a typed value.
Stated = Voice | Position

#: The word for each verdict, as readers see it.
VERDICTS: dict[Verdict, str] = {
    "agreed": "agreed",
    "compatible": "fit together",
    "differs": "differ",
    "disputed": "disputed",
    "one-origin": "one origin",
    "single-source": "single source",
    "not-reported": "not reported",
}

#: What evidence leads to, after its subject.
LEADS_TO: dict[Verdict, str] = {
    "agreed": "would make it agreed",
    "compatible": "would make the accounts fit together",
    "differs": "would make the accounts differ",
    "disputed": "would make it disputed",
    "one-origin": "would leave one origin",
    "single-source": "would leave a single source",
    "not-reported": "would leave nothing reported",
}

#: What each rule asks, by its number: the sentence that the method page, the pages and the command line print.
RULES: dict[int, str] = {
    1: "No claim is left that gives an answer.",
    2: "Speakers of two sides give the same answer in their own words; only retellings of what they said deviate.",
    3: "Speakers of different sides contradict each other.",
    4: "Claims contradict each other, but not as one side against the other.",
    5: "At least two origins support the same value, and nothing contradicts it.",
    6: "Several origins, and nothing that contradicts, but no value that two of them support.",
    7: "All claims go back to one origin.",
}


class Decision(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the rules make of the claims on one slot, and on what ground.

    ``ladder`` are the most specific values that two origins support, each with what one origin alone says more finely;
    ``apart`` are values of one origin that refine none of these; ``slips`` deviating values of retellings.
    """

    rule: int
    verdict: Verdict
    conflicts: tuple[Conflict, ...] = ()
    ladder: tuple[Rung, ...] = ()
    apart: tuple[Rung, ...] = ()
    slips: tuple[str, ...] = ()
    across_parties: bool = False


# So many pairs of values are remembered for a fact at most: those of many incidents, not of a whole site.
_PAIRS = 4096

# A value as a claim has it: its label, and whether it is denied.
_Statement = tuple[str, bool]


class Rules:
    """The rules over one fact's values; meeting and supporting are remembered per pair of distinct values."""

    def __init__(self, fact: Fact, world: World) -> None:
        """Take the fact whose type compares values."""
        self.fact, self.world = fact, world
        self.type: ValueType[Any] = TYPES[fact.type]
        self._meets: dict[tuple[str, str], bool] = {}
        self._supports: dict[tuple[str, str], bool] = {}
        self._conflicts: dict[tuple[_Statement, _Statement], bool] = {}

    def decide(self, kept: Sequence[Voice]) -> Decision:
        """Decide by the first rule that fires."""
        if not kept:
            return Decision(rule=1, verdict="not-reported")
        conflicts = tuple(self.conflicts(kept))
        said = [v for v in kept if not v.claim.denied]
        agreed_directly = self._direct_words(kept, conflicts)
        if agreed_directly is not None:
            return agreed_directly
        if any(c.between_parties for c in conflicts):
            return Decision(rule=3, verdict="disputed", conflicts=conflicts)
        if conflicts or not self._all_meet(said):
            return Decision(rule=4, verdict="differs", conflicts=conflicts)
        if len({v.origin for v in kept}) < 2:
            return Decision(rule=7, verdict="single-source" if reports(kept) < 2 else "one-origin")
        shared = self._shared(said, lambda v: v.origin)
        if not shared:
            return Decision(rule=6, verdict="compatible")
        agreed = self.most_specific(shared)
        across = any(len({v.party for v in said if v.party and self.supports(v, a)}) > 1 for a in agreed)
        # What only one origin supports: finer detail under what it refines, the rest apart.
        common = {s.label for s in shared}
        lone = [v for v in distinct(said) if v.label not in common]
        refining = {v.label for v in lone if any(self.supports(v, a) for a in agreed)}
        return Decision(
            rule=5,
            verdict="agreed",
            ladder=tuple(
                self._rung(a, said, [self._rung(v, said) for v in lone if self.supports(v, a)]) for a in agreed
            ),
            apart=tuple(self._rung(v, said) for v in lone if v.label not in refining),
            across_parties=across,
        )

    def meets(self, a: Stated, b: Stated) -> bool:
        """Whether what two voices say can both hold."""
        first, second = (a, b) if a.label <= b.label else (b, a)
        pair = (first.label, second.label)
        if pair not in self._meets:
            _make_room(self._meets)
            self._meets[pair] = self.type.meet(first.value, second.value, self.fact, self.world) is not None
        return self._meets[pair]

    def supports(self, a: Stated, b: Stated) -> bool:
        """Whether what the first states lies in what the second allows."""
        pair = (a.label, b.label)
        if pair not in self._supports:
            _make_room(self._supports)
            self._supports[pair] = self.type.supports(a.value, b.value, self.fact, self.world)
        return self._supports[pair]

    def conflict(self, a: Voice, b: Voice) -> bool:
        """Whether two voices contradict each other."""
        pair = ((a.label, a.claim.denied), (b.label, b.claim.denied))
        if pair not in self._conflicts:
            _make_room(self._conflicts)
            self._conflicts[pair] = self._conflict(a, b)
        return self._conflicts[pair]

    def _conflict(self, a: Voice, b: Voice) -> bool:
        if a.claim.denied and b.claim.denied:
            return False
        if a.claim.denied or b.claim.denied:
            said, denied = (b, a) if a.claim.denied else (a, b)
            return self.supports(said, denied)
        return not self.meets(a, b)

    def conflicts(self, kept: Sequence[Voice]) -> list[Conflict]:
        """All pairs of statements that conflict, in the order of their first voices."""
        said: dict[_Statement, list[Voice]] = {}
        for voice in kept:
            said.setdefault((voice.label, voice.claim.denied), []).append(voice)
        statements = list(map(tuple, said.values()))
        # A statement is held against itself too: only the type knows whether equals meet.
        return [
            conflicting(first, second)
            for first, second in combinations_with_replacement(statements, 2)
            if self.conflict(first[0], second[0]) and not (first is second and len(first) < 2)
        ]

    def most_specific(self, stated: Sequence[Voice]) -> list[Voice]:
        """Those values that no other of them supports without being supported in turn."""
        return [
            v for v in stated if not any(self.supports(w, v) and not self.supports(v, w) for w in stated if w is not v)
        ]

    def positions(self, kept: Sequence[Voice]) -> list[Position]:
        """Group claims that say the same: values that support each other both ways, denials apart."""
        said: dict[tuple[bool, str], list[Voice]] = {}
        for voice in kept:
            said.setdefault((voice.claim.denied, voice.label), []).append(voice)
        groups: list[list[Voice]] = []
        for _, voices in sorted(said.items(), key=lambda item: item[0]):
            home = next((g for g in groups if self._same(g[0], voices[0])), None)
            if home is None:
                groups.append(list(voices))
            else:
                home.extend(voices)
        found = [position(group) for group in groups]
        return sorted(found, key=lambda p: (p.denied, -len({v.origin for v in p.voices}), -len(p.voices), p.label))

    def _direct_words(self, kept: Sequence[Voice], conflicts: Sequence[Conflict]) -> Decision | None:
        """Rule 2: two parties assert the same in direct words, and only retellings of them deviate."""
        said = [v for v in kept if v.direct and not v.claim.denied]
        denials = [v for v in kept if v.direct and v.claim.denied]
        if len({v.party for v in said}) < 2 or not self._all_meet(said):
            return None
        if any(v.party != d.party and self.supports(v, d) for v in said for d in denials):
            return None
        shared = self._shared(said, lambda v: v.party)
        if not shared:
            return None
        organisations = {v.origin for v in said}
        stated = distinct(said)
        deviating = [v for v in kept if any(self.conflict(v, s) for s in stated)]
        faithful = all(v.claim.stance == "reports" and v.origin in organisations for v in deviating)
        if not deviating or not faithful:
            return None
        asserted = [v for v in kept if not v.claim.denied]
        return Decision(
            rule=2,
            verdict="agreed",
            conflicts=tuple(conflicts),
            ladder=tuple(self._rung(a, asserted) for a in self.most_specific(shared)),
            slips=labels(v for v in deviating if not v.claim.denied),
            across_parties=True,
        )

    def _rung(self, stated: Voice, said: Sequence[Voice], finer: Sequence[Rung] = ()) -> Rung:
        behind = tuple(v for v in said if self.supports(v, stated))
        return Rung(label=stated.label, value=stated.value, voices=behind, finer=tuple(finer))

    def _all_meet(self, said: Sequence[Voice]) -> bool:
        """Whether all values can hold together, not only in pairs."""
        stated = distinct(said)
        if not all(self.meets(a, b) for a, b in combinations(stated, 2)):
            return False

        def narrow(held: Any, value: Any) -> Any:
            return None if held is None else self.type.meet(held, value, self.fact, self.world)

        return not stated or reduce(narrow, (v.value for v in stated)) is not None

    def _shared(self, said: Sequence[Voice], who: Callable[[Voice], str | None]) -> list[Voice]:
        """One voice for each stated value that at least two of ``who`` support."""
        return [
            stated for stated in distinct(said) if len({who(v) for v in said if self.supports(v, stated)} - {None}) > 1
        ]

    def _same(self, a: Voice, b: Voice) -> bool:
        if a.claim.denied != b.claim.denied:
            return False
        return self.supports(a, b) and self.supports(b, a)


def _make_room(known: dict[Any, bool]) -> None:
    if len(known) >= _PAIRS:
        known.clear()


@lru_cache(maxsize=256)
def of(fact: str, world: World) -> Rules:
    """Return the rules over a world's fact, the same for all that ask, so that no pair of values is compared twice."""
    return Rules(world.facts[fact], world)
