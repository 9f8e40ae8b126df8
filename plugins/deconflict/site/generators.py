"""The plugin's generator: records to explainers, roles to text, then maps, exports and glossary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from pelican.contents import Content
from pelican.generators import Generator

from deconflict.diagnostics import Diagnostics, Severity
from deconflict.page import strip as strip_page
from deconflict.page.explainer import Explainer
from deconflict.records.load import Records
from deconflict.records.load import load as load_records
from deconflict.render import descent, leaflet, livedata, locator, svg
from deconflict.render.exports import EXPORTS
from deconflict.render.exports.about import About
from deconflict.render.graphics import days, ranges, strip
from deconflict.site import assets, attach, cards, changes, feed, meaning, proof, report, settings
from deconflict.theatre import Theatre
from deconflict.theatre import load as load_theatre

#: Where the plugin's shared files lie in the output.
FOLDER = "deconflict"
GLOSSARY = "glossary.html"
#: What the live map shows of an incident, in the folder of its article.
LIVE_MAP = "map.js"


class Entry(msgspec.Struct, frozen=True):
    """An article with its explainer, for lists."""

    article: Any
    explainer: Explainer


class TermView(msgspec.Struct, frozen=True, kw_only=True):
    """A glossary entry: its meaning in short, related terms and sources as (text, address), articles that use it."""

    key: str
    label: str
    meaning: str
    url: str
    page: Any
    related: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    used_in: tuple[Any, ...]


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """What templates find as ``deconflict``."""

    explainers: tuple[Entry, ...]
    glossary: tuple[TermView, ...]
    glossary_url: str
    theatre: str
    home_map: str
    home_strip: str
    folder: str
    changes: changes.Changes | None


class _Text(msgspec.Struct, frozen=True):
    """A finished text in the place of a template, so that Pelican's writer writes it."""

    text: str

    def render(self, context: Any) -> str:  # noqa: ARG002  (the writer's interface)
        return self.text


