"""One call for the page that fills in an instrument: show the form, or save it.

The address and what comes after belong to `desk`; a template of ours may not link upward.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import Http404

from harborlight.ground.access.api import Permission, Ref, Refused, agency, check
from harborlight.ground.access.web import StaffRequest
from harborlight.ground.packs import api as packs
from harborlight.library import api as library
from harborlight.recognize import shipped
from harborlight.recognize.actions import complete_screening
from harborlight.recognize.core import Instrument, InstrumentRefused
from harborlight.recognize.core.definition import said
from harborlight.recognize.core.words import PAGE
from harborlight.recognize.forms import ScreeningForm
from harborlight.recognize.queries import check_screening

LANGUAGE_NAMES = {"en": "English", "es": "Español"}
TEMPLATE = "recognize/fill.html"


@dataclass(frozen=True)
class Filling:
    """Either a saved screening (its id), or a form to show: render `template` with `context`."""

    screening_id: str = ""
    template: str = TEMPLATE
    context: dict[str, Any] = field(default_factory=dict)


def submit(
    request: StaffRequest, instrument_id: str, *, child_id: str = "", supersedes: str = ""
) -> Filling:
    """Answer a request to fill in an instrument. Raises Http404, NotFound and Refused.

    `child_id`: the child it is about, if known. `supersedes`: the screening it corrects. `?lang=es` asks in Spanish.
    """
    check(request.actor, Permission.SCREENING_COMPLETE)
    if child_id:
        check(request.actor, Permission.CHILD_SEE, Ref("child", child_id))
    if supersedes:
        check_screening(request.actor, supersedes)
    instrument = _instrument(instrument_id)
    language = _language(request, instrument)
    form = _form(request, instrument, language)
    if request.method == "POST" and form.is_valid():
        return Filling(
            complete_screening(
                request.actor,
                instrument_id=instrument.id,
                answers=form.answers,
                form=str(form.cleaned_data["form_id"]),
                county_fips=form.cleaned_data["county"],
                child_id=child_id or None,
                supersedes=supersedes or None,
                language=language,
                audit=request.audit,
            )
        )
    return Filling(context=_context(request, form, instrument, language))


def _instrument(instrument_id: str) -> Instrument:
    if instrument_id not in {pack.id for pack in packs.packs("instrument")}:
        raise Http404("There is no such instrument.")
    try:
        return shipped.instrument(instrument_id)
    except InstrumentRefused as damaged:
        raise Refused(f"This instrument cannot be used, and nothing was saved. {damaged}") from damaged


def _form(request: StaffRequest, instrument: Instrument, language: str) -> ScreeningForm:
    own = agency(request.actor.agency_id)
    counties = [(county.fips, county.name) for county in library.counties(own.state)]
    data = request.POST if request.method == "POST" else None
    form = ScreeningForm(
        instrument, data, language=language, counties=counties, initial={"county": own.county_fips}
    )
    form.stamp(request.now.isoformat(timespec="seconds"), request.actor.member_id)
    return form


def _language(request: StaffRequest, instrument: Instrument) -> str:
    wanted = request.GET.get("lang", "en")
    return wanted if wanted in instrument.languages else instrument.languages[0]


def _context(
    request: StaffRequest, form: ScreeningForm, instrument: Instrument, language: str
) -> dict[str, Any]:
    return {
        "form": form,
        "asked": list(form.asked()),
        "instrument": instrument,
        "title": said(instrument.title, language),
        "language": language,
        "words": PAGE[language if language in PAGE else "en"],
        "other_languages": [
            {"code": code, "url": _same_in(request, code), "label": LANGUAGE_NAMES.get(code, code)}
            for code in instrument.languages
            if code != language
        ],
    }


def _same_in(request: StaffRequest, language: str) -> str:
    """This page in another language; the child it is about stays."""
    query = request.GET.copy()
    query["lang"] = language
    return f"?{query.urlencode()}"
