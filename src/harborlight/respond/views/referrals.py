"""The way to a service: what is needed, who offers it, what leaves, send; and the page on which it is answered."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from harborlight.ground.access.api import NotFound, Permission, Refused, agencies, agency
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.people.api import person
from harborlight.library import api as library
from harborlight.respond.forms.referrals import AnswerForm, DraftForm, SendForm
from harborlight.respond.pages import done, language
from harborlight.respond.queries.referrals import ReferralView, referral
from harborlight.respond.queries.response import ResponseView, response_view
from harborlight.respond.referrals.actions import (
    answer_referral,
    call_back_referral,
    draft_referral,
    send_referral,
)
from harborlight.respond.referrals.core import PARTNER_ACTS

FIRST_NEEDS = ("shelter", "medical", "crisis", "advocate", "counseling", "food", "clothing", "legal", "immigration")
"""What is most often needed in the first hours; the rest of the list stands below."""
FIRST_OPTIONS, FIRST_LINES = 10, 2
CALLS = ("danger", "child-protection", "trafficking", "missing", "online", "federal", "local-police")
"""Needs that somebody is called for, not referred to."""
ACT_WORDS = {
    "accept": "Accept",
    "decline": "Decline",
    "start": "The service has begun",
    "end": "End with an outcome",
    "lose": "Contact is lost",
}
BADGES = {
    "draft": "plain", "sent": "waiting", "accepted": "running", "declined": "plain", "in_service": "running",
    "ended": "met", "lost": "danger", "called_back": "plain",
}  # fmt: skip


@requires(Permission.REFERRAL_SEND)
def refer_page(request: StaffRequest, response_id: uuid.UUID) -> HttpResponse:
    """First the need, then the real services near the child. POST chooses one; nothing leaves yet."""
    view = _own(request, response_id)
    needs = library.needs(language())
    need = request.POST.get("need") or request.GET.get("need", "")
    partners = [(a.id, a.name) for a in agencies() if a.id != request.actor.agency_id]
    form = DraftForm(request.POST or None, partners=partners)
    if request.method == "POST" and form.is_valid():
        made = _draft(request, view, form)
        if made:
            return redirect("respond:release", made)
    options = _options(view, need, request) if need in needs else []
    shown = len(options) if "all" in request.GET else FIRST_OPTIONS
    context = {
        "response": view, "need": need, "need_words": needs.get(need, ""), "partners": partners,
        "heading": needs.get(need) or "What is needed?",
        "lede": "Nothing about the child is sent while you look." if need else "One need at a time.",
        "first": [(code, needs[code]) for code in FIRST_NEEDS if code in needs],
        "more": [(code, words) for code, words in needs.items() if code not in FIRST_NEEDS + CALLS],
        "options": options[:shown], "hidden": options[shown:], "more_label": f"Show all {len(options)}",
        "more_url": f"?need={need}&all=yes", "lines": _lines(view, need, request) if need in needs else [],
        "token": uuid.uuid4(),
    }  # fmt: skip
    return render(request, "respond/refer.html", context)


def _options(view: ResponseView, need: str, request: StaffRequest) -> list[library.ServiceOption]:
    try:
        return library.find(need, f"fips:{view.county_fips}", request.now)
    except library.PlaceRefused as refused:
        messages.warning(request, str(refused))
        return []


def _lines(view: ResponseView, need: str, request: StaffRequest) -> list[library.Answer]:
    """The first numbers for that need at this hour: what a directory of services lacks, a line may know."""
    try:
        answers = library.who_to_call(f"fips:{view.county_fips}", request.now, need=need, language=language())
    except library.PlaceRefused:
        return []
    phones = [line for line in answers if line.channel == "phone" and line.role != "emergency"]
    return phones[:FIRST_LINES]


def _draft(request: StaffRequest, view: ResponseView, form: DraftForm) -> str:
    data = form.cleaned_data
    try:
        return draft_referral(
            request.actor, view.id, need=data["need"], service_id=data["service"], partner_id=data["partner"],
            token=str(data["token"]), audit=request.audit,
        )  # fmt: skip
    except Refused as refused:
        messages.warning(request, str(refused))
        return ""


@sensitive_post_parameters()
@requires(Permission.REFERRAL_SEND)
def release_page(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Fill in what the service must know, look at exactly what leaves, then send."""
    view = _ours(request, referral_id)
    if "send" not in view.acts:
        return redirect("respond:referral", view.id)
    form = SendForm(request.POST or None, initial=_suggested(request, view))
    looking = request.method == "POST" and form.is_valid() and "change" not in request.POST
    if looking and "send" in request.POST and _send(request, view, form):
        return redirect("respond:referral", view.id)
    to = view.partner or f"{view.name}, {view.organization}"
    context = {
        "referral": view, "form": form, "looking": looking, "to": to, "kicker": f"Child {view.child_code}",
    }  # fmt: skip
    return render(request, "respond/release.html", context)


