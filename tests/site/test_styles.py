"""Style sheets: the theme's own joined with the plugin's, or both as they are."""

from tests.support import project

SHEET = '<link rel="stylesheet" href="./{}">'
TOKEN = ".masthead{"


def test_a_theme_that_joins_its_style_sheet_loads_one(tmp_path):
    folder = project.make(tmp_path / "p", more='DECONFLICT_STYLES = ["css/site.css"]\n')
    done = project.build(folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "output" / "meeting.html").read_text(encoding="utf-8")
    assert page.count("stylesheet") == page.count(SHEET.format("deconflict/deconflict.css")) == 1
    joined = (folder / "output" / "deconflict" / "deconflict.css").read_text(encoding="utf-8")
    assert TOKEN in joined
    assert joined.index(TOKEN) < joined.index(".dc-incident")
    plain = folder / "output" / "tags.html"
    assert SHEET.format("deconflict/deconflict.css") in plain.read_text(encoding="utf-8")


def test_without_the_setting_both_are_loaded(tmp_path):
    folder = project.make(tmp_path / "p")
    done = project.build(folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "output" / "meeting.html").read_text(encoding="utf-8")
    for name in ("theme/css/site.css", "deconflict/deconflict.css"):
        assert page.count(SHEET.format(name)) == 1
    assert page.count("stylesheet") == 2
    assert TOKEN not in (folder / "output" / "deconflict" / "deconflict.css").read_text(encoding="utf-8")


def test_a_style_sheet_that_is_not_there_ends_the_build(tmp_path):
    folder = project.make(tmp_path / "p", more='DECONFLICT_STYLES = ["css/sight.css"]\n')
    done = project.build(folder)
    assert done.returncode != 0
    assert "DECONFLICT_STYLES: the theme has no style sheet 'css/sight.css'" in done.stderr + done.stdout
