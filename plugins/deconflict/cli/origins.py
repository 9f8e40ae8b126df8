"""``deconflict origins``: print who relies on whom, measure near-copies, and record them."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from deconflict.cli import options as shared
from deconflict.cli.tree import draw, shown
from deconflict.page.dates import spoken, window
from deconflict.reconcile import names as naming
from deconflict.reconcile.descent import Branch, Leaf, Root, counted_reports, descent
from deconflict.reconcile.names import counted
from deconflict.records import mending
from deconflict.records.claims import originals
from deconflict.records.incident import Incident
from deconflict.records.independence import Decision
from deconflict.records.likeness import Likeness, Near, measure
from deconflict.records.load import Records
from deconflict.records.source import NearCopy, Source

HELP = "print who relies on whom in an incident; measure and record near-copies"

#: Narrowest and widest lines of the tree, in characters.
_NARROW, _WIDE = 40, 120


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("incident", nargs="?", metavar="INCIDENT", help="print the tree of this incident")
    shared.seeds(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "--write", action="store_true", help="record the near-copies that were measured in the sources' files"
    )
    parser.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day of measuring that is recorded (today)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day as YYYY-MM-DD") from None


def run(options: argparse.Namespace) -> int:
    """Print a tree, or what measuring found; return 2 if something was to be written and could not be."""
    before = _bytes(options.seeds) if options.write else {}
    records = shared.sound(options)
    only = None if options.incident is None else shared.incident(records, options.incident)
    if only is not None and not options.write:
        roots = descent(records, only)
        lines = [json.dumps(plain(records, only, roots), ensure_ascii=False, indent=1)] if options.json else None
        print(*(lines or tree(records, only, roots)), sep="\n")
        return 0
    sources = list(records.sources.values()) if only is None else list(records.of(only.key))
    found = measure(sources, options.seeds / "fulltext")
    day = options.date or date.today()  # noqa: DTZ011 (the author's own day)
    done = {near.key: _outcome(near, records, before, day) for near in found.near}
    print(*(_measured_json(found, done) if options.json else _measured(found, done, records)), sep="\n")
    return 2 if any(outcome.startswith("refused") for outcome in done.values()) else 0


def tree(records: Records, incident: Incident, roots: Sequence[Root]) -> Iterator[str]:
    """The tree in lines: parties, their organisations, acts by date, reports, copies under what they copy."""
    width = max(_NARROW, min(_WIDE, shutil.get_terminal_size().columns))
    names = naming.of(records, incident)
    heard = len({root.party for root in roots} - {None})
    counts = (counted(counted_reports(roots), "report"), counted(len(roots), "origin"), counted(heard, "side"))
    yield from textwrap.wrap(shown(f"{incident.title} ({incident.key})"), width)
    yield ", ".join(counts)
    rows: list[tuple[int, str]] = []
    heading = ""
    for root in roots:
        above = names.party_in_full(root.party) if root.party else "Outlets' own words" if root.outlet else "No party"
        if above != heading:
            rows.append((0, above))
            heading = above
        rows.extend(_root(root, names, records))
    for line in draw(rows, width):
        if not line.startswith(("│", "├", "└", " ")):
            yield ""
        yield line
    decisions = [(0, _decision(d, names)) for d in incident.independence]
    if decisions:
        yield from ("", "The editor's decisions:", *draw(decisions, width))


def _root(root: Root, names: naming.Names, records: Records) -> Iterator[tuple[int, str]]:
    joined = sorted({o for d in root.decisions for o in d.of} - {root.origin})
    mark = f" (an editor counts {', '.join(map(names.origin, joined))} with it)" if joined else ""
    yield 1, f"{names.origin(root.origin)}: {counted(len(root.reports), 'report')}{mark}"
    for branch in root.branches:
        # An outlet's one branch says no more than the outlet does.
        below = 0 if root.outlet and len(root.branches) == 1 else 1
        if below:
            yield 2, _branch(branch)
        for leaf in branch.reports:
            yield 2 + below + leaf.depth, _leaf(leaf, records)


def _branch(branch: Branch) -> str:
    number = counted(len(branch.reports), "report")
    if branch.act is None:
        return f"told to the reports alone, or their own words: {number}"
    when = spoken(branch.act.said_on) if branch.act.said_on else "no date"
    mark = " (split off by an editor)" if branch.decision else ""
    return f"{when}, {branch.act.id}: {branch.act.what.rstrip('.')}: {number}{mark}"


def _leaf(leaf: Leaf, records: Records) -> str:
    source = records.sources[leaf.key]
    words = f"{source.publisher}, {window(source.first_day, source.last_day)} ({source.key})"
    if leaf.how == "near-copy" and source.near_copy is not None:
        return f"{words}: near-copy, inferred: {likeness(source.near_copy)}"
    return f"{words}: copy" if leaf.how else words


def likeness(near: NearCopy) -> str:
    """A recorded measure in words."""
    return f"{near.percent} % of its sequences of words stand there, measured on {spoken(near.measured.isoformat())}"


def _decision(decision: Decision, names: naming.Names) -> str:
    into = names.origin(decision.into)
    if decision.kind == "join":
        what = f"{naming.listed([names.origin(o) for o in decision.of])} count as one origin, {into}"
    else:
        what = f"{naming.listed(list(decision.of))} count as an origin of their own, {into}"
    return f"{what}: {decision.reason} ({decision.by}, {decision.date})"


def plain(records: Records, incident: Incident, roots: Sequence[Root]) -> dict[str, Any]:
    """The tree as data."""
    names = naming.of(records, incident)
    return {
        "incident": incident.key,
        "reports": counted_reports(roots),
        "origins": [
            {
                "origin": root.origin,
                "name": names.origin(root.origin),
                "party": root.party,
                "reports": len(root.reports),
                "joined": sorted({o for d in root.decisions for o in d.of}),
                "acts": [
                    {
                        "act": branch.act.id if branch.act else None,
                        "said_on": branch.act.said_on if branch.act else None,
                        "what": branch.act.what if branch.act else None,
                        "split": branch.decision is not None,
                        "reports": [_leaf_plain(leaf, records.sources[leaf.key]) for leaf in branch.reports],
                    }
                    for branch in root.branches
                ],
            }
            for root in roots
        ],
        "decisions": [
            {
                d.kind: list(d.of),
                "as": d.into,
                "name": d.name,
                "reason": d.reason,
                "by": d.by,
                "date": d.date.isoformat(),
            }
            for d in incident.independence
        ],
    }


def _leaf_plain(leaf: Leaf, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {"key": leaf.key, "publisher": source.publisher}
    if leaf.how:
        found |= {"how": leaf.how, "of": leaf.of, "inferred": leaf.how == "near-copy"}
    return found


def _bytes(folder: Path) -> dict[str, tuple[Path, bytes]]:
    """Every source's file as it is before the records are read, by key."""
    files = (path for place in (folder, folder / "sources") for path in sorted(place.glob("*.yaml")) if path.is_file())
    return {path.stem: (path, path.read_bytes()) for path in files}


