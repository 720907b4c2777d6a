"""Asked on every request: is set-up done, does the session still run, was a second factor proved."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from harborlight.ground.access.api import Member
from harborlight.ground.access.web import StaffRequest
from harborlight.ground.accounts import marks, set_up
from harborlight.ground.accounts.actions import kept, sessions
from harborlight.ground.accounts.core.limits import ended
from harborlight.ground.accounts.figures import limits
from harborlight.ground.accounts.queries import has_second_factor

Respond = Callable[[StaffRequest], HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")


class SetUpMiddleware:
    """Until the installation has its agency, every address leads to the set-up wizard."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: StaffRequest) -> HttpResponse:
        if request.path.startswith(set_up.OPEN_PATHS) or set_up.is_done():
            return self.get_response(request)
        return HttpResponseRedirect(reverse("accounts:set-up"))


class SessionLimitsMiddleware:
    """Ends a session that was idle or is too old, or whose account was disabled. The server decides, not the cookie."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: StaffRequest) -> HttpResponse:
        found = marks.read(request)
        if found is None:
            self._forget_lost_session(request)
            return self.get_response(request)
        why = _ended(request, found)
        if why and request.method in SAFE:
            sessions.end(request, why)
        elif not why:
            marks.touch(request, found, request.now)
            request.audit = sessions.named(request.audit, found.id)
        return self.get_response(request)

    def process_view(self, request: StaffRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """What was sent after the end. Asked here, because here the CSRF token was checked: only what the member's own
        page sent is kept for them."""
        found = marks.read(request)
        why = _ended(request, found) if found else ""
        if why and hasattr(view, "public_reason"):
            sessions.end(request, why)  # open to everybody: it goes on, as nobody
            return None
        return self._sign_in_again(request, why) if why else None

    def _forget_lost_session(self, request: StaffRequest) -> None:
        # The member was disabled, or the password changed elsewhere: Django knows nobody, the row is still there.
        if request.user.is_authenticated or marks.left(request) is not None:
            sessions.end(request, "account")

    def _sign_in_again(self, request: StaffRequest, why: str) -> HttpResponse:
        member = request.user
        is_kept = isinstance(member, Member) and kept.keep(request, member)
        sessions.end(request, why)
        query = urlencode({"next": reverse("accounts:kept")}) if is_kept else ""
        page = {"why": why, "is_kept": is_kept, "sign_in": f"{reverse('account_login')}?{query}"}
        return render(request, "accounts/signed_out.html", page, status=403)


def _ended(request: StaffRequest, found: marks.Marks) -> str:
    return ended(signed_in_at=found.signed_in_at, seen_at=found.seen_at, now=request.now, limits=limits())


class SecondFactorMiddleware:
    """A session without a second factor reaches its enrolment, sign-out and public pages, and nothing else."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: StaffRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: StaffRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Asked once the address is known, before its view runs."""
        if not request.user.is_authenticated or hasattr(view, "public_reason"):
            return None
        found = marks.read(request)
        if not marks.has_second_factor(found):
            return self._enroll(request, view)
        if found and not found.codes_kept and found.factor != marks.EXAMPLE_WALK and not hasattr(view, "one_factor"):
            return HttpResponseRedirect(reverse("accounts:recovery-codes"))
        return None

    def _enroll(self, request: StaffRequest, view: Any) -> HttpResponse | None:
        # Enrolling is for those who have none yet: with a factor to their name, a password alone adds no other.
        if isinstance(request.user, Member) and has_second_factor(request.user):
            sessions.end(request, "factor")
            return HttpResponseRedirect(reverse("account_login"))
        return None if hasattr(view, "one_factor") else HttpResponseRedirect(reverse("accounts:enroll"))
