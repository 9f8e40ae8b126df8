"""Tables in articles: the column of each cell in the file, no inline style, a frame that can scroll."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as table_rule
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

Report = Callable[[int, int, str, str], None]
"""Adds a fault: row counted from 0, column counted from 1, code, message."""


def install(md: MarkdownIt) -> None:
    """Put our rule in the place of the parser's own; it finds the ``Report`` at ``env["report"]``."""
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.add_render_rule("table_open", _render_open)
    md.add_render_rule("table_close", _render_close)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Run the parser's rule, then note columns while the place of each row is still known."""
    count = len(state.tokens)
    if not table_rule(state, start, end, silent):
        return False
    report: Report = state.env["report"]
    cells: Iterator[int] = iter(())
    row = start
    for token in state.tokens[count:]:
        if token.type == "table_open":
            state.env["tables"] = token.meta["number"] = state.env.get("tables", 0) + 1
        elif token.type == "tr_open":
            row = token.map[0] if token.map else start
            cells = _cell_columns(state, row)
        elif token.type == "inline":
            token.meta["column"] = next(cells, 1)
        elif token.type == "tr_close":
            extra = next(cells, None)
            if extra is not None:
                report(row, extra, "table-cell", "this row has more cells than the table's head")
        elif token.type in ("th_open", "td_open"):
            _classify(token)
    return True


def _cell_columns(state: StateBlock, row: int) -> Iterator[int]:
    begin = state.bMarks[row] + state.tShift[row]
    text = state.src[begin : state.eMarks[row]].rstrip()
    offset = begin - state.src.rfind("\n", 0, begin)
    pipes = (i for i, c in enumerate(text) if c == "|" and text[max(i - 1, 0)] != "\\")
    bounds = [-1, *pipes, len(text)]
    cells = [(a + 1, b) for a, b in pairwise(bounds)]
    if cells[0][0] == cells[0][1]:
        del cells[0]
    if cells and cells[-1][0] == cells[-1][1]:
        del cells[-1]
    return iter([offset + b - len(text[a:b].lstrip()) for a, b in cells])


def _classify(cell: Token) -> None:
    # A strict page policy forbids style attributes.
    align = str(cell.attrs.pop("style", "")).removeprefix("text-align:")
    if cell.type == "th_open":
        cell.attrSet("scope", "col")
    if align:
        cell.attrSet("class", f"align-{align}")


def _render_open(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    # Numbered, because two landmarks of one name cannot be told apart by ear.
    label = f"Table {tokens[idx].meta['number']}"
    return f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">\n<table>\n'


def _render_close(*_: object) -> str:
    return "</table>\n</div>\n"
