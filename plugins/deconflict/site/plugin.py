"""Where the plugin meets Pelican: every signal that it listens to, in one function."""

from __future__ import annotations

from typing import Any

from jinja2 import PackageLoader
from pelican import signals
from pelican.generators import Generator
from pelican.readers import Readers

from deconflict.render import unbroken
from deconflict.site import reader, report
from deconflict.site.generators import IncidentGenerator


def connect() -> None:
    """Connect handlers to signals; they are module-level functions, because Pelican holds them weakly."""
    report.install()
    signals.readers_init.connect(_readers)
    signals.generator_init.connect(_generator)
    signals.get_generators.connect(_generators)


def _readers(readers: Readers) -> None:
    reader.install(readers)


def _generator(generator: Generator) -> None:
    reader.enable(generator)
    env = getattr(generator, "env", None)
    if env is not None:
        # Last in the chain, so that any theme overrides a template of ours by its name.
        env.loader.loaders.append(PackageLoader("deconflict", "templates"))
        env.filters["unbroken"] = unbroken.hold


def _generators(pelican: Any) -> type[Generator]:  # noqa: ARG001  (the signal's interface)
    return IncidentGenerator
