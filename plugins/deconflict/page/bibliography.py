"""Sources, grouped by the origin that they mainly draw on."""

from __future__ import annotations

from collections.abc import Mapping

from deconflict.page import fragments
from deconflict.page.dates import window
from deconflict.page.descent import inferred
from deconflict.page.evidence import direction
from deconflict.page.facts import RowView
from deconflict.page.frame import Frame
from deconflict.page.reports import OriginView, SourceView
from deconflict.page.sides import acts
from deconflict.reconcile.origins import act_origin, main_origin
from deconflict.records.outlet import OUTLET_PREFIX, publisher_slug
from deconflict.records.source import Source


def build(frame: Frame, rows: Mapping[str, RowView]) -> tuple[OriginView, ...]:
    """One view for each origin, parties first; sources are numbered through."""
    by_origin: dict[str, list[Source]] = {}
    for source in frame.sources.values():
        by_origin.setdefault(main_origin(source, frame.incident, frame.records.sources), []).append(source)
    order = [*frame.parties, None]

    def rank(origin: str) -> tuple[int, int, str]:
        party = frame.party_of_origin.get(origin)
        return (order.index(party), -len(by_origin[origin]), origin)

    views: list[OriginView] = []
    number = 0
    for origin in sorted(by_origin, key=rank):
        listed = []
        for source in by_origin[origin]:
            number += 1
            listed.append(_source(source, frame, rows, number))
        party = frame.party_of_origin.get(origin)
        mine = [
            a.id for a in frame.incident.acts.values() if act_origin(a, frame.incident) == origin and _used(a.id, frame)
        ]
        views.append(
            OriginView(
                id="origin-" + publisher_slug(origin.removeprefix(OUTLET_PREFIX)),
                key=origin,
                label=frame.names.origin(origin),
                party=party,
                tone=frame.tone(party),
                acts=acts(frame, mine),
                sources=tuple(listed),
            )
        )
    return tuple(views)


def _used(act: str, frame: Frame) -> bool:
    return any(act in s.acts for s in frame.sources.values())


def _source(source: Source, frame: Frame, rows: Mapping[str, RowView], number: int) -> SourceView:
    alone = [
        f"{row.label}: {position.words}"
        for row in rows.values()
        for position in row.positions
        if position.reports == 1 and position.claims[0].source == source.key
    ]
    copied = frame.records.sources.get(source.copy_of or "")
    return SourceView(
        id=fragments.of_source(source.key),
        key=source.key,
        publisher=source.publisher,
        title=source.title,
        language=source.language,
        direction=direction(source.language),
        published=window(source.first_day, source.last_day),
        published_iso=source.first_day.isoformat() if source.dated else "",
        url=source.url,
        original_url=source.original_url,
        archive_url=source.archive_url,
        sha256=source.sha256,
        read_in_full=source.read_in_full,
        kind=frame.records.kinds.get(source.kind, source.kind),
        attributed_to=source.attributed_to,
        copy_of=None if copied is None else (fragments.of_source(copied.key), copied.publisher.split(" (")[0]),
        inferred=inferred(source, frame),
        note=source.note,
        claims=len(source.claims),
        alone=tuple(alone),
        cite=number,
    )
