"""The history of verdicts on a built site: the error, the page of changes, the feed, the incident's section."""

import re
from pathlib import Path

import html5lib
import pytest
from playwright.sync_api import expect

from deconflict.cli import main
from tests.support import axe, feeds, html, layout, links, policy, project
from tests.support.problem import listing
from tests.support.server import serve

ADDRESS = "https://small.example/sub"
PUBLISHED = f"SITEURL = {ADDRESS!r}\nRELATIVE_URLS = False\nFEED_DOMAIN = SITEURL\n"
FEED = "feeds/changes.atom.xml"
CORRECTION = '- {date: 2020-07-02, what: "The month was January <i>.", fact: event_date}\n'


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def note(folder: Path, day: str, *arguments: str) -> None:
    assert main(["snapshot", "--seeds", str(folder / "seeds"), "--date", day, *arguments]) == 0


def two_snapshots(folder: Path, more: str = "") -> Path:
    """A project whose second snapshot has a report more, so that what one side said is disputed or agreed on."""
    project.make(folder, more=more)
    agency = folder / "seeds" / "agency.yaml"
    text = agency.read_text(encoding="utf-8")
    agency.unlink()
    note(folder, "2020-06-01")
    agency.write_text(text, encoding="utf-8")
    note(folder, "2020-07-01", "--note", "The <agency> was added.")
    return folder


def change(folder: Path) -> None:
    """Let both reports name another month, on which they agree."""
    edit(folder / "seeds" / "agency.yaml", "event_date: 2020-02,", "event_date: 2020-01,")
    paper = folder / "seeds" / "paper.yaml"
    edit(paper, '{event_date: 2020-02-03, asserts: colonel, quote: "on Monday", resolved: weekday}',
         "{event_date: 2020-01-31, asserts: colonel}")  # fmt: skip


def correct(folder: Path) -> None:
    add(folder / "seeds" / "incidents" / "meeting.yaml", CORRECTION)


def build(folder: Path, **environment: str) -> Path:
    done = project.build(folder, **environment)
    assert done.returncode == 0, done.stderr + done.stdout
    return folder / "output"


