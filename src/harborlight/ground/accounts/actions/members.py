"""What an administrator does to accounts. Each asks access, then is one audited act over all that belongs together."""

from collections.abc import Iterable

from django.db import transaction

from harborlight.ground.access import api as access
from harborlight.ground.access.api import Actor, Member, NotFound, Permission, Refused, Role
from harborlight.ground.accounts.actions import attempts, factors, passwords, sessions
from harborlight.ground.audit.api import Audit


def create(
    actor: Actor, *, login: str, display_name: str, agency_id: str, roles: Iterable[Role], unit: str = "", audit: Audit
) -> tuple[str, str]:
    """A new account and the secret of its first password link: (member id, secret)."""
    check_reach(actor, agency_id)
    with transaction.atomic():
        member = access.create_member(
            actor, login=login, display_name=display_name, agency_id=agency_id, roles=roles, unit=unit, audit=audit
        )
        return member, passwords.make_link(actor, member, audit=audit)


def set_roles(actor: Actor, member_id: str, *, roles: Iterable[Role], audit: Audit) -> None:
    """Other roles. The member's sessions end: what one may do is settled at sign-in (CJIS IA-11)."""
    member, held = find(actor, member_id), frozenset(roles)
    if Role.ADMINISTRATOR in member.role_set - held:
        _check_not_last(member)
    with transaction.atomic():
        access.set_roles(actor, member_id, roles=held, audit=audit)
        sessions.end_all(member, why="roles", audit=audit)


def set_details(actor: Actor, member_id: str, *, display_name: str, unit: str, phone: str, audit: Audit) -> None:
    """The member's duty name, unit and duty phone."""
    find(actor, member_id)
    access.set_details(actor, member_id, display_name=display_name, unit=unit, phone=phone, audit=audit)


def disable(actor: Actor, member_id: str, *, audit: Audit) -> None:
    """Now: the sessions end, open password links stop working, nobody signs in."""
    member = find(actor, member_id)
    _check_not_last(member)
    with transaction.atomic():
        access.set_active(actor, member_id, active=False, audit=audit)
        passwords.end_links(member, audit=audit)
        sessions.end_all(member, why="disabled", audit=audit)


def enable(actor: Actor, member_id: str, *, audit: Audit) -> None:
    """The account can sign in again, with the password and factors it had."""
    find(actor, member_id)
    access.set_active(actor, member_id, active=True, audit=audit)


def unlock(actor: Actor, member_id: str, *, audit: Audit) -> None:
    """Open an account that was closed after failures. Nobody opens their own."""
    member = find(actor, member_id)
    if member_id == actor.member_id:
        raise Refused("You cannot open your own account. Ask another administrator.")
    with transaction.atomic():
        access.release_lock(actor, member_id, audit=audit)
        attempts.forgive(member, audit=audit)


def reset_factors(actor: Actor, member_id: str, *, audit: Audit) -> None:
    """Take away every second factor: the next sign-in enrolls new ones. Nobody resets their own."""
    member = find(actor, member_id)
    if member_id == actor.member_id:
        raise Refused("Change your own second factors on your own account page.")
    with transaction.atomic():
        factors.remove_all(member, audit=audit)
        sessions.end_all(member, why="factors", audit=audit)


def make_link(actor: Actor, member_id: str, *, audit: Audit) -> str:
    """The secret of a new one-time password link."""
    if not find(actor, member_id).is_active:
        raise Refused("This account is disabled. Enable it first.")
    return passwords.make_link(actor, member_id, audit=audit)


def find(actor: Actor, member_id: str) -> Member:
    """The member, if this administrator may manage accounts of that agency. Raises NotFound alike for both."""
    access.check(actor, Permission.MEMBER_MANAGE)
    member = Member.objects.select_related("agency").filter(id=member_id).first()
    if member is None:
        raise NotFound("There is no such member.")
    check_reach(actor, str(member.agency_id))
    return member


def check_reach(actor: Actor, agency_id: str) -> None:
    """Administrators of the host agency manage every account; others those of their own agency."""
    if agency_id != actor.agency_id and not actor.is_system and not access.agency(actor.agency_id).is_host:
        raise NotFound("There is no such member.")


def _check_not_last(member: Member) -> None:
    admins = access.members(role=Role.ADMINISTRATOR, agency_id=str(member.agency_id))
    if [admin.id for admin in admins] == [str(member.id)]:
        raise Refused("This is the agency's only administrator. Make another one first.")
