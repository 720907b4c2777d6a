"""The inbox by role: what is running out first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from harborlight.desk.core.inbox import groups
from harborlight.desk.sources import inbox_items
from harborlight.ground.access import api as access
from harborlight.ground.access.api import Permission
from harborlight.ground.access.web import StaffRequest, requires

LEDES = {
    "casework": "What runs out first stands first.",
    "partner": "What was sent to your agency, and what you still owe an answer.",
    "administrator": "Accounts that wait for you.",
    "other": "What waits for you.",
}


@require_GET
@requires(Permission.INBOX_SEE)
def inbox(request: StaffRequest) -> HttpResponse:
    """Everything that waits for this member, from every module, in three groups."""
    permissions = request.actor.permissions
    items = inbox_items(request.actor, request.now)
    looks = access.open_break_glass(request.actor)
    context = {
        "groups": [group for group in groups(items) if group.items or items],
        "nothing": not items and not looks,
        "looks": looks,
        "lede": LEDES[_kind(permissions)],
        "can_screen": Permission.SCREENING_COMPLETE in permissions,
        "can_open": Permission.CHILD_CREATE in permissions,
        "screen_url": reverse("recognize:instruments"),
        "new_child_url": reverse("desk:new_child"),
        "who_url": reverse("library:who"),
    }
    return render(request, "desk/inbox.html", context)


def _kind(permissions: frozenset[Permission]) -> str:
    if Permission.RESPONSE_OPEN in permissions:
        return "casework"
    if Permission.REFERRAL_ANSWER in permissions:
        return "partner"
    return "administrator" if Permission.MEMBER_MANAGE in permissions else "other"
