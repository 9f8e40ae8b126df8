"""Run axe, the accessibility checker, on an open page under the strict policy."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from playwright.sync_api import Page

RUN = "(options) => axe.run(document, options)"


class Element(msgspec.Struct, frozen=True, order=True):
    """An element in question: a selector that finds it, and what axe says of it."""

    selector: str
    why: str

    def __str__(self) -> str:
        return f"{self.selector}: {self.why}"


class Finding(msgspec.Struct, frozen=True, order=True):
    """One rule that a page breaks or that axe cannot decide, with the elements in question."""

    rule: str
    impact: str
    help: str
    elements: tuple[Element, ...]

    def __str__(self) -> str:
        shown = "\n    ".join(map(str, self.elements[:8]))
        more = f"\n    ... and {len(self.elements) - 8} more" if len(self.elements) > 8 else ""
        return f"{self.rule} ({self.impact}): {self.help}\n    {shown}{more}"


@cache
def _source() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def run(page: Page, **options: Any) -> tuple[list[Finding], list[Finding]]:
    """Return what is broken and what is undecided on the open page; `options` go to axe.run."""
    if not page.evaluate("() => 'axe' in window"):
        # As an expression, not as a script element: the page's policy forbids the latter.
        page.evaluate(_source())
    result = page.evaluate(RUN, {"resultTypes": ["violations", "incomplete"], **options})
    return _findings(result["violations"]), _findings(result["incomplete"])


def _findings(raw: list[dict[str, Any]]) -> list[Finding]:
    return sorted(
        Finding(
            each["id"],
            each["impact"] or "",
            each["help"],
            tuple(Element(" ".join(map(str, node["target"])), _reason(node)) for node in each["nodes"]),
        )
        for each in raw
    )


def _reason(node: dict[str, Any]) -> str:
    return " ".join((node.get("failureSummary") or node.get("html") or "").split())[:240]
