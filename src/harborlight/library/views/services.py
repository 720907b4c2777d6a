"""Services: the list, and one service with our checks of it."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from harborlight.ground.access.api import Permission, Refused, agency
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.ui.api import paged
from harborlight.library import api, queries
from harborlight.library.forms import ServiceFilter
from harborlight.library.models import Service
from harborlight.library.views.contacts import rights


@requires(Permission.DIRECTORY_SEE)
def services(request: StaffRequest) -> HttpResponse:
    """GET: filter by need, county and words."""
    own = agency(request.actor.agency_id)
    form = ServiceFilter(request.GET or None, state=own.state)
    found = form.cleaned_data if form.is_valid() else {}
    page = paged(queries.service_list(request.actor, found), request.GET)
    names = api.needs()
    rows = [
        (row, [names.get(need.code, need.code) for need in row.needs.all()], queries.source_name(row.source_system))
        for row in page
    ]
    context = {"page": page, "rows": rows, "filters": form}
    return render(request, "library/services.html", context | rights(request))


@requires(Permission.DIRECTORY_SEE)
def service(request: StaffRequest, service_id: str) -> HttpResponse:
    """GET: one service, where it is from, and how referrals to it ended (counts only)."""
    row = queries.service(service_id)
    option = queries.option_of(row, request.now, agency(request.actor.agency_id).time_zone)
    context = {
        "row": row,
        "option": option,
        "about": _about(row, option, api.needs()),
        "checks": list(row.verifications.all()[:50]),
        "outcomes": sorted(Counter(outcome.code for outcome in row.outcomes.all()).items()),
    }
    return render(request, "library/service.html", context | rights(request))


def _about(row: Service, option: queries.ServiceOption, names: dict[str, str]) -> list[tuple[str, str]]:
    """What is known of a service; a row without a value says that it is not known."""
    return [
        ("For", "; ".join(f"{names.get(need.code, need.code)} ({need.why})" for need in row.needs.all())),
        ("Where", "; ".join(f"{queries.area_name(area)} ({area.why})" for area in row.areas.all())),
        ("Who may come", option.eligibility),
        ("Cost", option.fees),
        ("How to apply", option.how_to_apply),
        ("Languages", option.languages),
        ("Address", "withheld by the source" if _withheld(row) else option.address),
    ]


def _withheld(row: Service) -> bool:
    return any(link.location.withheld for link in row.places.all())


@require_POST
@requires(Permission.DIRECTORY_VERIFY)
def check_service(request: StaffRequest, service_id: str) -> HttpResponse:
    """POST `result`: answered or failed."""
    answered = request.POST.get("result") == "answered"
    try:
        api.verify_service(request.actor, str(service_id), answered=answered, audit=request.audit)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Written down: it answered." if answered else "Written down: its number failed.")
    return redirect("library:service", service_id=service_id)
