"""The policy header: Django 6's setting names and shape."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from harborlight.ground.ui.csp import ContentSecurityPolicyMiddleware, policy_text

NAME = "Content-Security-Policy"


def answer(**overrides: Any) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("x")
        for name, value in overrides.items():
            setattr(response, name, value)
        return response

    return ContentSecurityPolicyMiddleware(view)(RequestFactory().get("/"))


@pytest.mark.parametrize(
    ("policy", "text"),
    [
        ({"default-src": ["'none'"], "img-src": ["'self'", "data:"]}, "default-src 'none'; img-src 'self' data:"),
        ({"default-src": "'self'"}, "default-src 'self'"),
        ({"upgrade-insecure-requests": True, "sandbox": False, "img-src": None}, "upgrade-insecure-requests"),
    ],
)
def test_text(policy: dict[str, Any], text: str) -> None:
    assert policy_text(policy) == text


def test_the_settings_forbid_everything_not_our_own() -> None:
    policy = answer()[NAME]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    for directive in (
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    ):
        assert directive in policy.split("; ")


def test_a_view_may_narrow_its_own() -> None:
    assert answer(_csp_config={"default-src": ["'none'"]})[NAME] == "default-src 'none'"


def test_a_view_may_switch_it_off() -> None:
    assert NAME not in answer(_csp_config={})


@override_settings(SECURE_CSP={}, SECURE_CSP_REPORT_ONLY={"default-src": ["'self'"]})
def test_report_only() -> None:
    response = answer()
    assert NAME not in response
    assert response[f"{NAME}-Report-Only"] == "default-src 'self'"
