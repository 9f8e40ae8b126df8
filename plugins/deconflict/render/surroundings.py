"""What lies around the names of an incident's map: its areas, the main rivers with its lines, the towns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import shapely

from deconflict.render import beads, dots, ground
from deconflict.render.accounts import Account
from deconflict.render.beads import Beads, Crowd
from deconflict.render.mercator import project
from deconflict.render.seats import Around
from deconflict.theatre import Feature, Theatre


def build(theatre: Theatre, found: Sequence[Account], lines: Iterable[Feature]) -> Around:
    """Gather what labels keep off."""
    outlines = tuple(account for account in found if not account.hatched)
    hatched = {account.id: account.grid for account in found if account.hatched}
    return Around(hatched, _beads(theatre, tuple(lines), outlines), _towns(theatre))


@lru_cache(maxsize=32)
def _beads(theatre: Theatre, lines: tuple[Feature, ...], outlines: tuple[Account, ...]) -> Beads:
    """The main rivers, the incident's lines and the edges of areas without hatching within the theatre."""
    main = ground.major_rivers(theatre)
    wanted = [f for f in theatre.layer("rivers") if f.id in main]
    corners = project(np.array([theatre.box[:2], theatre.box[2:]])).ravel().tolist()
    edges = [*(ground.edge(f) for f in (*wanted, *lines)), *(shapely.boundary(account.flat) for account in outlines)]
    seen = shapely.clip_by_rect(edges, *corners)
    return beads.string(seen[~shapely.is_empty(seen)])


@lru_cache(maxsize=4)
def _towns(theatre: Theatre) -> Crowd:
    found, spots = dots.all_places(theatre)
    return beads.crowd(spots[[dot.rank <= 2 for dot in found]])
