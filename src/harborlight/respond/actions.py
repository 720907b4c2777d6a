"""Open a response, settle its situation, close it, open it again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.db.models import F

from harborlight.ground.access.api import Actor, Permission, Ref, Refused, agency, check, check_whole, relate
from harborlight.ground.audit.api import Audit
from harborlight.ground.people.api import create_person
from harborlight.respond.clocks.actions import refresh_clocks, start_clocks
from harborlight.respond.clocks.core import utc
from harborlight.respond.core.lifecycle import CLOSE_REASONS, RESPONSE
from harborlight.respond.core.situation import AGENCY_KIND, NO, YES, settled
from harborlight.respond.core.states import NotPossible
from harborlight.respond.models import DutyClock, Response
from harborlight.respond.records import (
    check_open,
    hold,
    id_of,
    member_id,
    remember,
    response_for,
    seal,
    situation_of,
    uuid_or_none,
)
from harborlight.respond.referrals.core import ASKS_SENDER
from harborlight.respond.team.actions import place_member

OLDEST_EVENT = timedelta(days=365)


@dataclass(frozen=True)
class Moments:
    """When the things happened that start clocks. Times carry their zone; None is not known or not happened."""

    found: datetime
    missing_report: datetime | None = None
    returned: datetime | None = None
    custody: datetime | None = None


def open_response(
    actor: Actor,
    *,
    child_id: str = "",
    age_estimate: int | None = None,
    screening_id: str = "",
    situation: Mapping[str, str],
    moments: Moments,
    county_fips: str = "",
    tell: Sequence[tuple[str, str]] = (),
    token: str,
    audit: Audit,
) -> str:
    """Open the work for a child: clocks start, the team of the agency is told. Returns the response's id.

    Without `child_id` a child of whom nothing is known yet is made first. `tell` are (member id, part) of the own
    agency. The same `token` again, or a second response for a child that has an open one here, answers the first.
    """
    check(actor, Permission.RESPONSE_OPEN)
    token_id = _token(token)
    if found := Response.objects.filter(token=token_id, agency_id=actor.agency_id).first():
        return str(found.id)
    _check_moments(moments, audit.at)
    _check_missing(situation, moments)
    if child_id:
        check_whole(actor, Permission.RESPONSE_OPEN, Ref("child", child_id))
        if running := _running(actor, child_id):
            return str(running.id)
    facts = settled(situation, agency_kind=agency(actor.agency_id).kind)
    try:
        with audit.writing("response.open", subject=("response", str(new_id := uuid4()))):
            child = child_id or create_person(actor, age_estimate=age_estimate, audit=audit)
            row = _new(actor, new_id, child, screening_id, county_fips, moments, facts, token_id, audit)
            _tell(actor, row, tell, audit)
    except IntegrityError:
        # Two taps at the same moment: the other one won, and its response is the answer.
        won = Response.objects.filter(token=token_id).first() or _running(actor, child_id)
        if won is None:
            raise
        return str(won.id)
    return str(row.id)


def _new(
    actor: Actor,
    new_id: UUID,
    child_id: str,
    screening_id: str,
    county_fips: str,
    moments: Moments,
    facts: dict[str, str],
    token: UUID,
    audit: Audit,
) -> Response:
    row = Response(
        id=new_id,
        child_id=UUID(child_id),
        agency_id=UUID(actor.agency_id),
        screening_id=uuid_or_none(screening_id),
        county_fips=county_fips,
        opened_at=audit.at,
        opened_by_id=member_id(actor),
        token=token,
    )
    _set_moments(row, moments)
    row.situation = seal(row, row, "situation", json.dumps(facts, sort_keys=True))
    row.save(force_insert=True)
    start_clocks(row, facts)
    remember(row, "opened", actor=actor, audit=audit)
    return row


def _tell(actor: Actor, row: Response, tell: Sequence[tuple[str, str]], audit: Audit) -> None:
    """The opener is on the team, and whoever was named is told; both can see the child from now on."""
    if actor.is_system:
        return
    place_member(row, actor, member=actor.member_id, part="lead", seen=True, audit=audit)
    for told, part in dict(tell).items():
        if told != actor.member_id:
            place_member(row, actor, member=told, part=part, seen=False, audit=audit)


def set_situation(
    actor: Actor,
    response_id: str,
    *,
    situation: Mapping[str, str],
    moments: Moments,
    county_fips: str = "",
    audit: Audit,
) -> None:
    """Say what is known now; facts that are not given stay as they are.

    Duties that begin to apply start; those that clearly do not are shown with the reason.
    """
    response = response_for(actor, Permission.RESPONSE_OPEN, response_id)
    check_open(response)
    _check_moments(moments, audit.at)
    _check_missing(situation, moments)
    with audit.writing("response.situation", subject=("response", response_id), detail={"given": len(situation)}):
        hold(response)
        before = situation_of(response)
        facts = _merged(before, situation, response.agency.kind)
        changed = {code: value for code, value in facts.items() if value != before.get(code)}
        _set_moments(response, moments)
        response.county_fips = county_fips or response.county_fips
        response.situation = seal(response, response, "situation", json.dumps(facts, sort_keys=True))
        response.save()
        refresh_clocks(response, facts)
        if changed:
            remember(response, "situation", actor=actor, audit=audit, detail=changed)


def _merged(before: Mapping[str, str], given: Mapping[str, str], agency_kind: str) -> dict[str, str]:
    kept = {code: value for code, value in before.items() if code != AGENCY_KIND}
    try:
        return settled({**kept, **given}, agency_kind=agency_kind)
    except ValueError as error:
        raise Refused(f"{error} Nothing was saved.") from None


def settle_fact(actor: Actor, response_id: str, *, code: str, answer: str, audit: Audit) -> None:
    """Settle one question of the situation and leave the rest as it is."""
    response = response_for(actor, Permission.RESPONSE_OPEN, response_id)
    moments = Moments(response.found_at, response.missing_report_at, response.returned_at, response.custody_at)
    set_situation(actor, response_id, situation={code: answer}, moments=moments, audit=audit)


def still_open(response: Response) -> list[DutyClock]:
    """The duties that keep a response from being closed."""
    return list(response.clocks.filter(is_open=True).select_related("text").order_by(F("due_at").asc(nulls_last=True)))


def close_response(
    actor: Actor, response_id: str, *, reason: str, note: str = "", look_again_on: date | None, audit: Audit
) -> None:
    """Close with a reason and, unless it was opened in error, a day to look again.

    Refused while duties run, and the sentence says which.
    """
    response = response_for(actor, Permission.RESPONSE_CLOSE, response_id)
    state = _after(response, "close")
    if reason not in dict(CLOSE_REASONS):
        raise Refused("Choose why this response closes. Nothing was changed.")
    if reason != "opened_in_error" and (look_again_on is None or look_again_on <= audit.at.date()):
        raise Refused("Give a day after today on which somebody looks again. Nothing was changed.")
    with audit.writing("response.close", subject=("response", response_id), detail={"reason": reason}):
        hold(response)
        _check_nothing_runs(response)
        response.state, response.closed_at, response.close_reason = state, audit.at, reason
        response.look_again_on = look_again_on
        response.closing_note = seal(response, response, "closing_note", note.strip())
        response.save()
        response.referrals.filter(asks_sender=True).update(asks_sender=False)
        remember(response, "closed", actor=actor, audit=audit, about=reason, detail={"note": note.strip()})


def _check_nothing_runs(response: Response) -> None:
    if running := still_open(response):
        names = "; ".join(str(clock.text.row["title"]) for clock in running)
        mend = "Do it and record it, or say with a reason that it does not apply."
        raise Refused(f"Still to do: {names}. {mend} Nothing was changed.")


def reopen_response(actor: Actor, response_id: str, *, audit: Audit) -> None:
    """Open a closed response again; its whole story comes with it."""
    response = response_for(actor, Permission.RESPONSE_OPEN, response_id)
    state = _after(response, "reopen")
    if _running(actor, str(response.child_id)):
        raise Refused("Another response is open for this child. Go on there. Nothing was changed.")
    with audit.writing("response.reopen", subject=("response", response_id)):
        hold(response)
        response.state, response.closed_at, response.close_reason = state, None, ""
        response.closing_note, response.look_again_on = b"", None
        response.save()
        response.referrals.filter(state__in=ASKS_SENDER).update(asks_sender=True)
        refresh_clocks(response)
        relate(Ref("child", str(response.child_id)), agency_id=actor.agency_id, why="response open", audit=audit)
        remember(response, "reopened", actor=actor, audit=audit)


def _after(response: Response, act: str) -> str:
    try:
        return RESPONSE.after(response.state, act)
    except NotPossible as error:
        raise Refused(str(error)) from None


def _running(actor: Actor, child_id: str) -> Response | None:
    rows = Response.objects.filter(child_id=id_of(child_id), agency_id=actor.agency_id, state="open")
    return rows.first()


def _set_moments(row: Response, moments: Moments) -> None:
    row.found_at = utc(moments.found)
    row.missing_report_at, row.returned_at, row.custody_at = moments.missing_report, moments.returned, moments.custody


def _check_moments(moments: Moments, now: datetime) -> None:
    known = [moments.found, moments.missing_report, moments.returned, moments.custody]
    for moment in known:
        if moment is None:
            continue
        if moment.tzinfo is None:
            raise Refused("A time has no zone. Give the zone. Nothing was saved.")
        if moment > now + timedelta(minutes=5):
            raise Refused("A time lies ahead. Write when it happened. Nothing was saved.")
        if moment < now - OLDEST_EVENT:
            raise Refused("A time is more than a year back. Check the year. Nothing was saved.")


def _check_missing(situation: Mapping[str, str], moments: Moments) -> None:
    """A missing report without its time would leave the two-hour clock standing still."""
    if situation.get("missing_report") == YES and moments.missing_report is None:
        raise Refused("Say when the missing report was received: its clock starts then. Nothing was saved.")
    if situation.get("missing_report") == NO and moments.missing_report is not None:
        raise Refused("You gave a time for a missing report, and said there is none. Mend one of them.")


def _token(token: str) -> UUID:
    found = uuid_or_none(token)
    if found is None:
        raise Refused("This page was too old. Load it again and send it once more. Nothing was saved.")
    return found
