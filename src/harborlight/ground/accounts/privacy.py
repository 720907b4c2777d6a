"""What signing in leaves behind, and for how long. The audit keeps that it happened; these rows serve the doing."""

from datetime import timedelta

from harborlight.ground.access.api import Member
from harborlight.ground.accounts.actions.kept import KEPT_FOR
from harborlight.ground.accounts.actions.tidy import PURGE_AFTER, purge
from harborlight.ground.accounts.models import SignIn

__all__ = ["RETENTION", "export", "purge"]

RETENTION: dict[str, timedelta | None] = {**PURGE_AFTER, "KeptForm": KEPT_FOR}


def export(member: Member) -> list[dict[str, str]]:
    """When and from where this member signed in, for their own request. Newest first."""
    return [
        {
            "from": row.started_at.isoformat(), "to": row.ended_at.isoformat() if row.ended_at else "",
            "address": row.address, "device": row.device, "second_factor": row.factor,
        }
        for row in SignIn.objects.filter(member=member).order_by("-started_at")
    ]
