"""The words that the linter looks for: those of a site once, those of an incident beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import cast

from deconflict.lint import words
from deconflict.lint.lexicon import Kind, Lexicon
from deconflict.page.frame import Frame
from deconflict.values import day
from deconflict.values.numerals import numerals
from deconflict.world import World

Entry = tuple[str, Kind, str]


def build(frame: Frame) -> Lexicon:
    """Index the words of an incident."""
    return Lexicon(_own(frame), _common(frame.world.root))


@lru_cache(maxsize=16)
def _common(root: World) -> Lexicon:
    return Lexicon([*_things(root), *_speech(words.load())])


def _things(root: World) -> Iterator[Entry]:
    """Actors, aircraft, units, dates and numbers."""
    for actor in root.actors.values():
        people = f"{actor.adjective}s" if actor.adjective else ""
        names = (actor.name, actor.short, actor.adjective, people, *actor.also)
        yield from ((name, "actor", actor.id) for name in names)
    for kind in root.aircraft.values():
        for name in (kind.id, kind.label, kind.plural, *kind.also):
            bare = name.partition(" (")[0]
            forms = {bare, bare.replace("-", ""), bare.replace("-", " ")}
            yield from ((form + end, "aircraft", kind.id) for form in sorted(forms) for end in ("", "s"))
    for unit in root.units.values():
        yield from ((form, "unit", unit.dimension) for form in (unit.id, unit.one, unit.many, *unit.also))
    yield from ((form, "month", name) for name in day.MONTHS for form in (name, name[:3]))
    yield from ((name, "weekday", name) for name in day.WEEKDAYS)
    yield from ((name, "number", str(number)) for name, number in numerals(root).items())
    yield from ((name, "number", "") for vague in root.vagues.values() for name in (vague.words, *vague.also))


def _speech(speech: words.Words) -> Iterator[Entry]:
    """Words by which sentences attribute, leave open and count."""
    lists: dict[str, Iterable[str]] = {"open": speech.open, "passive": speech.passive, "around": speech.around}
    for kind, forms in (lists | dict(speech.attribution)).items():
        yield from ((form, cast("Kind", kind), form) for form in forms)
    for what, counted in speech.counted.items():
        yield from ((form, "counted", what) for form in counted)


def _own(frame: Frame) -> Iterator[Entry]:
    """What only one incident has: places, publishers, speakers, organisations, and words that tell its facts."""
    for spot in frame.world.places.values():
        yield from ((name, "place", spot.id) for name in (spot.name, *spot.also))
    for source in frame.sources.values():
        yield source.publisher.partition(" (")[0], "publisher", source.key
        for speaker in source.speakers:
            if speaker.name:
                yield from ((name, "person", speaker.side) for name in (speaker.name, speaker.name.split()[-1]))
    for organisation, name in frame.records.organisations.items():
        yield from ((form, "organisation", organisation) for form in (name, name.partition(",")[0]))
    for fact in frame.world.facts.values():
        yield from ((form, "told", fact.id) for form in fact.told_by)
        if fact.told_by and fact.type == "code":
            codes = ((name, form) for name, form in fact.codes.items() if name not in fact.open)
            yield from ((form, "code", f"{fact.id}/{name}") for name, form in codes)
