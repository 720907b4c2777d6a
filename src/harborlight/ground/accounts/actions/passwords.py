"""Setting passwords, and the one-time links by which a member sets the first or a forgotten one."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.hashers import make_password

from harborlight.ground.access.api import Actor, Member, Permission, Refused, check
from harborlight.ground.accounts.actions import attempts, sessions
from harborlight.ground.accounts.models import PasswordLink
from harborlight.ground.audit.api import Audit

LINK_LIFE = timedelta(hours=72)


def change(member: Member, password: str, *, keep: str = "", audit: Audit) -> None:
    """Set another password. Every session of the member but ``keep`` ends; open links stop working."""
    with audit.writing("account.password", subject=("member", str(member.id))):
        member.password = make_password(password)
        member.save(update_fields=["password"])
        PasswordLink.objects.filter(member=member, used_at=None).update(used_at=audit.at)
        sessions.end_all(member, why="password", keep=keep, audit=audit)


def set_by_link(link: PasswordLink, password: str, *, audit: Audit) -> None:
    """Set the password of the link's member and use the link up. Refused when it was used meanwhile."""
    audit = attempts.as_member(audit, link.member)
    with audit.writing("account.link-use", subject=("member", str(link.member_id)), detail={"link": str(link.id)}):
        if not PasswordLink.objects.filter(id=link.id, used_at=None).update(used_at=audit.at):
            raise Refused("This link was used already. Ask your administrator for another one.")
        change(link.member, password, audit=audit)


def make_link(actor: Actor, member_id: str, *, audit: Audit) -> str:
    """A new link secret for this member, shown once by the caller; earlier links stop working."""
    check(actor, Permission.MEMBER_MANAGE)
    if member_id == actor.member_id:
        raise Refused("You cannot make a link for yourself. Change your password on your own account page.")
    secret = secrets.token_urlsafe(32)
    link = PasswordLink(
        member_id=member_id, digest=hashlib.sha256(secret.encode()).hexdigest(), made_by=audit.actor,
        made_at=audit.at, expires_at=audit.at + LINK_LIFE,
    )
    with audit.writing("account.link-make", subject=("member", member_id), detail={"link": str(link.id)}):
        PasswordLink.objects.filter(member_id=member_id, used_at=None).update(used_at=audit.at)
        link.save(force_insert=True)
    return secret


def end_links(member: Member, *, audit: Audit) -> None:
    """Open links of this member stop working."""
    with audit.writing("account.links-end", subject=("member", str(member.id))):
        PasswordLink.objects.filter(member=member, used_at=None).update(used_at=audit.at)
