"""Lines, shifts and moments for the tests of routing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from harborlight.library.atlas import geography, shipped_directory
from harborlight.library.core.answers import Answer
from harborlight.library.core.lines import Check, Shift
from harborlight.library.core.routing import who_to_call

NIGHT = datetime(2026, 11, 22, 2, 10, tzinfo=ZoneInfo("America/Chicago"))
"""A Sunday, ten past two in the morning, Central time."""
STATES = sorted(set(geography().states()) - {"AS", "GU", "MP", "PR", "VI"})


def calls(place: str, at: datetime = NIGHT, need: str = "", **more: object) -> tuple[Answer, ...]:
    """Who to call, on the shipped directory."""
    return who_to_call(geography().place(place), at, need, shipped_directory(), **more)  # type: ignore[arg-type]


def any_county(state: str) -> str:
    """Some county of a state, as a place."""
    return f"fips:{geography().counties_of(state)[0].fips}"


def protection(answers: tuple[Answer, ...]) -> list[Answer]:
    """The answers about child protection and what stands in for it."""
    return [a for a in answers if a.role == "child-protection" or a.fallback_for == "child-protection"]


def shift(**more: object) -> Shift:
    """A unit on call in Cook County around NIGHT."""
    facts: dict[str, object] = {
        "unit": "Special Victims on call",
        "value": "312-555-0142",
        "starts_at": datetime(2026, 11, 22, 1, 0, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 22, 13, 0, tzinfo=UTC),
        "counties": frozenset({"17031"}),
        "entered_on": date(2026, 11, 20),
        "agency": "Harbor County Police",
    }
    return Shift(**(facts | more))  # type: ignore[arg-type]


def checked(line_id: str, at: datetime, result: str = "answered") -> dict[str, Check]:
    """The agency's newest check of one line."""
    return {line_id: Check(at, result)}
