"""Record that somebody was told, and take it back when it was recorded in error."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from harborlight.ground.access.api import Actor, NotFound, Permission, Refused
from harborlight.ground.audit.api import Audit
from harborlight.respond.clocks.actions import SHORTEST_REASON, clock_for, refresh_clocks
from harborlight.respond.clocks.texts import duty_of
from harborlight.respond.core.states import NotPossible
from harborlight.respond.models import DutyClock, Notice, Response
from harborlight.respond.notices.core import CHANNELS, NOTICE, NoticeRefused, checked_time
from harborlight.respond.records import (
    check_open,
    hold,
    id_of,
    member_id,
    remember,
    response_for,
    seal,
    unseal,
    uuid_or_none,
)


def record_notice(
    actor: Actor,
    response_id: str,
    clock_id: str,
    *,
    channel: str,
    told_at: datetime,
    whom: str = "",
    reference: str = "",
    token: str,
    audit: Audit,
) -> str:
    """Somebody was told: the duty counts as met at `told_at`, early or late. Returns the notice's id.

    `whom` (a name or a desk) and `reference` are sealed. The same `token` again answers the first notice. A second
    notice for a duty that was met already is kept beside the first; the earliest one counts.
    """
    response = response_for(actor, Permission.NOTICE_RECORD, response_id)
    token_id = uuid_or_none(token)
    if token_id is None:
        raise Refused("This page was too old. Load it again and send it once more. Nothing was recorded.")
    if found := response.notices.filter(token=token_id).first():
        return str(found.id)
    check_open(response)
    clock = clock_for(response, clock_id)
    notice = _checked(response, clock, channel, told_at, whom, token_id, actor, audit)
    notice.whom = seal(response, notice, "whom", whom.strip())
    notice.reference = seal(response, notice, "reference", reference.strip())
    duty = duty_of(clock.text)
    try:
        with audit.writing("notice.record", subject=("notice", str(notice.id)), detail={
            "duty": duty.id, "channel": channel,
        }):  # fmt: skip
            hold(response)
            notice.save(force_insert=True)
            _settle(response, clock)
            remember(
                response, "notice", actor=actor, audit=audit, about=str(notice.id),
                detail={"done": duty.done, "done_es": duty.text("done", "es"), "channel": channel,
                        "told_at": notice.told_at.isoformat(), "whom": whom.strip(), "reference": reference.strip()},
            )  # fmt: skip
    except IntegrityError:
        return str(Notice.objects.get(token=token_id).id)
    return str(notice.id)


def withdraw_notice(actor: Actor, response_id: str, notice_id: str, *, reason: str, audit: Audit) -> None:
    """Recorded in error: the notice stays visible with this reason, and the duty is open again."""
    response = response_for(actor, Permission.NOTICE_RECORD, response_id)
    check_open(response)
    notice = response.notices.select_related("clock__text").filter(id=id_of(notice_id)).first()
    if notice is None:
        raise NotFound("There is no such notice.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("Say in a sentence what was wrong with it. Nothing was changed.")
    try:
        state = NOTICE.after(notice.state, "withdraw")
    except NotPossible as error:
        raise Refused(str(error)) from None
    with audit.writing("notice.withdraw", subject=("notice", notice_id), detail={"duty": notice.clock.text.duty_id}):
        hold(response)
        notice.state, notice.withdrawn_at, notice.withdrawn_by_id = state, audit.at, member_id(actor)
        notice.withdrawn_reason = seal(response, notice, "withdrawn_reason", reason.strip())
        notice.save()
        _settle(response, notice.clock)
        duty = duty_of(notice.clock.text)
        detail = {"title": duty.title, "title_es": duty.text("title", "es"), "reason": reason.strip()}
        remember(response, "notice_withdrawn", actor=actor, audit=audit, about=notice_id, detail=detail)


def _checked(
    response: Response,
    clock: DutyClock,
    channel: str,
    told_at: datetime,
    whom: str,
    token: UUID,
    actor: Actor,
    audit: Audit,
) -> Notice:
    if channel not in dict(CHANNELS):
        raise Refused("Choose how they were told. Nothing was recorded.")
    if len(whom) > 200:
        raise Refused("Who was told: at most 200 signs. Nothing was recorded.")
    if clock.excused_at is not None:
        raise Refused("Somebody said that this duty does not apply here. Take it up again first. Nothing was recorded.")
    try:
        moment = checked_time(told_at, now=audit.at, opened_at=response.opened_at)
    except NoticeRefused as error:
        raise Refused(str(error)) from None
    return Notice(
        response=response, clock=clock, channel=channel, told_at=moment, recorded_at=audit.at,
        recorded_by_id=member_id(actor), token=token,
    )  # fmt: skip


def _settle(response: Response, clock: DutyClock) -> None:
    """The earliest notice that stands meets the duty; then whatever that set going is worked out."""
    first = clock.notices.filter(state="recorded").order_by("told_at").first()
    clock.met_at = first.told_at if first else None
    clock.save(update_fields=["met_at"])
    refresh_clocks(response)


def told_line(response: Response, notice: Notice) -> tuple[str, str]:
    """Whom and which reference, unsealed."""
    return unseal(response, notice, "whom"), unseal(response, notice, "reference")
