"""Articles on the command line: a folder of Markdown files, each held against the records of its incident."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from deconflict.article.prose import Draft
from deconflict.article.prose import read as read_draft
from deconflict.diagnostics import Diagnostics, Severity, did_you_mean
from deconflict.lint import Tally, build
from deconflict.page.build import from_frame
from deconflict.page.frame import Frame, make
from deconflict.page.prose import ROLES, Published, RoleFault, Setting, Term
from deconflict.records.load import Records

#: Endings of article files.
ENDINGS = (".md", ".markdown", ".mkd", ".mdown")


class Article(msgspec.Struct, frozen=True):
    """A file of the content folder under the name that faults give it."""

    path: str
    draft: Draft

    def field(self, name: str) -> str:
        """A text of its front matter, or nothing."""
        entry = self.draft.fields.get(name)
        return "" if entry is None or entry.is_list else " ".join(entry.lines).strip()


class Folder(msgspec.Struct, frozen=True, kw_only=True):
    """The articles on incidents with their frames by incident, and the texts of the glossary by term."""

    articles: tuple[Article, ...]
    frames: Mapping[str, Frame]
    glossary: Mapping[str, str]


def read(folder: Path, records: Records, diagnostics: Diagnostics) -> Folder:
    """Read every article below a folder; faults of form and of roles go to ``diagnostics``."""
    found = list(_articles(folder, diagnostics))
    glossary = {article.field("term"): article for article in found if article.field("term")}
    terms = {key: Term(key, article.field("title"), "") for key, article in glossary.items()}
    frames = {key: make(records, incident) for key, incident in records.incidents.items()}
    explainers = {key: from_frame(frame) for key, frame in frames.items()}
    on_incident = [article for article in found if article.field("incident")]
    published = [
        Published(article.field("title"), "", explainers[key])
        for article in on_incident
        if (key := article.field("incident")) in explainers
    ]
    for article in found:
        for fault in article.draft.faults:
            diagnostics.add(article.path, fault.line, fault.column, fault.code, fault.message)
    for article in on_incident:
        key = article.field("incident")
        if key in frames:
            setting = Setting(here="", frame=frames[key], explainer=explainers[key], terms=terms, published=published)
            _check_roles(article, setting, diagnostics)
        else:
            place = article.draft.fields["incident"].place(1, 1)
            message = f"no incident '{key}'{did_you_mean(key, frames)}"
            diagnostics.add(article.path, *place, "unknown-incident", message)
    texts = {key: article.draft.text for key, article in sorted(glossary.items())}
    return Folder(articles=tuple(on_incident), frames=frames, glossary=texts)


def lint(folder: Folder, severity: Severity, diagnostics: Diagnostics) -> Tally:
    """Add findings on the prose of articles, and on what the incidents' records print."""
    tally = Tally(severity, diagnostics)
    evidence = {key: build(frame, folder.glossary) for key, frame in folder.frames.items()}
    for article in folder.articles:
        tally.add(article.path, article.draft.passages, evidence[article.field("incident")], article.field("lang"))
    for key, frame in folder.frames.items():
        tally.add(frame.incident.path, frame.incident.prose, evidence[key])
    return tally


def _articles(folder: Path, diagnostics: Diagnostics) -> Iterator[Article]:
    for path in sorted(p for p in folder.rglob("*") if p.suffix in ENDINGS and p.is_file()):
        try:
            data = path.read_bytes()
        except OSError as error:
            diagnostics.add(_shown(path), 0, 0, "unreadable", f"cannot be read: {error.strerror}")
            continue
        yield Article(_shown(path), read_draft(data))


def _check_roles(article: Article, setting: Setting, diagnostics: Diagnostics) -> None:
    for role in article.draft.document.roles:
        try:
            ROLES[role.name](role.body, setting)
        except RoleFault as fault:
            diagnostics.add(article.path, role.line, role.column, fault.code, str(fault))


def _shown(path: Path) -> str:
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
