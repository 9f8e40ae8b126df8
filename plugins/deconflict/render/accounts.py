"""What the accounts say, drawn: each one's area at true size in its side's tone, with its name beside it."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from deconflict.page.explainer import AreaView, MapView
from deconflict.render import labels, outline
from deconflict.render.labels import Label, Placer, Rect
from deconflict.render.look import Sizes, fill, ink, paint, tone
from deconflict.render.mercator import Sheet
from deconflict.theatre import Theatre

# Half a corner of a disc, in pixels: finer than any other line, for its size is its message.
_STRAY = 0.06


class Drawn(msgspec.Struct, frozen=True):
    """An account's area on a sheet, in Mercator metres and as a box in pixels."""

    area: AreaView
    flat: BaseGeometry
    box: Rect


def lay(view: MapView, sheet: Sheet) -> list[Drawn]:
    """Return the accounts' areas, the largest first, so that none hides a smaller one."""
    found = []
    for area in sorted(view.areas, key=lambda a: -a.area_km2):
        flat = flatten(area)
        west, south, east, north = flat.bounds
        corners = sheet.pixels(np.array([[west, north], [east, south]])).tolist()
        found.append(Drawn(area, flat, (*corners[0], *corners[1])))
    return found


def flatten(area: AreaView) -> BaseGeometry:
    """Return an account's area in Mercator metres."""
    return _flatten(msgspec.json.encode(area.geometry).decode())


@lru_cache(maxsize=512)
def _flatten(geojson: str) -> BaseGeometry:
    return outline.flatten(shapely.from_geojson(geojson))


def shapes(drawn: list[Drawn], sheet: Sheet, ident: str) -> str:
    """Draw the areas; each group carries the id of its entry in ``data-area``."""
    out = []
    for item in drawn:
        d = outline.path([item.flat], sheet, _STRAY, fine=10)
        dash = ' stroke-dasharray="5 3"' if item.area.schematic else ""
        name = tone(item.area.tone)
        edge = paint(name, f' fill-opacity="0" stroke-width="2"{dash}')
        out.append(
            f'<g data-area="{item.area.id}"><path {fill(name, ident)} d="{d}"/><path {edge} d="{d}"/></g>'
        )
    return "".join(out)


def write(drawn: list[Drawn], sheet: Sheet, sizes: Sizes, placer: Placer) -> str:
    """Name each account beside its area, or in it if it is wide enough; those without any room stay unnamed."""
    out = []
    soft = [item.box for item in drawn]
    for item in sorted(drawn, key=lambda d: (d.area.area_km2, d.area.id)):
        label = placer.place(_candidates(item, sizes, sheet), soft)
        if label is None:
            continue
        head, *rest = label.lines
        x, y, down = round(label.x), round(label.y), round(label.size * labels.LINE, 1)
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        lines = "".join(
            f'<tspan x="{x}" dy="{down:g}" font-size="{sizes.detail:g}">{labels.escape(line)}</tspan>' for line in rest
        )
        out.append(
            f'<g {ink(f"{tone(item.area.tone)}-name", sizes.account, 4)} data-area="{item.area.id}">'
            f'<text x="{x}" y="{y}"{anchor}><tspan font-weight="700">{labels.escape(head)}</tspan>{lines}</text></g>'
        )
    return "".join(out)


def lines(area: AreaView, most: float, size: float) -> tuple[str, ...]:
    """Return an account's label in lines: who, then where in lines of up to ``most`` pixels."""
    who, _, where = area.label.partition(": ")
    if area.schematic:
        where += " (stand-in outline)"
    out = [who]
    for word in where.split():
        if len(out) > 1 and labels.width(f"{out[-1]} {word}", size) <= most:
            out[-1] += f" {word}"
        else:
            out.append(word)
    return tuple(out)


def provinces(drawn: list[Drawn], theatre: Theatre) -> bool:
    """Tell whether an account names a province: one that its area, not a disc, all but fills."""
    wide = [item.area for item in drawn if item.area.radius_m is None]
    if not wide:
        return False
    for area in wide:
        ground = shapely.from_geojson(msgspec.json.encode(area.geometry).decode())
        for feature in theatre.layer("governorates"):
            both = feature.geometry.intersection(ground).area
            if both > 0.8 * feature.geometry.area and both > 0.5 * ground.area:
                return True
    return False


def _candidates(item: Drawn, sizes: Sizes, sheet: Sheet) -> list[Label]:
    most = sheet.width * (0.24 if sheet.width > 600 else 0.4)
    text = lines(item.area, most, sizes.detail)
    wide = max(
        labels.width(text[0], sizes.account, bold=True),
        *(labels.width(line, sizes.detail) for line in text[1:]),
        0.0,
    )
    left, top, right, bottom = item.box
    found: list[Label] = []
    high = len(text) * sizes.account * labels.LINE
    if right - left > wide * 1.25 and bottom - top > high * 1.6:
        x, y = sheet.xy(*item.area.anchor)
        found += [
            labels.hang(text, x + dx * wide, y + dy * high, "middle", sizes.account, wide)
            for dy in (0, -0.7, 0.7, -1.4, 1.4)
            for dx in (0, -0.3, 0.3)
        ]
    for gap in (4.0, 16.0, 34.0):
        found += labels.around(text, item.box, sizes.account, wide, gap)
    return found
