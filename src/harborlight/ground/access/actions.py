"""Writes of access: agencies, members, relations, break-glass. Each is one audited act."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError

from harborlight.ground.access import policies
from harborlight.ground.access.core.decide import Actor, Ref, Refused
from harborlight.ground.access.models import AGENCY_KINDS, Agency, BreakGlass, Member, Relation
from harborlight.ground.access.permissions import Permission
from harborlight.ground.access.questions import check
from harborlight.ground.access.roles import Role
from harborlight.ground.audit.api import Audit
from harborlight.ground.vault import api as vault


def create_agency(
    actor: Actor,
    *,
    name: str,
    kind: str,
    county_fips: str,
    state: str,
    time_zone: str,
    ori: str = "",
    is_host: bool = False,
    audit: Audit,
) -> str:
    """A new agency. Returns its id."""
    check(actor, Permission.AGENCY_MANAGE)
    if kind not in AGENCY_KINDS:
        raise Refused(f"Choose what kind of agency this is: {', '.join(AGENCY_KINDS.values())}.")
    agency = Agency(
        name=name.strip(),
        kind=kind,
        county_fips=county_fips,
        state=state,
        time_zone=time_zone,
        ori=ori,
        is_host=is_host,
        created_at=audit.at,
    )
    with audit.writing("agency.create", subject=("agency", str(agency.id)), detail={"kind": kind}):
        agency.save(force_insert=True)
    return str(agency.id)


def create_member(
    actor: Actor,
    *,
    login: str,
    display_name: str,
    agency_id: str,
    roles: Iterable[Role],
    unit: str = "",
    password: str | None = None,
    audit: Audit,
) -> str:
    """A new account. Without a password it cannot sign in until one is set. Returns the member's id."""
    check(actor, Permission.MEMBER_MANAGE)
    held = sorted(set(roles))
    policies.check_role_set(held)
    member = Member(
        login=login.strip().lower(),
        display_name=display_name.strip(),
        agency_id=UUID(agency_id),
        unit=unit,
        roles=held,
        created_at=audit.at,
    )
    member.set_password(password)
    detail = {"roles": ",".join(held)}
    try:
        with audit.writing("member.create", subject=("member", str(member.id)), detail=detail):
            member.save(force_insert=True)
    except IntegrityError:
        raise Refused("This sign-in name is taken. Choose another.") from None
    return str(member.id)


def set_roles(actor: Actor, member_id: str, *, roles: Iterable[Role], audit: Audit) -> None:
    """Give a member other roles."""
    check(actor, Permission.MEMBER_MANAGE)
    held = sorted(set(roles))
    policies.check_role_set(held)
    with audit.writing("member.roles", subject=("member", member_id), detail={"roles": ",".join(held)}):
        Member.objects.filter(id=member_id).update(roles=held)


def set_details(actor: Actor, member_id: str, *, display_name: str, unit: str, phone: str, audit: Audit) -> None:
    """Correct a member's duty name, unit and duty phone. The audit keeps that they changed, never the words."""
    check(actor, Permission.MEMBER_MANAGE)
    if not display_name.strip():
        raise Refused("A member needs a name that colleagues know.")
    with audit.writing("member.details", subject=("member", member_id)):
        Member.objects.filter(id=member_id).update(
            display_name=display_name.strip(), unit=unit.strip(), phone=phone.strip()
        )


def set_active(actor: Actor, member_id: str, *, active: bool, audit: Audit) -> None:
    """Disable an account at once (its sessions end with the next request), or enable it again."""
    check(actor, Permission.MEMBER_MANAGE)
    if member_id == actor.member_id and not active:
        raise Refused("You cannot disable your own account. Ask another administrator.")
    act = "member.enable" if active else "member.disable"
    with audit.writing(act, subject=("member", member_id)):
        Member.objects.filter(id=member_id).update(is_active=active)


def release_lock(actor: Actor, member_id: str, *, audit: Audit) -> None:
    """Let a locked member sign in again (CJIS AC-7: only an administrator may)."""
    check(actor, Permission.MEMBER_MANAGE)
    with audit.writing("member.unlock", subject=("member", member_id)):
        Member.objects.filter(id=member_id).update(locked_at=None)


