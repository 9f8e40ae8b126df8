"""The world that the tables are read against: the real site's, with a few places and facts more."""

import pytest

from deconflict.world import Fact, Place, World

#: One fact for each dimension of quantities, and one for each other type.
FACTS = {
    **{
        name: Fact(id=name, label=name, type="quantity", cardinality="one", definition=name, dimension=name)
        for name in ("length", "time", "frequency", "ratio", "speed", "count")
    },
    **{
        name: Fact(id=name, label=name, type=name, cardinality="one", definition=name)
        for name in ("date", "place", "actor", "boolean")
    },
    "count_of_type": Fact(id="count_of_type", label="all", type="count_of_type", cardinality="set", definition="all"),
    "only_type": Fact(id="only_type", label="only", type="count_of_type", cardinality="one", definition="only"),
}
#: A suburb 11 km from the town that it is near, outskirts 18 km away, and a side of the river.
PLACES = {
    "suburb": Place(id="suburb", name="Suburb", kind="town", lat=34.5523, lon=40.9185),
    "outskirts": Place(id="outskirts", name="Outskirts", kind="town", lat=34.6173, lon=40.9185),
    "east-of-river": Place(
        id="east-of-river",
        name="east of the Euphrates",
        kind="side",
        also=("east bank",),
        feature="east-of-euphrates",
    ),
}


@pytest.fixture(scope="session")
def world(records) -> World:
    return records.incidents["euphrates-2017-12-13"].world.extend(facts=FACTS, places=PLACES)
