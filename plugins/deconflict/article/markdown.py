"""Markdown: an article's text as HTML, with placeholders for its roles, and every fault with its place.

The HTML holds nothing that the author wrote as HTML, no inline style, no image from another host, and
no address that could run a script. Positions are those of the author's file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cache

import msgspec
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, image, link
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from deconflict.article import links, roles, tables
from deconflict.article.passages import Kind, Passage
from deconflict.article.passages import read as read_passage
from deconflict.article.roles import Role, fill, placeholder, split_term
from deconflict.article.text import Fault, find_controls, find_references, has_controls, replace_controls

__all__ = ["HEADING_PREFIX", "Document", "Fault", "Role", "fill", "parse", "placeholder", "split_term"]

HEADING_PREFIX = "h-"
"""Begins every heading's id, so that no heading can take an id of the page around the article."""

_MAX_NESTING = 100
#: What a passage is, by the token before it; all others are paragraphs.
_KINDS: dict[str, Kind] = {"heading_open": "heading", "th_open": "cell", "td_open": "cell"}
_NOT_SLUG = re.compile(r"[^\w\- ]")


class Document(msgspec.Struct, frozen=True):
    """A text as HTML, its roles and passages in the order of the file, its faults in the order of their places."""

    html: str
    roles: tuple[Role, ...]
    faults: tuple[Fault, ...]
    passages: tuple[Passage, ...] = ()


class _Found(msgspec.Struct):
    """What one walk over a text collects; ``lines`` are the author's, ``first`` the number of the first."""

    lines: list[str]
    first: int
    faults: list[Fault]
    roles: list[Role] = []
    #: Prose as the linter reads it; None where nobody will.
    passages: list[Passage] | None = None

    def report(self, row: int, column: int, code: str, message: str) -> None:
        """Add a fault at a row of this text, counted from 0, and a column counted from 1."""
        self.faults.append(Fault(self.first + row, column, code, message))

    def locate(self, inline: Token, at: int) -> tuple[int, int]:
        """Return row and column of one character of an inline token's content."""
        row, content = (inline.map or [0])[0], inline.content
        if "column" in inline.meta:
            # A pipe in a cell was written with a backslash, which the parser took away.
            return row, int(inline.meta["column"]) + at + content.count("|", 0, at)
        if "shifts" not in inline.meta:
            inline.meta["starts"] = [0, *(match.end() for match in re.finditer("\n", content))]
            ends = content.split("\n")
            inline.meta["shifts"] = list(map(self._find_shift, ends, self.lines[row : row + len(ends)]))
        nth = bisect_right(inline.meta["starts"], at) - 1
        return row + nth, at - inline.meta["starts"][nth] + inline.meta["shifts"][nth] + 1

    @staticmethod
    def _find_shift(line: str, written: str) -> int:
        """Return how much further right a line of a token stands in the author's line."""
        # The parser took markers and indentation off the front, so both lines end alike.
        left = line.lstrip()
        return written.rfind(left.rstrip()) - (len(line) - len(left))


