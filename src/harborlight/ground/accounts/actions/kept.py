"""A form that was sent after its session had ended is kept sealed, and given back to the same member after sign-in."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import QueryDict

from harborlight.ground.access.api import Member
from harborlight.ground.access.web import StaffRequest
from harborlight.ground.accounts.actions.attempts import as_member
from harborlight.ground.accounts.models import KeptForm
from harborlight.ground.audit.api import Audit
from harborlight.ground.vault import api as vault

KEPT_FOR = timedelta(hours=24)
MOST = 200_000  # characters; Django itself refuses more than 2.5 MB of fields
SECRETS = ("csrfmiddlewaretoken", "password", "new_password", "again", "code", "credential")


def keep(request: StaffRequest, member: Member) -> bool:
    """Keep what was typed. False when there is nothing that can be kept. Files have to be attached again."""
    typed = [(name, value) for name in request.POST if name not in SECRETS for value in request.POST.getlist(name)]
    text = urlencode(typed)
    if not typed or len(text) > MOST or len(request.get_full_path()) > 300:
        return False
    audit = as_member(request.audit, member)
    row = KeptForm(id=uuid4(), member=member, path=request.get_full_path(), kept_at=audit.at)
    with audit.writing("account.form-keep", subject=("member", str(member.id)), detail={"fields": len(typed)}):
        _discard(member, audit)
        row.key_id = vault.new_key(str(member.agency_id), audit)
        row.fields = vault.seal(row.key_id, text, _place(row.id))
        row.save(force_insert=True)
    return True


def kept(member: Member, audit: Audit) -> tuple[str, QueryDict] | None:
    """(address, what was typed) that waits for this member, or None."""
    row = KeptForm.objects.select_related("key__agency_key").filter(
        member=member, kept_at__gt=audit.at - KEPT_FOR
    ).first()
    return (row.path, QueryDict(vault.unseal(row.key, row.fields, _place(row.id)))) if row else None


def discard(member: Member, *, audit: Audit) -> None:
    """Forget what was kept for this member."""
    with audit.writing("account.form-discard", subject=("member", str(member.id))):
        _discard(member, audit)


def _discard(member: Member, audit: Audit) -> None:
    for row in KeptForm.objects.filter(member=member):
        row.delete()
        vault.destroy(row.key_id, audit)


def _place(row_id: UUID) -> str:
    return f"accounts_keptform.fields:{row_id}"
