"""Measure builds against plain Pelican and against a naive Folium map on every page: `make bench`.

Corpora come from `tools/corpus.py`. Three builds of the same articles run in turn, each in a fresh process:

  plain   Pelican with our Markdown reader alone and its own `simple` theme: roles stay empty
  naive   the same, with a `folium.Map` of the accounts (GeoJSON, markers) rendered into every article
  ours    the plugin and theme with all features: verdicts, maps, exports, safe builds

CPU seconds (user and system, children included) say more than wall seconds on a shared machine, ratios more than both.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "plugins"), str(ROOT)]

import dense  # noqa: E402  (found through the line above)
from corpus import Corpus  # noqa: E402

from deconflict.diagnostics import Diagnostics  # noqa: E402
from deconflict.page.build import build as build_explainer  # noqa: E402
from deconflict.page.explainer import Explainer  # noqa: E402
from deconflict.reconcile.drift import drift  # noqa: E402
from deconflict.reconcile.findings import reconcile  # noqa: E402
from deconflict.records.load import Records, load  # noqa: E402
from deconflict.render import livedata, svg  # noqa: E402
from deconflict.render.exports import EXPORTS  # noqa: E402
from deconflict.render.exports.about import About  # noqa: E402
from deconflict.theatre import Theatre  # noqa: E402
from deconflict.theatre import load as load_theatre  # noqa: E402
from tests.support import pages, weight  # noqa: E402

#: How many dense incidents are reconciled, and searched for drift.
DENSE = 1000
#: How many incidents of a corpus are built and drawn once each; how many of the first have accounts that none before
#: them had; and how many of those only fill the caches.
SITE, NEW, SETTLED = 1000, 30, 5

VARIANTS = {
    "plain": "Pelican + markdown-it-py reader, simple theme",
    "naive": "the same + a naive Folium map per page",
    "ours": "Deconflict, all features",
}

COMMON = """
SITENAME = "Bench"
SITEURL = ""
TIMEZONE = "UTC"
LOCALE = "C"
PATH = "content"
DELETE_OUTPUT_DIRECTORY = False
DEFAULT_PAGINATION = False
ARTICLE_URL = ARTICLE_SAVE_AS = "{slug}.html"
YEAR_ARCHIVE_SAVE_AS = "archive/{date:%Y}.html"
DIRECT_TEMPLATES = ["index", "archives", "tags", "categories"]
AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""

SETTINGS = {
    "plain": 'THEME = "simple"\nPLUGIN_PATHS = [{folder!r}]\nPLUGINS = ["bench_plain"]\n',
    "naive": 'THEME = "simple"\nPLUGIN_PATHS = [{folder!r}]\nPLUGINS = ["bench_naive"]\n',
    "ours": (
        "from deconflict.site.build import SafePelican\nPELICAN_CLASS = SafePelican\n"
        'THEME = {theme!r}\nPLUGINS = ["deconflict"]\nRELATIVE_URLS = True\nDECONFLICT_SEEDS = {seeds!r}\n'
    ),
}

PLUGINS = {
    "bench_plain": """
        from pelican import signals
        from deconflict.site import reader

        def register():
            signals.readers_init.connect(reader.install)
            signals.generator_init.connect(reader.enable)
    """,
    # What somebody writes who has a map to show and an afternoon.
    "bench_naive": """
        import math
        import folium
        from pelican import signals
        from deconflict.theatre import load
        import bench_plain

        RIVERS = {"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"name": f.name}, "geometry": f.geometry.__geo_interface__}
            for f in load().layer("rivers")
        ]}

        def disc(lon, lat):
            turns = [a / 32 * math.pi for a in range(65)]
            ring = [[lon + 0.16 * math.cos(t), lat + 0.13 * math.sin(t)] for t in turns]
            return {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}

        def add_map(content):
            nth = sum(map(ord, content.slug)) % 100
            points = [(40.9 - nth / 100, 34.4 + nth / 200), (40.4 + nth / 150, 35.0)]
            chart = folium.Map(location=[34.8, 40.6], zoom_start=8)
            folium.GeoJson(RIVERS, name="rivers").add_to(chart)
            for n, (lon, lat) in enumerate(points):
                folium.GeoJson(disc(lon, lat), name=f"account {n}").add_to(chart)
                folium.Marker([lat, lon], popup=f"account {n}", tooltip=f"account {n}").add_to(chart)
            folium.LayerControl().add_to(chart)
            content._content += chart._repr_html_()

        def each(generator):
            for article in generator.articles:
                add_map(article)

        def register():
            bench_plain.register()
            signals.article_generator_finalized.connect(each)
    """,
}


