"""Builders: they walk the real acts, so that a test's record is one the program can make."""

import itertools
from datetime import UTC, datetime
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from harborlight.ground.access.api import Actor, Member, Permission, Role, create_agency, create_member
from harborlight.ground.audit.api import Audit, EventView, events
from harborlight.ground.people.api import create_person

NOON = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
_count = itertools.count(1)
SYSTEM = Actor.system("tests")


def audit(at: datetime = NOON, actor: Actor = SYSTEM) -> Audit:
    """An audit at a fixed moment."""
    return Audit(actor=actor.member_id, agency=actor.agency_id, at=at, channel="test")


def an_agency(kind: str = "police", county_fips: str = "17031", state: str = "IL", **fields: object) -> str:
    """A new agency; returns its id."""
    name = f"Agency {next(_count)}"
    return create_agency(
        SYSTEM,
        name=name,
        kind=kind,
        county_fips=county_fips,
        state=state,
        time_zone="America/Chicago",
        audit=audit(),
        **fields,  # type: ignore[arg-type]
    )


def an_actor(*roles: Role, agency_id: str | None = None, password: str | None = None) -> Actor:
    """A new member with these roles (officer if none), as an actor."""
    agency_id = agency_id or an_agency()
    held = frozenset(roles or {Role.OFFICER})
    member = create_member(
        SYSTEM,
        login=f"member{next(_count)}",
        display_name=f"Member {next(_count)}",
        agency_id=agency_id,
        roles=held,
        password=password,
        audit=audit(),
    )
    return Actor(member, agency_id, held, display="Member")


def a_child(actor: Actor, name: str = "", age: int | None = 15, at: datetime = NOON, **fields: object) -> str:
    """A new child made by this actor; returns the id."""
    names = [("given-family", name)] if name else []
    return create_person(actor, names=names, age_estimate=age, audit=audit(at, actor), **fields)  # type: ignore[arg-type]


def sign_in(client: Client, actor: Actor, *, factor: str = "totp", at: datetime | None = None) -> Client:
    """A client signed in as this member. ``factor=""`` is a session that proved the password alone."""
    client.force_login(Member.objects.get(id=actor.member_id))
    mark_sign_in(client, actor.member_id, factor=factor, at=at)
    return client


def signed_in(actor: Actor) -> Client:
    """A fresh client, signed in as this member."""
    return sign_in(Client(), actor)


def mark_sign_in(client: Client, member_id: str, *, factor: str = "totp", at: datetime | None = None) -> None:
    """What ground.accounts writes into a session that began at this moment (now, if none is given)."""
    moment = (at or timezone.now()).isoformat()
    session = client.session
    session["sign_in"] = {
        "id": str(uuid4()),
        "member": member_id,
        "at": moment,
        "seen": moment,
        "factor": factor,
        "codes_kept": True,
        "confirmed": moment if factor else "",
    }
    session.save()


def recent_events(limit: int = 100) -> list[EventView]:
    """What was written last, newest first."""
    return list(events()[:limit])


__all__ = ["NOON", "SYSTEM", "Permission", "a_child", "an_actor", "an_agency", "audit", "mark_sign_in", "sign_in"]
