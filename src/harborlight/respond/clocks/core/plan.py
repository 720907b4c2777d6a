"""From a situation and what happened to where each clock begins and ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from harborlight.respond.clocks.core.clock import Office
from harborlight.respond.clocks.core.deadline import due_at
from harborlight.respond.clocks.core.duty import Duty, Nature
from harborlight.respond.core.situation import Situation

Events = Mapping[str, datetime]
"""Event code to the moment it happened."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows for one duty: whether it applies, since when it runs, and when it falls due."""

    applies: bool
    started: datetime | None
    due: datetime | None
    met: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether somebody must still act."""
        return self.applies and self.started is not None and self.met is None


def acts_of(duties: Iterable[Duty], situation: Situation) -> tuple[Duty, ...]:
    """The duties that bind the acting agency and want something done: those that get a clock."""
    return tuple(duty for duty in duties if duty.nature is Nature.ACT and duty.binds_agency(situation))


def stand(duty: Duty, situation: Situation, events: Events, met: datetime | None, office: Office) -> Standing:
    """Where the duty stands, apart from the present moment."""
    started = events.get(duty.event)
    due = due_at(duty.deadline, started, zone=office.zone, closed=office.closed) if started else None
    return Standing(duty.weighed(situation).applies, started, due, met)


def events_made(events: Events, met: Iterable[tuple[Duty, datetime | None]]) -> dict[str, datetime]:
    """The events, with those that meeting a duty brings about."""
    made = {duty.makes: moment for duty, moment in met if duty.makes and moment is not None}
    return {**events, **made}