class Run(NamedTuple):
    """One build: CPU and wall seconds, peak memory in MiB, HTML pages and bytes written."""

    cpu: float
    wall: float
    memory: float
    pages: int
    size: int


def main() -> int:
    options = parse_arguments()
    say(f"python {platform.python_version()}, {os.cpu_count()} cores; {options.runs} runs each, in turn")
    corpus = Corpus()
    report: dict[str, Any] = {"python": platform.python_version(), "runs": options.runs, "builds": {}, "micro": {}}
    with tempfile.TemporaryDirectory(prefix="deconflict-bench-") as name:
        work = Path(name)
        sizes = [1, *(size for size in options.sizes if size > 1)]
        for size in sizes:
            runs = 1 if size == 1 else options.runs
            report["builds"][size] = measure_builds(corpus, work, size, runs, options.variants)
        print_builds(report["builds"], options.variants)
        if not options.no_micro:
            report["micro"] = measure_small(corpus, work)
            print_micro(report["micro"])
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
        say(f"wrote {options.json}")
    return 0


def parse_arguments() -> argparse.Namespace:
    epilog = "Builds:\n" + "\n".join(f"  {name:7} {text}" for name, text in VARIANTS.items())
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n\n")[0], epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )

    def numbers(text: str) -> list[int]:
        return sorted({int(part) for part in text.split(",")})

    def names(text: str) -> list[str]:
        found = text.split(",")
        if set(found) - set(VARIANTS):
            raise argparse.ArgumentTypeError(f"known are {', '.join(VARIANTS)}")
        return [name for name in VARIANTS if name in found or name == "plain"]

    parser.add_argument("--sizes", type=numbers, default=[100], metavar="N,N", help="numbers of articles (100)")
    parser.add_argument("--runs", type=int, default=3, metavar="K", help="builds of each kind and size (3)")
    parser.add_argument("--variants", type=names, default=list(VARIANTS), metavar="A,B", help="only these builds")
    parser.add_argument("--no-micro", action="store_true", help="builds only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers to a file, too")
    return parser.parse_args()


# Builds.


def measure_builds(corpus: Corpus, work: Path, size: int, runs: int, variants: list[str]) -> dict[str, list[Run]]:
    """Build one corpus with each variant in turn, ``runs`` times."""
    folder = work / f"site-{size}"
    corpus.write(folder, size)
    write_plugins(work / "plugins")
    say(f"{size} articles: corpus of {sum(p.stat().st_size for p in folder.rglob('*.*')) / 1e6:.1f} MB written")
    found: dict[str, list[Run]] = {name: [] for name in variants}
    for nth in range(runs):
        # Who goes first changes from round to round, so that a warm or busy machine favours nobody.
        turn = nth % len(variants)
        for name in variants[turn:] + variants[:turn]:
            run = build(folder, name, work / "plugins")
            found[name].append(run)
            say(f"{size} articles, {name}: {run.cpu:.2f} s CPU, {run.wall:.2f} s, {run.memory:.0f} MiB")
    shutil.rmtree(folder)
    return found


def build(folder: Path, variant: str, plugins: Path, theme: Path = ROOT / "theme") -> Run:
    """Build a site from nothing in a process of its own; stop the measurement if it fails."""
    settings = COMMON + SETTINGS[variant].format(folder=str(plugins), theme=str(theme), seeds=str(folder / "seeds"))
    (folder / "pelicanconf.py").write_text(settings, encoding="utf-8")
    output = folder / f"output-{variant}"
    command = [
        sys.executable,
        "-m",
        "pelican",
        "content",
        "-s",
        "pelicanconf.py",
        "--fatal",
        "errors",
        "-o",
        str(output),
    ]
    paths = os.pathsep.join((str(ROOT / "plugins"), str(plugins)))
    env = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=said)
        # Not wait(): only wait4 tells what this child used, and nobody else.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            print(said.read().decode("utf-8", "replace")[-3000:], file=sys.stderr)
            sys.exit(f"bench: the build '{variant}' ended with status {process.returncode}")
    pages = list(output.rglob("*.html"))
    size = sum(page.stat().st_size for page in pages)
    shutil.rmtree(output)
    # Linux counts kibibytes, macOS bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / unit, len(pages), size)


