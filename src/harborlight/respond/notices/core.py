"""A notice: who was told, how, when, and the proof of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from harborlight.respond.core.states import Move, State, StateTable

NOTICE = StateTable(
    thing="notice",
    title="Notice",
    states=(
        State("recorded", "Recorded", "officer", "Somebody was told; the duty counts as met at that time.", final=True),
        State(
            "withdrawn",
            "Withdrawn",
            "supervisor",
            "Recorded in error. It stays visible with the reason, and the duty is open again.",
            final=True,
        ),
    ),
    moves=(
        Move("record", "", "recorded", "Record a notice"),
        Move("withdraw", "recorded", "withdrawn", "Withdraw with a reason"),
    ),
)

CHANNELS: tuple[tuple[str, str], ...] = (
    ("phone", "By phone"),
    ("in_person", "In person"),
    ("web_form", "Through their web form"),
    ("system", "Entered in their system"),
    ("fax", "By fax"),
    ("letter", "By letter"),
    ("secure_mail", "By secure mail"),
)

CLOCK_SLIP = timedelta(minutes=5)
"""A time this far ahead is a phone's clock running fast, not a mistake."""


class NoticeRefused(ValueError):
    """This notice cannot be recorded. The text is a sentence for the user."""


def checked_time(told_at: datetime, *, now: datetime, opened_at: datetime) -> datetime:
    """The time somebody was told, never after now and never absurdly before the response. Raises NoticeRefused."""
    if told_at.tzinfo is None:
        raise NoticeRefused("The time has no zone. Give the zone. Nothing was recorded.")
    if told_at > now + CLOCK_SLIP:
        raise NoticeRefused("That time has not come yet. Record a call after it was made. Nothing was recorded.")
    if told_at < opened_at - timedelta(days=30):
        raise NoticeRefused("That is more than 30 days before this response. Check the day. Nothing was recorded.")
    return min(told_at, now)
