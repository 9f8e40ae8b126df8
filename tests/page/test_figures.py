"""What the data graphics are drawn from: figures side by side, the days around an event, the strip of years."""

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deconflict.page import days, ranges, strip
from deconflict.page.build import build
from deconflict.page.explainer import Explainer
from deconflict.page.figures import RangeLine
from deconflict.page.frame import make
from deconflict.values import quantity
from tests.support import seeds
from tests.values.conftest import FACTS
from tests.values.test_laws import quantities, relaxed


@pytest.fixture(scope="session")
def world(records):
    return records.incidents["euphrates-2017-12-13"].world.extend(facts=FACTS)


def page(folder, reports, incident=seeds.INCIDENT, **files: str) -> Explainer:
    written = {f"{key}.yaml": seeds.report(key, claims, **more) for key, claims, more in reports}
    records, faults = seeds.read(
        seeds.write(folder, {"paper.yaml": None, "incidents/grey-bay.yaml": incident} | written | files)
    )
    assert not faults, faults
    return build(records, records.incidents["grey-bay"])


def distances(folder, *stated: str) -> Explainer:
    """A page on which North and South state distances in turn, ``!`` before one that is denied."""
    acts = ("north@north-mod", "south@south-mod")
    return page(
        folder,
        [
            (f"p{n}", [{"distance": text.removeprefix("!"), "by": acts[n % 2],
                        "stance": "denies" if text.startswith("!") else "asserts"}], {})
            for n, text in enumerate(stated)
        ],
    )  # fmt: skip


# Text, stated (readings of a loose mile apart where they share nothing), allowed, what is said of it.
AMOUNTS = [
    ("2..3 km", ((2000, 3000),), (2000, 3000), ""),
    ("about 2..3 km", ((2000, 3000),), (1800, 3300), "allows 1.8 to 3.3 km"),
    ("3300 m", ((3300, 3300),), (3217.5, 3382.5), "allows 3.2 to 3.4 km"),
    ("at least 500 m", ((500, 500),), (500, None), "allows 0.5 km or more"),
    ("over 2 km", ((2000, 2000),), (2000, None), "allows 2 km or more"),
    ("up to 5 km", ((5000, 5000),), (None, 5000), "allows up to 5 km"),
    ("10..20 mi", ((18520, 32180),), (16090, 37040), ""),
    ("45 mi", ((72405, 72405), (83340, 83340)), (70594.875, 85423.5), "allows 71 to 85 km"),
    ("several mi", ((5556, 14481),), (4827, 16668), "read as 4.8 to 17 km"),
    ("some mi", ((1852, None),), (1609, None), "read as 1.6 km or more"),
]


@pytest.mark.parametrize(("text", "stated", "allowed", "reading"), AMOUNTS)
def test_what_is_stated_and_what_is_allowed(tmp_path, text, stated, allowed, reading):
    line = next(x for x in distances(tmp_path, text, "77 km", "77 km").ranges[0].lines if "77" not in x.words)
    assert [tuple(map(_rounded, reach)) for reach in line.stated] == list(stated)
    assert tuple(map(_rounded, line.allowed)) == allowed
    assert line.reading == reading


def _rounded(end):
    return end if end is None else round(end, 6)


@pytest.mark.parametrize("dimension", ["length", "time", "frequency", "ratio", "speed", "count"])
def test_what_is_stated_lies_within_what_is_allowed(world, dimension):
    @relaxed
    @given(quantities(dimension))
    def law(text):
        value = quantity.parse(text, world.facts[dimension], world)
        low, high = ranges.allowed(value, world)
        for a, b in ranges.stated(value, world.units.get(value.unit)):
            assert low is None or low <= a * (1 + 1e-9)
            assert high is None or (b is not None and b <= high * (1 + 1e-9))
            assert b is None or a <= b

    law()


