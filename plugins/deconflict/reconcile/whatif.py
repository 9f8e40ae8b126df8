"""What evidence would change a verdict: the rules are asked again, with one account more or one less.

Nothing here knows what a rule asks. Each change is tried out on the claims at hand, so that what is said of it
cannot drift from what the rules would decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from deconflict.reconcile import rules
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.rules import Verdict
from deconflict.reconcile.voices import Position, Voice
from deconflict.world import World

#: Organisation and document of an account that does not exist.
NOBODY = "?"
#: At most so many answers of a slot are tried out: the ones that more origins and reports carry.
TRIED = 4

Kind = Literal["support", "withdrawal", "denial"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What one more or one less account would lead to.

    ``support``: another organisation, of no party, says ``label`` too. ``denial``: ``party`` (``None``: an
    organisation of none) denies ``label``. ``withdrawal``: ``origin`` takes back all that it says.
    """

    kind: Kind
    becomes: Verdict
    label: str = ""
    party: str | None = None
    origin: str = ""


def changes(finding: Finding, parties: Iterable[str], world: World) -> tuple[Change, ...]:
    """Try out support, denial and withdrawal; a change that leaves the verdict as it is counts too."""
    trial = _Trial(finding, world)
    said = [p for p in finding.positions if not p.denied][:TRIED]
    found: list[Change] = []
    if finding.verdict != "agreed":
        found += [Change(kind="support", label=p.label, becomes=trial.support(p)) for p in said]
    behind = sorted({v.origin for v in finding.voices})
    if len(behind) > 1:
        found += [Change(kind="withdrawal", origin=o, becomes=trial.withdrawal(o)) for o in behind]
    standing = [p for p in said if p.label in finding.agreed_on] or said[:1]
    for p in standing if finding.verdict != "disputed" else ():
        own = {v.party for v in finding.voices if v.party}
        others = [x for x in parties if x not in own]
        found += [
            Change(kind="denial", label=p.label, party=party, becomes=trial.denial(p, party))
            for party in (*others, None)
        ]
    return tuple(found)


class _Trial:
    """The rules on a finding's claims, of which equals are asked once."""

    def __init__(self, finding: Finding, world: World) -> None:
        self.rules = rules.of(finding.fact.id, world)
        # Two documents of a kind are enough for every rule: none asks for more than two.
        kept: dict[tuple[object, ...], dict[str, Voice]] = {}
        for v in finding.voices:
            kind = (v.label, v.claim.denied, v.origin, v.party, v.claim.stance)
            kept.setdefault(kind, {})[v.claim.source] = v
        self.kept = [v for by_source in kept.values() for v in list(by_source.values())[:2]]

    def support(self, position: Position) -> Verdict:
        return self._decide([*self.kept, _hypothetical(position, "reports", None)])

    def denial(self, position: Position, party: str | None) -> Verdict:
        return self._decide([*self.kept, _hypothetical(position, "denies", party)])

    def withdrawal(self, origin: str) -> Verdict:
        return self._decide([v for v in self.kept if v.origin != origin])

    def _decide(self, voices: Sequence[Voice]) -> Verdict:
        return self.rules.decide(voices).verdict


def _hypothetical(position: Position, stance: str, party: str | None) -> Voice:
    """Somebody new who says, or denies, what a position says."""
    template = next(v for v in position.voices if v.label == position.label)
    claim = msgspec.structs.replace(template.claim, source=NOBODY, id=NOBODY, stance=stance)
    return msgspec.structs.replace(template, claim=claim, origin=NOBODY, party=party, said=None)
