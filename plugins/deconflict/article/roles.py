"""Roles and citations: what an author writes in a sentence to point at a fact, a term or a source.

A rule here marks what it meets with a token and a place; it decides nothing about records. What is
malformed becomes a token too, shown as the author's text, so that no fault is lost with its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from deconflict.diagnostics import did_you_mean

NAMES = ("fact", "term", "example", "ok")
"""Roles in backticks; a citation is the fourth kind, ``cite``."""

ROLE_TYPE = "deconflict_role"
FAULT_TYPE = "deconflict_fault"

_ROLE = re.compile(r"\{(?P<pad>[ \t]*)(?P<name>[A-Za-z][A-Za-z0-9_+:.-]*)(?P<end>[ \t]*)\}(?P<ticks>`*)")
_OPENING = re.compile(rf"\{{(?:{'|'.join(NAMES)})\}}")
_CITATION = re.compile(r"\[(?P<keys>@[^\[\]]*)\]")
_NOTE = re.compile(r"\[\^[^\s\[\]]+\]")
_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?")
_TERM = re.compile(r"(?P<shown>[^<>]*[^<>\s])\s*<\s*(?P<key>[^<>\s][^<>]*?)\s*>")
_PLACEHOLDER = re.compile(r'<span data-deconflict="(\d+)"></span>')


class Role(msgspec.Struct, frozen=True):
    """One role or citation: its index in the file, name, text, and line and column counted from 1."""

    index: int
    name: str
    body: str
    line: int
    column: int


def placeholder(index: int) -> str:
    """Return the inert element that stands for the role with this index."""
    return f'<span data-deconflict="{index}"></span>'


def fill(html: str, replacements: Mapping[int, str] | Sequence[str]) -> str:
    """Put trusted HTML in the place of every placeholder, in one pass; raise LookupError for one without."""
    return _PLACEHOLDER.sub(lambda match: replacements[int(match[1])], html)


def split_term(body: str) -> tuple[str, str]:
    """Split ``shown words <key>`` into both; the words are empty where the author gave a key only."""
    match = _TERM.fullmatch(body)
    return (match["shown"].strip(), match["key"]) if match else ("", body)


def install(md: MarkdownIt) -> None:
    """Add the rules: roles before code spans, citations after links (so that ``[@x](url)`` is a link)."""
    md.inline.ruler.before("backticks", "deconflict_role", _role)
    md.inline.ruler.after("footnote_ref", "deconflict_citation", _citation)
    md.inline.ruler.after("deconflict_citation", "deconflict_note", _unknown_note)
    md.add_render_rule(ROLE_TYPE, _render_role)
    md.add_render_rule(FAULT_TYPE, _render_fault)


def _role(state: StateInline, silent: bool) -> bool:
    match = _ROLE.match(state.src, state.pos, state.posMax)
    if match is None or not (match["ticks"] or match["name"] in NAMES):
        return False
    end, ticks = match.end(), match["ticks"]
    if not ticks:
        problem = f"the text of {{{match['name']}}} must follow in backticks"
        return _fault(state, silent, end, "bad-role", problem)
    closing = re.compile(f"(?<!`){ticks}(?!`)").search(state.src, end, state.posMax)
    if closing is None or _OPENING.search(state.src, end, closing.start()):
        # With one backtick missing, the next one in the paragraph would take it for its own.
        problem = f"the closing backtick of {{{match['name']}}} is missing"
        return _fault(state, silent, end, "bad-role", problem)
    body = state.src[end : closing.start()].replace("\n", " ").strip()
    code, problem = _find_problem(match, body)
    if problem:
        return _fault(state, silent, closing.end(), code, problem)
    return _mark(state, silent, closing.end(), match["name"], body)


def _find_problem(match: re.Match[str], body: str) -> tuple[str, str]:
    name = match["name"]
    problem = ""
    if name not in NAMES:
        return "unknown-role", f"no role '{name}'{did_you_mean(name.lower(), NAMES)}"
    if match["pad"] or match["end"]:
        problem = f"write {{{name}}} without spaces in the braces"
    elif not body:
        problem = f"{{{name}}} is empty"
    elif name == "term" and ("<" in body or ">" in body) and not _TERM.fullmatch(body):
        problem = "write a term as {term}`key` or {term}`shown words <key>`"
    return "bad-role", problem


def _citation(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[@", state.pos, state.posMax):
        return False
    match = _CITATION.match(state.src, state.pos, state.posMax)
    if match is None:
        problem = "the closing ] of the citation is missing"
        return _fault(state, silent, state.pos + 2, "bad-citation", problem)
    parts = [part.strip() for part in match["keys"].split(";")]
    keys = [part[1:] for part in parts]
    if not all(part[:1] == "@" and _KEY.fullmatch(part[1:]) for part in parts):
        problem = "write a citation as [@source] or [@source; @source]"
        return _fault(state, silent, match.end(), "bad-citation", problem)
    if len(set(keys)) < len(keys):
        return _fault(state, silent, match.end(), "bad-citation", "the citation names one source twice")
    return _mark(state, silent, match.end(), "cite", "; ".join(keys))


def _unknown_note(state: StateInline, silent: bool) -> bool:
    # Runs only where the footnote rule declined, so whatever looks like a reference has no footnote.
    match = _NOTE.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    return _fault(state, silent, match.end(), "unknown-footnote", f"no footnote {match[0]} in this file")


def _mark(state: StateInline, silent: bool, end: int, name: str, body: str) -> bool:
    if state.linkLevel > 0 and not silent:
        code = "bad-citation" if name == "cite" else "bad-role"
        return _fault(state, silent, end, code, "roles and citations cannot stand inside a link's text")
    if not silent:
        token = state.push(ROLE_TYPE, "", 0)
        token.meta = {"at": state.pos, "end": end, "name": name, "body": body}
    state.pos = end
    return True


def _fault(state: StateInline, silent: bool, end: int, code: str, message: str) -> bool:
    if not silent:
        token = state.push(FAULT_TYPE, "", 0)
        token.content = state.src[state.pos : end]
        token.meta = {"at": state.pos, "end": end, "code": code, "message": message}
    state.pos = end
    return True


def _render_role(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    return placeholder(tokens[idx].meta["index"])


def _render_fault(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    return str(escapeHtml(tokens[idx].content))
