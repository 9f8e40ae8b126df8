"""What the ground is called: places, airfields, waters, countries and lines, each with candidates for its label."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from deconflict.render import ground, labels, outline
from deconflict.render.labels import Label, Placer, Rect
from deconflict.render.look import Sizes, ink, paint
from deconflict.render.mercator import Sheet
from deconflict.theatre import Feature, Theatre

# Radii of dots by rank, in pixels.
_DOTS = (3.6, 3.2, 2.6, 2.1)
_FIELD = 4
_SPACED = 0.16
# A country is named if it fills this share of the sheet.
_SHARE = 0.02


class Dot(msgspec.Struct, frozen=True, gc=False):
    """A place or airfield on a sheet, in pixels."""

    id: str
    name: str
    rank: int
    x: float
    y: float
    code: str = ""
    military: bool = False

    def box(self, radius: float) -> Rect:
        """Return the room of its mark."""
        return self.x - radius, self.y - radius, self.x + radius, self.y + radius


@lru_cache(maxsize=256)
def places(theatre: Theatre, sheet: Sheet) -> tuple[Dot, ...]:
    """Return the places on a sheet, the weightiest first."""
    dots = _inside(
        (
            (-_number(f, "population"), f, Dot(f.id, f.name, int(_number(f, "rank") or 4), *sheet.xy(*_position(f))))
            for f in theatre.layer("places")
            if f.outline is not None
        ),
        sheet,
    )
    return tuple(dot for _, _, dot in sorted(dots, key=lambda d: (d[2].rank, d[0], d[2].id)))


@lru_cache(maxsize=256)
def fields(theatre: Theatre, sheet: Sheet) -> tuple[Dot, ...]:
    """Return the airfields on a sheet: those of the theatre's country first, and among them the military ones."""
    country = theatre.get(theatre.country) if theatre.country else None
    home = country.properties.get("iso_a2") if country else None
    found = []
    for f in theatre.layer("airfields"):
        own = f.properties
        military = bool(own.get("military"))
        weight = (own.get("country") != home, not military, not own.get("icao"))
        code = str(own.get("icao") or "")
        found.append((weight, f, Dot(f.id, f.name, 0, *sheet.xy(*_position(f)), code, military)))
    return tuple(dot for _, _, dot in sorted(_inside(found, sheet), key=lambda d: (d[0], d[2].id)))


def near(dots: Iterable[Dot], x: float, y: float, pixels: float) -> str | None:
    """Return the id of the dot nearest to a pixel, None if none is within ``pixels``."""
    close = [((d.x - x) ** 2 + (d.y - y) ** 2, d.id) for d in dots]
    best = min(close, default=None)
    return best[1] if best and best[0] <= pixels**2 else None


