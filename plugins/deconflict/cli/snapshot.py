"""``deconflict snapshot``: note the verdicts as they are to be published, and print what changed."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from deconflict.cli import options as shared
from deconflict.diagnostics import Diagnostics
from deconflict.page import changes as wording
from deconflict.page.dates import spoken
from deconflict.reconcile import history, names
from deconflict.reconcile.names import counted
from deconflict.records.load import Records
from deconflict.records.snapshot import FOLDER, Snapshot, Verdicts, render

HELP = "note the verdicts as they are to be published, and print what changed"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    shared.seeds(parser)
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="day of publication (today)")
    parser.add_argument("--note", default="", metavar="TEXT", help="a sentence for readers of the changes page")
    parser.add_argument("--dry-run", action="store_true", help="print what changed, write nothing")
    parser.add_argument("--force", action="store_true", help="replace the snapshot of the same day")


def run(options: argparse.Namespace) -> int:
    """Write one file, unless something that was agreed on changed without a correction."""
    records = shared.sound(options)
    today = datetime.now(tz=UTC).astimezone().date()
    day = options.date or today
    _check_day(day, today, records, force=options.force or options.dry_run)
    note = " ".join(options.note.split())
    if not note.isprintable() or len(note) > 1000:
        raise shared.UsageError("a note is a sentence or two of at most 1,000 characters")
    before = next((s for s in reversed(records.history.snapshots) if s.date < day), None)
    now = history.take_all(records)
    if before is not None:
        diagnostics = Diagnostics()
        history.check(records, now, diagnostics, before)
        diagnostics.raise_errors()
    _tell(records, before, now)
    file: Path = options.seeds / FOLDER / f"{day}.json"
    text = render(Snapshot(path=str(file), date=day, note=note, verdicts=now))
    size = f"{counted(len(now), 'incident')}, {counted(sum(map(len, now.values())), 'fact')}"
    kilobytes = f"{len(text.encode()) / 1000:.1f} KB"
    if options.dry_run:
        print(f"Nothing was written: {file} would hold {size} ({kilobytes}).")
        return 0
    try:
        file.parent.mkdir(exist_ok=True)
        draft = file.with_suffix(".tmp")
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(file)
    except OSError as error:
        raise shared.UsageError(f"{file} cannot be written: {error.strerror}") from error
    print(f"Wrote {file}: {size} ({kilobytes}). Commit it with what you publish.")
    return 0


def _day(word: str) -> date:
    try:
        found = date.fromisoformat(word)
    except ValueError:
        found = None
    if found is None or found.isoformat() != word:
        raise argparse.ArgumentTypeError(f"'{word}' is no day as YYYY-MM-DD")
    return found


def _check_day(day: date, today: date, records: Records, *, force: bool) -> None:
    """Refuse a day that has not come, one before the newest snapshot, and one that has a snapshot."""
    future = [s.path for s in records.history.snapshots if s.date > today]
    if future:
        raise shared.UsageError(f"today is {today}, and {future[0]} is dated later")
    if day > today:
        raise shared.UsageError(f"today is {today}: a snapshot cannot be dated {day}")
    newest = records.history.snapshots[-1] if records.history.snapshots else None
    if newest is not None and day < newest.date:
        raise shared.UsageError(f"there is a later snapshot, {newest.path}: what was published stays")
    if newest is not None and day == newest.date and not force:
        raise shared.UsageError(f"{newest.path} is there; --force replaces it, if it was not published yet")


def _tell(records: Records, before: Snapshot | None, now: Verdicts) -> None:
    """Print what changed, by incident."""
    if before is None:
        print("This is the first snapshot.")
        return
    since = spoken(before.date.isoformat())
    changes = history.compare(before.verdicts, now)
    if not changes:
        print(f"Nothing has changed since the snapshot of {since}.")
        return
    touched = sorted({change.incident for change in changes})
    print(f"Since the snapshot of {since}: {counted(len(changes), 'change')} in {counted(len(touched), 'incident')}.")
    for key in touched:
        mine = [change for change in changes if change.incident == key]
        incident = records.incidents.get(key)
        if incident is None:
            print(f"\n{records.history.withdrawn[key].title} ({key})\n  withdrawn")
            continue
        print(f"\n{incident.title} ({key})")
        if key not in before.verdicts:
            print(f"  new, with {counted(len(mine), 'fact')}")
            continue
        words = names.of(records, incident)
        for change in wording.ordered(mine, incident.world):
            said = wording.sentence(change, incident.world, words)
            print(f"  {wording.name(change.slot, incident.world)}: {said}")
    print()
