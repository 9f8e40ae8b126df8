"""Who relies on whom in an incident, as a tree in lines and as data."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from deconflict.cli.tree import draw, shown
from deconflict.page.dates import spoken, window
from deconflict.reconcile import names as naming
from deconflict.reconcile.descent import Branch, Leaf, Root, counted_reports
from deconflict.reconcile.names import counted
from deconflict.records.incident import Incident
from deconflict.records.independence import Decision
from deconflict.records.load import Records
from deconflict.records.source import NearCopy, Source

#: Narrowest and widest lines of the tree, in characters.
_NARROW, _WIDE = 40, 120


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
        return f"{words}: near-copy, inferred: {_likeness(source.near_copy)}"
    return f"{words}: copy" if leaf.how else words


def _likeness(near: NearCopy) -> str:
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