def write_plugins(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in PLUGINS.items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text), encoding="utf-8")


def print_builds(builds: dict[int, dict[str, list[Run]]], variants: list[str]) -> None:
    sizes = [size for size in builds if size > 1]
    start = {name: middle(builds[1][name], "cpu") for name in variants}
    rows = [
        ["articles", "build", "CPU s", "spread", "ratio", "wall s", "ratio", "MiB", "pages", "ms/article", "ms/page"]
    ]
    for size in sizes:
        base = builds[size]["plain"]
        for name in variants:
            runs = builds[size][name]
            cpu, wall = middle(runs, "cpu"), middle(runs, "wall")
            ratios = [a.cpu / b.cpu for a, b in zip(runs, base, strict=True)]
            walls = [a.wall / b.wall for a, b in zip(runs, base, strict=True)]
            spread = f"{min(r.cpu for r in runs):.2f}-{max(r.cpu for r in runs):.2f}"
            own = cpu - start[name]
            rows.append([
                str(size), name, f"{cpu:.2f}", spread, f"{statistics.median(ratios):.2f}", f"{wall:.2f}",
                f"{statistics.median(walls):.2f}", f"{middle(runs, 'memory'):.0f}", str(runs[0].pages),
                f"{own / (size - 1) * 1e3:.1f}", f"{own / max(runs[0].pages - builds[1][name][0].pages, 1) * 1e3:.1f}",
            ])  # fmt: skip
    print("\nFull builds from nothing; medians, ratios against plain in the same round; costs without the start-up\n")
    print_table(rows)
    print("\nstart-up (a site of one article), CPU s: " + ", ".join(f"{n} {start[n]:.2f}" for n in variants))
    for small, large in pairwise(sizes):
        grown = {n: growth(builds[small][n], builds[large][n], small, large) for n in variants}
        print(f"growth of CPU from {small} to {large}: " + ", ".join(f"{n} N^{e:.3f}" for n, e in grown.items()))
    for name in variants:
        print(f"  {name:6} {VARIANTS[name]}")


def middle(runs: list[Run], field: str) -> float:
    return statistics.median(getattr(run, field) for run in runs)


def growth(few: list[Run], many: list[Run], small: int, large: int) -> float:
    """The exponent e of ``CPU ~ articles**e`` between two sizes."""
    return math.log(middle(many, "cpu") / middle(few, "cpu")) / math.log(large / small)


# Small things.


def measure_small(corpus: Corpus, work: Path) -> dict[str, Any]:
    """Time single steps on the real records, and weigh the real pages."""
    theatre = load_theatre()
    found: dict[str, Any] = {}

    def fresh() -> Records:
        """Read records anew: nothing that was computed for another world is found again."""
        faults = Diagnostics()
        records = load(ROOT / "seeds", theatre, faults)
        faults.raise_errors()
        return records

    say("single steps")
    records = fresh()
    number = len(records.sources)
    found["reading records, each"] = {"all": timed(fresh, 5) / number}
    cold: dict[str, list[float]] = {key: [] for key in records.incidents}
    judged: dict[str, list[float]] = {key: [] for key in records.incidents}
    for _ in range(5):
        records = fresh()
        for key, incident in records.incidents.items():
            judged[key].append(timed(lambda: reconcile(records, incident), 1))  # noqa: B023  (called at once)
        records = fresh()
        for key, incident in records.incidents.items():
            cold[key].append(timed(lambda: build_explainer(records, incident), 1))  # noqa: B023
    found["reconcile, cold"] = {key: statistics.median(times) for key, times in judged.items()}
    found["explainer, cold"] = {key: statistics.median(times) for key, times in cold.items()}
    say(f"{DENSE:,} dense incidents")
    for name, step in (("reconcile", reconcile), ("drift", drift)):
        dense_times = [timed(partial(step, *made), 1) for made in dense.incidents(fresh(), DENSE)]
        found[f"{name}, {dense.SOURCES} sources x {dense.SLOTS} slots"] = {
            f"median of {DENSE:,}": statistics.median(dense_times),
            "slowest": max(dense_times),
        }
    pages = {key: build_explainer(records, incident) for key, incident in records.incidents.items()}
    found["explainer, warm"] = {
        key: timed(lambda: build_explainer(records, incident), 5)  # noqa: B023
        for key, incident in records.incidents.items()
    }
    found["map: svg and page data, first"] = {}
    for key, page in pages.items():
        found["map: svg and page data, first"][key] = timed(lambda: draw(page, theatre), 1)  # noqa: B023
        found.setdefault("map: svg and page data", {})[key] = timed(lambda: draw(page, theatre), 10)  # noqa: B023
    found.update(measure_new(corpus, work / "new"))
    about = About(title="t", page="p", site="s", attribution=theatre.attribution)
    found["all exports"] = {
        key: timed(lambda: [export.render(page, about) for export in EXPORTS], 5)  # noqa: B023
        for key, page in pages.items()
    }
    say("page weight")
    found["weight"] = weigh(work / "real")
    return found


