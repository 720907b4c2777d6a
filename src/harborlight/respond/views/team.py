"""The team's page: who is on it, add a member, tell a partner, take somebody off."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from harborlight.ground.access.api import Permission, Refused, agencies, members
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.respond.forms.team import MemberForm, PartnerForm
from harborlight.respond.pages import back, done, language
from harborlight.respond.queries.response import ResponseView, response_view
from harborlight.respond.team.actions import add_partner, add_team_member, mark_seen, remove_from_team


@requires(Permission.TEAM_CHANGE)
def team_page(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """GET shows the team; POST adds a member of the own agency."""
    view = _view(request, response_id)
    there = {place.member_id for place in view.team}
    own = [(m.id, m.display) for m in members(agency_id=request.actor.agency_id) if m.id not in there]
    form = MemberForm(request.POST or None, members=own)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done(
            request,
            lambda: add_team_member(
                request.actor, view.id, member=data["member"], part=data["part"], audit=request.audit
            ),
            "Added and told.",
        )
        return redirect("respond:team", view.id)
    return render(request, "respond/team.html", {"response": view, "form": form})


@sensitive_post_parameters()
@requires(Permission.TEAM_CHANGE)
def partner_page(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """Fill in what a partner is told, look at exactly what leaves, then send."""
    view = _view(request, response_id)
    partners = [(a.id, a.name) for a in agencies() if a.id != request.actor.agency_id]
    initial = {"item_code": view.child_code, "part": "child_protection"}
    form = PartnerForm(request.POST or None, partners=partners, initial=initial)
    looking = request.method == "POST" and form.is_valid() and "change" not in request.POST
    if looking and "send" in request.POST and _send(request, view, form):
        return redirect("respond:team", view.id)
    return render(request, "respond/partner.html", {"response": view, "form": form, "looking": looking})


def _send(request: StaffRequest, view: ResponseView, form: PartnerForm) -> bool:
    data = form.cleaned_data
    try:
        add_partner(
            request.actor, view.id, agency_id=data["partner"], part=data["part"], values=form.values(),
            basis=data["basis"], agreement=data["agreement"], audit=request.audit,
        )  # fmt: skip
    except Refused as refused:
        messages.warning(request, str(refused))
        return False
    messages.success(request, f"{form.partner_label()} was told and is on the team.")
    return True


@require_POST
@requires(Permission.TEAM_CHANGE)
def remove(request: StaffRequest, response_id: uuid.UUID, place_id: uuid.UUID) -> HttpResponse:
    """Take somebody off the team."""
    done(
        request,
        lambda: remove_from_team(request.actor, str(response_id), str(place_id), audit=request.audit),
        "Off the team: they see nothing of this response any more.",
    )
    return redirect("respond:team", response_id)


@require_POST
@requires(Permission.RESPONSE_SEE)
def seen(request: StaffRequest, response_id: uuid.UUID, place_id: uuid.UUID) -> HttpResponse:
    """I have seen this."""
    mark_seen(request.actor, str(place_id), audit=request.audit)
    return back(str(response_id))


def _view(request: StaffRequest, response_id: uuid.UUID) -> ResponseView:
    view = response_view(request.actor, str(response_id), now=request.now, language=language())
    if not view.ours:
        raise Refused(f"Only {view.agency}, which opened this response, may do this.")
    return view
