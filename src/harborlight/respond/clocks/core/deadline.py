"""Deadlines: at once, hours, days, business days, or none stated; and the moment one falls due.

Hours are counted in absolute time. Days keep the wall-clock time of the agency's own zone, so a 30-day duty that
starts at 02:10 ends at 02:10, whatever daylight saving did between. Where a wall-clock time happens twice or not
at all on that day, the earlier moment counts: a deadline may come too soon, never too late.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from harborlight.respond.clocks.core.calendar import is_business_day
from harborlight.respond.core.conditions import ContentFault

LONGEST = {"hours": 24 * 366, "days": 5 * 366, "business_days": 366}
"""More than this is a slip of the pen, not a deadline."""


class Unit(StrEnum):
    """What a deadline is counted in."""

    AT_ONCE = "immediately"
    HOURS = "hours"
    DAYS = "days"
    BUSINESS_DAYS = "business_days"
    NONE = "none_stated"


@dataclass(frozen=True, slots=True)
class Deadline:
    """`count` of `unit`. `at_once` with hours is the law's "immediately, and at the latest within 24 hours"."""

    unit: Unit
    count: int = 0
    at_once: bool = False

    def words(self, language: str = "en") -> str:
        """The deadline as a person says it: "at once", "within 2 hours", "at once, 24 hours at the latest"."""
        return _words_es(self) if language == "es" else _words(self)

    def as_data(self) -> dict[str, Any]:
        """The deadline as a pack writes it."""
        if self.unit in (Unit.AT_ONCE, Unit.NONE):
            return {self.unit.value: True}
        first = {Unit.AT_ONCE.value: True} if self.at_once else {}
        return {**first, self.unit.value: self.count}


def read_deadline(row: Mapping[str, Any], *, where: str) -> Deadline:
    """A deadline from `{immediately: true}`, `{hours: 2}`, `{immediately: true, hours: 24}`, `{days: 30}`,
    `{business_days: 2}` or `{none_stated: true}`. Raises ContentFault for an impossible one."""
    # An overlay takes a flag back by writing it false, because overlaid mappings are merged.
    row = {name: value for name, value in row.items() if value is not False}
    counts = {name: row[name] for name in LONGEST if name in row}
    flags = {name for name in (Unit.AT_ONCE, Unit.NONE) if row.get(name) is True}
    if set(row) - set(counts) - flags or len(counts) > 1 or not row or (Unit.NONE in flags and len(row) > 1):
        raise ContentFault("This deadline cannot be read.", where=where, mend="Write for example `{hours: 24}`.")
    if not counts:
        return Deadline(Unit(next(iter(flags))), at_once=Unit.AT_ONCE in flags)
    name, count = next(iter(counts.items()))
    if type(count) is not int or not 1 <= count <= LONGEST[name]:
        raise ContentFault(
            f"{count} {name} is not a possible deadline.", where=where, mend=f"Give 1 to {LONGEST[name]}."
        )
    return Deadline(Unit(name), count, at_once=Unit.AT_ONCE in flags)


def due_at(deadline: Deadline, started: datetime, *, zone: ZoneInfo, closed: frozenset[date]) -> datetime | None:
    """The moment the deadline runs out, in UTC; None where the law states none.

    `started` must carry its zone. `closed` are extra days the agency's offices are shut, beside federal holidays.
    """
    if started.tzinfo is None:
        raise ValueError("A clock needs a time with its zone.")
    match deadline.unit:
        case Unit.NONE:
            return None
        case Unit.AT_ONCE:
            return started.astimezone(UTC)
        case Unit.HOURS:
            return started.astimezone(UTC) + timedelta(hours=deadline.count)
        case Unit.DAYS:
            local = started.astimezone(zone)
            return _instant(local.date() + timedelta(days=deadline.count), local.time(), zone)
        case Unit.BUSINESS_DAYS:
            return _end_of_business(started.astimezone(zone).date(), deadline.count, zone, closed)


def _end_of_business(first: date, count: int, zone: ZoneInfo, closed: frozenset[date]) -> datetime:
    """The end of the n-th business day; the day the clock starts is not counted."""
    day = first
    while count:
        day += timedelta(days=1)
        count -= is_business_day(day, closed)
    return _instant(day + timedelta(days=1), time(0), zone)


def _instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That wall-clock time in UTC: the earlier one where the clock is put back or skips it."""
    local = datetime.combine(day, at.replace(tzinfo=None), tzinfo=zone)
    return min(local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))


_ONE_EN = {Unit.HOURS: "hour", Unit.DAYS: "day", Unit.BUSINESS_DAYS: "business day"}
_ONE_ES = {Unit.HOURS: ("hora", "horas"), Unit.DAYS: ("día", "días"), Unit.BUSINESS_DAYS: ("día hábil", "días hábiles")}


def _words(deadline: Deadline) -> str:
    if deadline.unit is Unit.NONE:
        return "no time stated"
    if deadline.unit is Unit.AT_ONCE:
        return "at once"
    span = f"{deadline.count} {_ONE_EN[deadline.unit]}{'' if deadline.count == 1 else 's'}"
    return f"at once, {span} at the latest" if deadline.at_once else f"within {span}"


def _words_es(deadline: Deadline) -> str:
    if deadline.unit is Unit.NONE:
        return "sin plazo indicado"
    if deadline.unit is Unit.AT_ONCE:
        return "de inmediato"
    span = f"{deadline.count} {_ONE_ES[deadline.unit][deadline.count != 1]}"
    return f"de inmediato, a más tardar en {span}" if deadline.at_once else f"en {span}"
