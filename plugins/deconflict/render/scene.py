"""All that is written on the map of one incident, at every zoom: pins, names of its own, and what they leave of others.

The drawing shows a scene at the zoom of its sheet, the live map at any.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import shapely

from deconflict.render import accounts, dots, givingway, groundnames, linenames, outline, pins, seats, surroundings
from deconflict.render.accounts import Account
from deconflict.render.look import NAMED
from deconflict.render.mercator import Sheet, project
from deconflict.render.names import Name, names, table
from deconflict.render.pins import Pin
from deconflict.render.ranking import Ranking
from deconflict.render.seats import Opening
from deconflict.theatre import Feature, Theatre


class Scene(msgspec.Struct, frozen=True):
    """Pins, names of the incident's own, and for each of the theatre's names (by number) the zooms that hide it."""

    pins: tuple[Pin, ...]
    own: tuple[Name, ...]
    hidden: dict[int, list[tuple[int, int]]]

    def shown(self, theatre: Theatre, sheet: Sheet) -> Iterator[Name]:
        """Yield the names at the zoom of a sheet that may stand on it, the weightiest first."""
        part = sheet.part
        for name in self.own:
            if name.since <= part < name.until:
                yield name
        every = names(theatre)
        for number in table(theatre).seen(sheet):
            if not any(a <= part < b for a, b in self.hidden.get(number, ())):
                yield every[number]


def build(theatre: Theatre, found: Sequence[Account], lines: Sequence[Feature], openings: Sequence[Opening]) -> Scene:
    """Seat everything that is written."""
    rank = Ranking()
    around = surroundings.build(theatre, found, lines)
    seen = seats.views(openings)
    placed = pins.seat(list(_pins(theatre, found)), around, seen, rank)
    own = [
        *linenames.write(theatre, lines, openings, around, seen, rank),
        *groundnames.write(theatre, openings, around, seen, rank),
    ]
    return Scene(placed, tuple(own), givingway.find(theatre, placed, found, own, rank))


def _pins(theatre: Theatre, found: Sequence[Account]) -> Iterator[Pin]:
    centres = tuple(sorted({account.centre for account in found if account.disc}))
    for feature in dots.named(theatre, centres):
        x, y = shapely.get_coordinates(outline.feature(feature))[0].tolist()
        yield Pin(
            id=feature.id, kind="place", look="named", lines=(accounts.called(feature, found),), size=NAMED,
            bounds=(x, y, x, y), anchor=(x, y), radius=4.6,
        )  # fmt: skip
    for account in reversed(found):
        x, y = project(np.array([account.anchor]))[0].tolist()
        yield Pin(
            id=account.id, kind="account", look=f"{account.tone}-name", lines=accounts.words(account),
            size=accounts.SIZE, bounds=account.flat.bounds, anchor=(x, y),
        )  # fmt: skip
