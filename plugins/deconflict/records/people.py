"""People across reports: one person has one id in every file, under whatever rank or spelling a report prints.

Ids decide. Names are compared without ranks and accents, only to find where an id was given twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from deconflict import catalogue
from deconflict.diagnostics import Diagnostics
from deconflict.records.source import Source, Speaker
from deconflict.theatre.folding import fold

Name = tuple[str, str]


def ids(sources: Iterable[Source]) -> dict[str, str]:
    """Each speaker's id, with the id that stands for the person: the first in order among those of one name."""
    first: dict[Name, str] = {}
    speakers = sorted((s for source in sources for s in source.speakers), key=lambda s: s.id)
    return {s.id: first.setdefault(name, s.id) if (name := plain_name(s)) else s.id for s in speakers}


def check(sources: Mapping[str, Source], diagnostics: Diagnostics) -> None:
    """Warn where one person has two ids, or one id stands for two persons."""
    by_name: dict[Name, Speaker] = {}
    by_id: dict[str, Speaker] = {}
    for source in sources.values():
        for speaker in source.speakers:
            name = plain_name(speaker)
            if name is None:
                continue
            same, other = by_name.setdefault(name, speaker), by_id.setdefault(speaker.id, speaker)
            if same.id != speaker.id:
                message = f"'{speaker.id}' has the name of '{same.id}', {same.name}: one person, one id"
                diagnostics.add(source.path, 0, 0, "speaker-id", message, "warning")
            elif plain_name(other) != name:
                message = f"'{speaker.id}' is {speaker.name} here and {other.name} elsewhere: one id, one person"
                diagnostics.add(source.path, 0, 0, "speaker-id", message, "warning")


def plain_name(speaker: Speaker) -> Name | None:
    """First name and surname, folded and without rank; ``None`` where not both are given."""
    return None if speaker.name is None else _plain(speaker.name)


@lru_cache(maxsize=4096)
def _plain(name: str) -> Name | None:
    words = [w for w in fold(name.replace(".", " ")).split(" ") if len(w) > 1 and w not in _ranks()]
    return (words[0], words[-1]) if len(words) > 1 else None


@cache
def _ranks() -> frozenset[str]:
    return frozenset(map(fold, catalogue.load()["ranks"]))
