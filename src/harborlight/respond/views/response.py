"""Pages of a response: open it, its own page, its situation, close, open again, print."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from harborlight.ground.access.api import Actor, Permission, Ref, Refused, Role, check_visible, members
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.library.api import Answer
from harborlight.respond.actions import close_response, open_response, reopen_response, set_situation, settle_fact
from harborlight.respond.core.situation import FACTS, UNKNOWN, YES
from harborlight.respond.forms.response import CloseForm, OpenForm, SituationForm, local_now
from harborlight.respond.lines import lines_for
from harborlight.respond.pages import back, child_url, done, language
from harborlight.respond.protocol.core import Phase
from harborlight.respond.queries.duties import DutyView
from harborlight.respond.queries.response import ResponseView, StepView, response_view

TOLD = {Role.INVESTIGATOR: "investigator", Role.SPECIALIST: "specialist", Role.SUPERVISOR: "other"}
"""Who of the own agency is offered to be told when a response opens, and as what."""


@requires(Permission.RESPONSE_OPEN)
def open_page(request: StaffRequest, child_id: uuid.UUID | None = None) -> HttpResponse:
    """Open a response for a child, or for one of whom nothing is known yet."""
    child = str(child_id or request.GET.get("child", ""))
    if child:
        check_visible(request.actor, Ref("child", child))
    team = _team_choices(request.actor)
    initial = {"found": local_now(request.now), "token": uuid.uuid4(), "tell": [member for member, _, _ in team]}
    choices = [(member, name) for member, name, _ in team]
    form = OpenForm(request.POST or None, initial=initial, team=choices, known=bool(child))
    if request.method == "POST" and form.is_valid():
        try:
            return back(_open(request, form, child, {member: part for member, _, part in team}))
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "respond/open.html", {"form": form, "child_url": child_url(child) if child else ""})


def _open(request: StaffRequest, form: OpenForm, child_id: str, parts: dict[str, str]) -> str:
    data = form.cleaned_data
    return open_response(
        request.actor,
        child_id=child_id,
        age_estimate=data.get("age_estimate"),
        screening_id=request.POST.get("screening", ""),
        situation=form.situation(),
        moments=form.moments(),
        tell=[(member, parts[member]) for member in data.get("tell", ()) if member in parts],
        token=str(data["token"]),
        audit=request.audit,
    )


def _team_choices(actor: Actor) -> list[tuple[str, str, str]]:
    """(member id, name, part) of those whose work this is, without the one who opens."""
    found = []
    for person in members(agency_id=actor.agency_id):
        part = next((part for role, part in TOLD.items() if role in person.roles), "")
        if part and person.id != actor.member_id:
            unit = f", {person.unit}" if person.unit else ""
            found.append((person.id, f"{person.display}{unit}", part))
    return found


@require_GET
@requires(Permission.RESPONSE_SEE)
def response_page(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """The response: what runs out, who to call, what to do next, who works on it, what was asked for."""
    view = response_view(request.actor, str(response_id), now=request.now, language=language())
    request.audit.reading("response.see", subject=("response", view.id))
    return render(request, "respond/response.html", _context(request, view))


@require_GET
@requires(Permission.RESPONSE_SEE)
def print_page(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """The response on paper: no names, with the handling mark."""
    view = response_view(request.actor, str(response_id), now=request.now, language=language())
    request.audit.reading("response.print", subject=("response", view.id))
    return render(request, "respond/print.html", _context(request, view))


def _context(request: StaffRequest, view: ResponseView) -> dict[str, object]:
    roles = [duty.duty.line for duty in view.duties if duty.open]
    lines = lines_for(view.county_fips, request.now, roles, language()) if view.ours else {}
    working = view.ours and view.state == "open"
    first, later = _split([duty for duty in view.duties if duty.open])
    mine = [place for place in view.team if request.actor.member_id == place.member_id]
    mine += [p for p in view.team if not p.member_id and p.agency_id == request.actor.agency_id]
    return {
        "response": view,
        "first_duties": [(duty, _phones(lines, duty)) for duty in first],
        "later_duties": [(duty, _phones(lines, duty)) for duty in later],
        "questions": _questions(view.duties),
        "settled": [duty for duty in view.duties if not duty.open],
        "child_url": child_url(view.child_id),
        "told_place": next((place for place in mine if place.state == "Told"), None),
        "given": next((place for place in mine if place.released), None),
        "working": working,
        "lede": f"{view.state_label}. Opened by {view.opened_by}, {view.agency}.",
        "settled_label": f"Met, not started, or not for here: {sum(not duty.open for duty in view.duties)}",
        "phases": [(_phase_title(phase, steps), steps) for phase, steps in view.phases],
        "unknown": sum(answer == UNKNOWN for _, _, answer in view.facts),
        "may": {permission.name: working and permission in request.actor.permissions for permission in Permission},
        "may_reopen": view.ours and view.state == "closed" and Permission.RESPONSE_OPEN in request.actor.permissions,
        "now": request.now,
    }


def _questions(duties: tuple[DutyView, ...]) -> list[tuple[str, str, list[str]]]:
    """(fact code, question, titles of the duties it decides), each question once, in the order of the situation."""
    found: dict[str, tuple[str, list[str]]] = {}
    for duty in duties:
        for code, question in duty.to_settle:
            found.setdefault(code, (question, []))[1].append(duty.title)
    return [(fact.code, *found[fact.code]) for fact in FACTS if fact.code in found]


def _split(duties: list[DutyView]) -> tuple[list[DutyView], list[DutyView]]:
    """What is overdue, or else the one that runs out first, stands above the next steps; the rest below them."""
    overdue = sum(duty.state == "overdue" for duty in duties)
    return duties[: max(1, overdue)], duties[max(1, overdue) :]


def _phones(lines: Mapping[str, list[Answer]], duty: DutyView) -> list[Answer]:
    """The first number to call for a duty; the duty's own page has them all."""
    return [line for line in lines.get(duty.duty.line, []) if line.channel == "phone"][:1]


