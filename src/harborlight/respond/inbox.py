"""What waits for a member: duties running out, teams one was named for, referrals to answer. Bounded queries."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Q
from django.urls import reverse

from harborlight.ground.access.api import Actor, Permission, can, sees
from harborlight.ground.ui.api import InboxItem, InboxState
from harborlight.respond.clocks.texts import duty_of
from harborlight.respond.models import DutyClock, Referral, TeamMember
from harborlight.respond.referrals.core import DECLINE_REASONS

LIMIT = 20
ASKED = frozenset(
    {Permission.NOTICE_RECORD, Permission.RESPONSE_SEE, Permission.REFERRAL_ANSWER, Permission.REFERRAL_SEND}
)
Seen = Q | Exists
"""The access rule as a condition on `child_id`, asked for once and used by every list."""


def inbox(actor: Actor, now: datetime, limit: int = LIMIT) -> list[InboxItem]:
    """The lines of this member, at most `limit` of each sort, the most urgent first. At most seven queries."""
    if actor.is_system or not actor.permissions & ASKED:
        return []
    children = sees(actor, "child", "child_id")
    items: list[InboxItem] = []
    if can(actor, Permission.NOTICE_RECORD):
        items += _duties(actor, children, now, limit)
    if can(actor, Permission.RESPONSE_SEE):
        items += _named_for_team(actor, children, limit)
    if can(actor, Permission.REFERRAL_ANSWER):
        items += _to_answer(actor, limit)
    if can(actor, Permission.REFERRAL_SEND):
        items += _sent(actor, children, limit)
    return items


def _duties(actor: Actor, children: Seen, now: datetime, limit: int) -> list[InboxItem]:
    rows = DutyClock.objects.filter(children, agency_id=UUID(actor.agency_id), is_open=True, due_at__isnull=False)
    return [_duty(row, now) for row in rows.select_related("text", "child").order_by("due_at")[:limit]]


def _duty(row: DutyClock, now: datetime) -> InboxItem:
    duty = duty_of(row.text)
    state: InboxState = "overdue" if row.due_at is not None and row.due_at <= now else "running"
    return InboxItem(
        kind=duty.title,
        title=duty.undone,
        due_at=row.due_at,
        state=state,
        url=reverse("respond:notice", args=[row.response_id, row.id]),
        child_code=row.child.code,
        why=duty.deadline.words(),
        action_label="Call and record" if duty.line else "Record",
    )


def _named_for_team(actor: Actor, children: Seen, limit: int) -> list[InboxItem]:
    """One query for the member and one for the agency: each then walks its index, newest first."""
    found = []
    for holder in (actor.member_id, actor.agency_id):
        rows = TeamMember.objects.filter(children, holder=UUID(holder), is_new=True)
        rows = rows.exclude(told_by_id=UUID(actor.member_id)).select_related("child", "response__agency")
        found += list(rows.order_by("-told_at")[:limit])
    newest = sorted(found, key=lambda row: row.told_at, reverse=True)[:limit]
    return [
        InboxItem(
            kind="Team",
            title="You are on the team for a child",
            due_at=None,
            state="new",
            url=reverse("respond:response", args=[row.response_id]),
            child_code=row.child.code,
            why=f"{row.response.agency.name} named you",
            action_label="Look",
        )
        for row in newest
    ]


def _to_answer(actor: Actor, limit: int) -> list[InboxItem]:
    rows = Referral.objects.filter(partner_id=UUID(actor.agency_id), asks_partner=True, child__sealed=False)
    rows = rows.filter(sees(actor, "referral", "id")).select_related("agency", "child").order_by("-changed_at")[:limit]
    return [
        InboxItem(
            kind="Referral",
            title="A child needs you: answer" if row.state == "sent" else "Accepted: has the service begun?",
            due_at=None,
            state="new" if row.state == "sent" else "waiting",
            url=reverse("respond:referral", args=[row.id]),
            child_code=row.child.code,
            why=f"from {row.agency.name}",
            action_label="Answer" if row.state == "sent" else "Open",
        )
        for row in rows
    ]


def _sent(actor: Actor, children: Seen, limit: int) -> list[InboxItem]:
    rows = Referral.objects.filter(children, agency_id=UUID(actor.agency_id), asks_sender=True)
    return [_sent_line(row) for row in rows.select_related("child").order_by("-changed_at")[:limit]]


def _sent_line(row: Referral) -> InboxItem:
    service = str(row.service.get("name", row.service_key))
    titles = {
        "sent": f"No answer yet: {service}",
        "declined": f"Declined, find another: {service}",
        "lost": f"Contact lost: {service}",
    }
    state: InboxState = "waiting" if row.state == "sent" else "new"
    return InboxItem(
        kind="Referral",
        title=titles[row.state],
        due_at=None,
        state=state,
        url=reverse("respond:referral", args=[row.id]),
        child_code=row.child.code,
        why=dict(DECLINE_REASONS).get(row.reason, ""),
        action_label="Open",
    )
