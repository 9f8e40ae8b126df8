"""Unknown: what the records have instead of something that nothing in them has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from deconflict.diagnostics import did_you_mean
from deconflict.lint.evidence import Evidence
from deconflict.lint.mentions import Mention
from deconflict.reconcile.findings import Finding

#: Findings whose answers a message names at most.
NEAREST = 3


def explain(mention: Mention, shown: str, evidence: Evidence) -> str:
    """What is wrong with something that nothing in the records has."""
    if mention.kind == "number":
        known = evidence.figures.counts.get(mention.name, ())
        in_all = f"; {max(known)} {mention.name} in all" if known else ""
        return f"nothing in the records makes it '{shown}'{in_all}"
    findings = _findings_like(mention, evidence)
    if not findings:
        return f"no record has '{shown}'"
    meant = _meant(mention, shown, findings, evidence)
    return f"no record has '{shown}'; they have {evidence.answers(findings)}{meant}"


def _findings_like(mention: Mention, evidence: Evidence) -> Sequence[Finding]:
    """The findings that a value could have been meant to answer, the likeliest first."""
    fact = mention.fact
    if fact is None:
        return evidence.of_type("place" if mention.kind == "elsewhere" else "count_of_type")
    found = evidence.of_type(fact.type, fact.dimension)
    if fact.id:
        return [finding for finding in found if finding.fact.id == fact.id]
    if mention.actor is not None:
        party = evidence.party_of_actor(mention.actor)
        return [f for f in found if evidence.owners.get(f.fact.id) == party] or found
    return found[: 1 if fact.type == "date" else NEAREST]


def _meant(mention: Mention, shown: str, findings: Iterable[Finding], evidence: Evidence) -> str:
    """What a name was probably meant to be."""
    voices = [voice for finding in findings for voice in finding.voices]
    if mention.kind == "type":
        types = {item.type for voice in voices for item in voice.value.items}
        return did_you_mean(shown, (evidence.world.aircraft[t].label for t in types))
    if mention.kind == "elsewhere":
        return did_you_mean(mention.name, (evidence.world.places[v.value.place].name for v in voices))
    return ""
