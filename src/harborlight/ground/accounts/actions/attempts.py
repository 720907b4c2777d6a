"""Counting failures, closing accounts. Every failure and every lock is an audited act."""

from dataclasses import replace
from datetime import datetime

from harborlight.ground.access.api import Member
from harborlight.ground.accounts.core.limits import ADDRESS_FAILURES, must_close
from harborlight.ground.accounts.figures import limits
from harborlight.ground.accounts.models import Failure
from harborlight.ground.audit.api import Audit
from harborlight.ground.vault import api as vault

NOBODY = "unknown"


def failed(member: Member | None, kind: str, *, address: str, audit: Audit) -> bool:
    """Count a failed proof of this kind ("password", "second-factor", "step-up"). True when it closed the account.

    Password and second factor count together: otherwise a known password would buy endless guesses at the code.
    """
    audit = as_member(audit, member)
    subject = ("member", str(member.id) if member else NOBODY)
    with audit.writing("account.failed", subject=subject, detail={"kind": kind, "address": address}):
        # The row is held while we count, so that two failures at once cannot both be the fourth.
        held = Member.objects.select_for_update().filter(id=member.id).first() if member else None
        Failure.objects.create(member=held, kind=kind, address=_index(address), at=audit.at)
        return held is not None and held.locked_at is None and _close_if_due(held, audit)


def refused_while_closed(member: Member, *, address: str, audit: Audit) -> None:
    """Somebody tried a closed account. Nothing is counted; the attempt is on record."""
    audit = as_member(audit, member)
    audit.refused("account.sign-in", subject=("member", str(member.id)), detail={"why": "closed", "address": address})


def forgive(member: Member, *, audit: Audit) -> None:
    """Failures before this moment count no more: the member has signed in, or was released."""
    with audit.writing("account.failures-end", subject=("member", str(member.id))):
        Failure.objects.filter(member=member, counts=True).update(counts=False)


def is_throttled(address: str, now: datetime) -> bool:
    """Whether too many failures came from this address within the window, whatever the accounts."""
    recent = Failure.objects.filter(address=_index(address), at__gte=now - limits().window)
    return recent.count() >= ADDRESS_FAILURES


def as_member(audit: Audit, member: Member | None) -> Audit:
    """The same audit in the name of the member whose account is tried: nobody is signed in yet."""
    return audit if member is None else replace(audit, actor=str(member.id), agency=str(member.agency_id))


def _close_if_due(member: Member, audit: Audit) -> bool:
    counted = Failure.objects.filter(member=member, counts=True, at__gte=audit.at - limits().window)
    times = list(counted.values_list("at", flat=True))
    if not must_close(times, audit.at, limits()):
        return False
    with audit.writing("account.lock", subject=("member", str(member.id)), detail={"failures": len(times)}):
        Member.objects.filter(id=member.id).update(locked_at=audit.at)
        Failure.objects.filter(member=member, counts=True).update(counts=False)
    return True


def _index(address: str) -> bytes:
    return vault.blind_index("sign-in address", address)