def relate(
    ref: Ref,
    *,
    agency_id: str | None = None,
    member_id: str | None = None,
    why: str,
    until: datetime | None = None,
    items: Iterable[str] = ("*",),
    audit: Audit,
) -> None:
    """Make a record visible to an agency or to a member. Again with the same reason renews end and items.

    Called by acts of other modules, which have asked their own permission first. ``why`` is shown to people.
    """
    holder = _holder(agency_id, member_id)
    codes = ",".join(sorted(items))
    with audit.writing(
        "relation.open",
        subject=(ref.kind, ref.id),
        detail={
            "holder": str(agency_id or member_id),
            "items": codes,
        },
    ):
        Relation.objects.update_or_create(
            record_kind=ref.kind,
            record_id=UUID(ref.id),
            why=why,
            **holder,
            defaults={"items": codes, "until": until},
            create_defaults={"items": codes, "until": until, "since": audit.at, "made_by": audit.actor},
        )


def unrelate(
    ref: Ref, *, agency_id: str | None = None, member_id: str | None = None, why: str | None = None, audit: Audit
) -> None:
    """End what made a record visible to this holder (for one reason, or all)."""
    rows = Relation.objects.filter(record_kind=ref.kind, record_id=UUID(ref.id), **_holder(agency_id, member_id))
    if why is not None:
        rows = rows.filter(why=why)
    with audit.writing("relation.close", subject=(ref.kind, ref.id), detail={"holder": str(agency_id or member_id)}):
        rows.delete()


def suspend(ref: Ref, *, suspended: bool, audit: Audit) -> None:
    """Seal or unseal a record: while sealed only the records role passes its relations."""
    with audit.writing("relation.suspend", subject=(ref.kind, ref.id), detail={"suspended": suspended}):
        Relation.objects.filter(record_kind=ref.kind, record_id=UUID(ref.id)).update(suspended=suspended)


def break_glass(actor: Actor, ref: Ref, *, reason: str, audit: Audit) -> datetime:
    """Open one record of the actor's own agency for three hours, with a reason a supervisor will read.

    Returns the end. Refused alike for a record that does not exist and for one of another agency.
    """
    check(actor, Permission.BREAK_GLASS)
    policies.check_break_glass_reason(reason)
    ours = Relation.objects.filter(
        record_kind=ref.kind, record_id=UUID(ref.id), holder_id=actor.agency_id, suspended=False, items="*"
    )
    if not ours.exists():
        audit.refused("child.break-glass", subject=(ref.kind, ref.id))
        raise Refused("There is no such record in your agency.")
    until = audit.at + policies.BREAK_GLASS_LIMIT
    row = BreakGlass(
        id=uuid4(),
        record_kind=ref.kind,
        record_id=UUID(ref.id),
        member_id=UUID(actor.member_id),
        at=audit.at,
        until=until,
    )
    with audit.writing("child.break-glass", subject=(ref.kind, ref.id), detail={"glass": str(row.id)}):
        row.key_id = vault.new_key(actor.agency_id, audit)
        row.reason = vault.seal(row.key_id, reason.strip(), f"access_breakglass.reason:{row.id}")
        row.save(force_insert=True)
        relate(ref, member_id=actor.member_id, why="break-glass", until=until, audit=audit)
    return until


def review_break_glass(actor: Actor, glass_id: str, *, audit: Audit) -> None:
    """A supervisor has read an emergency look. Nobody reviews their own."""
    check(actor, Permission.BREAK_GLASS_REVIEW)
    with audit.writing("child.break-glass-review", subject=("break-glass", glass_id)):
        done = (
            BreakGlass.objects.filter(id=glass_id, member__agency_id=actor.agency_id, reviewed_at=None)
            .exclude(member_id=actor.member_id)
            .update(reviewed_by_id=actor.member_id, reviewed_at=audit.at)
        )
        if not done:
            raise Refused("This look was reviewed already, or it is your own.")


def _holder(agency_id: str | None, member_id: str | None) -> dict[str, object]:
    if (agency_id is None) == (member_id is None):
        raise ValueError("A relation has one holder: an agency or a member.")
    kind = "member" if agency_id is None else "agency"
    return {"holder_kind": kind, "holder_id": UUID(agency_id or member_id)}
