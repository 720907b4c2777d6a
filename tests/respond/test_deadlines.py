"""When deadlines fall: hours over daylight saving, days over leap day, business days over holidays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.respond.clocks.core import Deadline, Unit, due_at, read_deadline
from harborlight.respond.clocks.core.calendar import federal_holidays, is_business_day
from harborlight.respond.core.conditions import ContentFault

CHICAGO = ZoneInfo("America/Chicago")
ZONES = [ZoneInfo(name) for name in ("America/Chicago", "America/New_York", "America/Phoenix", "Pacific/Honolulu")]
NONE_CLOSED: frozenset[date] = frozenset()


def chicago(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO, fold=fold)


def due(
    unit: str, count: int, start: datetime, zone: ZoneInfo = CHICAGO, closed: frozenset[date] = NONE_CLOSED
) -> datetime:
    found = due_at(Deadline(Unit(unit), count), start, zone=zone, closed=closed)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        # Clocks go forward at 02:00 on 8 March 2026: two hours after 01:30 the wall shows 04:30.
        ("2026-03-08T01:30", "2026-03-08T04:30"),
        # Clocks go back at 02:00 on 1 November 2026: two hours after the first 01:30 the wall shows 02:30.
        ("2026-11-01T01:30", "2026-11-01T02:30"),
        ("2026-11-22T23:30", "2026-11-23T01:30"),
        ("2028-02-28T23:00", "2028-02-29T01:00"),
    ],
)
def test_hours_are_real_hours(start: str, expected: str) -> None:
    assert due("hours", 2, chicago(start)) == chicago(expected).astimezone(UTC)
    assert due("hours", 2, chicago(start)) - chicago(start).astimezone(UTC) == timedelta(hours=2)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-10-20T02:10", 30, "2026-11-19T02:10"),  # over the end of daylight saving
        ("2026-02-20T02:10", 30, "2026-03-22T02:10"),  # over its beginning
        ("2028-01-30T12:00", 30, "2028-02-29T12:00"),  # onto leap day
        ("2027-01-30T12:00", 30, "2027-03-01T12:00"),  # no leap day
        ("2026-12-15T08:00", 30, "2027-01-14T08:00"),
    ],
)
def test_days_keep_the_wall_clock(start: str, count: int, expected: str) -> None:
    assert due("days", count, chicago(start)) == chicago(expected).astimezone(UTC)


def test_a_time_that_does_not_exist_falls_earlier() -> None:
    # 02:30 on 8 March 2026 is skipped; 01:30 CST is the last half hour before it.
    assert due("days", 30, chicago("2026-02-06T02:30")) == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)


def test_a_time_that_happens_twice_falls_on_the_first() -> None:
    assert due("days", 1, chicago("2026-10-31T01:30")) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "count", "ends"),
    [
        ("2026-11-23T09:00", 2, "2026-11-26T00:00"),  # Monday to the end of Wednesday
        ("2026-11-25T09:00", 2, "2026-12-01T00:00"),  # over Thanksgiving (Thursday) and the weekend
        ("2026-11-20T17:00", 1, "2026-11-24T00:00"),  # Friday to the end of Monday
        ("2026-11-21T10:00", 1, "2026-11-24T00:00"),  # a Saturday start
        ("2026-07-02T10:00", 1, "2026-07-07T00:00"),  # 4 July on a Saturday is kept on Friday
        ("2027-12-30T10:00", 1, "2028-01-04T00:00"),  # 1 January 2028 on a Saturday is kept on 31 December
    ],
)
def test_business_days_end_with_the_day(start: str, count: int, ends: str) -> None:
    assert due("business_days", count, chicago(start)) == chicago(ends).astimezone(UTC)


def test_an_agency_that_is_closed_has_longer() -> None:
    closed = frozenset({date(2026, 11, 27)})
    assert due("business_days", 1, chicago("2026-11-25T09:00"), closed=closed) == chicago("2026-12-01T00:00")


def test_the_federal_holidays_of_2026() -> None:
    assert sorted(federal_holidays(2026)) == [
        date(2026, 1, 1), date(2026, 1, 19), date(2026, 2, 16), date(2026, 5, 25), date(2026, 6, 19), date(2026, 7, 3),
        date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26), date(2026, 12, 25),
    ]  # fmt: skip


def test_juneteenth_is_kept_since_2021() -> None:
    assert not is_business_day(date(2024, 6, 19))
    assert is_business_day(date(2020, 6, 19))
    assert not is_business_day(date(2021, 12, 31)), "1 January 2022 was a Saturday"


def test_at_once_is_due_when_it_starts_and_none_is_never_due() -> None:
    start = chicago("2026-11-22T02:10")
    assert due_at(Deadline(Unit.AT_ONCE, at_once=True), start, zone=CHICAGO, closed=NONE_CLOSED) == start
    assert due_at(Deadline(Unit.NONE), start, zone=CHICAGO, closed=NONE_CLOSED) is None


def test_a_time_without_zone_starts_nothing() -> None:
    with pytest.raises(ValueError, match="zone"):
        due("hours", 2, datetime(2026, 11, 22, 2, 10))


@pytest.mark.parametrize(
    ("row", "words", "palabras"),
    [
        ({"immediately": True}, "at once", "de inmediato"),
        (
            {"immediately": True, "hours": 24},
            "at once, 24 hours at the latest",
            "de inmediato, a más tardar en 24 horas",
        ),
        ({"immediately": False, "hours": 24}, "within 24 hours", "en 24 horas"),
        ({"hours": 1}, "within 1 hour", "en 1 hora"),
        ({"days": 30}, "within 30 days", "en 30 días"),
        ({"business_days": 2}, "within 2 business days", "en 2 días hábiles"),
        ({"none_stated": True}, "no time stated", "sin plazo indicado"),
    ],
)
def test_a_deadline_says_itself_and_is_written_back(row: dict[str, object], words: str, palabras: str) -> None:
    deadline = read_deadline(row, where="x")
    assert (deadline.words(), deadline.words("es")) == (words, palabras)
    assert read_deadline(deadline.as_data(), where="x") == deadline


@pytest.mark.parametrize(
    "row",
    [
        {}, {"hours": 0}, {"hours": -2}, {"hours": 1.5}, {"hours": True}, {"hours": "2"}, {"days": 99999}, {"weeks": 2},
        {"hours": 2, "days": 1}, {"none_stated": True, "hours": 2}, {"none_stated": True, "immediately": True},
        {"immediately": "yes"}, {"immediately": False},
    ],
)  # fmt: skip
def test_an_impossible_deadline_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(ContentFault, match="pack x duty F1"):
        read_deadline(row, where="pack x duty F1")


moments = st.datetimes(min_value=datetime(2006, 1, 1), max_value=datetime(2060, 1, 1), timezones=st.sampled_from(ZONES))


@given(moments, st.sampled_from(["hours", "days", "business_days"]), st.integers(1, 200), st.sampled_from(ZONES))
def test_a_deadline_is_after_its_start_and_longer_counts_fall_later(
    start: datetime, unit: str, count: int, zone: ZoneInfo
) -> None:
    first, second = due(unit, count, start, zone), due(unit, count + 1, start, zone)
    assert start.astimezone(UTC) < first < second


@given(moments, st.integers(1, 200), st.sampled_from(ZONES))
def test_days_are_never_more_than_an_hour_off(start: datetime, count: int, zone: ZoneInfo) -> None:
    drift = due("days", count, start, zone) - (start.astimezone(UTC) + timedelta(days=count))
    assert abs(drift) <= timedelta(hours=1)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 1, 1)), st.integers(1, 30))
def test_between_start_and_end_lie_exactly_the_business_days(day: date, count: int) -> None:
    start = datetime(day.year, day.month, day.day, 12, tzinfo=CHICAGO)
    end = due("business_days", count, start).astimezone(CHICAGO)
    last = end.date() - timedelta(days=1)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(is_business_day(one) for one in between) == count
    assert is_business_day(last)
