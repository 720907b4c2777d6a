"""What every page needs around its content, as one lazy value named ``frame``.

Lazy on purpose: a public page that shows no agency asks for none, and costs no query.
"""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse

from harborlight.ground.access.api import Actor, Permission, can
from harborlight.ground.ui.look import LOOKS, look_of


@dataclass(frozen=True)
class NavLink:
    """One entry of the main navigation; ``current`` where the page lies under it."""

    label: str
    url: str
    icon: str
    current: bool


class Frame:
    """The frame around one page: read by the bases, never by the pages themselves."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        actor = getattr(request, "actor", None)
        # An anonymous visitor is an actor too, but of no agency.
        self._actor: Actor | None = actor if actor is not None and actor.agency_id else None

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in, so that navigation and idle cover make sense."""
        return self._actor is not None

    @property
    def agency_name(self) -> str:
        """Name of the member's agency, empty when nobody is signed in."""
        return self._actor.agency_name if self._actor else ""

    @property
    def member(self) -> str:
        """How the member is shown to themselves."""
        return self._actor.display if self._actor else ""

    @property
    def member_id(self) -> str:
        """Opaque id, so that a covered page opens again for the same member only."""
        return self._actor.member_id if self._actor else ""

    @property
    def example(self) -> bool:
        """Whether this installation shows the invented county."""
        return bool(getattr(settings, "EXAMPLE", False))

    @property
    def idle_seconds(self) -> int:
        """Seconds without a request after which the member is signed out."""
        return int(settings.IDLE_LIMIT.total_seconds())

    @property
    def sign_in_url(self) -> str:
        """Where one signs in again."""
        return resolve_url(settings.LOGIN_URL)

    @property
    def account_url(self) -> str:
        """Where one's own account is kept: second factors, password, sessions."""
        return resolve_url(settings.ACCOUNT_URL)

    @property
    def sign_out_url(self) -> str:
        """Where the sign-out button posts to."""
        return reverse("account_logout")

    @property
    def look(self) -> str:
        """``auto``, ``light`` or ``dark``, as remembered on this device."""
        return look_of(self._request)

    @property
    def looks(self) -> list[tuple[str, object]]:
        """The looks offered in the footer."""
        return list(LOOKS.items())

    @cached_property
    def navigation(self) -> list[NavLink]:
        """Entries of ``settings.NAVIGATION`` this member may use: (url name, label, icon, permission name)."""
        if self._actor is None:
            return []
        entries = getattr(settings, "NAVIGATION", ())
        links = [self._link(*entry) for entry in entries if can(self._actor, Permission[entry[3]])]
        return [link for link in links if link]

    def _link(self, name: str, label: str, icon: str, _permission: str) -> NavLink | None:
        try:
            url = reverse(name)
        except NoReverseMatch:
            # The public face knows fewer addresses than the staff one.
            return None
        here = self._request.path
        return NavLink(label, url, icon, here == url or (url != "/" and here.startswith(url)))


def page(request: HttpRequest) -> dict[str, Frame]:
    """The context processor named in settings."""
    return {"frame": Frame(request)}
