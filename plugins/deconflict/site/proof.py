"""Proof-reading in a build: the linter's findings on articles and on what their incidents' records print."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from pelican.contents import Content

from deconflict.article import prose
from deconflict.article.passages import Passage
from deconflict.diagnostics import Diagnostics, Severity
from deconflict.lint import Tally, build
from deconflict.site.attach import Subject, shown_path
from deconflict.site.reader import PASSAGES_KEY

logger = logging.getLogger(__name__)


def lint(
    contents: Iterable[Content],
    subjects: Mapping[str, Subject],
    glossary: Mapping[str, Content],
    severity: Severity,
    diagnostics: Diagnostics,
) -> None:
    """Add the findings of all articles with an incident, and of the incidents themselves."""
    texts = {key: "\n".join(p.text for p in _passages(page)) for key, page in sorted(glossary.items())}
    evidence = {key: build(subject.frame, texts) for key, subject in subjects.items()}
    tally = Tally(severity, diagnostics)
    for content in contents:
        tally.add(shown_path(content), _passages(content), evidence[content.explainer.key], str(content.lang))
    for key, subject in subjects.items():
        tally.add(subject.frame.incident.path, subject.frame.incident.prose, evidence[key])
    logger.info("%s", tally)


def _passages(content: Content) -> tuple[Passage, ...]:
    """A content's prose as its reader left it; read again if the incident came from elsewhere than its file."""
    if PASSAGES_KEY in content.metadata:
        return msgspec.convert(content.metadata[PASSAGES_KEY], tuple[Passage, ...])
    return prose.read(Path(content.source_path).read_bytes()).passages
