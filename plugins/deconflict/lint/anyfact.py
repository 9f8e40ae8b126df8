"""Facts in whose name values are looked for in running text, where no fact is meant yet."""

from __future__ import annotations

from deconflict.world import Fact

#: By the type of the values.
ANY = {
    name: Fact(id="", label="", type=name, cardinality="one", definition="")
    for name in ("date", "place", "count_of_type")
}


def any_quantity(dimension: str) -> Fact:
    """A fact for amounts of a dimension."""
    return Fact(id="", label="", type="quantity", cardinality="one", definition="", dimension=dimension)