# Statements in turn of North and South; whether the axis is logarithmic; what is said of all together.
NORTH, SOUTH = "(North Ministry)", "(South Ministry)"
TOGETHER = [
    (("10..20 mi", "2..3 km"), False,
     f"No overlap: a gap of 13 km between 2 to 3 km {SOUTH} and 10 to 20 miles {NORTH}"),
    (("10..20 mi", "2 m"), True, f"No overlap: a gap of 16,100 m between 2 m {SOUTH} and 10 to 20 miles {NORTH}"),
    (("2..6 km", "about 5 km"), False, "Fits all of them: 4.5 to 5.5 km"),
    (("over 2 km", "at least 3 km"), False, "Fits all of them: 3 km or more"),
    (("2..3 km", "77 km", "8 km"), True,
     "No overlap: a gap of 4.5 km between 2 to 3 km and 8 km (both North Ministry)"),
    (("2..3 km", "77 km", "80..90 km"), True,
     f"No overlap: a gap of 1.07 km between 77 km {SOUTH} and 80 to 90 km {NORTH}"),
    (("2..3 km", "8 km", "about 2..3 km", "nearly 8 km"), False,
     f"No overlap: a gap of 3.9 km between about 2 to 3 km {NORTH} and nearly 8 km {SOUTH}"),
    (("2..3 km", "4..9 km", "2.5..5 km"), False,
     (f"Nearest that exclude each other: 2 to 3 km {NORTH} and 4 to 9 km {SOUTH}, a gap of 1 km; "
     f"“2.5 to 5 km” {NORTH} excludes none of the others")),
    (("2..3 km", "some mi", "about 2..3 km", "several mi", "2..3 km", "10..20 mi"), True,
     (f"Nearest that exclude each other: about 2 to 3 km {NORTH} and several miles {SOUTH}, a gap of 1.5 km; "
     f"“some miles” {SOUTH} excludes none of the others")),
    (("1..3 km", "2..5 km", "4..9 km", "6..10 km"), False,
     "Nearest that exclude each other: 1 to 3 km and 4 to 9 km (both North Ministry), a gap of 1 km"),
    (("1..3 km", "2.9..5 km", "4..6 km", "20..30 km"), True,
     f"No overlap: a gap of 14 km between 4 to 6 km {NORTH} and 20 to 30 km {SOUTH}"),
    (("1..9 km", "1..9.5 km", "1..2 km", "3..4 km"), False,
     (f"Nearest that exclude each other: 1 to 2 km {NORTH} and 3 to 4 km {SOUTH}, a gap of 1 km; "
     f"“1 to 9 km” {NORTH} and “1 to 9.5 km” {SOUTH} exclude none of the others")),
    (("2..3 km", "!4 km"), False, ""),
]  # fmt: skip


@pytest.mark.parametrize(("stated", "logarithmic", "relation"), TOGETHER)
def test_how_statements_relate(tmp_path, stated, logarithmic, relation):
    (view,) = distances(tmp_path, *stated).ranges
    assert (view.logarithmic, view.relation) == (logarithmic, relation)
    assert (view.shared is None) == (not relation.startswith("Fits"))
    assert (view.gap is None) == (not relation.startswith("N"))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40)), min_size=2, max_size=6))
def test_the_gap_is_the_smallest_that_two_leave_and_free_where_no_overlap_is_said(spans):
    regions = [(float(low), float(low + wide)) for low, wide in spans]
    lines = [
        RangeLine(words=f"{a:g} to {b:g}", spoken=f"{a:g} to {b:g}", who="North", tone="none", reports=1, reading="",
                  stated=((a, b),), allowed=(a, b))
        for a, b in regions
    ]  # fmt: skip
    gaps = {(b, c) for _, b in regions for c, _ in regions if b < c}
    free = {(b, c) for b, c in gaps if not any(x < c and y > b for x, y in regions)}
    apart, nearest = ranges.nearest(lines)
    assert apart == bool(free)
    assert (nearest is None) == (not gaps)
    if nearest is not None:
        gap = ranges.between(*nearest)
        assert gap in (free or gaps)
        assert gap[1] - gap[0] == min(c - b for b, c in free or gaps)


@pytest.mark.parametrize("stated", [("2 km",), ("2 km", "2 km"), ("20 km", "20000 m")])
def test_one_amount_is_no_figure(tmp_path, stated):
    assert distances(tmp_path, *stated).ranges == ()


def test_lines_stand_by_side_and_count_reports_once(tmp_path):
    (view,) = distances(tmp_path, "20 km", "9 km", "20000 m", "!4 km").ranges
    assert [(x.words, x.who, x.tone, x.reports, x.denied) for x in view.lines] == [
        ("20 km (11 nautical miles)", "North Ministry", "side-1", 2, False),
        ("9 km (4.9 nautical miles)", "South Ministry", "side-2", 1, False),
        ("denied: 4 km (2.2 nautical miles)", "South Ministry", "side-2", 1, True),
    ]


@pytest.mark.parametrize(
    ("stated", "units"),
    [
        (("2 km", "10 mi"), ["km", "miles"]),
        (("2 km", "3000 m"), ["km", "nautical miles"]),
        (("900 m", "800 m"), ["m", "ft"]),
        (("10 mi", "20 mi"), ["km", "miles"]),
        (("10 nmi", "4000 ft"), ["ft", "nautical miles"]),
    ],
)
def test_an_axis_has_two_units_the_exact_one_first(tmp_path, stated, units):
    (view,) = distances(tmp_path, *stated).ranges
    assert [unit.name for unit in view.units] == units


def test_the_order_of_files_does_not_matter(tmp_path, records):
    first = distances(tmp_path / "a", "2 km", "9 km", "about 2 km", "several mi")
    incident = records.incidents["euphrates-2017-12-13"]
    shuffled = dict(random.Random(3).sample(list(records.sources.items()), len(records.sources)))
    other = build(msgspec.structs.replace(records, sources=shuffled), incident)
    same = build(records, incident)
    assert (other.ranges, other.days) == (same.ranges, same.days)
    assert distances(tmp_path / "b", "2 km", "9 km", "about 2 km", "several mi").ranges == first.ranges


