"""The team of a response as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from harborlight.respond.core.release import read_release
from harborlight.respond.models import Response, TeamMember
from harborlight.respond.records import ERASED, unseal
from harborlight.respond.team.core import MEMBERSHIP, PARTS


@dataclass(frozen=True)
class PlaceView:
    """One place on the team. `released` are the (label, value) rows a partner was given, empty within the agency."""

    id: str
    who: str
    agency: str
    part: str
    state: str
    told_at: datetime
    seen_at: datetime | None
    is_partner: bool
    agency_id: str
    member_id: str
    released: tuple[tuple[str, str], ...]
    basis: str
    agreement: str = ""


def team_of(response: Response, *, showing: str = "") -> tuple[PlaceView, ...]:
    """The places that are held now, in the order they were filled. One query.

    `showing` is the agency whose release may be read: the opening agency reads all, a partner only its own.
    """
    places = response.team.filter(left_at=None).select_related("member", "agency").order_by("told_at", "id")
    return tuple(_place(response, place, showing) for place in places)


def _place(response: Response, place: TeamMember, showing: str) -> PlaceView:
    reads = showing in (str(response.agency_id), str(place.agency_id))
    text = unseal(response, place, "released") if reads else ""
    release = read_release(text) if text and text != ERASED else None
    return PlaceView(
        id=str(place.id),
        who=place.member.display_name if place.member else place.agency.name,
        agency=place.agency.name,
        part=dict(PARTS).get(place.part, place.part),
        state=MEMBERSHIP.state(place.state).label,
        told_at=place.told_at,
        seen_at=place.seen_at,
        is_partner=place.agency_id != response.agency_id,
        agency_id=str(place.agency_id),
        member_id=str(place.member_id or ""),
        released=release.rows() if release else (),
        basis=release.basis_label if release else "",
        agreement=place.agreement if reads else "",
    )
