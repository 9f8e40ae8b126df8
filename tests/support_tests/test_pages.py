"""Pages are found by what their templates state."""

from pathlib import Path

import pytest

from tests.support import pages
from tests.support_tests.sample import write


def test_pages_are_found_by_kind(tmp_path: Path) -> None:
    assert pages.find(write(tmp_path)) == {
        "home": ["index.html"],
        "incident": ["incidents/désert/index.html", "incidents/river/index.html"],
        "page": ["method.html"],
    }


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('<body data-page="page"><main></main>', "page"),
        ('<body data-page="article"><main data-incident="river-2017">', "incident"),
        ("<body><p data-page=home>", ""),
        ("", ""),
    ],
)
def test_kind_of_a_page(text: str, kind: str) -> None:
    assert pages.read_kind(text) == kind