def test_the_days_say_who_dates_speaks_and_publishes(tmp_path):
    claims = [
        ("a", [{"day": "2017-12-13", "by": "north@north-mod", "stance": "asserts"}], {"published": "2017-12-14"}),
        ("b", [{"day": "2017-12-12", "by": "south@south-mod", "stance": "asserts"}], {"published": "2017-12-14"}),
    ]
    view = page(tmp_path, claims).days
    assert [(lane.kind, lane.label, lane.detail, lane.tones) for lane in view.lanes] == [
        ("stated", "Dated 12 December 2017", "1 report: South Ministry", ("side-2",)),
        ("stated", "Dated 13 December 2017", "1 report: North Ministry", ("side-1",)),
        ("statement", "North Ministry", "1 statement", ("side-1",)),
        ("statement", "South Ministry", "1 statement", ("side-2",)),
        ("published", "Published on that day", "2 reports", ()),
    ]
    assert (view.first, view.last, view.around) == ("2017-12-10", "2017-12-16", ())


def test_a_day_that_both_sides_state_has_both_tones_and_a_slip_is_called_one(tmp_path):
    north, south = (
        {"day": "2017-12-13", "by": f"{side}@{side}-mod", "stance": "asserts"} for side in ("north", "south")
    )
    claims = [
        ("a", [north, south], {"published": "2017-12-14"}),
        (
            "b",
            [north | {"day": "2017-12-14", "slip": "true", "note": "says the wrong day"}],
            {"published": "2017-12-15"},
        ),
    ]
    lanes = [lane for lane in page(tmp_path, claims).days.lanes if lane.kind == "stated"]
    assert [(lane.label, lane.tones, [mark.slip for mark in lane.marks]) for lane in lanes] == [
        ("Dated 13 December 2017", ("side-1", "side-2"), [False, False]),
        ("Dated 14 December 2017 (slip)", ("side-1",), [True]),
    ]


def test_the_days_and_the_table_call_the_same_days_slips(explainers):
    for shown in explainers.values():
        drawn = {lane.label.removesuffix(" (slip)"): lane.marks for lane in shown.days.lanes if lane.kind == "stated"}
        cells = [p for row in shown.rows if row.slot == "event_date" for cell in row.cells for p in cell.positions]
        slips = {f"Dated {p.words}" for p in cells if p.slip}
        assert {label for label, marks in drawn.items() if all(mark.slip for mark in marks)} == slips


def test_background_far_away_does_not_squeeze_the_days(tmp_path):
    incident = seeds.INCIDENT + (
        "events:\n- {date: 2017-10-20, event: Long before, urls: []}\n- {date: 2017-12-15, event: Soon, urls: []}\n"
    )
    claims = [{"day": "2017-12-13", "by": "north@north-mod", "stance": "asserts"}]
    view = page(tmp_path, [("a", claims, {"published": "2017-12-14"})], incident).days
    assert (view.first, view.last) == ("2017-12-10", "2017-12-16")
    assert [(lane.label, len(lane.marks)) for lane in view.lanes if lane.kind == "background"] == [
        ("Before and after", 1)
    ]
    assert (view.around_first, view.around_last, len(view.around)) == ("2017-10-20", "2017-12-16", 2)


def test_every_report_and_day_of_the_list_is_in_the_picture(records, explainers):
    for key, shown in explainers.items():
        marks = {lane.kind: lane.marks for lane in shown.days.lanes}
        reports = sum(mark.count for kind in ("published", "within") for mark in marks.get(kind, ()))
        assert reports == shown.reports
        said = [line for line in shown.timeline if line.kind == "statement"]
        spoken = sum(m.count for lane in shown.days.lanes if lane.kind == "statement" for m in lane.marks)
        assert spoken == len(said)
        background = [line for line in shown.timeline if line.kind == "background"]
        assert len(shown.days.around or marks["background"]) == len(background)
        frame = make(records, records.incidents[key])
        assert days.build(frame, shown.timeline) == shown.days


@pytest.mark.parametrize(
    ("incidents", "background", "expected"),
    [
        ((), ("2015-10-20",), None),
        ((("a.html", "A", "2017-12-13"), ("b.html", "B", "2015-10")), ("2014-09-22", "2015-10-20", "2018"),
         (2015, 2017, ["B", "A"], ("2015-10-20",))),
        ((("b.html", "B", "2017-12-13"), ("a.html", "A", "2017-12-13")), ("2017-11",),
         (2017, 2017, ["A", "B"], ("2017-11-01",))),
    ],
)  # fmt: skip
def test_the_strip_holds_all_incidents_and_the_events_of_their_years(incidents, background, expected):
    view = strip.build(incidents, background)
    found = None if view is None else (view.first, view.last, [mark.title for mark in view.marks], view.background)
    assert found == expected


@relaxed
@given(st.permutations([("a.html", "A", "2017-12-13"), ("b.html", "B", "2017-12-13"), ("c.html", "A", "2016-01")]))
def test_the_order_of_incidents_does_not_matter(incidents):
    assert strip.build(incidents, ()) == strip.build(sorted(incidents), ())
