"""When somebody was told: never in the future, never absurdly early."""

from datetime import UTC, datetime, timedelta

import pytest

from harborlight.respond.notices.core import NoticeRefused, checked_time

OPENED = datetime(2026, 11, 22, 8, 10, tzinfo=UTC)
NOW = OPENED + timedelta(hours=1)


def test_a_time_in_the_past_is_taken_as_it_is() -> None:
    assert checked_time(OPENED + timedelta(minutes=21), now=NOW, opened_at=OPENED) == OPENED + timedelta(minutes=21)


def test_a_phone_whose_clock_runs_fast_is_forgiven() -> None:
    assert checked_time(NOW + timedelta(minutes=4), now=NOW, opened_at=OPENED) == NOW


def test_telling_somebody_before_the_response_was_written_is_normal() -> None:
    early = OPENED - timedelta(hours=3)
    assert checked_time(early, now=NOW, opened_at=OPENED) == early


@pytest.mark.parametrize(
    ("told", "message"),
    [
        (NOW + timedelta(minutes=6), "has not come yet"),
        (OPENED - timedelta(days=31), "more than 30 days"),
        (datetime(2026, 11, 22, 8, 30), "no zone"),
    ],
)
def test_an_impossible_time_is_refused_in_words(told: datetime, message: str) -> None:
    with pytest.raises(NoticeRefused, match=message):
        checked_time(told, now=NOW, opened_at=OPENED)
