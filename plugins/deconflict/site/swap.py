"""Build a site in a folder beside the one that is served, and put it in place in one step.

    .output-build/lock      held with flock while a build runs; gone when no build runs
    .output-build/next/     the site that is being built, or, after the exchange, the old one
    .output-build/old/      the old site between two renames, where folders cannot be exchanged
    output/                 the site

Whatever is killed at whatever moment, one whole site is in ``output/`` or, for the time between two renames
on a system without exchange, in ``old/``, from where the next build brings it back before it does anything
else. What is lost with the power may be more: nothing here waits for the disk.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import msgspec

from deconflict.diagnostics import DeconflictError, Diagnostics

# A clone that publishes the site is never rubbish, whether or not its owner thought of OUTPUT_RETENTION.
VERSION_CONTROL = frozenset({".git", ".hg", ".svn"})

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Folders(msgspec.Struct, frozen=True):
    """Where one site stands and where its next version grows: absolute, links followed, one file system."""

    output: Path
    work: Path

    @property
    def next(self) -> Path:
        """The site that is being built."""
        return self.work / "next"

    @property
    def old(self) -> Path:
        """The old site between two renames."""
        return self.work / "old"


def find_folders(output_path: str | Path) -> Folders:
    """Name the folders for an output path; a symbolic link stays and the folder it points to is swapped."""
    output = Path(output_path).resolve()
    return Folders(output, output.parent / f".{output.name}-build")


@contextlib.contextmanager
def staged(folders: Folders, kept_names: Iterable[str], sources: Iterable[Path] = ()) -> Iterator[Path]:
    """Yield an empty folder to build in; put it in place if the block ends well, else drop it.

    ``kept_names`` are names at the top of the old site that are carried over. ``sources`` are paths that must
    not lie in the output folder. Raises ``DeconflictError`` (``output-folder``, ``output-busy``) or
    ``OSError``; after any exception the old site is as it was.
    """
    _check_output(folders.output, sources)
    folders.output.parent.mkdir(parents=True, exist_ok=True)
    with _locked(folders):
        _recover(folders)
        try:
            folders.next.mkdir()
            yield folders.next
            kept = VERSION_CONTROL.union(kept_names)
            if folders.output.is_dir():
                _check_same_site(folders, kept)
                keep_times(folders.output, folders.next)
                carry_over(folders.output, folders.next, kept)
            put_in_place(folders)
        finally:
            shutil.rmtree(folders.next, ignore_errors=True)


def keep_times(old: Path, new: Path) -> None:
    """Give files of ``new`` that have the bytes of ``old`` their old time and mode, folders their mode."""
    new.chmod(_folder_mode(old))
    with os.scandir(new) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        before = old / entry.name
        try:
            was, now = before.lstat(), entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            continue
        if stat.S_ISDIR(was.st_mode) and stat.S_ISDIR(now.st_mode):
            keep_times(before, Path(entry.path))
        elif _is_own_file(now) and stat.S_ISREG(was.st_mode) and was.st_size == now.st_size:
            after = Path(entry.path)
            if before.read_bytes() == after.read_bytes():
                after.chmod(stat.S_IMODE(was.st_mode))
                os.utime(after, ns=(was.st_atime_ns, was.st_mtime_ns))


def _folder_mode(folder: Path) -> int:
    # Without its owner's rights a folder could not be filled now nor removed later.
    return stat.S_IMODE(folder.stat().st_mode) | stat.S_IRWXU


def _is_own_file(status: os.stat_result) -> bool:
    # With STATIC_CREATE_LINKS a file of the site is a file of the author's, whose times are not ours to set.
    return stat.S_ISREG(status.st_mode) and status.st_nlink == 1


def carry_over(old: Path, new: Path, names: Iterable[str]) -> None:
    """Link ``names`` from the top of ``old`` into ``new``; what the build wrote itself wins, file by file."""
    for name in sorted(names):
        if os.path.lexists(old / name) and Path(name).name == name:
            _link(old / name, new / name)


def _link(source: Path, target: Path) -> None:
    if source.is_dir() and not source.is_symlink():
        if not os.path.lexists(target):
            target.mkdir()
            target.chmod(_folder_mode(source))
        if target.is_dir():
            for entry in sorted(source.iterdir()):
                _link(entry, target / entry.name)
    elif not os.path.lexists(target):
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError:  # a file system without hard links, or another one mounted here
            shutil.copy2(source, target, follow_symlinks=False)


def put_in_place(folders: Folders) -> None:
    """Make the next site the site; the old one ends in ``next`` or is removed."""
    if not os.path.lexists(folders.output):
        folders.next.rename(folders.output)
    elif not exchange(folders.next, folders.output):
        try:
            folders.output.rename(folders.old)
            folders.next.rename(folders.output)
        except BaseException:
            if not os.path.lexists(folders.output):
                folders.old.rename(folders.output)
            raise
        shutil.rmtree(folders.old, ignore_errors=True)


def exchange(first: Path, second: Path) -> bool:
    """Let two folders change places in one step; say whether the system could."""
    if sys.platform != "linux":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    rename.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    status: int = rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)
    return status == 0


@contextlib.contextmanager
def _locked(folders: Folders) -> Iterator[None]:
    lock = _take_lock(folders)
    try:
        yield
    finally:
        (folders.work / "lock").unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # what could not be removed is for the next build to clear
            folders.work.rmdir()
        os.close(lock)


def _take_lock(folders: Folders) -> int:
    path = folders.work / "lock"
    while True:
        folders.work.mkdir(exist_ok=True)
        try:
            lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:  # another build has just ended and cleared the folder
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.pread(lock, 20, 0).decode()
            os.close(lock)
            who = f"another build (process {owner})" if owner else "another build"
            _fail(folders.output, "output-busy", f"{who} is writing this site; try again when it has ended")
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(lock), path.stat()):
                os.ftruncate(lock, 0)
                os.pwrite(lock, str(os.getpid()).encode(), 0)
                return lock
        os.close(lock)  # the file that was locked is no longer the one that others see


def _recover(folders: Folders) -> None:
    if folders.old.exists():
        if folders.output.is_dir() and any(folders.output.iterdir()):
            shutil.rmtree(folders.old)
        else:  # no site stands there, or an empty folder, which a rename replaces
            folders.old.rename(folders.output)
    if folders.next.exists():
        shutil.rmtree(folders.next)


def _check_output(output: Path, sources: Iterable[Path]) -> None:
    if output.exists() and not output.is_dir():
        _fail(output, "output-folder", "the output path is a file; name a folder")
    if output.is_mount():
        message = "the output folder is a mount point, which cannot be swapped; name a folder in it"
        _fail(output, "output-folder", message)
    for source in sorted(sources):
        if source.resolve().is_relative_to(output):
            message = f"the output folder holds {source}, which a build would remove; name another"
            _fail(output, "output-folder", message)


def _check_same_site(folders: Folders, kept: frozenset[str]) -> None:
    """Refuse to replace a folder of somebody's files that was never this site."""
    foreign = 0
    for folder, subfolders, files in os.walk(folders.output):
        here = Path(folder).relative_to(folders.output)
        if here == Path():
            subfolders[:] = sorted(name for name in subfolders if name not in kept)
        kept_here = kept if here == Path() else frozenset[str]()
        visible = [name for name in files if name not in kept_here and not name.startswith(".")]
        if any(os.path.lexists(folders.next / here / name) for name in visible):
            return
        foreign += len(visible)
    if foreign:
        message = f"the output folder holds {foreign} files, none of them of this site; empty it or name another"
        _fail(folders.output, "output-folder", message)


def _fail(output: Path, code: str, message: str) -> NoReturn:
    faults = Diagnostics()
    faults.add(output, 0, 0, code, message)
    raise DeconflictError(list(faults))
