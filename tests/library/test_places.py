"""From what an officer types to a county."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.library.atlas import geography
from harborlight.library.core.atlas import Shapes, SortedTable
from harborlight.library.core.places import PlaceRefused


@pytest.mark.parametrize(
    ("typed", "fips"),
    [
        ("60601", "17031"),
        ("60601-1234", "17031"),
        (" 60601 ", "17031"),
        ("zip:60601", "17031"),
        ("17031", "17031"),  # no ZIP code has these digits
        ("fips:06037", "06037"),
        ("06037", "09110"),  # a ZIP code in Connecticut before a county code in California
        ("41.88,-87.63", "17031"),
        ("41.88, -87.63", "17031"),
        ("Cook County, IL", "17031"),
        ("cook, illinois", "17031"),
        ("09003", "09003"),
        ("fips:09110", "09110"),
        ("fips:46113", "46113"),  # the old code of Oglala Lakota
        ("21.31,-157.86", "15003"),
        ("61.2,-149.9", "02020"),
        ("18.4,-66.1", "72127"),
    ],
)
def test_places_that_are_known(typed: str, fips: str) -> None:
    assert geography().place(typed).county.fips == fips


def test_a_code_that_is_both_says_so() -> None:
    assert "write fips:06037" in geography().place("06037").also
    assert geography().place("60601").also == ""


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("00000", "not in our list"),
        ("99999", "not in our list"),
        ("fips:99999", "county code 99999 is not in our list"),
        ("09007", "military post office"),
        ("zip:09001", "military post office"),
        ("0,0", "not in any county"),
        ("-87.63,41.88", "not in any county"),
        ("123,45", "not a point"),
        ("Gotham County, IL", "no county 'Gotham County'"),
        ("somewhere", "not a place we can read"),
        ("", "not a place we can read"),
        ("60601; drop table", "not a place we can read"),
    ],
)
def test_what_is_not_known_is_a_sentence(typed: str, says: str) -> None:
    with pytest.raises(PlaceRefused, match=says):
        geography().place(typed)


def test_a_zip_that_may_lie_elsewhere_offers_the_other_county() -> None:
    row = next(row for row in geography().zips.rows() if row["also_fips"])
    place = geography().place(f"zip:{row['zip']}")
    assert [county.fips for county in place.others] == row["also_fips"].split()


def test_both_connecticuts_are_routed_alike() -> None:
    old = {county.fips for county in geography().counties_of("CT") if county.vintage == "2017"}
    new = {county.fips for county in geography().counties_of("CT") if county.vintage == "2022"}
    assert (len(old), len(new)) == (8, 9)
    assert {(c.district, c.fbi_office) for c in geography().counties_of("CT")} == {
        ("District of Connecticut", "FBI New Haven")
    }


def test_every_point_inside_a_county_is_found_in_it() -> None:
    table = [row for row in geography().counties.rows() if row["lat"]]
    assert len(table) > 3200
    for row in table[::7]:
        assert geography().shapes.county_at(float(row["lat"]), float(row["lng"])) == row["county_fips"]


def test_an_independent_city_is_not_its_surrounding_county() -> None:
    fairfax_city, fairfax_county = (38.8462, -77.3064), (38.83, -77.20)
    assert geography().shapes.county_at(*fairfax_city) == "51600"
    assert geography().shapes.county_at(*fairfax_county) == "51059"


@given(
    st.lists(st.text("0123456789", min_size=5, max_size=5), unique=True, max_size=30), st.text("0123456789", max_size=6)
)
def test_halving_finds_what_reading_through_finds(keys: list[str], wanted: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["zip", "place"])
    writer.writerows((key, f"place, {key}") for key in sorted(keys))
    table = SortedTable.read(text.getvalue().encode())
    for key in [*keys, wanted]:
        found = table.find(key)
        assert (found["place"] if found else None) == (f"place, {key}" if key in keys else None)
    assert [row["zip"] for row in table.rows()] == sorted(keys)


def test_a_square_with_a_hole() -> None:
    square = [[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]
    hole = [[4, 4], [2, 0], [0, 2], [-2, 0], [0, -2]]
    shapes_of = [
        {"type": "Polygon", "id": "1", "arcs": [[0], [1]]},
        {"type": "Polygon", "id": "2", "arcs": [[-2]]},
        {"id": "3", "arcs": []},
    ]
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [square, hole],
        "objects": {"counties": {"geometries": shapes_of}},
    }
    shapes = Shapes.read(json.dumps(topology).encode())
    assert [shapes.county_at(y, x) for x, y in [(1, 1), (5, 5), (20, 5)]] == ["1", "2", ""]
