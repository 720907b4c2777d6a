"""Hours: known, unknown, and never open when closed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.library.core.hours import ALWAYS, DAYS, UNKNOWN, HoursRefused, next_open, open_at, parse

CENTRAL = "America/Chicago"
ZONES = ["America/Chicago", "America/New_York", "America/Phoenix", "Pacific/Honolulu", "America/St_Thomas"]
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))
spans = st.tuples(st.integers(0, 6), st.integers(0, 1438), st.integers(1, 1440)).filter(lambda s: s[1] < s[2])


def at(text: str, zone: str = CENTRAL) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        ("Mo-Fr 08:00-17:00", "2026-11-23T08:00", True),
        ("Mo-Fr 08:00-17:00", "2026-11-23T07:59", False),
        ("Mo-Fr 08:00-17:00", "2026-11-23T17:00", False),
        ("Mo-Fr 08:00-17:00", "2026-11-22T12:00", False),
        ("Mo-Fr 08:00-12:00,13:00-17:00", "2026-11-23T12:30", False),
        ("Fr-Mo 08:00-17:00", "2026-11-22T12:00", True),
        ("Mo,We 08:00-17:00", "2026-11-24T12:00", False),
        ("Mo-Fr 08:00-17:00; else unknown", "2026-11-22T12:00", None),
        ("24/7", "2026-11-22T02:10", True),
        ("", "2026-11-23T12:00", None),
        # Tennessee: from Friday 23:00 to Sunday 23:00 nobody answers the telephone.
        ("Mo-Th 00:00-24:00; Fr 00:00-23:00; Su 23:00-24:00", "2026-11-20T22:59", True),
        ("Mo-Th 00:00-24:00; Fr 00:00-23:00; Su 23:00-24:00", "2026-11-20T23:00", False),
        ("Mo-Th 00:00-24:00; Fr 00:00-23:00; Su 23:00-24:00", "2026-11-22T22:59", False),
        ("Mo-Th 00:00-24:00; Fr 00:00-23:00; Su 23:00-24:00", "2026-11-22T23:00", True),
        ("Mo-Th 00:00-24:00; Fr 00:00-23:00; Su 23:00-24:00", "2026-11-23T00:00", True),
    ],
)
def test_open_closed_or_unknown(hours: str, moment: str, expected: bool | None) -> None:
    assert open_at(parse(hours), at(moment), CENTRAL) is expected


@pytest.mark.parametrize(
    "text", ["8-17", "Mo 17:00-08:00", "Mo-Xx 08:00-17:00", "Mo 08:00-25:00", "Mo 08:00-24:30", "always", "Mo", ";"]
)
def test_other_notations_are_refused_not_guessed(text: str) -> None:
    with pytest.raises(HoursRefused):
        parse(text)


def test_the_line_keeps_its_own_clock() -> None:
    eastern_morning = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo("America/New_York"))
    assert open_at(parse("Mo-Fr 08:00-17:00"), eastern_morning, CENTRAL) is False
    assert open_at(parse("Mo-Fr 08:00-17:00"), eastern_morning, "America/New_York") is True


def test_summer_time_moves_the_hours_with_the_people() -> None:
    hours = parse("Mo-Fr 08:00-17:00")
    winter = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)  # 08:00 standard time
    summer = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)  # 08:00 daylight time, one hour earlier in UTC
    for opens in (winter, summer):
        assert open_at(hours, opens, CENTRAL) is True
        assert open_at(hours, opens - timedelta(minutes=1), CENTRAL) is False


def test_the_repeated_hour_in_autumn() -> None:
    hours = parse("Su 01:00-02:00")
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (6, 7))  # both 01:30 on the clock
    assert open_at(hours, first, CENTRAL) is open_at(hours, second, CENTRAL) is True


def test_opens_next() -> None:
    opens = next_open(parse("Mo-Fr 08:00-17:00"), at("2026-11-20T18:00"), CENTRAL)
    assert opens is not None and opens.isoformat() == "2026-11-23T08:00:00-06:00"
    assert next_open(parse("Mo-Fr 08:00-17:00"), at("2026-11-23T09:00"), CENTRAL) is None
    assert next_open(UNKNOWN, at("2026-11-23T09:00"), CENTRAL) is None
    assert next_open(ALWAYS, at("2026-11-23T09:00"), CENTRAL) is None


@given(moments, st.lists(spans, max_size=6), st.sampled_from(ZONES), st.booleans())
def test_open_exactly_inside_the_spans(
    moment: datetime, chosen: list[tuple[int, int, int]], zone: str, known: bool
) -> None:
    text = "; ".join(f"{DAYS[d]} {s // 60:02}:{s % 60:02}-{e // 60:02}:{e % 60:02}" for d, s, e in chosen)
    hours = parse(text + ("" if known or not text else "; else unknown"))
    local = moment.astimezone(ZoneInfo(zone))
    minute = local.hour * 60 + local.minute
    inside = any(day == local.weekday() and start <= minute < end for day, start, end in chosen)
    expected = True if inside else (False if known and chosen else None)
    assert open_at(hours, moment, zone) is expected


@given(moments, st.lists(spans, min_size=1, max_size=4), st.sampled_from(ZONES))
def test_when_it_opens_next_it_is_open_and_never_earlier(
    moment: datetime, chosen: list[tuple[int, int, int]], zone: str
) -> None:
    text = "; ".join(f"{DAYS[d]} {s // 60:02}:{s % 60:02}-{e // 60:02}:{e % 60:02}" for d, s, e in chosen)
    hours = parse(text)
    opens = next_open(hours, moment, zone)
    if opens is None:
        assert open_at(hours, moment, zone) is True
        return
    assert moment < opens <= moment + timedelta(days=8, hours=1)
    # A span that begins in the hour that does not exist in spring opens with the hour after it.
    in_gap = opens.astimezone(UTC).astimezone(ZoneInfo(zone)) != opens
    assert in_gap or open_at(hours, opens, zone) is True
