"""The Atom feed of verdict changes and corrections."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import escape

from feedgenerator import Atom1Feed, get_tag_uri

from deconflict.page.explainer import ChangeView, CorrectionView, Mark
from deconflict.page.marks import mark_svg
from deconflict.site.changes import Changes, Item

#: What XML 1.0 cannot hold, however it is written.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
            for change in item.changes:
                feed.add_item(
                    title=_clean(f"{_titled(change)}: {change.move}"),
                    link=f"{page}#{change.row}" if change.row else page,
                    description=None,
                    content=_clean(_content(change, item)),
                    unique_id=get_tag_uri(f"{base}/{changes.url}/{item.explainer.key}#{change.fragment}", when),
                    updateddate=when,
                )
            for number, correction in enumerate(item.corrections, 1):
                feed.add_item(
                    title=_clean(f"Correction: {correction.label or item.explainer.title}"),
                    link=f"{page}#{correction.row}" if correction.row else page,
                    description=None,
                    content=_clean(_correction(correction, item)),
                    unique_id=get_tag_uri(f"{base}/{changes.url}/{item.explainer.key}#correction-{number}", when),
                    updateddate=when,
                )
    return str(feed.writeString("utf-8"))


def _titled(change: ChangeView) -> str:
    return f"{change.label} ({change.subject})" if change.subject else change.label


def _content(change: ChangeView, item: Item) -> str:
    marks = " → ".join(_mark(mark) for mark in (change.before, change.after) if mark)
    return f"<p>{marks}</p><p>{escape(change.text)}</p>{_of(item)}"


def _correction(correction: CorrectionView, item: Item) -> str:
    return f"<p>{escape(correction.text)}</p>{_of(item)}"


def _of(item: Item) -> str:
    return f"<p>{escape(item.explainer.title)}, {escape(item.explainer.date_words)}</p>"


def _mark(mark: Mark) -> str:
    return f"{mark_svg(mark)} {escape(mark.word)}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
