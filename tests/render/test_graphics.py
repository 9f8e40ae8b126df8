"""Data graphics: round ticks, marks where the numbers say, labels that keep apart, hostile texts as text."""

import math
import random
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import combinations

import msgspec
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deconflict.page import strip as years
from deconflict.page.figures import DayLane, DayMark, DaysView, Measure, RangeLine, RangeView
from deconflict.render import labels
from deconflict.render.graphics import days, ranges, scale, strip
from tests.values.test_laws import relaxed

EVIL = "<script>alert(1)</script>{{ 7*7 }}\"'&"
KM = Measure(name="km", low=1000, high=1000)
MILE = Measure(name="miles", low=1609, high=1852)
METRE = Measure(name="m", low=1, high=1)
EACH = Measure(name="", low=1, high=1)


def line(stated, allowed=None, **more):
    return RangeLine(
        words="w", spoken="w", who="A", tone="side-1", reports=1, reading="", stated=(stated,),
        allowed=allowed or stated, **more,
    )  # fmt: skip


def figure(*lines, logarithmic=False, units=(METRE,), shared=None, gap=None):
    return RangeView(slot="s", units=units, logarithmic=logarithmic, lines=lines, shared=shared, gap=gap, relation="r")


def parse(text):
    return ET.fromstring(f"<div>{text}</div>")


def share(text):
    assert text.endswith("%"), text
    return float(text[:-1])


TICKS = [
    (scale.Scale(0, 44), EACH, "0 10 20 30 40"),
    (scale.Scale(0, 9), EACH, "0 2 4 6 8"),
    (scale.Scale(0, 3), EACH, "0 0.5 1 1.5 2 2.5 3"),
    (scale.Scale(9_600, 10_300), METRE, "9,600 9,800 10,000 10,200"),
    (scale.Scale(0, 2_500_000), KM, "0 1,000 2,000"),
    (scale.Scale(1_600, 60_000, logarithmic=True), KM, "2 5 10 20 50"),
    (scale.Scale(1_600, 60_000, logarithmic=True), MILE, "1 2 5 10 20"),
    (scale.Scale(0.5, 2_000_000, logarithmic=True), EACH, "1 100 10,000 1,000,000"),
    (scale.Scale(2, 70, logarithmic=True), EACH, "2 5 10 20 50"),
]


@pytest.mark.parametrize(("axis", "unit", "expected"), TICKS)
def test_ticks_are_round_and_few(axis, unit, expected):
    assert " ".join(tick.text for tick in scale.ticks(axis, unit)) == expected


def test_a_loose_unit_has_ticks_as_wide_as_its_spread():
    axis = scale.Scale(0, 40_000)
    for tick in scale.ticks(axis, MILE):
        number = float(tick.text)
        assert (tick.first, tick.last) == (axis.at(number * 1609), axis.at(number * 1852))


@relaxed
@given(st.floats(0, 1e7), st.floats(1e-3, 1e7), st.booleans(), st.sampled_from((KM, MILE, METRE, EACH)))
def test_ticks_keep_apart_and_within_the_scale(low, width, logarithmic, unit):
    assume(not logarithmic or low > 0)
    assume(width > low / 1000)
    axis = scale.Scale(low, low + width, logarithmic)
    shown = scale.ticks(axis, unit)
    assert scale.apart(shown)
    assert len(shown) <= scale.MOST
    for tick in shown:
        assert 0 <= tick.first <= tick.last <= 100


@st.composite
def lines(draw):
    a, b = sorted((draw(st.floats(0.1, 1e5)), draw(st.floats(0.1, 1e5))))
    low = draw(st.sampled_from((None, a, a * 0.9)))
    high = draw(st.sampled_from((None, b, b * 1.1)))
    return line((a, b), (low, high), vague=draw(st.booleans()), denied=draw(st.booleans()))


@relaxed
@given(st.lists(lines(), min_size=2, max_size=6), st.booleans())
def test_what_is_stated_is_drawn_within_what_is_allowed_within_the_plot(shown, logarithmic):
    drawn = ranges.render(figure(*shown, logarithmic=logarithmic))
    for text in drawn.lanes:
        found = [(mark.get("class"), share(mark.get("x1")), share(mark.get("x2"))) for mark in parse(text).iter("line")]
        allowed = [mark for mark in found if mark[0] == "allowed"]
        stated = [mark for mark in found if mark[0].startswith("stated")]
        assert stated
        for _, left, right in found:
            assert 0 <= left <= right <= 100
        for _, left, right in allowed:
            for _, a, b in stated:
                assert left - 0.02 <= a <= b <= right + 0.02


