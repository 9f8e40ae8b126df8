"""Find the pages of a built site by the kind their templates state in `<body data-page="...">`."""

from pathlib import Path

from tests.support.markup import read


def find(root: Path) -> dict[str, list[str]]:
    """Return the paths of a site's pages by kind, sorted; pages that state none are under ''."""
    found: dict[str, list[str]] = {}
    for path in sorted(root.rglob("*.html")):
        body = next((tag for tag in read(path.read_text(encoding="utf-8")) if tag.name == "body"), None)
        kind = body.attributes.get("data-page", "") if body else ""
        found.setdefault(kind, []).append(path.relative_to(root).as_posix())
    return found