class Names:
    """The labels of one sheet, gathered by look and size."""

    def __init__(self, theatre: Theatre, sheet: Sheet, sizes: Sizes, placer: Placer) -> None:
        """Start with no label."""
        self.theatre, self.sheet, self.sizes, self.placer = theatre, sheet, sizes, placer
        self.texts: dict[tuple[str, float], list[str]] = {}
        self.marks: list[str] = []
        self.symbols: list[str] = []

    def add(self, look: str, label: Label | None) -> bool:
        """Keep a label that was placed; tell whether it was."""
        if label is not None:
            self.texts.setdefault((look, label.size), []).append(labels.text(label))
        return label is not None

    def add_place(self, dot: Dot, *, named: bool = False) -> bool:
        """Mark and name a place if there is room for both."""
        rank = min(max(dot.rank, 1), 4)
        size = self.sizes.named if named else self.sizes.ranks[rank - 1]
        radius = _DOTS[0] if named else _DOTS[rank - 1]
        mark = dot.box(radius + 1)
        if not named and not self.placer.free([mark]):
            return False
        wide = labels.width(dot.name, size, bold=named)
        label = self.placer.place(labels.around((dot.name,), dot.box(radius), size, wide))
        if label is None and not named:
            return False
        self.placer.block(mark)
        self.marks.append(f'<circle cx="{dot.x:.0f}" cy="{dot.y:.0f}" r="{radius:g}"/>')
        return self.add("named" if named else "place", label)

    def add_field(self, dot: Dot) -> bool:
        """Mark an airfield with its chart symbol and name it: by name and code, or by one of them."""
        room = dot.box(_FIELD + 4)
        if not self.placer.free([room]):
            return False
        size = self.sizes.small
        tries = [(dot.name, dot.code)] if dot.code and self.sheet.width > 600 else []
        tries += [(dot.code,)] if dot.code else [(dot.name,)]
        for lines in tries:
            wide = max(labels.width(line, size) for line in lines)
            label = self.placer.place(labels.around(lines, dot.box(_FIELD + 2), size, wide))
            if label is not None:
                self.placer.block(room)
                self.symbols.append(_symbol(dot))
                return self.add("airfield", label)
        return False

    def add_places(self, named: frozenset[str]) -> None:
        """Name as many places as fit, the weightiest first, dots at a distance from each other."""
        count = 0
        kept: list[tuple[float, float]] = []
        apart = self.sizes.apart**2
        for dot in places(self.theatre, self.sheet):
            if count >= self.sizes.places:
                break
            if dot.id in named or any((dot.x - x) ** 2 + (dot.y - y) ** 2 < apart for x, y in kept):
                continue
            if self.add_place(dot):
                kept.append((dot.x, dot.y))
                count += 1

    def add_fields(self) -> None:
        """Name as many airfields as fit."""
        count = 0
        for dot in fields(self.theatre, self.sheet):
            if count >= self.sizes.fields:
                break
            count += self.add_field(dot)

    def add_countries(self) -> None:
        """Name each country that fills enough of the sheet, in the middle of what is seen of it."""
        size = self.sizes.nation
        for name, spots in nations(self.theatre, self.sheet):
            wide = labels.width(name, size, spaced=_SPACED)
            self.add(
                "nation", self.placer.place(labels.hang((name,), x, y, "middle", size, wide) for x, y in spots)
            )

    def add_waters(self, *, main: bool) -> None:
        """Write the names of rivers along them: the main ones, or the others and the lakes."""
        ids = ground.major_rivers(self.theatre)
        done: set[str] = set()
        size = self.sizes.water
        rivers = [f for f in self.theatre.layer("rivers") if (f.id in ids) == main]
        for feature in rivers if main or self.sheet.width > 600 else ():
            if feature.name not in done and self.add("water", self.placer.place(_course(self.theatre, feature, self.sheet, size, feature.name))):
                done.add(feature.name)
        if not main:
            for name, x, y in lakes(self.theatre, self.sheet):
                wide = labels.width(name, size - 1)
                self.add("water", self.placer.place([labels.hang((name,), x, y, "middle", size - 1, wide)]))

    def add_line(self, feature: Feature, words: str, outside: Iterable[Label] = ()) -> bool:
        """Write the name of a line or zone along it, or beside it."""
        size = self.sizes.small
        along = _course(self.theatre, feature, self.sheet, size, words)
        return self.add("zone-name", self.placer.place([*along, *outside]))

    def markup(self) -> str:
        """Return all marks and labels."""
        marks = f'<g {paint("dot")}>{"".join(self.marks)}</g>' if self.marks else ""
        symbols = f'<path {paint("field")} d="{"".join(self.symbols)}"/>' if self.symbols else ""
        groups = "".join(
            f"<g {ink(look, size)}>{''.join(texts)}</g>" for (look, size), texts in sorted(self.texts.items())
        )
        return symbols + marks + groups


