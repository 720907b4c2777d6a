"""Pages without a database: a request as the middleware would leave it, and a page as a browser would get it."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone

from harborlight.ground.access.api import Actor, Role

NOW = datetime(2026, 11, 22, 8, 31, tzinfo=UTC)

Render = Callable[..., str]


@pytest.fixture(autouse=True)
def alone(settings: Any) -> None:
    """No other module's addresses."""
    settings.ROOT_URLCONF = "tests.ui.urls"
    settings.NAVIGATION = [("inbox", "Inbox", "notifications_none", "INBOX_SEE")]


@pytest.fixture
def staff_request() -> Callable[..., HttpRequest]:
    """Makes a GET request by a signed-in officer, or by nobody."""

    def make(path: str = "/gallery/", *, signed_in: bool = True, cookies: dict[str, str] | None = None) -> HttpRequest:
        request: Any = RequestFactory().get(path)
        request.COOKIES.update(cookies or {})
        request.now = NOW
        request.user = SimpleNamespace(is_authenticated=signed_in)
        request.actor = (
            Actor(
                "member-1",
                "agency-1",
                frozenset({Role.OFFICER}),
                display="Officer R.",
                agency_name="Example County Sheriff's Office",
            )
            if signed_in
            else Actor("anonymous", "", frozenset())
        )
        return request  # type: ignore[no-any-return]

    return make


@pytest.fixture
def render(staff_request: Callable[..., HttpRequest]) -> Render:
    """Renders template text with ``{% load ui %}`` at 02:31 in Chicago."""

    def go(text: str, path: str = "/gallery/", **values: Any) -> str:
        page = engines["django"].from_string("{% load ui %}" + text)
        with timezone.override("America/Chicago"):
            return page.render(values, staff_request(path))

    return go
