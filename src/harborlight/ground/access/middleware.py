"""Reads the clock and the actor once, at the edge of every request."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from harborlight.ground.access.api import Actor, actor_of
from harborlight.ground.audit.api import Audit

NOBODY = Actor("anonymous", "", frozenset(), purpose="public")


class ActorMiddleware:
    """Sets ``request.now``, ``request.actor`` and ``request.audit``. Costs no query for an anonymous visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = read_clock()  # type: ignore[attr-defined]
        user = request.user
        actor = actor_of(user) if user.is_authenticated and user.is_active else NOBODY
        request.actor = actor  # type: ignore[attr-defined]
        request.audit = Audit(  # type: ignore[attr-defined]
            actor=actor.member_id,
            agency=actor.agency_id,
            at=request.now,  # type: ignore[attr-defined]
            channel="web",
            session=uuid.uuid4().hex[:12],
            purpose=actor.purpose,
        )
        # Pages show and forms read times as the member's own agency keeps them.
        zone = user.agency.time_zone if actor is not NOBODY else timezone.get_default_timezone_name()  # type: ignore[union-attr]
        with timezone.override(zone):
            return self.get_response(request)


def read_clock() -> timezone.datetime:  # type: ignore[name-defined]
    """The one place a request's time comes from; tests put another clock here."""
    return timezone.now()
