"""Mark a step as done, or as not done after all."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from harborlight.ground.access.api import Permission
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.respond.pages import back, done
from harborlight.respond.protocol.actions import mark_step, unmark_step


@require_POST
@requires(Permission.NOTICE_RECORD)
def step(request: StaffRequest, response_id: uuid.UUID, step_id: str) -> HttpResponse:
    """`done=no` takes it back; anything else marks it."""
    act = unmark_step if request.POST.get("done") == "no" else mark_step
    done(request, lambda: act(request.actor, str(response_id), step_id, audit=request.audit), "")
    return back(str(response_id), f"step-{step_id}")
