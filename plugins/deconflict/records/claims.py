"""From a walked source file to a ``Source``: what the table of fields cannot see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from deconflict.diagnostics import Diagnostics, did_you_mean
from deconflict.records.dates import NO_DAY, parse_date
from deconflict.records.incident import Incident
from deconflict.records.source import (
    CLAIM,
    OUTLET,
    QUOTE_WORDS,
    STANCES,
    Claim,
    NearCopy,
    Source,
    Speaker,
    claim_id,
    slot_name,
)
from deconflict.records.walker import Marked, Walker
from deconflict.values import TYPES, Published, ValueFault
from deconflict.values.day import earliest
from deconflict.world import Fact

_REQUIRED = {"key", "publisher", "title", "url", "language", "incident", "origin", "speakers", "claims"}


def source(
    entry: Marked,
    stem: str,
    walker: Walker,
    incidents: Mapping[str, Incident],
    sides: Sequence[str],
    kinds: Mapping[str, str],
) -> Source | None:
    """Build a source, or return ``None`` if it cannot be (the faults are reported)."""
    part, get = entry.value.get, entry.get
    if part("key") is not None and get("key") != stem:
        walker.fault(part("key"), "key-mismatch", f"key '{get('key')}' is not the file's name '{stem}'")
    first, last = _published(entry, walker)
    incident = _incident(part("incident"), walker, incidents)
    if ("seed_file" in entry.value) != ("seed_sha256" in entry.value):
        walker.fault(entry, "missing-key", "'seed_file' and 'seed_sha256' belong together")
    if incident is None or not {"speakers", "claims"} <= set(entry.value):
        return None
    origin = part("origin") or Marked({}, 0, 0)
    acts = _acts(origin, walker, incident, kinds)
    if "clusters" not in origin.value:
        acts = tuple(incident.acts)  # whatever is used may have been listed
    table, claimed = entry.value["speakers"], entry.value["claims"]
    speakers = _speakers(table, walker, incident, sides, acts)
    days: Published = None if last is None or NO_DAY in (first, last) else (first, last)
    builder = _Claims(stem, walker, incident, speakers, acts, days, hashed="seed_sha256" in entry.value)
    builder.broken = table.broken | (set(table.value) - set(speakers))
    claims = tuple(c for c in map(builder.claim, claimed.value) if c is not None)
    heard = {c.speaker.id for c in claims} | builder.failed
    for name in sorted(set(speakers) - heard) if not claimed.broken else ():
        walker.fault(table.value[name], "unused-speaker", f"speaker '{name}' makes no claim")
    if not set(entry.value) >= _REQUIRED:
        return None
    return Source(
        key=get("key"),
        path=walker.path,
        publisher=get("publisher"),
        title=get("title"),
        first_day=first,
        last_day=last,
        dated="published" in entry.value,
        url=get("url"),
        original_url=get("original_url"),
        archive_url=get("archive_url"),
        sha256=get("seed_sha256"),
        language=get("language"),
        read_in_full=get("read") == "full",
        incident=get("incident"),
        attributed_to=origin.get("attributed_to") or "",
        acts=acts,
        kind=origin.get("kind") or "",
        copy_of=origin.get("copy_of"),
        near_copy=_near_copy(origin.value.get("near_copy"), walker),
        note=get("note"),
        speakers=tuple(speakers.values()),
        claims=claims,
    )


def check_copies(sources: Mapping[str, Source], diagnostics: Diagnostics) -> None:
    """Report copies of unknown, later or other incidents' reports, and circles of copies."""
    for found in sources.values():
        for how, key in found.originals:
            original = sources.get(key)
            if original is None:
                hint = did_you_mean(key, sources)
                message = f"no source '{key}' to be a {how} of{hint}"
                diagnostics.add(found.path, 0, 0, "unknown-source", message)
            elif original.incident != found.incident:
                message = f"'{key}' reports another incident"
                diagnostics.add(found.path, 0, 0, "unknown-source", message)
            elif found.key in originals(key, sources):
                message = f"'{found.key}' is, through its originals, a copy of itself"
                diagnostics.add(found.path, 0, 0, "cycle", message)
            elif how == "near-copy" and found.last_day is not None and original.first_day > found.last_day:
                message = f"'{key}' appeared later than this report, which is recorded as a near-copy of it"
                diagnostics.add(found.path, 0, 0, "later-original", message)
    for found in sources.values():
        for claim in found.claims:
            if claim.revises is not None and claim.revises not in sources:
                hint = did_you_mean(claim.revises, sources)
                message = f"no source '{claim.revises}' to revise{hint}"
                diagnostics.add(found.path, claim.line, claim.column, "unknown-source", message)


def originals(key: str, sources: Mapping[str, Source]) -> set[str]:
    """A report and all that it copies, directly or through others."""
    seen: set[str] = set()
    ahead = [key]
    while ahead:
        step = ahead.pop()
        if step not in seen and step in sources:
            seen.add(step)
            ahead.extend(original for _, original in sources[step].originals)
    return seen


