"""Build the wheel, install it where nothing else is, and build the site from it: `make wheel`.

The site of the installed plugin must equal the one of the checkout, byte for byte. That is the only way to see a
template or a data file that the wheel lacks. Needs pip and its index (or `PIP_FIND_LINKS` and `PIP_NO_INDEX`).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "plugins" / "deconflict"
#: What a site is made of, beside its settings.
SITE = ("content", "seeds", "theme")
#: Work folders of authors: never part of a site.
LEFT_OUT = shutil.ignore_patterns("fulltext", "inbox", "drafts", "__pycache__")
#: How many files of a difference are named.
SHOWN = 20


class WheelFault(Exception):
    """What is wrong with the wheel, in words."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--keep", type=Path, metavar="DIR", help="copy the wheel into this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="deconflict-wheel-") as name:
        try:
            check(Path(name), options.keep)
        except WheelFault as fault:
            print(f"wheel: {fault}", file=sys.stderr)
            return 1
    return 0


def check(work: Path, keep: Path | None) -> None:
    """Do it all below ``work``, which the caller removes."""
    wheel = build_wheel(work / "dist")
    files = check_contents(wheel)
    say(f"built {wheel.name}: {size(wheel.stat().st_size)}, {files} files of the package")
    bin_folder = install(wheel, work / "env")
    version = run([bin_folder / "deconflict", "--version"], work, "deconflict --version").strip()
    say(f"installed in an empty environment ({size(tree_size(work / 'env'))}): {version}")
    site = copy_site(work / "site")
    check_origin(bin_folder, site)
    installed, checkout = site / "output", work / "checkout" / "output"
    # Pelican goes on without a plugin that cannot be imported, unless errors are fatal.
    build = ["content", "-s", "pelicanconf.py", "--fatal", "errors", "--log-handler", "plain", "-o"]
    run([bin_folder / "pelican", *build, installed], site, "the build from the wheel")
    run([sys.executable, "-m", "pelican", *build, checkout], ROOT, "the build from the checkout")
    compare(read(installed), read(checkout))
    if not any(installed.rglob("facts.csv")):
        raise WheelFault("neither site has an export: the plugin did not run")
    pages = sum(1 for _ in installed.rglob("*.html"))
    number = sum(1 for path in installed.rglob("*") if path.is_file())
    say(f"the same site from wheel and checkout: {number} files, {pages} pages, {size(tree_size(installed))}")
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        say(f"kept {shutil.copy(wheel, keep)}")


def build_wheel(folder: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    run(command, ROOT, "building the wheel")
    wheels = sorted(folder.glob("*.whl"))
    if len(wheels) != 1:
        raise WheelFault(f"expected one wheel, found {[w.name for w in wheels]}")
    return wheels[0]


def check_contents(wheel: Path) -> int:
    """Compare the package's files in the wheel with those in the checkout; return their number."""
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if not name.endswith("/")}
    top = PACKAGE.parent
    present = {
        path.relative_to(top).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    packaged = {name for name in inside if ".dist-info/" not in name}
    if missing := sorted(present - packaged):
        raise WheelFault(f"the wheel lacks {listed(missing)}")
    if extra := sorted(packaged - present):
        raise WheelFault(f"the wheel holds what is not of the package: {listed(extra)}")
    if not any(".dist-info/licenses/" in name for name in inside):
        raise WheelFault("the wheel holds no licence texts")
    return len(packaged)


def install(wheel: Path, folder: Path) -> Path:
    """Make an environment with this wheel and what it asks for; return the folder of its commands."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run([*pip, "install", "-c", ROOT / "constraints.txt", wheel], folder, "installing the wheel")
    run([*pip, "check"], folder, "pip check")
    return folder / "bin"


def copy_site(folder: Path) -> Path:
    """Copy content, records and theme, and the settings without the lines that point at the checkout's plugins."""
    for name in SITE:
        shutil.copytree(ROOT / name, folder / name, ignore=LEFT_OUT)
    lines = (ROOT / "pelicanconf.py").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not re.match(r"PLUGIN_PATHS\b|sys\.path\b", line)]
    if any('"plugins"' in line for line in kept):
        raise WheelFault("pelicanconf.py points at plugins/ in a way that this script does not know")
    (folder / "pelicanconf.py").write_text("".join(kept), encoding="utf-8")
    return folder


def check_origin(bin_folder: Path, site: Path) -> None:
    where = run([bin_folder / "python", "-c", "import deconflict; print(deconflict.__file__)"], site, "importing")
    if not Path(where.strip()).resolve().is_relative_to(bin_folder.parent.resolve()):
        raise WheelFault(f"the plugin comes from {where.strip()}, not from the wheel")


def run(command: list[str | Path], folder: Path, what: str) -> str:
    """Run a program without the checkout's paths in its environment; return its output."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}
    env |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(list(map(str, command)), cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-40:])
        raise WheelFault(f"{what} ended with status {done.returncode}\n{said}")
    return done.stdout


def read(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def compare(installed: Mapping[str, bytes], checkout: Mapping[str, bytes]) -> None:
    """Refuse two sites that are not the same."""
    faults = []
    if not checkout:
        faults.append("the checkout built no files")
    if missing := sorted(set(checkout) - set(installed)):
        faults.append(f"missing from the wheel's site: {listed(missing)}")
    if extra := sorted(set(installed) - set(checkout)):
        faults.append(f"only in the wheel's site: {listed(extra)}")
    both = set(installed) & set(checkout)
    if other := sorted(name for name in both if installed[name] != checkout[name]):
        faults.append(f"different in the wheel's site: {listed(other)}")
        first = other[0]
        pairs = zip(installed[first].splitlines(), checkout[first].splitlines(), strict=False)
        number, pair = next(((n, p) for n, p in enumerate(pairs, 1) if p[0] != p[1]), (0, (b"", b"")))
        faults.append(f"{first}:{number}\n  wheel:    {pair[0][:300]!r}\n  checkout: {pair[1][:300]!r}")
    if faults:
        raise WheelFault("\n".join(faults))


def listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def tree_size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.0f} kB"


def say(text: str) -> None:
    print(f"wheel: {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
