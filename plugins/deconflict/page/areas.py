"""Where accounts put an incident, as readers see it: areas, lines in force, distances, and the map of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from deconflict.page.facts import ClaimView


class AreaView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Where one account puts the event: an area at true size.

    ``geometry`` is GeoJSON in longitude and latitude, ``centre`` and ``anchor`` (for the label) are (lon, lat),
    ``radius_m`` is set for a disc. ``schematic`` areas stand in for ground that the theatre does not draw.
    ``tone`` is the colour of the side whose speakers claim it (``side-1`` …, ``none`` for no party, ``shared`` for
    several). ``place`` is named as the vocabulary spells it. ``retold`` areas are words of outlets that rely on a
    side, without a speaker of it. ``hatched`` is not set for one as large as the theatre's country: it is an outline.
    """

    id: str
    label: str
    short: str
    account: str
    retold: bool = False
    words: str
    parties: tuple[str, ...]
    tone: str
    claimants: str
    reports: int
    claims: tuple[str, ...]
    geometry: Mapping[str, Any]
    centre: tuple[float, float]
    anchor: tuple[float, float]
    radius_m: float | None
    area_km2: float
    tolerance: str
    schematic: bool
    slot: str
    place: str = ""
    hatched: bool = True


class LineView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A line or zone reported for the day of the incident; ``feature`` is its id in the theatre.

    ``symbol`` is how it is drawn: ``line``, ``stretch`` (of a longer line that is drawn, on both sides of it) or
    ``zone``. ``course`` says what is drawn of it, ``reported`` since when.
    """

    feature: str
    name: str
    kind: str
    basis: str
    since: str
    symbol: str = "line"
    schematic: bool = False
    course: str = ""
    reported: str = ""


class SilentView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A side that is heard about the incident and names no place of it; ``text`` says so."""

    account: str
    text: str


class DistanceView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """How far two accounts lie apart, between the places that they name."""

    first: str
    second: str
    km: int
    text: str


class MapView(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The map of one incident: areas, lines in force, distances, and the sides that name no place.

    ``box`` is west, south, east, north.
    """

    box: tuple[float, float, float, float]
    areas: tuple[AreaView, ...]
    lines: tuple[LineView, ...]
    lines_text: str
    distances: tuple[DistanceView, ...]
    unplaced: tuple[str, ...]
    attribution: tuple[str, ...]
    silent: tuple[SilentView, ...] = ()

    def areas_of(self, claims: Iterable[ClaimView]) -> tuple[str, ...]:
        """The ids of the areas that these claims put on the map."""
        ids = {claim.id for claim in claims}
        return tuple(area.id for area in self.areas if not ids.isdisjoint(area.claims))
