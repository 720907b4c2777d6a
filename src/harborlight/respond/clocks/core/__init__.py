"""Duties and their clocks, pure: no disk, no database, and no clock of their own."""

from harborlight.respond.clocks.core.clock import (
    OPEN,
    ClockState,
    Happened,
    Office,
    Reading,
    read_clock,
    span_words,
    utc,
)
from harborlight.respond.clocks.core.deadline import Deadline, Unit, due_at, read_deadline
from harborlight.respond.clocks.core.duty import Duty, Nature, PackStamp, duties_from_pack, duty_from_written
from harborlight.respond.clocks.core.plan import Events, Standing, acts_of, events_made, stand

__all__ = [
    "OPEN",
    "ClockState",
    "Deadline",
    "Duty",
    "Events",
    "Happened",
    "Nature",
    "Office",
    "PackStamp",
    "Reading",
    "Standing",
    "Unit",
    "acts_of",
    "due_at",
    "duties_from_pack",
    "duty_from_written",
    "events_made",
    "read_clock",
    "read_deadline",
    "span_words",
    "stand",
    "utc",
]
