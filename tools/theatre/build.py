"""Build the theatre's layers from the cached wheels, and compare them with a folder that is shipped.

    python build.py CACHE OUT [SHIPPED]

With SHIPPED the program ends with status 1 if any file that it made differs from the one there.
"""

import hashlib
import json
import sys
from pathlib import Path

import wording
from land import borders, countries, governorates
from shapely.geometry import shape
from sources import BOX, FRAME, Item, Wheels, write
from towns import airfields, places
from water import lakes, rivers
from zones import airspace, deconfliction


def layers(wheels: Wheels) -> dict[str, list[Item]]:
    """Build every layer, in the order in which maps stack them."""
    land, fine_land, heights = countries(wheels)
    water, fine_rivers = rivers(wheels)
    air, mainland = airspace(fine_land, heights)
    country = next(shape(f["geometry"]) for f in land if f["id"] == wording.COUNTRY)
    return {
        "countries": land,
        "borders": borders(wheels),
        "rivers": water,
        "lakes": lakes(wheels),
        "places": places(wheels),
        "airfields": airfields(wheels),
        "airspace": air,
        "deconfliction": deconfliction(fine_rivers, mainland),
        "governorates": governorates(wheels, country),
    }


def build(cache: Path, out: Path) -> list[str]:
    """Write all files and return their names."""
    out.mkdir(parents=True, exist_ok=True)
    entries = {}
    for name, features in layers(Wheels(cache)).items():
        file = out / f"{name}.geojson"
        write(file, features)
        data = file.read_bytes()
        entries[name] = {
            "file": file.name,
            "features": len(features),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            **wording.LICENCES[name],
        }
        print(f"{file.name:24} {len(features):4} features {len(data):7} bytes")
    index = {
        "title": wording.TITLE,
        "country": wording.COUNTRY,
        "box": BOX.bounds,
        "frame": FRAME.bounds,
        "layers": entries,
        "names": wording.NAMES,
    }
    text = json.dumps(index, indent=1, ensure_ascii=False)
    (out / "index.json").write_text(text + "\n", encoding="utf-8")
    return [entry["file"] for entry in entries.values()] + ["index.json"]


def differing(names: list[str], out: Path, shipped: Path) -> list[str]:
    """Return the files that are not byte for byte the same in both folders."""
    return [
        name
        for name in names
        if not (shipped / name).is_file() or (out / name).read_bytes() != (shipped / name).read_bytes()
    ]


def main(cache: str = "cache", out: str = "out", shipped: str = "") -> int:
    made = build(Path(cache), Path(out))
    if not shipped:
        return 0
    different = differing(made, Path(out), Path(shipped))
    for name in different:
        print(f"{name}: differs from {shipped}")
    print(f"{len(made) - len(different)} of {len(made)} files are the same")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
