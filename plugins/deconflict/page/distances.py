"""How far apart two accounts put an incident."""

from __future__ import annotations

from itertools import combinations

from deconflict.page.areas import DistanceView
from deconflict.page.frame import Frame
from deconflict.theatre import geometry
from deconflict.values import TYPES
from deconflict.values import place as places


def build(frame: Frame) -> list[DistanceView]:
    """Measure between the places that answers name which cannot both be true, where both are points, in whole km."""
    found = []
    for finding in frame.findings.values():
        if finding.fact.type != "place" or finding.about is not None:
            continue
        kind = TYPES["place"]
        for a, b in combinations([p for p in finding.positions if not p.denied], 2):
            if kind.meet(a.value, b.value, finding.fact, frame.world) is not None:
                continue
            ends = [places.ground(frame.world, p.value.place) for p in (a, b)]
            if any(e is None or e.geom_type != "Point" for e in ends):
                continue
            km = round(geometry.distance_m(ends[0], ends[1]) / 1000)
            names = [frame.world.places[p.value.place].name for p in (a, b)]
            found.append(
                DistanceView(
                    first=names[0],
                    second=names[1],
                    km=km,
                    text=f"{names[0]} and {names[1]} lie {km} km apart",
                )
            )
    return found
