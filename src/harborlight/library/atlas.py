"""The shipped directory and map, opened once per process. No database and no Django.

Geography stays in memory (about 6 MB: two tables searched in place, and county shapes once a point is asked for), so
that a who-to-call page spends its queries on what the agency entered.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from harborlight.ground.packs.api import Pack, packs, rows
from harborlight.ground.packs.api import pack as find_pack
from harborlight.library.core.atlas import Shapes, SortedTable
from harborlight.library.core.lines import Directory, directory_of
from harborlight.library.core.places import Geography

CONTACT_ROWS = "contact"


@cache
def geography() -> Geography:
    """Counties, ZIP codes and shapes of the geography pack."""
    pack = find_pack("directory.geography")
    return Geography(
        zips=SortedTable.read(pack.texts["zips.csv"]),
        counties=SortedTable.read(pack.texts["counties.csv"]),
        open_shapes=lambda: Shapes.read(pack.texts["counties-10m.json"]),
    )


@cache
def zips_of(state: str) -> tuple[tuple[str, str], ...]:
    """(ZIP code, county FIPS) of one state. Kept, because walking all 41,000 rows takes a tenth of a second."""
    return tuple((row["zip"], row["county_fips"]) for row in geography().zips.rows() if row["state"] == state)


@cache
def shipped_directory() -> Directory:
    """Every contact of every directory pack, as shipped: what is used where an agency has no store."""
    contacts = [row for pack in packs("directory") for row in contact_rows(pack)]
    return directory_of(contacts, notes(), need_rows())


def notes() -> list[dict[str, object]]:
    """What was read by hand beside the tables, of every directory pack."""
    return [pack.main for pack in packs("directory") if pack.main]


def need_rows() -> list[dict[str, str]]:
    """The list of needs."""
    return list(rows(find_pack("directory.needs"), "needs.csv"))


def contact_rows(pack: Pack) -> Iterator[dict[str, str]]:
    """Every contact row of a pack."""
    for table in pack.tables:
        if table.rows == CONTACT_ROWS:
            yield from rows(pack, table.file)


@cache
def police_agencies() -> dict[str, list[tuple[str, str, str]]]:
    """County FIPS to (ORI, name, type) of its police agencies, for choosing one's own; empty key: county unknown."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in rows(find_pack("directory.police-agencies"), "agencies.csv"):
        found.setdefault(row["county_fips"], []).append((row["ori"], row["name"], row["type"]))
    return found
