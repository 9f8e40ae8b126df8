"""Headlines: a row summed up in one line that claims no more than its verdict."""

from __future__ import annotations

from collections.abc import Iterable

from deconflict.page.frame import Frame
from deconflict.reconcile import answers
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.names import listed


def write(finding: Finding, frame: Frame) -> str:
    """Sum a row up in one line that claims no more than the verdict."""
    match finding.verdict:
        case "agreed":
            return listed(list(label_words(finding, finding.agreed_on, frame)))
        case "not-reported":
            asked = any(why == "open" for _, why in finding.left_out)
            return "asked, no answer" if asked else "not reported"
        case "disputed" | "compatible" if len(answers_by_party(finding, frame)) > 1:
            return "; ".join(_of_side(frame.names.party(p), w) for p, w in answers_by_party(finding, frame))
        case "differs":
            return " or ".join(value for value, _ in rival_answers(finding, frame))
        case "compatible":
            return listed([answers.value_words(finding, p, frame.world) for p in finding.positions])
        case _:
            return answers.answer(finding, frame.world)


def _of_side(name: str, words: str) -> str:
    return f"{name} denies it" if words.startswith("denied: ") else f"{name}: {words}"


def answers_by_party(finding: Finding, frame: Frame) -> list[tuple[str, str]]:
    """Each party's best value in words, in the order of parties."""
    heard = {v.party for v in finding.voices}
    return [(p, answers.answer(finding, frame.world, p)) for p in frame.parties if p in heard]


def rival_answers(finding: Finding, frame: Frame) -> list[tuple[str, str]]:
    """Answers that stand in a conflict, each with whose it is."""
    rivals = {id(v) for c in finding.conflicts for v in c.voices}
    found = []
    for position in finding.positions:
        voices = [v for v in position.voices if id(v) in rivals]
        if voices:
            who = listed(sorted({frame.names.origin(v.origin) for v in voices}))
            found.append((position, who))
    denied = {p.label for p, _ in found if p.denied}
    asserted = {p.label for p, _ in found if not p.denied}
    return [
        (f"{words} (said and denied)" if p.label in denied and not p.denied else words, who)
        for p, who in found
        if not (p.denied and p.label in asserted)
        for words in [answers.value_words(finding, p, frame.world)]
    ]


def label_words(finding: Finding, labels: Iterable[str], frame: Frame) -> tuple[str, ...]:
    """Values in words, those that more reports carry first."""
    weight = {p.label: n for n, p in enumerate(finding.positions)}
    ordered = sorted(labels, key=lambda label: (weight.get(label, len(weight)), label))
    return tuple(answers.label_words(finding, label, frame.world) for label in ordered)