def _phase_title(phase: Phase, steps: tuple[StepView, ...]) -> str:
    done = sum(step.done for step in steps)
    return f"{phase.title_in(language())}: {done} of {sum(step.done or step.to_do for step in steps)} done"


@requires(Permission.RESPONSE_OPEN)
def situation_page(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """What is known now; it decides which duties and steps apply."""
    view = own_view(request, response_id)
    initial = dict(view.situation) | {
        "found": view.moments["found"],
        "missing_report_at": view.moments["missing_report"],
        "returned_at": view.moments["returned"],
        "custody_at": view.moments["custody"],
    }
    form = SituationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_situation(
                request.actor, view.id, situation=form.situation(), moments=form.moments(), audit=request.audit
            )
            messages.success(request, "Saved. Duties and steps follow from it.")
            return back(view.id)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "respond/situation.html", {"form": form, "response": view})


@require_POST
@requires(Permission.RESPONSE_OPEN)
def settle(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """Answer one open question with one tap. A missing report needs its time, so that one leads to the whole page."""
    code, answer = request.POST.get("fact", ""), request.POST.get("answer", "")
    if (code, answer) == ("missing_report", YES):
        return redirect("respond:situation", response_id)
    done(
        request,
        lambda: settle_fact(request.actor, str(response_id), code=code, answer=answer, audit=request.audit),
        "Saved. Duties and steps follow from it.",
    )
    return back(str(response_id), "duties")


@requires(Permission.RESPONSE_CLOSE)
def close_page(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """Close with a reason; says first what is still to do."""
    view = own_view(request, response_id)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            close_response(
                request.actor, view.id, reason=data["reason"], note=data["note"], look_again_on=data["look_again_on"],
                audit=request.audit,
            )  # fmt: skip
            messages.success(request, "Closed. The whole story stays, and it can be opened again.")
            return back(view.id)
        except Refused as refused:
            form.add_error(None, str(refused))
    still = [duty for duty in view.duties if duty.open]
    return render(request, "respond/close.html", {"form": form, "response": view, "still": still})


@require_POST
@requires(Permission.RESPONSE_OPEN)
def reopen(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """Open again with the whole story."""
    done(
        request,
        lambda: reopen_response(request.actor, str(response_id), audit=request.audit),
        "Open again. Look at the situation first: it may have changed.",
    )
    return back(str(response_id))


def own_view(request: StaffRequest, response_id: uuid.UUID) -> ResponseView:
    view = response_view(request.actor, str(response_id), now=request.now, language=language())
    if not view.ours:
        raise Refused(f"Only {view.agency}, which opened this response, may do this.")
    return view
