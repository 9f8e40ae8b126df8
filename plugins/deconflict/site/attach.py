"""Fill the roles of articles and pages, and hang an explainer on each article that names an incident."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from pelican.contents import Content

from deconflict.article.roles import fill, split_term
from deconflict.diagnostics import Diagnostics, did_you_mean
from deconflict.page.build import from_frame
from deconflict.page.explainer import Explainer
from deconflict.page.frame import Frame, make
from deconflict.page.prose import ROLES, Published, RoleFault, Setting, Term, name_once
from deconflict.records.load import Records
from deconflict.render.graphics.days import DrawnDays
from deconflict.render.graphics.ranges import DrawnRange
from deconflict.site.reader import FAULTS_KEY, ROLES_KEY


class Subject(msgspec.Struct, frozen=True):
    """An incident ready for pages: its frame and the finished explainer."""

    frame: Frame
    explainer: Explainer


class Attachment(msgspec.Struct, kw_only=True):
    """What the incident template gets beside the article: the drawings and the downloads (label, address).

    ``map_data`` and ``card`` are addresses below the site's root, of the live map's script and of the card (empty
    without one). ``ranges`` are the drawings of the explainer's ranges, in their order, ``days`` that of its days.
    """

    explainer: Explainer
    map_svg: str = ""
    map_data: str = ""
    card: str = ""
    ranges: tuple[DrawnRange, ...] = ()
    days: DrawnDays | None = None
    descent_svg: str = ""
    downloads: tuple[tuple[str, str], ...] = ()


def subjects(records: Records, wanted: Iterable[str]) -> dict[str, Subject]:
    """Build the explainers of the incidents that articles name, each once."""
    found = {}
    for key in sorted({k for k in wanted if k in records.incidents}):
        frame = make(records, records.incidents[key])
        found[key] = Subject(frame, from_frame(frame))
    return found


def contents(context: Mapping[str, Any]) -> Iterator[Content]:
    """Every article and page that is written, drafts, hidden ones and translations included, each once."""
    lists = ("articles", "hidden_articles", "drafts", "pages", "hidden_pages", "draft_pages")
    seen: set[int] = set()
    for name in lists:
        for item in context.get(name, ()):
            for one in (item, *item.translations):
                if id(one) not in seen:
                    seen.add(id(one))
                    yield one


def terms(pages: Iterable[Content]) -> dict[str, Content]:
    """The glossary entries: pages with a ``term`` in their front matter, by that key."""
    return {str(p.metadata["term"]): p for p in pages if "term" in p.metadata}


def published(context: Mapping[str, Any], found: Mapping[str, Subject]) -> list[Published]:
    """The articles on lists that name an incident, the newest incident first."""
    named = [(a, found[k]) for a in context.get("articles", ()) if (k := a.metadata.get("incident")) in found]
    named.sort(key=lambda pair: (pair[1].explainer.date, pair[0].slug), reverse=True)
    return [Published(str(a.title), _link(a), subject.explainer) for a, subject in named]


def fill_roles(
    content: Content,
    subject: Subject | None,
    glossary: Mapping[str, Content],
    articles: Sequence[Published],
    diagnostics: Diagnostics,
) -> set[str]:
    """Put text in the place of a content's roles; return the glossary keys that it uses."""
    path = shown_path(content)
    report_faults(content, diagnostics)
    roles = content.metadata.get(ROLES_KEY, ())
    if not roles:
        return set()
    setting = Setting(
        here=_link(content),
        frame=subject.frame if subject else None,
        explainer=subject.explainer if subject else None,
        terms={key: Term(key, str(page.title), _link(page)) for key, page in glossary.items()},
        published=articles,
    )
    used, texts = set(), []
    for role in roles:
        try:
            texts.append(ROLES[role["name"]](role["body"], setting))
        except RoleFault as fault:
            diagnostics.add(path, role["line"], role["column"], fault.code, str(fault))
            texts.append("")
        if role["name"] == "term":
            used.add(split_term(role["body"])[1])
    if (content, content.get_siteurl()) in content.get_content.cache:
        diagnostics.add(path, 0, 0, "content-used", "another plugin used the text before its roles were filled")
    content._content = name_once(fill(content._content, texts))  # noqa: SLF001  (Pelican has no other way to set it)
    return used


def report_faults(content: Content, diagnostics: Diagnostics) -> None:
    """Report what the reader found wrong in a content's file."""
    for fault in content.metadata.get(FAULTS_KEY, ()):
        diagnostics.add(shown_path(content), fault["line"], fault["column"], fault["code"], fault["message"])


def incident_of(content: Content, records: Records, diagnostics: Diagnostics) -> str | None:
    """The incident that a content names, checked."""
    key = content.metadata.get("incident")
    if key is None:
        return None
    if key not in records.incidents:
        hint = did_you_mean(str(key), records.incidents)
        line = _line_of(content, "incident")
        diagnostics.add(shown_path(content), line, 1, "unknown-incident", f"no incident '{key}'{hint}")
        return None
    return str(key)


def shown_path(content: Content) -> str:
    """A content's file as diagnostics name it: relative to the working folder where it lies below it."""
    path = Path(content.source_path)
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def folder_of(content: Content) -> str:
    """The folder of a content's exports, after its own file: ``a/b.html`` has ``a/b``."""
    save_as = str(content.save_as)
    stem = posixpath.splitext(save_as)[0]
    return posixpath.dirname(save_as) if posixpath.basename(stem) == "index" else stem


def _link(content: Content) -> str:
    """A link that Pelican resolves for each place where the text is shown: page, index, feed."""
    return "{filename}/" + quote(Path(content.relative_source_path).as_posix())


def _line_of(content: Content, key: str) -> int:
    """The line of a key in the front matter, for diagnostics."""
    lines = Path(content.source_path).read_text(encoding="utf-8", errors="replace").splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.lower().startswith(f"{key}:")), 1)
