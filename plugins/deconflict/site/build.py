"""A Pelican whose failed builds leave the old site as it was.

Name it in ``pelicanconf.py``, as the class: Pelican resolves a dotted string only in a top-level module. ::

    from deconflict.site.build import SafePelican
    PELICAN_CLASS = SafePelican

Plugins and templates find in ``OUTPUT_PATH`` the folder that is being built. If ``output`` is a symbolic
link, the folder it points to is swapped and the link stays. Serve the site by its path (as ``pelican
--listen`` does): a server whose working folder is the site would stay in the old one. Needs a POSIX system.
"""

from __future__ import annotations

import contextlib
import inspect
import logging
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pelican
import pelican.utils

from deconflict.diagnostics import DeconflictError
from deconflict.site import report
from deconflict.site.swap import find_folders, staged

logger = logging.getLogger(__name__)

# Of the plugin's own files only these are read again by a process that already runs.
_REREAD = ("templates", "static")


class SafePelican(pelican.Pelican):
    """Pelican that builds beside the output folder, swaps on success and shows our own errors unwrapped."""

    def __init__(self, settings: dict[str, Any]) -> None:
        """Take Pelican's settings; the caller's copy keeps the real output path, which its server serves."""
        report.install()
        self.folders = find_folders(settings["OUTPUT_PATH"])
        self._callers_settings = settings
        super().__init__({**settings, "OUTPUT_PATH": str(self.folders.next)})

    def run(self) -> None:
        """Build once; under ``--autoreload`` a failure is shown and ends the build, not the loop."""
        reloading = _is_called_by(pelican.autoreload)
        if reloading:
            self._watch_more()
        try:
            with staged(self.folders, self.output_retention, self._find_sources()), _failing_copies():
                super().run()
        except DeconflictError as error:
            if not reloading:
                raise
            report.show(error)
        except Exception as error:
            if not reloading or self.settings["DEBUG"]:
                raise
            logger.critical("%s: %s", type(error).__name__, error)

    def _find_sources(self) -> list[Path]:
        """List the folders that a build reads, which therefore must not lie in the one that it replaces."""
        get = self.settings.get
        named = (get("PATH"), get("THEME"), get("DECONFLICT_SEEDS"), *get("PLUGIN_PATHS", ()))
        return [Path.cwd(), *(Path(name) for name in named if name)]

    def _watch_more(self) -> None:
        """Add the seeds and the plugin's templates to what Pelican's loop watches.

        The loop watches each of ``STATIC_PATHS`` in the settings it holds; ours are another dictionary, so
        nothing more is copied into the site.
        """
        seeds = self.settings.get("DECONFLICT_SEEDS")
        package = Path(str(files("deconflict")))
        watched = [Path(seeds).absolute()] if seeds else []
        watched += [package / name for name in _REREAD]
        known = self._callers_settings["STATIC_PATHS"]
        more = [str(path) for path in watched if path.exists() and str(path) not in known]
        self._callers_settings["STATIC_PATHS"] = [*known, *more]


@contextlib.contextmanager
def _failing_copies() -> Iterator[None]:
    """Let a file that cannot be copied (a full disk) end the build, where Pelican warns and goes on."""
    lenient = pelican.utils.copy_file
    pelican.utils.copy_file = shutil.copyfile
    try:
        yield
    finally:
        pelican.utils.copy_file = lenient


def _is_called_by(function: Any) -> bool:
    # Pelican tells a build nowhere whether it runs in the loop, which decides what becomes of an error: it
    # ends the process with its status, or is shown before a plain return, after which the loop waits.
    frame = inspect.currentframe()
    while frame is not None and frame.f_code is not function.__code__:
        frame = frame.f_back
    return frame is not None
