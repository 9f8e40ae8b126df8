"""Builds through Pelican: what is swapped in, and what is left when a build fails."""

from __future__ import annotations

import fcntl
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.site_build.sites import Site, environment, read_tree


def find_leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def test_a_build_replaces_the_site(built: Site) -> None:
    old = {name: (built.output / name).stat().st_mtime_ns for name in read_tree(built.output)}
    built.write("output/CNAME", "example.org\n")
    built.write("output/well-known/deep/key", "key\n")
    built.write("output/.git/HEAD", "ref\n")
    built.write("output/stray.html", "stray\n")
    os.utime(built.output / "images/map.svg", ns=(1, 1))
    built.output.chmod(0o751)

    assert built.build().status == 0

    new = read_tree(built.output)
    generated = {"index.html", "one.html", "images/map.svg", "theme/site.css"}
    assert set(new) == generated | {"CNAME", ".git/HEAD", "well-known/deep/key"}
    assert b"changed" in new["one.html"]
    assert (built.output / "images/map.svg").stat().st_mtime_ns == 1
    assert (built.output / "theme/site.css").stat().st_mtime_ns == old["theme/site.css"]
    assert (built.output / "one.html").stat().st_mtime_ns != old["one.html"]
    assert built.output.stat().st_mode & 0o777 == 0o751
    assert find_leftovers(built.folder) == []


def break_template(site: Site) -> dict[str, str]:
    site.write("theme/templates/article.html", "{{ article.no.such.thing }}")
    return {}


def break_record(site: Site) -> dict[str, str]:
    site.write("seeds/record.txt", "bad")
    return {}


@pytest.mark.parametrize(
    ("spoil", "status", "said"),
    [
        (break_template, 1, "UndefinedError"),
        (break_record, 2, "record.txt:3:5"),
        (lambda site: {"MISCHIEF": "exception"}, 1, "RuntimeError"),
        (lambda site: {"MISCHIEF": "disk"}, 1, "OSError: [Errno 28]"),
        (lambda site: {"MISCHIEF": "exit"}, 7, ""),
    ],
)
def test_a_failing_build_leaves_the_old_site(
    built: Site, spoil: Callable[[Site], dict[str, str]], status: int, said: str
) -> None:
    old = read_tree(built.output)
    result = built.build(**spoil(built))
    assert result.status == status, result
    assert said in result.stdout + result.stderr
    assert read_tree(built.output) == old
    assert find_leftovers(built.folder) == []


def test_diagnostics_are_whole_lines_on_standard_error(site: Site) -> None:
    """In a process of its own, with a terminal as standard output, where Rich shows a progress line."""
    site.write("seeds/record.txt", "bad")
    terminal, stdout = pty.openpty()
    process = subprocess.run(
        [sys.executable, "-m", "pelican", "content"],
        cwd=site.folder,
        env=environment(TERM="xterm"),
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(stdout)
    with os.fdopen(terminal, "rb", buffering=0) as stream:
        shown = stream.read(100_000).decode()
    assert process.returncode == 2
    lines = process.stderr.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["seeds/record.txt:3:5:", "seeds/record.txt:12:5:"]
    assert all(line.endswith("and still not at its end") for line in lines)
    assert "Traceback" not in shown
    assert "DeconflictError" not in shown
    assert not site.output.exists()


@pytest.mark.parametrize(
    "option", ["--verbose", "--quiet", "--log-handler=plain", "--fatal=warnings", "--fatal=errors"]
)
def test_options_change_nothing_in_the_list(site: Site, option: str) -> None:
    site.write("seeds/record.txt", "bad")
    result = site.build(option)
    assert result.status == 2
    ours = [line for line in result.stderr.splitlines() if line.startswith("seeds/")]
    assert len(ours) == 2
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("option", "place"),
    [
        ("public", "public"),
        ("public/", "public"),
        ("./a/../public//", "public"),
        ("missing/parents/public", "missing/parents/public"),
        ("mit Leerzeichen/ö عربي", "mit Leerzeichen/ö عربي"),
        ("link", "elsewhere/real"),
        ("content/public", "content/public"),
    ],
)
def test_output_paths(site: Site, option: str, place: str) -> None:
    (site.folder / "elsewhere/real").mkdir(parents=True)
    (site.folder / "link").symlink_to("elsewhere/real")
    for text in ("before", "after"):
        site.write("seeds/record.txt", text)
        result = site.build("-o", option)
        assert result.status == 0, result
        assert text in (site.folder / place / "index.html").read_text()
    assert (site.folder / "link").is_symlink()
    assert find_leftovers((site.folder / place).parent) == []


