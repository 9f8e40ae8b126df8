"""``deconflict drift``: print how one speaker's words and figures travelled through the reports."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

from deconflict.cli import options as shared
from deconflict.reconcile.drift import Saying, credit, drift
from deconflict.reconcile.names import counted
from deconflict.records.source import Source

HELP = "print how the words of one speaker differ from report to report"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    shared.seeds(parser)
    parser.add_argument("incident", metavar="INCIDENT", help="the incident's key")
    parser.add_argument("--all", action="store_true", help="sayings that are printed alike as well")
    parser.add_argument("--json", action="store_true", help="as JSON, a list of sayings")


def run(options: argparse.Namespace) -> int:
    """Print sayings as paragraphs, or as JSON."""
    records = shared.sound(options)
    incident = shared.incident(records, options.incident)
    sources = {s.key: s for s in records.of(incident.key)}
    found = drift(records, incident)
    shown = [s for s in found if s.drifted or options.all]
    if options.json:
        print(json.dumps([plain(s, sources) for s in shown], ensure_ascii=False, indent=1))
        return 0
    for saying in shown:
        print("\n".join(_lines(saying)))
    differ = sum(s.drifted for s in found)
    print(f"{counted(len(found), 'saying')} in two reports or more: {differ} drifted, {len(found) - differ} alike")
    return 0


def plain(saying: Saying, sources: Mapping[str, Source]) -> dict[str, Any]:
    """Give a saying as the command line prints it; claims by their ids, reports by their keys."""
    return {
        "act": saying.act,
        "slot": saying.slot,
        "language": saying.language,
        "words": saying.base,
        "kinds": list(saying.kinds),
        "variants": [
            {"kind": v.kind, "words": v.text, "changes": list(credit.changes(v)), "claims": [c.id for c in v.claims]}
            for v in saying.variants
        ],
        "credits": [
            {
                "speaker": c.speaker,
                "name": None if c.speaker is None else credit.who(c),
                "outlets": credit.outlets(c.claims, sources),
                "sources": sorted(c.sources),
            }
            for c in saying.credits
        ],
        "elsewhere": [c.id for c in saying.elsewhere],
        "not_compared": [c.id for c in saying.abroad],
    }


def _lines(saying: Saying) -> list[str]:
    name = f"“{saying.base}”" if saying.slot is None else f"{saying.slot}: {saying.base}"
    lines = [f"{name} ({saying.act}): {', '.join(credit.WORDS[kind] for kind in saying.kinds)}"]
    for variant in saying.variants:
        notes = "".join(f", {change}" for change in credit.changes(variant))
        for claim in variant.claims:
            words = claim.quote if saying.slot is None else variant.text
            lines.append(f"  {variant.kind:8} {claim.speaker.id:16} {claim.stance:8} {claim.source:34} {words}{notes}")
    lines.extend(f"  {'apart':8} {c.speaker.id:16} {c.stance:8} {c.source:34} {c.quote}" for c in saying.abroad)
    return lines
