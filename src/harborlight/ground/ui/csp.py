"""Content Security Policy with the setting names and behavior of Django 6.

When the project steps to Django 6.2, put ``django.middleware.csp.ContentSecurityPolicyMiddleware`` in its
place and delete this file. Left out because nothing here wants them: nonces, and the per-view decorators
(Django 6 reads ``_csp_config`` from the response, and so do we, so that a view may narrow its own policy).
"""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Policy = Mapping[str, Sequence[str] | str | bool | None]

HEADERS = (
    ("Content-Security-Policy", "SECURE_CSP", "_csp_config"),
    ("Content-Security-Policy-Report-Only", "SECURE_CSP_REPORT_ONLY", "_csp_ro_config"),
)


def policy_text(policy: Policy) -> str:
    """The header's value: ``None`` and ``False`` leave a directive out, ``True`` writes it without sources."""
    directives = []
    for name, sources in policy.items():
        if sources is None or sources is False:
            continue
        words = [] if sources is True else [sources] if isinstance(sources, str) else list(sources)
        directives.append(" ".join([name, *words]))
    return "; ".join(directives)


class ContentSecurityPolicyMiddleware:
    """Writes the policy of the settings (or of the view) on every response that has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for header, setting, override in HEADERS:
            policy = getattr(response, override, None)
            if policy is None:
                policy = getattr(settings, setting, None)
            if policy and header not in response:
                response[header] = policy_text(policy)
        return response
