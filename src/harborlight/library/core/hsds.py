"""Reading a directory in HSDS 1.1 (a folder of CSV files) as other people fill it in.

A row is taken, mended (taken, with what was done said) or refused (with the reason). Nothing is guessed: a day
without hours is not a closed day, a service without an area is not offered everywhere without saying so.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from harborlight.library.core.cells import (
    CellRefused,
    clean_phones,
    clean_point,
    clean_span,
    clean_status,
    clean_text,
    clean_url,
    hours_text,
    is_withheld,
)
from harborlight.library.core.lines import Need

Row = Mapping[str, str]
Files = Mapping[str, list[tuple[int, Row]]]
"""File name to its rows, each with its line."""
LONGEST_ID = 80
LONGEST_HOURS = 290
OWNERS = ("service", "location", "organization")
NEEDED = ("organizations.csv", "services.csv")
LEFT_OUT = {
    "contacts.csv": "it holds people's names; the directory needs none",
    "taxonomy.csv": "codes of a taxonomy may be licensed; needs are found from words instead",
    "services_taxonomy.csv": "codes of a taxonomy may be licensed; needs are found from words instead",
}


class HsdsRefused(ValueError):
    """This is not a directory we can read; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A row that was mended or refused, and why."""

    file: str
    line: int
    id: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """Who runs services."""

    key: str
    name: str
    alternate_name: str = ""
    description: str = ""
    email: str = ""
    url: str = ""
    postal_address: str = ""
    phones: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """What is offered, for which needs and where; `areas` are (county FIPS or empty, why)."""

    key: str
    organization: str
    name: str
    description: str = ""
    url: str = ""
    email: str = ""
    status: str = "active"
    application_process: str = ""
    fees: str = ""
    eligibility: str = ""
    languages: str = ""
    area_text: str = ""
    needs: tuple[tuple[str, str], ...] = ()
    areas: tuple[tuple[str, str], ...] = ()
    phones: tuple[tuple[str, str], ...] = ()
    hours: str = ""


@dataclass(frozen=True, slots=True)
class LocationRow:
    """Where it is given; a withheld location has no address and no point."""

    key: str
    organization: str
    name: str
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    withheld: bool = False
    phones: tuple[tuple[str, str], ...] = ()
    hours: str = ""


@dataclass(frozen=True)
class HsdsDirectory:
    """What was read, and what had to be said about it. `taken` counts rows, mended ones included."""

    organizations: tuple[OrganizationRow, ...]
    services: tuple[ServiceRow, ...]
    locations: tuple[LocationRow, ...]
    places: tuple[tuple[str, str], ...]
    taken: int
    issues: tuple[Issue, ...]

    def count(self, what: str) -> int:
        """How many rows were `mended` or `refused`."""
        return sum(issue.what == what for issue in self.issues)


@dataclass(frozen=True)
class Setting:
    """What the reader must know besides the files: the state, its counties by bare name, and the needs."""

    state: str
    counties: Mapping[str, str]
    county_of_zip: Callable[[str], str]
    needs: Mapping[str, Need]


def read_hsds11(files: Files, setting: Setting) -> HsdsDirectory:
    """A directory from its files. Raises HsdsRefused when organizations.csv or services.csv is missing."""
    check_files(files)
    return _Reader(files, setting).directory()


def check_files(files: Files) -> None:
    """Refuse files that are no directory in HSDS."""
    missing = [name for name in NEEDED if name not in files]
    if missing:
        raise HsdsRefused(f"{' and '.join(missing)} is missing. A directory in HSDS 1.1 is a folder with these files.")


def digest_of(row: object) -> str:
    """SHA-256 over a row, to see whether it changed since the last import."""
    return hashlib.sha256(json.dumps(asdict(row), sort_keys=True).encode()).hexdigest()  # type: ignore[call-overload]


@dataclass
class _Reader:
    """One reading; keeps count while it goes."""

    files: Files
    setting: Setting
    taken: int = 0
    issues: list[Issue] = field(default_factory=list)
    phones: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    spans: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    extra: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def directory(self) -> HsdsDirectory:
        keys = {owner: self._keys(f"{owner}s.csv") for owner in OWNERS}
        self._left_out()
        self._each("phones.csv", lambda row: self._phone(row, keys))
        self._each("regular_schedules.csv", lambda row: self._schedule(row, keys))
        self._each("eligibility.csv", lambda row: self._words("eligibility", row, keys))
        self._each("languages.csv", lambda row: self._words("language", row, keys))
        self._each("physical_addresses.csv", lambda row: self._address("location", row, keys))
        self._each("postal_addresses.csv", lambda row: self._address("organization", row, keys))
        places: list[tuple[str, str]] = []
        self._each("services_at_location.csv", lambda row: self._place(row, keys, places))
        organizations = self._rows("organizations.csv", self._organization)
        locations = self._rows("locations.csv", lambda row: self._location(row, keys["organization"]))
        where = _zips_by_service(places, {key: self.extra.get(("zip", key), [""])[0] for key in keys["location"]})
        services = self._rows("services.csv", lambda row: self._service(row, keys["organization"], where))
        return HsdsDirectory(
            tuple(organizations), tuple(services), tuple(locations), tuple(dict.fromkeys(places)), self.taken,
            tuple(self.issues),
        )  # fmt: skip

    # Going through files ---------------------------------------------------------------------------------------

    def _keys(self, file: str) -> frozenset[str]:
        return frozenset(row["id"].strip() for _line, row in self.files.get(file, ()) if row.get("id", "").strip())

    def _left_out(self) -> None:
        for file, why in LEFT_OUT.items():
            if file in self.files:
                self.issues.append(Issue(file, 0, "", "left out", why))

    def _each(self, file: str, take: Callable[[Row], Iterable[str]]) -> None:
        """Call `take` with each row; what it yields is what was mended, CellRefused is why a row was refused."""
        for line, row in self.files.get(file, ()):
            try:
                mended = ", ".join(filter(None, take(row)))
            except CellRefused as refused:
                self.issues.append(Issue(file, line, row.get("id", ""), "refused", str(refused)))
                continue
            self.taken += 1
            if mended:
                self.issues.append(Issue(file, line, row.get("id", ""), "mended", mended))

    def _rows(self, file: str, make: Callable[[Row], tuple[Any, list[str]]]) -> list[Any]:
        found: dict[str, Any] = {}

        def take(row: Row) -> list[str]:
            if not row.get("id", "").strip() or not row.get("name", "").strip():
                raise CellRefused("no id or no name")
            if len(row["id"].strip()) > LONGEST_ID:
                raise CellRefused(f"its id is longer than {LONGEST_ID} characters")
            if row["id"].strip() in found:
                raise CellRefused("this id stands twice")
            made, mended = make(row)
            found[made.key] = made
            return mended

        self._each(file, take)
        return list(found.values())

    def _owner(self, row: Row, keys: Mapping[str, frozenset[str]]) -> tuple[str, str]:
        """What a row belongs to: the first of service, location and organization that it names and that is here."""
        named = [(owner, row.get(f"{owner}_id", "").strip()) for owner in OWNERS]
        for owner, key in named:
            if key in keys[owner]:
                return owner, key
        if any(key for _owner, key in named):
            raise CellRefused("it belongs to something that is not in these files")
        raise CellRefused("it names no service, location or organization")

    # Rows that belong to others --------------------------------------------------------------------------------

    def _phone(self, row: Row, keys: Mapping[str, frozenset[str]]) -> list[str]:
        owner = self._owner(row, keys)
        found, mended = clean_phones(row.get("number", ""), row.get("extension", ""))
        self.phones.setdefault(owner, []).extend((phone.number, phone.extension) for phone in found)
        return [mended]

    def _schedule(self, row: Row, keys: Mapping[str, frozenset[str]]) -> list[str]:
        owner = self._owner(row, keys)
        day, span, mended = clean_span(
            row.get("weekday", ""), row.get("opens_at", ""), row.get("closes_at", ""), row.get("original_text", "")
        )
        self.spans.setdefault(owner, []).append((day, span))
        return [mended]

    def _words(self, column: str, row: Row, keys: Mapping[str, frozenset[str]]) -> list[str]:
        owner, key = self._owner(row, keys)
        text, mended = clean_text(row.get(column, ""))
        if text:
            self.extra.setdefault((f"{column}-{owner}", key), []).append(text)
        return [mended]

    def _address(self, kind: str, row: Row, keys: Mapping[str, frozenset[str]]) -> list[str]:
        key = row.get(f"{kind}_id", "").strip()
        if key not in keys[kind]:
            raise CellRefused(f"its {kind} is not in these files")
        parts = [row.get(name, "").strip() for name in ("address_1", "address_2", "city", "state_province")]
        text, mended = clean_text(", ".join(filter(None, parts)), 480)
        zip_code = row.get("postal_code", "").strip()[:10]
        if kind == "location":
            self.extra[("zip", key)] = [zip_code[:5]]
        withheld = is_withheld(text)
        self.extra[(f"address-{kind}", key)] = ["" if withheld else f"{text} {zip_code}".strip()]
        if withheld:
            self.extra[("withheld", key)] = ["yes"]
        return [mended, "address is withheld: its text and point are not kept" if withheld else ""]

    def _place(
        self, row: Row, keys: Mapping[str, frozenset[str]], places: list[tuple[str, str]]
    ) -> list[str]:
        service, location = row.get("service_id", "").strip(), row.get("location_id", "").strip()
        if service not in keys["service"] or location not in keys["location"]:
            raise CellRefused("its service or location is not in these files")
        places.append((service, location))
        return []

    # The three kinds -------------------------------------------------------------------------------------------

    def _attached(self, owner: str, key: str) -> dict[str, Any]:
        hours = hours_text(self.spans.get((owner, key), ()))
        return {
            "phones": tuple(dict.fromkeys(self.phones.get((owner, key), ()))),
            # A plan too long to keep is not cut: half a plan would say closed where it is open.
            "hours": hours if len(hours) <= LONGEST_HOURS else "",
        }

    def _organization(self, row: Row) -> tuple[OrganizationRow, list[str]]:
        key = row["id"].strip()
        texts, mended = _texts(row, {"name": 290, "alternate_name": 290, "description": 20_000, "email": 190})
        url, url_mended = clean_url(row.get("url", ""))
        made = OrganizationRow(
            key=key, url=url, postal_address=self._extra("address-organization", key),
            phones=self._attached("organization", key)["phones"], **texts,
        )  # fmt: skip
        return made, [*mended, url_mended]

    def _location(self, row: Row, organizations: frozenset[str]) -> tuple[LocationRow, list[str]]:
        key = row["id"].strip()
        name, mended = clean_text(row["name"], 290)
        organization, lost = _known(row.get("organization_id", ""), organizations)
        withheld = bool(self._extra("withheld", key))
        point, astray = (None, "") if withheld else clean_point(row.get("latitude", ""), row.get("longitude", ""))
        made = LocationRow(
            key=key, organization=organization, name=name, address=self._extra("address-location", key),
            latitude=point[0] if point else None, longitude=point[1] if point else None, withheld=withheld,
            **self._attached("location", key),
        )  # fmt: skip
        return made, [mended, lost, astray]

    def _service(
        self, row: Row, organizations: frozenset[str], zips: Mapping[str, list[str]]
    ) -> tuple[ServiceRow, list[str]]:
        key = row["id"].strip()
        limits = {"name": 290, "description": 20_000, "application_process": 2000, "fees": 1000, "email": 190}
        texts, mended = _texts(row, limits)
        url, url_mended = clean_url(row.get("url", ""))
        organization, lost = _known(row.get("organization_id", ""), organizations)
        status, changed = clean_status(row.get("status", ""))
        made = ServiceRow(
            key=key, organization=organization, url=url, status=status,
            eligibility="\n".join(self.extra.get(("eligibility-service", key), ()))[:2000],
            languages=", ".join(dict.fromkeys(self.extra.get(("language-service", key), ())))[:290],
            needs=needs_of(texts["name"], texts["description"], self.setting.needs),
            areas=self._areas(texts["name"], zips.get(key, [])), **texts, **self._attached("service", key),
        )  # fmt: skip
        return made, [*mended, url_mended, lost, changed]

    def _extra(self, kind: str, key: str) -> str:
        return self.extra.get((kind, key), [""])[0]

    def _areas(self, name: str, zips: list[str]) -> tuple[tuple[str, str], ...]:
        named = [(fips, f"its title names {county.title()} County") for county, fips in self._named(name)]
        if named:
            return tuple(named)
        given = {fips: f"given at ZIP {code}" for code in zips if (fips := self.setting.county_of_zip(code))}
        return tuple(given.items()) or (("", "area not stated; the directory is for this state"),)

    def _named(self, text: str) -> list[tuple[str, str]]:
        """Counties a title names: `in Cook County`, `Clinton, Fayette and Monroe Counties`."""
        found = []
        for phrase in re.findall(r"([A-Z][^;:()]*?)\s+Count(?:y|ies)\b", text):
            words = re.split(r",\s*|\s+and\s+|\s*&\s*|\bin\b|\bof\b|\bfor\b", phrase)
            for word in words:
                fips = self.setting.counties.get(word.strip().lower())
                if fips:
                    found.append((word.strip().lower(), fips))
        return list(dict.fromkeys(found))


def needs_of(name: str, description: str, needs: Mapping[str, Need]) -> tuple[tuple[str, str], ...]:
    """(need, why) for each need whose words begin a word of the title, or of a short description."""
    found = []
    places = [("title", name), *([("description", description)] if len(description) <= 120 else [])]
    for need in needs.values():
        hit = next(
            (
                (where, word)
                for where, text in places
                for word in need.words
                if re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE)
            ),
            None,
        )
        if hit:
            found.append((need.code, f"its {hit[0]} says {hit[1]}"))
    return tuple(found)


def _texts(row: Row, limits: Mapping[str, int]) -> tuple[dict[str, Any], list[str]]:
    texts: dict[str, Any] = {}
    mended: list[str] = []
    for column, limit in limits.items():
        texts[column], done = clean_text(row.get(column, ""), limit)
        mended += [f"{column}: {done}"] if done else []
    return texts, mended


def _known(key: str, keys: frozenset[str]) -> tuple[str, str]:
    key = key.strip()
    return (key, "") if key in keys or not key else ("", "its organization is not in these files")


def _zips_by_service(places: Iterable[tuple[str, str]], zips: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for service, location in places:
        if zips.get(location):
            found.setdefault(service, []).append(zips[location])
    return found
