"""What the ground is called: places, airfields, waters, countries and lines, each with candidates for its label."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import shapely
from shapely.geometry.base import BaseGeometry

from deconflict.render import dots, ground, labels, outline
from deconflict.render.dots import Dot
from deconflict.render.labels import Label, Placer, Rect
from deconflict.render.look import Sizes, ink, paint
from deconflict.render.mercator import Sheet
from deconflict.theatre import Feature, Theatre

# Radii of dots by rank, in pixels.
_DOTS = (3.6, 3.2, 2.6, 2.1)
_FIELD = 4
# A line is as straight as this many pixels for the name along it.
_CHORD = 5
_SPACED = 0.16
# An area that takes more of the sheet than this has names inside it.
_LARGE = 0.12


class Names:
    """The labels of one sheet, gathered by look and size."""

    def __init__(
        self,
        theatre: Theatre,
        sheet: Sheet,
        sizes: Sizes,
        placer: Placer,
        areas: Iterable[tuple[Rect, Sequence[Rect]]] = (),
    ) -> None:
        """Start with no label; ``areas`` are the accounts', each a box and its cells: names leave them clear."""
        most = sheet.width * sheet.height * _LARGE
        self.areas: list[Rect] = []
        self.clear: list[Rect] = []
        for (left, top, right, bottom), cells in areas:
            self.areas += cells
            if (right - left) * (bottom - top) < most:
                self.clear += cells
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
        around = labels.around((dot.name,), dot.box(radius), size, wide)
        label = self.placer.place(around, soft=() if named else self.areas, hard=() if named else self.clear)
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
        tries: list[tuple[str, ...]] = [(dot.name, dot.code)] if dot.code and self.sizes.roomy else []
        tries += [(dot.code,)] if dot.code else [(dot.name,)]
        for lines in tries:
            wide = max(labels.width(line, size) for line in lines)
            label = self.placer.place(labels.around(lines, dot.box(_FIELD + 2), size, wide), hard=self.clear)
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
        for dot in dots.places(self.theatre, self.sheet):
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
        for dot in dots.fields(self.theatre, self.sheet):
            if count >= self.sizes.fields:
                break
            count += self.add_field(dot)

    def add_countries(self) -> None:
        """Name each country that fills enough of the sheet, in the middle of what is seen of it."""
        size = self.sizes.nation
        for name, spots in dots.nations(self.theatre, self.sheet):
            wide = labels.width(name, size, spaced=_SPACED)
            candidates = [labels.hang((name,), x, y, "middle", size, wide) for x, y in spots]
            self.add("nation", self.placer.place(candidates, soft=self.areas, hard=self.clear))

    def add_waters(self, *, main: bool) -> None:
        """Write the names of rivers along them: the main ones, or the others and the lakes."""
        ids = ground.major_rivers(self.theatre)
        done: set[str] = set()
        size = self.sizes.water
        rivers = [f for f in self.theatre.layer("rivers") if (f.id in ids) == main]
        for feature in rivers if main or self.sizes.roomy else ():
            if feature.name in done:
                continue
            course = _course(feature, self.sheet, size, feature.name)
            if self.add("water", self.placer.place(course, hard=self.clear)):
                done.add(feature.name)
        if not main:
            for dot in dots.lakes(self.theatre, self.sheet):
                wide = labels.width(dot.name, size - 1)
                label = labels.hang((dot.name,), dot.x, dot.y + size / 3, "middle", size - 1, wide)
                self.add("water", self.placer.place([label], hard=self.clear))

    def add_line(self, feature: Feature, words: str) -> bool:
        """Write the name of a line or zone along it, or level beside it where it is too wound."""
        size = self.sizes.small
        course = _course(feature, self.sheet, size, words)
        label = self.placer.place(course, soft=self.areas, hard=self.clear) or self.placer.place(
            _beside(feature, self.sheet, size, words), soft=self.areas, hard=self.clear
        )
        return self.add("zone-name", label)

    def markup(self) -> str:
        """Return all marks and labels."""
        marks = f"<g {paint('dot')}>{''.join(self.marks)}</g>" if self.marks else ""
        symbols = f'<path {paint("field")} d="{"".join(self.symbols)}"/>' if self.symbols else ""
        groups = "".join(
            f"<g {ink(look, size)}>{''.join(texts)}</g>" for (look, size), texts in sorted(self.texts.items())
        )
        return symbols + marks + groups


def _course(feature: Feature, sheet: Sheet, size: float, words: str) -> Iterator[Label]:
    """Yield candidates for a name along a line or around a zone."""
    wide = labels.width(words, size)
    for points in _seen(feature, sheet):
        yield from labels.along(words, points, size, wide, 5.0)


@lru_cache(maxsize=1024)
def _seen(feature: Feature, sheet: Sheet) -> tuple[list[list[float]], ...]:
    """Return what is seen of a line or of a zone's edge, straightened, in pixels."""
    window = sheet.window(-6)
    lines = _straight(feature, round(2 * math.log2(sheet.scale)) / 2)
    west, south, east, north = lines.bounds
    if west > window[2] or east < window[0] or south > window[3] or north < window[1]:
        return ()
    parts = shapely.get_parts(shapely.clip_by_rect(lines, *window))
    return tuple(sheet.pixels(shapely.get_coordinates(part)).tolist() for part in parts if part.length)


@lru_cache(maxsize=1024)
def _straight(feature: Feature, zoom: float) -> BaseGeometry:
    return ground.edge(feature).simplify(_CHORD / 2**zoom)


def _beside(feature: Feature, sheet: Sheet, size: float, words: str) -> Iterator[Label]:
    """Yield level candidates at several stretches of a line, or within what is seen of a zone."""
    seen = shapely.clip_by_rect(outline.feature(feature), *sheet.window(-24))
    if seen.is_empty:
        return
    if seen.geom_type.endswith("Polygon"):
        spots = [seen.representative_point()]
    else:
        whole = max(shapely.get_parts(seen), key=shapely.length)
        spots = [whole.interpolate(share, normalized=True) for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.05, 0.95)]
    pixels = sheet.pixels(shapely.get_coordinates(spots)).tolist()
    lines = tuple(words.rsplit(", ", 1))
    wide = max(labels.width(line, size) for line in lines)
    for away in (10, 24, 44):
        for x, y in pixels:
            for anchor, dx in (("start", away), ("end", -away)):
                for dy in (0, -away, away):
                    yield labels.hang(lines, x + dx, y + dy, anchor, size, wide)


def _symbol(dot: Dot) -> str:
    """Path data of the chart symbol: a ring with four ticks, and a ring within for a military airfield."""
    x, y, r = round(dot.x), round(dot.y), _FIELD
    rings = (r, r - 2) if dot.military else (r,)
    circles = "".join(f"M{x - q} {y}a{q} {q} 0 1 0 {2 * q} 0a{q} {q} 0 1 0-{2 * q} 0" for q in rings)
    return f"{circles}M{x - r} {y}h-3M{x + r} {y}h3M{x} {y - r}v-3M{x} {y + r}v3"
