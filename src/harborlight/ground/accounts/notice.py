"""The use notice that stands before sign-in and stays until it is acknowledged (CJIS AC-8).

A change of the words is a new version; the audit keeps which version was acknowledged.
"""

from django.http import HttpRequest

from harborlight.ground.audit.api import Audit

VERSION = "2026-1"
LINES = (
    "This system holds confidential records about children. It may be used only by people whom the agency has "
    "authorized, and only for their work.",
    "What you do here is monitored, recorded and audited: every sign-in, every record you open, every change.",
    "Use without authorization is prohibited. It can lead to discipline and to criminal and civil penalties.",
    "By going on you consent to this monitoring and recording.",
)
_KEY = "notice"


def is_acknowledged(request: HttpRequest) -> bool:
    """Whether this visitor has acknowledged the notice in its present words."""
    return request.session.get(_KEY) == VERSION


def acknowledge(request: HttpRequest, *, audit: Audit) -> None:
    """Put the acknowledgement on record and let the visitor go on to sign in."""
    with audit.writing("account.notice", subject=("notice", VERSION)):
        request.session[_KEY] = VERSION
