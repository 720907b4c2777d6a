"""Before an act that changes factors, passwords or roles, the second factor is asked for afresh (CJIS IA-11).

What was typed into the page stays: the question carries it along and goes on with it.
"""

from functools import wraps
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from harborlight.ground.access.api import Member
from harborlight.ground.access.web import StaffRequest
from harborlight.ground.accounts import marks
from harborlight.ground.accounts.actions import sessions
from harborlight.ground.accounts.actions.kept import SECRETS
from harborlight.ground.accounts.forms.proof import FreshCodeForm, FreshPasskeyForm, passkey_question
from harborlight.ground.accounts.web import View

ASKED = "proof-asked"  # the name of the hidden field that tells our question from the page's own form
PREFIX = "proof"


def step_up(view: View) -> View:
    """The view runs only when the second factor was proved within the last five minutes."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if marks.is_confirmed(marks.read(request), request.now):
            return view(request, *args, **kwargs)
        if ASKED not in request.POST:
            return _ask(request, request.method or "GET")
        forms = _forms(request)
        answered = forms[1] if request.POST.get(f"{PREFIX}-credential") else forms[0]
        if not answered.is_valid():
            return _refuse(request, answered)
        marks.change(request, confirmed=request.now.isoformat())
        if request.POST[ASKED] != "POST":
            return HttpResponseRedirect(request.get_full_path())
        request.POST = _carried(request)  # type: ignore[assignment]
        return view(request, *args, **kwargs)

    guarded.asks_afresh = True  # type: ignore[attr-defined]
    return guarded


def _ask(request: StaffRequest, method: str, form: Any = None) -> HttpResponse:
    code, _ = _forms(request, bound=False)
    member: Member = request.user  # type: ignore[assignment]
    page = {
        "own_url": reverse("accounts:own"), "form": form or code, "code": code,
        "question": passkey_question(request, member),
        "asked": ASKED, "method": method, "carried": list(_pairs(_carried(request))),
    }
    return render(request, "accounts/step_up.html", page, status=200 if form is None else 400)


def _refuse(request: StaffRequest, form: Any) -> HttpResponse:
    if form.was_closed:
        sessions.end(request, "closed")
        return render(request, "accounts/signed_out.html", {"why": "closed"}, status=403)
    return _ask(request, request.POST[ASKED], form)


def _forms(request: StaffRequest, *, bound: bool = True) -> tuple[FreshCodeForm, FreshPasskeyForm]:
    data = request.POST if bound else None
    member: Member = request.user  # type: ignore[assignment]
    return FreshCodeForm(data, user=member, prefix=PREFIX), FreshPasskeyForm(data, user=member, prefix=PREFIX)


def _carried(request: StaffRequest) -> QueryDict:
    """What the page itself sent: without our question, and without passwords, which are typed again."""
    kept = request.POST.copy()
    for name in list(kept):
        if name == ASKED or name.startswith(f"{PREFIX}-") or name in SECRETS:
            del kept[name]
    return kept


def _pairs(kept: QueryDict) -> Any:
    return ((name, value) for name, values in kept.lists() for value in values)
