"""Referrals as the sender sees them, and as the partner does: the released items and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from harborlight.ground.access.api import Actor, NotFound, Permission, Ref, can_see, check
from harborlight.library import api as library
from harborlight.respond.core.release import Release, read_release
from harborlight.respond.models import Referral, Response
from harborlight.respond.records import ERASED, id_of, unseal
from harborlight.respond.referrals.core import DECLINE_REASONS, LOST_REASONS, OUTCOMES, PARTNER_ACTS, REFERRAL

_WORDS = {**dict(DECLINE_REASONS), **dict(LOST_REASONS), **dict(OUTCOMES)}


@dataclass(frozen=True)
class ReferralView:
    """One referral. `released` are (label, value) rows; `acts` what this reader may do with it now."""

    id: str
    response_id: str
    child_code: str
    service: Mapping[str, Any]
    name: str
    organization: str
    need: str
    state: str
    state_label: str
    state_meaning: str
    sender: str
    partner: str
    released: tuple[tuple[str, str], ...]
    basis: str
    handover: str
    because: str
    drafted_at: datetime
    changed_at: datetime
    acts: tuple[str, ...]
    ours: bool


def referrals_of(response: Response) -> tuple[ReferralView, ...]:
    """Every referral of a response for the agency that sent it, newest first. One query."""
    rows = response.referrals.select_related("agency", "partner", "response__child").order_by("-drafted_at")
    return tuple(_view(response, row, ours=True) for row in rows)


def referral(actor: Actor, referral_id: str) -> ReferralView:
    """One referral, for a member of the sending or of the receiving agency. Raises NotFound for everybody else."""
    row = _rows().filter(id=id_of(referral_id)).first()
    if row is None:
        raise NotFound("There is no such referral.")
    if str(row.agency_id) == actor.agency_id and can_see(actor, Ref("child", str(row.response.child_id))):
        check(actor, Permission.RESPONSE_SEE)
        return _view(row.response, row, ours=True)
    check(actor, Permission.REFERRAL_ANSWER, Ref("referral", str(row.id)))
    if row.response.child.sealed or row.state in ("draft", "called_back"):
        raise NotFound("There is no such referral.")
    return _view(row.response, row, ours=False)


def _rows() -> Any:
    return Referral.objects.select_related("response__child__key__agency_key", "response__agency", "agency", "partner")


def _view(response: Response, row: Referral, *, ours: bool) -> ReferralView:
    release = _released(response, row)
    acts = tuple(dict.fromkeys(REFERRAL.acts(row.state)))
    state = REFERRAL.state(row.state)
    return ReferralView(
        id=str(row.id),
        response_id=str(row.response_id) if ours else "",
        child_code=response.child.code,
        service=row.service,
        name=str(row.service.get("name", row.service_key)),
        organization=str(row.service.get("organization", "")),
        need=library.needs().get(row.need, row.need),
        state=row.state,
        state_label=state.label,
        state_meaning=state.meaning,
        sender=row.agency.name,
        partner=row.partner.name if row.partner else "",
        released=release.rows() if release else (),
        basis=release.basis_label if release else "",
        handover=unseal(response, row, "handover") if row.state != "draft" else "",
        because=_WORDS.get(row.reason or row.outcome, ""),
        drafted_at=row.drafted_at,
        changed_at=row.changed_at,
        acts=acts if ours else tuple(act for act in acts if act in PARTNER_ACTS),
        ours=ours,
    )


def _released(response: Response, row: Referral) -> Release | None:
    text = unseal(response, row, "released")
    return read_release(text) if text and text != ERASED else None
