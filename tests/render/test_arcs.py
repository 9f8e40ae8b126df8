"""Discs and parts of discs drawn with arcs cover what they should, at any size and wherever they are cut."""

import re

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as some

from deconflict.render import arcs, outline
from deconflict.render.mercator import fit
from deconflict.theatre import geometry, load
from tests.render.test_svg import KAMAL, points

SOUND = re.compile(r"M-?[\d.]+[ -][\d.]+(?:l[-\d. ]+|a[\d.]+ [\d.]+ 0 0 [01][ -][-\d. ]+)+z")


def drawn(ground, radius: float, sheet) -> shapely.Polygon:
    d = arcs.path(outline.flatten(ground), arcs.edge(KAMAL, radius), sheet)
    assert SOUND.fullmatch(d), d
    return shapely.Polygon(points(d))


@settings(deadline=None)
@given(radius=some.integers(4_000, 120_000), share=some.floats(-0.9, 0.9), room=some.floats(0, 3))
def test_a_part_of_a_disc_covers_what_it_should(radius, share, room):
    disc = geometry.disc(*KAMAL, radius)
    west, south, east, north = disc.bounds
    ground = shapely.clip_by_rect(disc, west + (share + 1) / 2 * (east - west), south, east, north)
    sheet = fit(disc.bounds, load().frame, 768, 480, room, step=False)
    true = shapely.transform(outline.flatten(ground), sheet.pixels)
    # A pixel, and the half by which a corner of an edge that is not round is set on a whole one.
    assert drawn(ground, radius, sheet).hausdorff_distance(true) < 1.5


@pytest.mark.parametrize("radius", [5_000, 15_000, 60_000])
def test_a_whole_disc_is_arcs_alone(radius):
    disc = geometry.disc(*KAMAL, radius)
    d = arcs.path(outline.flatten(disc), arcs.edge(KAMAL, radius), fit(disc.bounds, load().frame, 768, 480, 1))
    assert "l" not in d
    assert d.count("a") == 3
