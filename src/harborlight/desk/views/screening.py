"""Filling in an instrument, and a screening together with its next step."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from harborlight.desk import actions
from harborlight.desk.forms import MetForm
from harborlight.ground.access.api import Permission, Refused
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.recognize import api as recognize
from harborlight.recognize.api import ScreeningView


@sensitive_post_parameters()
@requires(Permission.SCREENING_COMPLETE)
def fill(request: StaffRequest, instrument_id: str) -> HttpResponse:
    """The form of an instrument; saved, it leads to the screening's page. ``?child=`` and ``?supersedes=`` are ids."""
    filling = recognize.submit(
        request, instrument_id, child_id=request.GET.get("child", ""), supersedes=request.GET.get("supersedes", "")
    )
    if filling.screening_id:
        return redirect("desk:screening", filling.screening_id)
    return render(request, filling.template, filling.context)


@require_GET
@requires(Permission.SCREENING_SEE)
def show(request: StaffRequest, screening_id: str) -> HttpResponse:
    """One screening: what was seen, by whom, what is unknown, and what to do next. The read is an event."""
    screening = recognize.screening(request.actor, str(screening_id), language=request.GET.get("lang", ""))
    request.audit.reading("screening.see", subject=("screening", screening.id))
    return _page(request, screening, MetForm())


@sensitive_post_parameters()
@require_POST
@requires(Permission.RESPONSE_OPEN)
def respond(request: StaffRequest, screening_id: str) -> HttpResponse:
    """Open a response from this screening. A name is welcome and not needed."""
    screening = recognize.screening(request.actor, str(screening_id))
    form = MetForm(request.POST)
    if not form.is_valid():
        return _page(request, screening, form, status=400)
    try:
        response_id = actions.respond_to_screening(
            request.actor,
            screening,
            name=form.cleaned_data["name"],
            age_estimate=form.cleaned_data["age_estimate"],
            audit=request.audit,
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, screening, form, status=400)
    return redirect("respond:response", response_id)


def _page(request: StaffRequest, screening: ScreeningView, form: MetForm, status: int = 200) -> HttpResponse:
    context = {
        "screening": screening,
        "form": form,
        "may_open": Permission.RESPONSE_OPEN in request.actor.permissions and not screening.superseded_by,
        "may_correct": Permission.SCREENING_COMPLETE in request.actor.permissions and not screening.superseded_by,
    }
    return render(request, "desk/screening.html", context, status=status)
