"""Say that a duty does not apply, take that back; and the list of duties with what counsel has read."""

from __future__ import annotations

import uuid
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from harborlight.ground.access.api import NotFound, Permission, Refused, agency
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.respond.clocks.actions import excuse_duty, record_counsel, take_up_duty, withdraw_counsel
from harborlight.respond.clocks.core import Duty
from harborlight.respond.clocks.texts import duties_in
from harborlight.respond.forms.response import ReasonForm
from harborlight.respond.pages import back, done, language
from harborlight.respond.queries.duties import duty_words, limit_words, reviews_of
from harborlight.respond.queries.response import response_view


class CounselForm(forms.Form):
    """When the agency's counsel read this wording."""

    reviewed_on = forms.DateField(label="Counsel read it on", widget=forms.DateInput())


@requires(Permission.DUTY_DECIDE)
def excuse_page(request: StaffRequest, response_id: uuid.UUID, clock_id: uuid.UUID) -> HttpResponse:
    """Ask for the reason, then mark the duty as not applying."""
    view = response_view(request.actor, str(response_id), now=request.now, language=language())
    duty = next((duty for duty in view.duties if duty.id == str(clock_id) and view.ours), None)
    if duty is None:
        raise NotFound("There is no such duty in this response.")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            excuse_duty(request.actor, view.id, duty.id, reason=form.cleaned_data["reason"], audit=request.audit)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Noted with your reason. It stays visible and can be taken up again.")
            return back(view.id, "duties")
    return render(request, "respond/excuse.html", {"response": view, "duty": duty, "form": form})


@require_POST
@requires(Permission.DUTY_DECIDE)
def take_up(request: StaffRequest, response_id: uuid.UUID, clock_id: uuid.UUID) -> HttpResponse:
    """The duty applies after all."""
    done(
        request,
        lambda: take_up_duty(request.actor, str(response_id), str(clock_id), audit=request.audit),
        "The clock runs again, from where it began.",
    )
    return back(str(response_id), "duties")


@require_GET
@requires(Permission.PACK_SEE)
def duties_page(request: StaffRequest) -> HttpResponse:
    """Every duty that may apply here: who is bound, by when, on what authority, and whether counsel has read it."""
    home = agency(request.actor.agency_id)
    reviews = reviews_of(home.id)
    speech = language()
    rows = []
    for duty in duties_in(home.state, home.county_fips):
        review = reviews.get((duty.pack.digest, duty.id))
        law = duty.counsel_reviewed or review is not None
        rows.append((duty, limit_words(duty, law=law, language=speech), review, duty_words(duty, speech)))
    may = Permission.DUTY_REVIEW in request.actor.permissions
    return render(request, "respond/duties.html", {"rows": rows, "may_review": may})


@requires(Permission.DUTY_REVIEW)
def counsel_page(request: StaffRequest, pack_id: str, duty_id: str) -> HttpResponse:
    """Record that counsel has read one duty, or take it back."""
    duty = _known(request, pack_id, duty_id)
    review = reviews_of(request.actor.agency_id).get((duty.pack.digest, duty.id))
    form = CounselForm(request.POST if "record" in request.POST else None, initial={"reviewed_on": request.now.date()})
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw_counsel(request.actor, duty, audit=request.audit)
        messages.success(request, "Taken back: it shows as advice again.")
        return redirect("respond:duties")
    if form.is_bound and form.is_valid():
        day: date = form.cleaned_data["reviewed_on"]
        if done(
            request,
            lambda: record_counsel(request.actor, duty, reviewed_on=day, audit=request.audit),
            "Recorded. It shows as law for your agency, in this wording only.",
        ):
            return redirect("respond:duties")
    return render(request, "respond/counsel.html", {"duty": duty, "review": review, "form": form})


def _known(request: StaffRequest, pack_id: str, duty_id: str) -> Duty:
    home = agency(request.actor.agency_id)
    for duty in duties_in(home.state, home.county_fips):
        if (duty.pack.id, duty.id) == (pack_id, duty_id):
            return duty
    raise NotFound("There is no such duty.")
