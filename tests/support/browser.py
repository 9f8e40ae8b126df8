"""A real browser for tests: find one, open pages under stated conditions, record all that happens on them.

Import the fixtures `browser` and `visit` once, in the top conftest. No browser: the tests that need one skip
with the command that installs it; with REQUIRE_BROWSER=1 they fail instead.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

from tests.support.problem import Problem

VARIABLE = "DECONFLICT_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome")
INSTALL = "apt-get install -y --no-install-recommends chromium fonts-dejavu-core"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCAL_SCHEMES = {"data", "blob", "about"}
RECORD_VIOLATIONS = """
(() => {
  const found = [];
  Object.defineProperty(window, "__violations", { value: found });
  document.addEventListener("securitypolicyviolation", (event) => found.push(
    `${event.effectiveDirective} blocked ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`));
})();
"""


class Conditions(msgspec.Struct, frozen=True, kw_only=True):
    """How a reader looks at a page: window in CSS pixels, device pixels to each, preferences, script on or off.

    Without `own_script` the site's scripts arrive empty: as without script, for checkers that need it themselves.
    """

    width: int = 1440
    height: int = 900
    scale: float = 1
    scheme: Literal["light", "dark"] = "light"
    script: bool = True
    own_script: bool = True
    reduced_motion: bool = False
    forced_colors: bool = False
    touch: bool = False


class Visit:
    """A browser context with one page, and all that it said and asked for since it was opened."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        """Record a context's only page; every request that leaves `origin` is a problem (file: any host)."""
        self.origin = origin
        self.messages: list[str] = []
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.failures: list[str] = []
        context.add_init_script(RECORD_VIOLATIONS)
        context.on("request", self._note_request)
        context.on("requestfailed", self._note_failure)
        self.page: Page = context.new_page()
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _note_failure(self, request: Request) -> None:
        # What a page still waits for when it is left is cut off by the browser; that is no fault of the page.
        if request.failure != "net::ERR_ABORTED":
            self.failures.append(f"{request.url} {request.failure}")

    def _note_message(self, message: ConsoleMessage) -> None:
        self.messages.append(f"{message.type}: {message.text}")

    @property
    def violations(self) -> list[str]:
        """What the page's policy has blocked so far on the page that is open."""
        found: list[str] = self.page.evaluate("() => window.__violations || []")
        return found

    @property
    def off_host(self) -> list[str]:
        """Each request that left the site."""
        return [url for url in self.requests if not self._is_own(url)]

    def _is_own(self, url: str) -> bool:
        scheme = urlsplit(url).scheme
        return scheme in LOCAL_SCHEMES or (url.startswith(self.origin + "/") if self.origin else scheme == "file")

    def open(self, url: str) -> Page:
        """Load a page, forget what was recorded before, and wait until its scripts have run."""
        if self.page.url != "about:blank":
            # Leaves the page before, so that its last events cannot be taken for the next one's.
            self.page.goto("about:blank")
        for record in (self.messages, self.errors, self.requests, self.failures):
            record.clear()
        self.page.goto(url, wait_until="load")
        return self.page

    def problems(self) -> list[Problem]:
        """Return what a sound page does not do: messages, errors, violations, failures, off-host requests."""
        page = urlsplit(self.page.url).path
        found = [
            *((text, "console message") for text in self.messages),
            *((text, "script error") for text in self.errors),
            *((text, "policy violation") for text in self.violations),
            *((text, "request failed") for text in self.failures),
            *((text, "off-host request") for text in self.off_host),
        ]
        return [Problem(page, target, reason) for target, reason in found]


Opener = Callable[..., Visit]


def find(playwright: Playwright | None = None) -> str | None:
    """Return the path of a browser: the environment variable, then PATH, then playwright's own; else None."""
    if named := os.environ.get(VARIABLE):
        return named if Path(named).exists() else shutil.which(named)
    for name in NAMES:
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path if playwright else ""
    return own if own and Path(own).exists() else None


def refuse() -> None:
    """Skip the test for want of a browser, or fail it if REQUIRE_BROWSER=1."""
    reason = f"no browser: {INSTALL}  (or name one in {VARIABLE})"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def open_visit(browser: Browser, origin: str, conditions: Conditions) -> tuple[Visit, BrowserContext]:
    """Make a fresh context under the given conditions; the caller closes it."""
    context = browser.new_context(
        viewport={"width": conditions.width, "height": conditions.height},
        device_scale_factor=conditions.scale,
        color_scheme=conditions.scheme,
        java_script_enabled=conditions.script,
        reduced_motion="reduce" if conditions.reduced_motion else "no-preference",
        forced_colors="active" if conditions.forced_colors else "none",
        has_touch=conditions.touch,
        locale="en-GB",
        timezone_id="UTC",
    )
    context.set_default_timeout(10_000)
    if not conditions.own_script:
        context.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    return Visit(context, origin), context


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for the whole session."""
    with sync_playwright() as playwright:
        path = find(playwright)
        if path is None:
            refuse()
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def visit(browser: Browser) -> Iterator[Opener]:
    """A function `visit(origin="", **conditions)` that gives a Visit; equal calls share one context."""
    made: dict[tuple[str, Conditions], Visit] = {}
    with ExitStack() as stack:

        def give(origin: str = "", **wanted: object) -> Visit:
            conditions = msgspec.convert(wanted, Conditions)
            key = (origin, conditions)
            if key not in made:
                made[key], context = open_visit(browser, origin, conditions)
                stack.callback(context.close)
            return made[key]

        yield give
