"""The directory as the router sees it: lines, facts, needs, checks and shifts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from harborlight.library.core import hours as hours_of
from harborlight.library.core.hours import Hours

CHANNELS = ("phone", "text", "web", "email", "tty", "fax", "office")
TRUST = ("high", "medium", "low")
RESULTS = ("answered", "failed")
CHECK_AGAIN = {"shelter": timedelta(days=30), "line": timedelta(days=90), "other": timedelta(days=365)}
"""After how long a checked number counts as not checked: bed lines change fastest (research on directories)."""
LINE_ROLES = frozenset({"fbi-office", "icac", "federal-agency", "attorney-general", "social-services"})


class NeedRefused(ValueError):
    """This is not a need we know; the message lists those we do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One way to reach someone. An empty `value` means that it was not found; an unknown hour is not an open one."""

    id: str
    role: str
    name: str
    channel: str
    value: str
    source: str
    source_date: str
    trust: str = "low"
    state: str = ""
    counties: frozenset[str] = frozenset()
    not_counties: frozenset[str] = frozenset()
    level: str = "national"
    tz: str = ""
    hours: Hours = hours_of.UNKNOWN
    hours_text: str = ""
    hours_stated: str = ""
    otherwise: str = ""
    note: str = ""
    transcribed_from: str = ""

    def serves(self, state: str, county_fips: str) -> bool:
        """Whether this line is for that state and county. A line without a state is for the whole country."""
        if self.state and self.state != state:
            return False
        if self.counties and county_fips not in self.counties:
            return False
        return county_fips not in self.not_counties

    @property
    def check_after(self) -> timedelta:
        """How long a check of this number is good for."""
        kind = "shelter" if self.role == "shelter" else "other" if self.role in LINE_ROLES else "line"
        return CHECK_AGAIN[kind]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about a state's line that an officer must see, by language."""

    id: str
    states: frozenset[str]
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Need:
    """What a child or an officer needs, and which roles and directory terms meet it."""

    code: str
    text: Mapping[str, str]
    roles: tuple[str, ...]
    terms: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """The agency's newest check of a number: when, and whether it answered."""

    at: datetime
    result: str

    def good_at(self, at: datetime, line: Line) -> bool:
        """Whether the number counts as verified: it answered, and not too long ago."""
        return self.result == "answered" and at - self.at <= line.check_after


@dataclass(frozen=True, slots=True)
class Shift:
    """One entry of an agency's rota: who is on call, from when to when, for which counties."""

    unit: str
    value: str
    starts_at: datetime
    ends_at: datetime
    counties: frozenset[str]
    entered_on: date
    agency: str = ""
    name: str = ""
    channel: str = "phone"
    role: str = "local-police"

    def on_duty(self, at: datetime, county_fips: str) -> bool:
        """Whether this unit is on call at that moment for that county."""
        return self.starts_at <= at < self.ends_at and county_fips in self.counties


@dataclass(frozen=True)
class Directory:
    """All lines that are known, and what has to be known about them."""

    lines: tuple[Line, ...]
    facts: tuple[Fact, ...] = ()
    county_first: frozenset[str] = frozenset()
    needs: Mapping[str, Need] = field(default_factory=dict)

    def serving(self, role: str, state: str, county_fips: str) -> list[Line]:
        """The lines of a role for that place, in the order of the directory."""
        return [line for line in self.lines if line.role == role and line.serves(state, county_fips)]

    def facts_of(self, state: str, language: str) -> tuple[str, ...]:
        """What has to be known about that state's line."""
        return tuple(fact.text.get(language, fact.text["en"]) for fact in self.facts if state in fact.states)

    def need(self, code: str) -> Need:
        """The need of that code. Raises NeedRefused."""
        if code not in self.needs:
            raise NeedRefused(f"'{code}' is not a need we know. Use one of: {', '.join(sorted(self.needs))}.")
        return self.needs[code]


def directory_of(
    rows: Iterable[Mapping[str, str]], notes: Iterable[Mapping[str, Any]], needs: Iterable[Mapping[str, str]]
) -> Directory:
    """A directory from contact rows, from what was read by hand beside them, and from the list of needs."""
    notes = list(notes)
    by_hand = {entry["id"]: entry for note in notes for entry in note.get("hours", ())}
    not_in = {entry["id"]: entry["counties"] for note in notes for entry in note.get("not_in", ())}
    return Directory(
        lines=tuple(line_of(row, by_hand.get(row["id"], {}), not_in.get(row["id"], ())) for row in rows),
        facts=tuple(
            Fact(entry["id"], frozenset(entry["states"]), entry["text"])
            for note in notes
            for entry in note.get("facts", ())
        ),
        county_first=frozenset(entry["state"] for note in notes for entry in note.get("county_first", ())),
        needs={row["code"]: _need(row) for row in needs},
    )


def line_of(row: Mapping[str, str], by_hand: Mapping[str, str], not_in: Iterable[str]) -> Line:
    """One line from its row; hours that were read by hand replace those of the row. Raises HoursRefused."""
    hours_text = by_hand.get("hours", row.get("hours", ""))
    return Line(
        id=row["id"],
        role=row["role"],
        name=row["name"],
        channel=row["channel"],
        value=row.get("value", ""),
        source=row["source"],
        source_date=row["source_date"],
        trust=row["trust"],
        state=row.get("state", ""),
        counties=frozenset(row.get("county_fips", "").split()),
        not_counties=frozenset(row.get("except_fips", "").split()) | frozenset(not_in),
        level=row.get("level", ""),
        tz=by_hand.get("tz", row.get("tz", "")),
        hours=hours_of.parse(hours_text),
        hours_text=hours_text,
        hours_stated=by_hand.get("why", row.get("hours_stated", "")),
        otherwise=by_hand.get("otherwise", ""),
        note=row.get("note", ""),
        transcribed_from=row.get("transcribed_from", ""),
    )


def _need(row: Mapping[str, str]) -> Need:
    return Need(
        code=row["code"],
        text={"en": row["en"], "es": row["es"]},
        roles=tuple(row.get("roles", "").split()),
        terms=tuple(row.get("open_eligibility", "").split()),
        words=tuple(word for word in row.get("words", "").split("|") if word),
    )
