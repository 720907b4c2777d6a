"""The audit pages: what was done, by ids, and whether the chain holds."""

import csv
import io
import json
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from harborlight.desk.forms import AuditFilter
from harborlight.ground.access.api import Permission
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.audit import api as audit
from harborlight.ground.ui.api import paged, sorted_by

SORTS = {"newest": "Newest first", "oldest": "Oldest first"}
SAVED = [("Refused", "?outcome=refused"), ("Emergency looks", "?act=child.break-glass"), ("Sign-ins", "?act=account")]
COLUMNS = ("at", "actor", "action", "subject_kind", "subject_id", "outcome", "purpose", "detail")
EXPORT_LIMIT = 50_000  # rows; the command line exports all


@require_GET
@requires(Permission.AUDIT_SEE)
def log(request: StaffRequest) -> HttpResponse:
    """The events of the agency: filter, order, count, export; and the age of what is not sealed yet."""
    return render(request, "desk/audit.html", _page(request))


@require_POST
@requires(Permission.AUDIT_SEE)
def verify(request: StaffRequest) -> HttpResponse:
    """Walk the whole chain now and show the verdict."""
    verdict = audit.verify()
    detail = {"sealed": verdict.sealed, "faults": len(verdict.faults)}
    request.audit.reading("audit.verify", subject=("audit", "chain"), detail=detail)
    return render(request, "desk/audit.html", {**_page(request), "verdict": verdict})


@require_GET
@requires(Permission.AUDIT_SEE)
def export(request: StaffRequest) -> HttpResponse:
    """The events that fit the filter as CSV, oldest first. The export is an event too."""
    found = _found(request, AuditFilter(request.GET), oldest_first=True)[:EXPORT_LIMIT]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    rows = [[event.at.isoformat(), *(getattr(event, name) for name in COLUMNS[1:])] for event in found]
    writer.writerows(rows)
    request.audit.reading("audit.export", subject=("audit", "events"), detail={"rows": len(rows)})
    return _file(text.getvalue(), "text/csv; charset=utf-8", "audit-events.csv")


@require_GET
@requires(Permission.AUDIT_SEE)
def heads(request: StaffRequest) -> HttpResponse:
    """The signed heads as a file, to be kept by somebody outside the agency."""
    request.audit.reading("audit.export", subject=("audit", "heads"))
    return _file(json.dumps(audit.export_heads(), indent=1), "application/json", "audit-heads.json")


def _found(request: StaffRequest, form: AuditFilter, *, oldest_first: bool) -> audit.Events:
    chosen = form.cleaned_data if form.is_valid() else {}
    return audit.events(
        agency=request.actor.agency_id,
        action=chosen.get("act", ""),
        actor=chosen.get("by", ""),
        subject=chosen.get("about", ""),
        outcome=chosen.get("outcome", ""),
        oldest_first=oldest_first,
    )


def _page(request: StaffRequest) -> dict[str, object]:
    form, sorting = AuditFilter(request.GET), sorted_by(request.GET, SORTS)
    events = _found(request, form, oldest_first=sorting.key == "oldest")
    return {
        "page": paged(events, request.GET, total=events.count()),
        "filters": form,
        "sorts": sorting,
        "saved": SAVED,
        "unsealed": audit.unsealed_since(),
        "verify_url": reverse("desk:audit_verify"),
        "heads_url": reverse("desk:audit_heads"),
        "export_url": f"{reverse('desk:audit_export')}?{urlencode(request.GET.dict())}",
    }


def _file(text: str, media_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=media_type, headers=disposition)
