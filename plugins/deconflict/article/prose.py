"""All prose of an article's file: title, summary and text as passages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

import msgspec

from deconflict.article import front_matter, markdown
from deconflict.article.front_matter import Field, FrontMatter
from deconflict.article.markdown import Document
from deconflict.article.passages import Passage, Spot, field, find_place
from deconflict.article.text import Fault, decode


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An article's file, read: its fields by name, its Markdown, its prose, and every fault of its form."""

    fields: dict[str, Field]
    document: Document
    passages: tuple[Passage, ...]
    faults: tuple[Fault, ...]

    @property
    def text(self) -> str:
        """The words of its prose."""
        return "\n".join(passage.text for passage in self.passages)


def read(data: bytes) -> Draft:
    """Read the bytes of a file."""
    text, faults = decode(data)
    front = front_matter.parse(text)
    document = markdown.parse(front.body, front.first_line, passages=True)
    return Draft(
        fields={entry.name: entry for entry in front.fields if entry.lines},
        document=document,
        passages=collect(front, document),
        faults=tuple(sorted({*faults, *front.faults, *document.faults})),
    )


def collect(front: FrontMatter, document: Document) -> tuple[Passage, ...]:
    """The passages of a file: those of its title and summary before those of its text."""
    return (*_of_fields(front), *document.passages)


def _of_fields(front: FrontMatter) -> Iterator[Passage]:
    for entry in front.fields:
        if entry.name == "title" and entry.lines and not entry.is_list:
            yield field("title", " ".join(entry.lines), entry.spots, entry.line, entry.column)
        elif entry.name == "summary" and not entry.is_list:
            # Its places are those of its own text, until the field says where that stands in the file.
            for passage in markdown.parse(entry.text, passages=True).passages:
                yield msgspec.structs.replace(passage, kind="summary", spots=tuple(_spots(passage, entry)))


def _spots(passage: Passage, entry: Field) -> Iterator[Spot]:
    """Where the pieces of a field's passage stand in the file, cut where the field's own pieces end."""
    begins = list(accumulate((len(line) + 1 for line in entry.lines), initial=0))
    ends = (*(spot[0] for spot in passage.spots[1:]), len(passage.text))
    for (at, line, column), end in zip(passage.spots, ends, strict=True):
        begin = begins[line - 1] + column - 1
        yield at, *find_place(entry.spots or ((0, entry.line, entry.column),), begin)
        inside = (spot for spot in entry.spots if begin < spot[0] < begin + end - at)
        yield from ((at + offset - begin, row, place) for offset, row, place in inside)
