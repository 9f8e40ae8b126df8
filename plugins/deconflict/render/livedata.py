"""What the live map shows, as scripts that carry data alone: of one incident, and the names of a theatre."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import msgspec
from shapely.geometry.base import BaseGeometry

from deconflict.page.areas import AreaView, MapView
from deconflict.reconcile.names import listed
from deconflict.render import ground, svg
from deconflict.render.dots import SAME
from deconflict.render.labels import ABOVE, Label
from deconflict.render.look import tone
from deconflict.render.mercator import DEEPEST, PARTS, ZOOMS, degrees
from deconflict.render.names import Name, names
from deconflict.render.pins import BAND, Pin, Seat
from deconflict.render.ranking import END
from deconflict.theatre import Feature, Theatre, digits, pack
from deconflict.theatre.pack import FINE

# A disc's size and roundness are its message: it is in so fine parts of a degree, and strays by less than this share of
# its extent. Other areas and lines may stray so many degrees.
ROUND = 5000
SHARE = 0.0005
STRAY = 0.002
# Outlines whose corners differ by no more than this, in degrees, are the same.
ALIKE = 1e-4


def page(view: MapView, theatre: Theatre) -> str:
    """Return the script with what the live map shows of one incident, as ``window.DECONFLICT_PAGE``."""
    subject = svg.read(view, theatre)
    plan = svg.plan(subject)
    found = {
        "frames": [_rounded(sheet.box) for sheet in plan.sheets],
        "band": BAND / PARTS,
        "areas": [
            _area(area, _accounts(area.tone, view), account.ground, theatre)
            for area, account in zip(
                sorted(view.areas, key=lambda a: (-a.area_km2, a.id)), plan.subject.accounts, strict=True
            )
        ],
        "lines": [_line(line, part=svg.is_part(line, subject.lines)) for line in subject.lines],
        "rivers": sorted(ground.major_rivers(theatre)),
        "pins": [_pin(pin, view) for pin in _as_listed(plan.scene.pins, view)],
        "own": _columns(plan.scene.own),
        "hidden": [
            [at, *chain.from_iterable(plan.scene.hidden[number])]
            for at, number in enumerate(_shown(theatre))
            if number in plan.scene.hidden
        ],
    }
    return f"window.DECONFLICT_PAGE = {_json(found)};\n"


def shared(theatre: Theatre) -> str:
    """Return the script with the ground of a theatre and its names, the same for all its incidents."""
    every = names(theatre)
    shown = _json(_columns([every[number] for number in _shown(theatre)]))
    return f"{pack.script(theatre)}window.DECONFLICT_NAMES = {shown};\n"


@lru_cache(maxsize=4)
def _shown(theatre: Theatre) -> tuple[int, ...]:
    """The numbers of the theatre's names that the live map comes to show, from west to east, which packs best."""
    deepest = (DEEPEST - ZOOMS[0]) * PARTS
    every = names(theatre)
    shown = (number for number, name in enumerate(every) if name.since <= deepest)
    return tuple(sorted(shown, key=lambda number: (every[number].x, every[number].y, number)))


def _columns(found: Sequence[Name]) -> dict[str, object]:
    """Return names as columns, which pack better than rows; what many have alike is numbered.

    Positions are steps in 1/``units`` degrees, zooms are parts as ``SCALES`` counts them; all numbers are texts as
    ``digits`` has them.
    """
    kind, hang = [(n.look, n.mark, n.label.size) for n in found], [_hang(n.label) for n in found]
    kinds, hangs = sorted(set(kind)), sorted(set(hang))
    kind_at, hang_at = ({one: number for number, one in enumerate(some)} for some in (kinds, hangs))
    at = [(round(lon * FINE), round(lat * FINE)) for lon, lat in (degrees(n.x, n.y) for n in found)]
    before = [(0, 0), *at]
    return {
        "kinds": kinds,
        "hangs": hangs,
        "first": ZOOMS[0],
        "parts": PARTS,
        "units": FINE,
        "text": ["\n".join(n.label.lines) for n in found],
        "x": digits.encode(x - u for (x, _), (u, _) in zip(at, before, strict=False)),
        "y": digits.encode(y - v for (_, y), (_, v) in zip(at, before, strict=False)),
        "kind": digits.encode(kind_at[one] for one in kind),
        "hang": digits.encode(hang_at[one] for one in hang),
        "since": digits.encode(n.since for n in found),
        "until": digits.encode(0 if n.until >= END else n.until for n in found),
    }


