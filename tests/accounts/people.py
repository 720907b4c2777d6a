"""People who sign in by the real pages."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from django.test import Client

from harborlight.ground.access.api import Actor, Member, Role
from harborlight.ground.accounts.actions import factors
from harborlight.ground.accounts.core import totp
from harborlight.ground.audit.api import EventView, events
from tests.builders import NOON, an_actor, audit

PASSWORD = "a lantern over quiet water"


@dataclass
class Person:
    """A member and what they know and hold."""

    actor: Actor
    secret: str
    codes: tuple[str, ...] = ()
    client: Client = field(default_factory=Client)

    @property
    def member(self) -> Member:
        return Member.objects.get(id=self.actor.member_id)

    def code(self, at: datetime) -> str:
        """What the app shows at this moment."""
        return totp.code_of(self.secret, totp.step_at(at))

    def notice(self):
        return self.client.post("/account/notice/")

    def password(self, password: str = PASSWORD, **more: str):
        return self.client.post("/account/login/", {"login": self.member.login, "password": password, **more})

    def second(self, code: str):
        return self.client.post("/account/login/second-factor/", {"code": code})

    def sign_in(self, at: datetime):
        """The whole way in."""
        self.notice()
        assert self.password().status_code == 302
        return self.second(self.code(at))


def a_person(*roles: Role, enrolled: bool = True, agency_id: str | None = None) -> Person:
    """A member with a password; ``enrolled`` with an app and kept recovery codes."""
    actor = an_actor(*roles, password=PASSWORD, agency_id=agency_id)
    person = Person(actor, totp.fresh_secret())
    if enrolled:
        member = person.member
        factors.add_app(member, secret=person.secret, step=0, audit=audit(actor=actor))
        person.codes = tuple(factors.make_recovery_codes(member, audit=audit(actor=actor)))
        factors.confirm_recovery_codes(member, person.codes[0], audit=audit(actor=actor))
    return person


def recent_events(limit: int = 100) -> list[EventView]:
    """The newest events, newest first."""
    return list(events()[:limit])


def is_in(client: Client) -> bool:
    """Whether this client reaches a staff page."""
    return client.get("/account/").status_code == 200


def text_of(response: object) -> str:
    """The page without tags, spaces folded."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())  # type: ignore[attr-defined]


__all__ = ["NOON", "PASSWORD", "Person", "a_person", "is_in", "recent_events", "text_of"]
