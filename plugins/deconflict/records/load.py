"""Read a folder of records: vocabulary, incidents, sources, background events; every fault at once.

seeds/vocabulary.yaml         the site's facts, places, actors, sides, parties and shared acts
seeds/incidents/<key>.yaml    one incident each (or all together in ``incidents.yaml``)
seeds/<key>.yaml              one source each (or all under ``sources/``)
seeds/timeline.yaml           background events
seeds/history/                verdicts as they were published
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from deconflict import catalogue
from deconflict.article.passages import Kind, Passage, align, field
from deconflict.diagnostics import Diagnostics, did_you_mean
from deconflict.records import claims, fact, independence, people, snapshot
from deconflict.records.dates import parse_date
from deconflict.records.incident import (
    ACTS,
    INCIDENT,
    INCIDENTS,
    PARTIES,
    TIMELINE,
    Act,
    Correction,
    Event,
    Incident,
    Override,
)
from deconflict.records.source import SOURCE, STANCES, Source
from deconflict.records.vocabulary import vocabulary
from deconflict.records.walker import Marked, Walker
from deconflict.theatre import Theatre
from deconflict.world import Aircraft, Fact, Hedge, Preposition, Unit, Vague, World

#: Names of files in the folder that are no sources.
OTHERS = ("vocabulary.yaml", "incidents.yaml", "timeline.yaml", "concepts.yaml", "more-incidents.yaml")
RESERVED = frozenset(
    {"about", "quote", "at", "part", "resolved", "origin", "note", "slip", "status", "revises", *STANCES}
)


class Records(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Everything that was read: one world, incidents and sources by key (in order of keys), events."""

    world: World
    incidents: Mapping[str, Incident]
    sources: Mapping[str, Source]
    events: tuple[Event, ...]
    groups: Mapping[str, str]
    kinds: Mapping[str, str]
    organisations: Mapping[str, str]
    history: snapshot.History = snapshot.History()

    def of(self, incident: str) -> tuple[Source, ...]:
        """The sources of one incident, in order of publication, then key."""
        return self._by_incident.get(incident, ())

    @cached_property
    def _by_incident(self) -> Mapping[str, tuple[Source, ...]]:
        found: dict[str, list[Source]] = {}
        for source in sorted(self.sources.values(), key=lambda s: (s.first_day, s.key)):
            found.setdefault(source.incident, []).append(source)
        return {incident: tuple(sources) for incident, sources in found.items()}


class _Site(msgspec.Struct, frozen=True):
    """What the vocabulary says beside the world."""

    world: World
    sides: tuple[str, ...]
    parties: Mapping[str, tuple[str, ...]]
    acts: Mapping[str, Act]
    kinds: Mapping[str, str]
    groups: Mapping[str, str]
    organisations: Mapping[str, str]


def load(folder: Path, theatre: Theatre, diagnostics: Diagnostics, shown: Path | None = None) -> Records:
    """Read all records below ``folder``; faults go to ``diagnostics`` under paths relative to ``shown``.

    What is returned after faults is incomplete: callers raise before they use it.
    """
    base = shown or Path.cwd()
    if not folder.is_dir():
        diagnostics.add(_name(folder, base), 0, 0, "unreadable", "no such folder of records")
    site = _vocabulary(folder / "vocabulary.yaml", base, theatre, diagnostics)
    incidents: dict[str, Incident] = {}
    for incident in _incidents(folder, base, site, diagnostics):
        if incident.key in incidents:
            message = f"incident '{incident.key}' is also in {incidents[incident.key].path}"
            diagnostics.add(incident.path, 0, 0, "duplicate-key", message)
        incidents[incident.key] = incident
    sources: dict[str, Source] = {}
    for path in _source_files(folder, base, diagnostics):
        walker = Walker(_name(path, base), diagnostics)
        entry = walker.read(path, SOURCE)
        if entry is None:
            continue
        source = claims.source(entry, path.stem, walker, incidents, site.sides, site.kinds)
        if source is not None:
            if source.key in sources:
                walker.fault(entry, "duplicate-key", f"source '{source.key}' is also {sources[source.key].path}")
            sources[source.key] = source
    sources = dict(sorted(sources.items()))
    claims.check_copies(sources, diagnostics)
    people.check(sources, diagnostics)
    independence.check_decisions(incidents, sources, site.organisations, diagnostics)
    return Records(
        world=site.world,
        incidents=dict(sorted(incidents.items())),
        sources=sources,
        events=_events(folder / "timeline.yaml", base, diagnostics),
        groups=site.groups,
        kinds=site.kinds,
        organisations=site.organisations,
        history=snapshot.load(folder / snapshot.FOLDER, lambda path: _name(path, base), diagnostics),
    )