def _hang(label: Label) -> tuple[int, int, int, int]:
    """How a label hangs: start, middle or end; pixels from the position to there and to its top; its turn."""
    top = label.y - label.size * ABOVE
    return ("start", "middle", "end").index(label.anchor), round(label.x), round(top), round(label.turn)


def _as_listed(pins: Sequence[Pin], view: MapView) -> list[Pin]:
    """The accounts in the order of the list under the map, then the places."""
    order = {area.id: number for number, area in enumerate(view.areas)}
    return sorted(pins, key=lambda pin: (order.get(pin.id, len(order)), pin.id))


def _pin(pin: Pin, view: MapView) -> dict[str, object]:
    told = {area.id: area for area in view.areas}
    here = degrees(*pin.anchor)
    rows: list[str] = []
    if pin.kind == "place":
        close = [a for a in view.areas if math.dist(a.centre, here) < SAME]
        rows = [a.label for a in close]
    elif pin.id in told:
        area = told[pin.id]
        reports = f"{area.reports} report{'' if area.reports == 1 else 's'}"
        rows = [f"Claimed by {area.claimants} ({reports})", f"Drawn: {area.tolerance}"]
    label = told[pin.id].label if pin.id in told else pin.lines[0]
    return {
        "id": pin.id,
        "kind": pin.kind,
        "look": pin.look,
        "label": label,
        "lines": pin.lines,
        "size": pin.size,
        "at": _rounded(here),
        "rows": rows,
        "seats": list(_changes(pin.seats)),
    }


def _changes(seats: Iterable[Seat]) -> Iterator[list[float] | int]:
    """Yield the seats of a pin, 0 for one like that before it."""
    before: list[float] = []
    known: dict[tuple[float, float], list[float]] = {}
    for seat in seats:
        at = known.get((seat.x, seat.y)) or known.setdefault((seat.x, seat.y), _rounded(degrees(seat.x, seat.y)))
        sent = [*at, *_hang(seat.label)[:3]]
        yield sent if sent != before else 0
        before = sent


def _json(found: object) -> str:
    text = msgspec.json.encode(found).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _accounts(of: str, view: MapView) -> str:
    """Name the accounts of a tone, which are switched together."""
    return listed(list(dict.fromkeys(area.account for area in view.areas if area.tone == of)))


def _area(area: AreaView, account: str, ground: BaseGeometry, theatre: Theatre) -> dict[str, object]:
    """What is drawn of an account; no outline if it is the theatre's country, which is there already."""
    units = FINE if area.radius_m is None else ROUND
    return {
        "id": area.id,
        "account": account,
        "tone": tone(area.tone),
        "schematic": area.schematic,
        "hatched": area.hatched,
        "units": units,
        "outline": _outline(ground, theatre, units),
    }


def _outline(ground: BaseGeometry, theatre: Theatre, units: int) -> pack.Outline | None:
    country = theatre.get(theatre.country) if theatre.country else None
    if country is not None and _same(ground, country.geometry):
        return None
    west, south, east, north = ground.bounds
    return pack.outline(ground.simplify(min(STRAY, max(east - west, north - south) * SHARE)), units)


def _same(one: BaseGeometry, other: BaseGeometry) -> bool:
    # Most differ in their extent already.
    near = math.dist(one.bounds, other.bounds) <= 2 * ALIKE
    return near and bool(one.normalize().equals_exact(other.normalize(), ALIKE))


@lru_cache(maxsize=256)
def _line(line: Feature, *, part: bool) -> dict[str, object]:
    """A line or zone of the day, and whether it is a part of a longer one."""
    outline = pack.outline(line.geometry.simplify(STRAY), FINE)
    return {"part": part, "schematic": bool(line.properties.get("schematic")), "units": FINE, "outline": outline}


def _rounded(numbers: tuple[float, ...]) -> list[float]:
    return [round(number, 4) for number in numbers]
