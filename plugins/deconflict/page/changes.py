"""Changes in words: how a slot stands otherwise than before, as sentences made from both standings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from deconflict.page.dates import spoken
from deconflict.page.marks import MARKS
from deconflict.reconcile.history import Change
from deconflict.reconcile.names import Names, counted, listed
from deconflict.records.snapshot import Reading, Standing
from deconflict.values import TYPES
from deconflict.values.base import ValueFault
from deconflict.world import World

#: Writes labels of one slot in words, as a list.
_Writer = Callable[[Iterable[str]], str]

#: Most values that one sentence lists.
_MOST = 4


def ordered(changes: Iterable[Change], world: World) -> list[Change]:
    """Changes in the order of the page: what moved first, then the minor ones, facts as in the vocabulary."""
    order = {fact: n for n, fact in enumerate(world.facts)}
    return sorted(changes, key=lambda c: (c.minor, order.get(c.slot.partition("/")[0], len(order)), c.slot))


def sentence(change: Change, world: World, names: Names) -> str:
    """Say how a slot stands otherwise, without its name and without a full stop."""
    return "; ".join(_parts(change, world, names))


def gist(change: Change, world: World, names: Names) -> str:
    """Say the first and weightiest part of the sentence, for a title."""
    return _parts(change, world, names)[0]


def beside(change: Change, world: World, names: Names) -> str:
    """Say what the marks of both verdicts, standing beside it, leave to say: a sentence, or nothing."""
    value = _writer(change.slot, world)
    text = "; ".join((*_beside(change, value), *_details(change, value, names)))
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def name(slot: str, world: World) -> str:
    """A slot's name for readers, its subject in brackets."""
    label, subject = names_of(slot, world)
    return f"{label} ({subject})" if subject else label


def names_of(slot: str, world: World) -> tuple[str, str]:
    """Label and subject of a slot; a slot that the vocabulary has no more is called by its id."""
    fact_id, _, about = slot.partition("/")
    label = world.facts[fact_id].label if fact_id in world.facts else fact_id
    known = world.aircraft[about].label if about in world.aircraft else about
    return label, world.about_terms.get(about, known)


def _parts(change: Change, world: World, names: Names) -> list[str]:
    value = _writer(change.slot, world)
    return [*_moves(change, value), *_details(change, value, names)]


def _writer(slot: str, world: World) -> _Writer:
    """A function that lists labels of one slot in words; a label that can no longer be read stays as it was noted."""
    fact = world.facts.get(slot.partition("/")[0])

    def one(label: str) -> str:
        if fact is None:
            return label
        kind = TYPES[fact.type]
        try:
            return kind.words(kind.parse(label, fact, world), fact, world)
        except ValueFault:
            return label

    def several(labels: Iterable[str]) -> str:
        found = [one(label) for label in labels]
        rest = len(found) - _MOST
        return listed(found if rest < 2 else [*found[:_MOST], f"{rest} others"])

    return several


def _state(standing: Standing, value: _Writer) -> str:
    word = MARKS[standing.verdict].word
    return f"{word} on {value(standing.agreed)}" if standing.agreed else word


def _moves(change: Change, value: _Writer) -> list[str]:
    """How the verdict or the values that are agreed on moved."""
    before, after = change.before, change.after
    if before is None:
        assert after is not None
        return [f"new, {_state(after, value)}", f"{counted(after.reports, 'report')}, {_origins(after)}"]
    if after is None:
        return [f"no longer listed; it was {_state(before, value)}"]
    if before.verdict != after.verdict:
        return [f"from {_state(before, value)} to {_state(after, value)}"]
    return _agreed(before, after, value)


def _beside(change: Change, value: _Writer) -> list[str]:
    """What the marks of both verdicts leave to say of the move."""
    before, after = change.before, change.after
    if before is None:
        _, counts = _moves(change, value)
        return [f"new, {_state(after, value)}", counts] if after and after.agreed else [f"new: {counts}"]
    if after is None:
        return [f"it was agreed on {value(before.agreed)}"] if before.agreed else []
    return _agreed(before, after, value)


def _origins(standing: Standing) -> str:
    return counted(standing.origins, "origin")


def _agreed(before: Standing, after: Standing, value: _Writer) -> list[str]:
    """What became of the values that are agreed on."""
    gone, come = _minus(before.agreed, after.agreed), _minus(after.agreed, before.agreed)
    if gone and come:
        return [f"agreed on {value(come)} instead of {value(gone)}"]
    if come:
        return [f"agreed on {value(come)}{' as well' if before.agreed else ''}"]
    return [f"no longer agreed on {value(gone)}"] if gone else []


def _details(change: Change, value: _Writer, names: Names) -> list[str]:
    """What came and went beside the verdict: accounts, answers, denials, counts, the editor's reading."""
    before, after = change.before, change.after
    if before is None or after is None:
        return _reading(None, after.override) if after else []
    said = []
    for parties, one, many in (
        (_minus(after.parties, before.parties), "was added", "were added"),
        (_minus(before.parties, after.parties), "is gone", "are gone"),
    ):
        accounts = [f"the {names.account(party)}" for party in parties]
        if accounts:
            said.append(f"{listed(accounts)} {one if len(accounts) == 1 else many}")
    shown = {*before.agreed, *after.agreed}
    for labels, words in (
        (_minus(after.values, {*before.values, *shown}), "newly stated"),
        (_minus(before.values, {*after.values, *shown}), "no longer stated"),
        (_minus(after.denied, before.denied), "newly denied"),
        (_minus(before.denied, after.denied), "no longer denied"),
    ):
        if labels:
            said.append(f"{words}: {value(labels)}")
    if before.reports != after.reports:
        said.append(f"{counted(after.reports, 'report')} instead of {before.reports}")
    if before.origins != after.origins:
        said.append(f"{_origins(after)} instead of {before.origins}")
    return [*said, *_reading(before.override, after.override)]


def _reading(before: Reading | None, after: Reading | None) -> list[str]:
    if before == after:
        return []
    if after is None:
        assert before is not None
        return [f"the editor's reading, {MARKS[before.verdict].word}, was taken back"]
    word = MARKS[after.verdict].word
    if before is None:
        return [f"the editor reads this as {word}"]
    if before.verdict == after.verdict:
        return [f"the editor's reading, {word}, was made again on {spoken(after.date.isoformat())}"]
    return [f"the editor reads this as {word} instead of {MARKS[before.verdict].word}"]


def _minus(first: Iterable[str], second: Iterable[str]) -> list[str]:
    gone = set(second)
    return [item for item in first if item not in gone]
