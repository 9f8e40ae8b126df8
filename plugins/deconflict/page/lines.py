"""Lines and zones that reports say held on the day of an incident."""

from __future__ import annotations

from deconflict.page.areas import LineView
from deconflict.page.dates import spoken
from deconflict.page.frame import Frame
from deconflict.reconcile.names import listed
from deconflict.theatre import geometry
from deconflict.theatre.feature import Feature


def in_force(frame: Frame) -> list[Feature]:
    """The theatre's lines and zones that reports say held on the day of the incident."""
    day = frame.incident.date
    found = []
    for feature in frame.world.theatre.layer("deconfliction"):
        since, until = feature.properties.get("valid_from"), feature.properties.get("valid_to")
        if since is None or since > day[: len(since)]:
            continue
        if until is not None and until <= day[: len(until)]:
            continue
        found.append(feature)
    return [f for f in found if not any(g is not f and _part_of(f, g) for g in found)]


def _part_of(part: Feature, whole: Feature) -> bool:
    """Whether a zone only repeats a part of another."""
    same = part.properties.get("kind") == whole.properties.get("kind")
    areas = part.geometry.geom_type.endswith("Polygon") and whole.geometry.geom_type.endswith("Polygon")
    return same and areas and geometry.contains_mostly(whole.geometry, part.geometry, 500.0)


def view(feature: Feature, drawn: list[Feature]) -> LineView:
    """Show one, told apart from the longer ones of which it is a stretch."""
    basis, since = feature.properties.get("basis", ""), feature.properties.get("valid_from", "")
    schematic = bool(feature.properties.get("schematic"))
    if feature.geometry.geom_type.endswith("Polygon"):
        symbol = "zone"
    else:
        longer = any(geometry.is_stretch(feature.geometry, other.geometry) for other in drawn)
        symbol = "stretch" if longer else "line"
    return LineView(
        feature=feature.id,
        name=feature.name,
        kind=feature.properties.get("kind", ""),
        basis=basis,
        since=since,
        symbol=symbol,
        schematic=schematic,
        course=": ".join(part for part in ("schematic" if schematic else "", basis) if part),
        reported=f"from {spoken(since)}" if since else "",
    )


def text(lines: tuple[LineView, ...], frame: Frame) -> str:
    """Name those of the day in a sentence, or say that none is known; nothing where the theatre has none at all."""
    if not frame.world.theatre.layer("deconfliction"):
        return ""
    if not lines:
        return "No deconfliction line is known to have existed on that day."
    named = listed([line.name + (", drawn schematically" if line.schematic else "") for line in lines])
    return f"Reported for that day: {named}."
