"""The reader: Pelican's way to an article file, a pure function of the file's text.

A fault is not raised here, because Pelican would drop the article and go on: faults travel as metadata
to the stage that prints them, and so do roles. Where Pelican itself would drop an article, for a date that
cannot be read for one, a stand-in keeps it until then.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zoneinfo
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from dateutil import parser as dates  # type: ignore[import-untyped]
from pelican.contents import Article
from pelican.generators import Generator
from pelican.readers import BaseReader, Readers, ensure_metadata_list

from deconflict.article import front_matter, links, markdown, prose
from deconflict.article.front_matter import Field
from deconflict.article.text import Fault, decode

EXTENSIONS = ("md", "markdown", "mkd", "mdown")
"""The file endings that the reader takes, the same as those of Pelican's own Markdown reader."""

ROLES_KEY = "deconflict_roles"
FAULTS_KEY = "deconflict_faults"
PASSAGES_KEY = "deconflict_passages"

_LISTS = ("tags", "authors")
_TEXTS = (
    "title", "date", "modified", "status", "category", "author", "slug", "lang", "template", "translation",
    "save_as", "url", "summary", "timezone", "date_format", "incident",
)  # fmt: skip
_STATUSES = ("published", "hidden", "draft", "skip")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_STAND_INS: dict[str, Any] = {
    "title": "Untitled",
    "date": dt.datetime(1970, 1, 1),  # noqa: DTZ001  (Pelican gives every date the site's zone)
}
# Pelican makes an attribute of every key; these would replace its own.
_RESERVED = (
    frozenset(dir(Article)) - {"status", "summary", "save_as", "url"}
    | {"settings", "translations", "metadata", "source_path", "relative_source_path", "in_default_lang"}
    | {"locale_date", "locale_modified", "explainer", ROLES_KEY, FAULTS_KEY, PASSAGES_KEY}
)  # fmt: skip


class MarkdownItReader(BaseReader):
    """Reads Markdown with roles; content holds placeholders, metadata their list and the list of faults."""

    file_extensions: ClassVar[list[str]] = list(EXTENSIONS)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML and the metadata of one file; raise OSError only."""
        text, faults = decode(Path(source_path).read_bytes())
        front = front_matter.parse(text)
        # Articles on incidents are linted, and may lean on what the glossary says.
        linted = any(field.name in ("incident", "term") for field in front.fields)
        document = markdown.parse(front.body, front.first_line, passages=linted)
        faults += (*front.faults, *document.faults)
        metadata: dict[str, Any] = {}
        for field in front.fields:
            if field.lines:
                self._read_field(field, metadata, faults)
        if "title" not in metadata and not front.faults and not self._has_title_elsewhere():
            faults.append(Fault(1, 1, "missing-key", "the file has no title: write title: and the words"))
        if faults:
            # They end the build, but only if Pelican keeps the article until they are read.
            for name, value in _STAND_INS.items():
                metadata.setdefault(name, value)
        metadata[ROLES_KEY] = [msgspec.to_builtins(role) for role in document.roles]
        if linted:
            metadata[PASSAGES_KEY] = [msgspec.to_builtins(passage) for passage in prose.collect(front, document)]
        metadata[FAULTS_KEY] = [msgspec.to_builtins(fault) for fault in sorted(set(faults))]
        return document.html, metadata

    def _read_field(self, field: Field, metadata: dict[str, Any], faults: list[Fault]) -> None:
        if field.name in self.settings["FORMATTED_FIELDS"] and not field.is_list:
            value: str | list[str] = _render_field(field, faults)
        elif field.name in _LISTS and not field.is_list:
            value = [item for line in field.lines for item in ensure_metadata_list(line)]
        elif field.is_list:
            value = list(field.lines)
        else:
            value = (" " if field.name in _TEXTS else "\n").join(field.lines).strip()
        problem = _find_problem(field, value)
        if not problem:
            try:
                metadata[field.name] = self.process_metadata(field.name, value)
            except Exception as error:  # noqa: BLE001  (whatever a value does to Pelican, the article must stay)
                problem = ("bad-value", f"Pelican refuses '{field.name}': {error}")
        if problem:
            faults.append(Fault(field.line, field.column, *problem))

    def _has_title_elsewhere(self) -> bool:
        """Tell whether Pelican's settings can give a title to a file that has none."""
        patterns = (self.settings.get("FILENAME_METADATA"), self.settings.get("PATH_METADATA"))
        extra = self.settings.get("EXTRA_PATH_METADATA", {})
        return (
            "title" in self.settings.get("DEFAULT_METADATA", {})
            or any("(?P<title>" in pattern for pattern in patterns if pattern)
            or any("title" in entry for entry in extra.values())
        )


def install(readers: Readers) -> None:
    """Take over Markdown files (handler of the signal ``readers_init``)."""
    for extension in EXTENSIONS:
        readers.reader_classes[extension] = MarkdownItReader


def enable(generator: Generator) -> None:
    """Stop Pelican's warnings that Markdown cannot be read (handler of the signal ``generator_init``)."""
    for extension in EXTENSIONS:
        generator.readers.disabled_readers.pop(extension, None)


def _render_field(field: Field, faults: list[Fault]) -> str:
    """Render a field that is Markdown; it may hold no roles, because it is shown where they have no page."""
    document = markdown.parse(field.text)
    marks = [
        Fault(role.line, role.column, "role-in-summary", f"roles cannot stand in '{field.name}'")
        for role in document.roles
    ]
    found = (*document.faults, *marks)
    faults.extend(Fault(*field.place(fault.line, fault.column), fault.code, fault.message) for fault in found)
    return markdown.fill(document.html, [""] * len(document.roles))


def _find_problem(field: Field, value: str | list[str]) -> tuple[str, str] | None:
    """Return code and message of what would make Pelican stumble over a value, or drop the article."""
    name = field.name
    if name in _RESERVED or name.startswith("_"):
        return "reserved-key", f"'{name}' is a name that Pelican keeps for itself"
    if isinstance(value, list):
        return ("bad-value", f"'{name}' must be one text") if name in _TEXTS else None
    if name in ("date", "modified"):
        return _find_date_problem(value)
    if name == "url":
        return links.find_problem(links.normalize(value))
    problem = ""
    if name == "status" and value.lower() not in _STATUSES:
        problem = f"no status '{value}': write one of {', '.join(_STATUSES)}"
    elif name in ("slug", "save_as") and (value.startswith("/") or "\\" in value or ".." in value.split("/")):
        problem = f"'{value}' leads out of the site's folder"
    elif name == "lang" and not _LANG.fullmatch(value):
        problem = f"'{value}' is no language code such as en"
    elif name == "timezone" and not _is_timezone(value):
        problem = f"no time zone '{value}'"
    return ("bad-value", problem) if problem else None


def _is_timezone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _find_date_problem(value: str) -> tuple[str, str] | None:
    # Pelican takes what a date leaves out from today's, so that every day would build another site.
    results = []
    for default in (dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2)):  # noqa: DTZ001
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                results.append(dates.parse(value.replace("_", " "), default=default))
        except (ValueError, OverflowError, TypeError, Warning):
            return "bad-date", f"'{value}' is no date: write it as 2017-12-14 or 2017-12-14 18:30"
    if results[0] != results[1]:
        return "bad-date", f"'{value}' is no full date: write year, month and day, as 2017-12-14"
    return None
