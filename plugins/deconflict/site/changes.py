"""The page of changes and corrections over all incidents, and the check that none of them is silent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from deconflict.diagnostics import Diagnostics
from deconflict.page.dates import spoken
from deconflict.page.explainer import ChangeView, CorrectionView, Explainer
from deconflict.page.frame import Frame
from deconflict.reconcile import history
from deconflict.reconcile.findings import reconcile
from deconflict.records.load import Records
from deconflict.records.snapshot import History

PAGE = "changes.html"
FEED = "feeds/changes.atom.xml"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to one incident on one day: how it began, its changes and corrections, and its article."""

    article: Any
    explainer: Explainer
    first: str
    changes: tuple[ChangeView, ...]
    corrections: tuple[CorrectionView, ...]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """A day of the page, or the time since it (``pending``); ``withdrawn`` are titles and reasons of lost incidents."""

    date: str
    when: str
    pending: bool
    note: str
    items: tuple[Item, ...]
    withdrawn: tuple[tuple[str, str], ...]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What templates find as ``deconflict.changes``: addresses (``feed`` is empty where none is written) and days."""

    url: str
    feed: str
    since: str
    quiet: bool
    days: tuple[Day, ...]


def check(records: Records, frames: Mapping[str, Frame], diagnostics: Diagnostics) -> None:
    """Hold the verdicts against the newest snapshot; incidents that have a frame are not reconciled again."""
    if records.history.empty:
        return
    found = {
        key: frames[key].findings if key in frames else reconcile(records, incident)
        for key, incident in records.incidents.items()
    }
    history.check(records, history.take(found), diagnostics)


def build(entries: Iterable[tuple[Any, Explainer]], past: History, address: str) -> Changes | None:
    """Collect what all published incidents' pages say of changes, newest first; ``None`` where there is nothing.

    ``address`` is the site's own, empty where it has none: then there is no feed.
    """
    articles: dict[str, tuple[Any, Explainer]] = {}
    for article, explainer in entries:
        articles.setdefault(explainer.key, (article, explainer))
    notes = {s.date.isoformat(): s.note for s in past.snapshots}
    withdrawn: dict[str, list[tuple[str, str]]] = {}
    for w in past.withdrawn.values():
        withdrawn.setdefault(w.date.isoformat(), []).append((w.title, w.reason))
    items: dict[tuple[bool, str], list[Item]] = {}
    for article, explainer in articles.values():
        for moment in _moments(explainer):
            items.setdefault(moment, []).append(_item(article, explainer, *moment))
    moments = sorted({*items, *((False, day) for day in withdrawn)}, reverse=True)
    days = tuple(
        Day(
            date=day,
            when=spoken(day),
            pending=pending,
            note="" if pending else notes.get(day, ""),
            items=tuple(items.get((pending, day), ())),
            withdrawn=() if pending else tuple(withdrawn.get(day, ())),
        )
        for pending, day in moments
    )
    if not days:
        return None
    changed = any(item.changes for day in days for item in day.items)
    return Changes(
        url=PAGE,
        feed=FEED if address and any(map(_has_news, days)) else "",
        since=spoken(past.snapshots[0].date.isoformat()) if past.snapshots else "",
        quiet=bool(past.snapshots) and not changed,
        days=days,
    )


def news(item: Item) -> tuple[ChangeView, ...]:
    """The changes of an item that are worth an entry in the feed."""
    return tuple(change for change in item.changes if not change.minor)


def _has_news(day: Day) -> bool:
    return not day.pending and any(news(item) or item.corrections for item in day.items)


def _moments(explainer: Explainer) -> list[tuple[bool, str]]:
    found = {(view.pending, view.date) for view in explainer.history}
    return sorted(found | {(False, c.date) for c in explainer.corrections})


def _item(article: Any, explainer: Explainer, pending: bool, day: str) -> Item:
    views = [v for v in explainer.history if (v.pending, v.date) == (pending, day)]
    return Item(
        article=article,
        explainer=explainer,
        first="".join(v.first for v in views),
        changes=tuple(c for v in views for c in v.changes),
        corrections=() if pending else tuple(c for c in explainer.corrections if c.date == day),
    )
