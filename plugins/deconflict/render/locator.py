"""The map of all incidents: one numbered link for each, on the areas that its accounts name."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

import msgspec
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from deconflict.page.areas import AreaView
from deconflict.render import accounts, furniture, ground, labels, writing
from deconflict.render.labels import Label, Placer, Rect
from deconflict.render.look import BROAD, NARROW, PHONE, TEXT, WIDE, WIDTHS, Sizes, halo, ink, paint, patterns
from deconflict.render.mercator import Sheet, fit
from deconflict.render.svg import again, inside
from deconflict.theatre import Theatre

# Areas smaller than this many pixels across are ringed, for they would not be found.
SMALL = 16
RING = 10
# Labels are tried on a grid of so many pixels, and stay so many off an area.
_STEP = 8.0
_OFF = 6.0
# What weighs how much in a label's place, in pixels of distance: to be nearer to one area than to another, to lie on an
# area of its own incident, or of another.
_UNLIKE = 0.6
_OWN = 400.0
_OTHERS = 60.0
# The size of an incident's label, and how many get one: the first ones, for a map holds no more that are read.
SIZE = 15.0
LABELLED = 12
# Half the side of what a finger hits.
TARGET = 13


class Spot(msgspec.Struct, frozen=True):
    """An incident on the map: its page, the short label that is drawn (a date), its full name, its areas."""

    url: str
    label: str
    name: str
    areas: tuple[AreaView, ...]


class _Target(msgspec.Struct, frozen=True):
    """An area as a label points to it, in pixels: a position, the radius of a ring about it or nothing, the shape."""

    account: accounts.Account
    x: float
    y: float
    ring: float
    shape: BaseGeometry

    @property
    def mark(self) -> Rect:
        """The room of what it is told by."""
        r = self.ring or 4.0
        return self.x - r, self.y - r, self.x + r, self.y + r


class _Crowd:
    """The areas of all incidents, by incident, and which of them lie near what."""

    def __init__(self, targets: tuple[list[_Target], ...]) -> None:
        self.targets = targets
        self._whose = np.repeat(np.arange(len(targets)), [len(each) for each in targets])
        self._tree = shapely.STRtree([target.shape for each in targets for target in each])

    def cost(self, boxes: NDArray[np.object_], number: int) -> NDArray[np.floating]:
        """Return what it costs each box to lie on areas, those of the incident of that number and those of others."""
        box, area = self._tree.query(boxes, predicate="dwithin", distance=_OFF)
        weights = np.where(self._whose[area] == number, _OWN, _OTHERS)
        return np.bincount(box, weights, minlength=len(boxes)).astype(float)


class _Lead(msgspec.Struct, frozen=True):
    """A line from a label to an area, and the room that it takes."""

    markup: str
    room: list[Rect]


def render(
    spots: Sequence[Spot],
    theatre: Theatre,
    *,
    width: int = WIDTHS[0],
    title: str,
    description: str,
    ident: str = "locator",
) -> str:
    """Render the map of all incidents as an SVG element with a link for each that can be placed, in their order.

    A ring stands for an area too small to be seen and is not to scale. The first ``LABELLED`` spots are labelled.
    ``ident`` begins every id.
    """
    return _render(spots, theatre, width, title, description, ident, None)


def responsive(spots: Sequence[Spot], theatre: Theatre, *, title: str, description: str, ident: str = "locator") -> str:
    """Render the map for wide and for narrow columns; the style sheet shows the one that fits a ``map-box``."""
    wide, narrow = WIDTHS
    return _render(spots, theatre, wide, title, description, ident, None) + _render(
        spots, theatre, narrow, title, description, f"{ident}-narrow", ident
    )


def _render(
    spots: Sequence[Spot], theatre: Theatre, width: int, title: str, description: str, ident: str, base: str | None
) -> str:
    paper = _paper(theatre, width)
    kind, sizes = ("wide", WIDE) if width >= PHONE else ("narrow", NARROW)
    bar = _scale_bar(spots, paper, sizes)
    placer = Placer(paper.width, paper.height)
    placer.block(bar.box)
    found = [(spot, _targets(spot, paper)) for spot in spots]
    found = [(spot, targets) for spot, targets in found if targets]
    placer.block(*(target.mark for _, targets in found for target in targets))
    crowd = _Crowd(tuple(targets for _, targets in found))
    marks = []
    for number, (spot, targets) in enumerate(found):
        label = _seat(spot.label, number, crowd, placer) if number < LABELLED else None
        text = ""
        if label is not None:
            leads = [_lead(label.box, target) for target in targets]
            placer.block(label.box, *(dot for lead in leads for dot in lead.room))
            text = f"{''.join(lead.markup for lead in leads)}{_target(label.box)}"
            text += _written(label, f"{ident}-label-{number}")
        marks.append(
            f"<a href={quoteattr(spot.url)} aria-label={quoteattr(spot.name)}>"
            f"<title>{escape(spot.name)}</title>{_shapes(targets, paper, ident)}{text}</a>"
        )
    tones = patterns(sorted({t.account.tone for _, targets in found for t in targets}), ident)
    names = writing.ground(theatre, paper, placer, ident)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map-svg map-{kind} map-locator"'
        f' viewBox="0 0 {paper.width} {paper.height}" role="group" aria-labelledby="{ident}-title {ident}-desc"'
        f' font-family="system-ui, sans-serif" stroke-linejoin="round">'
        f'<title id="{ident}-title">{escape(title)}</title><desc id="{ident}-desc">{escape(description)}</desc>'
        f"{tones}{_base(theatre, paper, ident, base)}{''.join(marks)}{names}{furniture.write([bar], sizes)}</svg>"
    )


@lru_cache(maxsize=8)
def _paper(theatre: Theatre, width: int) -> Sheet:
    """The sheet of the theatre's country with some room, else of its whole box."""
    country = theatre.get(theatre.country) if theatre.country else None
    high = round(width * (10 / 16 if width >= PHONE else 3 / 4))
    box = theatre.box if country is None else country.geometry.bounds
    west, south, east, north = box
    # The narrow map keeps to what the wide one shows, whose ground it uses.
    whole = theatre.frame if width >= PHONE else _paper(theatre, WIDTHS[0]).box
    return fit((west, south, east, north), whole, width, high, 0.0 if country is None else 0.04, step=False)


