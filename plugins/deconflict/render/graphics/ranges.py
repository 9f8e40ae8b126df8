"""Range strips: thick what is stated, thin what its hedge or precision still allows, an arrow where it is open."""

from __future__ import annotations

from xml.sax.saxutils import escape

import msgspec

from deconflict.page.figures import Measure, RangeLine, RangeView, Reach
from deconflict.render.graphics import scale as scales
from deconflict.render.graphics.scale import Scale, Tick

#: The middle of a bar, in pixels above the foot of its lane.
MIDDLE = 9
#: The height of an axis with its figures, in pixels.
AXIS = 20


class DrawnRange(msgspec.Struct, frozen=True, kw_only=True):
    """A figure in parts, each as wide as the plot: what lies behind all lanes, one drawing a lane, one axis a unit."""

    behind: str
    lanes: tuple[str, ...]
    relation: str
    axes: tuple[str, ...]


def render(view: RangeView) -> DrawnRange:
    """Draw a figure."""
    reaches = [reach for line in view.lines for reach in (*line.stated, line.allowed)]
    scale = scales.fit(reaches, logarithmic=view.logarithmic)
    units = view.units or (Measure(name="", low=1.0, high=1.0),)
    axes = [(unit, scales.ticks(scale, unit)) for unit in units]
    return DrawnRange(
        behind=_behind(axes[0][1], None if view.shared is None else _ends(view.shared, scale)),
        lanes=tuple(_lane(line, scale) for line in view.lines),
        relation=_relation(view, scale),
        axes=tuple(_axis(shown, over=number > 0) for number, (_, shown) in enumerate(axes)),
    )


def _behind(shown: tuple[Tick, ...], shared: tuple[float, float] | None) -> str:
    band = ""
    if shared is not None:
        left, right = shared
        band = f'<rect class="band" x="{left:g}%" width="{max(right - left, 0.4):g}%" height="100%"/>'
    rules = "".join(f'<line x1="{t.middle:g}%" x2="{t.middle:g}%" y2="100%"/>' for t in shown)
    return f'<svg class="dc-behind" aria-hidden="true" focusable="false">{band}{rules}</svg>'


def _axis(shown: tuple[Tick, ...], *, over: bool) -> str:
    """Draw an axis below its lanes or over them; a loose unit's figure has a mark as long as its spread."""
    base, near, far = (AXIS - 8, AXIS, AXIS - 5) if over else (16, 0, 5)
    marks = "".join(
        f'<line x1="{t.first:g}%" x2="{t.last:g}%" y1="{near if t.last == t.first else far}" y2="{far}"/>'
        for t in shown
    )
    texts = "".join(
        f'<text x="{t.middle:g}%" y="{base}" text-anchor="{scales.hook(t.middle)}">{escape(t.text)}</text>'
        for t in shown
    )
    return f'<svg class="dc-scale" height="{AXIS}" aria-hidden="true" focusable="false">{marks}{texts}</svg>'


def _lane(line: RangeLine, scale: Scale) -> str:
    left, right = _ends(line.allowed, scale)
    parts = [] if line.vague else [_rule("allowed", left, right)]
    for reach in line.stated:
        a, b = _ends(reach, scale)
        if line.vague:
            parts.append(_rule("allowed", left, right) if (left, right) != (a, b) else "")
            parts.append(_rule("stated", a, b) + _rule("hollow", a, b))
            closed = [x for x, end in zip((a, b), reach, strict=True) if end is not None]
            parts += [f'<line class="cap" x1="{x:g}%" x2="{x:g}%" y1="-4.5" y2="4.5"/>' for x in closed]
        elif b - a < 1:
            parts.append(f'<line class="stated point" x1="{a:g}%" x2="{a:g}%" y1="-4.5" y2="4.5"/>')
            if b > a:
                parts.append(_rule("stated", a, b))
        else:
            parts.append(_rule("stated", a, b))
    if line.allowed[0] is None and scale.logarithmic:
        parts.append(_arrow(0, "M6-5L0 0l6 5"))
    if line.allowed[1] is None:
        parts.append(_arrow(100, "M-6-5L0 0l-6 5"))
    return _drawing("denied" if line.denied else "", "".join(parts))


def _relation(view: RangeView, scale: Scale) -> str:
    """Draw what all allow as a bracket of its own, or the gap as a line between two bounds."""
    if view.shared is not None:
        left, right = _ends(view.shared, scale)
    elif view.gap is not None:
        left, right = scale.at(view.gap[0]), scale.at(view.gap[1])
    else:
        return ""
    kind = "gap" if view.shared is None else "all"
    bounds = "".join(
        f'<line class="{kind}" x1="{x:g}%" x2="{x:g}%" y1="-5" y2="5"/>' for x in dict.fromkeys((left, right))
    )
    return _drawing("", _rule(kind, left, right) + bounds)


def _drawing(kind: str, parts: str) -> str:
    """A lane's drawing fills its lane; marks hang from its foot, so that labels of any height may stand over them."""
    more = f" {kind}" if kind else ""
    return (
        f'<svg class="dc-draw{more}" aria-hidden="true" focusable="false">'
        f'<svg y="100%" overflow="visible"><g transform="translate(0 {-MIDDLE})">{parts}</g></svg></svg>'
    )


def _rule(kind: str, left: float, right: float) -> str:
    return f'<line class="{kind}" x1="{left:g}%" x2="{right:g}%"/>'


def _arrow(share: int, d: str) -> str:
    return f'<svg x="{share}%" overflow="visible"><path class="open" d="{d}"/></svg>'


def _ends(reach: Reach, scale: Scale) -> tuple[float, float]:
    low, high = reach
    return (0.0 if low is None else scale.at(low)), (100.0 if high is None else scale.at(high))