def _outcome(near: Near, records: Records, before: dict[str, tuple[Path, bytes]], day: date) -> str:
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


def _measured(found: Likeness, done: dict[str, str], records: Records) -> Iterator[str]:
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
    for key, why in found.unmeasured:
        if records.sources[key].sha256 is not None:
            print(f"{key}: not measured: {why}", file=sys.stderr)
    without = sum(records.sources[key].sha256 is None for key, _ in found.unmeasured)
    if without:
        print(f"{counted(without, 'report')} without a hashed text not measured", file=sys.stderr)


def _unborne(found: Likeness, records: Records) -> Iterator[tuple[str, NearCopy]]:
    """Recorded near-copies of which both texts were measured, without being alike."""
    alike = {near.key for near in found.near}
    for key, source in records.sources.items():
        near = source.near_copy
        if near is not None and {key, near.of} <= found.measured and key not in alike:
            yield key, near


def _share(near: Near) -> str:
    return f"{near.shared} of {near.shingles} sequences of words, {near.shared * 100 // near.shingles} %"


def _measured_json(found: Likeness, done: dict[str, str]) -> Iterator[str]:
    def one(near: Near) -> dict[str, Any]:
        return {"key": near.key, "of": near.of, "containment": near.containment, "shingles": near.shingles}

    answer = {
        "near_copies": [{**one(near), "outcome": done[near.key]} for near in found.near],
        "undated": [[one(a), one(b)] for a, b in found.undated],
        "unmeasured": [{"key": key, "why": why} for key, why in found.unmeasured],
    }
    yield json.dumps(answer, ensure_ascii=False, indent=1)
