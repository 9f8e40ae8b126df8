"""The real incidents as evidence, with the real glossary."""

from pathlib import Path

import pytest

from deconflict.article import prose
from deconflict.lint import Evidence, build
from deconflict.page.frame import make
from tests.conftest import ROOT


@pytest.fixture(scope="session")
def glossary() -> dict[str, str]:
    drafts = [prose.read(path.read_bytes()) for path in sorted((ROOT / "content/glossary").glob("*.md"))]
    return {draft.fields["term"].text: draft.text for draft in drafts}


@pytest.fixture(scope="session")
def evidence(records, glossary) -> dict[str, Evidence]:
    return {key: build(make(records, incident), glossary) for key, incident in records.incidents.items()}


def articles() -> list[Path]:
    return sorted((ROOT / "content").glob("*.md"))
