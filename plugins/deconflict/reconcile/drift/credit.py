"""Whom reports credit with a saying, and what they print of it, in sentences made from its data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from deconflict.reconcile.drift.saying import Credit, Kind, Saying, Variant
from deconflict.records.outlet import publisher_slug
from deconflict.records.source import OUTLET, Claim, Source

#: What happened to a saying, for readers.
WORDS: Mapping[Kind, str] = {
    "same": "same",
    "trimmed": "trimmed",
    "altered": "altered",
    "moved": "credited differently",
}

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def leads(saying: Saying, sources: Mapping[str, Source]) -> tuple[tuple[str, tuple[Claim, ...]], ...]:
    """Parts of a sentence with the claims that each counts: how many outlets credit whom, and who else prints it."""
    figure = "a figure" if "altered" in saying.kinds else "this figure"
    what = "this statement" if saying.slot is None else figure
    found: list[tuple[str, tuple[Claim, ...]]] = []
    for credit in saying.credits:
        number = outlets(credit.claims, sources)
        one = number == 1
        if credit.speaker is None:
            text = f"{spelled(number)} {'prints it in its' if one else 'print it in their'} own voice"
        elif found:
            text = f"{spelled(number)} to {who(credit)}"
        else:
            verb = "outlet credits" if one else "outlets credit"
            text = f"{spelled(number).capitalize()} {verb} {what} to {who(credit)}"
        found.append((text, credit.claims))
    again: dict[str, list[Claim]] = {}
    for claim in saying.elsewhere:
        name = "in its own voice" if claim.speaker.id == OUTLET else f"to {who(Credit(speaker='', claims=(claim,)))}"
        again.setdefault(name, []).append(claim)
    found.extend(
        (f"{spelled(outlets(claims, sources))} {name}, on another occasion", tuple(claims))
        for name, claims in again.items()
    )
    return tuple(found)


def who(credit: Credit) -> str:
    """Name a person as most reports do, or an office by its role."""
    names = Counter(c.speaker.name for c in credit.claims if c.speaker.name)
    if names:
        return min(names, key=lambda name: (-names[name], name))
    role = min(c.speaker.role for c in credit.claims)
    # An office of several words takes an article, as in 'the Ministry of Defence'.
    return f"the {role}" if role[:1].isupper() and " " in role else role


def changes(variant: Variant) -> tuple[str, ...]:
    """What a variant's words stand instead of."""
    found = []
    for piece in variant.pieces:
        if piece.changed and piece.text and piece.instead:
            found.append(f"“{piece.text}” instead of “{piece.instead}”")
        elif piece.changed and piece.text:
            found.append(f"“{piece.text}” added")
        elif piece.changed:
            found.append(f"without “{piece.instead}”")
    return tuple(found) or (("in another order",) if variant.kind == "altered" and variant.pieces else ())


def outlets(claims: Iterable[Claim], sources: Mapping[str, Source]) -> int:
    """How many publishers print these claims."""
    return len({publisher_slug(sources[c.source].publisher) for c in claims})


def spelled(number: int) -> str:
    """A number as a sentence writes it: in words below ten."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)