def _near_copy(entry: Marked | None, walker: Walker) -> NearCopy | None:
    if entry is None or not {"of", "containment", "shingles", "measured"} <= set(entry.value):
        return None
    return NearCopy(
        of=entry.get("of"),
        containment=entry.get("containment"),
        shingles=int(entry.get("shingles")),
        measured=parse_date(entry.value["measured"], walker.fault),
    )


def _published(entry: Marked, walker: Walker) -> tuple[date, date | None]:
    exact, window = entry.value.get("published"), entry.value.get("published_window")
    if entry.broken & {"published", "published_window"} or (window is not None and window.broken):
        return NO_DAY, None
    if (exact is None) == (window is None):
        walker.fault(entry, "bad-date", "needs one of 'published' and 'published_window'")
        return NO_DAY, None
    if exact is not None:
        first = parse_date(exact, walker.fault)
        return first, first
    if len(window.value) != 2 or window.value[0].value is None:
        walker.fault(window, "bad-date", "'published_window' must be [day, day or null]")
        return NO_DAY, None
    first = parse_date(window.value[0], walker.fault)
    last = None if window.value[1].value is None else parse_date(window.value[1], walker.fault)
    if last is not None and last < first:
        walker.fault(window, "bad-date", "'published_window' ends before it begins")
        return NO_DAY, None
    return first, last


def _incident(node: Marked | None, walker: Walker, incidents: Mapping[str, Incident]) -> Incident | None:
    if node is None:
        return None
    found = incidents.get(node.value)
    if found is None:
        walker.fault(node, "unknown-incident", f"no incident '{node.value}'{did_you_mean(node.value, incidents)}")
    return found


def _acts(origin: Marked, walker: Walker, incident: Incident, kinds: Mapping[str, str]) -> tuple[str, ...]:
    kind = origin.value.get("kind")
    if kind is not None and kind.value not in kinds:
        walker.fault(kind, "unknown-word", f"no origin kind '{kind.value}'{did_you_mean(kind.value, kinds)}")
    nodes = origin.value["clusters"].value if "clusters" in origin.value else []
    for node in nodes:
        _check_act(node, walker, incident)
    return tuple(node.value for node in nodes)


def _check_act(node: Marked, walker: Walker, incident: Incident) -> bool:
    if node.value in incident.acts:
        return True
    walker.fault(node, "unknown-act", f"no act '{node.value}'{did_you_mean(node.value, incident.acts)}")
    return False


def _speakers(
    table: Marked, walker: Walker, incident: Incident, sides: Sequence[str], acts: Sequence[str]
) -> dict[str, Speaker]:
    found = {}
    for name, entry in table.value.items():
        side, act = entry.value.get("side"), entry.value.get("origin")
        if side is not None and side.value not in sides:
            walker.fault(side, "unknown-side", f"no side '{side.value}'{did_you_mean(side.value, sides)}")
        if act is not None and _check_act(act, walker, incident) and act.value not in acts:
            walker.fault(act, "unlisted-act", f"act '{act.value}' is missing from 'clusters'")
        if name == OUTLET and side is not None and side.value in incident.party_of:
            walker.fault(side, "unknown-side", "the outlet's own voice belongs to no party")
        if name == OUTLET and "organisation" in entry.value:
            walker.fault(entry.value["organisation"], "bad-value", "the outlet's own voice speaks for no organisation")
        if {"role", "side", "origin"} <= set(entry.value):
            found[name] = Speaker(
                id=name,
                name=entry.get("name"),
                role=entry.get("role"),
                side=side.value,
                act=act.value,
                organisation=entry.get("organisation"),
            )
    return found


