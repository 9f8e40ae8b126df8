"""Lighthouse, on a phone as it simulates one, finds the published pages quick, accessible and sound."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import run_pelican
from tests.support import lighthouse, pages
from tests.support.server import serve

#: The least scores. Performance is simulated, and differs a little from run to run.
GATES = {"performance": 95, "accessibility": 98, "best-practices": 98, "seo": 98}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The site built for the very address at which it is served, compressed as a host would."""
    output = tmp_path_factory.mktemp("lighthouse") / "output"
    with serve(output, compress=True) as url:
        done = run_pelican(output, settings="publishconf.py", SITEURL=url)
        assert done.returncode == 0, done.stderr + done.stdout
        yield output, url


@pytest.mark.audit
def test_lighthouse_is_content(host: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    output, url = host
    found = pages.find(output)
    runs = {path: lighthouse.measure(f"{url}/{path}") for path in (found["home"][0], found["incident"][0])}
    with capsys.disabled():
        print(f"\n{'page':28}" + "".join(f"{name:>16}" for name in lighthouse.CATEGORIES))
        for path, run in runs.items():
            print(f"{path:28}" + "".join(f"{run.scores[name]:16}" for name in lighthouse.CATEGORIES))
            metrics = ", ".join(f"{name} {value:.3g}" for name, value in run.metrics.items())
            print(f"  {metrics}", *(f"  lost: {text}" for text in run.lost), sep="\n")
    low = {
        path: (run.scores, run.lost)
        for path, run in runs.items()
        if any(run.scores[name] < least for name, least in GATES.items())
    }
    assert not low, low
