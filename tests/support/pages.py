"""Find the pages of a built site by their kind.

Templates state it in `<body data-page="...">`; `<main data-incident="...">` marks an incident page in any theme.
"""

from pathlib import Path

from tests.support.markup import read


def find(root: Path) -> dict[str, list[str]]:
    """Return the paths of a site's pages by kind, sorted; pages that state none are under ''."""
    found: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*.html")):
        found.setdefault(read_kind(path.read_text(encoding="utf-8")), []).append(path.relative_to(root).as_posix())
    return found


def read_kind(text: str) -> str:
    """Return the kind that a page states, or an empty string."""
    kind = ""
    for tag in read(text):
        if tag.name == "main" and "data-incident" in tag.attributes:
            return "incident"
        kind = kind or (tag.attributes.get("data-page", "") if tag.name == "body" else "")
    return kind


def sample(root: Path) -> list[str]:
    """Return the paths of a site's pages without those that differ in their words alone.

    All pages are kept but for glossary terms and the lists of a folder, of which the first stands for the rest.
    """
    kept = []
    seen = set()
    for kind, paths in find(root).items():
        for path in paths:
            folder = path.rpartition("/")[0]
            if kind not in {"list", "term"} or not folder or (kind, folder) not in seen:
                kept.append(path)
            seen.add((kind, folder))
    return sorted(kept)
