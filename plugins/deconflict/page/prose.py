"""Roles in an author's sentences: facts with their marks, citations, terms; trusted HTML, everything escaped.

Marks carry their word as text, because feeds and other themes print an article's content without our styles. A bare
role on a fact on which accounts differ prints every side's value, never one of them as if it were known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

import msgspec

from deconflict.diagnostics import did_you_mean
from deconflict.page import fragments, headline
from deconflict.page.explainer import Explainer
from deconflict.page.facts import Mark
from deconflict.page.frame import Frame
from deconflict.page.headline import answers_by_party, rival_answers
from deconflict.page.marks import mark_svg
from deconflict.reconcile.answers import answer
from deconflict.reconcile.findings import Finding
from deconflict.reconcile.rules import RULES

#: The end of a paragraph, or a citation's link with its note for the margin.
_NAMED = re.compile(r'</(?:p|li|dd|td)>|(<a href="([^"]*#source-[^"]*)" aria-label="[^"]*") data-note="[^"]*">')


class Term(msgspec.Struct, frozen=True):
    """A glossary entry as prose links to it: its label and the link, in a form that the host resolves."""

    key: str
    label: str
    link: str


class Published(msgspec.Struct, frozen=True):
    """An article that readers find, with its link and its incident's explainer."""

    title: str
    link: str
    explainer: Explainer


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What the roles of one article are filled from; ``here`` is the article's own link, without fragment.

    ``published`` are the articles that examples are taken from, in the order in which they are looked through.
    """

    here: str
    frame: Frame | None
    explainer: Explainer | None
    terms: Mapping[str, Term]
    published: Sequence[Published] = ()


class RoleFault(ValueError):
    """A role that resolves to nothing: a diagnostic's code and message."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the code beside the message."""
        super().__init__(message)
        self.code = code


def fact(body: str, setting: Setting) -> str:
    """Print a slot's value with its mark, or one party's with ``slot@party``."""
    slot, _, party = body.partition("@")
    frame, page = _incident(setting, "fact")
    finding = frame.findings.get(slot)
    if finding is None:
        hint = did_you_mean(slot, frame.findings)
        raise RoleFault("unknown-fact", f"no report of this incident answers '{slot}'{hint}")
    row = page.row(slot)
    assert row is not None
    link = f"{setting.here}#{fragments.of_fact(slot)}"
    if party:
        text = _link(link, _of_party(finding, party, frame))
        return _fact(text, row.mark)
    return _fact(_bare(finding, frame, link), row.mark)


def cite(body: str, setting: Setting) -> str:
    """Print the numbers of the cited sources as links to their entries; a note for the margin is not read out."""
    frame, page = _incident(setting, "citation")
    numbers = {source.key: source for source in page.sources}
    links = []
    for key in body.split("; "):
        source = numbers.get(key)
        if source is None:
            elsewhere = frame.records.sources.get(key)
            if elsewhere is not None:
                raise RoleFault("unknown-source", f"'{key}' reports another incident ({elsewhere.incident})")
            raise RoleFault("unknown-source", f"no source '{key}'{did_you_mean(key, numbers)}")
        note = escape(f"{source.cite} {source.publisher}, {source.published}")
        heard = escape(f"source {source.cite}, {source.publisher}")
        link = f"{setting.here}#{escape(source.id)}"
        links.append(f'<a href="{link}" aria-label="{heard}" data-note="{note}">{source.cite}</a>')
    return f'<sup class="dc-cite">[{", ".join(links)}]</sup>'


def name_once(html: str) -> str:
    """Keep a cited source's name at its first citation in each paragraph, where it may stand in the margin."""
    named: set[str] = set()

    def keep(match: re.Match[str]) -> str:
        link = match[2]
        if link is None:
            named.clear()
        elif link in named:
            return f"{match[1]}>"
        else:
            named.add(link)
        return match[0]

    return _NAMED.sub(keep, html)


