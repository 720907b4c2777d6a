"""Put somebody on the team, tell them, let them go. Who is on the team can see the child; a partner only in part."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from harborlight.ground.access.api import (
    Actor,
    MemberView,
    NotFound,
    Permission,
    Ref,
    Refused,
    agency,
    member,
    relate,
    unrelate,
)
from harborlight.ground.audit.api import Audit
from harborlight.respond.core.release import NotReleasable, make_release
from harborlight.respond.core.states import NotPossible
from harborlight.respond.models import Response, TeamMember
from harborlight.respond.records import check_open, hold, id_of, member_id, remember, response_for, seal, uuid_or_none
from harborlight.respond.team.core import MEMBERSHIP, PARTS

WHY = "on the team"
ITEMS_BY_KIND = dict.fromkeys(("police", "cps", "prosecutor", "probation"), ("duties", "steps", "team"))
PARTNER_ITEMS = ("team",)
"""What of the child's record a partner on the team sees beside what was released to it: never names or narrative.

Only agencies with duties of their own see the duties; a provider, a school or anybody else sees who is on the team.
"""


def add_team_member(actor: Actor, response_id: str, *, member: str, part: str, audit: Audit) -> None:
    """Put a member of the own agency on the team and tell them. Again for the same member changes nothing."""
    response = response_for(actor, Permission.TEAM_CHANGE, response_id)
    check_open(response)
    place_member(response, actor, member=member, part=part, seen=False, audit=audit)


def place_member(response: Response, actor: Actor, *, member: str, part: str, seen: bool, audit: Audit) -> None:
    """As `add_team_member`, for acts that asked their own permission first."""
    who = _own_member(response, member)
    _check_part(part)
    if response.team.filter(member_id=who.id, left_at=None).exists():
        return
    place = TeamMember(
        response=response,
        child_id=response.child_id,
        agency_id=response.agency_id,
        member_id=UUID(who.id),
        holder=UUID(who.id),
        is_new=not seen,
        part=part,
        told_at=audit.at,
        told_by_id=member_id(actor),
        state="seen" if seen else "told",
        seen_at=audit.at if seen else None,
    )
    with audit.writing("team.add", subject=("response", str(response.id)), detail={"member": who.id, "part": part}):
        place.save(force_insert=True)
        relate(_child(response), member_id=who.id, why=WHY, audit=audit)
        if not seen:  # whoever opens a response is on it; the opening itself says so
            remember(response, "team_added", actor=actor, audit=audit, about=part, detail={"who": who.display})


def add_partner(
    actor: Actor,
    response_id: str,
    *,
    agency_id: str,
    part: str,
    values: Mapping[str, str],
    basis: str,
    agreement: str = "",
    audit: Audit,
) -> None:
    """Put a partner agency on the team. What leaves is exactly `values` (item code to value), on that basis."""
    response = response_for(actor, Permission.TEAM_CHANGE, response_id)
    check_open(response)
    _check_part(part)
    if agency_id == str(response.agency_id):
        raise Refused("This is your own agency. Choose its members one by one. Nothing was sent.")
    partner = agency(agency_id)
    if response.team.filter(agency_id=agency_id, member=None, left_at=None).exists():
        return
    try:
        release = make_release(values, basis=basis)
    except NotReleasable as error:
        raise Refused(str(error)) from None
    place = TeamMember(
        response=response,
        child_id=response.child_id,
        agency_id=UUID(agency_id),
        holder=UUID(agency_id),
        part=part,
        basis=basis,
        agreement=agreement.strip(),
        told_at=audit.at,
        told_by_id=member_id(actor),
    )
    place.released = seal(response, place, "released", release.as_text())
    detail: dict[str, str | int | bool] = {
        "partner": agency_id,
        "part": part,
        "basis": basis,
        "items": len(release.items),
    }
    with audit.writing("team.partner", subject=("response", response_id), detail=detail):
        hold(response)
        place.save(force_insert=True)
        relate(
            _child(response),
            agency_id=agency_id,
            why=WHY,
            items=ITEMS_BY_KIND.get(partner.kind, PARTNER_ITEMS),
            audit=audit,
        )
        remember(response, "partner_added", actor=actor, audit=audit, about=part, detail={"who": partner.name})


def mark_seen(actor: Actor, place_id: str, *, audit: Audit) -> None:
    """The member, or somebody of the partner agency, has looked."""
    place = _place_of(place_id)
    mine = str(place.member_id) == actor.member_id if place.member_id else str(place.agency_id) == actor.agency_id
    if not mine or place.state == "left":
        raise NotFound("There is no such place on a team.")
    if place.state == "seen":
        return
    with audit.writing("team.seen", subject=("response", str(place.response_id))):
        place.state, place.seen_at, place.is_new = MEMBERSHIP.after(place.state, "see"), audit.at, False
        place.save(update_fields=["state", "seen_at", "is_new"])
        remember(place.response, "team_seen", actor=actor, audit=audit, about=place.part)


def remove_from_team(actor: Actor, response_id: str, place_id: str, *, audit: Audit) -> None:
    """Take a place away: who held it sees nothing of this response any more, unless they may for another reason."""
    response = response_for(actor, Permission.TEAM_CHANGE, response_id)
    place = response.team.select_related("member", "agency").filter(id=id_of(place_id)).first()
    if place is None:
        raise NotFound("There is no such place on the team.")
    try:
        state = MEMBERSHIP.after(place.state, "leave")
    except NotPossible as error:
        raise Refused(str(error)) from None
    who = place.member.display_name if place.member else place.agency.name
    with audit.writing("team.remove", subject=("response", response_id), detail={"part": place.part}):
        hold(response)
        place.state, place.left_at, place.is_new = state, audit.at, False
        place.save(update_fields=["state", "left_at", "is_new"])
        holder = {"member_id": str(place.member_id)} if place.member_id else {"agency_id": str(place.agency_id)}
        unrelate(_child(response), why=WHY, audit=audit, **holder)
        remember(response, "team_left", actor=actor, audit=audit, about=place.part, detail={"who": who})


def _own_member(response: Response, member_id: str) -> MemberView:
    if uuid_or_none(member_id) is None:
        raise Refused("Choose who joins the team. Nothing was changed.")
    who = member(member_id)
    if who.agency_id != str(response.agency_id) or not who.is_active:
        raise Refused("This person is not an active member of your agency. Nothing was changed.")
    return who


def _check_part(part: str) -> None:
    if part not in dict(PARTS):
        raise Refused("Choose their part on the team. Nothing was changed.")


def _place_of(place_id: str) -> TeamMember:
    places = TeamMember.objects.select_related("response__child__key__agency_key", "response__agency")
    place = places.filter(id=id_of(place_id)).first()
    if place is None:
        raise NotFound("There is no such place on a team.")
    return place


def _child(response: Response) -> Ref:
    return Ref("child", str(response.child_id))