class _Claims:
    """Builds the claims of one source and remembers how many equals it has seen."""

    def __init__(
        self,
        key: str,
        walker: Walker,
        incident: Incident,
        speakers: Mapping[str, Speaker],
        acts: Sequence[str],
        published: Published,
        *,
        hashed: bool,
    ) -> None:
        self.key, self.walker, self.incident, self.speakers = key, walker, incident, speakers
        self.acts, self.published, self.hashed = acts, published, hashed
        self.equals: Counter[tuple[str, str, str]] = Counter()
        self.on_slot: Counter[str] = Counter()
        self.failed: set[str] = set()
        self.broken: frozenset[str] = frozenset()

    def claim(self, entry: Marked) -> Claim | None:
        """Build one claim, or report why it is none."""
        fact, speaker, stance = self._fact(entry), *self._speaker(entry)
        about_ok = self._about(entry)
        quote_ok = self._quote(entry)
        act = entry.value.get("origin")
        if act is not None and _check_act(act, self.walker, self.incident) and act.value not in self.acts:
            self.walker.fault(act, "unlisted-act", f"act '{act.value}' is missing from 'clusters'")
        value = self._value(entry, fact) if fact else None
        if fact is None or speaker is None or value is None or not about_ok or not quote_ok:
            self.failed.update(entry.get(s) for s in STANCES if s in entry.value)
            return None
        if "resolved" in entry.value and fact.type != "date":
            self.walker.fault(entry.value["resolved"], "bad-value", "'resolved' belongs to dates only")
        self._check_days(entry, fact, value, speaker.act if act is None else act.value)
        slot = slot_name(fact.id, entry.get("about"))
        self.equals[slot, stance, speaker.id] += 1
        self.on_slot[slot] += 1
        ordinal = self.equals[slot, stance, speaker.id]
        return Claim(
            id=claim_id(self.key, slot, stance, speaker.id, ordinal),
            nth=self.on_slot[slot],
            source=self.key,
            fact=fact.id,
            about=entry.get("about"),
            text=entry.get(fact.id),
            value=value,
            stance=stance,
            speaker=speaker,
            act=speaker.act if act is None else act.value,
            quote=entry.get("quote"),
            at=tuple(int(n.value) for n in entry.value["at"].value) if "at" in entry.value else None,  # type: ignore[arg-type]
            part=entry.get("part"),
            resolved=entry.get("resolved"),
            note=entry.get("note"),
            slip=str(entry.get("slip")).lower() == "true",
            reviewed=entry.get("status") != "machine",
            revises=entry.get("revises"),
            line=entry.line,
            column=entry.column,
        )

    def _fact(self, entry: Marked) -> Fact | None:
        world = self.incident.world
        named = [name for name in entry.value if name not in CLAIM.fields]
        if not named and entry.broken - set(CLAIM.fields):
            return None
        if len(named) != 1:
            what = f"names {len(named)} facts ({', '.join(named)})" if named else "names no fact"
            self.walker.fault(entry, "one-fact", f"a claim is about one fact, this one {what}")
            return None
        if named[0] not in world.facts:
            known = {*world.facts, *CLAIM.fields}
            hint = did_you_mean(named[0], known)
            self.walker.fault(entry.value[named[0]], "unknown-fact", f"no fact '{named[0]}'{hint}")
            return None
        return world.facts[named[0]]

    def _speaker(self, entry: Marked) -> tuple[Speaker | None, str]:
        stances = [s for s in STANCES if s in entry.value]
        if not stances and entry.broken.intersection(STANCES):
            return None, ""
        if len(stances) != 1:
            what = f"has {len(stances)} ({', '.join(stances)})" if stances else "has none"
            message = f"a claim has one stance of {', '.join(STANCES)}; this one {what}"
            self.walker.fault(entry, "one-stance", message)
            return None, ""
        node = entry.value[stances[0]]
        if node.value not in {*self.speakers, *self.broken}:
            hint = did_you_mean(node.value, self.speakers)
            self.walker.fault(node, "unknown-speaker", f"no speaker '{node.value}'{hint}")
        return self.speakers.get(node.value), stances[0]

    def _about(self, entry: Marked) -> bool:
        node, world = entry.value.get("about"), self.incident.world
        if node is None or node.value in world.aircraft or node.value in world.about_terms:
            return True
        hint = did_you_mean(node.value, {*world.aircraft, *world.about_terms})
        self.walker.fault(node, "unknown-about", f"no subject '{node.value}'{hint}")
        return False

    def _quote(self, entry: Marked) -> bool:
        quote, at = entry.value.get("quote"), entry.value.get("at")
        if quote is not None and len(quote.value.split()) > QUOTE_WORDS:
            count = len(quote.value.split())
            self.walker.fault(quote, "long-quote", f"the quote has {count} words, at most {QUOTE_WORDS} are allowed")
            return False
        if at is None:
            return True
        numbers = [int(n.value) for n in at.value]
        if quote is None or len(numbers) != 2 or numbers[1] - numbers[0] != len(quote.value):
            message = "'at' must be [start, end], as far apart as the quote is long"
            self.walker.fault(at, "bad-offsets", message)
            return False
        if not self.hashed:
            self.walker.fault(at, "bad-offsets", "'at' needs the text's 'seed_sha256'")
            return False
        return True

    def _check_days(self, entry: Marked, fact: Fact, value: Any, act: str) -> None:
        """Report what a claim places after the last day on which its report can have been published."""
        last = None if self.published is None else self.published[1]
        if last is None:
            return
        if fact.past and earliest(value) > last:
            message = f"'{entry.get(fact.id)}' lies after {last}, the day of publication"
            self.walker.fault(entry.value[fact.id], "after-publication", message)
        said_on = self.incident.acts[act].said_on if act in self.incident.acts else None
        if said_on is not None and said_on > last.isoformat():
            message = f"'{act}' was said on {said_on}, after {last}, the day of publication"
            self.walker.warn(entry, "after-publication", message)

    def _value(self, entry: Marked, fact: Fact) -> Any:
        node = entry.value[fact.id]
        try:
            return TYPES[fact.type].parse(node.value, fact, self.incident.world, self.published)
        except ValueFault as error:
            code = _VALUE_CODES.get(fact.type, "bad-value")
            self.walker.fault(node, code, str(error))
            return None


_VALUE_CODES = {
    "date": "bad-date",
    "place": "unknown-place",
    "count_of_type": "unknown-aircraft",
    "code": "unknown-code",
    "actor": "unknown-actor",
    "quantity": "bad-quantity",
}