def _base(theatre: Theatre, paper: Sheet, ident: str, base: str | None) -> str:
    """The ground, or the wide map's once more."""
    whole = _paper(theatre, WIDTHS[0])
    if base is not None and inside(paper, whole):
        return again(paper, base, whole)
    return f'<g id="{ident}-ground" class="m-ground">{_ground(theatre, paper)}</g>'


def _scale_bar(spots: Sequence[Spot], paper: Sheet, sizes: Sizes) -> furniture.Piece:
    """Draw the scale in the lower corner where it hides less of what the accounts say."""
    bars = [furniture.scale_bar(paper, sizes, right=right) for right in (False, True)]
    found = [account for spot in spots for account in accounts.read(spot.areas)]
    hidden = furniture.hidden(np.array([bar.box for bar in bars]), accounts.boxes(found, paper))
    return bars[int(np.argmin(hidden))]


@lru_cache(maxsize=8)
def _ground(theatre: Theatre, paper: Sheet) -> str:
    shapes = "".join(f'<path {paint(name)} d="{d}"/>' for name, d in ground.paths(theatre, paper).items())
    return f'<rect {paint("sea")} width="{paper.width}" height="{paper.height}"/>{shapes}'


def _targets(spot: Spot, paper: Sheet) -> list[_Target]:
    return [_read(account, paper) for account in accounts.read(spot.areas)]


