"""Where clocks stand at any moment, and that time only ever moves them forward."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harborlight.respond.clocks.core import (
    ClockState,
    Deadline,
    Happened,
    Office,
    Reading,
    Unit,
    read_clock,
    span_words,
)
from harborlight.respond.clocks.core.clock import AT_ONCE_YARDSTICK

OFFICE = Office(ZoneInfo("America/Chicago"))
START = datetime(2026, 11, 22, 8, 10, tzinfo=UTC)
TWO_HOURS = Deadline(Unit.HOURS, 2)
AT_ONCE = Deadline(Unit.AT_ONCE, at_once=True)
AT_ONCE_24 = Deadline(Unit.HOURS, 24, at_once=True)
NONE = Deadline(Unit.NONE)


def read(deadline: Deadline, after: timedelta, **happened: object) -> Reading:
    return read_clock(deadline, Happened(started=START, **happened), now=START + after, office=OFFICE)  # type: ignore[arg-type]


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def test_before_its_trigger_a_clock_has_not_started() -> None:
    reading = read_clock(TWO_HOURS, Happened(), now=START, office=OFFICE)
    assert (reading.state, reading.due, reading.open) == (ClockState.NOT_STARTED, None, False)


@pytest.mark.parametrize(
    ("after", "state", "left", "late"),
    [
        (0, "running", 120, None), (119, "running", 1, None), (120, "overdue", None, 0), (300, "overdue", None, 180),
    ],
)  # fmt: skip
def test_two_hours_run_down_and_over(after: int, state: str, left: int | None, late: int | None) -> None:
    reading = read(TWO_HOURS, minutes(after))
    assert reading.state == state
    assert reading.left == (None if left is None else minutes(left))
    assert reading.late == (None if late is None else minutes(late))


def test_at_once_is_overdue_from_the_first_moment() -> None:
    reading = read(AT_ONCE, timedelta(0))
    assert (reading.state, reading.at_once, reading.due) == (ClockState.OVERDUE, True, START)


def test_at_once_with_an_outer_limit_runs_to_that_limit() -> None:
    reading = read(AT_ONCE_24, minutes(60))
    assert (reading.state, reading.at_once, reading.left) == (ClockState.RUNNING, True, timedelta(hours=23))


@pytest.mark.parametrize(
    ("deadline", "took", "state"),
    [
        (TWO_HOURS, 120, "met"), (TWO_HOURS, 121, "met_late"), (AT_ONCE, 21, "met"), (AT_ONCE, 61, "met_late"),
        (NONE, 100_000, "met"), (AT_ONCE_24, 60 * 24, "met"), (AT_ONCE_24, 60 * 24 + 1, "met_late"),
    ],
)  # fmt: skip
def test_what_was_done_says_whether_it_was_late(deadline: Deadline, took: int, state: str) -> None:
    assert read(deadline, minutes(200_000), met=START + minutes(took)).state == state


def test_the_minutes_of_at_once_are_always_said() -> None:
    assert read(AT_ONCE, minutes(90), met=START + minutes(21)).late == minutes(21)
    assert timedelta(hours=1) == AT_ONCE_YARDSTICK


def test_without_a_stated_time_a_clock_runs_and_is_never_overdue() -> None:
    reading = read(NONE, timedelta(days=400))
    assert (reading.state, reading.due, reading.left) == (ClockState.RUNNING, None, None)


def test_what_does_not_apply_says_why() -> None:
    reading = read(TWO_HOURS, minutes(300), excused="There is no missing report.")
    assert (reading.state, reading.reason) == (ClockState.NOT_APPLICABLE, "There is no missing report.")


def test_a_duty_done_before_its_trigger_is_met() -> None:
    happened = Happened(met=START - minutes(5))
    assert read_clock(TWO_HOURS, happened, now=START, office=OFFICE).state is ClockState.MET


def test_a_clock_is_not_read_without_a_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        read_clock(TWO_HOURS, Happened(started=START), now=datetime(2026, 11, 22), office=OFFICE)


deadlines = st.one_of(
    st.sampled_from([AT_ONCE, NONE, AT_ONCE_24]),
    st.builds(Deadline, st.sampled_from([Unit.HOURS, Unit.DAYS, Unit.BUSINESS_DAYS]), st.integers(1, 60)),
)
spans = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
RANK = {ClockState.NOT_STARTED: 0, ClockState.RUNNING: 1, ClockState.OVERDUE: 2}


@given(deadlines, spans, spans)
def test_time_only_moves_an_open_clock_forward(deadline: Deadline, first: timedelta, more: timedelta) -> None:
    earlier, later = read(deadline, first), read(deadline, first + more)
    assert RANK[earlier.state] <= RANK[later.state]
    assert earlier.due == later.due


@given(deadlines, spans, spans, spans)
def test_met_stays_met_in_the_same_words(deadline: Deadline, took: timedelta, one: timedelta, other: timedelta) -> None:
    met = START + took
    assert read(deadline, took + one, met=met) == read(deadline, took + other, met=met)


@given(deadlines, spans, spans)
def test_doing_it_sooner_is_never_later(deadline: Deadline, took: timedelta, more: timedelta) -> None:
    late = {ClockState.MET: 0, ClockState.MET_LATE: 1}
    sooner = read(deadline, took + more, met=START + took)
    assert late[sooner.state] <= late[read(deadline, took + more, met=START + took + more).state]


@given(deadlines, spans)
def test_left_and_late_always_meet_the_due_moment(deadline: Deadline, after: timedelta) -> None:
    reading = read(deadline, after)
    now = START + after
    if reading.left is not None:
        assert now + reading.left == reading.due
        assert reading.left > timedelta(0)
    if reading.late is not None:
        assert now - reading.late == reading.due


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (0, "0 min"),
        (59, "59 min"),
        (60, "1 h"),
        (125, "2 h 5 min"),
        (1440 * 2 - 1, "47 h 59 min"),
        (1440 * 3, "3 days"),
    ],
)
def test_a_span_is_said_plainly(span: int, words: str) -> None:
    assert span_words(minutes(span)) == words