def test_marks_stand_where_the_numbers_say():
    drawn = ranges.render(figure(line((2_000, 3_000), (1_000, 4_000)), line((8_000, 10_000)), units=(KM,)))
    axis = scale.fit([(1_000, 4_000), (8_000, 10_000)], logarithmic=False)
    first = {
        mark.get("class"): (share(mark.get("x1")), share(mark.get("x2"))) for mark in parse(drawn.lanes[0]).iter("line")
    }
    assert (axis.low, axis.high) == (0, 10_500)
    assert first["stated"] == pytest.approx((2_000 / 105, 3_000 / 105), abs=0.01)
    assert first["allowed"] == pytest.approx((1_000 / 105, 4_000 / 105), abs=0.01)


def test_equal_steps_are_equal_factors_on_a_logarithmic_scale():
    axis = scale.Scale(1, 10_000, logarithmic=True)
    assert [axis.at(n) for n in (1, 10, 100, 1_000, 10_000)] == [0, 25, 50, 75, 100]


@pytest.mark.parametrize(("allowed", "arrows"), [((2, 3), 0), ((2, None), 1), ((None, 3), 0), ((None, None), 1)])
def test_open_ends_have_arrows_but_none_at_nothing(allowed, arrows):
    drawn = ranges.render(figure(line((2, 3), allowed), line((5, 6))))
    assert drawn.lanes[0].count('class="open"') == arrows


def test_an_open_lower_end_has_an_arrow_where_the_scale_has_no_nought():
    drawn = ranges.render(figure(line((2, 2), (None, 2)), line((500, 600)), logarithmic=True))
    assert drawn.lanes[0].count('class="open"') == 1


def test_a_point_is_drawn_and_no_middle_is():
    drawn = ranges.render(figure(line((40, 40), (36, 44)), line((3, 9))))
    marks = [(m.get("class"), m.get("x1"), m.get("x2")) for m in parse(drawn.lanes[1]).iter("line")]
    assert {kind for kind, _, _ in marks} == {"allowed", "stated"}
    assert len({(left, right) for _, left, right in marks}) == 1
    assert drawn.lanes[0].count("stated point") == 1


def test_what_all_share_is_a_band_and_a_gap_is_none():
    both = ranges.render(figure(line((2, 5)), line((4, 9)), shared=(4, 5)))
    none = ranges.render(figure(line((2, 3)), line((4, 9)), gap=(3, 4)))
    assert ('class="band"' in both.behind, 'class="all"' in both.relation) == (True, True)
    assert ('class="band"' in none.behind, 'class="gap"' in none.relation) == (False, True)


def days_view(lanes=(), around=(), first="2017-12-10", last="2017-12-19", span=None):
    return DaysView(
        first=first, last=last, words="w", event=DayMark(first="2017-12-13", last="2017-12-13"), lanes=lanes,
        around_first=(span or (first, last))[0], around_last=(span or (first, last))[1], around=around,
    )  # fmt: skip


def lane(kind, *marks, tone="side-1"):
    return DayLane(kind=kind, label="L", detail="d", tones=(tone,), marks=marks)


KINDS = ("stated", "statement", "published", "within", "background")


@relaxed
@given(
    st.sampled_from(KINDS),
    st.lists(st.tuples(st.integers(-40, 40), st.integers(0, 40), st.integers(1, 30)), min_size=1, max_size=6),
)
def test_days_stay_within_the_plot(kind, spans):
    marks = []
    for start, length, count in spans:
        first = date(2017, 12, 13) + timedelta(days=start)
        last = first + timedelta(days=0 if kind == "published" else length)
        shown = first <= date(2017, 12, 19) and last >= date(2017, 12, 10)
        if shown and (kind != "published" or first >= date(2017, 12, 10)):
            marks.append(DayMark(first=first.isoformat(), last=last.isoformat(), count=count))
    drawn = days.render(days_view((lane(kind, *marks),)))
    for mark in parse(drawn.lanes[0]).iter("line"):
        assert 0 <= share(mark.get("x1")) <= share(mark.get("x2")) <= 100
    for inner in parse(drawn.lanes[0]).iter("svg"):
        if inner.get("x"):
            assert 0 <= share(inner.get("x")) <= 100


def test_each_report_is_a_square_and_each_statement_a_shape_of_its_side():
    view = days_view((
        lane("published", DayMark(first="2017-12-14", last="2017-12-14", count=11)),
        lane("statement", DayMark(first="2017-12-14", last="2017-12-14", tone="side-2", count=2), tone="side-2"),
        lane("statement", DayMark(first="2017-12-14", last="2017-12-14", tone="side-1", count=20)),
    ))  # fmt: skip
    published, few, many = days.render(view).lanes
    (squares,) = (node.get("d") for node in parse(published).iter("path"))
    assert squares.count("M") == 11
    assert ">11</text>" in published
    assert few.count(days.SHAPES["side-2"]) == 2
    assert many.count(days.SHAPES["side-1"]) == 1
    assert ">20</text>" in many
    assert len(set(days.SHAPES.values()) | {days.OTHER}) == len(days.SHAPES) + 1


