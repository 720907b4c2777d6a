"""The public face of respond for the modules above: frozen values, each asked for by an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from harborlight.ground.access.api import Actor, Permission, Ref, can, released
from harborlight.ground.ui.api import TimelineEntry
from harborlight.respond.actions import Moments, close_response, open_response, reopen_response, set_situation
from harborlight.respond.clocks.actions import excuse_duty, record_counsel, take_up_duty
from harborlight.respond.clocks.core import Duty
from harborlight.respond.clocks.texts import duties_in
from harborlight.respond.inbox import inbox
from harborlight.respond.notices.actions import record_notice, withdraw_notice
from harborlight.respond.protocol.actions import mark_step, unmark_step
from harborlight.respond.queries.duties import DutyView, counts
from harborlight.respond.queries.referrals import ReferralView, referral
from harborlight.respond.queries.response import ResponseView, StepView, latest_response, response_view, view_of
from harborlight.respond.queries.team import PlaceView
from harborlight.respond.referrals.actions import (
    answer_referral,
    call_back_referral,
    draft_referral,
    send_referral,
)
from harborlight.respond.story import timeline
from harborlight.respond.team.actions import add_partner, add_team_member, mark_seen, remove_from_team

__all__ = [
    "ChildPart", "Duty", "DutyView", "Moments", "PlaceView", "ReferralView", "ResponseView", "StepView", "Summary",
    "add_partner", "add_team_member", "answer_referral", "call_back_referral", "child_part", "close_response",
    "draft_referral", "duties_in", "excuse_duty", "inbox", "mark_seen", "mark_step", "open_response",
    "record_counsel", "record_notice", "referral", "remove_from_team", "reopen_response", "response_view",
    "send_referral", "set_situation", "summaries", "summary", "take_up_duty", "timeline", "unmark_step",
    "withdraw_notice",
]  # fmt: skip


@dataclass(frozen=True)
class Summary:
    """A child's response in a few lines, for the child's page.

    `urgent` is the duty that runs out first; `state` is "none" when there is no response yet, and then `open_url`
    is where one may be opened (empty when this actor may not).
    """

    response_id: str
    state: str
    url: str
    met: int
    running: int
    overdue: int
    urgent: DutyView | None
    duties: tuple[DutyView, ...]
    team: tuple[PlaceView, ...]
    next_steps: tuple[StepView, ...]
    referrals: tuple[ReferralView, ...]
    refer_url: str
    tell_url: str
    open_url: str
    state_label: str = ""
    notice_url: str = ""
    notice_label: str = ""


@dataclass(frozen=True)
class ChildPart:
    """What respond puts on a child's page."""

    summary: Summary
    timeline: list[TimelineEntry]


def child_part(
    actor: Actor, child_id: str, now: datetime, language: str = "en", *, items: frozenset[str] | None = None
) -> ChildPart:
    """Summary and timeline together, asking the access rule once. At most nine queries, at any number of records.

    `items` are what of this child is released to the actor, when the caller has asked already.
    """
    if items is None:
        items = released(actor, Ref("child", child_id))
    return ChildPart(_summary(actor, child_id, now, language, items), timeline(actor, child_id, items=items))


def summary(actor: Actor, child_id: str, now: datetime, language: str = "en") -> Summary:
    """Duties met, running and overdue, the team, and what comes next."""
    return _summary(actor, child_id, now, language, released(actor, Ref("child", child_id)))


def summaries(actor: Actor, child_id: str, now: datetime, language: str = "en") -> list[Summary]:
    """As `summary`, as a list that is empty when there is no response this actor may see."""
    found = summary(actor, child_id, now, language)
    return [found] if found.response_id else []


def _summary(actor: Actor, child_id: str, now: datetime, language: str, items: frozenset[str]) -> Summary:
    row = latest_response(actor, child_id) if items and can(actor, Permission.RESPONSE_SEE) else None
    if row is None:
        may = bool(items) and can(actor, Permission.RESPONSE_OPEN)
        open_url = reverse("respond:open", args=[child_id]) if may else ""
        return Summary("", "none", "", 0, 0, 0, None, (), (), (), (), "", "", open_url)
    view = view_of(actor, row, now=now, language=language, items=items)
    return _from_view(actor, view)


def _from_view(actor: Actor, view: ResponseView) -> Summary:
    tally = counts(duty.reading for duty in view.duties)
    working = view.ours and view.state == "open"
    refers = working and can(actor, Permission.REFERRAL_SEND)
    changes = working and can(actor, Permission.TEAM_CHANGE)
    urgent = next((duty for duty in view.duties if duty.open), None)
    records = working and urgent is not None and can(actor, Permission.NOTICE_RECORD)
    return Summary(
        response_id=view.id,
        state=view.state,
        url=reverse("respond:response", args=[view.id]),
        met=tally["met"],
        running=tally["running"],
        overdue=tally["overdue"],
        urgent=urgent,
        duties=view.duties,
        team=view.team,
        next_steps=view.next_steps,
        referrals=view.referrals,
        refer_url=reverse("respond:refer", args=[view.id]) if refers else "",
        tell_url=reverse("respond:team", args=[view.id]) if changes else "",
        open_url="",
        state_label=view.state_label,
        notice_url=reverse("respond:notice", args=[view.id, urgent.id]) if records and urgent else "",
        notice_label="I have called" if urgent and urgent.duty.line else "It is done",
    )
