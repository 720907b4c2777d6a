"""Beginning and ending sessions, each in an audited act."""

import uuid
from dataclasses import replace

from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from harborlight.ground.access.api import Member
from harborlight.ground.access.web import NOBODY, StaffRequest
from harborlight.ground.accounts import marks
from harborlight.ground.accounts.actions import attempts
from harborlight.ground.accounts.marks import Marks
from harborlight.ground.accounts.models import SignIn
from harborlight.ground.accounts.queries import has_recovery_codes
from harborlight.ground.accounts.web import address_of, device_of
from harborlight.ground.audit.api import Audit


def begin(request: StaffRequest, member: Member, *, factor: str) -> None:
    """The member is signed in (Django's part is done): mark the session and put it on record.

    ``factor`` is the second factor that was proved, or empty for a member who has to enroll one first.
    """
    audit = attempts.as_member(request.audit, member)
    now = audit.at
    row = SignIn(
        id=uuid.uuid4(), member=member, session_key=request.session.session_key or "", factor=factor,
        address=address_of(request), device=device_of(request), started_at=now,
    )
    with audit.writing(
        "account.sign-in", subject=("member", str(member.id)),
        detail={"factor": factor or "none", "address": row.address, "sign_in": str(row.id)},
    ):
        row.save(force_insert=True)
        Member.objects.filter(id=member.id).update(last_login=now, last_seen_at=now)
        attempts.forgive(member, audit=audit)
    marks.write(request, Marks(
        id=str(row.id), member=str(member.id), at=now.isoformat(), seen=now.isoformat(), factor=factor,
        codes_kept=has_recovery_codes(member), confirmed=now.isoformat() if factor else "",
    ))


def end(request: StaffRequest, why: str) -> None:
    """End this request's session: the row is deleted, so that a copied cookie opens nothing."""
    found = marks.left(request)
    if found is not None:
        rows = SignIn.objects.filter(id=found.id, ended_at=None)
        audit = named(replace(request.audit, actor=found.member), found.id)
        with audit.writing("account.sign-out", subject=("member", found.member), detail={"why": why}):
            rows.update(ended_at=audit.at, ended_by=why)
    logout(request)
    request.user = AnonymousUser()
    request.actor = NOBODY
    request.audit = replace(request.audit, actor=NOBODY.member_id, agency="", purpose=NOBODY.purpose)


def end_one(member: Member, sign_in_id: str, *, audit: Audit) -> None:
    """End one of the member's sessions from another one."""
    _end_rows(SignIn.objects.filter(member=member, id=sign_in_id, ended_at=None), str(member.id), "member", audit)


def end_all(member: Member, *, why: str, keep: str = "", audit: Audit) -> None:
    """End every session of the member but ``keep`` (a sign-in id)."""
    rows = SignIn.objects.filter(member=member, ended_at=None)
    _end_rows(rows.exclude(id=keep) if keep else rows, str(member.id), why, audit)


def renew(request: StaffRequest, member: Member) -> None:
    """Carry this session over a change of its member's password: it gets a new key, the others are ended."""
    found = marks.read(request)
    with request.audit.writing("account.session-renew", subject=("member", str(member.id))):
        update_session_auth_hash(request, member)
        if found is not None:
            SignIn.objects.filter(id=found.id).update(session_key=request.session.session_key)


def named(audit: Audit, sign_in_id: str) -> Audit:
    """The same audit, tied to its sign-in, so that one session's acts can be read together."""
    return replace(audit, session=sign_in_id[:12])


def _end_rows(rows: QuerySet[SignIn], member_id: str, why: str, audit: Audit) -> None:
    keys = list(rows.values_list("session_key", flat=True))
    with audit.writing("account.sessions-end", subject=("member", member_id), detail={"sessions": len(keys)}):
        Session.objects.filter(session_key__in=keys).delete()
        rows.update(ended_at=audit.at, ended_by=why)
