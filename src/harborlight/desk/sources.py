"""Which modules give the inbox something, in the order of the house. An explicit list is easier to read than hooks."""

from datetime import datetime

from harborlight.ground.access.api import Actor, Permission, members
from harborlight.ground.ui.api import InboxItem
from harborlight.library import api as library
from harborlight.recognize import api as recognize
from harborlight.respond import api as respond


def inbox_items(actor: Actor, now: datetime) -> list[InboxItem]:
    """Everything that waits for this actor. Each module asks access itself; the number of queries is fixed."""
    found = [*respond.inbox(actor, now), *recognize.inbox(actor, now), *library.inbox(actor, now)]
    return found + _locked_accounts(actor)


def _locked_accounts(actor: Actor) -> list[InboxItem]:
    if Permission.MEMBER_MANAGE not in actor.permissions:
        return []
    return [
        InboxItem(
            kind="Account",
            title=f"The account {found.login} is locked",
            due_at=found.locked_at,
            state="new",
            url="/members/",
            why="Five wrong sign-ins; only an administrator releases it.",
            action_label="Look",
        )
        for found in members(agency_id=actor.agency_id)
        if found.locked_at is not None
    ]
