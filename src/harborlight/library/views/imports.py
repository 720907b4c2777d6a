"""Bringing in a directory of services, and the report of what was taken, mended and refused."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render

from harborlight.ground.access.api import Permission, Refused, agency
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.ui.api import paged
from harborlight.library import api, queries
from harborlight.library.core.hsds import HsdsRefused
from harborlight.library.forms import ImportForm
from harborlight.library.importing import LARGEST, digest_of_files, read_directory, zip_files


@requires(Permission.DIRECTORY_CHANGE)
def new_import(request: StaffRequest) -> HttpResponse:
    """GET the form and past imports, POST one ZIP file."""
    own = agency(request.actor.agency_id)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"state": own.state})
    if request.method == "POST" and form.is_valid():
        try:
            report = _import(request, form.cleaned_data, own.time_zone)
        except (HsdsRefused, Refused) as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("library:import_report", report_id=report.id)
    past = [(report, queries.source_name(report.name)) for report in queries.import_reports(request.actor)]
    context = {"form": form, "past": past}
    return render(request, "library/import.html", context)


def _import(request: StaffRequest, facts: dict[str, object], zone: str) -> api.Report:
    upload = facts["file"]
    if upload.size > LARGEST:  # type: ignore[attr-defined]
        raise HsdsRefused(f"The file is larger than {LARGEST // 1024 // 1024} MB. Nothing was imported.")
    files = zip_files(upload.read())  # type: ignore[attr-defined]
    read, setting = read_directory(files, str(facts["state"]))
    origin = api.Origin(
        system=str(facts["name"]), date=str(facts["date"]), state=setting.state, digest=digest_of_files(files), tz=zone
    )
    return api.import_hsds11(request.actor, read, origin, audit=request.audit)


@requires(Permission.DIRECTORY_CHANGE)
def import_report(request: StaffRequest, report_id: str) -> HttpResponse:
    """GET: counts, and each row that was mended or refused with the reason."""
    report = queries.import_report(request.actor, str(report_id))
    page = paged(report.rows, request.GET)
    counts = [
        ("Rows taken", f"{report.taken}, {report.mended} of them mended"),
        ("Rows refused", report.refused),
        ("Records changed", report.changed),
        ("Digest of the files", report.digest[:12]),
    ]
    context = {"report": report, "name": queries.source_name(report.name), "page": page, "counts": counts}
    return render(request, "library/import_report.html", context)
