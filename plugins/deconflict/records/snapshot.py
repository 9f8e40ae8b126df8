"""Snapshots: the verdicts of a site on the days that they were published, one small file each.

seeds/history/<date>.json       by incident and slot the verdict, values and counts, one slot a line
seeds/history/withdrawn.yaml    incidents that were published and are no more

A build reads these files and never writes them; ``deconflict snapshot`` does.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec

from deconflict.diagnostics import Diagnostics
from deconflict.records.dates import parse_date
from deconflict.records.incident import VERDICTS
from deconflict.records.source import KEY, day, prose, text
from deconflict.records.walker import Entry, Field, Table, Text, Walker

FORMAT = 1
#: The folder of snapshots in the folder of records, and its one file that is none.
FOLDER = "history"
WITHDRAWN_FILE = "withdrawn.yaml"
#: Most bytes of a file: some thousand times what two incidents need.
LARGEST = 10_000_000

_Word = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
_Verdict = Annotated[str, msgspec.Meta(pattern=f"^(?:{'|'.join(VERDICTS)})$")]

WITHDRAWN = Entry(
    {
        "format": Field(Text(choices=("1",)), "version of this format"),
        "incidents": Field(
            Table(
                Entry(
                    {
                        "title": Field(text, "what the incident was called", required=True),
                        "date": Field(day, "when it was withdrawn", required=True),
                        "reason": Field(prose, "why, for readers", required=True),
                    }
                ),
                KEY,
            ),
            "incidents that were published and are no more",
            required=True,
        ),
    }
)


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An editor's verdict beside the computed one."""

    verdict: _Verdict
    date: date


class Standing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a slot stood: its verdict, canonical labels (sorted) and counts.

    ``agreed`` are the values that were agreed on, ``values`` all that were asserted, ``denied`` those that were
    denied; ``reports`` and ``origins`` are numbers, ``parties`` the ids of those that were heard.
    """

    slot: _Word
    verdict: _Verdict
    agreed: tuple[_Word, ...] = ()
    reports: _Count
    origins: _Count
    parties: tuple[_Word, ...] = ()
    values: tuple[_Word, ...] = ()
    denied: tuple[_Word, ...] = ()
    override: Reading | None = None


#: What all slots of all incidents come to: incident to slot to standing.
Verdicts = Mapping[str, Mapping[str, Standing]]


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The verdicts as they were published on a day; ``path`` is its file as diagnostics name it."""

    path: str
    date: date
    note: str
    verdicts: Verdicts


