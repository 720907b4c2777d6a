"""The administrator's pages for partner agencies."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from harborlight.ground.access.api import AGENCY_KINDS, Permission, Refused, agencies, agency
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.accounts.actions import agencies as acts
from harborlight.ground.accounts.forms.agencies import PartnerForm
from harborlight.ground.accounts.forms.set_up import StateForm
from harborlight.ground.accounts.places import counties
from harborlight.ground.accounts.views.step_up import step_up


@requires(Permission.AGENCY_MANAGE)
def index(request: StaffRequest) -> HttpResponse:
    """Every agency that works here."""
    places = counties()
    lines = [
        (found, AGENCY_KINDS[found.kind], places[found.county_fips].name if found.county_fips in places else "")
        for found in agencies()
    ]
    is_host = agency(request.actor.agency_id).is_host
    return render(request, "accounts/agencies.html", {"lines": lines, "may_add": is_host})


@requires(Permission.AGENCY_MANAGE)
@step_up
def new(request: StaffRequest) -> HttpResponse:
    """A partner agency: its state, then the rest."""
    state = str(request.POST.get("state") or request.GET.get("state") or agency(request.actor.agency_id).state)
    ask_state = StateForm({"state": state})
    if not ask_state.is_valid():
        return render(request, "accounts/agency_new.html", {"states": ask_state})
    form = PartnerForm(request.POST or None, state=state)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            acts.add(
                request.actor, name=given["name"], kind=given["kind"], county_fips=given["county"], audit=request.audit
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{given['name']} is added. Its members can have accounts now.")
            return redirect("accounts:agencies")
    return render(request, "accounts/agency_new.html", {"states": ask_state, "form": form, "state": state})
