"""Run the Nu HTML checker over the pages and style sheets of a built site."""

import json
import subprocess
from pathlib import Path

import msgspec

from tests.support.problem import Problem
from tests.support.program import need, need_node

INSTALL = "apt-get install -y --no-install-recommends default-jre-headless"


class _Message(msgspec.Struct, rename="camel"):
    type: str
    message: str
    url: str = ""
    last_line: int = 0
    extract: str = ""


class _Report(msgspec.Struct):
    messages: list[_Message]


def check(root: Path) -> list[Problem]:
    """Return each error that the checker finds, none twice for the same style sheet."""
    program = need_node("vnu-jar/build/dist/vnu.jar")
    command = [
        need("java", INSTALL), "-Xss2m", "-jar", str(program), "--format", "json", "--errors-only",
        "--exit-zero-always", "--also-check-css", "--also-check-svg", "--skip-non-html", str(root),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    # The report comes on the channel for errors.
    found = msgspec.convert(json.loads(done.stderr or done.stdout), _Report)
    base = f"{root}/"
    return sorted(
        {
            Problem(each.url.partition(base)[2], " ".join(each.extract.split())[:80], each.message, each.last_line)
            for each in found.messages
        }
    )
