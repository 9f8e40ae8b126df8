"""``deconflict reconcile``: print the verdict on every slot."""

from __future__ import annotations

import argparse
import json
from typing import Any

from deconflict.cli import options as shared
from deconflict.reconcile.findings import Finding, reconcile

HELP = "print the verdict on every slot"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    shared.seeds(parser)
    parser.add_argument("--incident", metavar="KEY", help="only this incident")
    parser.add_argument("--json", action="store_true", help="as JSON: {incident: {slot: {verdict, ...}}}")
    counted = parser.add_mutually_exclusive_group()
    counted.add_argument("--naive", action="store_true", help="count every document as an origin of its own")
    counted.add_argument(
        "--unedited", action="store_true", help="leave out the editor's decisions on which origins are one"
    )


def run(options: argparse.Namespace) -> int:
    """Print findings as lines, or as JSON."""
    records = shared.sound(options)
    only = None if options.incident is None else shared.incident(records, options.incident)
    chosen = list(records.incidents.values()) if only is None else [only]
    found = {i.key: reconcile(records, i, naive=options.naive, edited=not options.unedited) for i in chosen}
    if options.json:
        answer = {key: {slot: plain(f) for slot, f in sorted(slots.items())} for key, slots in found.items()}
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    for key, slots in found.items():
        print(records.incidents[key].title, f"({key})")
        for slot, finding in slots.items():
            agreed = f" on {', '.join(finding.agreed_on)}" if finding.agreed_on else ""
            counts = f"{finding.reports} reports / {len(finding.origins)} origins / {len(finding.parties)} sides"
            print(f"  {slot:36} {finding.verdict + agreed:44} {counts}")
            for line in _beside(finding):
                print(f"    {line}")
    return 0


def _beside(finding: Finding) -> list[str]:
    """What stands beside a computed verdict, in words."""
    lines = []
    if finding.unedited is not None:
        names = ", ".join(finding.unedited.origins)
        lines.append(f"without the editor's decisions on origins: {finding.unedited.verdict}, {names}")
    if finding.override is not None:
        made = finding.override
        lines.append(f"an editor reads this as {made.verdict}: {made.reason} ({made.by}, {made.date})")
    return lines


def plain(finding: Finding) -> dict[str, Any]:
    """Give a finding as the command line prints it, values typed as YAML would read them.

    ``override`` and ``unedited`` are there only where an editor decided something that touches the slot.
    """
    answer: dict[str, Any] = {
        "verdict": finding.verdict,
        "agreed_on": [_typed(label) for label in finding.agreed_on],
        "reports": finding.reports,
        "origins": list(finding.origins),
        "parties": list(finding.parties),
    }
    if finding.unedited is not None:
        answer["unedited"] = {
            "verdict": finding.unedited.verdict,
            "agreed_on": [_typed(label) for label in finding.unedited.agreed_on],
            "origins": list(finding.unedited.origins),
        }
    if finding.override is not None:
        made = finding.override
        answer["override"] = {
            "verdict": made.verdict, "reason": made.reason, "by": made.by, "date": made.date.isoformat()
        }  # fmt: skip
    return answer


def _typed(label: str) -> bool | int | str:
    if label in ("true", "false"):
        return label == "true"
    return int(label) if label.isdecimal() and label.isascii() else label
