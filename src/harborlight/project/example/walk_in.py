"""Walking in as a member of the invented county: one tap, without password or second factor.

This app is installed in example data folders only, and such a folder is served on its own machine only. What a
walk-in leaves in the session is honored by ``ground.accounts`` in an example only.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from harborlight.ground.access.api import ROLES, Member, MemberView, Role, host_agency, members
from harborlight.ground.access.web import StaffRequest, public_page
from harborlight.ground.accounts.actions import sessions
from harborlight.ground.accounts.marks import EXAMPLE_WALK
from harborlight.ground.accounts.web import is_local

LOGINS = "example-"
BACKEND = "harborlight.ground.accounts.backend.MemberBackend"


@dataclass(frozen=True)
class Door:
    """One role and the invented members who hold it."""

    role: Role
    words: str
    members: tuple[MemberView, ...]
    host: str  # the agency that runs the installation; members of others are shown with theirs


def doors() -> list[Door]:
    """Every role with the example's members, in the order of the roles. Two queries."""
    host = host_agency()
    invented = [member for member in members() if member.login.startswith(LOGINS)]
    found = [
        Door(role, rule.description, tuple(m for m in invented if role in m.roles), host.id if host else "")
        for role, rule in ROLES.items()
    ]
    return [door for door in found if door.members]


@require_POST
@public_page("Walks in as an invented member; exists in an example installation only, on its own machine.")
def walk_in(request: StaffRequest) -> HttpResponse:
    """Begin a session as the chosen member."""
    chosen = {member.id for door in doors() for member in door.members}
    if not settings.EXAMPLE or not is_local(request) or request.POST.get("member") not in chosen:
        raise Http404
    if request.user.is_authenticated:
        sessions.end(request, "member")
    member = Member.objects.select_related("agency").get(id=request.POST["member"])
    login(request, member, backend=BACKEND)
    sessions.begin(request, member, factor=EXAMPLE_WALK)
    onward = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(onward, {request.get_host()})
    return HttpResponseRedirect(onward) if onward and is_ours else redirect(settings.LOGIN_REDIRECT_URL)
