"""The browser, axe and layout instruments on the sample site, over http and from disk."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support import axe, browser, layout, policy
from tests.support.server import serve
from tests.support_tests.sample import plant, write

END = "</main>"
FAULTS = {
    # name: markup before the end of main, the reason, words of what was recorded
    "inline script": (
        "<script>document.title = 'x'</script>",
        "policy violation",
        "script-src-elem blocked inline",
    ),
    "inline style": ('<p style="color:red">x</p>', "policy violation", "style-src-attr blocked inline"),
    "off-host image": (
        '<img src="https://a.invalid/x.png" alt="">',
        "policy violation",
        "blocked https://a.invalid/x.png",
    ),
    "missing image": ('<img src="gone.png" alt="">', "console message", "404"),
    "script error": ('<script src="bad.js" defer></script>', "script error", "no such thing"),
    "console message": ('<script src="bad.js" defer></script>', "console message", "hello"),
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write(tmp_path_factory.mktemp("sample"))
    (root / "bad.js").write_text("console.log('hello'); throw new Error('no such thing');")
    for number, (markup, _, _) in enumerate(FAULTS.values()):
        (root / f"fault{number}.html").write_text((root / "index.html").read_text())
        plant(root, f"fault{number}.html", END, markup + END)
    return root


@pytest.fixture(scope="module")
def address(sample: Path) -> Iterator[str]:
    with serve(sample) as url:
        yield url


def test_sound_pages_are_silent(visit: browser.Opener, address: str, sample: Path) -> None:
    for path in ("index.html", "incidents/river/index.html", "method.html"):
        here = visit(address)
        here.open(f"{address}/{path}")
        assert here.problems() == []
        assert f"{address}/static/map.js" in here.requests
        there = visit()
        there.open((sample / path).as_uri())
        assert there.problems() == []


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_recorded(visit: browser.Opener, address: str, name: str) -> None:
    _, reason, words = FAULTS[name]
    here = visit(address)
    here.open(f"{address}/fault{list(FAULTS).index(name)}.html")
    assert any(problem.reason == reason and words in problem.target for problem in here.problems()), here.problems()


def test_off_host_requests_are_recorded(visit: browser.Opener, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><title>a</title><img src='http://127.0.0.1:9/x.png' alt=''>")
    here = visit()
    here.open((tmp_path / "a.html").as_uri())
    assert here.off_host == ["http://127.0.0.1:9/x.png"]


def test_axe_runs_under_the_policy(visit: browser.Opener, address: str, sample: Path) -> None:
    here = visit(address)
    here.open(f"{address}/incidents/river/index.html")
    assert axe.run(here.page)[0] == []
    assert here.problems() == []
    here.page.evaluate("() => document.querySelector('main img').removeAttribute('alt')")
    found = axe.run(here.page)[0]
    assert [finding.rule for finding in found] == ["image-alt"]
    assert "main" in str(found[0]) or "img" in str(found[0])


def test_conditions_reach_the_page(visit: browser.Opener, address: str) -> None:
    here = visit(address, width=390, height=844, scheme="dark", reduced_motion=True, forced_colors=True)
    page = here.open(f"{address}/index.html")
    queries = [
        "(prefers-color-scheme: dark)",
        "(prefers-reduced-motion: reduce)",
        "(forced-colors: active)",
        "(width: 390px)",
    ]
    assert page.evaluate("(all) => all.map((query) => matchMedia(query).matches)", queries) == [True] * 4
    assert visit(address, width=390, height=844, scheme="dark", reduced_motion=True, forced_colors=True) is here


def test_without_script_nothing_runs(visit: browser.Opener, address: str) -> None:
    page = visit(address, script=False).open(f"{address}/incidents/river/index.html")
    page.locator("[data-map]").scroll_into_view_if_needed()
    expect(page.locator("[data-map] svg")).to_be_visible()
    assert page.locator(".leaflet-container").count() == 0
    assert page.locator("h2").all_inner_texts() == ["Key facts", "Map", "Facts", "Sources"]


def test_overflow_finds_what_sticks_out(visit: browser.Opener, address: str) -> None:
    here = visit(address, width=320, height=600)
    page = here.open(f"{address}/incidents/river/index.html")
    assert (layout.excess(page), layout.overflow(page)) == (0, [])
    page.evaluate(
        "() => { document.querySelector('h1').id = 'wide'; document.querySelector('h1').style.width = '500px'; }"
    )
    assert layout.excess(page) > 100
    assert [found.element for found in layout.overflow(page)] == ["h1#wide"]


def test_shift_measures_what_moved(visit: browser.Opener, address: str) -> None:
    page = visit(address).open(f"{address}/index.html")
    assert layout.shift(page).value == 0
    page.evaluate("""() => new Promise((resolve) => {
      const block = document.createElement('p');
      block.textContent = 'late';
      block.style.height = '300px';
      document.body.prepend(block);
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    })""")
    moved = layout.shift(page)
    assert moved.value > 0.05
    assert moved.moved


def test_server(sample: Path) -> None:
    with serve(sample, compress=True) as url:
        request = urllib.request.Request(f"{url}/static/style.css", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert answer.headers["Content-Type"] == "text/css"
            assert len(answer.read()) < len((sample / "static/style.css").read_bytes())
        with urllib.request.urlopen(f"{url}/incidents/river") as answer:
            assert answer.url == f"{url}/incidents/river/"
        with pytest.raises(urllib.error.HTTPError) as gone, urllib.request.urlopen(f"{url}/gone.html"):
            pass
        assert gone.value.code == 404
        gone.value.close()


def test_browser_is_looked_for_in_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("chromium-browser", "google-chrome", "mine"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    assert browser.find() == str(tmp_path / "chromium-browser")
    monkeypatch.setenv(browser.VARIABLE, str(tmp_path / "mine"))
    assert browser.find() == str(tmp_path / "mine")
    monkeypatch.setenv(browser.VARIABLE, str(tmp_path / "gone"))
    assert browser.find() is None
    monkeypatch.delenv(browser.VARIABLE)
    monkeypatch.setenv("PATH", "")
    assert browser.find() is None


def test_absent_browser_skips_or_fails_with_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install -y --no-install-recommends chromium"):
        browser.refuse()
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install"):
        browser.refuse()


def test_sample_holds_the_policy(sample: Path) -> None:
    pages = [problem.page for problem in policy.check(sample)]
    assert all(page.startswith("fault") for page in pages)
    assert pages
