"""Nothing of a signed-in member's page stays behind."""

from types import SimpleNamespace

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from harborlight.ground.ui.headers import PrivateResponseMiddleware


def answer(user: object = None, cookie: bool = False, cache: str = "") -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("x")
        if cookie:
            response.set_cookie("a", "b")
        if cache:
            response["Cache-Control"] = cache
        return response

    request = RequestFactory().get("/")
    if user is not None:
        request.user = user  # type: ignore[assignment]
    return PrivateResponseMiddleware(view)(request)


@pytest.mark.parametrize("cache", ["", "public, max-age=3600"])
def test_a_members_page_is_never_stored(cache: str) -> None:
    response = answer(user=SimpleNamespace(is_authenticated=True), cache=cache)
    assert response["Cache-Control"] == "no-store, private"


def test_a_page_that_sets_a_cookie_is_somebodys_own() -> None:
    assert answer(cookie=True)["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("user", [None, SimpleNamespace(is_authenticated=False)])
def test_a_public_page_says_itself_how_long_it_may_stay(user: object) -> None:
    assert answer(user=user, cache="public, max-age=60")["Cache-Control"] == "public, max-age=60"


def test_devices_are_switched_off() -> None:
    assert "geolocation=()" in answer()["Permissions-Policy"]
    assert answer()["Cross-Origin-Resource-Policy"] == "same-origin"
