"""One's own account: second factors, recovery codes, password, sessions."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from harborlight.ground.access.api import Member, Permission
from harborlight.ground.access.web import StaffRequest, requires
from harborlight.ground.accounts import marks, queries
from harborlight.ground.accounts.actions import attempts, factors, passwords, sessions
from harborlight.ground.accounts.forms.own import ChangePasswordForm
from harborlight.ground.accounts.views.step_up import step_up
from harborlight.ground.accounts.web import address_of


@requires(Permission.ACCOUNT_OWN)
def own(request: StaffRequest) -> HttpResponse:
    """What stands between a stranger and this account."""
    member, found = _me(request), marks.read(request)
    page = {
        "you": _facts(member), "factors": queries.factors(member), "codes_left": queries.recovery_codes_left(member),
        "sessions": queries.sessions(member, found.id if found else ""),
    }
    return render(request, "accounts/own.html", page)


@requires(Permission.ACCOUNT_OWN)
@step_up
def change_password(request: StaffRequest) -> HttpResponse:
    """Another password; every other session of the member ends."""
    member, found = _me(request), marks.read(request)
    form = ChangePasswordForm(request.POST or None, member=member)
    if request.method == "POST" and form.is_valid():
        # One transaction: a session that is not renewed would end the moment the password changes.
        with transaction.atomic():
            keep = found.id if found else ""
            passwords.change(member, form.cleaned_data["new_password"], keep=keep, audit=request.audit)
            sessions.renew(request, member)
        messages.success(request, "Your password is changed. Your other sessions were ended.")
        return redirect("accounts:own")
    if "password" in form.errors and attempts.failed(
        member, "password", address=address_of(request), audit=request.audit
    ):
        sessions.end(request, "closed")
        return render(request, "accounts/signed_out.html", {"why": "closed"}, status=403)
    return render(request, "accounts/change_password.html", {"form": form})


@requires(Permission.ACCOUNT_OWN)
@step_up
def remove_factor(request: StaffRequest, factor_id: int) -> HttpResponse:
    """Ask, then remove one second factor. The last one cannot be removed."""
    member = _me(request)
    chosen = next((factor for factor in queries.factors(member) if factor.id == factor_id), None)
    if chosen is None:
        return redirect("accounts:own")
    if request.method == "POST":
        factors.remove(member, factor_id, audit=request.audit)
        messages.success(request, f"Removed: {chosen.name}.")
        return redirect("accounts:own")
    return render(request, "accounts/remove_factor.html", {"factor": chosen})


@require_POST
@requires(Permission.ACCOUNT_OWN)
def end_session(request: StaffRequest, sign_in_id: str) -> HttpResponse:
    """End one of one's other sessions."""
    sessions.end_one(_me(request), str(sign_in_id), audit=request.audit)
    messages.success(request, "That session is ended.")
    return redirect("accounts:own")


@require_POST
@requires(Permission.ACCOUNT_OWN)
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    """End every session of this member but this one."""
    found = marks.read(request)
    sessions.end_all(_me(request), why="member", keep=found.id if found else "", audit=request.audit)
    messages.success(request, "Your other sessions are ended.")
    return redirect("accounts:own")


def _me(request: StaffRequest) -> Member:
    return request.user  # type: ignore[return-value]


def _facts(member: Member) -> list[tuple[str, str]]:
    roles = ", ".join(sorted(member.role_set))
    return [
        ("Name", member.display_name), ("Sign-in name", member.login), ("Agency", member.agency.name),
        ("Unit", member.unit or "none"), ("Roles", roles),
    ]
