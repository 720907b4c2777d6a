"""A table of an agency's own numbers: every row sound, or none is taken.

The columns are those of the published row schema `rows/contact`; an agency copies the table of a pack and fills it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harborlight.library.core.hours import HoursRefused
from harborlight.library.core.hsds import HsdsRefused
from harborlight.library.core.lines import CHANNELS, TRUST, Line, line_of
from harborlight.library.core.phones import PhoneRefused, plain_phone

ContactRow = Line
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
_NEEDED = ("id", "role", "name", "channel", "source", "source_date")


def contact_rows(file: str, rows: Iterable[tuple[int, Mapping[str, str]]]) -> list[ContactRow]:
    """The lines of a table. Raises HsdsRefused with file, line and what to mend, at the first row that is not sound."""
    found: dict[str, Line] = {}
    for number, row in rows:
        line = _line(f"{file}:{number}", row)
        if line.id in found:
            raise HsdsRefused(f"{file}:{number}: the id '{line.id}' stands twice. Nothing was imported.")
        found[line.id] = line
    if not found:
        columns = "Its columns are those of a pack's contacts.csv."
        raise HsdsRefused(f"{file} holds no rows. {columns} Nothing was imported.")
    return list(found.values())


def _line(where: str, row: Mapping[str, str]) -> Line:
    cells = {name: value.strip() for name, value in row.items()}
    for name in _NEEDED:
        if not cells.get(name):
            raise HsdsRefused(f"{where}: '{name}' is missing. {_mend(name)} Nothing was imported.")
    if not _ID.fullmatch(cells["id"]):
        mend = "Use small letters, digits and hyphens."
        raise HsdsRefused(f"{where}: '{cells['id']}' is not an id. {mend} Nothing was imported.")
    if cells["channel"] not in CHANNELS:
        raise HsdsRefused(f"{where}: '{cells['channel']}' is not one of {', '.join(CHANNELS)}. Nothing was imported.")
    if wrong := _wrong_place(cells) or _wrong_address(cells):
        raise HsdsRefused(f"{where}: {wrong} Nothing was imported.")
    cells.setdefault("trust", "medium")
    cells["trust"] = cells["trust"] if cells["trust"] in TRUST else "medium"
    served = "county" if cells.get("county_fips") else "state" if cells.get("state") else "national"
    cells["level"] = cells.get("level") or served
    try:
        if cells["channel"] in ("phone", "tty", "fax"):
            cells["value"] = plain_phone(cells.get("value", ""))
        return line_of(cells, {}, ())
    except (PhoneRefused, HoursRefused) as refused:
        raise HsdsRefused(f"{where}: {refused}. Nothing was imported.") from refused


def _wrong_place(cells: Mapping[str, str]) -> str:
    """A sentence when the row names a zone, state or county that cannot be; hours of such a row break the answer."""
    zone, state, county = (cells.get(name, "") for name in ("tz", "state", "county_fips"))
    if zone:
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return f"'{zone}' is not a time zone such as America/Chicago."
    if state and not re.fullmatch(r"[A-Z]{2}", state):
        return f"'{state}' is not a state's two letters."
    return "" if not county or re.fullmatch(r"\d{5}", county) else f"'{county}' is not a county's five digits."


def _wrong_address(cells: Mapping[str, str]) -> str:
    """A sentence when something that becomes a link is not a page on the web."""
    web = [cells.get("value", "")] if cells["channel"] == "web" else []
    sources = (cells.get("source", ""), cells.get("source_page", ""))
    linked = [text for text in sources if re.match(r"[a-z]+:", text, re.I)]
    bad = next((text for text in web + linked if text and not re.match(r"https?://", text)), "")
    return f"'{bad}' is not the address of a page (https://…)." if bad else ""


def _mend(name: str) -> str:
    if name in ("source", "source_date"):
        return "Every number says where it is from and of when: a page, a duty name, and the day."
    return "Fill it in."
