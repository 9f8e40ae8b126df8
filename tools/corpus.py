"""A site of any size for measurements, derived from the real records: same number, same bytes.

Each article has about 480 words, an incident of its own, and five records that differ in keys, days, places and
amounts from the real ones that they are made of.
"""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

from deconflict.diagnostics import Diagnostics
from deconflict.records.load import Records, load
from deconflict.records.source import Source
from deconflict.theatre import Theatre
from deconflict.theatre import load as load_theatre

ROOT = Path(__file__).resolve().parents[1]
RECORDS_EACH = 5
WORDS = 480
#: How many towns stand in for each town of the real records.
TOWNS = 30

_ROLE = re.compile(r"\{(?:fact|term|ok)\}`([^`<]*)(?:<[^`]*)?`")
_CITATION = re.compile(r"\s*\[@[^\]]*\]")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


class Corpus:
    """The real material, taken apart once, from which any number of articles is written."""

    def __init__(self) -> None:
        """Read the records, the article of the largest incident and the towns around its places."""
        faults = Diagnostics()
        theatre = load_theatre()
        records = load(ROOT / "seeds", theatre, faults)
        faults.raise_errors()
        self.key = max(records.incidents, key=lambda key: len(records.of(key)))
        self.day = date.fromisoformat(records.incidents[self.key].date)
        self.sources = records.of(self.key)
        self.texts = {s.key: (ROOT / s.path).read_text(encoding="utf-8") for s in self.sources}
        self.incident = (ROOT / records.incidents[self.key].path).read_text(encoding="utf-8")
        self.vocabulary = (ROOT / "seeds" / "vocabulary.yaml").read_text(encoding="utf-8")
        self.sentences = _sentences(self.key)
        self.placing = _placing(self.sources)
        self.towns = _towns(records, theatre, {place for places in self.placing.values() for place in places})

    def write(self, folder: Path, number: int) -> None:
        """Write ``content/`` and ``seeds/`` with this many articles."""
        for name in ("content", "seeds/incidents"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        places = "\n".join(line for towns in self.towns.values() for _, line in towns)
        text = self.vocabulary.replace("\nplaces:\n", f"\nplaces:\n{places}\n", 1)
        _write(folder / "seeds" / "vocabulary.yaml", text)
        for nth in range(number):
            self._write_article(folder, nth)

    def _write_article(self, folder: Path, nth: int) -> None:
        key = f"meeting-{nth:05d}"
        chosen = self._choose(nth)
        names = {s.key: f"report-{nth:05d}-{n}" for n, s in enumerate(chosen, 1)}
        for source in chosen:
            text = self._vary(self.texts[source.key], nth)
            text = re.sub(r"(?m)^key: .*$", f"key: {names[source.key]}", text)
            text = re.sub(r"(?m)^incident: .*$", f"incident: {key}", text)
            original = names.get(source.copy_of or "", "")
            text = re.sub(r"(?m)^  copy_of: .*\n", f"  copy_of: {original}\n" if original else "", text)
            text = re.sub(r"(?m)^publisher: (\w[^(\n]*?)(?= \(|$)", rf"publisher: \1 {nth % 97}", text)
            _write(folder / "seeds" / f"{names[source.key]}.yaml", text)
        slots = list(dict.fromkeys(claim.slot for source in chosen for claim in source.claims))
        incident = self._vary(self.incident, nth)
        incident = re.sub(r"(?m)^key: .*$", f"key: {key}", incident)
        incident = re.sub(r"(?m)^code: .*$", f"code: M-{nth:05d}", incident)
        incident = re.sub(r"(?m)^(title: \".*)\"$", rf'\1, no. {nth}"', incident)
        _write(folder / "seeds" / "incidents" / f"{key}.yaml", incident)
        _write(folder / "content" / f"{key}.md", self._article(key, nth, slots, list(names.values())))

    def _choose(self, nth: int) -> list[Source]:
        """Five sources: one for each place that the real accounts name, then others in turn."""
        by_key = {s.key: s for s in self.sources}
        named: dict[str, list[str]] = {}
        for source, places in self.placing.items():
            named.setdefault(places[0], []).append(source)
        keys = [found[nth % len(found)] for _, found in sorted(named.items())]
        rest = [s.key for s in self.sources if s.key not in keys]
        start = nth * 7 % len(rest)
        keys += islice(cycle(rest), start, start + max(RECORDS_EACH - len(keys), 0))
        return [by_key[key] for key in keys[:RECORDS_EACH]]

    def _vary(self, text: str, nth: int) -> str:
        """Move days, places and amounts by the article's number, alike in all its files."""
        shift = timedelta(days=nth % 900)

        def later(match: re.Match[str]) -> str:
            return (date.fromisoformat(match[0]) + shift).isoformat()

        def elsewhere(match: re.Match[str]) -> str:
            towns = self.towns[match[2]]
            return f"{match[1]} {towns[nth % len(towns)][0]}"

        text = re.sub(r"20\d\d-\d\d-\d\d", later, text)
        places = "|".join(map(re.escape, sorted(self.towns)))
        text = re.sub(rf"\b(near|over|in) ({places})(?=[,}}])", elsewhere, text)
        return re.sub(r"\b(\d\d) min(?=[,}])", lambda m: f"{int(m[1]) + nth % 17} min", text)

    def _article(self, key: str, nth: int, slots: list[str], sources: list[str]) -> str:
        day = self.day + timedelta(days=nth % 900)
        words, paragraphs, cites = 0, [], cycle(sources)
        lines = islice(cycle(self.sentences), nth % len(self.sentences), None)
        facts = cycle(slots)
        while words < WORDS:
            sentences = list(islice(lines, 4))
            sentences.insert(1, f"On this the reports say {{fact}}`{next(facts)}`. [@{next(cites)}]")
            words += sum(len(s.split()) for s in sentences)
            if len(paragraphs) % 3 == 0:
                paragraphs.append(f"## Part {len(paragraphs) // 3 + 1}")
            paragraphs.append("\n".join(sentences))
        head = (
            f"---\ntitle: Two accounts of meeting no. {nth}\ndate: {day.isoformat()}\ncategory: group {nth % 12}\n"
            f"slug: {key}\nsummary: What the reports on meeting no. {nth} agree on, and where they differ.\n"
            f"incident: {key}\ntags: [tag {nth % 50}, tag {nth % 31 + 50}]\n---\n\n"
        )
        return head + "\n\n".join(paragraphs) + "\n"


def _sentences(key: str) -> list[str]:
    """The sentences of the real article on an incident, as plain words."""
    for path in sorted((ROOT / "content").glob("*.md")):
        head, _, body = path.read_text(encoding="utf-8").partition("\n---\n")
        if re.search(rf"(?m)^incident: {re.escape(key)}$", head):
            text = _LINK.sub(r"\1", _CITATION.sub("", _ROLE.sub(lambda m: f"*{m[1].strip()}*", body)))
            paragraphs = [" ".join(p.split()) for p in text.split("\n\n") if p.strip() and not p.startswith("##")]
            return [s for p in paragraphs for s in re.split(r"(?<=[.!?]) (?=[A-Z])", p)]
    raise LookupError(f"no article on {key}")


def _placing(sources: tuple[Source, ...]) -> dict[str, list[str]]:
    """The towns that each source names, for those that name one."""
    found: dict[str, list[str]] = {}
    for source in sources:
        for claim in source.claims:
            match = re.fullmatch(r"near ([a-z0-9-]+)", claim.text)
            if match:
                found.setdefault(source.key, []).append(match[1])
    return found


def _towns(records: Records, theatre: Theatre, places: set[str]) -> dict[str, list[tuple[str, str]]]:
    """For each real place the towns nearest to it: id and line of the vocabulary."""
    found = {}
    for place in sorted(places):
        real = records.world.places[place]
        assert real.lat is not None
        assert real.lon is not None
        ranked = sorted(
            theatre.layer("places"),
            key=lambda f: ((f.geometry.x - real.lon) ** 2 + (f.geometry.y - real.lat) ** 2, f.id),
        )
        rows = []
        for nth, feature in enumerate(ranked[:TOWNS]):
            name = f"{place}-{nth}"
            x, y = feature.geometry.x, feature.geometry.y
            shown = json.dumps(feature.name, ensure_ascii=False)
            rows.append((name, f"  {name}: {{name: {shown}, kind: town, lat: {y}, lon: {x}}}"))
        found[place] = rows
    return found


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
