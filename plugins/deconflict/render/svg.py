"""The map of an incident as one SVG: what holds the live map's box, and all there is without script or on paper."""

from __future__ import annotations

from xml.sax.saxutils import escape

import shapely

from deconflict.page.explainer import LineView, MapView
from deconflict.render import accounts, furniture, ground, outline
from deconflict.render.accounts import Drawn
from deconflict.render.labels import Placer, Rect, hang, width
from deconflict.render.look import DASHED, NARROW, WIDE, Sizes, paint, patterns, tone
from deconflict.render.mercator import Sheet, fit
from deconflict.render.names import Names, near, places
from deconflict.theatre import Feature, Theatre

__all__ = ["render", "responsive", "sheet"]

FONT = "system-ui, sans-serif"
# Sheets below this width are laid out for a phone.
PHONE = 600
WIDTHS = (900, 400)
ROOM = 0.1
# A place stands for an account if it lies this near to its middle, in pixels.
SAME = 3.0


def sheet(view: MapView, theatre: Theatre, wide: int) -> Sheet:
    """Return the sheet that a map of this width in pixels is drawn on: 16:10, or 4:3 on a phone."""
    high = round(wide * (10 / 16 if wide >= PHONE else 3 / 4))
    whole = view.box == theatre.box
    return fit(view.box, theatre.frame, wide, high, 0.0 if whole else ROOM)


def responsive(view: MapView, theatre: Theatre, *, title: str, description: str, ident: str = "map") -> str:
    """Render the map twice, for wide and for narrow columns; ``map.css`` shows the one that fits."""
    wide, narrow = WIDTHS
    return render(view, theatre, width=wide, title=title, description=description, ident=ident) + render(
        view, theatre, width=narrow, title=title, description=description, ident=f"{ident}-narrow"
    )


def render(
    view: MapView,
    theatre: Theatre,
    *,
    width: int = WIDTHS[0],
    title: str,
    description: str,
    ident: str = "map",
) -> str:
    """Render the map as an SVG element ``width`` pixels wide; all its ids begin with ``ident``."""
    paper = sheet(view, theatre, width)
    sizes = WIDE if width >= PHONE else NARROW
    drawn = accounts.lay(view, paper)
    lines = [(line, f) for line in view.lines if (f := theatre.get(line.feature)) is not None]
    lines.sort(key=lambda pair: (-pair[1].geometry.length, pair[1].id))
    tones = sorted({tone(item.area.tone) for item in drawn})
    kind = "wide" if width >= PHONE else "narrow"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map-svg map-{kind}" viewBox="0 0 {paper.width} {paper.height}"'
        f' role="img" aria-labelledby="{ident}-title {ident}-desc" font-family="{FONT}" stroke-linejoin="round">'
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(description)}</desc>',
        patterns(tones, ident),
        _base(theatre, paper, provinces=accounts.provinces(drawn, theatre)),
        "".join(_line(line, feature, lines, paper) for line, feature in lines),
        accounts.shapes(drawn, paper, ident),
        _writing(theatre, paper, sizes, drawn, lines),
        "</svg>",
    ]
    return "".join(parts)


def _base(theatre: Theatre, paper: Sheet, *, provinces: bool) -> str:
    out = [f'<rect {paint("sea")} width="{paper.width}" height="{paper.height}"/>']
    for name, d in ground.paths(theatre, paper).items():
        out.append(f'<path {paint(name)} d="{d}"/>')
        if name == "country" and provinces:
            out.append(f'<path {paint("province")} d="{ground.cut(ground.provinces(theatre), paper)}"/>')
    return "".join(out)


def _line(view: LineView, feature: Feature, lines: list[tuple[LineView, Feature]], paper: Sheet) -> str:
    flat = outline.flatten(feature.geometry)
    d = outline.path([flat], paper)
    if not d:
        return ""
    area = flat.geom_type.endswith("Polygon")
    longer = [f for _, f in lines if f.geometry.length > feature.geometry.length]
    # A stretch of a longer line lies under it as a broad band: two dashed lines on each other could not be told apart.
    part = not area and any(f.geometry.buffer(0.01).covers(feature.geometry) for f in longer)
    name = "zone" if area else "line-part" if part else "line"
    dash = DASHED if feature.properties.get("schematic") and not part else ""
    return f'<path {paint(name, dash)} data-line="{view.feature}" d="{d}"/>'


def _writing(
    theatre: Theatre, paper: Sheet, sizes: Sizes, drawn: list[Drawn], lines: list[tuple[LineView, Feature]]
) -> str:
    placer = Placer(paper.width, paper.height)
    boxes: list[Rect] = [item.box for item in drawn]
    inset = furniture.inset(theatre, paper.box, paper, sizes, boxes)
    pieces = [inset] if inset else []
    middle = paper.width / 2
    left_foot = any(p.box[0] < middle and p.box[3] > paper.height * 0.7 for p in pieces)
    right_head = any(p.box[2] > middle and p.box[1] < paper.height * 0.3 for p in pieces)
    pieces += [furniture.scale_bar(paper, sizes, right=left_foot), furniture.north(paper, sizes, right=not right_head)]
    placer.block(*(piece.box for piece in pieces))
    names = Names(theatre, paper, sizes, placer)
    dots = places(theatre, paper)
    spots = [paper.xy(*item.area.centre) for item in drawn if item.area.radius_m]
    named = frozenset(key for x, y in spots if (key := near(dots, x, y, SAME)) is not None)
    for dot in dots:
        if dot.id in named:
            names.add_place(dot, named=True)
    told = accounts.write(drawn, paper, sizes, placer)
    for line, feature in lines:
        words = f"{line.name}, schematic" if feature.properties.get("schematic") else line.name
        names.add_line(feature, words, _beside(feature, words, paper, sizes))
    names.add_waters(main=True)
    names.add_countries()
    names.add_places(named)
    names.add_fields()
    names.add_waters(main=False)
    return names.markup() + told + "".join(piece.markup for piece in pieces)


def _beside(feature: Feature, words: str, paper: Sheet, sizes: Sizes) -> list[object]:
    """Level labels for a line too wound for one along it, and for a zone of which a corner is seen."""
    flat = outline.flatten(feature.geometry)
    seen = shapely.clip_by_rect(flat, *paper.window(-20))
    if seen.is_empty:
        return []
    spot = seen.representative_point()
    import numpy as np

    (x, y) = paper.pixels(np.array([[spot.x, spot.y]]))[0].tolist()
    size = sizes.small
    name, _, rest = words.rpartition(", ")
    lines = (name, rest) if name else (words,)
    wide = max(width(line, size) for line in lines)
    return [
        hang(lines, x + dx, y + dy, anchor, size, wide)
        for anchor, dx in (("start", 10), ("end", -10), ("middle", 0))
        for dy in (0, -24, 24, -40, 40)
    ]