@pytest.mark.parametrize(
    ("option", "files", "said"),
    [
        (".", {}, "holds"),
        ("content", {}, "which a build would remove"),
        ("seeds", {}, "which a build would remove"),
        ("file", {"file": "text"}, "is a file"),
        (
            "letters",
            {"letters/a.txt": "a", "letters/b/c.txt": "c", "letters/.hidden": ""},
            "holds 2 files, none",
        ),
    ],
)
def test_a_folder_that_is_no_site_is_refused(site: Site, option: str, files: dict[str, str], said: str):
    for name, text in files.items():
        site.write(name, text)
    before = read_tree(site.folder)
    result = site.build("-o", option)
    assert result.status == 2
    assert f"{site.folder / option}:0:0: [output-folder]" in result.stderr
    assert said in result.stderr
    after = read_tree(site.folder)
    after.pop("builds", None)
    assert after == before


def test_two_builds_do_not_meet(built: Site) -> None:
    old = read_tree(built.output)
    lock = built.write(".output-build/lock", "4321")
    half = built.write(".output-build/next/half.html", "half")
    with lock.open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = built.build()
        assert result.status == 2
        assert "[output-busy] another build (process 4321) is writing this site" in result.stderr
        assert read_tree(built.output) == old
        assert half.exists()
    assert built.build().status == 0  # the file is still there, its owner is not
    assert "half.html" not in read_tree(built.output)
    assert find_leftovers(built.folder) == []


def list_changes(site: Site, **mischief: str) -> list[str]:
    result = site.build(MISCHIEF_KILL="0", **mischief)
    assert result.status == 0, result
    return result.stdout.rpartition("changes")[2].split()


def test_a_kill_at_any_moment_leaves_a_whole_site(built: Site, tmp_path: Path) -> None:
    """Killed before each of the changes next to the exchange and before 14 others, from first to last."""
    new_site = built.copy(tmp_path / "new")
    changes = list_changes(new_site)
    old, new = read_tree(built.output), read_tree(new_site.output)
    exchange = 1 + changes.index("ctypes.dlsym")
    spread = {round(1 + (len(changes) - 1) * step / 13) for step in range(14)}
    moments = sorted(spread | set(range(exchange - 3, exchange + 6)))
    assert len(moments) >= 20
    seen = []
    for moment in moments:
        site = built.copy(tmp_path / f"killed-{moment}")
        assert site.build(MISCHIEF_KILL=str(moment)).status == -9
        now = read_tree(site.output)
        assert now in (old, new), moment
        seen.append(now == new)
        assert site.build().status == 0
        assert read_tree(site.output) == new
        assert find_leftovers(site.folder) == []
    assert seen == [moment > exchange for moment in moments]


def test_a_kill_between_two_renames_is_mended(built: Site, tmp_path: Path) -> None:
    new_site = built.copy(tmp_path / "new")
    changes = list_changes(new_site, MISCHIEF_NO_EXCHANGE="1")
    old, new = read_tree(built.output), read_tree(new_site.output)
    first, second = [number for number, change in enumerate(changes, 1) if change == "os.rename"]
    for moment in (first, second, second + 1, second + 3):
        site = built.copy(tmp_path / f"killed-{moment}")
        assert site.build(MISCHIEF_KILL=str(moment), MISCHIEF_NO_EXCHANGE="1").status == -9
        if moment == second:
            site.output.mkdir()  # missing now; as a Makefile may
            assert site.build(MISCHIEF="exception").status == 1
        assert read_tree(site.output) == (old if moment <= second else new)
        assert site.build(MISCHIEF_NO_EXCHANGE="1").status == 0
        assert read_tree(site.output) == new
        assert find_leftovers(site.folder) == []


def test_the_plugin_works_without_the_class(built: Site) -> None:
    conf = built.folder / "pelicanconf.py"
    conf.write_text(conf.read_text().replace("PELICAN_CLASS =", "ANOTHER ="))
    assert built.build().status == 0
    assert {"one.html", "two.html"} < set(read_tree(built.output))
