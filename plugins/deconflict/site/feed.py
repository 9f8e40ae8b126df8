"""The Atom feed of verdict changes and corrections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape

import msgspec
from feedgenerator import Atom1Feed, get_tag_uri

from deconflict.page.facts import Mark
from deconflict.page.marks import mark_svg
from deconflict.site.changes import Changes, Item, news

#: What XML 1.0 cannot hold, however it is written.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class _Entry(msgspec.Struct, frozen=True):
    """An entry: an id within its day and incident, a title, the row that it is about (or ``""``), its HTML."""

    id: str
    title: str
    row: str
    content: str


def render(changes: Changes, *, title: str, address: str, language: str) -> str:
    """Write the feed: an entry a dated change that is not minor, or a correction, newest first.

    An entry's id is a tag of its snapshot's day, incident and slot, and its day begins at 00:00 UTC, so that two
    builds never differ. ``address`` is the site's, absolute.
    """
    base = address.rstrip("/")
    feed = Atom1Feed(
        title=_clean(f"{title}: changes of verdicts and corrections"),
        link=f"{base}/{changes.url}",
        feed_url=f"{base}/{changes.feed}",
        description=None,
        language=language,
        author_name=_clean(title),
    )
    for day in changes.days:
        if day.pending:
            continue
        when = datetime.fromisoformat(day.date).replace(tzinfo=UTC)
        for item in day.items:
            page = f"{base}/{item.article.url}"
            for entry in _entries(item):
                feed.add_item(
                    title=_clean(entry.title),
                    link=f"{page}#{entry.row}" if entry.row else page,
                    description=None,
                    content=_clean(
                        f"{entry.content}<p>{escape(item.explainer.title)}, {item.explainer.date_words}</p>"
                    ),
                    unique_id=get_tag_uri(f"{base}/{changes.url}/{item.explainer.key}#{entry.id}", when),
                    updateddate=when,
                )
    return str(feed.writeString("utf-8"))


def _entries(item: Item) -> Iterator[_Entry]:
    for change in news(item):
        label = f"{change.label} ({change.subject})" if change.subject else change.label
        marks = " → ".join(_mark(mark) for mark in (change.before, change.after) if mark)
        content = f"<p>{marks}</p><p>{escape(change.text)}</p>"
        yield _Entry(change.fragment, f"{label}: {change.move}", change.row, content)
    for number, correction in enumerate(item.corrections, 1):
        title = f"Correction: {correction.label or item.explainer.title}"
        yield _Entry(f"correction-{number}", title, correction.row, f"<p>{escape(correction.text)}</p>")


def _mark(mark: Mark) -> str:
    return f"{mark_svg(mark)} {escape(mark.word)}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
