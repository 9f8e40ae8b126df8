"""An editor's decisions on independence: organisations that are one origin, acts that are origins of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

import msgspec

from deconflict.diagnostics import Diagnostics, did_you_mean
from deconflict.records.dates import parse_date
from deconflict.records.outlet import outlet
from deconflict.records.source import KEY, Source, day, key, prose, text
from deconflict.records.walker import Entry, Field, Many, Marked, Text, Walker

if TYPE_CHECKING:
    from deconflict.records.incident import Act, Incident

ORIGIN = Text(pattern=rf"{KEY}|outlet:\S+", expects="an organisation, or 'outlet:' and an outlet", longest=200)

DECISION = Entry(
    {
        "join": Field(Many(ORIGIN), "two or more origins that count as one"),
        "split": Field(Many(key), "acts of one organisation that count as an origin of their own"),
        "as": Field(ORIGIN, "the origin that they count as: one of those joined, a new key for a split", required=True),
        "name": Field(text, "what readers call the origin that is split off"),
        "reason": Field(prose, "why", required=True),
        "by": Field(text, "who decided", required=True),
        "date": Field(day, "when", required=True),
    }
)


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: origins (``join``) or acts (``split``) in ``of`` count as the origin ``into``."""

    kind: Literal["join", "split"]
    of: tuple[str, ...]
    into: str
    name: str | None
    reason: str
    by: str
    date: date
    line: int
    column: int


def decisions(table: Marked | None, walker: Walker, acts: Mapping[str, Act]) -> tuple[Decision, ...]:
    """Read an incident's decisions; report those that cannot stand by themselves or beside each other."""
    found = [made for entry in (table.value if table else ()) if (made := _decision(entry, walker, acts))]
    _check_together(found, lambda d, words: walker.fault((d.line, d.column), "contradiction", words), acts)
    return tuple(found)


def _decision(entry: Marked, walker: Walker, acts: Mapping[str, Act]) -> Decision | None:
    kinds = [kind for kind in ("join", "split") if kind in entry.value or kind in entry.broken]
    if len(kinds) != 1:
        walker.fault(
            entry, "one-decision", f"a decision joins or splits; this one does {'both' if kinds else 'neither'}"
        )
        return None
    decided = parse_date(entry.value.get("date"), walker.fault)
    if not {kinds[0], "as", "reason", "by", "date"} <= set(entry.value):
        return None
    sound = _join(entry, walker) if kinds[0] == "join" else _split(entry, walker, acts)
    if not sound:
        return None
    return Decision(
        kind="join" if kinds[0] == "join" else "split",
        of=tuple(entry.value[kinds[0]].plain()),
        into=entry.get("as"),
        name=entry.get("name"),
        reason=entry.get("reason"),
        by=entry.get("by"),
        date=decided,
        line=entry.line,
        column=entry.column,
    )


def _join(entry: Marked, walker: Walker) -> bool:
    joined, into = entry.value["join"], entry.value["as"]
    if joined.broken:
        return False
    if len(joined.value) < 2:
        walker.fault(joined, "contradiction", "a join needs two origins or more")
        return False
    if into.value not in joined.plain():
        walker.fault(into, "contradiction", f"'{into.value}' is not one of the origins that are joined")
        return False
    if "name" in entry.value:
        walker.fault(entry.value["name"], "contradiction", "a join has no name of its own: 'as' has one")
        return False
    return True


