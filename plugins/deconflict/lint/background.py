"""Background: what a sentence may say though no claim of its incident does.

Days on which somebody spoke or published, background events, what the site's and the package's vocabulary explain,
names of the theatre, and figures that follow: distances between the accounts' places, days between dates, numbers of
reports, origins, sides and facts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any

import msgspec

from deconflict.lint.lexicon import Lexicon
from deconflict.page.frame import Frame
from deconflict.theatre import Theatre, geometry
from deconflict.theatre.gazetteer import Gazetteer, Match
from deconflict.values import day, place, quantity
from deconflict.values.base import fold, level
from deconflict.values.numerals import numerals
from deconflict.world import Fact, World

#: So many rare words shared with a background event make a sentence one about that event.
SHARED = 2
#: Rare are words in no more than this share of the events.
RARE = 0.2
#: Longest window of publication, in days, that makes each of its days one of publication.
WINDOW = 31
#: How far from the incident a date without a year can lie: half a year either way.
HALF_YEAR = timedelta(days=182)

#: A fact in whose name values of a type are looked for in running text.
ANY = {
    name: Fact(id="", label="", type=name, cardinality="one", definition="")
    for name in ("date", "place", "count_of_type")
}

Range = tuple[float, float]


def any_quantity(dimension: str) -> Fact:
    """A fact in whose name amounts of a dimension are looked for in running text."""
    return Fact(id="", label="", type="quantity", cardinality="one", definition="", dimension=dimension)


class Happening(msgspec.Struct, frozen=True):
    """A background event: its days, its rare words, its text."""

    days: day.Day
    words: frozenset[str]
    text: str


class Background:
    """What is known beside the claims of one incident; most of it is made when it is first asked for."""

    def __init__(self, frame: Frame, lexicon: Lexicon) -> None:
        """Take an incident's frame and the lexicon of its words."""
        self._frame = frame
        self._world = frame.world
        self._lexicon = lexicon

    # Dates

    def _day(self, iso: str) -> day.Day:
        """A day or month of a record."""
        return day.parse(iso, ANY["date"], self._world)

    @cached_property
    def _first(self) -> date:
        return self._day(self._frame.incident.date).nominal[0]

    @cached_property
    def _last(self) -> date:
        return self._day(self._frame.incident.date).nominal[1]

    @property
    def year(self) -> tuple[date, date]:
        """A day of publication from which dates without a year lead to the one nearest to the incident."""
        return self._last + HALF_YEAR, self._last + HALF_YEAR

    @property
    def week(self) -> tuple[date, date]:
        """A day of publication from which the names of weekdays lead into the week of the incident."""
        return self._last + timedelta(days=6), self._last + timedelta(days=6)

    @cached_property
    def spoken(self) -> tuple[day.Day, ...]:
        """Days on which somebody spoke or published."""
        sources, acts = self._frame.sources.values(), self._frame.incident.acts
        used = {name for source in sources for name in source.acts}
        texts = {act.said_on for name, act in acts.items() if name in used and act.said_on is not None}
        for source in sources:
            length = (source.last_day - source.first_day).days if source.last_day is not None else 0
            days = range(length + 1 if length <= WINDOW else 1)
            texts |= {(source.first_day + timedelta(days=n)).isoformat() for n in days}
        return tuple(map(self._day, sorted(texts)))

    @cached_property
    def happenings(self) -> tuple[Happening, ...]:
        """Background events, the site's and the incident's own."""
        events = (*self._frame.records.events, *self._frame.incident.events)
        stems = [frozenset(_stems(event.event)) for event in events]
        often = Counter(stem for one in stems for stem in one)
        most = max(1, RARE * len(events))
        return tuple(
            Happening(self._day(event.date), frozenset(stem for stem in own if often[stem] <= most), event.event)
            for event, own in zip(events, stems, strict=True)
        )

    def about(self, text: str) -> tuple[Happening, ...]:
        """The background events that a text is about: those with which it shares rare words."""
        own = frozenset(_stems(text))
        return tuple(h for h in self.happenings if len(own & h.words) >= SHARED)

    @staticmethod
    def speaks_of(fact: Fact, text: str) -> bool:
        """Whether a text has at least half of the words of a fact's label."""
        label = frozenset(_stems(fact.label))
        return 2 * len(label & frozenset(_stems(text))) >= max(len(label), 1)

    def dates(self, text: str) -> Iterator[day.Day]:
        """The dates that a text names."""
        yield from (found.value for found in day.find(text, ANY["date"], self._world, self.year))

    # Figures

    @cached_property
    def distances(self) -> tuple[float, ...]:
        """Metres between each two towns of the accounts."""
        points = [shape for shape in self._grounds if shape.geom_type == "Point"]
        return tuple(geometry.distance_m(a, b) for a, b in combinations(points, 2))

    @cached_property
    def counts(self) -> Mapping[str, frozenset[int]]:
        """Numbers that the page states or that follow from the records, by what is counted."""
        sources, findings = self._frame.sources.values(), self._frame.findings.values()
        reports: dict[str, set[str]] = {}
        for voice in (v for f in findings for v in f.voices):
            for behind in {f"party {voice.party}", f"origin {voice.origin}"}:
                reports.setdefault(behind, set()).add(voice.claim.source)
        origins = {voice.origin for f in findings for voice in f.voices}
        full = sum(source.read_in_full for source in sources)
        verdicts = Counter(f.verdict for f in findings)
        days = self._days_from_incident()
        return {
            "reports": frozenset(
                {len(sources), full, len(sources) - full, *map(len, reports.values()), *(f.reports for f in findings)}
            ),
            "origins": frozenset({len(origins), *(len(f.origins) for f in findings)}),
            "sides": frozenset({len(self._frame.parties), *(len(f.parties) for f in findings)}),
            "facts": frozenset({len(findings), *verdicts.values(), verdicts["one-origin"] + verdicts["single-source"]}),
            "languages": frozenset({len({source.language for source in sources})}),
            "days": days,
            "weeks": frozenset(number // 7 for number in days),
        }

    def _days_from_incident(self) -> frozenset[int]:
        known = [*self.spoken, *(h.days for h in self.happenings)]
        known += [v.value for f in self._frame.findings.values() if f.fact.type == "date" for v in f.voices]
        return frozenset(abs((d.nominal[0] - self._first).days) for d in known if d.nominal[0] == d.nominal[1])

    @cached_property
    def numbers(self) -> frozenset[float]:
        """Figures that claims or the vocabulary give; a unit may be understood: "at 3,300 metres and at 10,000"."""
        found: set[float] = set()
        for finding in self._frame.findings.values():
            for voice in finding.voices:
                if finding.fact.type == "count_of_type":
                    found |= {float(n) for item in voice.value.items for n in (item.low, item.high)}
                elif finding.fact.type == "quantity":
                    found |= {float(n) for n in (voice.value.low, voice.value.high) if n}
        return frozenset(found) | self.figures(self.vocabulary)

    def figures(self, text: str) -> frozenset[float]:
        """The plain numbers of a text."""
        names = numerals(self._world.root)
        found = [m[0].replace(",", "") for m in re.finditer(r"(?<![\w.-])\d{1,9}(?:,\d{3})*(?![\w-])", text)]
        spelled = [names[word] for word in re.findall(r"[a-z]+", text.lower()) if word in names]
        return frozenset([*map(float, found), *map(float, spelled)])

    def amounts(self, text: str, dimension: str) -> tuple[Range, ...]:
        """The amounts of one dimension in a text, and the ends of its ranges."""
        return _amounts(text, dimension, self._world.root)

    def explained(self, dimension: str) -> tuple[Range, ...]:
        """Amounts that units are, and that a place's nearness stands for."""
        return _explained(dimension, self._world.root)

    # Names

    @cached_property
    def vocabulary(self) -> str:
        """What the package and the site explain, as far as this incident's facts need it."""
        world, findings = self._world, self._frame.findings.values()
        tables = (world.units, world.hedges, world.vagues, world.prepositions)
        texts = [entry.sentence for table in tables for entry in table.values()]
        for fact in {f.fact.id: f.fact for f in findings}.values():
            texts += [fact.label, fact.definition, *fact.codes.values()]
        used = {name for source in self._frame.sources.values() for name in source.acts}
        texts += [act.what for name, act in self._frame.incident.acts.items() if name in used]
        asked = {finding.about for finding in findings}
        texts += [text for name, text in world.about_terms.items() if name in asked]
        return "\n".join(filter(None, texts))

    @cached_property
    def types(self) -> frozenset[str]:
        """Aircraft types that some claim or the vocabulary names, with their wider types."""
        findings = self._frame.findings.values()
        counts = (v.value for f in findings if f.fact.type == "count_of_type" for v in f.voices)
        named = {item.type for value in counts for item in value.items}
        named |= {finding.about for finding in findings if finding.about in self._world.aircraft}
        wider = self._world.root.wider
        return self.types_in(self.vocabulary).union(*(wider.get(kind, frozenset({kind})) for kind in named))

    def types_in(self, text: str) -> frozenset[str]:
        """Aircraft types that a text names, with their wider types."""
        wider = self._world.root.wider
        return frozenset(up for hit in self._lexicon.find(text) if hit.kind == "aircraft" for up in wider[hit.id])

    def elsewhere(self, text: str) -> Iterator[Match]:
        """Names of the theatre in a text; only a text that has a word of one is searched."""
        names = _gazetteer(self._world.theatre)
        if any(fold(word) in names.words for word in _CAPITAL.findall(text)):
            yield from names.gazetteer.find(text)

    def reaches(self, shape: Any) -> bool:
        """Whether some account's place lies in a shape of the map."""
        return any(geometry.contains_mostly(shape, ground, 0.0) for ground in self._grounds)

    @cached_property
    def _grounds(self) -> tuple[Any, ...]:
        places = {v.value.place for f in self._frame.findings.values() if f.fact.type == "place" for v in f.voices}
        shapes = (place.ground(self._world, name) for name in sorted(places))
        return tuple(shape for shape in shapes if shape is not None)


class _Names(msgspec.Struct, frozen=True):
    """A theatre's names, and every word that stands in one."""

    gazetteer: Gazetteer
    words: frozenset[str]


@lru_cache(maxsize=4)
def _gazetteer(theatre: Theatre) -> _Names:
    built = Gazetteer.build(theatre)
    return _Names(built, frozenset(word for alias in built.entries for word in alias.split()))


#: A word that could be one of a name; a short one only with an article, as in "Ras al-Ain".
_CAPITAL = re.compile(r"\b[^\W\d_a-z][^\W\d_]{3,}|\b[A-Z][a-z]{1,2}(?=[- ][a-z]{2}[- ][A-Z])")


def _amounts(text: str, dimension: str, root: World) -> tuple[Range, ...]:
    found = [hit.value.nominal for hit in quantity.find(text, any_quantity(dimension), root)]
    return tuple(dict.fromkeys((*found, *((end, end) for pair in found for end in pair))))


@lru_cache(maxsize=64)
def _explained(dimension: str, root: World) -> tuple[Range, ...]:
    texts = "\n".join(entry.sentence for table in (root.units, root.prepositions) for entry in table.values())
    units = [unit for unit in root.units.values() if unit.dimension == dimension and unit.into and unit.low != 1]
    return (*_amounts(texts, dimension, root), *((end, end) for unit in units for end in (unit.low, unit.high)))


def _stems(text: str) -> Iterator[str]:
    """Words of four letters or more, without the endings of English."""
    for word in re.findall(r"[^\W\d_]{4,}", level(text).lower()):
        stem = re.sub(r"(?:ing|ed|es|s|e)$", "", word)
        if len(stem) > 3:
            yield stem
