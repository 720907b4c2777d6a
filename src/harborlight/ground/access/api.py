"""The public face of access."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from harborlight.ground.access.actions import (
    break_glass,
    create_agency,
    create_member,
    relate,
    release_lock,
    review_break_glass,
    set_active,
    set_details,
    set_roles,
    suspend,
    unrelate,
)
from harborlight.ground.access.core.decide import Actor, Explanation, Line, NotFound, Ref, Refused
from harborlight.ground.access.models import AGENCY_KINDS, Agency, BreakGlass, Member
from harborlight.ground.access.permissions import WORDS, Permission
from harborlight.ground.access.questions import can, check, check_whole, explain, look
from harborlight.ground.access.roles import ROLES, Reach, Role, RoleRule
from harborlight.ground.access.visibility import (
    EVERYTHING,
    can_see,
    check_visible,
    is_released,
    released,
    sees,
    visible,
)
from harborlight.ground.vault import api as vault

__all__ = [
    "AGENCY_KINDS",
    "EVERYTHING",
    "ROLES",
    "WORDS",
    "Actor",
    "AgencyView",
    "BreakGlassView",
    "Explanation",
    "Line",
    "Member",
    "MemberView",
    "NotFound",
    "Permission",
    "Reach",
    "Ref",
    "Refused",
    "Role",
    "RoleRule",
    "actor_of",
    "agencies",
    "agency",
    "break_glass",
    "can",
    "can_see",
    "check",
    "check_visible",
    "check_whole",
    "create_agency",
    "create_member",
    "explain",
    "host_agency",
    "is_released",
    "look",
    "member",
    "members",
    "open_break_glass",
    "relate",
    "release_lock",
    "released",
    "review_break_glass",
    "sees",
    "set_active",
    "set_details",
    "set_roles",
    "suspend",
    "unrelate",
    "visible",
]


@dataclass(frozen=True)
class AgencyView:
    """An agency as other modules see it."""

    id: str
    name: str
    kind: str
    county_fips: str
    state: str
    time_zone: str
    ori: str
    is_host: bool


@dataclass(frozen=True)
class MemberView:
    """A member as other modules see it."""

    id: str
    login: str
    display: str
    unit: str
    phone: str
    agency_id: str
    agency_name: str
    roles: frozenset[Role]
    is_active: bool
    locked_at: datetime | None
    last_seen_at: datetime | None


@dataclass(frozen=True)
class BreakGlassView:
    """One emergency look, for the supervisor who reviews it."""

    id: str
    record: Ref
    by: str
    reason: str
    at: datetime
    until: datetime


def actor_of(member: Member, purpose: str = "casework") -> Actor:
    """The actor a signed-in member is. Fetch the member with its agency to spend no query."""
    return Actor(
        str(member.id),
        str(member.agency_id),
        member.role_set,
        display=member.display_name,
        agency_name=member.agency.name,
        purpose=purpose,
    )


def agency(agency_id: str) -> AgencyView:
    """One agency. Raises NotFound."""
    try:
        return _agency(Agency.objects.get(id=agency_id))
    except Agency.DoesNotExist:
        raise NotFound("There is no such agency.") from None


def host_agency() -> AgencyView | None:
    """The agency that runs this installation, or None before set-up."""
    row = Agency.objects.filter(is_host=True).first()
    return _agency(row) if row else None


def agencies(kind: str | None = None) -> list[AgencyView]:
    """All agencies that are not closed, by name."""
    rows = Agency.objects.filter(closed_at=None).order_by("name")
    return [_agency(row) for row in (rows.filter(kind=kind) if kind else rows)]


def member(member_id: str) -> MemberView:
    """One member. Raises NotFound."""
    try:
        return _member(Member.objects.select_related("agency").get(id=member_id))
    except Member.DoesNotExist:
        raise NotFound("There is no such member.") from None


def members(role: Role | None = None, agency_id: str | None = None, active_only: bool = True) -> list[MemberView]:
    """Members by name, of one role or agency if given. One query."""
    rows: QuerySet[Member] = Member.objects.select_related("agency").order_by("display_name")
    if active_only:
        rows = rows.filter(is_active=True)
    if agency_id:
        rows = rows.filter(agency_id=UUID(agency_id))
    found = [_member(row) for row in rows]
    return [m for m in found if role is None or role in m.roles]


def open_break_glass(actor: Actor) -> list[BreakGlassView]:
    """Emergency looks of this actor's agency that no supervisor has read yet; empty without the permission."""
    if not can(actor, Permission.BREAK_GLASS_REVIEW):
        return []
    rows = BreakGlass.objects.filter(member__agency_id=actor.agency_id, reviewed_at=None)
    rows = rows.select_related("member", "key__agency_key").order_by("at")[:50]
    return [
        BreakGlassView(
            str(r.id),
            Ref(r.record_kind, str(r.record_id)),
            r.member.display_name,
            vault.unseal(r.key, r.reason, f"access_breakglass.reason:{r.id}"),
            r.at,
            r.until,
        )
        for r in rows
    ]


def _agency(row: Agency) -> AgencyView:
    return AgencyView(str(row.id), row.name, row.kind, row.county_fips, row.state, row.time_zone, row.ori, row.is_host)


def _member(row: Member) -> MemberView:
    return MemberView(
        str(row.id),
        row.login,
        row.display_name,
        row.unit,
        row.phone,
        str(row.agency_id),
        row.agency.name,
        row.role_set,
        row.is_active,
        row.locked_at,
        row.last_seen_at,
    )
