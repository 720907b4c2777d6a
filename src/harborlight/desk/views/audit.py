"""The audit pages: what was done, by ids, and whether the chain holds."""

import json

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from harborlight.ground.access.api import Permission
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.audit import api as audit


@require_GET
@requires(Permission.AUDIT_SEE)
def log(request: StaffRequest) -> HttpResponse:
    """The newest events of the agency and the age of what is not sealed yet."""
    events = audit.recent_events(200, agency=request.actor.agency_id)
    return render(request, "desk/audit.html", _page(events))


@require_POST
@requires(Permission.AUDIT_SEE)
def verify(request: StaffRequest) -> HttpResponse:
    """Walk the whole chain now and show the verdict."""
    verdict = audit.verify()
    request.audit.reading(
        "audit.verify", subject=("audit", "chain"), detail={"sealed": verdict.sealed, "faults": len(verdict.faults)}
    )
    events = audit.recent_events(200, agency=request.actor.agency_id)
    return render(request, "desk/audit.html", {**_page(events), "verdict": verdict})


@require_GET
@requires(Permission.AUDIT_SEE)
def heads(request: StaffRequest) -> HttpResponse:
    """The signed heads as a file, to be kept by somebody outside the agency."""
    request.audit.reading("audit.export", subject=("audit", "heads"))
    text = json.dumps(audit.export_heads(), indent=1)
    return HttpResponse(
        text, content_type="application/json", headers={"Content-Disposition": 'attachment; filename="audit-heads.json"'}
    )


def _page(events: list[audit.EventView]) -> dict[str, object]:
    return {
        "events": events, "unsealed": audit.unsealed_since(),
        "verify_url": reverse("desk:audit_verify"), "heads_url": reverse("desk:audit_heads"),
    }
