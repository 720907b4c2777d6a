"""Headers that keep a page about a child out of caches, frames and the neighbors' hands."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Nothing here uses them; a script that slipped in could not either.
SWITCHED_OFF = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


class PrivateResponseMiddleware:
    """No copy of a signed-in member's page stays behind: not on disk, not in a proxy, not behind "back".

    It stands outside the session middleware in the list, so that it also sees what that one adds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_private(request, response):
            response["Cache-Control"] = "no-store, private"
        response.setdefault("Permissions-Policy", SWITCHED_OFF)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def _is_private(request: HttpRequest, response: HttpResponse) -> bool:
    # A response that sets a cookie is somebody's own, whoever it is (sign-in, second factor).
    if response.cookies:
        return True
    user = getattr(request, "user", None)
    return bool(user is not None and user.is_authenticated)


class WrongMethodMiddleware:
    """An address that only takes what a form sends, opened by hand or after signing in again: a page, not a blank."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page
