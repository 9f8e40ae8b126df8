"""Programs that the measurements run: found, or refused with the command that installs them."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Where `make audit` installs what comes from npm.
NODE = ROOT / ".node" / "node_modules"


def need(name: str, install: str) -> str:
    """Return a program's path; without it skip the test, or fail it if REQUIRE_BROWSER=1."""
    found = shutil.which(name)
    if found is None:
        refuse(f"no {name}: {install}")
    return str(found)


def need_node(path: str) -> Path:
    """Return a file of what is installed from npm; without it skip or fail."""
    found = NODE / path
    if not found.is_file():
        refuse(f"no {path}: make node")
    return found


def refuse(reason: str) -> None:
    """Skip the test for want of a program, or fail it if REQUIRE_BROWSER=1: a machine for measuring has them all."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
