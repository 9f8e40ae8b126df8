"""Small real sites, and a process that has Pelican loaded and builds them in forked children."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "plugins"


class Result(NamedTuple):
    """How a build ended (a negative status is a signal) and what it said."""

    status: int
    stdout: str
    stderr: str


class Builder:
    """A running ``forks.py``, which answers each order with an exit status."""

    def __init__(self) -> None:
        """Start the process; it loads Pelican once."""
        self.process = subprocess.Popen(
            [sys.executable, HERE / "forks.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment(),
        )

    def build(self, folder: Path, argv: list[str], **mischief: str) -> Result:
        """Run ``pelican`` with these arguments in a folder."""
        order = {"argv": argv, "cwd": str(folder), "env": mischief}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps(order), file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        return Result(**answer)


def environment(**more: str) -> dict[str, str]:
    """Return the environment for a build in a process of its own."""
    return {
        **os.environ,
        "PYTHONPATH": str(PACKAGE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "60",
        **more,
    }


class Site(NamedTuple):
    """A folder with settings, theme, seeds and two articles."""

    folder: Path
    builder: Builder

    @property
    def output(self) -> Path:
        """Where the site is built unless told otherwise."""
        return self.folder / "output"

    def write(self, name: str, text: str) -> Path:
        """Write one file of the site's sources."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    def write_article(self, name: str, text: str) -> None:
        """Write one article."""
        self.write(f"content/{name}.rst", f"{name}\n{'=' * len(name)}\n\n:date: 2017-12-14\n\n{text}\n")

    def build(self, *argv: str, **mischief: str) -> Result:
        """Build in a forked child."""
        return self.builder.build(self.folder, ["content", *argv], **mischief)

    def copy(self, folder: Path) -> Site:
        """Copy all of it, with the built site and its times."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Site(folder, self.builder)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its relative name."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
