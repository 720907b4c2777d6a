"""Light, dark, or as the device says: a choice kept in a cookie, so that no script has to run before the page shows."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

COOKIE = "look"
LOOKS = {"auto": _("As this device"), "light": _("Light"), "dark": _("Dark")}
YEAR = 365 * 24 * 3600


def look_of(request: HttpRequest) -> str:
    """The look remembered on this device; anything unknown means ``auto``."""
    chosen = request.COOKIES.get(COOKIE, "auto")
    return chosen if chosen in LOOKS else "auto"


def remember(response: HttpResponse, look: str, *, secure: bool) -> None:
    """Keep the choice for a year. It says nothing about anyone, so it outlives the session."""
    response.set_cookie(COOKIE, look, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
