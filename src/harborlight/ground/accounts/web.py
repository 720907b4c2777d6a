"""What accounts reads from a request, and the two marks a view can carry."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
DEVICES = ("Android", "iPhone", "iPad", "Windows", "Mac OS X", "CrOS", "Linux")
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


def one_factor(view: View) -> View:
    """The view may be used with a password alone: enrolling a second factor, signing out."""
    view.one_factor = True  # type: ignore[attr-defined]
    return view


def address_of(request: HttpRequest) -> str:
    """The address that asked. A forwarded one counts only when it is our own proxy that forwards.

    With host names configured a proxy on this machine ends TLS; it appends the address it saw as the last one.
    """
    direct = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR") or "")
    if settings.FOLDER.hosts and forwarded and is_loopback(direct):
        return _clean(forwarded.rpartition(",")[2])
    return _clean(direct)


def is_local(request: HttpRequest) -> bool:
    """Whether the request was made on this machine itself, and not passed on by a proxy."""
    if settings.FOLDER.hosts or "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    return is_loopback(str(request.META.get("REMOTE_ADDR") or ""))


def has_name(request: HttpRequest) -> bool:
    """Whether the address bar shows a name. Passkeys are bound to one; browsers refuse them for a number."""
    try:
        ip_address(request.get_host().rpartition(":")[0].strip("[]") or request.get_host())
    except ValueError:
        return True
    return False


def is_loopback(address: str) -> bool:
    """Whether this is an address of the machine itself."""
    try:
        return ip_address(address.strip()).is_loopback
    except ValueError:
        return False


def device_of(request: HttpRequest) -> str:
    """"Firefox on Windows": enough for a member to know their own device again, no more than that."""
    agent = str(request.META.get("HTTP_USER_AGENT") or "")
    system = next((name for name in DEVICES if name in agent), "")
    browser = next((name for sign, name in BROWSERS if sign in agent), "")
    return " on ".join(part for part in (browser, system.replace("Mac OS X", "Mac")) if part)


def _clean(address: str) -> str:
    try:
        return str(ip_address(address.strip()))
    except ValueError:
        return "unknown"