def measure_new(corpus: Corpus, folder: Path) -> dict[str, dict[str, float]]:
    """Time what each incident of a large site costs, and those alone whose accounts no other has named before."""
    say(f"{SITE:,} incidents of one site")
    corpus.write(folder, SITE)
    theatre, faults = load_theatre(), Diagnostics()
    records = load(folder / "seeds", theatre, faults)
    faults.raise_errors()
    pages: list[Explainer] = []
    built = [timed(lambda: pages.append(build_explainer(records, i)), 1) for i in records.incidents.values()]  # noqa: B023
    drawn = [timed(partial(draw, page, theatre), 1) for page in pages]
    steps = {
        "explainer, new incident": built[SETTLED:NEW],
        "map, new accounts on known ground": drawn[SETTLED:NEW],
        "explainer, each of a site": built,
        "map, each of a site": drawn,
    }
    return {
        step: {f"median of {len(ms)}": statistics.median(ms), "mean": statistics.mean(ms), "slowest": max(ms)}
        for step, ms in steps.items()
    }


def draw(page: Explainer, theatre: Theatre) -> None:
    """Draw an incident's map and write the live map's data, as a build does for each article."""
    svg.responsive(page.map, theatre, title=f"Map: {page.title}", description=page.summary)
    livedata.page(page.map, theatre)


def timed(call: Callable[[], object], times: int) -> float:
    """The median CPU milliseconds of one call."""
    found = []
    for _ in range(times):
        start = time.process_time()
        call()
        found.append((time.process_time() - start) * 1e3)
    return statistics.median(found)


def weigh(folder: Path) -> dict[str, dict[str, float]]:
    """Build the real site; kilobytes of gzip that an incident page loads, at rest and with the live map."""
    site = folder / "output"
    command = [
        sys.executable,
        "-m",
        "pelican",
        "content",
        "-s",
        "pelicanconf.py",
        "--fatal",
        "errors",
        "--log-handler",
        "plain",
        "-o",
        str(site),
    ]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench: the real site ended with status {done.returncode}\n{(done.stdout + done.stderr)[-3000:]}")
    return {
        page: {"html": found.html, "at rest": found.rest, "with live map": found.live}
        for page in pages.find(site).get("incident", [])
        for found in [weight.weigh(site, page)]
    }


def print_micro(micro: dict[str, Any]) -> None:
    print("\nSingle steps on the real records, CPU ms (median)\n")
    rows = [["step", "of", "ms"]]
    rows += [[step, key, f"{ms:.2f}"] for step, times in micro.items() if step != "weight" for key, ms in times.items()]
    print_table(rows)
    print("\nPage weight, kB after gzip -9: html, css, js and pictures that the page loads\n")
    rows = [["page", "html alone", "at rest", "with live map"]]
    rows += [[page, *(f"{kb:.1f}" for kb in sizes.values())] for page, sizes in micro["weight"].items()]
    print_table(rows)


def print_table(rows: list[list[str]]) -> None:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for nth, row in enumerate(rows):
        cells = (
            cell.ljust(w) if is_word(rows[-1][n]) else cell.rjust(w)
            for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join(cells).rstrip())
        if nth == 0:
            print("  ".join("-" * width for width in widths))


def is_word(cell: str) -> bool:
    return not cell[:1].isdigit()


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
