"""What holds for every value, whatever it says: as properties over generated ones."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deconflict.values import TYPES, ValueFault
from deconflict.values.base import fold, key, level, squeeze, tidy
from tests.values.tables import tables

relaxed = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

HEDGES = ("", "about ", "nearly ", "over ", "under ", "up to ", "at least ")
UNITS = {
    "length": ("m", "km", "ft", "mi", "smi", "nmi"),
    "time": ("min", "h", "s"),
    "frequency": ("/day",),
    "ratio": ("%",),
    "speed": ("kn", "km/h"),
    "count": ("",),
}
AIRCRAFT = ("F-22", "F-16", "Su-25", "Su-35", "fighter-jet", "combat-aircraft", "aircraft", "drone")


@st.composite
def quantities(draw, dimension):
    number = st.one_of(
        st.integers(0, 100_000).map(str), st.decimals(0, 9_999, places=2, allow_nan=False).map(lambda d: f"{d:f}")
    )
    low = draw(number)
    high = draw(st.one_of(st.none(), number))
    amount = low if high is None or float(high) < float(low) else f"{low}..{high}"
    amount = draw(st.one_of(st.just(draw(st.sampled_from(HEDGES)) + amount), st.sampled_from(("several", "some"))))
    return f"{amount} {draw(st.sampled_from(UNITS[dimension]))}".strip()


@st.composite
def counts(draw):
    low = draw(st.integers(0, 60))
    number = draw(st.sampled_from((f"{low}", f"about {low}", f"at least {low}", f"{low}..{low + 3}", "some")))
    return f"{number} {draw(st.sampled_from(AIRCRAFT))}"


@st.composite
def dates(draw):
    first = draw(st.dates(date(2014, 1, 1), date(2018, 12, 31)))
    last = first + timedelta(days=draw(st.integers(0, 60)))
    iso = first.isoformat()
    return draw(st.sampled_from((iso, iso[:7], iso[:4], f"{iso}/{last}", f"{iso}~", f"{iso[:7]}~")))


places = st.builds(
    "{} {}".format,
    st.sampled_from(("near", "over", "in")),
    st.sampled_from(("syria", "albu-kamal", "mayadin", "aleppo-province", "euphrates", "suburb", "east-of-river")),
)
GENERATED = {
    **{dimension: quantities(dimension) for dimension in UNITS},
    "date": dates(),
    "count_of_type": counts(),
    "only_type": counts(),
    "place": places,
    "actor": st.sampled_from(("us", "russia", "coalition", "syria")),
    "boolean": st.sampled_from(("true", "false")),
    "su35_role": st.sampled_from(("present", "crossed-river", "crossed-and-shadowed-by-f22", "drove-off-f22")),
    "countermeasures": st.sampled_from(("flares", "chaff", "flares+chaff")),
    "incursion_period": st.sampled_from(("late-november", "november", "since-early-november", "since-agreement")),
}


@pytest.mark.parametrize("name", GENERATED)
def test_laws_of_values(world, name):
    fact = world.facts[name]
    kind = TYPES[fact.type]

    @relaxed
    @given(GENERATED[name], GENERATED[name])
    def hold(first, second):
        a, b = (kind.parse(text, fact, world) for text in (first, second))
        assert kind.parse(kind.label(a), fact, world) == a
        assert kind.words(a, fact, world)
        assert kind.supports(a, a, fact, world)
        met, turned = kind.meet(a, b, fact, world), kind.meet(b, a, fact, world)
        assert (met is None) == (turned is None)
        assert kind.label(kind.meet(a, a, fact, world)) == kind.label(a)
        if met is not None:
            assert kind.label(met) == kind.label(turned)
            assert kind.supports(met, a, fact, world)
            assert kind.supports(met, b, fact, world)
        if kind.supports(a, b, fact, world):
            assert met is not None, "what one states and the other allows can hold"

    hold()


@pytest.mark.parametrize("name", sorted(tables()))
def test_any_text_is_a_value_or_a_fault(world, name):
    fact = world.facts[name]
    kind = TYPES[fact.type]
    known = [row[0] for row in tables()[name]["accepted"]] + tables()[name]["rejected"]
    pieces = st.one_of(
        st.sampled_from(known), st.text(max_size=12), st.sampled_from(" .,-/&'\u0130\u017f\u212a\u00a0٣½")
    )

    @relaxed
    @given(st.lists(pieces, max_size=6).map("".join))
    def hold(text):
        published = (date(2017, 12, 15), date(2017, 12, 15))
        try:
            value = kind.parse(text, fact, world, published)
        except ValueFault:
            pass
        else:
            assert kind.parse(kind.label(value), fact, world) == value
        last = 0
        for found in kind.find(text, fact, world, published):
            assert last <= found.start < found.end <= len(text)
            assert kind.parse(kind.label(found.value), fact, world) == found.value
            last = found.end

    hold()


@relaxed
@given(st.text())
def test_texts_are_made_plain_without_moving(text):
    assert len(level(text)) == len(text)
    assert level(level(text)) == level(text)
    assert squeeze(squeeze(text)) == squeeze(text)
    assert fold(fold(text)) == fold(text)
    assert key(key(text)) == key(text)
    assert tidy(text) == squeeze(text) if len(text) <= 300 else True
