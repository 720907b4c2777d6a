"""What records staff do with a whole record: seal it, hand it out, erase it. Each asks afresh who they are."""

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from harborlight.desk.forms import EraseForm
from harborlight.desk.records import erase_child, export_child
from harborlight.ground.access.api import Permission, Refused
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.accounts.api import step_up
from harborlight.ground.people import api as people


@require_POST
@requires(Permission.CHILD_SEAL)
@step_up
def seal(request: StaffRequest, child_id: str) -> HttpResponse:
    """Seal or unseal a juvenile record."""
    sealed = request.POST.get("sealed") == "yes"
    people.seal_person(request.actor, str(child_id), sealed=sealed, audit=request.audit)
    messages.success(request, "The record is sealed." if sealed else "The record is open again.")
    return redirect("desk:child", child_id)


@require_POST
@requires(Permission.CHILD_EXPORT)
@step_up
def export(request: StaffRequest, child_id: str) -> HttpResponse:
    """The whole record as a file, for the child's own request. The name of the file says nothing."""
    whole = export_child(request.actor, str(child_id), now=request.now, audit=request.audit)
    text = json.dumps(whole, indent=1, ensure_ascii=False, default=str)
    disposition = {"Content-Disposition": 'attachment; filename="record.json"'}
    return HttpResponse(text, content_type="application/json", headers=disposition)


@requires(Permission.CHILD_ERASE)
@step_up
def erase(request: StaffRequest, child_id: str) -> HttpResponse:
    """GET says what goes and what stays; POST with the typed code erases."""
    person = people.person(request.actor, str(child_id), request.now)
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_child(request.actor, person.id, code=form.cleaned_data["code"], now=request.now, audit=request.audit)
        except Refused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "The record is erased.")
            return redirect("desk:child", person.id)
    return render(request, "desk/erase.html", {"form": form, "person": person})
