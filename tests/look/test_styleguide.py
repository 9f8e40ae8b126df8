"""The style guide: it builds, is sound, and shows every class that the templates use."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support import axe, html, layout
from tests.support.browser import Opener
from tests.support.problem import listing
from tests.support.server import serve
from tools.styleguide import tokens

TEMPLATES = (ROOT / "plugins" / "deconflict" / "templates" / "deconflict", ROOT / "theme" / "templates")
#: Classes that the guide's front page does not show: those of whole pages, which it links to.
ELSEWHERE = {
    "changes.html": "dc-log dc-lead dc-dates dc-day dc-day-note dc-item dc-first dc-correction",
    "glossary.html": "dc-page dc-index dc-glossary",
    "meeting.html": "dc-map-slot dc-top",
}
#: What the made-up records give no cause for.
UNSEEN = {
    "dc-said": "words that reports print differently",
    "dc-quiet": "a history without a change",
    "dc-decisions": "an editor's decision about who relies on whom",
    "dc-gone": "a fact that is no longer listed",
    "dc-subject": "a fact that is split by its subject",
    "dc-when": "a statement without a date",
    "dc-around-lane": "background events far from the encounter",
}
CLASS = re.compile(r"(?<![\w-])dc-[a-z0-9]+(?:-[a-z0-9]+)*(?![\w-]*\{)")


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("guide") / "styleguide"
    command = [sys.executable, "tools/styleguide/build.py", str(output)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return output


@pytest.fixture(scope="module")
def address(guide: Path) -> Iterator[str]:
    with serve(guide) as url:
        yield url


def _classes(text: str) -> set[str]:
    return {name for value in re.findall(r'class="([^"]*)"', text) for name in CLASS.findall(value)}


def test_every_class_of_the_templates_is_shown_or_named_as_an_exception(guide: Path) -> None:
    used = set().union(
        *(_classes(path.read_text(encoding="utf-8")) for folder in TEMPLATES for path in folder.iterdir())
    )
    front = _classes((guide / "index.html").read_text(encoding="utf-8"))
    assert len(used) > 60
    elsewhere = {name for names in ELSEWHERE.values() for name in names.split()}
    assert used - front - elsewhere - UNSEEN.keys() == set()
    assert (elsewhere | UNSEEN.keys()) & front == set(), "shown after all: take it off the list"
    for page, names in ELSEWHERE.items():
        assert set(names.split()) <= _classes((guide / page).read_text(encoding="utf-8")), page


def test_every_token_is_shown_with_its_value(guide: Path) -> None:
    page = (guide / "index.html").read_text(encoding="utf-8")
    for scheme, found in tokens.read(tokens.THEME.read_text(encoding="utf-8")).items():
        for name, value in found.items():
            assert f"--dc-{name}" in page, (scheme, name)
            if value.startswith("#"):
                assert f"<code>{value}</code>" in page, (scheme, name)


def test_all_verdicts_and_badges_are_shown(guide: Path) -> None:
    page = (guide / "index.html").read_text(encoding="utf-8")
    rows = re.findall(r'class="dc-row" id="[^"]*" data-verdict="([^"]*)"', page)
    assert set(rows) == {"agreed", "compatible", "differs", "disputed", "one-origin", "single-source", "not-reported"}
    box = page[page.index('id="fact-box"') :]
    for badge in ("slip", "revised", "later account", "answered 6 February 2020"):
        assert f'<span class="dc-badge">{badge}</span>' in box, badge


def test_the_guide_is_well_formed(guide: Path) -> None:
    problems = html.check(guide)
    assert not problems, listing(problems)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_guide_is_sound_to_axe_and_silent(address: str, visit: Opener, scheme: str) -> None:
    here = visit(address, width=1440, height=900, scheme=scheme)
    for path in ("index.html", "home.html"):
        here.open(f"{address}/{path}")
        broken, _ = axe.run(here.page)
        assert not broken, "\n".join(map(str, broken))
        assert not here.problems(), listing(here.problems())


def test_the_guide_fits_a_phone(address: str, visit: Opener) -> None:
    here = visit(address, width=320, height=800)
    here.open(f"{address}/index.html")
    assert layout.excess(here.page) == 0, layout.overflow(here.page)[:5]
