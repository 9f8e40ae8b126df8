"""Run Lighthouse on a served page as it comes: a middling phone on a slow network, as Lighthouse simulates it."""

import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from tests.support import browser
from tests.support.program import need, need_node

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
INSTALL = "apt-get install -y --no-install-recommends nodejs npm"
FLAGS = "--headless=new " + " ".join(browser.ARGUMENTS)
#: What performance is made of, in milliseconds but for the shift.
METRICS = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "speed-index",
    "cumulative-layout-shift",
)


class Run(msgspec.Struct, frozen=True):
    """Scores of 0 to 100 by category, the metrics, and each audit that costs points."""

    scores: dict[str, int]
    metrics: dict[str, float]
    lost: tuple[str, ...]


def measure(url: str, times: int = 3) -> Run:
    """Return the median scores and metrics of some runs, and every audit that cost points in any."""
    runs = [_run(url) for _ in range(times)]
    return Run(
        {name: round(statistics.median(run.scores[name] for run in runs)) for name in CATEGORIES},
        {name: statistics.median(run.metrics[name] for run in runs) for name in METRICS},
        tuple(sorted({text for run in runs for text in run.lost})),
    )


def _run(url: str) -> Run:
    found = browser.find()
    if found is None:
        browser.refuse()
    program = need_node("lighthouse/cli/index.js")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            need("node", INSTALL), str(program), url, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={FLAGS}", "--no-enable-error-reporting",
        ]  # fmt: skip
        environment = {**os.environ, "CHROME_PATH": str(found)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return read(json.loads(report.read_text(encoding="utf-8")))


def read(report: dict[str, Any]) -> Run:
    """Return what we want of Lighthouse's report."""
    assert not report.get("runtimeError"), report["runtimeError"]
    lost = []
    for name in CATEGORIES:
        for part in report["categories"][name]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                lost.append(f"{name}: {part['id']}: {audit['title']} {audit.get('displayValue', '')}".strip())
    return Run(
        {name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES},
        {name: float(report["audits"][name]["numericValue"]) for name in METRICS},
        tuple(lost),
    )
