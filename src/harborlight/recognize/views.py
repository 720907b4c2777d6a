"""The page of instruments. The form and a screening's page stand in desk."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from harborlight.ground.access.api import Permission
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.recognize import api
from harborlight.recognize.core.definition import said


@requires(Permission.SCREENING_COMPLETE)
def instruments(request: StaffRequest) -> HttpResponse:
    """Which instruments one may complete, and the newest screenings."""
    found = [
        {
            # The form stands in desk, one step below this page; a relative address names no module.
            "url": f"{instrument.id}/",
            "spanish_url": f"{instrument.id}/?lang=es" if "es" in instrument.languages else "",
            "title": said(instrument.title, "en"),
            "version": instrument.version,
            "questions": len(instrument.questions),
        }
        for instrument in api.instruments(request.actor)
    ]
    return render(
        request, "recognize/instruments.html", {"instruments": found, "recent": api.recent(request.actor)}
    )
