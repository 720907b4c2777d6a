"""Counties and police agencies to choose from while setting up, out of the directory packs."""

from dataclasses import dataclass
from functools import cache

from harborlight.ground.packs import api as packs


@dataclass(frozen=True)
class County:
    """One county as the wizard needs it."""

    fips: str
    name: str
    state: str
    state_name: str
    time_zone: str


@cache
def counties() -> dict[str, County]:
    """Every county by its FIPS code."""
    rows = packs.rows(packs.pack("directory.geography"), "counties.csv")
    return {
        row["county_fips"]: County(row["county_fips"], row["county"], row["state"], row["state_name"], row["tz"])
        for row in rows
    }


def states() -> list[tuple[str, str]]:
    """(code, name) of every state and territory that has a county, by name."""
    found = {(county.state, county.state_name) for county in counties().values()}
    return sorted(found, key=lambda pair: pair[1])


def counties_of(state: str) -> list[County]:
    """The counties of one state, by name."""
    return sorted((c for c in counties().values() if c.state == state), key=lambda county: county.name)


def time_zones() -> list[str]:
    """Every time zone a county keeps."""
    return sorted({county.time_zone for county in counties().values()})


def police_agencies(county: County) -> list[tuple[str, str]]:
    """(ORI, name) of the police agencies listed for this county, else of the state's without a county. By name."""
    rows = list(packs.rows(packs.pack("directory.police-agencies"), "agencies.csv"))
    here = [row for row in rows if row.get("county_fips") == county.fips]
    found = here or [row for row in rows if row["state"] == county.state and not row.get("county_fips")]
    return sorted(((row["ori"], row["name"]) for row in found), key=lambda pair: pair[1])
