"""Facts, places and aircraft of a vocabulary: from walked YAML to the world's frozen entries."""

from __future__ import annotations

from typing import Any

from deconflict.diagnostics import did_you_mean
from deconflict.records.walker import Marked, Walker
from deconflict.world import Actor, Aircraft, Fact, Place

#: What each value type must, and only it may, say about itself.
_OWN = {"quantity": ("dimension",), "code": ("codes", "relation")}
_CODE_ONLY = ("codes", "relation", "implies", "compatible", "open", "areas")


def facts(table: Marked | None, walker: Walker, reserved: frozenset[str]) -> dict[str, Fact]:
    """Build the facts of one file; ``reserved`` words cannot be fact ids."""
    found = {}
    for name, entry in _entries(table):
        if name in reserved:
            walker.fault(entry, "bad-key", f"'{name}' is a word of the claim format and cannot be a fact")
            continue
        data = entry.plain()
        if not _consistent(name, entry, data, walker):
            continue
        found[name] = fact(name, data)
    return found


def fact(name: str, data: dict[str, Any]) -> Fact:
    """Build one fact from plain data."""
    return Fact(
        id=name,
        label=data["label"],
        type=data["type"],
        cardinality=data["cardinality"],
        definition=data["definition"],
        dimension=data.get("dimension"),
        codes=data.get("codes", {}),
        relation=data.get("relation"),
        implies={code: tuple(wider) for code, wider in data.get("implies", {}).items()},
        compatible=frozenset(frozenset(pair) for pair in data.get("compatible", ())),
        open=frozenset(data.get("open", ())),
        areas=data.get("areas", {}),
        past=str(data.get("past", False)).lower() == "true",
        told_by=tuple(data.get("told_by", ())),
        group=data.get("group", "other"),
    )


def places(table: Marked | None, walker: Walker, known: dict[str, Place]) -> dict[str, Place]:
    """Build the places of one file; ``part_of`` may name a place of it or of those already ``known``."""
    entries = dict(_entries(table))
    found = {}
    for name, entry in entries.items():
        data = entry.plain()
        if not {"name", "kind"} <= set(data):
            continue
        parent = data.get("part_of")
        if parent is not None and parent not in entries and parent not in known:
            hint = did_you_mean(parent, {*entries, *known})
            walker.fault(entry.value["part_of"], "unknown-place", f"no place '{parent}'{hint}")
        if ("lat" in data) != ("lon" in data):
            walker.fault(entry, "missing-key", f"'{name}' needs both 'lat' and 'lon', or neither")
            continue
        # A disc about a place must not hold a pole or cross the 180th meridian.
        outside = [word for word, most in _MOST.items() if abs(float(data.get(word, 0))) > most]
        for word in outside:
            walker.fault(entry.value[word], "bad-value", f"'{word}' is beyond what a map here can show: {data[word]}")
        if outside:
            continue
        found[name] = place(name, data)
    return found


#: Farthest degrees from zero.
_MOST = {"lat": 85, "lon": 175}


def place(name: str, data: dict[str, Any]) -> Place:
    """Build one place from plain data."""
    return Place(
        id=name,
        name=data["name"],
        kind=data["kind"],
        also=tuple(data.get("also", ())),
        part_of=data.get("part_of"),
        geonames=int(data["geonames"]) if "geonames" in data else None,
        lat=float(data["lat"]) if "lat" in data else None,
        lon=float(data["lon"]) if "lon" in data else None,
        feature=data.get("feature"),
    )


def aircraft(table: Marked | None, walker: Walker, known: dict[str, Aircraft]) -> dict[str, Aircraft]:
    """Build the aircraft types of one file; an entry of the same name in ``known`` is widened, not replaced."""
    entries = dict(_entries(table))
    found = {}
    for name, entry in entries.items():
        for wider in entry.value["is_a"].value if "is_a" in entry.value else ():
            if wider.value not in entries and wider.value not in known:
                hint = did_you_mean(wider.value, {*entries, *known})
                walker.fault(wider, "unknown-aircraft", f"no aircraft type '{wider.value}'{hint}")
        data, held = entry.plain(), known.get(name)
        if "label" not in data:
            continue
        also = (*data.get("also", ()), *(held.also if held else ()))
        found[name] = Aircraft(
            id=name,
            label=data["label"],
            plural=data.get("plural", held.plural if held else ""),
            is_a=tuple(dict.fromkeys((*data.get("is_a", ()), *(held.is_a if held else ())))),
            also=tuple(dict.fromkeys(also)),
        )
    graph = {**known, **found}
    for name, kind in tuple(found.items()):
        if name in _above(name, graph):
            walker.fault(entries[name], "cycle", f"'{name}' is, through its wider types, one of itself")
            found[name] = Aircraft(id=name, label=kind.label)
    return found


def actors(table: Marked | None) -> dict[str, Actor]:
    """Build actors: an id with its name, or with an entry of its own."""
    found = {}
    for name, entry in _entries(table):
        data = entry.value if isinstance(entry.value, str) else entry.plain()
        fields = {"name": data} if isinstance(data, str) else data
        if "name" not in fields:
            continue
        found[name] = Actor(
            id=name,
            name=fields["name"],
            short=fields.get("short", ""),
            mention=fields.get("mention", ""),
            adjective=fields.get("adjective", ""),
            also=tuple(fields.get("also", ())),
        )
    return found


def _entries(table: Marked | None) -> list[tuple[str, Marked]]:
    return [] if table is None else list(table.value.items())


def _above(name: str, graph: dict[str, Aircraft]) -> set[str]:
    seen: set[str] = set()
    todo = list(graph[name].is_a)
    while todo:
        node = todo.pop()
        if node not in seen and node in graph:
            seen.add(node)
            todo += graph[node].is_a
    return seen


def _consistent(name: str, entry: Marked, data: dict[str, Any], walker: Walker) -> bool:
    if not {"label", "type", "cardinality", "definition"} <= set(data):
        return False
    kind, good = data["type"], True
    for other, words in _OWN.items():
        for word in words:
            if kind == other and word not in data:
                walker.fault(entry, "missing-key", f"'{name}' is a {kind} and needs '{word}'")
                good = False
            if kind != other and word in data:
                walker.fault(entry.value[word], "unknown-key", f"'{word}' belongs to a {other}, '{name}' is a {kind}")
                good = False
    return _codes_sound(name, entry, data.get("codes", {}), walker) and good


def _codes_sound(name: str, entry: Marked, codes: dict[str, str], walker: Walker) -> bool:
    good = True
    for pair in entry.value["compatible"].value if "compatible" in entry.value else ():
        if len(pair.value) != 2:
            walker.fault(pair, "bad-value", f"'compatible' lists pairs, this one has {len(pair.value)} codes")
            good = False
    for word in _CODE_ONLY[2:]:
        if word not in entry.value:
            continue
        for code in _codes_in(entry.value[word]):
            if code.value not in codes:
                hint = did_you_mean(str(code.value), codes)
                walker.fault(code, "unknown-code", f"'{name}' has no code '{code.value}'{hint}")
                good = False
    return good


def _codes_in(node: Marked) -> list[Marked]:
    if isinstance(node.value, list):
        return [leaf for item in node.value for leaf in _codes_in(item)]
    if isinstance(node.value, dict):
        keys = [Marked(k, v.line, v.column) for k, v in node.value.items()]
        lists = [leaf for v in node.value.values() if isinstance(v.value, list) for leaf in _codes_in(v)]
        return keys + lists
    return [node]
