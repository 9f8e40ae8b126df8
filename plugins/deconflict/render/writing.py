"""A scene written on one sheet as SVG: the marks and names that the sheet's zoom shows, then the pins."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

import msgspec

from deconflict.render import labels
from deconflict.render.labels import Label, Placer, Rect
from deconflict.render.look import BROAD, halo, ink, paint
from deconflict.render.mercator import Sheet
from deconflict.render.names import FIELD_RADIUS, RADII, Name, names, table
from deconflict.render.pins import Pin
from deconflict.render.scene import Scene
from deconflict.theatre import Theatre

# The radius of the dot of a place that a claim names.
_NAMED = 3.8


def write(theatre: Theatre, scene: Scene, sheet: Sheet, taken: Sequence[Rect], ident: str) -> str:
    """Write what a sheet shows, leaving out names that would be cut by its edge or by what is ``taken`` of it."""
    placer = Placer(sheet.width, sheet.height)
    placer.block(*taken)
    shown = [found for name in scene.shown(theatre, sheet) if (found := _placed(name, sheet, placer))]
    return _marks(shown, scene.pins, sheet, ident) + halo(_names(shown) + _pins(scene.pins, sheet))


def ground(theatre: Theatre, sheet: Sheet, placer: Placer, ident: str) -> str:
    """Write the theatre's own names where ``placer`` has room."""
    every = names(theatre)
    seen = (every[number] for number in table(theatre).seen(sheet))
    shown = [found for name in seen if (found := _placed(name, sheet, placer))]
    return _marks(shown, (), sheet, ident) + halo(_names(shown))


def _placed(name: Name, sheet: Sheet, placer: Placer) -> tuple[Name, Label] | None:
    """Return a name with its label in the sheet's pixels, or None if there is no room for it on this sheet."""
    x, y = (name.x - sheet.left) * sheet.scale, (sheet.top - name.y) * sheet.scale
    r = name.radius
    if not (0 < x < sheet.width and 0 < y < sheet.height) or (r and not placer.free((x - r, y - r, x + r, y + r))):
        return None
    label = moved(name.label, x, y)
    return (name, label) if placer.free(label.box) else None


def moved(label: Label, x: float, y: float) -> Label:
    """Return a label that is about a position as one on the sheet where that position has these pixels."""
    a, b, c, d = label.box
    return msgspec.structs.replace(label, x=label.x + x, y=label.y + y, box=(a + x, b + y, c + x, d + y))


def _marks(shown: Sequence[tuple[Name, Label]], pins: Sequence[Pin], sheet: Sheet, ident: str) -> str:
    dots: dict[float, list[str]] = {}
    fields: dict[str, list[str]] = {}
    for name, _ in shown:
        if name.mark:
            ((x, y),) = sheet.pixels_of((name.x, name.y))
            if name.mark.startswith("dot"):
                dots.setdefault(RADII[int(name.mark[-1]) - 1], []).append(f"M{x:.0f} {y:.0f}h0")
            else:
                fields.setdefault(name.mark, []).append(f'<use href="#{ident}-{name.mark}" x="{x:.0f}" y="{y:.0f}"/>')
    for pin in pins:
        if pin.radius:
            ((x, y),) = sheet.pixels_of(pin.anchor)
            dots.setdefault(_NAMED, []).append(f"M{x:.0f} {y:.0f}h0")
    out = [
        f'<path {paint("dot")} stroke-width="{2 * radius:g}" d="{"".join(spots)}"/>'
        for radius, spots in sorted(dots.items())
    ]
    for mark, uses in sorted(fields.items()):
        symbol = f'<defs><path id="{ident}-{mark}" d="{field(mark)}"/></defs>'
        out.append(f"<g {paint('field')}>{symbol}{''.join(uses)}</g>")
    return "".join(out)


def field(mark: str) -> str:
    """Return path data of an airfield's chart symbol about the origin.

    As on ICAO charts: a ring with four ticks for civil aircraft, two rings for military ones, both for both.
    """
    r = round(FIELD_RADIUS)
    radii = (r,) if mark == "civil" else (r, r - 2)
    rings = "".join(f"M{-q} 0a{q} {q} 0 1 0 {2 * q} 0a{q} {q} 0 1 0-{2 * q} 0" for q in radii)
    ticks = "" if mark == "military" else f"M{-r} 0h-3M{r} 0h3M0 {-r}v-3M0 {r}v3"
    return rings + ticks


def _names(shown: Sequence[tuple[Name, Label]]) -> str:
    texts: dict[tuple[str, float], list[str]] = {}
    for name, label in shown:
        texts.setdefault((name.look, label.size), []).append(labels.text(label))
    return "".join(f"<g {ink(look, size)}>{''.join(found)}</g>" for (look, size), found in sorted(texts.items()))


def _pins(pins: Sequence[Pin], sheet: Sheet) -> str:
    out = []
    part = sheet.part
    for pin in pins:
        seat = pin.seat(part)
        (x, y), *_ = sheet.pixels_of((seat.x, seat.y))
        label = moved(seat.label, x, y)
        if pin.kind == "account":
            head = f'<tspan font-weight="700">{escape(label.lines[0])}</tspan>'
            out.append(
                f'<g {ink(pin.look, label.size, BROAD)} data-area="{escape(pin.id)}">'
                f"{labels.text(label, head=head)}</g>"
            )
        else:
            out.append(f"<g {ink(pin.look, label.size)}>{labels.text(label)}</g>")
    return "".join(out)
