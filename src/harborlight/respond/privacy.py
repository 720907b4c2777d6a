"""Export, erase and retention for everything respond keeps.

Every personal column is sealed under the child's own key: destroying that key (`people.erase_person`) makes all of
it unreadable at once, and pages then say "(erased)". Codes and times stay, so that it can be shown that duties were
met. `DutyText` and `CounselReview` are about nobody.
"""

from __future__ import annotations

from typing import Any

from harborlight.ground.access.api import Actor, Permission, Ref, check_whole
from harborlight.respond.models import Response
from harborlight.respond.records import id_of, situation_of, unseal

RETENTION = {
    "Response": None,  # with the child's record, by the agency's schedule for juvenile records
    "DutyText": None,
    "DutyClock": None,
    "Notice": None,
    "StepDone": None,
    "TeamMember": None,
    "Referral": None,
    "HistoryEntry": None,
    "CounselReview": None,
}


def export(actor: Actor, child_id: str) -> list[dict[str, Any]]:
    """What respond holds about one child, unsealed, for the child's own request. Raises NotFound."""
    check_whole(actor, Permission.CHILD_SEAL, Ref("child", child_id))
    rows = Response.objects.filter(child_id=id_of(child_id)).select_related("child__key__agency_key", "agency")
    return [_exported(row) for row in rows.order_by("opened_at")]


def _exported(row: Response) -> dict[str, Any]:
    notices = row.notices.select_related("clock__text").order_by("told_at")
    return {
        "agency": row.agency.name,
        "opened_at": row.opened_at.isoformat(),
        "state": row.state,
        "situation": situation_of(row),
        "closing_note": unseal(row, row, "closing_note"),
        "notices": [
            {
                "duty": notice.clock.text.row["title"],
                "told_at": notice.told_at.isoformat(),
                "channel": notice.channel,
                "state": notice.state,
                "whom": unseal(row, notice, "whom"),
                "reference": unseal(row, notice, "reference"),
            }
            for notice in notices
        ],
        "released_to_team": [unseal(row, place, "released") for place in row.team.all()],
        "referrals": [
            {
                "service": referral.service.get("name", ""),
                "state": referral.state,
                "released": unseal(row, referral, "released"),
                "handover": unseal(row, referral, "handover"),
            }
            for referral in row.referrals.order_by("drafted_at")
        ],
        "history": [unseal(row, entry, "detail") for entry in row.history.order_by("id")],
    }
