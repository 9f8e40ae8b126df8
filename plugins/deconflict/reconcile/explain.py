"""Why a finding is what it is, and what would change it: sentences made from the decision itself.

Nothing is decided here. The rule, its grounds and its conflicts come from the finding, the comparisons from the value
types, and what would change the verdict from asking the rules again (``reconcile.whatif``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import msgspec

from deconflict.reconcile.answers import is_slip
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.grounds import grounds
from deconflict.reconcile.names import Names, capital, counted, listed
from deconflict.reconcile.rules import LEADS_TO, RULES, Verdict
from deconflict.reconcile.voices import Position, Voice, reports
from deconflict.reconcile.whatif import Change, changes
from deconflict.reconcile.wording import Wording
from deconflict.records.incident import Incident
from deconflict.records.source import Source
from deconflict.values.code import Code
from deconflict.values.day import day_words

#: At most so many pairs of values are set against each other in words.
COMPARED = 3


class Explanation(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A note on one verdict, in sentences.

    ``rule`` is what the rule that fired asks; ``why`` says how the claims at hand meet it; ``compared`` sets values
    against each other in words and figures; ``merged`` says which reports count as one origin, and why; ``aside`` is
    what was left out; ``change`` is what evidence would lead to another verdict.
    """

    number: int
    rule: str
    why: str
    compared: tuple[str, ...]
    merged: tuple[str, ...]
    aside: tuple[str, ...]
    change: tuple[str, ...]


def explain(finding: Finding, names: Names, incident: Incident, sources: Mapping[str, Source]) -> Explanation:
    """Explain one finding of an incident; ``sources`` are the incident's reports by key."""
    note = Wording(finding, names, incident, sources)
    return Explanation(
        number=finding.rule,
        rule=RULES[finding.rule],
        why=grounds(note),
        compared=tuple(_compared(note)),
        merged=tuple(_merged(note)),
        aside=tuple(_aside(note)),
        change=tuple(_change(note)),
    )


def _compared(note: Wording) -> Iterable[str]:
    """Set the values that decided against each other, those of sides first."""
    if note.finding.rule in (2, 3, 4):
        pairs = _conflicting_pairs(note)
        if note.finding.rule == 2:
            pairs = [(a, b) for a, b in pairs if not {a.label, b.label} <= set(note.finding.slips)]
    elif note.finding.rule in (5, 6, 7):
        asserted = [p for p in note.finding.positions if not p.denied and not is_slip(note.finding, p)]
        pairs = list(combinations(asserted, 2))
        if note.finding.rule == 5:
            agreed = set(note.finding.agreed_on)
            pairs = [(a, b) for a, b in pairs if a.label in agreed or b.label in agreed]
    else:
        pairs = []
    seen = dict.fromkeys(note.against(a, b) for a, b in pairs)
    for text in list(seen)[:COMPARED]:
        yield capital(text) + "."


def _conflicting_pairs(note: Wording) -> list[tuple[Position, Position]]:
    home = {id(v): n for n, p in enumerate(note.finding.positions) for v in p.voices}
    rank: dict[tuple[int, int], bool] = {}
    for c in note.finding.conflicts:
        a, b = sorted((home[id(c.first[0])], home[id(c.second[0])]))
        rank[a, b] = rank.get((a, b), False) or c.between_parties
    ordered = sorted(rank, key=lambda pair: (not rank[pair], pair))
    return [(note.finding.positions[a], note.finding.positions[b]) for a, b in ordered]


def _merged(note: Wording) -> Iterable[str]:
    """For each organisation behind several reports: through which acts they rely on it."""
    by_origin: dict[str, list[Voice]] = {}
    for voice in note.finding.voices:
        by_origin.setdefault(voice.origin, []).append(voice)
    for origin in sorted(by_origin, key=lambda o: (-reports(by_origin[o]), o)):
        voices = by_origin[origin]
        if reports(voices) > 1:
            number = counted(reports(voices), "report")
            yield f"{number}, one origin: {note.names.origin(origin)}{_acts(note, voices)}{_decided(note, origin)}."


