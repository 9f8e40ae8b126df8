"""Fixtures that several folders share: the real records, their page models, and the site built once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deconflict.diagnostics import Diagnostics
from deconflict.page.build import build
from deconflict.page.explainer import Explainer
from deconflict.records.load import Records, load
from deconflict.theatre import load as load_theatre
from tests.support.browser import browser, visit  # noqa: F401  (fixtures)

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def records() -> Records:
    diagnostics = Diagnostics()
    found = load(ROOT / "seeds", load_theatre(), diagnostics, shown=ROOT)
    diagnostics.raise_errors()
    return found


@pytest.fixture(scope="session")
def explainers(records: Records) -> dict[str, Explainer]:
    return {key: build(records, incident) for key, incident in records.incidents.items()}


def run_pelican(output: Path, *arguments: str, cwd: Path = ROOT, settings: str = "pelicanconf.py", **environment: str):
    """Run ``pelican content`` as a user would; return the finished process."""
    command = [sys.executable, "-m", "pelican", "content", "-s", settings, "-o", str(output), *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The real site, with relative links, built by the real command."""
    output = tmp_path_factory.mktemp("site") / "output"
    done = run_pelican(output)
    assert done.returncode == 0, done.stderr + done.stdout
    return output


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    """The real site as published: absolute addresses and feeds."""
    output = tmp_path_factory.mktemp("published") / "output"
    done = run_pelican(output, settings="publishconf.py", SITEURL="https://deconflict.example.org")
    assert done.returncode == 0, done.stderr + done.stdout
    return output


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write golden files anew")
    parser.addoption("--update-pictures", action="store_true", help="write the pictures of tests/pictures anew")
