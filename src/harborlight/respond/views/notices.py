"""Record that somebody was told; withdraw what was recorded in error."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from harborlight.ground.access.api import NotFound, Permission, Refused
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.respond.forms.notices import NoticeForm
from harborlight.respond.forms.response import ReasonForm, local_now
from harborlight.respond.lines import lines_for
from harborlight.respond.notices.actions import record_notice, withdraw_notice
from harborlight.respond.pages import back, child_url, language
from harborlight.respond.queries.duties import DutyView, NoticeView
from harborlight.respond.queries.response import ResponseView, response_view


@requires(Permission.NOTICE_RECORD)
def notice_page(request: StaffRequest, response_id: uuid.UUID, clock_id: uuid.UUID) -> HttpResponse:
    """One duty: who to call now, what to say, and the proof afterwards."""
    view = response_view(request.actor, str(response_id), now=request.now, language=language())
    duty = _duty(view, str(clock_id))
    channel = "phone" if duty.duty.line else "system"
    initial = {"told_at": local_now(request.now), "token": uuid.uuid4(), "channel": channel}
    form = NoticeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _record(request, view.id, duty.id, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, duty.duty.text("done", language()))
            return back(view.id, "duties")
    lines = lines_for(view.county_fips, request.now, [duty.duty.line], language()).get(duty.duty.line, [])
    context = {
        "response": view, "duty": duty, "lines": lines, "form": form, "child_url": child_url(view.child_id),
        "may_excuse": Permission.DUTY_DECIDE in request.actor.permissions,
    }  # fmt: skip
    return render(request, "respond/notice.html", context)


def _record(request: StaffRequest, response_id: str, clock_id: str, form: NoticeForm) -> None:
    data = form.cleaned_data
    record_notice(
        request.actor, response_id, clock_id, channel=data["channel"], told_at=data["told_at"], whom=data["whom"],
        reference=data["reference"], token=str(data["token"]), audit=request.audit,
    )  # fmt: skip


@requires(Permission.NOTICE_RECORD)
def withdraw_page(request: StaffRequest, response_id: uuid.UUID, notice_id: uuid.UUID) -> HttpResponse:
    """Ask for the reason, then withdraw."""
    view = response_view(request.actor, str(response_id), now=request.now, language=language())
    duty, notice = _notice(view, str(notice_id))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_notice(request.actor, view.id, notice.id, reason=form.cleaned_data["reason"], audit=request.audit)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Withdrawn. It stays visible with your reason, and the duty is open again.")
            return back(view.id, "duties")
    return render(request, "respond/withdraw.html", {"response": view, "duty": duty, "notice": notice, "form": form})


def _duty(view: ResponseView, clock_id: str) -> DutyView:
    for duty in view.duties:
        if duty.id == clock_id and view.ours:
            return duty
    raise NotFound("There is no such duty in this response.")


def _notice(view: ResponseView, notice_id: str) -> tuple[DutyView, NoticeView]:
    for duty in view.duties if view.ours else ():
        for notice in duty.notices:
            if notice.id == notice_id:
                return duty, notice
    raise NotFound("There is no such notice.")
