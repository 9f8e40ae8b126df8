"""The whole build: the same bytes everywhere, other themes, the theme alone."""

from deconflict.page import fragments
from tests.conftest import ROOT, run_pelican
from tests.support import project


def test_two_builds_give_the_same_bytes(site, tmp_path):
    other = tmp_path / "another place" / "öutput"
    done = run_pelican(
        other, PYTHONHASHSEED="77", TZ="Asia/Damascus", LC_ALL="C.UTF-8", LANG="tr_TR.UTF-8", COLUMNS="40"
    )
    assert done.returncode == 0, done.stderr
    first, second = project.files(site), project.files(other)
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_the_order_of_files_does_not_matter(tmp_path):
    one = project.make(tmp_path / "one")
    two = project.make(tmp_path / "two")
    for path in sorted((two / "seeds").glob("*.yaml"), reverse=True):
        text = path.read_bytes()
        path.unlink()
        path.write_bytes(text)
    assert project.build(one).returncode == project.build(two).returncode == 0
    assert project.files(one / "output") == project.files(two / "output")


def test_pelicans_simple_theme_shows_the_whole_page(tmp_path, site):
    folder = project.make(tmp_path / "p", theme="simple")
    done = project.build(folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "output" / "meeting.html").read_text(encoding="utf-8")
    for fragment in (
        "fact-location",
        "fact-closest_separation",
        "source-paper",
        "near Raqqa",
        "<svg",
        "deconflict.css",
    ):
        assert fragment in page, fragment
    for name in ("deconflict.css", "live.css", "deconflict.js", "live.js"):
        assert (folder / "output" / "deconflict" / name).is_file()


def test_the_theme_serves_articles_without_the_plugin(tmp_path):
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.rst").write_text("Plain\n#####\n\n:date: 2020-01-01\n:slug: plain\n\nText.\n")
    settings = f"THEME = {str(ROOT / 'theme')!r}\nPATH = 'content'\nSITENAME = 'S'\nSITEURL = ''\nTIMEZONE = 'UTC'\n"
    (tmp_path / "pelicanconf.py").write_text(settings)
    done = project.build(tmp_path)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Text." in (tmp_path / "output" / "plain.html").read_text()
    assert "Plain" in (tmp_path / "output" / "index.html").read_text()


def test_a_template_of_the_theme_wins_over_the_plugins(tmp_path):
    folder = project.make(tmp_path / "p", more='THEME_TEMPLATES_OVERRIDES = ["over"]\n')
    (folder / "over" / "deconflict").mkdir(parents=True)
    (folder / "over" / "deconflict" / "_gaps.html").write_text("<p>ours instead</p>")
    assert project.build(folder).returncode == 0
    assert "ours instead" in (folder / "output" / "meeting.html").read_text()


def test_every_download_holds_licence_and_attribution(site):
    for name in ("facts.csv", "facts.json", "map.geojson"):
        for article in ("euphrates-2017", "visual-contact-2015"):
            text = (site / article / name).read_text(encoding="utf-8")
            assert "CC BY 4.0" in text
            assert "Natural Earth" in text


def test_every_claim_stands_on_its_page(site, records):
    for source in records.sources.values():
        page = {"euphrates-2017-12-13": "euphrates-2017", "visual-contact-2015-10-10": "visual-contact-2015"}
        text = (site / f"{page[source.incident]}.html").read_text(encoding="utf-8")
        for claim in source.claims:
            assert f'id="{fragments.of_claim(claim)}"' in text, (source.key, claim.slot)
