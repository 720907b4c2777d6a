"""The directory for staff: the list of contacts, one contact, and our checks of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from harborlight.ground.access.api import Permission, Refused, agency, can
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.ui.api import dated_words, paged, sorted_by
from harborlight.library import api, queries
from harborlight.library.core.moments import clock
from harborlight.library.core.sentences import role_name
from harborlight.library.forms import ContactFilter, ContactForm
from harborlight.library.models import Contact

SORTS = {
    "place": "By state and role",
    "role": "By role",
    "oldest": "Oldest source first",
    "checked": "Longest unchecked first",
}
SAVED = [
    ("Numbers that failed", "?check=failed"),
    ("To check again", "?check=due"),
    ("Not found yet", "?check=missing"),
]


@requires(Permission.DIRECTORY_SEE)
def contacts(request: StaffRequest) -> HttpResponse:
    """GET: filter, order, count, print. Without a filter, the agency's own state."""
    own = agency(request.actor.agency_id).state
    chosen = request.GET if request.GET else {"state": own}
    form = ContactFilter(chosen, roles=queries.roles())
    sorting = sorted_by(request.GET, SORTS)
    found = form.cleaned_data if form.is_valid() else {}
    page = paged(queries.contacts(request.actor, found, sorting.key, request.now), request.GET)
    rows = [(row, role_name(row.role, "en"), check_words(row, request)) for row in page]
    context = {"page": page, "rows": rows, "filters": form, "sorts": sorting, "saved": SAVED}
    return render(request, "library/contacts.html", context | rights(request))


@requires(Permission.DIRECTORY_SEE)
def contact(request: StaffRequest, key: str) -> HttpResponse:
    """GET: one contact, where it is from, and what we found when we called."""
    row = queries.contact(request.actor, key)
    line = queries.line_of(row)
    zone = row.tz or agency(request.actor.agency_id).time_zone
    context = {
        "row": row,
        "role": role_name(row.role, "en"),
        "verified": check_words(row, request),
        "origin": _origin(row),
        "checks": list(row.verifications.all()[:50]),
        "hours": row.hours or row.hours_stated or "not stated",
        "now": clock(request.now, zone, "en"),
        "open_now": queries.open_now(line, request.now, zone),
    }
    return render(request, "library/contact.html", context | rights(request))


def _origin(row: Contact) -> list[tuple[str, str]]:
    """Where a number is from, as rows of a definition list; what is empty is left out."""
    content = f"{row.pack_id} {row.pack_version}, digest {row.pack_digest[:12]}" if row.pack_id else ""
    rows = [
        ("Source", row.source),
        ("Date of the facts", dated_words(row.source_date)),
        ("Copied from", row.transcribed_from),
        ("Trust", row.trust),
        ("Content", content or "entered by your agency"),
        ("Hours, as the source says", row.hours_stated),
        ("Only these counties", "; ".join(queries.county_name(fips) for fips in row.counties.split())),
    ]
    return [(term, value) for term, value in rows if value]


@require_POST
@requires(Permission.DIRECTORY_VERIFY)
def check_contact(request: StaffRequest, key: str) -> HttpResponse:
    """POST `result` (answered or failed) and `value`, the number as it stood on the page."""
    answered = request.POST.get("result") == "answered"
    act = api.verify_contact if answered else api.number_failed
    try:
        act(request.actor, key, value=request.POST.get("value", ""), method="called", audit=request.audit)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("library:contact", key=key)
    done = "Written down: you called, and it answered." if answered else "Written down: this number failed."
    messages.success(request, done)
    return redirect("library:contact", key=key)


@require_POST
@requires(Permission.DIRECTORY_CHANGE)
def retire_contact(request: StaffRequest, key: str) -> HttpResponse:
    """POST: take a number of our own off the list."""
    try:
        api.retire_contact(request.actor, key, audit=request.audit)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("library:contact", key=key)
    messages.success(request, "Taken off the list. Its history is kept.")
    return redirect("library:contacts")


@requires(Permission.DIRECTORY_CHANGE)
def add_contact(request: StaffRequest) -> HttpResponse:
    """GET an empty form, POST a number of our own."""
    own = agency(request.actor.agency_id)
    form = ContactForm(request.POST or None, state=own.state, initial={"counties": [own.county_fips]})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"counties": " ".join(form.cleaned_data["counties"]), "state": own.state}
        try:
            key = api.add_contact(request.actor, facts=facts, audit=request.audit)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Added. It counts as not verified until somebody calls it.")
            return redirect("library:contact", key=key)
    return render(request, "library/add_contact.html", {"form": form})


def check_words(row: Contact, request: StaffRequest) -> str:
    """Our newest check of a number, in words."""
    line = queries.line_of(row)
    return queries.check_words(row.checked_at, row.check_result, request.now, line.check_after)[1]


def rights(request: StaffRequest) -> dict[str, bool]:
    """What this member may do here, for the template."""
    return {
        "may_check": can(request.actor, Permission.DIRECTORY_VERIFY),
        "may_change": can(request.actor, Permission.DIRECTORY_CHANGE),
        "may_rota": can(request.actor, Permission.ROTA_CHANGE),
    }
