"""Articles against records: every fault with its place and at once, and what roles print."""

import re

import pytest

from tests.support import project

FAULTY = """---
title: A faulty one
date: 2020-03-01
summary: Nothing.
incident: meeting
---

A fact that nobody reports: {fact}`altitude`, and a misspelt one {fact}`locatoin`.

- No such party: {fact}`location@nroth`.
- A party that gives no answer: {fact}`bank@south`.

> A source [@papper], a term {term}`flares`.
"""

EXPECTED = """
content/faulty.md:8:29: [unknown-fact] no report of this incident answers 'altitude'
content/faulty.md:8:66: [unknown-fact] no report of this incident answers 'locatoin'; did you mean 'location'?
content/faulty.md:10:18: [unknown-party] no party 'nroth'; did you mean 'north'?
content/faulty.md:11:33: [no-answer] South gives no answer to 'bank'
content/faulty.md:13:12: [unknown-source] no source 'papper'; did you mean 'paper'?
content/faulty.md:13:30: [unknown-term] no glossary entry 'flares'
content/lost.md:4:1: [unknown-incident] no incident 'meating'; did you mean 'meeting'?
content/plain.md:4:7: [no-incident] a fact needs an article with an 'incident'
seeds/copy.yaml:0:0: warning: [unreviewed] 1 claims that nobody has reviewed were left out of every verdict and page
""".strip().splitlines()


def test_every_fault_is_shown_at_once_and_nothing_is_written(tmp_path):
    folder = project.make(tmp_path / "p")
    content = folder / "content"
    (content / "faulty.md").write_text(FAULTY, encoding="utf-8")
    (content / "plain.md").write_text("title: Plain\ndate: 2020-03-01\n\nIt is {fact}`bank`.\n", encoding="utf-8")
    (content / "lost.md").write_text(
        "---\ntitle: Lost\ndate: 2020-03-01\nincident: meating\n---\n\nText.\n", encoding="utf-8"
    )
    done = project.build(folder)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == EXPECTED
    assert "Traceback" not in done.stdout + done.stderr
    assert not (folder / "output").exists()


def test_faults_of_records_and_settings_end_the_build_too(tmp_path):
    folder = project.make(tmp_path / "p", more='DECONFLICT_SEED = "seeds"\n')
    record = folder / "seeds" / "paper.yaml"
    record.write_text(record.read_text().replace("near raqqa", "near rakka"), encoding="utf-8")
    done = project.build(folder)
    assert done.returncode == 2
    assert done.stderr.strip().splitlines() == [
        "seeds/paper.yaml:15:4: [unknown-place] no place 'rakka'; did you mean 'raqqa'?",
        "settings:0:0: [unknown-setting] no setting 'DECONFLICT_SEED'; did you mean 'DECONFLICT_SEEDS'?",
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = project.make(
        tmp_path_factory.mktemp("small") / "p", more='FEED_ALL_ATOM = "all.xml"\nFEED_DOMAIN = "https://s.example"\n'
    )
    text = """---
title: Roles
date: 2020-03-02
slug: roles
summary: All roles.
incident: meeting
---

Agreed: {fact}`event_date`. Disputed: {fact}`location`. One side: {fact}`location@south`.
Denied: {fact}`radio_warnings`. Single: {fact}`bank`. Two sources. [@paper; @agency]
Quiet.{ok}`checked by hand` A {term}`word <jet>` and {term}`jet`.
"""
    (folder / "content" / "roles.md").write_text(text, encoding="utf-8")
    (folder / "content" / "glossary").mkdir()
    (folder / "content" / "glossary" / "jet.md").write_text(
        "---\ntitle: Jet <b>\nslug: glossary/jet\nterm: jet\nrelated: [jet]\nsources: [https://a.example/x]\n---\n\nFast.\n"
    )
    (folder / "content" / "plain.md").write_text("title: Plain\ndate: 2020-03-01\nslug: plain\n\nJust text.\n")
    (folder / "content" / "draft.md").write_text(
        "title: Draft\ndate: 2020-03-01\nslug: draft\nstatus: draft\nincident: meeting\n\nOn {fact}`event_date`.\n"
    )
    done = project.build(folder)
    assert done.returncode == 0, done.stderr
    return folder / "output"


def prose(page: str) -> str:
    body = re.search(r'<div class="dc-prose"[^>]*>(.*?)</div>', page, re.DOTALL)[1]
    return " ".join(re.sub(r"<[^>]+>", "", body).split())


def test_roles_print_values_with_marks(small):
    assert prose((small / "roles.html").read_text()) == (
        "Agreed: February 2020 (agreed). Disputed: near Raqqa (Northern account) or in Homs (Southern account) "
        "(disputed). One side: in Homs (disputed). Denied: not yes (single source). Single: left bank (single source). "
        "Two sources. [1, 3] Quiet. A word and jet."
    )


def test_links_of_roles_lead_to_the_page_wherever_they_are_shown(small):
    page, feed = (small / "roles.html").read_text(), (small / "all.xml").read_text()
    assert 'href="./roles.html#fact-location"' in page
    assert 'href="./glossary/jet.html"' in page
    assert "roles.html#fact-location" in feed
    assert "(disputed)" in feed
    assert "data-deconflict" not in page + feed


def test_an_article_without_incident_stays_plain(small):
    page = (small / "plain.html").read_text()
    assert "Just text." in page
    assert "dc-factbox" not in page
    assert not (small / "plain").exists()


def test_a_draft_has_its_exports_beside_it_and_stays_off_the_home_page(small):
    assert (small / "drafts" / "draft" / "facts.json").is_file()
    assert "drafts/draft" not in (small / "index.html").read_text()


def test_a_term_lists_the_articles_that_use_it(small):
    entry = (small / "glossary" / "jet.html").read_text()
    assert "roles.html" in entry
    assert "Jet &lt;b&gt;" in entry


HASTY = """---
title: A hasty one
date: 2020-03-01
summary: "They met in 2011."
incident: meeting
---

They met near Palmyra. {ok}`to be checked` They met on 3 May 2019. [@paper]
"""


@pytest.mark.parametrize("strict", [False, True])
def test_findings_are_warnings_or_end_the_build(tmp_path, strict):
    folder = project.make(tmp_path / "p")
    (folder / "content" / "hasty.md").write_text(HASTY, encoding="utf-8")
    done = project.build(folder, *(["-e", "DECONFLICT_STRICT=true"] if strict else []))
    assert done.returncode == (2 if strict else 0), done.stderr
    assert (folder / "output").exists() == (not strict)
    # A terminal's log breaks lines and puts the place in our code between the words.
    said = re.sub(r"\s+(?:report\.py:\d+\s+)?", " ", done.stderr + done.stdout)
    mark = "" if strict else "warning: "
    assert f"content/hasty.md:4:23: {mark}[unsupported-value] no record has '2011'" in said
    assert f"content/hasty.md:8:56: {mark}[unsupported-value] no record has '3 May 2019'" in said
    assert "Palmyra" not in said


def test_strict_must_be_true_or_false(tmp_path):
    folder = project.make(tmp_path / "p", more='DECONFLICT_STRICT = "yes"\n')
    done = project.build(folder)
    assert done.returncode == 2
    assert "settings:0:0: [bad-value] 'DECONFLICT_STRICT' must be true or false, not 'yes'" in done.stderr