def test_a_slip_is_hollow_and_a_day_that_counts_is_not():
    counts = DayMark(first="2017-12-13", last="2017-12-13", tone="side-1")
    view = days_view((lane("stated", counts), lane("stated", msgspec.structs.replace(counts, slip=True))))
    marks = [[mark.get("class") for mark in parse(drawn).iter("line")] for drawn in days.render(view).lanes]
    assert marks == [["stated tone-side-1"], ["stated tone-side-1", "hollow"]]


def test_what_goes_on_beyond_the_days_has_an_arrow():
    marks = (DayMark(first="2017-12-01", last="2017-12-31"), DayMark(first="2017-12-15", last=None))
    (drawn,) = days.render(days_view((lane("within", *marks),))).lanes
    assert drawn.count('class="open"') == 3


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("2017-12-10", "2017-12-19", "10 11 12 13 14 15 16 17 18 19 December 2017"),
        ("2017-12-25", "2018-01-05", "25 26 27 28 29 30 31 1 2 3 4 5 December 2017 January 2018"),
        ("2017-12-28", "2018-01-31", "28 2 7 12 17 22 27 January 2018"),
    ],
)
def test_days_are_numbered_and_months_named(first, last, shown):
    drawn = days.render(days_view(first=first, last=last)).days
    texts = " ".join(node.text for node in parse(drawn).iter("text"))
    assert re.sub(r"\s+", " ", texts) == shown


def texts_at(root, width):
    """A box for each text of a plot of this width: from left to right, and its base."""
    for node in root.iter("text"):
        x, wide = share(node.get("x")) / 100 * width, labels.width(node.text, scale.SIZE)
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.get("text-anchor", "start")]
        yield node.text, left, left + wide, float(node.get("y"))


@relaxed
@given(st.sets(st.integers(0, 95), min_size=1, max_size=30))
def test_labels_of_the_months_around_keep_apart(offsets):
    first = date(2017, 10, 1)
    marks = tuple(
        DayMark(first=iso, last=iso) for iso in ((first + timedelta(days=n)).isoformat() for n in sorted(offsets))
    )
    view = days_view(around=marks, span=("2017-10-01", "2018-01-05"))
    drawn = parse(days.render(view).around)
    for width in (scale.NARROWEST, 900):
        boxes = list(texts_at(drawn, width))
        for (_, a, b, base), (_, c, d, other) in combinations(boxes, 2):
            assert b <= c or d <= a or abs(base - other) >= scale.SIZE - 1
        assert all(left >= -1 and right <= width + 1 for _, left, right, _ in boxes)


TITLES = ("Near miss", "Two accounts of an encounter over the Euphrates", "A title that goes on and on and says it all")


def incidents(number, seed, span=3):
    chance = random.Random(seed)
    found = []
    for n in range(number):
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(365 * span))
        iso = found[-1][2] if n % 9 == 8 else day.isoformat()[: 7 if n % 11 == 5 else 10]
        found.append((f"a{n}.html", chance.choice(TITLES), iso))
    return found


def strip_view(number, seed=1, span=3):
    events = [f"{2015 + n % span}-{n % 12 + 1:02}-10" for n in range(20)]
    return years.build(incidents(number, seed, span), events)


def boxes_of(svg):
    """Boxes of all texts of a strip, measured letter by letter, with the text."""
    found = []
    for node in svg.iter("text"):
        x, y = float(node.get("x")), float(node.get("y"))
        bold, more = labels.width(node.text or "", strip.SIZE), 0.0
        parts = list(node)
        wide, high = bold, y
        if parts:
            wide = labels.width(parts[0].text, strip.SIZE, bold=True)
            for part in parts[1:]:
                more = labels.width(part.text, strip.SIZE)
                if part.get("dy"):
                    wide, high = max(wide, more), high + float(part.get("dy"))
                else:
                    wide += float(part.get("dx")) + more
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[node.get("text-anchor", "start")]
        found.append(("".join(node.itertext()), left, y - strip.SIZE * 0.72, left + wide, high + strip.SIZE * 0.2))
    return found