class Withdrawal(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that was published and is no more."""

    incident: str
    title: str
    date: date
    reason: str


class History(msgspec.Struct, frozen=True, kw_only=True):
    """All snapshots in order of their days, and all withdrawals by incident; ``path`` is the file of the latter."""

    snapshots: tuple[Snapshot, ...] = ()
    withdrawn: Mapping[str, Withdrawal] = {}
    path: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was noted yet, so that there is nothing to hold verdicts against."""
        return not self.snapshots and not self.withdrawn


class _Incident(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The slots of one incident, as the file has them."""

    key: Annotated[str, msgspec.Meta(pattern=f"^(?:{KEY})$", max_length=100)]
    slots: tuple[Standing, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A snapshot's file."""

    format: int
    date: date
    note: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    incidents: tuple[_Incident, ...]


class _Twice(ValueError):
    """A key that stands twice in one object; JSON readers would keep the last."""


def load(folder: Path, name: Callable[[Path], str], diagnostics: Diagnostics) -> History:
    """Read all snapshots of a folder, which need not be there; ``name`` says how diagnostics name a file."""
    snapshots = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name == WITHDRAWN_FILE or path.suffix.casefold() not in (".json", ".yaml", ".yml"):
            continue
        if not _is_day(path.stem) or path.suffix != ".json":
            message = "snapshots are named <year>-<month>-<day>.json: this file would not be read"
            diagnostics.add(name(path), 0, 0, "stray-file", message)
            continue
        found = _snapshot(path, name(path), diagnostics)
        if found is not None:
            snapshots.append(found)
    path = folder / WITHDRAWN_FILE
    withdrawn = _withdrawn(path, Walker(name(path), diagnostics)) if path.is_file() else {}
    return History(snapshots=tuple(sorted(snapshots, key=lambda s: s.date)), withdrawn=withdrawn, path=name(path))


def render(snapshot: Snapshot) -> str:
    """Write a snapshot as its file: sorted, one line a slot, so that two of them can be compared line by line."""
    head: dict[str, Any] = {"format": FORMAT, "date": snapshot.date}
    if snapshot.note:
        head["note"] = snapshot.note
    blocks = [
        _opened({"key": key}, "slots", [_json(slots[slot]) for slot in sorted(slots)])
        for key, slots in sorted(snapshot.verdicts.items())
    ]
    return _opened(head, "incidents", blocks) + "\n"


def _opened(head: Mapping[str, Any], name: str, items: Iterable[str]) -> str:
    body = ",\n".join(items)
    return f'{_json(head)[:-1]},"{name}":[\n{body}\n]}}' if body else f'{_json(head)[:-1]},"{name}":[]}}'


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _is_day(word: str) -> bool:
    try:
        return date.fromisoformat(word).isoformat() == word
    except ValueError:
        return False


def _snapshot(path: Path, shown: str, diagnostics: Diagnostics) -> Snapshot | None:
    def fault(code: str, message: str, line: int = 0, column: int = 0) -> None:
        diagnostics.add(shown, line, column, code, message)

    body = _read(path, fault)
    if body is None:
        return None
    try:
        entry = msgspec.convert(body, _File)
    except msgspec.ValidationError as error:
        fault("snapshot-file", f"not a snapshot of verdicts: {error}")
        return None
    if entry.date.isoformat() != path.stem:
        fault("key-mismatch", f"date '{entry.date}' is not the file's name '{path.stem}'")
    problems = list(_problems(entry))
    for code, message in problems:
        fault(code, message)
    if problems:
        return None
    return Snapshot(
        path=shown,
        date=entry.date,
        note=entry.note,
        verdicts={i.key: {s.slot: _sorted(s) for s in i.slots} for i in entry.incidents},
    )


def _read(path: Path, fault: Callable[..., None]) -> Any:
    """Read JSON in which no key stands twice and that is of this format, or ``None`` after a fault."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            fault("too-long", f"the file has more than {LARGEST:,} bytes")
            return None
        body = json.loads(data.decode(), object_pairs_hook=_unique)
    except OSError as error:
        fault("unreadable", f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        fault("invalid-utf8", f"byte 0x{error.object[error.start]:02x} is not UTF-8")
    except _Twice as error:
        fault("duplicate-key", str(error))
    except json.JSONDecodeError as error:
        fault("snapshot-file", f"not JSON: {error.msg}", error.lineno, error.colno)
    except (ValueError, RecursionError) as error:
        fault("snapshot-file", f"not JSON that can be read: {error}")
    else:
        found = body.get("format") if isinstance(body, dict) else None
        if type(found) is int and found == FORMAT:
            return body
        fault("snapshot-file", f"the file must be an object with 'format' {FORMAT}")
    return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice(f"'{_repeats(key for key, _ in pairs)[0]}' stands twice in one object")
    return found


def _problems(entry: _File) -> Iterator[tuple[str, str]]:
    """Find what the shape of a file cannot forbid: repeats, texts that do not print, agreement on nothing."""
    yield from (("duplicate-key", f"incident '{key}' stands twice") for key in _repeats(i.key for i in entry.incidents))
    if not _prints(entry.note):
        yield "control-character", "the note holds a character that does not print"
    for incident in entry.incidents:
        for slot in _repeats(s.slot for s in incident.slots):
            yield "duplicate-key", f"slot '{slot}' stands twice in incident '{incident.key}'"
        for s in incident.slots:
            if not all(map(_prints, (s.slot, *s.agreed, *s.parties, *s.values, *s.denied))):
                yield "control-character", f"a text of slot '{s.slot}' holds a character that does not print"
            if (s.verdict == "agreed") != bool(s.agreed):
                yield "snapshot-file", f"slot '{s.slot}' is '{s.verdict}' on {len(s.agreed)} values"
            if not set(s.agreed) <= set(s.values):
                yield "snapshot-file", f"slot '{s.slot}' is agreed on a value that it does not list"


def _repeats(words: Iterable[str]) -> list[str]:
    return [word for word, number in Counter(words).items() if number > 1]


def _prints(word: str) -> bool:
    return word.replace("\N{NO-BREAK SPACE}", " ").isprintable()


def _sorted(standing: Standing) -> Standing:
    names = ("agreed", "parties", "values", "denied")
    return msgspec.structs.replace(standing, **{n: tuple(sorted(set(getattr(standing, n)))) for n in names})


def _withdrawn(path: Path, walker: Walker) -> dict[str, Withdrawal]:
    entry = walker.read(path, WITHDRAWN)
    table = entry.value.get("incidents") if entry else None
    return {
        key: Withdrawal(incident=key, title=e.get("title"), date=when, reason=e.get("reason"))
        for key, e in (table.value.items() if table else ())
        if (when := parse_date(e.value.get("date"), walker.fault)) and {"title", "reason"} <= set(e.value)
    }