def parse(text: str, first_line: int = 1, *, passages: bool = False) -> Document:
    """Turn Markdown into HTML, roles and faults; ``first_line`` numbers its first line in the file.

    With ``passages`` the prose is kept too, for those who read it as sentences.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    faults = find_controls(text, first_line)
    text = replace_controls(text) if faults else text
    found = _Found(text.split("\n"), first_line, faults, passages=[] if passages else None)
    html = _parser().render(text, {"found": found, "report": found.report})
    if has_controls(html):
        faults += find_references(text, first_line)
        html = replace_controls(html)
    return Document(html, tuple(found.roles), tuple(sorted(set(faults))), tuple(found.passages or ()))


@cache
def _parser() -> MarkdownIt:
    # No typographer: what an author typed is what a reader, a feed and a quote check see.
    options = {"html": False, "xhtmlOut": False, "maxNesting": _MAX_NESTING}
    md = MarkdownIt("commonmark", options).enable("table")
    md.use(deflist_plugin).use(footnote_plugin, inline=False)
    md.use(container_plugin, "note", render=_render_note)
    roles.install(md)
    tables.install(md)
    # Every address becomes a token first: only tokens know their place, and the walk judges them.
    md.normalizeLink = links.normalize  # type: ignore[method-assign]
    md.validateLink = lambda _url: True  # type: ignore[method-assign,assignment]
    for name, rule in (("link", link), ("image", image), ("autolink", autolink)):
        md.inline.ruler.at(name, _located(rule))
    # Before footnotes move to the end, so that roles are counted in the order of the file.
    md.core.ruler.after("inline", "deconflict", _walk)
    md.add_render_rule("footnote_anchor", _render_footnote_anchor)
    return md


def _located(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Return the rule of a link or image, which now also notes where it began and ended."""

    def located(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            opening = next(t for t in state.tokens[count:] if t.type in ("link_open", "image"))
            opening.meta["at"], opening.meta["end"] = start, state.pos
        return True

    return located


def _walk(state: StateCore) -> None:
    """Go once over the tokens in file order: number roles, judge addresses, name headings."""
    found: _Found = state.env["found"]
    slugs: dict[str, int] = {}
    tokens = state.tokens
    for i, token in enumerate(tokens):
        if token.type == "inline":
            if any("at" in child.meta for child in token.children or ()):
                token.children = _judge(token, found)
            if found.passages is not None:
                kind = _KINDS.get(tokens[i - 1].type, "paragraph")
                found.passages.append(read_passage(token, kind, found.first, found.locate))
        elif token.type == "heading_open":
            if token.tag == "h1":
                _lower_heading(token, tokens[i + 1], tokens[i + 2], found)
            token.attrSet("id", HEADING_PREFIX + _find_slug(tokens[i + 1], slugs))
        if token.nesting == 1 and token.level >= _MAX_NESTING - 1:
            found.report((token.map or [0])[0], 1, "too-deep", "lists or quotes are nested too deeply")
    _check_footnotes(state, found)


def _judge(inline: Token, found: _Found) -> list[Token]:
    """Collect the roles and faults of one inline token; bad links lose their address and stay as text."""
    kept: list[Token] = []
    dropping = False
    for token in inline.children or ():
        if token.type == "link_close" and dropping:
            dropping = False
            continue
        if "at" in token.meta:
            row, column = found.locate(inline, token.meta["at"])
            if token.type == roles.ROLE_TYPE:
                index = token.meta["index"] = len(found.roles)
                found.roles.append(Role(index, token.meta["name"], token.meta["body"], found.first + row, column))
            elif token.type == roles.FAULT_TYPE:
                found.report(row, column, token.meta["code"], token.meta["message"])
            elif token.type == "image":
                _refuse_marks(token, row, column, found)
                problem = links.find_problem(str(token.attrGet("src")), image=True)
                if problem:
                    found.report(row, column, *problem)
                    kept.append(Token("text", "", 0, content=token.content))
                    continue
            else:
                problem = links.find_problem(str(token.attrGet("href")))
                if problem:
                    found.report(row, column, *problem)
                    dropping = True
                    continue
                if links.is_external(str(token.attrGet("href"))):
                    token.attrSet("rel", "noopener")
        kept.append(token)
    return kept


def _refuse_marks(picture: Token, row: int, column: int, found: _Found) -> None:
    """Report what an image's description cannot show: it is plain text in an attribute."""
    for token in picture.children or ():
        if token.type == roles.ROLE_TYPE:
            code = "bad-citation" if token.meta["name"] == "cite" else "bad-role"
            found.report(row, column, code, "roles and citations cannot stand in an image's description")
        elif token.type == roles.FAULT_TYPE:
            found.report(row, column, token.meta["code"], token.meta["message"])
        else:
            _refuse_marks(token, row, column, found)


def _lower_heading(opening: Token, inline: Token, closing: Token, found: _Found) -> None:
    row = (opening.map or [0])[0]
    line = found.lines[row]
    before = line.find("#") if opening.markup == "#" else line.rfind(inline.content.split("\n")[0].strip())
    found.report(row, before + 1, "top-heading", "the title is the page's only top heading: begin with ##")
    opening.tag = closing.tag = "h2"


def _find_slug(inline: Token, slugs: dict[str, int]) -> str:
    """Return a name for a heading that no earlier one has: ``aims``, ``aims-2``, ``aims-3``."""
    title = "".join(_shown(child) for child in inline.children or ())
    slug = _NOT_SLUG.sub("", title.lower()).strip().replace(" ", "-") or "section"
    number, name = slugs.get(slug, 0), slug
    while name in slugs:
        number += 1
        name = f"{slug}-{number}"
    slugs[slug] = max(number, 1)
    slugs.setdefault(name, 1)
    return name


def _shown(token: Token) -> str:
    if token.type == roles.ROLE_TYPE:
        return split_term(token.meta["body"])[0] if token.meta["name"] == "term" else ""
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return token.content if token.type in ("text", "text_special", "code_inline") else ""


def _check_footnotes(state: StateCore, found: _Found) -> None:
    """Report footnotes that the parser would leave out of the page without a word."""
    numbers: dict[str, int] = state.env.get("footnotes", {}).get("refs", {})
    seen: set[str] = set()
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            row, label = (token.map or [0])[0], token.meta["label"]
            column = found.lines[row].find(f"[^{label}]:") + 1
            if label in seen:
                found.report(row, column, "duplicate-footnote", f"the footnote [^{label}] is there twice")
            elif numbers.get(f":{label}", -1) < 0:
                found.report(row, column, "unused-footnote", f"nothing refers to the footnote [^{label}]")
            seen.add(label)


def _render_note(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    return '<div class="note" role="note">\n' if tokens[idx].nesting == 1 else "</div>\n"


def _render_footnote_anchor(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    number, nth = tokens[idx].meta["id"] + 1, tokens[idx].meta["subId"]
    target = f"fnref{number}:{nth}" if nth else f"fnref{number}"
    label = f"Back to note {number} in the text"
    return f' <a href="#{target}" class="footnote-backref" aria-label="{label}">\u21a9\ufe0e</a>'
