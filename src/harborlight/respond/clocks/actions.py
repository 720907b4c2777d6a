"""Acts on clocks: start them, say that a duty does not apply, record that counsel has read one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from harborlight.ground.access.api import Actor, NotFound, Permission, Refused, check
from harborlight.ground.audit.api import Audit
from harborlight.respond.clocks.core import Duty, Office, acts_of, events_made, stand
from harborlight.respond.clocks.texts import duties_in, duty_of, texts_of
from harborlight.respond.models import CounselReview, DutyClock, DutyText, Response
from harborlight.respond.records import (
    check_open,
    hold,
    id_of,
    member_id,
    remember,
    response_for,
    seal,
    situation_of,
)

SHORTEST_REASON = 10  # characters; enough for somebody else to judge it by


def office_of(response: Response) -> Office:
    """The time of the agency that opened the response."""
    return Office(ZoneInfo(response.agency.time_zone))


def start_clocks(response: Response, situation: Mapping[str, str]) -> list[DutyClock]:
    """A clock for every duty that binds the agency. Called inside the act that opens the response."""
    state = response.agency.state
    duties = acts_of(duties_in(state, response.county_fips or response.agency.county_fips), situation)
    clocks = [
        DutyClock(response=response, child_id=response.child_id, agency_id=response.agency_id, text=text)
        for text in texts_of(duties)
    ]
    _place(response, situation, clocks)
    return DutyClock.objects.bulk_create(clocks)


def refresh_clocks(response: Response, situation: Mapping[str, str] | None = None) -> None:
    """Work out again what applies, since when and until when. Called inside the act that changed something."""
    clocks = list(response.clocks.select_related("text"))
    _place(response, situation if situation is not None else situation_of(response), clocks)
    DutyClock.objects.bulk_update(clocks, ["applies", "started_at", "due_at", "met_at", "is_open"])


def _place(response: Response, situation: Mapping[str, str], clocks: list[DutyClock]) -> None:
    office = office_of(response)
    duties: list[tuple[DutyClock, Duty]] = [(clock, duty_of(clock.text)) for clock in clocks]
    events = events_made(_events(response), [(duty, clock.met_at) for clock, duty in duties])
    for clock, duty in duties:
        standing = stand(duty, situation, events, clock.met_at, office)
        clock.applies, clock.started_at, clock.due_at = standing.applies, standing.started, standing.due
        clock.is_open = standing.is_open and clock.excused_at is None and response.state == "open"


def _events(response: Response) -> dict[str, datetime]:
    moments = {
        "child_identified": response.found_at,
        "missing_report_received": response.missing_report_at,
        "child_returned": response.returned_at,
        "custody_began": response.custody_at,
    }
    return {event: moment for event, moment in moments.items() if moment is not None}


def clock_for(response: Response, clock_id: str) -> DutyClock:
    """One clock of this response. Raises NotFound."""
    clock = response.clocks.select_related("text").filter(id=id_of(clock_id)).first()
    if clock is None:
        raise NotFound("There is no such duty in this response.")
    return clock


def excuse_duty(actor: Actor, response_id: str, clock_id: str, *, reason: str, audit: Audit) -> None:
    """Say that a duty does not apply here, with a reason that others will read. It stays visible."""
    response = response_for(actor, Permission.DUTY_DECIDE, response_id)
    check_open(response)
    clock = clock_for(response, clock_id)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("Say in a sentence why this duty does not apply. Nothing was changed.")
    if clock.met_at is not None:
        raise Refused("This duty was met already. Nothing was changed.")
    with audit.writing("duty.excuse", subject=("duty", str(clock.id)), detail={"duty": clock.text.duty_id}):
        hold(response)
        clock.excuse = seal(response, clock, "excuse", reason.strip())
        clock.excused_at, clock.excused_by_id, clock.is_open = audit.at, member_id(actor), False
        clock.save(update_fields=["excuse", "excused_at", "excused_by", "is_open"])
        remember(
            response, "duty_excused", actor=actor, audit=audit, about=str(clock.id), detail={"reason": reason.strip()}
        )


def take_up_duty(actor: Actor, response_id: str, clock_id: str, *, audit: Audit) -> None:
    """Take back that a duty does not apply: its clock runs again from where it began."""
    response = response_for(actor, Permission.DUTY_DECIDE, response_id)
    check_open(response)
    clock = clock_for(response, clock_id)
    if clock.excused_at is None:
        return
    with audit.writing("duty.take-up", subject=("duty", str(clock.id)), detail={"duty": clock.text.duty_id}):
        hold(response)
        clock.excuse, clock.excused_at, clock.excused_by = b"", None, None
        clock.save(update_fields=["excuse", "excused_at", "excused_by"])
        refresh_clocks(response)
        remember(response, "duty_taken_up", actor=actor, audit=audit, about=str(clock.id))


def record_counsel(actor: Actor, duty: Duty, *, reviewed_on: date, audit: Audit) -> None:
    """The agency's counsel has read this duty in this wording: it shows as law for this agency from now on."""
    check(actor, Permission.DUTY_REVIEW)
    if reviewed_on > audit.at.date():
        raise Refused("That day has not come yet. Nothing was recorded.")
    with audit.writing(
        "duty.counsel",
        subject=("duty-text", f"{duty.pack.id}.{duty.id}"),
        detail={
            "digest": duty.pack.digest[:16],
        },
    ):
        CounselReview.objects.get_or_create(
            agency_id=actor.agency_id,
            text=texts_of([duty])[0],
            withdrawn_at=None,
            defaults={"reviewed_on": reviewed_on, "recorded_at": audit.at, "recorded_by_id": member_id(actor)},
        )


def withdraw_counsel(actor: Actor, duty: Duty, *, audit: Audit) -> None:
    """Take the review back: the duty shows as advice again."""
    check(actor, Permission.DUTY_REVIEW)
    texts = DutyText.objects.filter(pack_digest=duty.pack.digest, duty_id=duty.id)
    with audit.writing("duty.counsel-withdraw", subject=("duty-text", f"{duty.pack.id}.{duty.id}")):
        rows = CounselReview.objects.filter(agency_id=actor.agency_id, text__in=texts, withdrawn_at=None)
        rows.update(withdrawn_at=audit.at)
