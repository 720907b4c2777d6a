"""Second factors: an authenticator app, passkeys, recovery codes.

They are rows of allauth's ``mfa_authenticator``, which our audit guard does not govern: therefore every write to that
table stands here and nowhere else, each one in an act. What the rows hold:

    totp            secret (sealed under a vault key of its own), step (the last one accepted)
    webauthn        name, credential (public), counter (the authenticator's own, to notice a copy)
    recovery_codes  codes (keyed hashes of those not used yet), confirmed
"""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from allauth.mfa.models import Authenticator

from harborlight.ground.access.api import Member, Refused
from harborlight.ground.accounts.core import codes, totp
from harborlight.ground.accounts.core.kinds import APP, CODES, PASSKEY, SECOND
from harborlight.ground.audit.api import Audit
from harborlight.ground.vault import api as vault

PLACE = "mfa_authenticator.data"


def add_app(member: Member, *, secret: str, step: int, audit: Audit) -> None:
    """Enroll an authenticator app whose code of ``step`` was just typed. Replaces the one there is."""
    with audit.writing("account.factor-add", subject=("member", str(member.id)), detail={"kind": APP}):
        _drop(Authenticator.objects.filter(user=member, type=APP), audit)
        data = {"secret": seal_secret(str(member.agency_id), secret, audit), "step": step}
        Authenticator.objects.create(user=member, type=APP, data=data, created_at=audit.at)


def add_passkey(member: Member, *, name: str, credential: Mapping[str, Any], counter: int, audit: Audit) -> None:
    """Enroll a passkey whose registration was verified."""
    with audit.writing("account.factor-add", subject=("member", str(member.id)), detail={"kind": PASSKEY}):
        data = {"name": name, "credential": dict(credential), "counter": counter}
        Authenticator.objects.create(user=member, type=PASSKEY, data=data, created_at=audit.at)


def remove(member: Member, factor_id: int, *, audit: Audit) -> None:
    """Remove one factor of the member. Refused for the last one: no account stands on a password alone."""
    rows = Authenticator.objects.filter(user=member, type__in=SECOND)
    chosen = rows.filter(id=factor_id).first()
    if chosen is None:
        raise Refused("This second factor is not there any more.")
    if rows.count() == 1:
        raise Refused("This is your only second factor. Add another one first, then remove this one.")
    detail = {"kind": chosen.type}
    with audit.writing("account.factor-remove", subject=("member", str(member.id)), detail=detail):
        _drop(rows.filter(id=factor_id), audit)


def remove_all(member: Member, *, audit: Audit) -> None:
    """An administrator resets the member's factors: the next sign-in enrolls new ones."""
    rows = Authenticator.objects.filter(user=member)
    with audit.writing("account.factors-reset", subject=("member", str(member.id)), detail={"factors": rows.count()}):
        _drop(rows, audit)


def make_recovery_codes(member: Member, *, audit: Audit) -> Sequence[str]:
    """New recovery codes, shown once; only their keyed hashes are kept. Earlier ones stop working."""
    fresh = codes.fresh_recovery_codes()
    with audit.writing("account.codes-make", subject=("member", str(member.id)), detail={"codes": len(fresh)}):
        _drop(Authenticator.objects.filter(user=member, type=CODES), audit)
        data = {"codes": [_hash(member, code) for code in fresh], "confirmed": False}
        Authenticator.objects.create(user=member, type=CODES, data=data, created_at=audit.at)
    return fresh


def confirm_recovery_codes(member: Member, typed: str, *, audit: Audit) -> None:
    """The member typed one code back, so the codes are kept somewhere. The code stays usable."""
    row = Authenticator.objects.filter(user=member, type=CODES).first()
    if row is None or _hash(member, typed) not in row.data["codes"]:
        raise Refused("This is not one of your recovery codes. Look at the list again and type one of them.")
    with audit.writing("account.codes-confirm", subject=("member", str(member.id))):
        row.data["confirmed"] = True
        row.save(update_fields=["data"])


def accept_code(member: Member, typed: str, *, audit: Audit) -> Authenticator | None:
    """The factor this code proves (app or recovery code), used up in the same act; None when it proves none."""
    return _accept_app_code(member, typed, audit) or _accept_recovery_code(member, typed, audit)


def accept_passkey(factor: Authenticator, counter: int, *, audit: Audit) -> bool:
    """Note the use of a passkey whose signature was verified. False when its counter shows a copy or a replay.

    Authenticators without a counter always answer 0 (WebAuthn level 2, section 6.1.1).
    """
    known = int(factor.data.get("counter", 0))
    if (counter or known) and counter <= known:
        return False
    factor.data["counter"] = counter
    return _used(factor, factor.data, audit)


def seal_secret(agency_id: str, secret: str, audit: Audit) -> str:
    """``secret`` sealed under a fresh vault key, as text for a JSON column."""
    key = vault.new_key(agency_id, audit)
    return f"{key}.{base64.b64encode(vault.seal(key, secret, f'{PLACE}:{key}')).decode()}"


def open_secret(text: str) -> str:
    """The secret inside ``seal_secret``'s text. Raises Unreadable."""
    key, _, sealed = text.partition(".")
    return vault.unseal(key, base64.b64decode(sealed), f"{PLACE}:{key}")


def _accept_app_code(member: Member, typed: str, audit: Audit) -> Authenticator | None:
    factor = Authenticator.objects.filter(user=member, type=APP).first()
    if factor is None:
        return None
    step = totp.accepted_step(open_secret(factor.data["secret"]), typed, audit.at, after=factor.data["step"])
    return factor if step is not None and _used(factor, {**factor.data, "step": step}, audit) else None


def _accept_recovery_code(member: Member, typed: str, audit: Audit) -> Authenticator | None:
    factor = Authenticator.objects.filter(user=member, type=CODES).first()
    digest = _hash(member, typed)
    if factor is None or digest not in factor.data["codes"]:
        return None
    left = [code for code in factor.data["codes"] if code != digest]
    return factor if _used(factor, {**factor.data, "codes": left}, audit) else None


class _UsedMeanwhile(Exception):
    """Another request used the same code first; rolls the act back."""


def _used(factor: Authenticator, data: dict[str, Any], audit: Audit) -> bool:
    subject = ("member", str(factor.user_id))
    # Compared with what we read: of two requests with the same code only one finds the row unchanged.
    unchanged = Authenticator.objects.filter(id=factor.id, last_used_at=factor.last_used_at)
    try:
        with audit.writing("account.factor-use", subject=subject, detail={"kind": factor.type, "factor": factor.id}):
            if not unchanged.update(data=data, last_used_at=audit.at):
                raise _UsedMeanwhile
    except _UsedMeanwhile:
        return False
    return True


def _drop(rows: Any, audit: Audit) -> None:
    for row in rows:
        if row.type == APP:
            vault.destroy(row.data["secret"].partition(".")[0], audit)
        row.delete()


def _hash(member: Member, code: str) -> str:
    return vault.blind_index(f"recovery code {member.id}", codes.read(code)).hex()
