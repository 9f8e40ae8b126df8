"""What the map of an incident shows: each account's area at true size, lines reported for that day, distances.

An account is one answer to a place fact with all who give it. Where the same origin also names a side (a code with
an area on the map), the account means the intersection of both.
"""

from __future__ import annotations

from typing import Any

import msgspec
import shapely
from shapely import box, set_precision

from deconflict.page import distances, fragments, lines
from deconflict.page.areas import AreaView, MapView, SilentView
from deconflict.page.frame import Frame
from deconflict.reconcile.answers import value_words
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import capital, listed
from deconflict.reconcile.voices import Position, Voice
from deconflict.records.outlet import publisher_slug
from deconflict.theatre import geometry
from deconflict.theatre.feature import Feature
from deconflict.values import place as places
from deconflict.values.code import Code

#: The least extent of a map, in degrees: a single disc is shown with the country around it.
LEAST = 1.6
#: Larger outlines than that are simplified by this share of their extent: 300 m for 1,000 km.
SIMPLIFIED = 0.0003
#: An area ends at a border if so small a share of it lies beyond, and of what it was cut from at least as much.
CUT = 0.02
#: An area of this share of the country's is as large as the country.
WHOLE = 0.9
#: Room around the accounts, as a share of their extent.
ROOM = 0.18


def build(frame: Frame) -> MapView:
    """Lay out the map of one incident."""
    areas, unplaced = [], []
    for finding in frame.findings.values():
        if finding.fact.type != "place" or finding.about is not None:
            continue
        for position in finding.positions:
            if position.denied:
                continue
            for voices, side in _by_side(position, frame):
                area = _area(finding, position, voices, side, frame)
                if area is None:
                    unplaced.append(value_words(finding, position, frame.world))
                else:
                    areas.append(area)
    theatre = frame.world.theatre
    frame_box = _box(areas, theatre.box)
    drawn = [f for f in lines.in_force(frame) if f.geometry.intersects(box(*frame_box))]
    reported = tuple(lines.view(f, drawn) for f in drawn)
    return MapView(
        box=frame_box,
        areas=tuple(areas),
        lines=reported,
        lines_text=lines.text(reported, frame),
        distances=tuple(distances.build(frame)),
        unplaced=tuple(unplaced),
        attribution=theatre.attribution,
        silent=tuple(_silent(frame)),
    )


def _by_side(position: Position, frame: Frame) -> list[tuple[list[Voice], Feature | None]]:
    """Split a position's voices by the side of the line that their origins name, origins without one together."""
    split: dict[str, list[Voice]] = {}
    for voice in position.voices:
        split.setdefault(_side_of(voice.origin, frame), []).append(voice)
    theatre = frame.world.theatre
    return [(voices, theatre.get(key) if key else None) for key, voices in sorted(split.items())]


def _side_of(origin: str, frame: Frame) -> str:
    """The area that an origin's only answer to a fact with areas names, or nothing."""
    named = {
        finding.fact.areas[code]
        for finding in frame.findings.values()
        if finding.fact.areas and finding.about is None
        for voice in finding.voices
        if voice.origin == origin and not voice.claim.denied and isinstance(voice.value, Code)
        for code in voice.value.ids
        if code in finding.fact.areas
    }
    return named.pop() if len(named) == 1 else ""


def _area(
    finding: Finding, position: Position, voices: list[Voice], side: Feature | None, frame: Frame
) -> AreaView | None:
    world = frame.world
    where = position.value
    region = places.region(world, where)
    if region is None:
        return None
    ground = places.ground(world, where.place)
    disc = ground.geom_type == "Point"
    drawn = region if side is None else region.intersection(side.geometry)
    if drawn.is_empty:
        drawn = region
    parties = tuple(p for p in frame.parties if any(v.party == p for v in voices))
    origins = listed(sorted({frame.names.origin(v.origin) for v in voices}))
    # Outlets that rely on a side without one of its speakers put it in words of their own: that is no side's account.
    retold = not parties and any(frame.party_of_origin.get(v.origin) for v in voices)
    outlets = _outlets(voices, frame)
    words = value_words(finding, position, world)
    if parties:
        account = capital(listed([frame.names.account(p) for p in parties]))
    else:
        account = capital(f"retold by {outlets}" if retold else origins)
    side_words = "" if side is None else _side_words(side, frame)
    radius = world.prepositions[where.preposition].point_m if disc else None
    anchor = drawn.representative_point()
    centre = ground if disc else anchor
    slug = "-".join((finding.slot, *position.label.split(), *([side.id] if side else []))).lower()
    return AreaView(
        id="area-" + "".join(c if c.isalnum() or c in "-_" else "-" for c in slug),
        label=f"{account}: {words}" + (f", {side_words}" if side_words else ""),
        short=f"{account}: {words}",
        account=account,
        words=words + (f", {side_words}" if side_words else ""),
        parties=parties,
        tone=_tone(parties, frame),
        retold=retold,
        claimants=f"retold by {outlets}, from {origins}" if retold else origins,
        reports=len({v.claim.source for v in voices}),
        claims=tuple(v.claim.id for v in voices),
        geometry=_geojson(drawn),
        centre=(round(centre.x, 4), round(centre.y, 4)),
        anchor=(round(anchor.x, 4), round(anchor.y, 4)),
        radius_m=radius,
        area_km2=round(geometry.area_km2(drawn)),
        tolerance=_tolerance(where, radius, _cuts(region, drawn, side_words, frame), side_words, frame),
        schematic=places.is_schematic(world, where),
        slot=fragments.of_fact(finding.slot),
        place=world.places[where.place].name,
        hatched=not _is_whole(drawn, frame),
    )