def _acts(note: Wording, voices: Sequence[Voice]) -> str:
    """Name the acts that several reports share, and the reports that copy another."""
    by_act: dict[str, set[str]] = {}
    for voice in voices:
        by_act.setdefault(voice.claim.act, set()).add(voice.claim.source)
    named = [a for a in by_act if note.incident.acts[a].organisation is not None]
    named.sort(key=lambda a: (-len(by_act[a]), a))
    parts = [f"{note.incident.acts[a].name} ({len(by_act[a])})" for a in named]
    here = {v.claim.source for v in voices}
    copies = sorted(_copy(note, key, how, of) for key in here for how, of in note.sources[key].originals if of in here)
    told = f", through {listed(parts)}" if parts else ""
    several = sum(n > 1 for n in Counter(key for act in named for key in by_act[act]).values())
    if several:
        told += f"; {several} of them {'draws' if several == 1 else 'draw'} on more than one"
    return told + "".join(f"; {c}" for c in copies)


def _copy(note: Wording, key: str, how: str, of: str) -> str:
    near = note.sources[key].near_copy
    if how == "copy" or near is None:
        return f"{note.outlet(key)} copies {note.outlet(of)}"
    share = f"{near.percent} % of its sequences of five words stand there"
    return f"{note.outlet(key)} is inferred to copy {note.outlet(of)} ({share})"


def _decided(note: Wording, origin: str) -> str:
    """Name the organisations that an editor counts with an origin."""
    joined = {o for d in note.incident.independence if d.kind == "join" and d.into == origin for o in d.of} - {origin}
    return f"; by an editor's decision with {listed(sorted(map(note.names.origin, joined)))}" if joined else ""


def _aside(note: Wording) -> Iterable[str]:
    """Say which claims enter no verdict, and what became of them."""
    for voice, why in note.finding.left_out:
        publisher = note.outlet(voice.claim.source)
        if why == "open" and isinstance(voice.value, Code):
            answered = note.finding.answered.get(voice.claim.id)
            later = f"; an answer of {day_words(answered)} is on record" if answered else ""
            yield f"{publisher}: “{note.value(voice.value)}”, which is no answer{later}."
        elif why == "revised":
            yield f"{publisher}: {note.value(voice.value)}. Corrected later by name."
        elif why == "unreviewed":
            yield f"{publisher}: a claim read by machine that nobody has reviewed."
    if note.finding.later:
        late = [v for v in note.finding.voices if v.claim.id in note.finding.later]
        parts = [f"{note.value(v.value)} ({note.outlet(v.claim.source)})" for v in late]
        yield f"A later account of the same organisation, which corrects no earlier one by name: {listed(parts)}."


def _change(note: Wording) -> Iterable[str]:
    """Say which accounts would lead to which other verdict, as the rules themselves have it."""
    finding = note.finding
    if finding.rule == 1:
        yield "A report that gives an answer would make it a single source."
        return
    tried = changes(finding, note.names.parties, note.incident.world)
    yield from _support(note, [c for c in tried if c.kind == "support"])
    yield from _withdrawal(note, [c for c in tried if c.kind == "withdrawal"])
    yield from _denial(note, [c for c in tried if c.kind == "denial"])


def _support(note: Wording, tried: Sequence[Change]) -> Iterable[str]:
    moving: dict[Verdict, list[str]] = {}
    for c in tried:
        if c.becomes != note.finding.verdict:
            moving.setdefault(c.becomes, []).append(note.label(c.label))
    for verdict, values in moving.items():
        yield f"Another organisation that also says {listed(values, 'or')} {LEADS_TO[verdict]}."
    if tried and not moving:
        answer = "the answer" if len(tried) == 1 else "either answer" if len(tried) == 2 else "any of the answers"
        yield f"One more organisation behind {answer} would be listed and leave the verdict as it is."


def _withdrawal(note: Wording, tried: Sequence[Change]) -> Iterable[str]:
    for verdict, who in _moving(note, tried, lambda c: note.names.origin(c.origin)):
        yield f"A withdrawal by {listed(who, 'or')} {LEADS_TO[verdict]}."


def _denial(note: Wording, tried: Sequence[Change]) -> Iterable[str]:
    for verdict, who in _moving(
        note, tried, lambda c: "anyone else" if c.party is None else note.names.mention(c.party)
    ):
        yield f"A contradiction by {listed(who, 'or')} {LEADS_TO[verdict]}."


def _moving(
    note: Wording, tried: Sequence[Change], name: Callable[[Change], str]
) -> Iterable[tuple[Verdict, list[str]]]:
    """Changes to another verdict: by verdict, with who would bring them about."""
    found: dict[Verdict, list[str]] = {}
    for c in tried:
        if c.becomes != note.finding.verdict:
            found.setdefault(c.becomes, []).append(name(c))
    return [(verdict, list(dict.fromkeys(who))) for verdict, who in found.items()]