def term(body: str, setting: Setting) -> str:
    """Print a glossary term as a link to its entry: its label, or the words before ``<key>``."""
    shown, _, key = body.rpartition("<") if body.endswith(">") else ("", "", body)
    key = key.removesuffix(">").strip()
    entry = setting.terms.get(key)
    if entry is None:
        raise RoleFault("unknown-term", f"no glossary entry '{key}'{did_you_mean(key, setting.terms)}")
    text = shown.strip() or key.replace("-", " ")
    return f'<a class="dc-term" href="{entry.link}" title="{escape(entry.label)}">{escape(text)}</a>'


def example(body: str, setting: Setting) -> str:
    """Print a live example of a rule: the fact with most reports on which it fired, and why it did."""
    if not (body.isascii() and body.isdecimal() and int(body) in RULES):
        raise RoleFault("unknown-rule", f"no rule '{body}'; rules are {', '.join(map(str, RULES))}")
    rows = [
        (row, article)
        for article in setting.published
        for row in article.explainer.rows
        if row.explanation.number == int(body)
    ]
    if not rows:
        return '<span class="dc-example">No fact in our records is decided by this rule.</span>'
    row, article = max(rows, key=lambda found: found[0].reports)
    link = _link(f"{article.link}#{row.id}", f"{row.label} ({row.subject})" if row.subject else row.label)
    mark = render_mark(row.mark)
    why = escape(row.explanation.why)
    return f'<span class="dc-example">{escape(article.title)}, {link}{mark}: {why}</span>'


def silent(body: str, setting: Setting) -> str:  # noqa: ARG001
    """Print nothing: the role holds an author's reason for those who check the text."""
    return ""


#: Every role by its name; a new one is a function and an entry.
ROLES: dict[str, Callable[[str, Setting], str]] = {
    "fact": fact,
    "cite": cite,
    "term": term,
    "example": example,
    "ok": silent,
}


def render_mark(mark: Mark) -> str:
    """Print a verdict mark for running text: its shape, and its word in brackets."""
    return (
        f'<span class="dc-mark-wrap dc-{mark.verdict}" title="{escape(mark.word)}">{mark_svg(mark)}'
        f'<span class="dc-word"> ({escape(mark.word)})</span></span>'
    )


def _incident(setting: Setting, what: str) -> tuple[Frame, Explainer]:
    if setting.frame is None or setting.explainer is None:
        raise RoleFault("no-incident", f"a {what} needs an article with an 'incident'")
    return setting.frame, setting.explainer


def _of_party(finding: Finding, party: str, frame: Frame) -> str:
    if party not in frame.parties:
        known = did_you_mean(party, frame.parties) or f"; parties are {', '.join(frame.parties)}"
        raise RoleFault("unknown-party", f"no party '{party}'{known}")
    if not any(v.party == party for v in finding.voices):
        raise RoleFault("no-answer", f"{frame.names.party(party)} gives no answer to '{finding.slot}'")
    return answer(finding, frame.world, party).removeprefix("denied: ")


def _bare(finding: Finding, frame: Frame, link: str) -> str:
    """Every side's value where accounts differ, one value else."""
    by_party = answers_by_party(finding, frame)
    if finding.verdict in ("disputed", "compatible") and len(by_party) > 1:
        joiner = " or " if finding.verdict == "disputed" else " and "
        return joiner.join(
            f"{_link(link, _stated(words))} ({escape(frame.names.account(party))})" for party, words in by_party
        )
    if finding.verdict in ("disputed", "differs"):
        return " or ".join(
            f"{_link(link, _stated(words))} ({escape(who)})" for words, who in rival_answers(finding, frame)
        )
    return _link(link, _stated(headline.write(finding, frame)))


def _stated(words: str) -> str:
    return f"not {words.removeprefix('denied: ')}" if words.startswith("denied: ") else words


def _link(link: str, words: str) -> str:
    return f'<a href="{link}">{escape(words)}</a>'


def _fact(text: str, mark: Mark) -> str:
    return f'<span class="dc-fact">{text}{render_mark(mark)}</span>'
