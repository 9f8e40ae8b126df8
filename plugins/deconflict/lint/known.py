"""Whether a value that no claim carries follows from what else is known: events, vocabulary, geography, the glossary.

A background event helps only a sentence that is about it, a glossary entry only one that refers to its term.
"""

from __future__ import annotations

from collections.abc import Callable

from deconflict.article.roles import split_term
from deconflict.lint.carry import alike
from deconflict.lint.evidence import Evidence
from deconflict.lint.figures import Range
from deconflict.lint.mentions import Mention
from deconflict.lint.sentences import Sentence
from deconflict.values import day


def is_known(mention: Mention, sentence: Sentence, evidence: Evidence) -> bool:
    """Judge a mention of any kind."""
    kind = mention.fact.type if mention.fact is not None else mention.kind
    answer = _TESTS[kind](mention, evidence) if kind in _TESTS else False
    return answer if isinstance(answer, bool) else any(map(answer, _texts(mention, sentence, evidence)))


def _texts(mention: Mention, sentence: Sentence, evidence: Evidence) -> list[str]:
    """What explains the sentence: events that the rest of it is about, entries of its terms."""
    text = sentence.text
    rest = f"{text[: mention.start]} {text[mention.end :]}"
    keys = [split_term(mark.body)[1] for mark in sentence.named("term")]
    entries = [evidence.glossary[key] for key in keys if key in evidence.glossary]
    return [*(f"{event.days.text} {event.text}" for event in evidence.days.about(rest)), *entries]


#: A test of a text that explains, or the answer where no text is needed.
Answer = Callable[[str], bool] | bool


def _date(mention: Mention, evidence: Evidence) -> Answer:
    return lambda text: any(holds(mention.value, known) for known in evidence.days.dates(text))


def _amount(mention: Mention, evidence: Evidence) -> Answer:
    assert mention.fact is not None
    dimension, stated = str(mention.fact.dimension), mention.value.nominal

    def fits(pairs: tuple[Range, ...]) -> bool:
        return any(alike(pair, stated) for pair in pairs)

    if fits(evidence.figures.explained(dimension)):
        return True
    if dimension == "length" and fits(tuple((metres, metres) for metres in evidence.geography.distances)):
        return True
    return lambda text: fits(evidence.figures.amounts(text, dimension))


def _count(mention: Mention, evidence: Evidence) -> Answer:
    return lambda text: {item.type for item in mention.value.items} <= evidence.vocabulary.types_in(text)


def _type(mention: Mention, evidence: Evidence) -> Answer:
    if mention.value in evidence.vocabulary.types:
        return True
    return lambda text: mention.value in evidence.vocabulary.types_in(text)


def _place(mention: Mention, evidence: Evidence) -> Answer:
    name = evidence.world.places[mention.value.place].name
    return not mention.exact and name in evidence.vocabulary.text


def _elsewhere(mention: Mention, evidence: Evidence) -> Answer:
    shape = mention.value.geometry
    area = shape is not None and shape.geom_type.endswith("Polygon")
    if mention.name in evidence.vocabulary.text or (area and evidence.geography.reaches(shape)):
        return True
    return lambda text: mention.name in text


def _number(mention: Mention, evidence: Evidence) -> Answer:
    counted = evidence.figures.counts.get(mention.name)
    if mention.value in (evidence.figures.numbers if counted is None else counted):
        return True
    return lambda text: mention.value in evidence.figures.plain(text)


_TESTS: dict[str, Callable[[Mention, Evidence], Answer]] = {
    "date": _date,
    "quantity": _amount,
    "count_of_type": _count,
    "place": _place,
    "type": _type,
    "elsewhere": _elsewhere,
    "number": _number,
}


def holds(text: day.Day, known: day.Day) -> bool:
    """Whether a date of the text is a known one, or a span in which it lies."""
    return text.region[0] <= known.nominal[0] and known.nominal[1] <= text.region[1]
