"""The set-up wizard. What was typed waits in the session; the last step writes it, all at once."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from harborlight.ground.access.api import Refused
from harborlight.ground.access.web import StaffRequest, public_page
from harborlight.ground.accounts import notice, recovery, set_up
from harborlight.ground.accounts.actions import attempts
from harborlight.ground.accounts.actions.set_up import Draft
from harborlight.ground.accounts.actions.set_up import set_up as set_up_now
from harborlight.ground.accounts.core import recovery_key, totp
from harborlight.ground.accounts.forms.own import AppForm
from harborlight.ground.accounts.forms.set_up import (
    AdministratorForm,
    AgencyForm,
    CodeForm,
    CountyForm,
    RowForm,
    StateForm,
)
from harborlight.ground.accounts.places import counties
from harborlight.ground.accounts.views.enroll import ISSUER, in_fours, qr
from harborlight.ground.accounts.web import address_of

Step = Callable[[StaffRequest, dict[str, Any]], HttpResponse]
DRAFT = "set_up"  # session key
# Each step, and a name in the draft that shows it was answered.
STEPS = {
    "county": "county_fips", "agency": "agency_name", "administrator": "login", "second-factor": "totp_step",
    "recovery-key": "",
}
FULL = "Nothing was written. Make room there, then try again."
WHY = "Sets up a new installation; it does not exist once there is an agency."


def step(name: str) -> Callable[[Step], Callable[..., HttpResponse]]:
    """A page of the wizard: 404 once set up, the code for strangers, and never before the steps that lead to it."""

    def decorate(view: Step) -> Callable[..., HttpResponse]:
        @public_page(WHY)
        @wraps(view)
        def guarded(request: StaffRequest) -> HttpResponse:
            if set_up.is_done():
                raise Http404
            if not set_up.may(request):
                return redirect("accounts:set-up-code")
            draft = dict(request.session.get(DRAFT, {}))
            first = next_step(draft)
            if list(STEPS).index(first) < list(STEPS).index(name):
                return redirect(f"accounts:set-up-{first}")
            return view(request, draft)

        return guarded

    return decorate


def next_step(draft: Mapping[str, Any]) -> str:
    """The first step that is not answered yet."""
    return next(name for name, shown in STEPS.items() if not shown or shown not in draft)


@public_page(WHY)
def begin(request: StaffRequest) -> HttpResponse:
    """What will be asked; goes on where one left off."""
    if set_up.is_done():
        raise Http404
    if not set_up.may(request):
        return redirect("accounts:set-up-code")
    draft = request.session.get(DRAFT, {})
    page = {"url": f"accounts:set-up-{next_step(draft)}", "begun": bool(draft)}
    return render(request, "accounts/set_up/begin.html", page)


@public_page(WHY)
def code(request: StaffRequest) -> HttpResponse:
    """From another machine: the one-time code."""
    if set_up.is_done():
        raise Http404
    address = address_of(request)
    if attempts.is_throttled(address, request.now):
        return render(request, "accounts/set_up/throttled.html", status=429)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if set_up.admit(request, form.cleaned_data["code"]):
            return redirect("accounts:set-up")
        attempts.failed(None, "set-up", address=address, audit=request.audit)
        form.add_error("code", "This is not the code. It stands in the window where Harborlight was started.")
    return render(request, "accounts/set_up/code.html", {"form": form})


@step("county")
def county(request: StaffRequest, draft: dict[str, Any]) -> HttpResponse:
    """State, then county."""
    state = str(request.POST.get("state") or request.GET.get("state") or draft.get("state", ""))
    ask_state = StateForm({"state": state} if state else None)
    if not state or not ask_state.is_valid():
        return render(request, "accounts/set_up/county.html", {"form": ask_state})
    form = CountyForm(request.POST or None, state=state, initial={"county": draft.get("county_fips", "")})
    if request.method == "POST" and form.is_valid():
        return _on(request, draft, state=state, county_fips=form.cleaned_data["county"])
    return render(request, "accounts/set_up/county.html", {"form": ask_state, "counties": form, "state": state})


@step("agency")
def agency(request: StaffRequest, draft: dict[str, Any]) -> HttpResponse:
    """Kind, name, ORI, time zone."""
    here = counties()[draft["county_fips"]]
    kept = {
        "name": draft.get("agency_name", ""), "kind": draft.get("agency_kind", "police"), "ori": draft.get("ori", "")
    }
    form = AgencyForm(request.POST or None, county=here, initial=kept)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _on(
            request, draft, agency_name=given["name"], agency_kind=given["kind"], ori=given["ori"],
            time_zone=given["time_zone"],
        )
    return render(request, "accounts/set_up/agency.html", {"form": form, "county": here})


@step("administrator")
def administrator(request: StaffRequest, draft: dict[str, Any]) -> HttpResponse:
    """Name, sign-in name, password. The session keeps the hash, never the password."""
    kept = {"login": draft.get("login", ""), "display_name": draft.get("display_name", "")}
    form = AdministratorForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _on(
            request, draft, login=given["login"], display_name=given["display_name"],
            password_hash=make_password(given["new_password"]),
        )
    return render(request, "accounts/set_up/administrator.html", {"form": form})


@step("second-factor")
def second_factor(request: StaffRequest, draft: dict[str, Any]) -> HttpResponse:
    """An authenticator app; a passkey can be added after the first sign-in."""
    secret = str(draft.setdefault("totp_secret", totp.fresh_secret()))
    request.session[DRAFT] = draft
    form = AppForm(request.POST or None, secret=secret, now=request.now)
    if request.method == "POST" and form.is_valid():
        return _on(request, draft, totp_step=form.step)
    picture = qr(totp.address(secret, issuer=ISSUER, login=draft["login"]))
    page = {"form": form, "picture": picture, "secret": in_fours(secret)}
    return render(request, "accounts/set_up/second_factor.html", page)


@step("recovery-key")
def recovery_key_page(request: StaffRequest, draft: dict[str, Any]) -> HttpResponse:
    """The recovery key, shown until one row of it is typed back; then everything is written."""
    salt = bytes.fromhex(draft.setdefault("salt", recovery_key.fresh_salt().hex()))
    request.session[DRAFT] = draft
    keys = dict(settings.FOLDER.keys)
    key = recovery_key.derive(bytes.fromhex(keys["master"]), salt)
    form = RowForm(request.POST or None, key=key, row=salt[0] % recovery_key.ROWS + 1)
    if request.method == "POST" and form.is_valid():
        try:
            return _finish(request, draft)
        except OSError as error:
            form.add_error(None, f"The data folder cannot be written: {error.strerror}. {FULL}")
    return render(request, "accounts/set_up/recovery_key.html", {"form": form, "rows": recovery.rows(keys, salt)})


def _on(request: StaffRequest, draft: dict[str, Any], **answers: Any) -> HttpResponse:
    draft = {**draft, **answers}
    request.session[DRAFT] = draft
    return redirect(f"accounts:set-up-{next_step(draft)}")


def _finish(request: StaffRequest, draft: dict[str, Any]) -> HttpResponse:
    try:
        set_up_now(Draft(**draft), audit=request.audit)
    except Refused:
        raise Http404 from None
    login = draft["login"]
    request.session.flush()
    return render(request, "accounts/set_up/done.html", {"login": login, "version": notice.VERSION})
