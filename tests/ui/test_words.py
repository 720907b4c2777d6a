"""Times in the voice of the house, over the hour that happens twice."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.ground.ui.api import day_words, due_state, left_words, moment_words, span_words

NOW = datetime(2026, 11, 22, 8, 31, tzinfo=UTC)
CHICAGO = ZoneInfo("America/Chicago")


def test_day_has_its_month_in_letters() -> None:
    assert day_words(date(2026, 9, 2)) == "2 Sep 2026"


def test_moment_leaves_this_year_out_and_names_the_zone() -> None:
    assert moment_words(datetime(2026, 11, 22, 2, 10, tzinfo=CHICAGO), NOW) == "22 Nov 02:10 CST"
    assert moment_words(datetime(2025, 7, 4, 2, 10, tzinfo=CHICAGO), NOW) == "4 Jul 2025 02:10 CDT"


def test_the_year_is_that_of_the_reader_not_of_utc() -> None:
    new_year_in_utc = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)
    still_december = datetime(2026, 12, 31, 20, 0, tzinfo=CHICAGO)
    assert moment_words(still_december, new_year_in_utc) == "31 Dec 20:00 CST"


def test_the_two_half_past_ones_of_november_differ() -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO)
    assert moment_words(first, NOW) == "1 Nov 01:30 CDT"
    assert moment_words(first.replace(fold=1), NOW) == "1 Nov 01:30 CST"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=41), "00:41 left"),
        (timedelta(hours=9, minutes=59), "09:59 left"),
        (timedelta(hours=10), "10 h left"),
        (timedelta(hours=21, minutes=50), "21 h left"),
        (timedelta(hours=48), "2 days left"),
        (timedelta(0), "00:00 left"),
        (timedelta(seconds=-1), "overdue 1 min"),
        (timedelta(hours=-2), "overdue 2 h"),
        (timedelta(days=-3), "overdue 3 days"),
    ],
)
def test_left(span: timedelta, words: str) -> None:
    assert left_words(NOW + span, NOW) == words


@given(st.integers(min_value=0, max_value=10_000_000))
def test_nobody_is_promised_time_that_is_not_there(seconds: int) -> None:
    """The words never say more than is left: the figure read back is at most the span."""
    words = left_words(NOW + timedelta(seconds=seconds), NOW).removesuffix(" left")
    if ":" in words:
        hours, minutes = words.split(":")
        told = timedelta(hours=int(hours), minutes=int(minutes))
    else:
        figure, unit = words.split(" ")
        told = timedelta(hours=int(figure)) if unit == "h" else timedelta(days=int(figure))
    assert told <= timedelta(seconds=seconds)


def test_a_span_is_never_nothing() -> None:
    assert span_words(timedelta(seconds=3)) == "1 min"


def test_due_state() -> None:
    assert due_state(NOW - timedelta(seconds=1), NOW) == "overdue"
    assert due_state(NOW, NOW) == "running"
    assert due_state(NOW + timedelta(days=2), NOW) == "waiting"
