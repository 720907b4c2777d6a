"""Opening hours as data: what is known, what is not, and whether someone answers at a moment.

A short text, a subset of the notation of OpenStreetMap:

    ""                                   nothing is known
    "24/7"                               always
    "Mo-Fr 08:00-17:00"                  then, and closed otherwise
    "Mo-Th 00:00-24:00; Fr 00:00-23:00"  several spans
    "Mo-Fr 08:00-17:00; else unknown"    then; nothing is known about the rest

Spans are on the clock of the line's own time zone, so summer time moves them as it moves the people who answer.
A span never crosses midnight: write two. Nothing here assumes that an unknown hour is an open one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = "|".join(DAYS)
_RULE = re.compile(rf"((?:{_DAY})(?:[-,](?:{_DAY}))*) ([0-9:,-]+)")
_SPAN = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
MINUTES_A_DAY = 24 * 60


class HoursRefused(ValueError):
    """This text is not hours in our notation; the message says which part."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Open spans as (weekday from Monday 0, first minute, minute after the last); `rest` holds outside them."""

    spans: tuple[tuple[int, int, int], ...]
    rest: bool | None

    @property
    def known(self) -> bool:
        """Whether anything at all is known."""
        return bool(self.spans) or self.rest is not None


UNKNOWN = Hours((), None)
ALWAYS = Hours((), True)


@lru_cache(maxsize=4096)
def parse(text: str) -> Hours:
    """Hours from their text. Raises HoursRefused."""
    text = text.strip()
    if not text:
        return UNKNOWN
    if text == "24/7":
        return ALWAYS
    spans: list[tuple[int, int, int]] = []
    rest: bool | None = False
    for part in (part.strip() for part in text.split(";")):
        if part == "else unknown":
            rest = None
        else:
            spans.extend(_rule(part))
    return Hours(tuple(sorted(set(spans))), rest)


def _rule(part: str) -> list[tuple[int, int, int]]:
    rule = _RULE.fullmatch(part)
    if not rule:
        raise HoursRefused(f"{part!r} is not days and spans, such as Mo-Fr 08:00-17:00")
    return [(day, *span) for day in _days(rule[1]) for span in map(_span, rule[2].split(","))]


def _days(text: str) -> list[int]:
    days: list[int] = []
    for piece in text.split(","):
        first, _, last = piece.partition("-")
        start, end = DAYS.index(first), DAYS.index(last or first)
        if end < start:
            end += 7
        days.extend(day % 7 for day in range(start, end + 1))
    return days


def _span(text: str) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if not found:
        raise HoursRefused(f"{text!r} is not a span, such as 08:00-17:00")
    start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if not start < end <= MINUTES_A_DAY:
        raise HoursRefused(f"{text!r} does not end after it begins on the same day; write two spans")
    return start, end


def open_at(hours: Hours, at: datetime, zone: str) -> bool | None:
    """Whether someone answers at that moment: yes, no, or not known. `at` carries a zone; `zone` is IANA."""
    local = at.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    for day, start, end in hours.spans:
        if day == local.weekday() and start <= minute < end:
            return True
    return hours.rest


def next_open(hours: Hours, at: datetime, zone: str) -> datetime | None:
    """When it opens next, on the line's clock; None when it is open now, or when nothing is known."""
    if not hours.spans or open_at(hours, at, zone):
        return None
    local = at.astimezone(ZoneInfo(zone))
    for ahead in range(8):
        date = (local + timedelta(days=ahead)).date()
        for day, start, _end in hours.spans:
            opens = datetime(date.year, date.month, date.day, start // 60, start % 60, tzinfo=ZoneInfo(zone))
            # Compared as instants: in the hour that summer time repeats, equal clock times are not equal moments.
            if day == date.weekday() and opens.timestamp() > at.timestamp():
                return opens
    return None
