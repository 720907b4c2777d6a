"""From what an officer types to a county: ZIP code, county code, point, or county and state."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from harborlight.library.core.atlas import Shapes, SortedTable

_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_ZIP = re.compile(r"(\d{5})(?:-\d{4})?")
_KINDS = re.compile(r"\b(county|parish|borough|census area|municipality|municipio|city and borough|planning region)\b")


class PlaceRefused(ValueError):
    """The place cannot be found. The message is a sentence for the person who typed it."""


@dataclass(frozen=True, slots=True)
class County:
    """A county and how it is routed. Codes and names as in counties.csv; empty means not found."""

    fips: str
    name: str
    state: str
    state_name: str
    tz: str
    tz_note: str = ""
    district: str = ""
    statute: str = ""
    district_method: str = ""
    fbi_office: str = ""
    fbi_candidates: tuple[str, ...] = ()
    fbi_method: str = ""
    vintage: str = ""
    source_date: str = ""

    @property
    def label(self) -> str:
        """Name and state, as one would write it."""
        return f"{self.name}, {self.state}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the child is, as far as it is known. `others` are counties the same ZIP code may lie in."""

    county: County
    others: tuple[County, ...] = ()
    zip: str = ""
    town: str = ""
    also: str = ""
    """What else the code could have meant, as a sentence; empty when it is plain."""


@dataclass(frozen=True)
class Geography:
    """The tables of the geography pack. The shapes are opened only when a point is asked for."""

    zips: SortedTable
    counties: SortedTable
    open_shapes: Callable[[], Shapes]

    @cached_property
    def shapes(self) -> Shapes:
        """County outlines."""
        return self.open_shapes()

    def place(self, text: str) -> Place:
        """The place meant by `60601`, `zip:60601`, `fips:17031`, `41.88,-87.63` or `Cook County, IL`.

        Five digits are read as a ZIP code when there is one, else as a county code. Raises PlaceRefused.
        """
        kind, _, rest = text.strip().partition(":")
        if kind.lower() in ("zip", "fips", "county") and rest:
            return self._by_zip(rest.strip()) if kind.lower() == "zip" else Place(self.county(rest.strip()))
        if point := _POINT.fullmatch(text):
            return self.at(float(point[1]), float(point[2]))
        if code := _ZIP.fullmatch(text.strip()):
            return self._by_code(code[1])
        return self._by_name(text)

    def county(self, fips: str) -> County:
        """The county of that code, of either vintage. Raises PlaceRefused."""
        row = self.counties.find(fips)
        if row is None:
            raise PlaceRefused(f"The county code {fips} is not in our list. Pick the county, or call 911.")
        return _county(row)

    def at(self, lat: float, lng: float) -> Place:
        """The county a point lies in, degrees north and east. Raises PlaceRefused."""
        if not (-90 <= lat <= 90 and -180 <= lng <= 180):
            raise PlaceRefused(f"{lat},{lng} is not a point on the map. Give latitude, then longitude: 41.88,-87.63.")
        fips = self.shapes.county_at(lat, lng)
        if not fips:
            raise PlaceRefused(
                f"The point {lat},{lng} is not in any county of our map. Check the order (latitude, then longitude) "
                "and the sign, pick the county, or call 911."
            )
        return Place(self.county(fips))

    def counties_of(self, state: str) -> list[County]:
        """Every county of a state, by name; codes of newer lists are named with their year."""
        found = [_county(row) for row in self.counties.rows() if row["state"] == state]
        return sorted(found, key=lambda county: (county.name, county.fips))

    def states(self) -> dict[str, str]:
        """State and territory codes to names, by name."""
        found = {row["state"]: row["state_name"] for row in self.counties.rows()}
        return dict(sorted(found.items(), key=lambda item: item[1]))

    def _by_code(self, code: str) -> Place:
        row = self.zips.find(code)
        county = self.counties.find(code)
        if row is None and county is None:
            raise PlaceRefused(
                f"{code} is not in our list of ZIP codes or county codes. Nothing was looked up. "
                "Pick the county, or call 911."
            )
        if row is None:
            return Place(self.county(code))
        place = self._by_zip(code)
        if county is None:
            return place
        also = f"{code} is also the code of {county['county']}, {county['state']}; write fips:{code} for that county."
        return Place(place.county, place.others, place.zip, place.town, also)

    def _by_zip(self, code: str) -> Place:
        row = self.zips.find(code[:5])
        if row is None:
            raise PlaceRefused(f"The ZIP code {code} is not in our list. Pick the county, or call 911.")
        if not row["county_fips"]:
            raise PlaceRefused(
                f"The ZIP code {code} ({row['place']}) lies in no county: it is a military post office or is abroad. "
                "Pick the county where the child is, or call 911."
            )
        others = tuple(self.county(fips) for fips in row["also_fips"].split())
        return Place(self.county(row["county_fips"]), others, row["zip"], row["place"])

    def _by_name(self, text: str) -> Place:
        name, _, state = (part.strip() for part in text.rpartition(","))
        codes = {code.lower(): code for code in self._state_names} | {
            n.lower(): c for c, n in self._state_names.items()
        }
        code = codes.get(state.lower())
        if not name or code is None:
            raise PlaceRefused(
                f"'{text.strip()}' is not a place we can read. Give a ZIP code, a county code such as fips:17031, "
                "a point such as 41.88,-87.63, or a county and state such as Cook County, IL."
            )
        found = [
            county for county in self.counties_of(code) if name.lower() in (county.name.lower(), bare(county.name))
        ]
        if not found:
            raise PlaceRefused(
                f"There is no county '{name}' in {self._state_names[code]} in our list. Pick the county."
            )
        return Place(found[0], tuple(found[1:]))

    @cached_property
    def _state_names(self) -> Mapping[str, str]:
        return self.states()


def bare(name: str) -> str:
    """A county's name without its kind: `cook` for `Cook County`."""
    return " ".join(_KINDS.sub("", name.lower()).split())


def _county(row: Mapping[str, str]) -> County:
    return County(
        fips=row["county_fips"],
        name=row["county"],
        state=row["state"],
        state_name=row["state_name"],
        tz=row["tz"],
        tz_note=row["tz_note"],
        district=row["district"],
        statute=row["statute"],
        district_method=row["district_method"],
        fbi_office=row["fbi_office"],
        fbi_candidates=tuple(name for name in row["fbi_candidates"].split("|") if name),
        fbi_method=row["fbi_method"],
        vintage=row["vintage"],
        source_date=row["source_date"],
    )
