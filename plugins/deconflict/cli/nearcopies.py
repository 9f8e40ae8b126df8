"""Near-copies: what measuring the reports' texts found, what was recorded of it, in lines and as data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from deconflict.reconcile.names import counted
from deconflict.records import mending
from deconflict.records.claims import originals
from deconflict.records.likeness import Likeness, Near
from deconflict.records.load import Records
from deconflict.records.source import NearCopy

#: Each source's file and its bytes, by key.
Files = Mapping[str, tuple[Path, bytes]]


def read(folder: Path) -> Files:
    """Every source's file as it is before the records are read, by key."""
    files = (path for place in (folder, folder / "sources") for path in sorted(place.glob("*.yaml")) if path.is_file())
    return {path.stem: (path, path.read_bytes()) for path in files}


def record(near: Near, records: Records, before: Files, day: date) -> str:
    """Record one measure where that was asked for; say what came of it."""
    source = records.sources[near.key]
    if source.copy_of is not None:
        return f"not recorded: an editor recorded it as a copy of {source.copy_of}"
    if near.key in originals(near.of, records.sources):
        return f"refused: {near.of} is recorded as a copy of {near.key}"
    new = NearCopy(of=near.of, containment=near.containment, shingles=near.shingles, measured=day)
    if (
        source.near_copy is not None
        and msgspec.structs.replace(new, measured=source.near_copy.measured) == source.near_copy
    ):
        return "recorded already"
    if not before:
        return "would be recorded"
    path, was = before[near.key]
    try:
        mending.write(path, was, new)
    except mending.NotWritten as error:
        return f"refused: {path} {error}"
    return f"recorded in {path}"


def lines(found: Likeness, done: Mapping[str, str], records: Records) -> Iterator[str]:
    """What measuring found, in lines."""
    for near in found.near:
        yield f"{near.key} repeats {near.of}: {_share(near)} ({done[near.key]})"
    for one, other in found.undated:
        yield (
            f"{one.key} and {other.key} repeat each other, but neither is known to be the earlier: "
            f"{_share(one)}; {_share(other)} (nothing recorded)"
        )
    for key, near_copy in _unborne(found, records):
        yield f"{key} is recorded as a near-copy of {near_copy.of}, but its text no longer bears that out"
    if not found.near and not found.undated:
        yield "no report repeats another one's words"


def unmeasured(found: Likeness, records: Records) -> Iterator[str]:
    """What could not be measured, and why; reports that have no text to measure are counted."""
    for key, why in found.unmeasured:
        if records.sources[key].sha256 is not None:
            yield f"{key}: not measured: {why}"
    without = sum(records.sources[key].sha256 is None for key, _ in found.unmeasured)
    if without:
        yield f"{counted(without, 'report')} without a hashed text not measured"


def _unborne(found: Likeness, records: Records) -> Iterator[tuple[str, NearCopy]]:
    """Recorded near-copies of which both texts were measured, without being alike."""
    alike = {near.key for near in found.near}
    for key, source in records.sources.items():
        near = source.near_copy
        if near is not None and {key, near.of} <= found.measured and key not in alike:
            yield key, near


def _share(near: Near) -> str:
    return f"{near.shared} of {near.shingles} sequences of words, {near.shared * 100 // near.shingles} %"


def plain(found: Likeness, done: Mapping[str, str]) -> dict[str, Any]:
    """What measuring found, as data."""

    def one(near: Near) -> dict[str, Any]:
        return {"key": near.key, "of": near.of, "containment": near.containment, "shingles": near.shingles}

    return {
        "near_copies": [{**one(near), "outcome": done[near.key]} for near in found.near],
        "undated": [[one(a), one(b)] for a, b in found.undated],
        "unmeasured": [{"key": key, "why": why} for key, why in found.unmeasured],
    }
