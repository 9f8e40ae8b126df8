"""Warnings of a build: the first of them one by one, then how many more there are."""

import pytest

from deconflict.diagnostics import Diagnostics
from deconflict.site import report


@pytest.mark.parametrize(("number", "more"), [(0, ""), (report.SHOWN, ""), (report.SHOWN + 7, "7 warnings more")])
def test_a_build_shows_the_first_warnings(number: int, more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []
    # Pelican's own loggers, once another test has set them up, keep records from those of pytest.
    monkeypatch.setattr(report.logger, "warning", lambda text, *values: texts.append(text % values))
    found = Diagnostics()
    for line in range(1, number + 1):
        found.add("a.md", line, 1, "uncited", "no report is cited", "warning")
    report.warn(list(found))
    assert len(texts) == min(number, report.SHOWN) + bool(more)
    assert all(text.startswith("a.md:") for text in texts[: report.SHOWN])
    assert more in texts[-1] if more else len(texts) == number