def base_world(theatre: Theatre) -> World:
    """The world of a theatre and the package's catalogue alone."""
    tables = catalogue.load()
    return World(
        theatre=theatre,
        facts={name: fact.fact(name, data) for name, data in tables["facts"].items()},
        places={},
        aircraft={name: msgspec.convert({"id": name, **data}, Aircraft) for name, data in tables["aircraft"].items()},
        actors={},
        units={name: msgspec.convert({"id": name, **data}, Unit) for name, data in tables["units"].items()},
        hedges={name: msgspec.convert({"id": name, **data}, Hedge) for name, data in tables["hedges"].items()},
        vagues={name: msgspec.convert({"id": name, **data}, Vague) for name, data in tables["vagues"].items()},
        prepositions={
            name: msgspec.convert({"id": name, **data}, Preposition) for name, data in tables["prepositions"].items()
        },
        numbers=tables["numbers"],
    )


def _vocabulary(path: Path, base: Path, theatre: Theatre, diagnostics: Diagnostics) -> _Site:
    world = base_world(theatre)
    groups = dict(catalogue.load()["groups"])
    walker = Walker(_name(path, base), diagnostics)
    entry = walker.read(path, vocabulary(ACTS, PARTIES)) if path.parent.is_dir() else None
    if entry is None:
        return _Site(world, (), {}, {}, {}, groups, {})
    part = entry.value.get
    world = msgspec.structs.replace(
        world,
        facts=_ordered(world.facts, fact.facts(part("facts"), walker, RESERVED)),
        aircraft={**world.aircraft, **fact.aircraft(part("aircraft"), walker, dict(world.aircraft))},
        actors=fact.actors(part("actors")),
        places=fact.places(part("places"), walker, {}),
        about_terms=(part("about_terms") or _EMPTY).plain(),
    )
    _check_areas(part("facts"), walker, world)
    sides = tuple((part("sides") or _NONE).plain())
    acts = _acts(part("acts"), walker) | _acts(part("origin_clusters"), walker)
    parties = _parties(part("parties"), walker, sides)
    for word in ("acts", "origin_clusters"):
        _check_sides(part(word), walker, sides)
    kinds = (part("origin_kinds") or _EMPTY).plain()
    organisations = (part("organisations") or _EMPTY).plain()
    groups |= (part("groups") or _EMPTY).plain()
    return _Site(world, sides, parties, acts, kinds, groups, organisations)


def _passages(entry: Marked, walker: Walker) -> tuple[Passage, ...]:
    """Title and summary as prose."""
    kinds: tuple[Kind, ...] = ("title", "summary")
    found = [(kind, entry.value[kind]) for kind in kinds if kind in entry.value]
    return tuple(
        field(kind, text.value, align(text.value, walker.lines, text.line, text.column), text.line, text.column)
        for kind, text in found
    )


_EMPTY = Marked({}, 0, 0)
_NONE = Marked([], 0, 0)


def _ordered(first: Mapping[str, Fact], second: Mapping[str, Fact]) -> dict[str, Fact]:
    """The second mapping in its own order, then what only the first has.

    A fact that the second mapping redefines without saying how text tells it keeps the first one's words.
    """
    told = {
        k: msgspec.structs.replace(v, told_by=first[k].told_by) if k in first and not v.told_by else v
        for k, v in second.items()
    }
    return {**told, **{k: v for k, v in first.items() if k not in second}}


def _incidents(folder: Path, base: Path, site: _Site, diagnostics: Diagnostics) -> Iterator[Incident]:
    together = folder / "incidents.yaml"
    if together.is_file():
        walker = Walker(_name(together, base), diagnostics)
        entry = walker.read(together, INCIDENTS)
        for item in entry.value["incidents"].value if entry and "incidents" in entry.value else ():
            found = _incident(item, None, walker, site)
            if found is not None:
                yield found
    for path in sorted((folder / "incidents").glob("*.yaml")):
        walker = Walker(_name(path, base), diagnostics)
        entry = walker.read(path, INCIDENT)
        found = _incident(entry, path.stem, walker, site) if entry else None
        if found is not None:
            yield found