@pytest.mark.parametrize("number", [1, 2, 3, 7, 12, 13, 25, 60])
@pytest.mark.parametrize("span", [1, 3, 12])
def test_labels_of_the_strip_never_collide_and_stay_inside(number, span):
    for seed in range(6):
        for svg in parse(strip.responsive(strip_view(number, seed, span))):
            _, _, wide, high = map(float, svg.get("viewBox").split())
            boxes = boxes_of(svg)
            for text, left, top, right, bottom in boxes:
                assert left >= -0.5, text
                assert right <= wide + 0.5, (text, right)
                assert top >= -1, text
                assert bottom <= high, text
            for (one, a, b, c, d), (other, e, f, g, h) in combinations(boxes, 2):
                assert not (a < g and e < c and b < h and f < d), (svg.get("class"), one, other)


@pytest.mark.parametrize("number", [1, 2, 12, 60])
def test_the_strip_links_every_incident_once_a_drawing(number):
    view = strip_view(number)
    for svg in parse(strip.responsive(view)):
        links = list(svg.iter("a"))
        assert sorted(a.get("href") for a in links) == sorted(mark.url for mark in view.marks)
        assert all(a.get("aria-label") == a.find("title").text for a in links)


def test_staffs_never_cross_labels():
    for seed in range(40):
        view = strip_view(6, seed)
        found, right = strip.flags(view)
        for flag, other in combinations(found, 2):
            for a, b in ((flag, other), (other, flag)):
                inside = a.reach[0] < b.x < a.reach[1]
                assert not (inside and b.level >= a.level), (a, b)
        assert all(strip.EDGE <= flag.x <= right for flag in found)


def test_incidents_of_one_day_share_a_staff_or_a_pile():
    view = years.build([("a.html", "A", "2017-12-13"), ("b.html", "B", "2017-12-13")], ())
    found, _ = strip.flags(view)
    assert found[0].x == found[1].x
    assert sorted(flag.level for flag in found) == [0, 1]
    (spot,) = strip.spots(view.marks, 2017, strip.NARROW, roomy=True)
    assert (len(spot.marks), spot.lines) == (2, ("13 December", "2 incidents"))


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("Near miss", 100, "Near miss"),
        ("Near miss over the bay", 90, "Near miss…"),
        ("Incomprehensibilities", 60, "Incomp…"),
    ],
)
def test_titles_are_cut_between_words(text, room, expected):
    assert strip.shorten(text, room) == expected
    assert labels.width(strip.shorten(text, room), strip.SIZE) <= room


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("Near miss", 100, ("Near miss",)),
        ("Near miss over the bay", 100, ("Near miss", "over the bay")),
        (
            "Two accounts of an encounter over the Euphrates",
            250,
            ("Two accounts of an", "encounter over the Euphrates"),
        ),
        ("Incomprehensibilities", 60, ("Incomp…",)),
        ("Near miss over the bay of many other incidents", 100, ("Near miss over", "the bay of…")),
    ],
)
def test_titles_take_two_lines_where_one_is_too_short(text, room, expected):
    assert strip.wrap(text, room) == expected
    assert all(labels.width(line, strip.SIZE) <= room for line in expected)


def test_titles_of_the_pages_stand_whole_on_a_narrow_screen(explainers):
    found = [(f"{n}.html", TITLES[1], page.date) for n, page in enumerate(explainers.values())]
    drawn = strip.responsive(years.build(found, ()))
    assert "\u2026" not in drawn
    assert all(f">{line}<" in drawn for line in ("Two accounts of an", "encounter over the Euphrates"))


def test_hostile_texts_are_text():
    view = years.build([('x"><script>', EVIL, "2017-12-13")], ())
    root = parse(strip.responsive(view))
    assert not list(root.iter("script"))
    assert "{{ 7*7 }}" in "".join(root.itertext())
    assert {a.get("href") for a in root.iter("a")} == {'x"><script>'}


def test_graphics_are_the_same_each_time_and_hold_no_style(explainers):
    for page in explainers.values():
        drawn = [msgspec.to_builtins(ranges.render(view)) for view in page.ranges]
        assert drawn == [msgspec.to_builtins(ranges.render(view)) for view in page.ranges]
        text = str(drawn) + str(msgspec.to_builtins(days.render(page.days)))
        assert not re.search(r"\b(?:style|id|on\w+)=|nan|inf\b", text)


def test_nothing_drawn_is_endless():
    drawn = ranges.render(figure(line((2, None), (1, None)), line((3, 4)), shared=(3, 4)))
    numbers = [float(n) for n in re.findall(r'"(-?[\d.]+)%"', " ".join((drawn.behind, *drawn.lanes, *drawn.axes)))]
    assert numbers
    assert all(math.isfinite(n) and 0 <= n <= 100 for n in numbers)
