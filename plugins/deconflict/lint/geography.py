"""Geography: the theatre's names, and what follows from where the accounts' places lie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import combinations
from typing import Any

import msgspec

from deconflict.page.frame import Frame
from deconflict.theatre import Theatre, geometry
from deconflict.theatre.gazetteer import Gazetteer, Match
from deconflict.values import place
from deconflict.values.base import fold


class Geography:
    """The ground of one incident's accounts, and the names of its theatre."""

    def __init__(self, frame: Frame) -> None:
        """Take an incident's frame."""
        self._frame = frame
        self._world = frame.world

    @cached_property
    def distances(self) -> tuple[float, ...]:
        """Metres between each two towns of the accounts."""
        points = [shape for shape in self._grounds if shape.geom_type == "Point"]
        return tuple(geometry.distance_m(a, b) for a, b in combinations(points, 2))

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
