"""Mark a step of the protocol as done, and take that back."""

from __future__ import annotations

from django.db import IntegrityError

from harborlight.ground.access.api import Actor, NotFound, Permission
from harborlight.ground.audit.api import Audit
from harborlight.respond.models import StepDone
from harborlight.respond.protocol.texts import guide_in
from harborlight.respond.records import check_open, member_id, remember, response_for


def mark_step(actor: Actor, response_id: str, step_id: str, *, audit: Audit) -> None:
    """This step was done. Marking it again changes nothing."""
    response = response_for(actor, Permission.NOTICE_RECORD, response_id)
    check_open(response)
    guide = guide_in(response.agency.state, response.county_fips)
    try:
        step = guide.step(step_id)
    except KeyError:
        raise NotFound("There is no such step.") from None
    row = StepDone(
        response=response, pack_id=guide.pack_id, pack_version=guide.version, step_id=step_id, done_at=audit.at,
        done_by_id=member_id(actor),
    )  # fmt: skip
    try:
        with audit.writing("step.done", subject=("response", response_id), detail={"step": step_id}):
            row.save(force_insert=True)
            detail = {"title": step.title, "title_es": step.text("title", "es")}
            remember(response, "step_done", actor=actor, audit=audit, about=step_id, detail=detail)
    except IntegrityError:
        return


def unmark_step(actor: Actor, response_id: str, step_id: str, *, audit: Audit) -> None:
    """It was not done after all. That somebody had marked it stays in the history."""
    response = response_for(actor, Permission.NOTICE_RECORD, response_id)
    check_open(response)
    rows = response.steps.filter(step_id=step_id, undone_at=None)
    if not rows.exists():
        return
    with audit.writing("step.undone", subject=("response", response_id), detail={"step": step_id}):
        rows.update(undone_at=audit.at)
        remember(response, "step_undone", actor=actor, audit=audit, about=step_id)
