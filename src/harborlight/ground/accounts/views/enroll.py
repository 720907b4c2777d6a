"""Enrolling second factors: at the first sign-in, and later from one's own account page."""

import base64
import io
from functools import wraps
from typing import Any

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render

from harborlight.ground.access.api import Member, Permission, Refused
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.accounts import marks, queries
from harborlight.ground.accounts.actions import factors
from harborlight.ground.accounts.core import totp
from harborlight.ground.accounts.forms.own import AddPasskeyForm, AppForm, KeptCodeForm, passkey_offer
from harborlight.ground.accounts.views.step_up import step_up
from harborlight.ground.accounts.web import View, has_name, one_factor

ISSUER = "Harborlight"
_NEW_APP = "new_app"  # where the session keeps the secret until the app is enrolled


def step_up_once_enrolled(view: View) -> View:
    """Ask afresh, but not of a member who has nothing to be asked for yet."""
    asked = step_up(view)

    @wraps(asked)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_first = not marks.has_second_factor(marks.read(request))
        return (view if is_first else asked)(request, *args, **kwargs)

    return guarded


@one_factor
@requires(Permission.ACCOUNT_OWN)
def enroll(request: StaffRequest) -> HttpResponse:
    """The first second factor: what it is, and which kinds there are."""
    if marks.has_second_factor(marks.read(request)):
        return redirect("accounts:own")
    return render(request, "accounts/enroll.html")


@one_factor
@requires(Permission.ACCOUNT_OWN)
@step_up_once_enrolled
def add_app(request: StaffRequest) -> HttpResponse:
    """An authenticator app: scan, then type the code it shows."""
    member: Member = request.user  # type: ignore[assignment]
    secret = request.session.setdefault(_NEW_APP, totp.fresh_secret())
    form = AppForm(request.POST or None, secret=secret, now=request.now)
    if request.method == "POST" and form.is_valid():
        factors.add_app(member, secret=secret, step=form.step, audit=request.audit)
        del request.session[_NEW_APP]
        return _enrolled(request, "totp")
    page = {
        "form": form, "secret": in_fours(secret),
        "picture": qr(totp.address(secret, issuer=ISSUER, login=member.login)),
        "replaces": any(factor.kind == "totp" for factor in queries.factors(member)),
    }
    return render(request, "accounts/add_app.html", page)


@one_factor
@requires(Permission.ACCOUNT_OWN)
@step_up_once_enrolled
def add_passkey(request: StaffRequest) -> HttpResponse:
    """A passkey: a security key, or the phone's or computer's own lock."""
    member: Member = request.user  # type: ignore[assignment]
    form = AddPasskeyForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"] or f"Passkey {len(queries.factors(member)) + 1}"
        credential = form.cleaned_data["credential"]
        factors.add_passkey(member, name=name, credential=credential, counter=form.counter, audit=request.audit)
        return _enrolled(request, "webauthn")
    if not has_name(request):
        return render(request, "accounts/no_passkey_here.html", {"port": request.get_port()})
    return render(request, "accounts/add_passkey.html", {"form": form, "offer": passkey_offer(member)})


@one_factor
@requires(Permission.ACCOUNT_OWN)
@step_up_once_enrolled
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Recovery codes: made and shown once, then one is typed back."""
    member: Member = request.user  # type: ignore[assignment]
    if not marks.has_second_factor(marks.read(request)):
        return redirect("accounts:enroll")
    if "make" in request.POST:
        shown = factors.make_recovery_codes(member, audit=request.audit)
        marks.change(request, codes_kept=False)
        return render(request, "accounts/recovery_codes.html", {"codes": shown, "form": KeptCodeForm()})
    form = KeptCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _codes_kept(request, member, form):
        return redirect("accounts:own")
    return render(request, "accounts/recovery_codes.html", {"form": form, "left": queries.recovery_codes_left(member)})


def qr(text: str) -> str:
    """A QR code as SVG, in a data address (the policy allows ``img-src data:``)."""
    out = io.BytesIO()
    segno.make(text, error="m").save(out, kind="svg", scale=5, border=4, light="#fff")
    return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode()}"


def _enrolled(request: StaffRequest, kind: str) -> HttpResponse:
    """Typing the code, or touching the key, was a proof: the session has its second factor from now on."""
    marks.change(request, factor=kind, confirmed=request.now.isoformat())
    found = marks.read(request)
    return redirect("accounts:own" if found and found.codes_kept else "accounts:recovery-codes")


def _codes_kept(request: StaffRequest, member: Member, form: KeptCodeForm) -> bool:
    try:
        factors.confirm_recovery_codes(member, form.cleaned_data["typed"], audit=request.audit)
    except Refused as refused:
        form.add_error("typed", str(refused))
        return False
    marks.change(request, codes_kept=True)
    return True


def in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
