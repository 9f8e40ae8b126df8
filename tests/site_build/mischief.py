"""A Pelican plugin that fails, or dies, at a point named in the environment.

    MISCHIEF=exception | disk | exit      fail late: when the site is written, or while a file is copied
    MISCHIEF_KILL=n                       die at the n-th change to the files (0: list them in MISCHIEF_DONE)
    MISCHIEF_NO_EXCHANGE=1                a system that cannot exchange folders

A record in ``seeds/`` that holds the word ``bad`` gives diagnostics. Each build adds a line to ``builds``.
"""

import errno
import os
import shutil
import signal
import sys
from pathlib import Path

from pelican import signals

from deconflict.diagnostics import CODES, Diagnostics
from deconflict.site import swap

CHANGES = {
    *("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.utime"),
    *("os.truncate", "shutil.rmtree", "fcntl.flock", "ctypes.dlsym"),
}
SENTENCE = "a sentence far longer than a narrow terminal, and then as long again, and still not at its end"
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Records:
    """A generator that reads the record, as ours does: after the articles, before anything is written."""

    def __init__(self, context, settings, **others):
        """Keep what the record needs."""
        self.context = context
        self.folder = Path(settings["DECONFLICT_SEEDS"])

    def generate_context(self):
        """Read the record or raise its diagnostics."""
        with Path("builds").open("a") as log:
            log.write("build\n")
        record = self.folder / "record.txt"
        text = record.read_text()
        faults = Diagnostics()
        if "bad" in text:
            for line in (12, 3):
                code = min(CODES)
                faults.add("seeds/record.txt", line, 5, code, SENTENCE)
        faults.raise_errors()
        self.context["RECORD"] = text


def fail(pelican):
    """Fail when everything is written."""
    kind = os.environ.get("MISCHIEF")
    if kind == "exception":
        raise RuntimeError("a plugin fails")
    if kind == "exit":
        sys.exit(7)


def fill_disk(source, target):
    """Fail as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), source, None, target)


def count(limit):
    """Die at the n-th change."""
    done = 0

    def hook(event, arguments):
        nonlocal done
        if event in CHANGES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES):
            done += 1
            if not limit:
                os.environ["MISCHIEF_DONE"] = os.environ.get("MISCHIEF_DONE", "") + f" {event}"
            elif done == limit:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def get_generators(pelican):
    """Return the generator."""
    return Records


def register():
    """Connect."""
    signals.get_generators.connect(get_generators)
    signals.finalized.connect(fail)
    if os.environ.get("MISCHIEF") == "disk":
        shutil.copyfile = fill_disk
    if "MISCHIEF_NO_EXCHANGE" in os.environ:
        swap.exchange = lambda first, second: False
    if "MISCHIEF_KILL" in os.environ:
        count(int(os.environ["MISCHIEF_KILL"]))
