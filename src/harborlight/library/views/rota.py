"""The rota: which of our units is on call."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from harborlight.ground.access.api import Permission, Refused, agency
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.library import api, queries
from harborlight.library.core.moments import zone_name
from harborlight.library.forms import ShiftForm
from harborlight.library.views.contacts import rights


@requires(Permission.DIRECTORY_SEE)
def rota(request: StaffRequest) -> HttpResponse:
    """GET: the shifts of this agency that run or are to come, with the form for those who may enter one."""
    return _page(request, _form(request, None))


@require_POST
@requires(Permission.ROTA_CHANGE)
def enter(request: StaffRequest) -> HttpResponse:
    """POST one shift."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        api.enter_rota(request.actor, **form.cleaned_data, audit=request.audit)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, form)
    messages.success(request, "Entered. Who to call shows it while the shift runs.")
    return redirect("library:rota")


@require_POST
@requires(Permission.ROTA_CHANGE)
def cancel(request: StaffRequest, shift_id: str) -> HttpResponse:
    """POST: take a shift off the rota."""
    api.cancel_shift(request.actor, str(shift_id), audit=request.audit)
    messages.success(request, "Taken off the rota.")
    return redirect("library:rota")


def _form(request: StaffRequest, data: object) -> ShiftForm:
    own = agency(request.actor.agency_id)
    return ShiftForm(data, state=own.state, initial={"counties": [own.county_fips]})


def _page(request: StaffRequest, form: ShiftForm) -> HttpResponse:
    zone = agency(request.actor.agency_id).time_zone
    shifts = queries.rota_of(request.actor, request.now)
    rows = [(row, [queries.county_name(fips) for fips in row.counties.split()]) for row in shifts]
    context = {"rows": rows, "form": form, "zone": zone_name(zone, "en"), "now": request.now}
    return render(request, "library/rota.html", context | rights(request))
