"""Removing what signing in left behind and nobody needs any more."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from harborlight.ground.access.api import Member
from harborlight.ground.accounts.actions import kept
from harborlight.ground.accounts.models import Failure, KeptForm, PasswordLink, SignIn
from harborlight.ground.audit.api import Audit

PURGE_AFTER = {
    "Failure": timedelta(days=1),  # counted within 15 minutes; a day is for looking into it
    "SignIn": timedelta(days=365),
    "PasswordLink": timedelta(days=30),
}


def purge(*, audit: Audit) -> int:
    """Remove what is past its time; answers how many rows went. May be run as often as one likes."""
    past = {name: audit.at - span for name, span in PURGE_AFTER.items()}
    rows = (
        Failure.objects.filter(at__lt=past["Failure"]),
        SignIn.objects.filter(started_at__lt=past["SignIn"]),
        PasswordLink.objects.filter(expires_at__lt=past["PasswordLink"]),
        Session.objects.filter(expire_date__lt=audit.at),  # they open nothing any more
    )
    with audit.writing("account.purge", subject=("installation", "host")):
        gone = sum(found.delete()[0] for found in rows)
        forgotten = KeptForm.objects.filter(kept_at__lt=audit.at - kept.KEPT_FOR)
        for member in Member.objects.filter(id__in=forgotten.values("member_id")):
            kept.discard(member, audit=audit)
            gone += 1
    return gone