class IncidentGenerator(Generator):
    """Runs after articles and pages are read and before anything is written."""

    def generate_context(self) -> None:
        """Read records, fill roles and attach explainers; raise once, with every fault."""
        diagnostics = Diagnostics()
        options = settings.read(self.settings, diagnostics)
        self.cards = self._wants_cards(options, diagnostics)
        self.styles = options.styles
        self.theatre = load_theatre(options.theatre) if options.theatre else load_theatre()
        records = load_records(options.seeds, self.theatre, diagnostics)
        contents = list(attach.contents(self.context))
        if diagnostics.errors:
            # Records with faults are no ground to judge an article's roles by: only its own faults are added.
            for content in contents:
                attach.report_faults(content, diagnostics)
            diagnostics.raise_errors()
        subjects = self._attach(contents, records, options, diagnostics)
        _warn_unreviewed(records, diagnostics)
        diagnostics.raise_errors()
        # Of an article with faults nobody knows what it means to say.
        severity: Severity = "error" if options.strict else "warning"
        proof.lint(self.attached, subjects, attach.terms(contents), severity, diagnostics)
        diagnostics.raise_errors()
        report.warn(list(diagnostics))

    def _attach(
        self, contents: list[Content], records: Records, options: settings.Settings, diagnostics: Diagnostics
    ) -> dict[str, attach.Subject]:
        incidents = {id(c): attach.incident_of(c, records, diagnostics) for c in contents}
        subjects = attach.subjects(records, [k for k in incidents.values() if k])
        glossary = attach.terms(contents)
        articles = attach.published(self.context, subjects)
        used: dict[str, list[Content]] = {}
        self.attached: list[Content] = []
        for content in contents:
            subject = subjects.get(incidents[id(content)] or "")
            for key in sorted(attach.fill_roles(content, subject, glossary, articles, diagnostics)):
                used.setdefault(key, []).append(content)
            if "term" in content.metadata and "template" not in content.metadata:
                content.template = f"{FOLDER}/term"
            if subject is None:
                continue
            content.explainer = subject.explainer
            content.deconflict = self._attachment(content, subject.explainer)
            if "template" not in content.metadata:
                content.template = options.template
            self.attached.append(content)
        changes.check(records, {key: subject.frame for key, subject in subjects.items()}, diagnostics)
        self.context["deconflict"] = self._site(glossary, used, records)
        return subjects

    def _wants_cards(self, options: settings.Settings, diagnostics: Diagnostics) -> bool:
        if options.cards is None:
            return str(self.settings.get("SITEURL") or "").startswith("http") and cards.installed()
        if options.cards and not cards.installed():
            message = "no cards without their extra: pip install 'pelican-deconflict[cards]'"
            diagnostics.add("settings", 0, 0, "cards-missing", message, "warning")
        return options.cards and cards.installed()

    def _attachment(self, content: Content, explainer: Explainer) -> attach.Attachment:
        folder = attach.folder_of(content)
        downloads = tuple((e.label, f"{folder}/{e.name}") for e in EXPORTS)
        return attach.Attachment(
            explainer=explainer,
            map_svg=svg.responsive(
                explainer.map, self.theatre, title=f"Map: {explainer.title}", description=described(explainer)
            ),
            map_data=f"{folder}/{LIVE_MAP}",
            card=f"{folder}/{cards.NAME}" if self.cards else "",
            ranges=tuple(map(ranges.render, explainer.ranges)),
            days=days.render(explainer.days),
            descent_svg=descent.render(explainer.descent),
            downloads=downloads,
        )

    def _site(self, glossary: dict[str, Content], used: dict[str, list[Content]], records: Records) -> Site:
        published = [a for a in self.context.get("articles", ()) if hasattr(a, "explainer")]
        published.sort(key=lambda a: (a.explainer.date, a.slug), reverse=True)
        entries = tuple(Entry(a, a.explainer) for a in published)
        shown = set(map(id, self.context.get("articles", ())))
        terms = [_term(key, glossary, [a for a in used.get(key, ()) if id(a) in shown]) for key in glossary]
        terms.sort(key=lambda t: (t.label.casefold(), t.key))
        for entry in terms:
            entry.page.entry = entry
        home = _home_map(entries, self.theatre) if entries else ""
        return Site(
            explainers=entries,
            glossary=tuple(terms),
            glossary_url=GLOSSARY if terms else "",
            theatre=self.theatre.title,
            home_map=home,
            home_strip=_home_strip(entries, records),
            folder=FOLDER,
            changes=changes.build(((e.article, e.explainer) for e in entries), records.history, self._address()),
        )

    def generate_output(self, writer: Any) -> None:
        """Write exports beside their articles, the glossary, and the files that all maps share."""
        for content in self.attached:
            about = self._about(content)
            for export in EXPORTS:
                self._write(
                    writer,
                    f"{attach.folder_of(content)}/{export.name}",
                    export.render(content.explainer, about),
                )
            if content.deconflict.card:
                self._write_card(content)
            self._write(writer, content.deconflict.map_data, livedata.page(content.explainer.map, self.theatre))
        site: Site = self.context["deconflict"]
        if site.glossary:
            self._write_page(writer, GLOSSARY, "glossary")
        if site.changes:
            self._write_page(writer, site.changes.url, "changes")
            if site.changes.feed:
                self._write(writer, site.changes.feed, self._feed(site.changes))
        for name, text in shared_files(self.theatre, self.styles).items():
            self._write(writer, name, text)
        _copy_leaflet(Path(self.output_path))

    def _write_page(self, writer: Any, name: str, template: str) -> None:
        page, relative = self.get_template(f"{FOLDER}/{template}"), self.settings["RELATIVE_URLS"]
        writer.write_file(name, page, self.context, relative_urls=relative, url=name)

    def _feed(self, found: changes.Changes) -> str:
        name, language = str(self.settings["SITENAME"]), str(self.settings["DEFAULT_LANG"])
        return feed.render(found, title=name, address=self._address(), language=language)

    def _address(self) -> str:
        """The site's own address without a slash at its end, or nothing where it has none."""
        named = (str(self.settings.get(name) or "") for name in ("SITEURL", "FEED_DOMAIN"))
        return next((a.rstrip("/") for a in named if a.startswith(("http://", "https://"))), "")

    def _write_card(self, content: Content) -> None:
        png = cards.render(
            content.explainer,
            self.theatre,
            title=str(content.title),
            site=str(self.settings["SITENAME"]),
            cache=Path(self.settings["CACHE_PATH"]) / FOLDER,
        )
        target = Path(self.output_path) / content.deconflict.card
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(png)

    def _write(self, writer: Any, name: str, text: str) -> None:
        writer.write_file(name, _Text(text), self.context, relative_urls=self.settings["RELATIVE_URLS"], url=name)

    def _about(self, content: Content) -> About:
        base = str(self.settings.get("SITEURL") or "").rstrip("/")
        page = f"{base}/{content.url}" if base else str(content.url)
        return About(
            title=content.explainer.title,
            page=page,
            site=str(self.settings["SITENAME"]),
            attribution=self.theatre.attribution,
        )


