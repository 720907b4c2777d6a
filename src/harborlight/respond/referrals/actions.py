"""Acts on a referral: choose, send, answer, start, end. What leaves is fixed when it is sent and never grows."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError

from harborlight.ground.access.api import (
    Actor,
    NotFound,
    Permission,
    Ref,
    Refused,
    agency,
    check,
    relate,
    unrelate,
)
from harborlight.ground.audit.api import Audit
from harborlight.library import api as library
from harborlight.respond.core.release import NotReleasable, Release, make_release
from harborlight.respond.core.states import NotPossible
from harborlight.respond.models import Referral
from harborlight.respond.records import check_open, hold, id_of, member_id, remember, response_for, seal, uuid_or_none
from harborlight.respond.referrals.core import DECLINE_REASONS, LOST_REASONS, OUTCOMES, PARTNER_ACTS, REFERRAL

WHY = "referral"
STATE = ("state", "asks_sender", "asks_partner")
_REASONS = {"decline": DECLINE_REASONS, "lose": LOST_REASONS}


def draft_referral(
    actor: Actor,
    response_id: str,
    *,
    need: str,
    service_id: str,
    partner_id: str = "",
    token: str,
    audit: Audit,
) -> str:
    """Choose a service. Nothing leaves yet. Returns the referral's id; the same `token` answers the first.

    The service is kept as the directory shows it today. `partner_id` is the partner agency that runs it and has
    accounts here; without one, the sender writes down what the partner says.
    """
    response = response_for(actor, Permission.REFERRAL_SEND, response_id)
    check_open(response)
    token_id = uuid_or_none(token)
    if token_id is None:
        raise Refused("This page was too old. Load it again and send it once more. Nothing was saved.")
    if found := response.referrals.filter(token=token_id).first():
        return str(found.id)
    if need not in library.needs():
        raise Refused("Choose what is needed. Nothing was saved.")
    option = library.service(service_id, audit.at)
    if partner_id and agency(partner_id).id == actor.agency_id:
        raise Refused("A referral goes to another agency. Nothing was saved.")
    row = Referral(
        response=response,
        child_id=response.child_id,
        agency_id=response.agency_id,
        partner_id=UUID(partner_id) if partner_id else None,
        service_key=option.id,
        service=option.as_json(),
        need=need,
        drafted_at=audit.at,
        drafted_by_id=member_id(actor),
        changed_at=audit.at,
        token=token_id,
    )
    try:
        with audit.writing("referral.draft", subject=("referral", str(row.id)), detail={"need": need}):
            row.save(force_insert=True)
    except IntegrityError:
        return str(Referral.objects.get(token=token_id).id)
    return str(row.id)


def send_referral(
    actor: Actor, referral_id: str, *, values: Mapping[str, str], basis: str, handover: str = "", audit: Audit
) -> None:
    """Send it: exactly `values` (item code to value) leave, on that basis, to that service. Again changes nothing."""
    row = _own(actor, Permission.REFERRAL_SEND, referral_id)
    if row.state == "sent":
        return
    check_open(row.response)
    release = _release(values, basis)
    detail: dict[str, str | int | bool] = {"need": row.need, "basis": basis, "items": len(release.items)}
    with audit.writing("referral.send", subject=("referral", referral_id), detail=detail):
        state = _after_now(row, "send")
        row.released = seal(row.response, row, "released", release.as_text())
        row.handover = seal(row.response, row, "handover", handover.strip())
        row.set_state(state)
        row.basis, row.reason, row.changed_at = basis, "", audit.at
        row.save()
        if row.partner_id:
            relate(Ref("referral", referral_id), agency_id=str(row.partner_id), why=WHY, audit=audit)
        _remember(row, "send", actor, audit)


def call_back_referral(actor: Actor, referral_id: str, *, audit: Audit) -> None:
    """Take it back before it is answered: the partner sees it no more. What was seen meanwhile was seen."""
    row = _own(actor, Permission.REFERRAL_SEND, referral_id)
    with audit.writing("referral.call-back", subject=("referral", referral_id)):
        state = _after_now(row, "call_back")
        row.set_state(state)
        row.changed_at = audit.at
        row.save(update_fields=[*STATE, "changed_at"])
        if row.partner_id:
            unrelate(Ref("referral", referral_id), agency_id=str(row.partner_id), why=WHY, audit=audit)
        _remember(row, "call_back", actor, audit)


def answer_referral(
    actor: Actor,
    referral_id: str,
    act: str,
    *,
    reason: str = "",
    outcome: str = "",
    said_by: str = "",
    audit: Audit,
) -> None:
    """Accept, decline (reason), start, end (outcome) or lose (reason) a referral.

    By a member of the partner agency; or, when the partner has no account here or said it by phone, by the sender,
    who then writes down in `said_by` who said so. The directory learns only that a service helped or not.
    """
    if act not in PARTNER_ACTS:
        raise Refused("This is not an answer to a referral. Nothing was changed.")
    row, ours = _answerable(actor, referral_id)
    _check_words(act, reason, outcome)
    if ours and not said_by.strip() and act != "lose":
        raise Refused("Write who at the service said so. Nothing was changed.")
    with audit.writing(f"referral.{act}", subject=("referral", referral_id), detail={
        "reason": reason or "none", "outcome": outcome or "none", "by_partner": not ours,
    }):  # fmt: skip
        state = _after_now(row, act)
        row.set_state(state)
        row.reason, row.outcome, row.changed_at = reason, outcome, audit.at
        row.save(update_fields=[*STATE, "reason", "outcome", "changed_at"])
        _remember(row, act, actor, audit, said_by=said_by.strip())
        if state in ("ended", "declined"):
            library.record_outcome(row.service_key, outcome or f"declined-{reason}", audit=audit)


def _answerable(actor: Actor, referral_id: str) -> tuple[Referral, bool]:
    """The referral, and whether the actor is on the sending side."""
    row = _row(referral_id)
    if row is not None and str(row.agency_id) == actor.agency_id:
        check(actor, Permission.REFERRAL_SEND, Ref("child", str(row.response.child_id)))
        return row, True
    check(actor, Permission.REFERRAL_ANSWER, Ref("referral", referral_id))
    if row is None or row.response.child.sealed:
        raise NotFound("There is no such referral.")
    return row, False


def _own(actor: Actor, permission: Permission, referral_id: str) -> Referral:
    row = _row(referral_id)
    if row is None or str(row.agency_id) != actor.agency_id:
        raise NotFound("There is no such referral.")
    check(actor, permission, Ref("child", str(row.response.child_id)))
    return row


def _row(referral_id: str) -> Referral | None:
    rows = Referral.objects.select_related("response__child__key__agency_key", "response__agency", "partner")
    return rows.filter(id=id_of(referral_id)).first()


def _after_now(row: Referral, act: str) -> str:
    """Called inside the act: the state that follows, from the state the referral has now, not when it was read."""
    hold(row.response)
    row.state = Referral.objects.values_list("state", flat=True).get(id=row.id)
    try:
        return REFERRAL.after(row.state, act)
    except NotPossible as error:
        raise Refused(str(error)) from None


def _release(values: Mapping[str, str], basis: str) -> Release:
    try:
        return make_release(values, basis=basis)
    except NotReleasable as error:
        raise Refused(str(error)) from None


def _check_words(act: str, reason: str, outcome: str) -> None:
    if act in _REASONS and reason not in dict(_REASONS[act]):
        raise Refused("Choose the reason. Nothing was changed.")
    if act == "end" and outcome not in dict(OUTCOMES):
        raise Refused("Choose what came of it. Nothing was changed.")


def _remember(row: Referral, act: str, actor: Actor, audit: Audit, said_by: str = "") -> None:
    words = {**dict(DECLINE_REASONS), **dict(LOST_REASONS), **dict(OUTCOMES)}
    detail = {
        "service": str(row.service.get("name", row.service_key)),
        "because": words.get(row.reason or row.outcome, ""),
        "said_by": said_by,
    }
    remember(row.response, f"referral_{act}", actor=actor, audit=audit, about=str(row.id), detail=detail)
