"""How a view says who may call it. A guarantee test walks every URL and refuses a view that says nothing."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from harborlight.ground.access.api import Actor, NotFound, Permission, Refused, check
from harborlight.ground.access.middleware import NOBODY as NOBODY  # what stands on a request nobody signed in for
from harborlight.ground.audit.api import Audit

View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """A request as our views see it: the middleware has set who asks, when, and the audit of the act."""

    actor: Actor
    audit: Audit
    now: datetime


def requires(permission: Permission) -> Callable[[View], View]:
    """The view needs this permission. NotFound becomes 404, Refused becomes 403 with its sentence."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            try:
                check(request.actor, permission)  # type: ignore[attr-defined]
                return view(request, *args, **kwargs)
            except NotFound as error:
                raise Http404 from error
            except Refused as error:
                return refuse(request, permission, error)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def public_page(reason: str) -> Callable[[View], View]:
    """The view is open to everybody, for this reason (shown by the guarantee test's report)."""

    def decorate(view: View) -> View:
        view.public_reason = reason  # type: ignore[attr-defined]
        return view

    return decorate


def refuse(request: HttpRequest, permission: Permission, error: Refused) -> HttpResponse:
    """The 403 page, with the sentence of the rule that refused. The attempt is in the audit."""
    request.audit.refused(permission, subject=("page", request.resolver_match.view_name or "page"))  # type: ignore
    return render(request, "403.html", {"sentence": str(error)}, status=403)
