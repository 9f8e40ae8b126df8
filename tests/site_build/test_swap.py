"""The file work alone."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from deconflict.site import swap


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize("possible", [True, False])
def test_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, possible: bool) -> None:
    if not possible:
        monkeypatch.setattr(swap, "exchange", lambda first, second: False)
    folders = swap.find_folders(tmp_path / "site")
    for number in (1, 2, 3):
        with swap.staged(folders, []) as new:
            write(new / "index.html", str(number))
            write(new / f"only-{number}", "")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["index.html", "only-3", "site"]


def test_no_reader_meets_a_gap(tmp_path: Path) -> None:
    folders = swap.find_folders(tmp_path / "site")
    page = write(folders.output / "index.html", "0")
    write(folders.next / "index.html", "1")
    if not swap.exchange(folders.next, folders.output):
        pytest.skip("this file system cannot exchange folders")
    ended = threading.Event()
    missed = []

    def read() -> None:
        while not ended.is_set():
            missed.append(not page.exists())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(100):
        with swap.staged(folders, []) as new:
            write(new / "index.html", str(number))
    ended.set()
    reader.join()
    assert len(missed) > 10
    assert not any(missed)


def test_a_rename_that_fails_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "exchange", lambda first, second: False)
    folders = swap.find_folders(tmp_path / "site")
    write(folders.output / "index.html", "old")
    folders.work.mkdir()
    with pytest.raises(FileNotFoundError):
        swap.put_in_place(folders)
    assert (folders.output / "index.html").read_text() == "old"


def test_an_old_site_is_never_dropped_while_no_other_stands(tmp_path: Path) -> None:
    folders = swap.find_folders(tmp_path / "site")
    write(folders.old / "index.html", "old")
    write(folders.output, "a file in the way")
    with pytest.raises(NotADirectoryError):
        swap._recover(folders)
    assert (folders.old / "index.html").read_text() == "old"
    folders.output.unlink()
    swap._recover(folders)
    assert (folders.output / "index.html").read_text() == "old"


def test_times_are_kept_for_the_same_bytes_only(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    pairs = [("same", "a", "a"), ("longer", "a", "ab"), ("other", "a", "b"), ("f/same", "a", "a")]
    for name, before, after in pairs:
        os.utime(write(old / name, before), ns=(1, 1))
        os.utime(write(new / name, after), ns=(2, 2))
    (old / "same").chmod(0o640)
    author = write(tmp_path / "author.txt", "a")
    os.utime(author, ns=(2, 2))
    os.utime(write(old / "author", "a"), ns=(1, 1))
    (new / "author").hardlink_to(author)
    (new / "pointer").symlink_to(author)
    os.utime(write(old / "pointer", "a"), ns=(1, 1))
    write(old / "gone", "")
    write(new / "fresh", "")

    swap.keep_times(old, new)

    kept = {str(path.relative_to(new)) for path in new.rglob("*") if path.stat().st_mtime_ns == 1}
    assert kept == {"same", "f/same"}
    assert stat.S_IMODE((new / "same").stat().st_mode) == 0o640
    assert author.stat().st_mtime_ns == 2


@pytest.mark.parametrize("links", [True, False])
def test_carry_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:

        def refuse(*paths: Path, **options: bool) -> None:
            raise PermissionError

        monkeypatch.setattr(os, "link", refuse)
    old, new = tmp_path / "old", tmp_path / "new"
    for name in ("CNAME", "keep/a", "keep/b/c", "left", "keep/both"):
        write(old / name, f"old {name}")
    (old / "keep/dangling").symlink_to("nowhere")
    (old / "keep/folder").symlink_to("b")
    write(new / "keep/both", "new")
    swap.carry_over(old, new, ["CNAME", "keep", "absent", "keep/a", "..", "."])
    carried = {str(path.relative_to(new)) for path in new.rglob("*") if not path.is_dir() or path.is_symlink()}
    assert carried == {"CNAME", "keep/a", "keep/b/c", "keep/both", "keep/dangling", "keep/folder"}
    assert (new / "keep/both").read_text() == "new"
    assert (new / "keep/folder").is_symlink()
    assert (new / "keep/b/c").read_text() == "old keep/b/c"
