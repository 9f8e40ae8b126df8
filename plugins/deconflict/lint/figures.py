"""Figures: numbers and amounts that follow from the records, and those of a text that explains."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property, lru_cache

from deconflict.lint.anyfact import any_quantity
from deconflict.lint.days import Days
from deconflict.lint.vocabulary import Vocabulary
from deconflict.page.frame import Frame
from deconflict.values import quantity
from deconflict.values.numerals import numerals
from deconflict.world import World

Range = tuple[float, float]


class Figures:
    """The numbers of one incident, and how a text's are read."""

    def __init__(self, frame: Frame, days: Days, vocabulary: Vocabulary) -> None:
        """Take an incident's frame, the days around it and what is explained."""
        self._frame = frame
        self._world = frame.world
        self._days = days
        self._vocabulary = vocabulary

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
        days = self._days.apart
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
        return frozenset(found) | self.plain(self._vocabulary.text)

    def plain(self, text: str) -> frozenset[float]:
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


def _amounts(text: str, dimension: str, root: World) -> tuple[Range, ...]:
    found = [hit.value.nominal for hit in quantity.find(text, any_quantity(dimension), root)]
    return tuple(dict.fromkeys((*found, *((end, end) for pair in found for end in pair))))


@lru_cache(maxsize=64)
def _explained(dimension: str, root: World) -> tuple[Range, ...]:
    texts = "\n".join(entry.sentence for table in (root.units, root.prepositions) for entry in table.values())
    units = [unit for unit in root.units.values() if unit.dimension == dimension and unit.into and unit.low != 1]
    return (*_amounts(texts, dimension, root), *((end, end) for unit in units for end in (unit.low, unit.high)))
