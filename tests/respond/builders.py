"""Responses that tests can rely on: each made by the acts the program itself uses."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from harborlight.ground.access.api import Actor, Role
from harborlight.respond.actions import Moments, open_response
from harborlight.respond.models import DutyClock, Response
from harborlight.respond.notices.actions import record_notice
from tests.builders import NOON, a_child, an_actor, an_agency, audit


def token() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Scene:
    """A police agency with its people, one child, one open response found at noon."""

    agency: str
    officer: Actor
    investigator: Actor
    supervisor: Actor
    child: str
    response: str

    def row(self) -> Response:
        return Response.objects.select_related("child__key__agency_key", "agency").get(id=self.response)

    def clock(self, duty_id: str) -> DutyClock:
        return DutyClock.objects.select_related("text").get(response_id=self.response, text__duty_id=duty_id)


def a_scene(at: datetime = NOON, missing: datetime | None = None, **answers: str) -> Scene:
    """An officer has met a child; `missing` is when the missing report came in."""
    agency = an_agency()
    officer = an_actor(Role.OFFICER, agency_id=agency)
    child = a_child(officer, name="Ana Sample", at=at)
    if missing is not None:
        answers["missing_report"] = "yes"
    response = open_response(
        officer,
        child_id=child,
        situation=answers,
        moments=Moments(found=at, missing_report=missing),
        token=token(),
        audit=audit(at, officer),
    )
    return Scene(
        agency=agency,
        officer=officer,
        investigator=an_actor(Role.INVESTIGATOR, agency_id=agency),
        supervisor=an_actor(Role.SUPERVISOR, agency_id=agency),
        child=child,
        response=response,
    )


def tell(
    scene: Scene,
    duty_id: str,
    *,
    after: timedelta = timedelta(minutes=21),
    actor: Actor | None = None,
    whom: str = "Intake desk",
    reference: str = "4471",
    using: str = "",
) -> str:
    """Record a notice for a duty, `after` the scene began."""
    who = actor or scene.officer
    at = scene.row().found_at + after
    return record_notice(
        who,
        scene.response,
        str(scene.clock(duty_id).id),
        channel="phone",
        told_at=at,
        whom=whom,
        reference=reference,
        token=using or token(),
        audit=audit(at, who),
    )