def text_of(path: Path, name: str = "main") -> str:
    tree = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
    return " ".join("".join(tree.find(f".//{name}").itertext()).split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots, then an agreed value that changed, with its correction."""
    found = two_snapshots(tmp_path_factory.mktemp("changes") / "p", PUBLISHED)
    change(found)
    correct(found)
    build(found)
    return found


@pytest.fixture(scope="module")
def output(folder: Path) -> Path:
    return folder / "output"


def test_a_silent_change_ends_the_build_and_the_old_site_stays(tmp_path):
    folder = two_snapshots(tmp_path / "p")
    before = project.files(build(folder))
    change(folder)
    done = project.build(folder)
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr
    (first,) = [line for line in done.stderr.splitlines() if "warning" not in line]
    assert first.startswith(
        "seeds/incidents/meeting.yaml:0:0: [uncorrected] 'event_date' was agreed on '2020-02' in the snapshot of "
        "2020-07-01 and is now agreed on '2020-01'; say so under 'corrections:' in this file"
    )
    assert project.files(folder / "output") == before
    correct(folder)
    page = text_of(build(folder) / "changes.html")
    assert "Since 1 July 2020 A meeting Date of the encounter agreed Agreed on January 2020 instead of February" in page


def test_the_page_lists_changes_by_day_newest_first(output):
    page = text_of(output / "changes.html")
    days = re.findall(r"(?:Since )?\d+ (?:March|June|July) 2020", page)
    assert days == ["Since 1 July 2020", "2 July 2020", "1 July 2020", "1 June 2020", "2 March 2020"]
    for words in (
        "2 July 2020 A meeting Correction, Date of the encounter. The month was January <i>.",
        "1 July 2020 The <agency> was added. A meeting",
        "Date of the encounter single source →, now agreed Agreed on February 2020; the Southern account was added",
        "Nearest named place one origin →, now disputed The Southern account was added; newly stated: in Homs;",
        "First snapshot, with 8 facts.",
        "2 March 2020 A meeting Correction. A date was wrong.",
    ):
        assert words in page, words
    assert "No verdict has changed" not in page


def test_the_page_links_to_the_rows(output):
    page = (output / "changes.html").read_text(encoding="utf-8")
    assert f'href="{ADDRESS}/meeting.html#fact-location"' in page
    meeting = (output / "meeting.html").read_text(encoding="utf-8")
    for fragment in re.findall(r"meeting\.html#([\w-]+)", page):
        assert f'id="{fragment}"' in meeting, fragment


def test_the_incident_lists_its_own(output):
    page = text_of(output / "meeting.html")
    section = page[page.index("Changes, data and citation") :]
    for words in (
        "Corrections 2 July 2020 Date of the encounter: The month was January <i>. 2 March 2020 A date was wrong.",
        "Changes of verdicts Since 1 July 2020 Date of the encounter agreed Agreed on January 2020 instead of February",
        "1 June 2020 First snapshot, with 8 facts.",
        "Changes and corrections of all incidents",
    ):
        assert words in section, words
    assert 'href="#fact-location"' in (output / "meeting.html").read_text(encoding="utf-8")


def test_the_feed_is_strictly_valid_and_dated_by_snapshots(output):
    problems = feeds.check(output, ADDRESS)
    assert not problems, listing(problems)
    text = (output / FEED).read_text(encoding="utf-8")
    assert "<title>Nearest named place: from one origin to disputed</title>" in text
    assert "<title>Date of the encounter: from single source to agreed on February 2020</title>" in text
    assert "<title>Correction: Date of the encounter</title>" in text
    assert "<id>tag:small.example,2020-07-01:/sub/changes.html/meeting/fact-location</id>" in text
    assert f'href="{ADDRESS}/meeting.html#fact-location"' in text
    assert set(re.findall(r"<updated>(.*?)</updated>", text)) == {
        f"2020-{day}T00:00:00+00:00" for day in ("03-02", "07-01", "07-02")
    }
    assert "January 2020 instead" not in text, "what has no snapshot yet has no day"
    for svg in re.findall(r"&lt;svg.*?&gt;", text):
        assert "aria-hidden" in svg


def test_pages_with_news_point_at_the_feed(output):
    link = f'<link rel="alternate" type="application/atom+xml" href="{ADDRESS}/{FEED}"'
    pages = {p.name for p in output.glob("*.html") if link in p.read_text(encoding="utf-8")}
    assert pages == {"index.html", "changes.html"}


def test_every_page_leads_to_the_changes(output):
    for path in output.glob("*.html"):
        assert "Changes and corrections" in text_of(path, "footer"), path


def test_every_reference_leads_somewhere(output):
    problems = links.check(output, ADDRESS)
    assert not problems, listing(problems)


def test_two_builds_give_the_same_bytes(folder, output):
    before = project.files(output)
    build(folder, PYTHONHASHSEED="3", TZ="Pacific/Kiritimati", LC_ALL="C.UTF-8")
    assert project.files(output) == before
    assert sorted(p.name for p in (folder / "seeds" / "history").iterdir()) == ["2020-06-01.json", "2020-07-01.json"]


def test_without_an_address_there_is_no_feed(tmp_path):
    output = build(two_snapshots(tmp_path / "p"))
    assert (output / "changes.html").is_file()
    assert not (output / "feeds").exists()
    assert "atom" not in (output / "changes.html").read_text() + (output / "index.html").read_text()
    problems = [*policy.check(output), *html.check(output), *links.check(output, file_urls=True)]
    assert not problems, listing(problems)


def test_without_a_change_the_page_says_so_and_no_feed_is_written(tmp_path):
    folder = project.make(tmp_path / "p", more=PUBLISHED)
    edit(
        folder / "seeds" / "incidents" / "meeting.yaml",
        'corrections:\n- {date: 2020-03-02, what: "A date was wrong."}\n',
        "",
    )
    note(folder, "2020-06-01")
    output = build(folder)
    page = text_of(output / "changes.html")
    assert "No verdict has changed since the first snapshot of 1 June 2020." in page
    assert "First snapshot, with 9 facts. No verdict has changed since." in text_of(output / "meeting.html")
    assert not (output / "feeds").exists()
    assert 'rel="alternate"' not in (output / "changes.html").read_text()


def test_without_history_there_is_no_page(tmp_path):
    folder = project.make(tmp_path / "p")
    edit(
        folder / "seeds" / "incidents" / "meeting.yaml",
        'corrections:\n- {date: 2020-03-02, what: "A date was wrong."}\n',
        "",
    )
    output = build(folder)
    assert not (output / "changes.html").exists()
    assert "changes.html" not in (output / "meeting.html").read_text() + (output / "index.html").read_text()


def test_a_withdrawn_incident_is_listed(tmp_path):
    folder = project.make(tmp_path / "p")
    (folder / "seeds" / "history").mkdir()
    (folder / "seeds" / "history" / "withdrawn.yaml").write_text(
        "incidents:\n  lost: {title: 'Lost <one>', date: 2020-08-01, reason: It was an exercise.}\n", encoding="utf-8"
    )
    page = text_of(build(folder) / "changes.html")
    assert "1 August 2020 Lost <one> Withdrawn. It was an exercise. 2 March 2020" in page


def test_a_draft_stays_off_the_page_of_changes(tmp_path):
    folder = two_snapshots(tmp_path / "p")
    edit(folder / "content" / "meeting.md", "slug: meeting\n", "slug: meeting\nstatus: draft\n")
    output = build(folder)
    assert not (output / "changes.html").exists()
    assert "Changes of verdicts" in text_of(output / "drafts" / "meeting.html")


def test_an_editors_reading_is_a_change(tmp_path):
    folder = two_snapshots(tmp_path / "p", PUBLISHED)
    edit(
        folder / "seeds" / "incidents" / "meeting.yaml", "duration: {verdict: compatible", "duration: {verdict: differs"
    )
    page = text_of(build(folder) / "changes.html")
    assert "Duration disputed The editor reads this as differ instead of fit together." in page
    note(folder, "2020-08-01")
    text = (build(folder) / FEED).read_text(encoding="utf-8")
    assert "<title>Duration: the editor reads this as differ instead of fit together</title>" in text


def test_a_text_that_xml_cannot_hold_breaks_no_feed(tmp_path):
    folder = project.make(tmp_path / "p", more=PUBLISHED)
    edit(
        folder / "seeds" / "incidents" / "meeting.yaml",
        "A date was wrong.",
        "A \\x07 date & <b> ]]> \\uffff was wrong.",
    )
    output = build(folder)
    problems = feeds.check(output, ADDRESS)
    assert not problems, listing(problems)


@pytest.mark.parametrize("size", [{"width": 390, "height": 844}, {"width": 1440, "height": 900, "scheme": "dark"}])
def test_the_page_is_silent_steady_and_sound_to_axe(tmp_path, visit, size):
    folder = two_snapshots(tmp_path / "p")
    change(folder)
    correct(folder)
    with serve(build(folder)) as url:
        here = visit(url, **size)
        here.open(f"{url}/changes.html")
        for summary in here.page.locator("details > summary").all():
            summary.click()
        expect(here.page.locator(".dc-minor .dc-moves").first).to_be_visible()
        broken, _ = axe.run(here.page)
        assert not broken, broken
        assert not here.problems()
        assert layout.excess(here.page) == 0
