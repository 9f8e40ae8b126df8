"""A card for feeds and social sites: title, date, verdicts and the map of an incident on 1200 x 630 pixels, as SVG."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from xml.sax.saxutils import escape

from deconflict.page.explainer import Explainer

WIDTH, HEIGHT = 1200, 630
SERIF, SANS = "Source Serif Pro", "Source Sans Pro"
#: Tells how wide a text is: the text, its family, its size in pixels, whether it is bold.
Measure = Callable[[str, str, float, bool], float]

_EDGE, _GAP = 48, 36
_MAP = (600, 450)
_COLUMN = WIDTH - 2 * _EDGE - _GAP - _MAP[0]
# Sizes that a title is tried in, and the lines that each may take.
_TITLE = ((46, 5), (40, 6), (34, 7), (28, 8))
_SMALL = 19
_PAPER, _INK, _MUTED, _RULE = "#fcfcfa", "#1a1c1d", "#565c5d", "#cdd2cf"


def render(explainer: Explainer, *, title: str, site: str, drawing: str, measure: Measure) -> str:
    """Render a card; ``drawing`` is the incident's narrow map as an SVG element."""
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
        _text(
            _cut(site, WIDTH - 2 * _EDGE, lambda text: measure(text, SANS, 24, True)),
            _EDGE,
            62,
            SANS,
            24,
            _MUTED,
            bold=True,
        ),
        f'<path d="M{_EDGE} 82H{WIDTH - _EDGE}" stroke="{_RULE}" stroke-width="2"/>',
        _text(explainer.date_words, _EDGE, 128, SANS, 24, _MUTED),
    ]
    size, lines = _titled(title, measure)
    y = 128.0 + 16
    for line in lines:
        y += size * 1.15
        out.append(_text(line, _EDGE, y, SERIF, size, _INK, bold=True))
    out += _tally(explainer, y + 36, measure)
    left, top = WIDTH - _EDGE - _MAP[0], 108
    placed = drawing.replace("<svg ", f'<svg x="{left}" y="{top}" width="{_MAP[0]}" height="{_MAP[1]}" ', 1)
    out.append(placed)
    out.append(
        f'<path d="M{left} {top}h{_MAP[0]}v{_MAP[1]}h{-_MAP[0]}z" fill="none" stroke="{_RULE}" stroke-width="2"/>'
    )
    words = "Each account's area at true size. What reports say, not what happened."
    out.append(_text(words, left, top + _MAP[1] + 30, SANS, _SMALL, _MUTED))
    return "".join(out) + "</svg>"


def wrap(text: str, most: float, wide: Callable[[str], float]) -> list[str]:
    """Break a text into lines no wider than ``most``; a word that is wider is cut."""
    lines: list[str] = []
    for word in text.split():
        cut = _cut(word, most, wide)
        if lines and wide(f"{lines[-1]} {cut}") <= most:
            lines[-1] += f" {cut}"
        else:
            lines.append(cut)
    return lines


def _titled(title: str, measure: Measure) -> tuple[float, list[str]]:
    for size, most in _TITLE:
        lines = wrap(title, _COLUMN, lambda text, size=size: measure(text, SERIF, size, True))  # type: ignore[misc]
        if len(lines) <= most:
            return size, lines
    size, most = _TITLE[-1]
    return size, [*lines[: most - 1], f"{lines[most - 1]} …"]


def _tally(explainer: Explainer, y: float, measure: Measure) -> list[str]:
    """The verdicts with how many facts have each, as many rows as there is room for."""
    status = _cut(explainer.status.partition(":")[0], _COLUMN, lambda text: measure(text, SANS, _SMALL, False))
    out = [_text(status, _EDGE, y + 8, SANS, _SMALL, _MUTED)]
    rows = [(mark, number) for mark, number in explainer.tally if number]
    for (mark, number), at in zip(rows, accumulate([34] * len(rows), initial=y + 44), strict=False):
        if at > HEIGHT - 24:
            break
        dash = ' stroke-dasharray="1.6 1.5"' if mark.dashed else ""
        fill = f'<path fill="{_INK}" d="{mark.fill}"/>' if mark.fill else ""
        line = f'<path fill="none" stroke="{_INK}" stroke-width="1.4"{dash} d="{mark.line}"/>'
        out.append(f'<g transform="translate({_EDGE} {at - 18:.0f}) scale(1.75)">{fill}{line}</g>')
        out.append(_text(f"{number}", _EDGE + 36, at, SANS, 24, _INK, bold=True))
        out.append(_text(mark.word, _EDGE + 72, at, SANS, 24, _INK))
    return out


def _cut(text: str, most: float, wide: Callable[[str], float]) -> str:
    if wide(text) <= most:
        return text
    kept = text
    while kept and wide(f"{kept}…") > most:
        kept = kept[:-1]
    return f"{kept}…"


def _text(text: str, x: float, y: float, family: str, size: float, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:.0f}" font-family="{family}" font-size="{size:g}"{weight} fill="{colour}">'
        f"{escape(text)}</text>"
    )
