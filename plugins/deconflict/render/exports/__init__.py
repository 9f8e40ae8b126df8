"""Exports of one incident for other tools, each with licence and attribution inside.

An export is one module with ``render`` and one entry here.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from deconflict.page.explainer import Explainer
from deconflict.render.exports import csv, geojson, json
from deconflict.render.exports.about import About


class Export(msgspec.Struct, frozen=True):
    """A file beside an article: its name, what readers are told about it, and who writes it."""

    name: str
    label: str
    render: Callable[[Explainer, About], str]


EXPORTS: tuple[Export, ...] = (
    Export("facts.csv", "Claims as CSV, one row a claim", csv.render),
    Export("facts.json", "Facts, verdicts and claims as JSON", json.render),
    Export("map.geojson", "The accounts' areas as GeoJSON", geojson.render),
)
