"""The development server: a record is broken, and mended, while the site is looked at."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.site_build.sites import Site, environment

PATIENCE = 20.0


def find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def get(port: int) -> str:
    address = f"http://127.0.0.1:{port}/"
    with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
        return answer.read().decode()
    return ""


def wait_until(condition: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


def edit(site: Site, name: str, text: str) -> None:
    """Change a source, again if nobody saw it: the loop is blind from a build until it watches again."""
    builds = site.folder / "builds"
    before = builds.read_text()
    for _ in range(5):
        site.write(name, text)
        end = time.monotonic() + 3
        while time.monotonic() < end:
            if builds.read_text() != before:
                return
            time.sleep(0.05)
    pytest.fail(f"no build after a change of {name}")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def port(site: Site, log: Path) -> Iterator[int]:
    """Serve the site, rebuilding it, and yield the port."""
    port = find_port()
    with log.open("w") as stream:
        command = [sys.executable, "-m", "pelican", "content", "-r", "-l", "-p", str(port)]
        process = subprocess.Popen(
            command, cwd=site.folder, env=environment(), stdout=stream, stderr=stream, start_new_session=True
        )
        yield port
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def test_the_last_good_site_stays_until_the_record_is_mended(site: Site, log: Path, port: int) -> None:
    def count(text: str) -> int:
        return log.read_text().count(text)

    wait_until(lambda: "first record" in get(port), log)
    wait_until(lambda: (site.folder / "builds").read_text() == "build\n", log)

    edit(site, "seeds/record.txt", "bad record")
    wait_until(lambda: count("seeds/record.txt:12:5:") > 0, log)
    assert "first record" in get(port)
    time.sleep(1.0)
    assert count("seeds/record.txt:12:5:") == count("seeds/record.txt:3:5:") == 1
    assert count("Traceback") == count("Caught exception") == 0
    assert (site.folder / "builds").read_text() == "build\n" * 2  # it waits, and does not fail again at once

    edit(site, "seeds/record.txt", "mended record")
    wait_until(lambda: "mended record" in get(port), log)

    for number in (1, 2):  # the same fault twice is said twice
        edit(site, "theme/templates/article.html", "{{ article.no.such.thing }}" + " " * number)
        wait_until(lambda number=number: count("UndefinedError") == number, log)
        assert "mended record" in get(port)

    names = {path.name for path in site.output.iterdir()}  # no seeds, though they are watched
    assert names == {"images", "index.html", "one.html", "theme", "two.html"}
