"""Mending a source's file: a measured near-copy is written into it, and no other byte changes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

import yaml

from deconflict.records.source import NearCopy

_BOM = "\ufeff"


class NotWritten(Exception):
    """Raised instead of writing; the message says why."""


def write(path: Path, before: bytes, near: NearCopy) -> bool:
    """Record a near-copy in the file whose bytes were ``before``; return whether anything had to change.

    Raise ``NotWritten`` if the file has changed meanwhile, is no plain file, or has a form that cannot be mended.
    """
    if path.is_symlink() or not path.is_file():
        raise NotWritten("is no plain file")
    after = mended(before.decode("utf-8"), near).encode()
    if after == before:
        return False
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    except OSError as error:
        raise NotWritten(f"cannot be written: {error.strerror}") from None
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
        new.chmod(path.stat().st_mode & 0o7777)
        if path.read_bytes() != before:
            raise NotWritten("has changed since it was read")
        new.replace(path)
    except OSError as error:
        raise NotWritten(f"cannot be written: {error.strerror}") from None
    finally:
        new.unlink(missing_ok=True)
    return True


def mended(text: str, near: NearCopy) -> str:
    """Put a near-copy into a source's text, or its figures in the place of older ones."""
    mark = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    entries = {"of": near.of, "containment": near.containment, "shingles": str(near.shingles)}
    entries["measured"] = near.measured.isoformat()
    origin = _values(yaml.compose(body, yaml.SafeLoader)).get("origin")
    known = _values(origin)
    if "near_copy" in known:
        after = _updated(body, _values(known["near_copy"]), entries)
    else:
        after = _added(body, origin, entries)
    wanted = _strings(body)
    wanted["origin"]["near_copy"] = entries
    try:
        sound = _strings(after) == wanted
    except yaml.YAMLError:
        sound = False
    if not sound:
        raise NotWritten("has a form that cannot be added to: write 'near_copy' by hand")
    return mark + after


def _strings(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 (it makes strings of everything)


def _values(node: yaml.Node | None) -> dict[str, Any]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _updated(text: str, old: dict[str, Any], entries: dict[str, str]) -> str:
    """Replace those figures that differ; if only the day does, the measure is the same and the day stays."""
    differ = {word for word, value in entries.items() if old[word].value != value}
    if differ <= {"measured"}:
        entries["measured"] = old["measured"].value
        return text
    for word in sorted(differ, key=lambda w: -old[w].start_mark.index):
        text = text[: old[word].start_mark.index] + entries[word] + text[old[word].end_mark.index :]
    return text


def _added(text: str, origin: Any, entries: dict[str, str]) -> str:
    """Add the entry behind the origin's kind: in line, or on a line of its own."""
    written = f"near_copy: {{{', '.join(f'{word}: {value}' for word, value in entries.items())}}}"
    kind = _values(origin)["kind"]
    end = kind.end_mark.index
    if origin.flow_style:
        return f"{text[:end]}, {written}{text[end:]}"
    first = origin.value[0][0].start_mark
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    line = "\r\n" if text[stop - 1 : stop] == "\r" else "\n"
    stop -= line == "\r\n"
    return f"{text[:stop]}{line}{' ' * first.column}{written}{text[stop:]}"