def _split(entry: Marked, walker: Walker, acts: Mapping[str, Act]) -> bool:
    split, into = entry.value["split"], entry.value["as"]
    if "name" not in entry.value and "name" not in entry.broken:
        walker.fault(entry, "missing-key", "a split needs 'name' (what readers call the origin that is split off)")
    if into.value in {act.organisation for act in acts.values()} or into.value.startswith("outlet:"):
        walker.fault(into, "contradiction", f"'{into.value}' is an origin already: a split needs a new key")
        return False
    for node in split.value:
        if node.value not in acts:
            walker.fault(node, "unknown-act", f"no act '{node.value}'{did_you_mean(node.value, acts)}")
        elif acts[node.value].organisation is None:
            walker.fault(node, "contradiction", f"act '{node.value}' has no organisation to be split from")
            return False
    if split.broken or not all(node.value in acts for node in split.value):
        return False
    behind = {acts[node.value].organisation for node in split.value}
    if len(behind) != 1:
        words = "no acts" if not behind else f"acts of {len(behind)} organisations"
        walker.fault(split, "contradiction", f"a split is of acts of one organisation, this one of {words}")
        return False
    return "name" in entry.value


def _check_together(found: Sequence[Decision], fault: Callable[[Decision, str], None], acts: Mapping[str, Act]) -> None:
    """Report acts and origins that are decided on twice, organisations left without acts, splits that are undone."""
    for kind in ("split", "join"):
        seen: Counter[str] = Counter()
        for made in (d for d in found if d.kind == kind):
            seen.update(made.of)
            for word in sorted({w for w in made.of if seen[w] > 1}):
                fault(made, f"'{word}' is {kind} twice" if kind == "split" else f"'{word}' is joined twice")
    splits = [d for d in found if d.kind == "split"]
    names: set[str] = set()
    for made in splits:
        if made.into in names:
            fault(made, f"two splits count as '{made.into}'")
        names.add(made.into)
    gone = {act for d in splits for act in d.of}
    for made in splits:
        old = acts[made.of[0]].organisation
        if all(act.id in gone for act in acts.values() if act.organisation == old):
            fault(made, f"nothing would be left of '{old}': split fewer acts, or rename the organisation")
        for join in (d for d in found if d.kind == "join"):
            if {made.into, old} <= set(join.of):
                fault(join, f"'{made.into}' is split from '{old}' and joined with it again")


def check_decisions(
    incidents: Mapping[str, Incident], sources: Mapping[str, Source], known: Mapping[str, str], diagnostics: Diagnostics
) -> None:
    """Report joined origins that no report of the incident has, and speakers for organisations that nothing names."""
    for incident in incidents.values():
        heard = [s for s in sources.values() if s.incident == incident.key]
        named = {a.organisation: incident.party_of.get(a.side) for a in incident.acts.values() if a.organisation}
        spoken = {p.organisation: incident.party_of.get(p.side) for s in heard for p in s.speakers if p.organisation}
        _check_speakers(heard, {*named, *known}, diagnostics)
        origins: dict[str, str | None] = dict.fromkeys(outlet(s.publisher) for s in heard)
        origins |= spoken | named
        for decision in (d for d in incident.independence if d.kind == "split"):
            origins[decision.into] = incident.party_of.get(incident.acts[decision.of[0]].side)
        for decision in incident.independence:
            place = (incident.path, decision.line, decision.column)
            if decision.kind == "split":
                if decision.into in spoken:
                    words = f"'{decision.into}' is an origin already: a split needs a new key"
                    diagnostics.add(*place, "contradiction", words)
                continue
            unknown = [word for word in decision.of if word not in origins]
            for word in unknown:
                hint = did_you_mean(word, origins)
                diagnostics.add(*place, "unknown-organisation", f"no origin '{word}' in this incident{hint}")
            if not unknown and len({origins[word] for word in decision.of} - {None}) > 1:
                diagnostics.add(*place, "contradiction", "organisations of two parties cannot be one origin")


def _check_speakers(heard: Sequence[Source], known: set[str], diagnostics: Diagnostics) -> None:
    for source in heard:
        for speaker in source.speakers:
            if speaker.organisation is not None and speaker.organisation not in known:
                hint = did_you_mean(speaker.organisation, known)
                words = f"speaker '{speaker.id}': no organisation '{speaker.organisation}'{hint}"
                diagnostics.add(source.path, 0, 0, "unknown-organisation", words)
