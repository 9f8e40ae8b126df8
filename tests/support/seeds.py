"""Small folders of records, written for one test: a made-up sea with two parties, North and South."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from deconflict.diagnostics import Diagnostic, Diagnostics
from deconflict.records.load import Records, load
from deconflict.theatre import load as load_theatre

VOCABULARY = """\
format: 1
sides: [north, north-ally, south, reporter, other]
parties: {north: [north, north-ally], south: [south]}
actors:
  north: {name: Northland, adjective: Northern}
  south: {name: Southland, adjective: Southern}
origin_kinds: {original: own reporting, copy: carried as is}
about_terms: {drone-claims: what was said of drones}
places:
  bay: {name: Grey Bay, kind: town, lat: 35.0, lon: 38.0}
  cape: {name: Long Cape, kind: town, lat: 36.0, lon: 38.0}
  village: {name: Village, kind: town, lat: 35.1, lon: 38.0}
facts:
  day: {label: Day, type: date, past: true, cardinality: one, definition: Which day}
  spot: {label: Spot, type: place, cardinality: one, definition: Which place}
  distance: {label: Distance, type: quantity, dimension: length, cardinality: one, definition: How far}
  total: {label: Total, type: quantity, dimension: count, cardinality: one, definition: How many}
  jets: {label: Jets, type: count_of_type, cardinality: set, definition: Which jets}
  jet: {label: Jet, type: count_of_type, cardinality: one, definition: Which jet}
  who: {label: Who, type: actor, cardinality: one, definition: Which side}
  seen: {label: Seen, type: boolean, cardinality: one, definition: Whether seen}
  bank: {label: Bank, type: code, cardinality: one, relation: exclusive, definition: Which bank,
    codes: {east: east, west: west, north-east: north-east, middle: middle, unsaid: not said},
    implies: {north-east: [east]}, compatible: [[east, middle], [west, middle]], open: [unsaid]}
  signs: {label: Signs, type: code, cardinality: set, relation: free, definition: Which signs,
    codes: {flares: flares, chaff: chaff, both: flares and chaff}, implies: {both: [flares, chaff]}}
"""

INCIDENT = """\
format: 1
key: grey-bay
title: Over Grey Bay
date: 2017-12-13
acts:
  outlet-own: {side: reporter, organisation: null, said_on: null, what: The outlet itself}
  north-mod: {side: north, organisation: north-ministry, said_on: 2017-12-14, what: A statement}
  north-navy: {side: north, organisation: north-navy, said_on: 2017-12-14, what: A briefing}
  north-briefing: {side: north, organisation: north-ministry, said_on: 2017-12-15, what: Another day}
  ally-mod: {side: north-ally, organisation: ally-ministry, said_on: null, what: A statement}
  south-mod: {side: south, organisation: south-ministry, said_on: 2017-12, what: A statement}
  expert: {side: other, organisation: an-expert, said_on: null, what: An expert}
"""

SOURCE = """\
key: paper
publisher: The Paper
title: null
published: 2017-12-15
url: null
language: en
incident: grey-bay
origin: {attributed_to: the ministry, clusters: [north-mod, outlet-own], kind: original}
speakers:
  outlet: {role: the outlet, side: reporter, origin: outlet-own}
  spokesman: {name: A. Smith, role: spokesman, side: north, origin: north-mod}
claims:
- {bank: east, reports: outlet}
- {day: 2017-12-13, asserts: spokesman, quote: on Wednesday}
"""

FILES = {"vocabulary.yaml": VOCABULARY, "incidents/grey-bay.yaml": INCIDENT, "paper.yaml": SOURCE}


def write(folder: Path, files: Mapping[str, str | bytes | None] = FILES) -> Path:
    """Write the files over the standard ones (``None``: leave one out); return the folder."""
    for name, content in {**FILES, **files}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path) -> tuple[Records, list[Diagnostic]]:
    """Read a folder; return its records and all faults, with paths relative to it."""
    diagnostics = Diagnostics()
    records = load(folder, load_theatre(), diagnostics, shown=folder)
    return records, list(diagnostics)


def faults(folder: Path, files: Mapping[str, str | bytes | None]) -> list[str]:
    """Write, read, and return the faults as they are printed."""
    return [str(fault) for fault in read(write(folder, files))[1]]


def report(key: str, claims: Iterable[Mapping[str, Any]], **fields: Any) -> str:
    """Write a source. A claim names who speaks as ``by``: a side and an act, as in ``north@north-mod``."""
    speakers, entries, acts = {}, [], set()
    for claim in claims:
        entry = dict(claim)
        side, act = entry.pop("by").split("@")
        name = "outlet" if side == "reporter" and "outlet" not in speakers else f"{side}-{act}"
        name = next((n for n, s in speakers.items() if (s["side"], s["origin"]) == (side, act)), name)
        speakers[name] = {"role": "one", "side": side, "origin": act}
        entry[entry.pop("stance")] = name
        entries.append(entry)
        acts.add(act)
    origin = {"attributed_to": "all", "clusters": sorted(acts), "kind": "original"} | fields.pop("origin", {})
    source = {
        "key": key,
        "publisher": key.title(),
        "title": None,
        "published": "2017-12-15",
        "url": None,
        "language": "en",
        "incident": "grey-bay",
        "origin": origin,
        "speakers": speakers,
        "claims": entries,
    }
    # JSON is YAML of one line.
    return json.dumps(source | fields, ensure_ascii=False)
