"""Acts that span modules: one tap from a screening to an open response."""

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from django.db import IntegrityError

from harborlight.ground.access.api import Actor, Permission, Role, check, members
from harborlight.ground.audit.api import Audit
from harborlight.ground.people.api import create_person
from harborlight.recognize import api as recognize
from harborlight.recognize.api import ScreeningView
from harborlight.respond import api as respond
from harborlight.respond.api import Moments

TOLD = ((Role.INVESTIGATOR, "investigator"), (Role.SPECIALIST, "specialist"))


def respond_to_screening(
    actor: Actor, screening: ScreeningView, *, name: str = "", age_estimate: int | None = None, audit: Audit
) -> str:
    """Open a response for the child of this screening, making the child's record if there is none. Returns its id.

    The child, the link to the screening, the response and its clocks are saved together or not at all. A second tap
    answers the first response.
    """
    check(actor, Permission.RESPONSE_OPEN)
    try:
        with audit.writing("screening.respond", subject=("screening", screening.id)):
            child_id = screening.child_id or _child_for(actor, screening, name, age_estimate, audit)
            return _open(actor, screening, child_id, audit)
    except IntegrityError:
        # Two taps at the same moment: the other one has given the screening its child.
        again = recognize.screening(actor, screening.id)
        if not again.child_id:
            raise
        return _open(actor, again, again.child_id, audit)


def _child_for(actor: Actor, screening: ScreeningView, name: str, age: int | None, audit: Audit) -> str:
    names = [("given-family", name)] if name.strip() else []
    child_id = create_person(actor, names=names, age_estimate=age, audit=audit)
    recognize.attach_child(actor, screening.id, child_id=child_id, audit=audit)
    return child_id


def _open(actor: Actor, screening: ScreeningView, child_id: str, audit: Audit) -> str:
    return respond.open_response(
        actor,
        child_id=child_id,
        screening_id=screening.id,
        situation={"disclosed": "yes"} if screening.stopped else {},
        moments=Moments(found=screening.completed_at),
        county_fips=screening.county_fips,
        tell=list(_told(actor)),
        token=str(uuid5(NAMESPACE_URL, f"screening:{screening.id}")),
        audit=audit,
    )


def _told(actor: Actor) -> Iterator[tuple[str, str]]:
    for member in members(agency_id=actor.agency_id):
        for role, part in TOLD:
            if role in member.roles:
                yield member.id, part
                break