def _suggested(request: StaffRequest, view: ReferralView) -> dict[str, str]:
    """What is known already; never the name."""
    response = response_view(request.actor, view.response_id, now=request.now)
    child = person(request.actor, response.child_id, request.now)
    home = agency(request.actor.agency_id)
    return {"item_code": view.child_code, "item_age": child.age_text, "item_need": view.need, "item_reach": home.name}


def _send(request: StaffRequest, view: ReferralView, form: SendForm) -> bool:
    data = form.cleaned_data
    said = f"Sent to {view.partner or view.organization or view.name}."
    if not view.partner:
        said = "Written down. Now call them: they have no account here."
    return done(
        request,
        lambda: send_referral(
            request.actor, view.id, values=form.values(), basis=data["basis"], handover=data["handover"],
            audit=request.audit,
        ),
        said,
    )  # fmt: skip


@require_GET
@requires(Permission.RESPONSE_SEE)
def referral_page(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """One referral, for the sender and for the partner who answers."""
    view = referral(request.actor, str(referral_id))
    request.audit.reading("referral.see", subject=("referral", view.id))
    return render(request, "respond/referral.html", _context(request, view))


def _context(request: StaffRequest, view: ReferralView, form: AnswerForm | None = None) -> dict[str, object]:
    may = {True: Permission.REFERRAL_SEND, False: Permission.REFERRAL_ANSWER}[view.ours] in request.actor.permissions
    acts = [act for act in view.acts if act in PARTNER_ACTS and may]
    forms = [
        (act, ACT_WORDS[act], form if form is not None and form.prefix == act else AnswerForm(act=act, ours=view.ours))
        for act in acts
    ]
    return {
        "referral": view, "answers": forms, "asking": form.prefix if form else "",
        "kicker": f"Referral, child {view.child_code}", "badge": BADGES[view.state],
        "released_title": "What they were told" if view.ours else "What you were told",
        "answer_title": "Write down their answer" if view.ours else "Your answer",
        "may_send": view.ours and may and "send" in view.acts,
        "may_call_back": view.ours and may and "call_back" in view.acts,
    }  # fmt: skip


@require_POST
@requires(Permission.RESPONSE_SEE)
def answer(request: StaffRequest, referral_id: uuid.UUID, act: str) -> HttpResponse:
    """Accept, decline, start, end or lose."""
    view = referral(request.actor, str(referral_id))
    if act not in view.acts or act not in PARTNER_ACTS:
        messages.warning(request, "Somebody has changed this referral meanwhile. Here it is as it stands now.")
        return redirect("respond:referral", view.id)
    form = AnswerForm(request.POST, act=act, ours=view.ours)
    if not form.is_valid():
        return render(request, "respond/referral.html", _context(request, view, form), status=422)
    data = form.cleaned_data
    done(
        request,
        lambda: answer_referral(
            request.actor, view.id, act, reason=data.get("reason", ""), outcome=data.get("outcome", ""),
            said_by=data.get("said_by", ""), audit=request.audit,
        ),
        "Saved, and told to the other side.",
    )  # fmt: skip
    return redirect("respond:referral", view.id)


@require_POST
@requires(Permission.REFERRAL_SEND)
def call_back(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Take a referral back before it is answered."""
    done(
        request,
        lambda: call_back_referral(request.actor, str(referral_id), audit=request.audit),
        "Called back. The partner does not see it any more.",
    )
    return redirect("respond:referral", referral_id)


def _own(request: StaffRequest, response_id: uuid.UUID) -> ResponseView:
    view = response_view(request.actor, str(response_id), now=request.now, language=language())
    if not view.ours:
        raise Refused(f"Only {view.agency}, which opened this response, may do this.")
    return view


def _ours(request: StaffRequest, referral_id: uuid.UUID) -> ReferralView:
    view = referral(request.actor, str(referral_id))
    if not view.ours:
        raise NotFound("There is no such referral.")
    return view
