"""Our rota: which unit is on call, from when to when, for which counties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from harborlight.ground.access.api import Actor, NotFound, Permission, Refused, agency, check
from harborlight.ground.audit.api import Audit
from harborlight.library import atlas
from harborlight.library.core.moments import check_aware
from harborlight.library.core.phones import PhoneRefused, plain_phone
from harborlight.library.core.places import PlaceRefused
from harborlight.library.models import RotaShift

LONGEST = timedelta(days=31)


def enter_rota(
    actor: Actor,
    *,
    unit: str,
    value: str,
    starts_at: datetime,
    ends_at: datetime,
    counties: Iterable[str],
    is_public: bool = False,
    audit: Audit,
) -> str:
    """Enter one shift of this actor's agency. Returns its id; the same shift entered twice is one.

    `value` is a duty number; `counties` are county codes. Raises Refused with what to mend; nothing is saved then.
    """
    check(actor, Permission.ROTA_CHANGE)
    chosen = sorted(set(counties))
    _check_times(starts_at, ends_at)
    _check_counties(chosen)
    owner = agency(actor.agency_id)
    facts = {
        "agency_id": owner.id,
        "unit": unit.strip()[:120],
        "value": _number(value),
        "counties": " ".join(chosen),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "cancelled_at": None,
    }
    if not facts["unit"]:
        raise Refused("Name the unit that is on call. Nothing was saved.")
    if found := RotaShift.objects.filter(**facts).first():
        return str(found.id)
    row = RotaShift(
        agency_name=owner.name, is_public=is_public, entered_at=audit.at, entered_by=actor.member_id, **facts
    )
    with audit.writing("rota.enter", subject=("shift", str(row.id)), detail={"counties": len(chosen)}):
        row.save(force_insert=True)
    return str(row.id)


def cancel_shift(actor: Actor, shift_id: str, *, audit: Audit) -> None:
    """Take a shift off the rota. It stays in the record of who was on call."""
    check(actor, Permission.ROTA_CHANGE)
    try:
        row = RotaShift.objects.get(id=UUID(str(shift_id)), agency_id=actor.agency_id)
    except (ValueError, RotaShift.DoesNotExist) as missing:
        raise NotFound("There is no such shift.") from missing
    if row.cancelled_at is None:
        with audit.writing("rota.cancel", subject=("shift", shift_id)):
            row.cancelled_at = audit.at
            row.save(update_fields=["cancelled_at"])


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    check_aware(starts_at)
    check_aware(ends_at)
    if ends_at <= starts_at:
        raise Refused("The shift ends before it begins. Nothing was saved.")
    if ends_at - starts_at > LONGEST:
        raise Refused("A shift of more than a month is probably a slip of the pen. Enter it week by week.")


def _check_counties(counties: list[str]) -> None:
    if not counties:
        raise Refused("Choose at least one county for which the unit is on call. Nothing was saved.")
    for fips in counties:
        try:
            atlas.geography().county(fips)
        except PlaceRefused as refused:
            raise Refused(str(refused)) from refused


def _number(value: str) -> str:
    try:
        number = plain_phone(value)
    except PhoneRefused as refused:
        raise Refused(f"{refused}. Write the duty number with its area code. Nothing was saved.") from refused
    if not number:
        raise Refused("Write the duty number. Nothing was saved.")
    return number
