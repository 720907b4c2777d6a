"""Business days: Monday to Friday without federal holidays (5 USC 6103) and the agency's own closed days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_MON, _THU, _SAT, _SUN = 0, 3, 5, 6


def is_business_day(day: date, closed: frozenset[date] = frozenset()) -> bool:
    """Whether offices are open that day."""
    return day.weekday() < _SAT and day not in closed and day not in federal_holidays(day.year)


@lru_cache(maxsize=64)
def federal_holidays(year: int) -> frozenset[date]:
    """The days federal offices keep in that year: on a Saturday the Friday before, on a Sunday the Monday after.

    A New Year's Day on a Saturday is kept on 31 December, so it can fall into the year before.
    """
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25), date(year + 1, 1, 1)]
    if year >= 2021:
        fixed.append(date(year, 6, 19))
    moving = [
        _nth(year, 1, _MON, 3),
        _nth(year, 2, _MON, 3),
        _last_monday_of_may(year),
        _nth(year, 9, _MON, 1),
        _nth(year, 10, _MON, 2),
        _nth(year, 11, _THU, 4),
    ]
    return frozenset(day for day in [*map(_kept, fixed), *moving] if day.year == year)


def _kept(day: date) -> date:
    return day + timedelta(days={_SAT: -1, _SUN: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, weekday: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (count - 1))


def _last_monday_of_may(year: int) -> date:
    end = date(year, 5, 31)
    return end - timedelta(days=end.weekday())
