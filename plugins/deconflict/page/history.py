"""The history of an incident's page: corrections, and what changed from snapshot to snapshot.

What has changed since the newest snapshot has no day yet: it stands first, as pending, under the day that it was
compared with, so that a build needs no clock.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from deconflict.page import changes, fragments
from deconflict.page.dates import spoken
from deconflict.page.explainer import ChangeView, CorrectionView, HistoryView
from deconflict.page.frame import Frame
from deconflict.page.marks import MARKS
from deconflict.reconcile.history import Change, compare, take
from deconflict.reconcile.names import counted
from deconflict.records.snapshot import Verdicts


def corrections(frame: Frame) -> tuple[CorrectionView, ...]:
    """What was corrected, newest first."""
    views = []
    for correction in sorted(frame.incident.corrections, key=lambda c: c.date, reverse=True):
        slot = correction.fact or ""
        day = correction.date.isoformat()
        views.append(
            CorrectionView(
                date=day,
                when=spoken(day),
                text=correction.what,
                slot=slot,
                row=fragments.of_fact(slot) if slot in frame.findings else "",
                label=changes.name(slot, frame.world) if slot else "",
            )
        )
    return tuple(views)


def build(frame: Frame) -> tuple[HistoryView, ...]:
    """What changed in one incident, newest first; nothing where no snapshot holds it."""
    key = frame.incident.key
    snapshots = frame.records.history.snapshots
    views = []
    for older, newer in pairwise((None, *snapshots)):
        if newer is None or key not in newer.verdicts:
            continue
        if older is None or key not in older.verdicts:
            views.append(_first(newer.date, newer.verdicts, key))
        else:
            views.append(_between(older.verdicts, newer.verdicts, newer.date, frame))
    if snapshots and key in snapshots[-1].verdicts:
        now = take({key: frame.findings})
        views.append(_between(snapshots[-1].verdicts, now, snapshots[-1].date, frame, pending=True))
    return tuple(view for view in reversed(views) if view.first or view.changes)


def _first(day: date, verdicts: Verdicts, key: str) -> HistoryView:
    facts = counted(len(verdicts[key]), "fact")
    iso = day.isoformat()
    return HistoryView(date=iso, when=spoken(iso), pending=False, first=f"First snapshot, with {facts}.", changes=())


def _between(before: Verdicts, after: Verdicts, day: date, frame: Frame, *, pending: bool = False) -> HistoryView:
    key, iso = frame.incident.key, day.isoformat()
    found = changes.ordered(compare({key: before[key]}, {key: after[key]}), frame.world)
    views = tuple(_view(change, frame) for change in found)
    return HistoryView(date=iso, when=spoken(iso), pending=pending, first="", changes=views)


def _view(change: Change, frame: Frame) -> ChangeView:
    before, after = change.before, change.after
    label, subject = changes.names_of(change.slot, frame.world)
    moved = before is None or after is None or before.verdict != after.verdict
    return ChangeView(
        slot=change.slot,
        fragment=fragments.of_fact(change.slot),
        row=fragments.of_fact(change.slot) if change.slot in frame.findings else "",
        label=label,
        subject=subject,
        before=MARKS[before.verdict] if before and moved else None,
        after=MARKS[after.verdict] if after else None,
        move=changes.gist(change, frame.world, frame.names),
        text=changes.beside(change, frame.world, frame.names),
        minor=change.minor,
    )
