"""History: what has changed between two states of the verdicts, and what of it needs a word to readers.

A value that was published as agreed on never vanishes in silence: if it is agreed on no longer, because another took
its place, the verdict is another or the slot is gone, the incident needs a correction that names the slot. Values
that are agreed on beside it, and all other changes, need none.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from deconflict.diagnostics import Diagnostics
from deconflict.reconcile.findings import Finding, reconcile
from deconflict.records.incident import Incident
from deconflict.records.load import Records
from deconflict.records.snapshot import Reading, Snapshot, Standing, Verdicts


class Change(msgspec.Struct, frozen=True):
    """A slot that stands otherwise than before: ``before`` is ``None`` for a new one, ``after`` for one now gone."""

    incident: str
    slot: str
    before: Standing | None
    after: Standing | None

    @property
    def minor(self) -> bool:
        """Whether verdict, agreed values and the editor's reading are as before: only answers or counts changed."""
        a, b = self.before, self.after
        if a is None or b is None:
            return False
        return (a.verdict, a.agreed, a.override) == (b.verdict, b.agreed, b.override)

    @property
    def lost(self) -> tuple[str, ...]:
        """Labels that were agreed on and are no longer."""
        kept = set(self.after.agreed) if self.after else set()
        return tuple(label for label in (self.before.agreed if self.before else ()) if label not in kept)

    def reversed(self) -> Change:
        """The change that undoes this one."""
        return Change(self.incident, self.slot, self.after, self.before)


def take(findings: Mapping[str, Mapping[str, Finding]]) -> dict[str, dict[str, Standing]]:
    """Note how every slot stands, from the findings by incident and slot."""
    return {key: {slot: standing(found[slot]) for slot in sorted(found)} for key, found in sorted(findings.items())}


def take_all(records: Records) -> dict[str, dict[str, Standing]]:
    """Note how every slot of every incident stands."""
    return take({key: reconcile(records, incident) for key, incident in records.incidents.items()})


def standing(finding: Finding) -> Standing:
    """Note how one slot stands."""
    override = finding.override
    return Standing(
        slot=finding.slot,
        verdict=finding.verdict,
        agreed=tuple(sorted(finding.agreed_on)),
        reports=finding.reports,
        origins=len(finding.origins),
        parties=tuple(sorted(finding.parties)),
        values=tuple(sorted({v.label for v in finding.voices if not v.claim.denied})),
        denied=tuple(sorted({v.label for v in finding.voices if v.claim.denied})),
        override=None if override is None else Reading(override.verdict, override.date),
    )


def compare(before: Verdicts, after: Verdicts) -> tuple[Change, ...]:
    """Find every slot that stands otherwise, in order of incidents and slots."""
    changes = []
    for incident in sorted({*before, *after}):
        old, new = before.get(incident, {}), after.get(incident, {})
        changes += [
            Change(incident, slot, old.get(slot), new.get(slot))
            for slot in sorted({*old, *new})
            if old.get(slot) != new.get(slot)
        ]
    return tuple(changes)


def check(records: Records, now: Verdicts, diagnostics: Diagnostics, before: Snapshot | None = None) -> None:
    """Report what was published, is no longer so, and is explained nowhere.

    ``before`` is the snapshot to hold the verdicts against; without it the newest.
    """
    history = records.history
    newest = before or (history.snapshots[-1] if history.snapshots else None)
    for key in sorted(set(history.withdrawn) & set(records.incidents)):
        message = f"incident '{key}' is noted as withdrawn, but its record is still there"
        diagnostics.add(history.path, 0, 0, "withdrawn", message)
    if newest is None:
        return
    for key in sorted(set(newest.verdicts) - set(records.incidents) - set(history.withdrawn)):
        message = (
            f"incident '{key}' stands in the snapshot of {newest.date} and is gone; say why under 'incidents:' "
            f"in this file: {key}: {{title: …, date: …, reason: …}}"
        )
        diagnostics.add(history.path, 0, 0, "withdrawn", message)
    for change in compare(newest.verdicts, now):
        incident = records.incidents.get(change.incident)
        if incident is not None and change.lost and not _corrected(incident, change.slot, newest):
            message = (
                f"'{change.slot}' was agreed on {_quoted(change.lost)} in the snapshot of {newest.date} and is "
                f"{_now(change.after)}; say so under 'corrections:' in this file: {{date: …, what: …, "
                f"fact: {change.slot}}}, with a date from {newest.date} on"
            )
            diagnostics.add(incident.path, 0, 0, "uncorrected", message)


def _corrected(incident: Incident, slot: str, since: Snapshot) -> bool:
    return any(c.fact == slot and c.date >= since.date for c in incident.corrections)


def _now(standing: Standing | None) -> str:
    if standing is None:
        return "gone"
    return f"now agreed on {_quoted(standing.agreed)}" if standing.agreed else f"now '{standing.verdict}'"


def _quoted(labels: tuple[str, ...]) -> str:
    return ", ".join(f"'{label}'" for label in labels)