@lru_cache(maxsize=256)
def nations(theatre: Theatre, sheet: Sheet) -> tuple[tuple[str, tuple[tuple[float, float], ...]], ...]:
    """Return each country that fills enough of a sheet, with pixels where its name may stand, the best first."""
    window = shapely.box(*sheet.window(-14))
    found = []
    for feature, flat in zip(theatre.layer("countries"), _flat(theatre, "countries"), strict=True):
        seen = shapely.clip_by_rect(flat, *window.bounds)
        if seen.is_empty or shapely.area(seen) < _SHARE * window.area:
            continue
        part = max(shapely.get_parts(seen), key=shapely.area)
        west, south, east, north = part.bounds
        grid = [
            (west + (east - west) * i / 8, south + (north - south) * j / 8) for i in range(1, 8) for j in range(1, 8)
        ]
        inside = shapely.contains_xy(part, grid)
        good = [p for p, ok in zip(grid, inside.tolist(), strict=True) if ok]
        room = shapely.distance(shapely.boundary(part), shapely.points(good)) if good else []
        ranked = [p for _, p in sorted(zip((-float(r) for r in room), good, strict=True))]
        pixels = sheet.pixels(np.array(ranked)).tolist() if ranked else []
        found.append((feature.name, tuple((x, y) for x, y in pixels[:24])))
    return tuple(found)


@lru_cache(maxsize=256)
def lakes(theatre: Theatre, sheet: Sheet) -> tuple[tuple[str, float, float], ...]:
    """Return the lakes on a sheet that are wide enough for a name, with the pixel of their middle."""
    found = []
    for feature, flat in zip(theatre.layer("lakes"), _flat(theatre, "lakes"), strict=True):
        west, south, east, north = flat.bounds
        if (east - west) * sheet.scale < 40 or (north - south) * sheet.scale < 14:
            continue
        spot = flat.representative_point()
        (x, y) = sheet.pixels(np.array([[spot.x, spot.y]]))[0].tolist()
        if 0 < x < sheet.width and 0 < y < sheet.height:
            found.append((feature.name, x, y + 5))
    return tuple(sorted(found))


@lru_cache(maxsize=1024)
def _course(theatre: Theatre, feature: Feature, sheet: Sheet, size: float, words: str) -> tuple[Label, ...]:
    """Candidates for a name along a line or around a zone."""
    flat = outline.flatten(feature.geometry)
    lines = shapely.boundary(flat) if flat.geom_type.endswith("Polygon") else flat
    seen = shapely.clip_by_rect(lines, *sheet.window(-6))
    wide = labels.width(words, size)
    found: list[Label] = []
    for part in shapely.get_parts(shapely.line_merge(seen)):
        if part.length * sheet.scale < wide or part.geom_type != "LineString":
            continue
        pixels = sheet.pixels(shapely.get_coordinates(shapely.simplify(part, 2 / sheet.scale))).tolist()
        found += labels.along(words, [(x, y) for x, y in pixels], size, wide, 5.0)
    return tuple(found)


@lru_cache(maxsize=16)
def _flat(theatre: Theatre, layer: str) -> tuple[BaseGeometry, ...]:
    return tuple(outline.flatten(f.geometry) for f in theatre.layer(layer))


def _symbol(dot: Dot) -> str:
    """Path data of the chart symbol: a ring with four ticks, and a ring within for a military airfield."""
    x, y, r = round(dot.x), round(dot.y), _FIELD
    rings = (r, r - 2) if dot.military else (r,)
    circles = "".join(f"M{x - q} {y}a{q} {q} 0 1 0 {2 * q} 0a{q} {q} 0 1 0-{2 * q} 0" for q in rings)
    return f"{circles}M{x - r} {y}h-3M{x + r} {y}h3M{x} {y - r}v-3M{x} {y + r}v3"


def _inside(found: Iterable[tuple[Any, Feature, Dot]], sheet: Sheet) -> list[tuple[Any, Feature, Dot]]:
    return [d for d in found if 4 < d[2].x < sheet.width - 4 and 4 < d[2].y < sheet.height - 4]


def _number(feature: Feature, key: str) -> float:
    return float(feature.properties.get(key) or 0)


def _position(feature: Feature) -> tuple[float, float]:
    coordinates: tuple[float, float] = feature.outline.coordinates  # type: ignore[union-attr, assignment]
    return coordinates
