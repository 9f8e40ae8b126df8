"""The accounts' areas as GeoJSON (RFC 7946): polygons in WGS 84 with who claims them."""

from __future__ import annotations

import json

from deconflict.page.explainer import Explainer
from deconflict.render.exports.about import About


def render(page: Explainer, about: About) -> str:
    """Write a FeatureCollection; licence and attribution are members of it."""
    features = [
        {
            "type": "Feature",
            "id": area.id,
            "properties": {
                "label": area.label,
                "words": area.words,
                "claimed_by": area.claimants,
                "parties": list(area.parties),
                "retold": area.retold,
                "reports": area.reports,
                "meaning": area.tolerance,
                "radius_m": area.radius_m,
                "area_km2": area.area_km2,
                "schematic": area.schematic,
                "slot": area.slot,
                "claims": list(area.claims),
            },
            "geometry": area.geometry,
        }
        for area in page.map.areas
    ]
    body = {
        "type": "FeatureCollection",
        "title": about.title,
        "page": about.page,
        "licence": about.licence,
        "licence_url": about.licence_url,
        "attribution": about.credit,
        "features": features,
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")) + "\n"