def _incident(entry: Marked, stem: str | None, walker: Walker, site: _Site) -> Incident | None:
    part, get = entry.value.get, entry.get
    if not {"key", "title", "date"} <= set(entry.value):
        return None
    if stem is not None and get("key") != stem:
        walker.fault(entry.value["key"], "key-mismatch", f"key '{get('key')}' is not the file's name '{stem}'")
    parse_date(part("date"), walker.fault)
    gold = stem is None
    world = site.world.extend(
        facts=fact.facts(None if gold else part("facts"), walker, RESERVED),
        places=fact.places(part("places"), walker, dict(site.world.places)),
        about_terms=(part("about_terms") or _EMPTY).plain(),
    )
    acts = {**site.acts, **_acts(part("acts"), walker)}
    _check_sides(part("acts"), walker, site.sides)
    parties = _parties(part("parties"), walker, site.sides) or site.parties
    slots = part("key_facts") or _NONE
    for slot in slots.value:
        _check_slot(slot, walker, world)
    overrides = part("overrides") or _EMPTY
    for slot_id, entry_ in overrides.value.items():
        _check_slot(Marked(slot_id, entry_.line, entry_.column), walker, world)
    return Incident(
        key=get("key"),
        path=walker.path,
        title=get("title"),
        date=get("date"),
        time_zone=get("time_zone") or "",
        summary=get("summary") or "",
        code=get("code") or "",
        party_of={side: party for party, sides in parties.items() for side in sides},
        acts=acts,
        key_facts=tuple(slots.plain()),
        overrides={
            slot_id: Override(slot=slot_id, verdict=e.get("verdict"), reason=e.get("reason"), by=e.get("by"), date=day)
            for slot_id, e in overrides.value.items()
            if (day := parse_date(e.value.get("date"), walker.fault)) and {"verdict", "reason", "by"} <= set(e.value)
        },
        independence=independence.decisions(part("independence"), walker, acts),
        corrections=tuple(
            Correction(date=day, what=e.get("what"), fact=e.get("fact"))
            for e in (part("corrections") or _NONE).value
            if (day := parse_date(e.value.get("date"), walker.fault)) and "what" in e.value
        ),
        events=_as_events(part("events"), walker),
        world=world,
        prose=_passages(entry, walker),
    )


def _acts(table: Marked | None, walker: Walker) -> dict[str, Act]:
    found = {}
    for name, entry in (table or _EMPTY).value.items():
        if entry.get("said_on"):
            parse_date(entry.value["said_on"], walker.fault)
        if {"side", "organisation", "said_on", "what"} <= set(entry.value):
            found[name] = Act(
                id=name,
                side=entry.get("side"),
                organisation=entry.get("organisation"),
                said_on=entry.get("said_on"),
                what=entry.get("what"),
                name=entry.get("name") or entry.get("what").rstrip("."),
            )
    return found


def _check_sides(table: Marked | None, walker: Walker, sides: tuple[str, ...]) -> None:
    for entry in (table or _EMPTY).value.values():
        side = entry.value.get("side")
        if side is not None and side.value not in sides:
            walker.fault(side, "unknown-side", f"no side '{side.value}'{did_you_mean(side.value, sides)}")


def _parties(table: Marked | None, walker: Walker, sides: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    seen: dict[str, str] = {}
    for party, members in (table or _EMPTY).value.items():
        for side in members.value:
            if side.value not in sides:
                walker.fault(side, "unknown-side", f"no side '{side.value}'{did_you_mean(side.value, sides)}")
            if seen.setdefault(side.value, party) != party:
                walker.fault(side, "duplicate-key", f"side '{side.value}' belongs to two parties")
    return {party: tuple(members.plain()) for party, members in (table or _EMPTY).value.items()}


def _check_slot(slot: Marked, walker: Walker, world: World) -> None:
    name, _, about = slot.value.partition("/")
    if name not in world.facts:
        walker.fault(slot, "unknown-fact", f"no fact '{name}'{did_you_mean(name, world.facts)}")
    elif about and about not in world.aircraft and about not in world.about_terms:
        known = {*world.aircraft, *world.about_terms}
        walker.fault(slot, "unknown-about", f"no subject '{about}'{did_you_mean(about, known)}")


def _check_areas(table: Marked | None, walker: Walker, world: World) -> None:
    for entry in (table or _EMPTY).value.values():
        for area in (entry.value.get("areas") or _EMPTY).value.values():
            if world.theatre.get(area.value) is None:
                walker.fault(area, "unknown-place", f"the theatre has no feature '{area.value}'")


def _events(path: Path, base: Path, diagnostics: Diagnostics) -> tuple[Event, ...]:
    if not path.is_file():
        return ()
    walker = Walker(_name(path, base), diagnostics)
    entry = walker.read(path, TIMELINE)
    return _as_events(entry.value.get("events") if entry else None, walker)


def _as_events(table: Marked | None, walker: Walker) -> tuple[Event, ...]:
    events = []
    for entry in (table or _NONE).value:
        parse_date(entry.value.get("date"), walker.fault)
        if {"date", "event", "urls"} <= set(entry.value):
            urls = tuple(entry.value["urls"].plain())
            events.append(Event(date=entry.get("date"), event=entry.get("event"), urls=urls))
    return tuple(sorted(events, key=lambda e: (e.date, e.event)))


def _source_files(folder: Path, base: Path, diagnostics: Diagnostics) -> list[Path]:
    found = [p for p in sorted(folder.glob("*.yaml")) if p.name not in OTHERS]
    found += sorted((folder / "sources").glob("*.yaml"))
    for place in (folder, folder / "sources", folder / "incidents"):
        for stray in sorted(place.glob("*.*")):
            if stray.suffix.casefold() in (".yml", ".yaml") and stray.suffix != ".yaml":
                message = "records end in .yaml: this file would not be read"
                diagnostics.add(_name(stray, base), 0, 0, "stray-file", message)
    return found


def _name(path: Path, base: Path) -> str:
    try:
        return path.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return path.as_posix()
