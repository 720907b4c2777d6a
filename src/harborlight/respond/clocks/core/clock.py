"""Where a clock stands. Computed whenever it is read, from what happened and the moment given; no job keeps it.

A clock starts and never pauses. Met stays met: only taking back the notice that met it opens it again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from harborlight.respond.clocks.core.deadline import Deadline, Unit, due_at


class ClockState(StrEnum):
    """Where a clock stands."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    NOT_APPLICABLE = "not_applicable"


OPEN = frozenset({ClockState.RUNNING, ClockState.OVERDUE})
"""States in which somebody must still act."""

AT_ONCE_YARDSTICK = timedelta(hours=1)
"""From when a duty the law wants "at once" is called late after it was done. The law gives no length: this hour is
ours, and the time it took is always shown beside it. While it is undone it is overdue from the first moment."""


@dataclass(frozen=True, slots=True)
class Happened:
    """What is known of one duty: when its clock started, when it was met, and why it does not apply.

    Times carry their zone. `excused` is the reason it does not apply, whether the situation or a person said so.
    """

    started: datetime | None = None
    met: datetime | None = None
    excused: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """The agency's own time: its zone, and the days it is shut beside federal holidays."""

    zone: ZoneInfo
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock as read at one moment. `left` is set while running, `late` when overdue or met late.

    `due` is None when the law states no time, or nothing has started. `at_once` is true for duties the law wants
    done immediately, also where it adds an outer limit.
    """

    state: ClockState
    due: datetime | None = None
    left: timedelta | None = None
    late: timedelta | None = None
    at_once: bool = False
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody must still act."""
        return self.state in OPEN

    @property
    def undecided(self) -> bool:
        """Whether it could still apply or stop applying: neither done nor said not to belong here."""
        return self.open or self.state is ClockState.NOT_STARTED

    @property
    def met(self) -> bool:
        """Whether it was done, in time or late."""
        return self.state in (ClockState.MET, ClockState.MET_LATE)


def read_clock(deadline: Deadline, happened: Happened, *, now: datetime, office: Office) -> Reading:
    """The clock at `now` (a moment with its zone)."""
    if now.tzinfo is None:
        raise ValueError("A clock is read at a time with its zone.")
    if happened.excused:
        return Reading(ClockState.NOT_APPLICABLE, reason=happened.excused)
    if happened.started is None:
        return _before_start(deadline, happened)
    due = due_at(deadline, happened.started, zone=office.zone, closed=office.closed)
    if happened.met is not None:
        return _done(deadline, due, happened.met)
    return _undone(deadline, due, now)


def _before_start(deadline: Deadline, happened: Happened) -> Reading:
    if happened.met is not None:
        return Reading(ClockState.MET, at_once=deadline.at_once)
    return Reading(ClockState.NOT_STARTED, at_once=deadline.at_once)


def _done(deadline: Deadline, due: datetime | None, met: datetime) -> Reading:
    if due is None or met <= due:
        return Reading(ClockState.MET, due=due, at_once=deadline.at_once)
    grace = AT_ONCE_YARDSTICK if deadline.unit is Unit.AT_ONCE else timedelta(0)
    state = ClockState.MET if met <= due + grace else ClockState.MET_LATE
    return Reading(state, due=due, late=met - due, at_once=deadline.at_once)


def _undone(deadline: Deadline, due: datetime | None, now: datetime) -> Reading:
    if due is None:
        return Reading(ClockState.RUNNING)
    if now < due:
        return Reading(ClockState.RUNNING, due=due, left=due - now, at_once=deadline.at_once)
    return Reading(ClockState.OVERDUE, due=due, late=now - due, at_once=deadline.at_once)


def span_words(span: timedelta, language: str = "en") -> str:
    """A span as a person says it, rounded down: "5 min", "2 h", "2 h 5 min", "3 days"; Spanish says "días"."""
    minutes = int(span.total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60
    if days >= 2:
        return f"{days} {'días' if language == 'es' else 'days'}"
    if hours == 0:
        return f"{minutes} min"
    return f"{hours} h" + (f" {minutes % 60} min" if minutes % 60 else "")


def utc(moment: datetime) -> datetime:
    """The moment in UTC. Raises ValueError when it carries no zone."""
    if moment.tzinfo is None:
        raise ValueError("A time without its zone cannot start or stop a clock. Give the zone.")
    return moment.astimezone(UTC)
