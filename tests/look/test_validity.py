"""Every page, style sheet and drawing is valid to the Nu HTML checker."""

import re
from pathlib import Path

import pytest

from tests.support import vnu
from tests.support.problem import Problem, listing

#: What the checker does not know or we do not own: file and message (patterns), and why it is fine.
EXCEPTIONS = [
    (r"\.css$", r"“vector-effect”: Property .* doesn't exist", "SVG 2: strokes keep their width in a scaled drawing"),
    (r"\.css$", r"“paint-order”: Property .* doesn't exist", "SVG 2: halos behind letters"),
    (r"\.css$", r"Unrecognized at-rule “@container”", "container queries, of CSS Containment Level 3"),
    (r"\.css$", r"“container(-name|-type)?”: Property .* doesn't exist", "container queries, as above"),
    (r"leaflet/leaflet\.css$", r"“behavior”: Property", "Leaflet's own, for browsers of old; we ship it as it comes"),
]
#: Faults that are known and to be mended: a line goes when its fault does.
KNOWN: list[tuple[str, str, str]] = []


def _is_of(row: tuple[str, str, str], problem: Problem) -> bool:
    file, message, _ = row
    return bool(re.search(file, problem.page) and re.search(message, problem.reason))


@pytest.mark.audit
def test_pages_are_valid(site: Path) -> None:
    problems = vnu.check(site)
    table = [*EXCEPTIONS, *KNOWN]

    left = [problem for problem in problems if not any(_is_of(row, problem) for row in table)]
    idle = [row for row in table if not any(_is_of(row, problem) for problem in problems)]
    assert (left, idle) == ([], []), f"{listing(left)}\nno longer needed: {idle}"
