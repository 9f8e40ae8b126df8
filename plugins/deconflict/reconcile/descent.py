"""Descent: who relies on whom, from organisations through their acts to the reports, copies under what they copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from deconflict.reconcile.origins import parties, trace
from deconflict.records.incident import Act, Incident
from deconflict.records.independence import Decision
from deconflict.records.load import Records
from deconflict.records.outlet import OUTLET_PREFIX
from deconflict.records.source import Source


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it stands under an act: ``depth`` 0, or under the report ``of`` which it is a copy, and ``how``."""

    key: str
    depth: int = 0
    how: Literal["", "copy", "near-copy"] = ""
    of: str | None = None


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """An act with the reports that rely on it; without an act what is an origin's own word to a report."""

    act: Act | None
    decision: Decision | None
    reports: tuple[Leaf, ...]


class Root(msgspec.Struct, frozen=True, kw_only=True):
    """An origin with its branches by date; ``decisions`` are the joins that made it."""

    origin: str
    party: str | None
    decisions: tuple[Decision, ...]
    branches: tuple[Branch, ...]

    @property
    def reports(self) -> tuple[str, ...]:
        """The keys of all reports that rely on it, in order."""
        return tuple(sorted({leaf.key for branch in self.branches for leaf in branch.reports}))

    @property
    def outlet(self) -> bool:
        """Whether it is an outlet's own word, and nothing else."""
        return self.origin.startswith(OUTLET_PREFIX) and all(branch.act is None for branch in self.branches)


def descent(records: Records, incident: Incident) -> tuple[Root, ...]:
    """Find who relies on whom: parties' organisations first, then others, outlets last; the widest heard first."""
    sources = {source.key: source for source in records.of(incident.key)}
    found: dict[str, dict[str | None, dict[str, Source]]] = {}
    for source in sources.values():
        for claim in source.claims:
            way = trace(claim, source, incident, sources)
            act = next((step.id for step in reversed(way.steps) if step.how == "act"), None)
            found.setdefault(way.origin, {}).setdefault(act, {})[source.key] = source
    party_of = parties(incident, sources.values())
    roots = [
        Root(
            origin=origin,
            party=party_of.get(origin),
            decisions=tuple(d for d in incident.independence if d.kind == "join" and d.into == origin),
            branches=_branches(acts, incident),
        )
        for origin, acts in found.items()
    ]
    order: list[str | None] = [*dict.fromkeys(incident.party_of.values()), None]
    return tuple(sorted(roots, key=lambda r: (order.index(r.party), r.outlet, -len(r.reports), r.origin)))


def _branches(acts: Mapping[str | None, Mapping[str, Source]], incident: Incident) -> tuple[Branch, ...]:
    splits = {act: d for d in incident.independence if d.kind == "split" for act in d.of}
    found = [
        Branch(
            act=None if act is None else incident.acts[act],
            decision=splits.get(act or ""),
            reports=_nested(reports),
        )
        for act, reports in acts.items()
    ]
    return tuple(sorted(found, key=_by_date))


def _by_date(branch: Branch) -> tuple[bool, bool, str, str]:
    act = branch.act
    return (True, True, "", "") if act is None else (False, act.said_on is None, act.said_on or "", act.id)


def _nested(reports: Mapping[str, Source]) -> tuple[Leaf, ...]:
    """Reports by publication, each followed by those that copy it."""
    below: dict[str | None, list[Leaf]] = {}
    for source in sorted(reports.values(), key=lambda s: (s.first_day, s.key)):
        above = next(((how, key) for how, key in source.originals if key in reports), None)
        leaf = Leaf(key=source.key) if above is None else Leaf(key=source.key, how=above[0], of=above[1])
        below.setdefault(leaf.of, []).append(leaf)
    ordered: list[Leaf] = []
    ahead = [(0, leaf) for leaf in reversed(below.get(None, []))]
    while ahead:
        depth, leaf = ahead.pop()
        ordered.append(msgspec.structs.replace(leaf, depth=depth))
        ahead.extend((depth + 1, copy) for copy in reversed(below.get(leaf.key, [])))
    return tuple(ordered)


def counted_reports(roots: Iterable[Root]) -> int:
    """How many reports stand in a descent."""
    return len({key for root in roots for key in root.reports})
