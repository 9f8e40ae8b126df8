"""What an incident page says to a reader who hears it: everything has one name, and a picture is one thing."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.support.browser import Opener
from tests.support.live import bring_up_maps

Node = dict[str, object]


@pytest.fixture(scope="module", params=[0, 1])
def heard(request, address: str, incidents: list[str], visit: Opener) -> list[Node]:
    """All that assistive technology is told, in the page's order."""
    page = visit(address, width=1440, height=900).open(f"{address}/{incidents[request.param]}")
    bring_up_maps(page)
    return _read(page)


def _read(page: Page) -> list[Node]:
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return nodes


def _value(node: Node, key: str) -> str:
    return str(node.get(key, {}).get("value", "")).strip()


def _below(node: Node, heard: list[Node]) -> Iterator[Node]:
    by_id = {other["nodeId"]: other for other in heard}
    for child in node.get("childIds", ()):
        if child in by_id:
            yield by_id[child]
            yield from _below(by_id[child], heard)


def test_what_can_be_used_is_named_once(heard: list[Node]) -> None:
    """No description repeats the name."""
    used = [node for node in heard if not node["ignored"] and _value(node, "role") in {"button", "link"}]
    assert len(used) > 100
    assert [node for node in used if not _value(node, "name")] == []
    echoes = [(_value(node, "name"), _value(node, "description")) for node in used if _value(node, "description")]
    assert [(name, more) for name, more in echoes if name == more or (name.startswith("source ") and more)] == []


def test_zoom_buttons_stand_on_the_live_map(heard: list[Node]) -> None:
    names = [_value(node, "name") for node in heard if _value(node, "role") == "button"]
    assert {"Zoom in", "Zoom out", "Reset the view", "Layers"} <= set(names), names


def test_the_drawing_of_origins_is_one_image(heard: list[Node]) -> None:
    drawings = [node for node in heard if _value(node, "name").startswith("Who relies on whom:")]
    assert [_value(node, "role") for node in drawings] == ["image"]
    assert [_value(node, "name") for node in _below(drawings[0], heard) if not node["ignored"]] == []
