"""The bases, the gallery, the error pages, the remembered look."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_page
from django.template import engines
from django.test import RequestFactory
from django.views import defaults
from django.views.csrf import csrf_failure

from harborlight.ground.access.api import Permission
from harborlight.ground.ui import api, states, views
from harborlight.ground.ui.lint.templates import lint_text
from harborlight.ground.ui.look import COOKIE
from harborlight.ground.ui.templatetags.ui import register

Make = Callable[..., HttpRequest]


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def test_gallery_shows_every_component_and_every_state(staff_request: Make) -> None:
    html = text_of(views.gallery(staff_request()))
    source = (Path(views.__file__).parent / "templates/ui/gallery.html").read_text()
    shown = set(re.findall(r"{%\s*(\w+)", source))
    assert set(register.tags) - shown == {"field"}  # shown through `fields`
    for state in states.STATES:
        assert f"badge-{state}" in html
    for kind in states.ALERTS:
        assert f"alert-{kind}" in html


def test_every_page_of_ours_obeys_its_own_rules_once_rendered(staff_request: Make) -> None:
    """The lint reads templates; this reads what comes out of them."""
    faults = lint_text(Path("gallery.html"), text_of(views.gallery(staff_request())))
    assert [sentence for _, sentence in faults] == []


def test_gallery_is_for_staff(staff_request: Make) -> None:
    assert views.gallery.permission is Permission.GALLERY_SEE  # type: ignore[attr-defined]
    response = views.gallery(staff_request(signed_in=False))
    assert response.status_code == 302


def test_a_staff_page_names_agency_member_and_navigation(staff_request: Make) -> None:
    html = text_of(views.gallery(staff_request()))
    for words in (
        "Example County Sheriff&#x27;s Office",
        "Officer R.",
        'href="/inbox/"',
        "Sign out",
        'data-idle="1800"',
    ):
        assert words in html


def test_navigation_shows_only_what_one_may_open(staff_request: Make, settings: Any) -> None:
    settings.NAVIGATION = [("inbox", "Audit", "list", "AUDIT_SEE"), ("nowhere", "Nowhere", "list", "INBOX_SEE")]
    html = text_of(views.gallery(staff_request()))
    assert "Audit" not in html
    assert "Nowhere" not in html


def test_example_data_is_named_on_every_page(staff_request: Make, settings: Any) -> None:
    assert "an invented county" not in text_of(views.gallery(staff_request()))
    settings.EXAMPLE = True
    assert "an invented county" in text_of(views.gallery(staff_request()))
    assert "an invented county" in text_of(render_page(staff_request(signed_in=False), "404.html"))


@pytest.mark.parametrize(("cookie", "look"), [("dark", "dark"), ("light", "light"), ("", "auto"), ("<x>", "auto")])
def test_the_look_is_in_the_page_before_any_script(staff_request: Make, cookie: str, look: str) -> None:
    html = text_of(views.gallery(staff_request(cookies={COOKIE: cookie})))
    assert f'data-look="{look}"' in html


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        ("/inbox/?page=2", "/inbox/?page=2"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("javascript:x", "/"),
        ("", "/"),
    ],
)
def test_the_look_is_remembered_and_leads_back_home_only(back: str, expected: str) -> None:
    response = views.look(RequestFactory().post("/look/", {"look": "dark", "next": back}))
    assert response["Location"] == expected
    assert response.cookies[COOKIE].value == "dark"
    assert response.cookies[COOKIE]["httponly"]


def test_an_unknown_look_is_not_remembered() -> None:
    assert not views.look(RequestFactory().post("/look/", {"look": "pink"})).cookies


def test_the_look_does_not_change_by_a_link() -> None:
    assert views.look(RequestFactory().get("/look/?look=dark")).status_code == 405


def test_still_here_names_the_member_for_the_cover(staff_request: Make) -> None:
    import json

    answer = json.loads(text_of(views.stay(staff_request("/stay/"))))
    assert answer["member"] == "member-1"
    assert len(answer["token"]) == 64


def test_missing_and_hidden_are_answered_alike(staff_request: Make) -> None:
    request = staff_request("/child/1/")
    missing = defaults.page_not_found(request, Http404("No such child"))
    hidden = defaults.page_not_found(request, Http404("Not visible to you: 7F3K"))
    assert missing.content == hidden.content
    assert missing.status_code == hidden.status_code == 404
    assert b"7F3K" not in hidden.content


ERROR_PAGES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "400": lambda request: defaults.bad_request(request, Exception("x")),  # type: ignore[arg-type, return-value]
    "403": lambda request: render_page(request, "403.html", {"sentence": "Only the assigned may."}, status=403),
    "404": lambda request: defaults.page_not_found(request, Http404("x")),  # type: ignore[return-value]
    "403 csrf": lambda request: csrf_failure(request, "x"),
    "500": defaults.server_error,  # type: ignore[dict-item]
}


@pytest.mark.parametrize("name", ERROR_PAGES)
@pytest.mark.parametrize("signed_in", [True, False])
def test_error_pages(staff_request: Make, name: str, signed_in: bool) -> None:
    """Each says what happened, what became of the work and what to do; each opens without a script or a query."""
    response = ERROR_PAGES[name](staff_request("/x/", signed_in=signed_in))
    html = text_of(response)
    assert response.status_code == int(name[:3])
    assert re.search(r"<h1>[A-Z]", html)
    if name != "404" or signed_in:
        assert re.search(r"[Nn]othing (was changed|is lost)|is safe", html)
    assert 'href="/"' in html
    assert "<script" not in html
    assert lint_text(Path("error.html"), html) == []
    assert len(html) < 5000


def test_the_refusal_names_its_rule(staff_request: Make) -> None:
    assert "Only the assigned may." in text_of(ERROR_PAGES["403"](staff_request()))


def test_a_public_page_has_no_script_cookie_or_form(staff_request: Make) -> None:
    text = '{% extends "ui/public_base.html" %}{% block title %}Card{% endblock %}{% block content %}x{% endblock %}'
    html = engines["django"].from_string(text).render({}, staff_request(signed_in=False))
    assert "<script" not in html
    assert "csrf" not in html
    assert len(html) < 3000


def test_every_value_of_the_api_is_frozen() -> None:
    for value in (api.InboxItem, api.TimelineEntry, api.Progress, api.Page, api.Sorting):
        assert value.__dataclass_params__.frozen  # type: ignore[attr-defined]
