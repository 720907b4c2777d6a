"""The who-to-call table of one state, small enough to lie in a telephone: lines, hours as data, counties, ZIP codes.

    say       sentences with {places} to fill, [English, Spanish]; facts the same, about the state's own line
    lines     k key, r role, n name, c channel, v value, h hours (notation of core.hours), z zone, o what happens
              outside hours, l level, f only these counties, x not these, s source, d its date, t trust (h m l),
              y day our agency verified it
    counties  FIPS to [name, index in zones, index in districts, FBI line keys]
    zips      first three digits to a run of four signs each: last two digits, county as two signs of base 36 (its
              place among the sorted county codes)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from harborlight.library.core.lines import Check, Directory, Line, Shift
from harborlight.library.core.places import County
from harborlight.library.core.sentences import role_name, template

ROLES = (
    "emergency",
    "child-protection",
    "child-protection-facility",
    "child-abuse-counsel",
    "trafficking-hotline",
    "missing-children",
    "fbi-office",
    "fbi-tips",
    "icac",
    "icac-finder",
    "runaway-line",
    "crisis-line",
)
_CHANNELS = ("phone", "text", "web")
SENTENCES = (
    "emergency",
    "takes-county",
    "takes-state",
    "takes-state-for-county",
    "county-missing",
    "state-missing",
    "open-always",
    "open-now",
    "closed-now",
    "message",
    "hours-unknown",
    "portal-now",
    "form",
    "old-number",
    "fallback-police",
    "fallback-police-closed",
    "fallback-police-stated",
    "fallback-police-maybe",
    "fallback-counsel",
    "facility",
    "fbi",
    "fbi-candidate",
    "fbi-likely",
    "icac-state",
    "icac-county",
    "icac-maybe",
    "icac-finder",
    "rota",
    "not-verified",
    "verified",
    "not-found",
    "not-stated",
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def call_table(
    state: str,
    directory: Directory,
    counties: Iterable[County],
    zips: Iterable[tuple[str, str]],
    checks: Mapping[str, Check],
    shifts: Iterable[Shift],
    at: datetime,
) -> dict[str, Any]:
    """The table as plain values for JSON. `zips` are (ZIP code, county FIPS); `shifts` only those that are public."""
    known = sorted(counties, key=lambda county: county.fips)
    fips = [county.fips for county in known]
    offices = {line.name: line.id for line in directory.lines if line.role == "fbi-office"}
    zones = sorted({county.tz for county in known})
    districts = sorted({county.district for county in known})
    used = {key for county in known for key in _offices(county, offices)}
    lines = [line for line in directory.lines if _wanted(line, state, fips, used)]
    return {
        "v": 1,
        "state": state,
        "name": known[0].state_name if known else state,
        "made": at.isoformat(timespec="minutes"),
        "county_first": state in directory.county_first,
        "roles": {role: [role_name(role, "en"), role_name(role, "es")] for role in (*ROLES, "local-police")},
        "say": {name: [template(name, "en"), template(name, "es")] for name in SENTENCES},
        "facts": [[text["en"], text["es"]] for text in _facts(directory, state)],
        "lines": [_line(line, checks, at) for line in lines],
        "zones": zones,
        "districts": districts,
        "counties": {
            county.fips: [
                county.name, zones.index(county.tz), districts.index(county.district), _offices(county, offices),
            ]
            for county in known
        },
        "zips": _packed(zips, fips),
        "rota": [_shift(shift) for shift in shifts],
    }  # fmt: skip


def _facts(directory: Directory, state: str) -> list[Mapping[str, str]]:
    return [fact.text for fact in directory.facts if state in fact.states]


def _offices(county: County, offices: Mapping[str, str]) -> list[str]:
    names = [county.fbi_office] if county.fbi_office else list(county.fbi_candidates)
    return [offices[name] for name in names if name in offices]


def _wanted(line: Line, state: str, fips: list[str], offices: set[str]) -> bool:
    if line.role not in ROLES or line.channel not in _CHANNELS or line.state not in ("", state):
        return False
    return line.role != "fbi-office" or line.id in offices


def _line(line: Line, checks: Mapping[str, Check], at: datetime) -> dict[str, Any]:
    check = checks.get(line.id)
    facts = {
        "k": line.id,
        "r": line.role,
        "n": line.name,
        "c": line.channel,
        "v": line.value,
        "h": line.hours_text,
        "z": line.tz,
        "o": line.otherwise,
        "l": line.level,
        "f": sorted(line.counties),
        "x": sorted(line.not_counties),
        "s": line.source,
        "d": line.source_date,
        "t": line.trust[:1],
        "y": check.at.date().isoformat() if check and check.good_at(at, line) else "",
    }
    return {key: value for key, value in facts.items() if value}


def _packed(zips: Iterable[tuple[str, str]], fips: list[str]) -> dict[str, str]:
    place = {code: index for index, code in enumerate(fips)}
    packed: dict[str, str] = {}
    for code, county in sorted(zips):
        if county in place:
            index = place[county]
            packed[code[:3]] = packed.get(code[:3], "") + code[3:] + _DIGITS[index // 36] + _DIGITS[index % 36]
    return packed


def _shift(shift: Shift) -> dict[str, Any]:
    return {
        "unit": shift.unit,
        "v": shift.value,
        "from": shift.starts_at.isoformat(),
        "to": shift.ends_at.isoformat(),
        "f": sorted(shift.counties),
        "agency": shift.agency,
        "d": shift.entered_on.isoformat(),
    }
