"""Reads of accounts."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from harborlight.ground.access.api import Actor, Member, MemberView, agency
from harborlight.ground.access.api import members as all_members
from harborlight.ground.accounts import marks
from harborlight.ground.accounts.core.kinds import CODES, SECOND, WORDS
from harborlight.ground.accounts.models import PasswordLink, SignIn

SHOWN_SESSIONS = 20


@dataclass(frozen=True)
class FactorView:
    """One second factor, for its owner."""

    id: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class SessionView:
    """One running session, for its owner."""

    id: str
    device: str
    address: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def factors(member: Member) -> list[FactorView]:
    """The member's second factors, oldest first. Recovery codes are not among them."""
    rows = Authenticator.objects.filter(user=member, type__in=SECOND).order_by("created_at", "id")
    return [
        FactorView(row.id, row.type, str(row.data.get("name") or WORDS[row.type]), row.created_at, row.last_used_at)
        for row in rows
    ]


def has_second_factor(member: Member) -> bool:
    """Whether the member has enrolled a second factor."""
    return Authenticator.objects.filter(user=member, type__in=SECOND).exists()


def has_recovery_codes(member: Member) -> bool:
    """Whether the member keeps recovery codes and has shown it by typing one back."""
    row = Authenticator.objects.filter(user=member, type=CODES).first()
    return row is not None and bool(row.data["confirmed"])


def recovery_codes_left(member: Member) -> int:
    """How many recovery codes are not used yet."""
    row = Authenticator.objects.filter(user=member, type=CODES).first()
    return len(row.data["codes"]) if row else 0


def factor_kinds(member_ids: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """For a list of members: id to the kinds of second factor they have. One query."""
    found: dict[str, set[str]] = {}
    rows = Authenticator.objects.filter(user_id__in=list(member_ids), type__in=SECOND)
    for user, kind in rows.values_list("user_id", "type"):
        found.setdefault(str(user), set()).add(kind)
    return {user: frozenset(kinds) for user, kinds in found.items()}


def sessions(member: Member, this: str) -> list[SessionView]:
    """The member's running sessions, newest first. ``this`` is the sign-in id of the one that asks."""
    rows = list(SignIn.objects.filter(member=member, ended_at=None).order_by("-started_at")[:SHOWN_SESSIONS])
    running = Session.objects.filter(session_key__in=[row.session_key for row in rows])
    alive = {session.session_key: session.get_decoded() for session in running}
    return [_session(row, alive[row.session_key], this) for row in rows if row.session_key in alive]


def password_link(secret: str, now: datetime) -> PasswordLink | None:
    """The link this secret belongs to, if it may still be used."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    rows = PasswordLink.objects.select_related("member")
    return rows.filter(digest=digest, used_at=None, expires_at__gt=now, member__is_active=True).first()


def open_links(member_id: str, now: datetime) -> int:
    """How many password links of this member can still be used."""
    return PasswordLink.objects.filter(member_id=member_id, used_at=None, expires_at__gt=now).count()


def _session(row: SignIn, kept: dict[str, dict[str, str]], this: str) -> SessionView:
    seen = kept.get(marks.KEY, {}).get("seen")
    seen_at = datetime.fromisoformat(seen) if seen else row.started_at
    return SessionView(str(row.id), row.device, row.address, row.started_at, seen_at, str(row.id) == this)


@dataclass(frozen=True)
class MemberLine:
    """One line of the administrator's list."""

    id: str
    login: str
    display: str
    unit: str
    agency: str
    roles: tuple[str, ...]
    state: str
    last_seen_at: datetime | None


STATES = {
    "active": "can sign in", "closed": "closed after failures", "disabled": "disabled",
    "unfinished": "no second factor yet",
}


def members(actor: Actor, wanted: Mapping[str, str], order: str) -> list[MemberLine]:
    """The accounts this administrator manages, filtered and ordered. Three queries at any number of accounts."""
    reach = None if actor.is_system or agency(actor.agency_id).is_host else actor.agency_id
    found = all_members(agency_id=reach, active_only=False)
    kinds = factor_kinds(member.id for member in found)
    lines = [_line(member, member.id in kinds) for member in found]
    lines = [line for line in lines if _is_wanted(line, wanted)]
    return sorted(lines, key=ORDERS[order])


def _line(member: MemberView, has_factor: bool) -> MemberLine:
    state = "active" if has_factor else "unfinished"
    state = "closed" if member.locked_at else state
    state = state if member.is_active else "disabled"
    return MemberLine(
        member.id, member.login, member.display, member.unit, member.agency_name,
        tuple(sorted(member.roles)), state, member.last_seen_at,
    )


def _is_wanted(line: MemberLine, wanted: Mapping[str, str]) -> bool:
    text = f"{line.display} {line.login} {line.unit}".casefold()
    return (
        wanted.get("q", "").casefold() in text
        and (not wanted.get("role") or wanted["role"] in line.roles)
        and (not wanted.get("state") or wanted["state"] == line.state)
    )


ORDERS: Mapping[str, Callable[[MemberLine], tuple[Any, ...]]] = {
    "name": lambda line: (line.display.casefold(),),
    "seen": lambda line: (line.last_seen_at is None, -(line.last_seen_at.timestamp() if line.last_seen_at else 0)),
    "agency": lambda line: (line.agency.casefold(), line.display.casefold()),
}