def _is_whole(drawn: Any, frame: Frame) -> bool:
    """Whether an area is as large as the theatre's country: hatched, it would tell nothing and outcry all that does."""
    theatre = frame.world.theatre
    country = theatre.get(theatre.country) if theatre.country else None
    return country is not None and geometry.area_km2(drawn) >= geometry.area_km2(country.geometry) * WHOLE


def _outlets(voices: list[Voice], frame: Frame) -> str:
    """Name the outlets of some claims."""
    slugs = {publisher_slug(frame.sources[v.claim.source].publisher) for v in voices}
    return listed(sorted(frame.names.publishers[slug] for slug in slugs))


def _tone(parties: tuple[str, ...], frame: Frame) -> str:
    if len(parties) > 1:
        return "shared"
    return frame.tone(parties[0]) if parties else "none"


def _side_words(side: Feature, frame: Frame) -> str:
    for finding in frame.findings.values():
        for code, area in finding.fact.areas.items():
            if area == side.id:
                return finding.fact.codes[code]
    return side.name


def _cuts(region: Any, drawn: Any, side_words: str, frame: Frame) -> str:
    """Name what a region is cut to: the side, and the theatre's country where the side ends with it."""
    if not side_words:
        return ""
    theatre = frame.world.theatre
    country = theatre.get(theatre.country) if theatre.country else None
    if country is None:
        return f"the {side_words}"
    beyond = [area.difference(country.geometry).area / area.area for area in (region, drawn)]
    inside = beyond[1] < CUT <= beyond[0]
    return f"the {side_words} and to {country.name}" if inside else f"the {side_words}"


def _tolerance(where: places.Where, radius: float | None, cuts: str, side_words: str, frame: Frame) -> str:
    place = frame.world.places[where.place]
    if radius is not None:
        size = f"within {radius / 1000:g} km of {place.name}"
        return f"{size}, clipped to {cuts}" if cuts else size
    if places.is_schematic(frame.world, where):
        return f"a stand-in of {places.UNDRAWN_M / 1000:g} km: the map has no outline of {place.name}"
    size = f"the whole of {place.name}" if place.kind in ("country", "province") else f"along {place.name}"
    return f"{size}, {side_words}" if side_words else size


def _silent(frame: Frame) -> list[SilentView]:
    """The sides that are heard, but name no place."""
    heard = {party for finding in frame.findings.values() for party in finding.parties}
    placed = {
        party
        for finding in frame.findings.values()
        if finding.fact.type == "place" and finding.about is None
        for party in finding.parties
    }
    return [
        SilentView(
            account=capital(frame.names.account(party)),
            text=f"no place named by any {frame.names.adjective(party)} speaker in what we read",
        )
        for party in frame.parties
        if party in heard - placed
    ]


def _box(areas: list[AreaView], whole: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Frame the accounts with some room, never smaller than ``LEAST`` degrees."""
    if not areas:
        return whole
    west, south, east, north = geometry.extent(shapely.from_geojson([msgspec.json.encode(a.geometry) for a in areas]))
    wide, high = max(east - west, LEAST) * (0.5 + ROOM), max(north - south, LEAST * 0.8) * (0.5 + ROOM)
    lon, lat = (west + east) / 2, (south + north) / 2
    return (round(lon - wide, 3), round(lat - high, 3), round(lon + wide, 3), round(lat + high, 3))


def _geojson(geom: Any) -> dict[str, Any]:
    """The geometry with four decimals; outlines of whole provinces and countries a little simplified."""
    west, south, east, north = geom.bounds
    slack = max(east - west, north - south) * SIMPLIFIED
    thin = geom.simplify(slack) if slack > LEAST * SIMPLIFIED else geom
    rounded = shapely.transform(set_precision(thin, 0.0001), lambda at: at.round(4))
    found: dict[str, Any] = msgspec.json.decode(shapely.to_geojson(rounded))
    return found