def _read(account: accounts.Account, paper: Sheet) -> _Target:
    left, top, right, bottom = account.box(paper)
    ringed = max(right - left, bottom - top) < SMALL
    x, y = ((left + right) / 2, (top + bottom) / 2) if ringed else paper.xy(*account.anchor)
    flat = shapely.transform(account.flat, paper.pixels).simplify(1)
    if not account.hatched:
        # A label may lie in it, but not on its edge.
        flat = flat.boundary
    return _Target(account, x, y, RING if ringed else 0.0, shapely.Point(x, y).buffer(RING) if ringed else flat)


def _seat(text: str, number: int, crowd: _Crowd, placer: Placer) -> Label | None:
    """Return a label as near to all of an incident's areas as to each, off them all, rather off those of others."""
    left, top, right, bottom = placer.inner
    wide = labels.width(text, SIZE, bold=True)
    seats = [
        labels.hang((text,), x, y, "start", SIZE, wide)
        for y in np.arange(top + SIZE, bottom, _STEP).tolist()
        for x in np.arange(left + 1, right - wide, _STEP).tolist()
    ]
    rooms = np.array([seat.box for seat in seats])
    free = np.flatnonzero(placer.vacant(rooms))
    if not len(free):
        return None
    boxes = shapely.box(*rooms[free].T)
    far = np.array([shapely.distance(boxes, target.shape) for target in crowd.targets[number]])
    cost = far.sum(axis=0) + (far.max(axis=0) - far.min(axis=0)) * _UNLIKE + crowd.cost(boxes, number)
    return seats[int(free[np.argmin(cost)])]


def _lead(box: Rect, target: _Target) -> _Lead:
    """Draw a line from a label to the edge of one of its areas: to its ring, or to a dot."""
    # Boxes are measured for a wide font: the line must begin at the letters of a narrow one, too.
    left, right = box[0] + 6, box[0] + (box[2] - box[0]) * 0.75
    letters = shapely.box(left, box[1] + 3, right, box[3])
    (x, y), (u, v) = shapely.get_coordinates(shapely.shortest_line(letters, target.shape)).tolist()
    length = math.dist((x, y), (u, v))
    dot = "" if target.ring else f'<circle {paint("arrow")} cx="{u:.0f}" cy="{v:.0f}" r="2.4"/>'
    steps = np.linspace((x, y), (u, v), max(2, int(length / _STEP))).tolist()
    room = [(a - 2, b - 2, a + 2, b + 2) for a, b in steps]
    return _Lead(f'<line {paint("lead")} x1="{x:.0f}" y1="{y:.0f}" x2="{u:.0f}" y2="{v:.0f}"/>{dot}', room)


def _written(label: Label, ident: str) -> str:
    """Write a label with its edge of paper, then once more without, so that no edge covers the line under a link."""
    edged = halo(f'<g {ink("named", SIZE, BROAD)}><g class="m-link" id="{ident}">{labels.text(label)}</g></g>')
    return f'{edged}<g class="m-named" font-size="{SIZE:g}" {TEXT["named"]}><use href="#{ident}"/></g>'


def _target(box: Rect) -> str:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    wide = max(box[2] - box[0], 2 * TARGET)
    return (
        f'<rect x="{x - wide / 2:.0f}" y="{y - TARGET:.0f}" width="{wide:.0f}" height="{2 * TARGET}" fill-opacity="0"/>'
    )


def _shapes(targets: Sequence[_Target], paper: Sheet, ident: str) -> str:
    out = []
    for target in targets:
        account = target.account
        look = paint(f"{account.tone}-area", f' {accounts.fill(account, ident)} stroke-width="1.4"')
        out.append(f'<path {look} d="{accounts.path(account, paper)}"/>')
        if target.ring:
            out.append(f'<circle {paint("ring")} cx="{target.x:.0f}" cy="{target.y:.0f}" r="{RING}"/>')
    return "".join(out)
