import math

import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from deconflict.theatre.geometry import area_km2, buffer_m, contains_mostly, disc, distance_m, extent

AXIS, SQUASH = (
    6378137.0,
    0.0066943799901413165,
)  # WGS 84: semi-major axis in metres, first eccentricity squared


def degree_lengths(lat: float) -> tuple[float, float]:
    """Metres in a degree of longitude and of latitude, from the ellipsoid's radii of curvature."""
    root = math.sqrt(1 - SQUASH * math.sin(math.radians(lat)) ** 2)
    return (
        math.radians(AXIS / root * math.cos(math.radians(lat))),
        math.radians(AXIS * (1 - SQUASH) / root**3),
    )


@pytest.mark.parametrize("lat", [-60, -34.5, 0, 20, 34.45, 36.2, 55, 75])
@pytest.mark.parametrize("radius", [500, 15_000, 55_000])
def test_a_disc_has_its_true_radius_at_every_latitude(lat, radius):
    circle = disc(40.9, lat, radius)
    assert circle.is_valid
    assert len(circle.exterior.coords) == 97
    for corner in circle.exterior.coords:
        assert distance_m((40.9, lat), corner) == pytest.approx(radius, rel=1e-6)
    for a, b in zip(circle.exterior.coords, circle.exterior.coords[1:], strict=False):
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        assert distance_m((40.9, lat), middle) == pytest.approx(radius, rel=1e-3)


@pytest.mark.parametrize("lat", [-60, 0, 34.45, 55])
def test_a_disc_agrees_with_the_ellipsoid_worked_out_by_hand(lat):
    west, south, east, north = disc(40.9, lat, 5_000).bounds
    across, up = degree_lengths(lat)
    assert (east - west) / 2 * across == pytest.approx(5_000, rel=1e-3)
    assert (north - south) / 2 * up == pytest.approx(5_000, rel=1e-3)


def test_a_disc_is_as_large_as_a_circle():
    assert area_km2(disc(38.6, 33.5, 55_000)) == pytest.approx(math.pi * 55**2, rel=1e-3)
    assert area_km2(disc(38.6, 33.5, 55_000, points=720)) == pytest.approx(math.pi * 55**2, rel=1e-4)


@pytest.mark.parametrize(
    ("lon", "lat", "radius"), [(0, 0, 0), (0, 0, -1), (0, 0, math.nan), (179.9, 0, 50_000), (0, 89.9, 50_000)]
)
def test_a_disc_that_cannot_be_drawn(lon, lat, radius):
    with pytest.raises(ValueError, match="disc"):
        disc(lon, lat, radius)


def test_distances(syria):
    albu_kamal, mayadin = syria.feature("gn-174448").geometry, syria.feature("gn-173480").geometry
    assert distance_m(albu_kamal, mayadin) == pytest.approx(76_000, abs=500)
    assert distance_m(mayadin, albu_kamal) == distance_m(albu_kamal, mayadin)
    assert distance_m((40, 35), Point(40, 35)) == 0
    assert distance_m((40, 35), (40, 35.01)) == pytest.approx(degree_lengths(35.005)[1] / 100, rel=1e-6)


@pytest.mark.parametrize("lat", [-50, 0, 34.8, 60])
def test_a_buffer_is_as_wide_as_asked_in_every_direction(lat):
    grown = buffer_m(Point(40, lat), 15_000)
    assert area_km2(grown) == pytest.approx(math.pi * 15**2, rel=2e-3)
    for corner in grown.exterior.coords:
        assert distance_m((40, lat), corner) == pytest.approx(15_000, rel=1e-3)


def test_a_buffer_of_a_long_line_and_back(syria):
    river = syria.feature("euphrates-line").geometry
    grown = buffer_m(river, 10_000)
    for end in (river.coords[0], river.coords[-1]):
        away = [distance_m(end, corner) for corner in grown.exterior.coords]
        assert min(away) == pytest.approx(10_000, rel=2e-3)
    country = syria.feature(syria.country).geometry
    assert area_km2(buffer_m(country, -5_000)) < area_km2(country) < area_km2(buffer_m(country, 5_000))


@pytest.mark.parametrize(
    ("inner", "tolerance", "inside"),
    [
        (disc(40, 35, 20_000), 0, True),
        (disc(40, 35, 30_000), 0, True),
        (disc(40, 35, 32_900), 0, False),
        (disc(40, 35, 32_900), 3_000, True),
        (disc(40, 35, 33_200), 3_000, False),
        (Point(41, 35), 3_000, False),
        (LineString([(40, 35), (40.1, 35)]), 0, True),
        (Polygon(), 3_000, False),
    ],
)
def test_containment_forgives_the_edge(inner, tolerance, inside):
    assert contains_mostly(disc(40, 35, 30_000), inner, tolerance) is inside


def test_a_town_on_the_edge_of_its_province_is_in_it(syria):
    west = syria.feature("west-of-euphrates").geometry
    for key in ("gn-174448", "gn-173480", "gn-170794"):
        assert contains_mostly(west, syria.feature(key).geometry, 3_000)
    province = syria.feature("deir-ez-zor-province").geometry
    country = syria.feature(syria.country).geometry
    assert contains_mostly(country, province, 3_000)
    assert not contains_mostly(province, country, 3_000)


def test_areas(syria):
    country, provinces = syria.feature(syria.country), syria.layer("governorates")
    assert area_km2(country.geometry) == pytest.approx(185_180, rel=0.02)
    assert sum(area_km2(f.geometry) for f in provinces) == pytest.approx(area_km2(country.geometry), rel=0.02)
    hole = Polygon(box(0, 0, 3, 3).exterior, [box(1, 1, 2, 2).exterior])
    parts = area_km2(box(0, 0, 3, 3)) - area_km2(box(1, 1, 2, 2))
    assert area_km2(hole) == pytest.approx(parts, rel=1e-9)
    assert area_km2(Polygon(hole.exterior.coords[::-1], [hole.interiors[0]])) == area_km2(hole)
    twice = MultiPolygon([box(0, 0, 1, 1), Polygon(box(2, 0, 3, 1).exterior.coords[::-1])])
    assert area_km2(twice) == pytest.approx(2 * area_km2(box(0, 0, 1, 1)), rel=1e-9)
    assert area_km2(Point(1, 1)) == 0


def test_the_extent_of_some_geometries():
    assert extent([Point(1, 2), LineString([(3, 1), (2, 5)]), Polygon()]) == (1, 1, 3, 5)
    assert all(type(value) is float for value in extent([Point(1, 2)]))
    for nothing in ([], [Polygon()]):
        with pytest.raises(ValueError, match="no extent"):
            extent(nothing)