def _home_map(entries: Sequence[Entry], theatre: Theatre) -> str:
    """Draw all incidents on one map; its links are relative to the site's root, where the home page lies."""
    spots = [
        locator.Spot(e.article.url, e.explainer.date_words, str(e.article.title), e.explainer.map.areas)
        for e in entries
    ]
    words = [f"{e.explainer.date_words}: {e.explainer.place_words}" for e in entries]
    return locator.responsive(spots, theatre, title="Map of all incidents", description=f"{'. '.join(words)}.")


def _home_strip(entries: Sequence[Entry], records: Records) -> str:
    """Draw all incidents over the years; addresses as on the home map."""
    incidents = [(e.article.url, str(e.article.title), e.explainer.date) for e in entries]
    view = strip_page.build(incidents, [event.date for event in records.events])
    return strip.responsive(view) if view else ""


def described(explainer: Explainer) -> str:
    """Say in words what a map shows; the list under it says the same in full."""
    parts = [f"{area.label} ({area.tolerance})" for area in explainer.map.areas]
    return ". ".join(part.rstrip(".") for part in (*parts, explainer.map.lines_text) if part) + "."


def shared_files(theatre: Theatre, styles: Iterable[Path]) -> dict[str, str]:
    """The style sheets and scripts, the theatre and the map's skeleton, by path in the output."""
    return {f"{FOLDER}/{name}": text for name, text in assets.read(styles).items()} | leaflet.scripts(theatre)


def _copy_leaflet(folder: Path) -> None:
    for name, source in sorted(leaflet.assets().items()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source)


def _term(key: str, glossary: dict[str, Content], used_in: list[Content]) -> TermView:
    page = glossary[key]
    related = [glossary[k] for k in _listed(page.metadata.get("related")) if k in glossary]
    return TermView(
        key=key,
        label=str(page.title),
        meaning=meaning.first(page.content),
        url=page.url,
        page=page,
        related=tuple((str(other.title), other.url) for other in related),
        sources=tuple((_short(url), url) for url in _listed(page.metadata.get("sources"))),
        used_in=tuple(used_in),
    )


def _short(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.") or url


def _listed(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, (list, tuple)) else tuple(str(value).split())


def _warn_unreviewed(records: Records, diagnostics: Diagnostics) -> None:
    sources: Iterable[Any] = records.sources.values()
    for source in sources:
        number = sum(not c.reviewed for c in source.claims)
        if number:
            message = f"{number} claims that nobody has reviewed were left out of every verdict and page"
            diagnostics.add(source.path, 0, 0, "unreviewed", message, "warning")
