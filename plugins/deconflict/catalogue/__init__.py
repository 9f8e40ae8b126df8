"""What any air incident shares, as data: the graph of aircraft types, units and hedges, generic facts.

``aircraft.yaml``, ``units.yaml``, ``facts.yaml``, ``wording.yaml`` and ``prose.yaml`` lie beside this module. A new
aircraft, unit or hedge is one line there; what only one site needs belongs in that site's ``vocabulary.yaml``.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml


@cache
def load() -> dict[str, Any]:
    """Read the catalogue: its tables by name, those of all files together."""
    folder = files(__name__)
    found: dict[str, Any] = {"aircraft": _read(folder / "aircraft.yaml")}
    for name in ("units", "facts", "wording", "prose"):
        found |= _read(folder / f"{name}.yaml")
    return found


def _read(file: Traversable) -> Any:
    return yaml.load(file.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  (both are safe)
