"""Read a response: one view for its page, and a summary for the child's page. Every read asks who reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from harborlight.ground.access.api import Actor, NotFound, Permission, Ref, check, released
from harborlight.respond.core.lifecycle import CLOSE_REASONS, RESPONSE
from harborlight.respond.core.situation import FACTS, UNKNOWN
from harborlight.respond.models import Response
from harborlight.respond.protocol.core import Phase, Placed, StepState, placed
from harborlight.respond.protocol.texts import guide_in
from harborlight.respond.queries.duties import (
    DutyView,
    OtherDuty,
    duty_views,
    others_duties,
)
from harborlight.respond.queries.referrals import ReferralView, referrals_of
from harborlight.respond.queries.team import PlaceView, team_of
from harborlight.respond.records import id_of, situation_of, unseal

WHOLE = "*"


@dataclass(frozen=True)
class StepView:
    """A step in this situation, in the reader's language. `marked`: somebody marked it, rather than a notice did it."""

    placed: Placed
    title: str
    when: str
    why: str
    say: tuple[str, ...]
    never: tuple[str, ...]
    settle: tuple[str, ...]
    marked: bool

    @property
    def done(self) -> bool:
        return self.placed.state is StepState.DONE

    @property
    def to_do(self) -> bool:
        return self.placed.state is StepState.TO_DO


@dataclass(frozen=True)
class ResponseView:
    """A response for its page. For a partner (`ours` false) only the parts named in its relation are filled."""

    id: str
    child_id: str
    child_code: str
    agency_id: str
    agency: str
    county_fips: str
    state: str
    state_label: str
    opened_at: datetime
    opened_by: str
    screening_id: str
    facts: tuple[tuple[str, str, str], ...]
    situation: Mapping[str, str]
    moments: Mapping[str, datetime | None]
    duties: tuple[DutyView, ...]
    others: tuple[OtherDuty, ...]
    rules: tuple[OtherDuty, ...]
    phases: tuple[tuple[Phase, tuple[StepView, ...]], ...]
    team: tuple[PlaceView, ...]
    referrals: tuple[ReferralView, ...]
    closed_at: datetime | None
    close_reason: str
    closing_note: str
    look_again_on: date | None
    ours: bool
    sees_duties: bool = True

    @property
    def child_label(self) -> str:
        """What the child is called on a page: the opaque code."""
        return f"Child {self.child_code}"

    @property
    def next_steps(self) -> tuple[StepView, ...]:
        """The first three steps still to do, in the protocol's order."""
        return tuple(step for _, steps in self.phases for step in steps if step.to_do)[:3]


def response_view(actor: Actor, response_id: str, *, now: datetime, language: str = "en") -> ResponseView:
    """The whole response as this actor may see it. Raises NotFound. At most nine queries."""
    check(actor, Permission.RESPONSE_SEE)
    row = _rows().filter(id=id_of(response_id)).first()
    if row is None:
        raise NotFound("There is no such response.")
    return view_of(actor, row, now=now, language=language)


def latest_response(actor: Actor, child_id: str) -> Response | None:
    """The open response of this child, else the newest, of the reader's own agency before any other's."""
    rows = _rows().filter(child_id=id_of(child_id))
    ranked = sorted(
        rows, key=lambda r: (str(r.agency_id) != actor.agency_id, r.state != "open", -r.opened_at.timestamp())
    )
    return ranked[0] if ranked else None


def view_of(
    actor: Actor, row: Response, *, now: datetime, language: str = "en", items: frozenset[str] | None = None
) -> ResponseView:
    """As `response_view`, for a row at hand; `items` are the released items when the caller has asked already."""
    if items is None:
        items = released(actor, Ref("child", str(row.child_id)))
    if not items:
        raise NotFound("There is no such response.")
    ours = actor.is_system or (WHOLE in items and str(row.agency_id) == actor.agency_id)
    situation = situation_of(row)
    opens = {name: bool(items & {WHOLE, name}) for name in ("duties", "steps", "team")}
    # Which steps a situation leaves out would tell a partner the situation: partners see the protocol whole.
    seen = situation if ours else {}
    duties = _duties(row, situation, now, ours, language)
    others, rules = others_duties(row, situation, language) if ours else ((), ())
    return ResponseView(
        id=str(row.id),
        child_id=str(row.child_id),
        child_code=row.child.code,
        agency_id=str(row.agency_id),
        agency=row.agency.name,
        county_fips=row.county_fips or row.agency.county_fips,
        state=row.state,
        state_label=RESPONSE.state(row.state).label,
        opened_at=row.opened_at,
        opened_by=row.opened_by.display_name if row.opened_by else "the system",
        screening_id=str(row.screening_id or "") if ours else "",
        facts=_facts(situation, language) if ours else (),
        situation=situation if ours else {},
        moments=_moments(row) if ours else {},
        duties=duties if opens["duties"] else (),
        others=others,
        rules=rules,
        phases=_phases(row, seen, duties, language) if opens["steps"] else (),
        team=team_of(row, showing=actor.agency_id) if opens["team"] else (),
        referrals=referrals_of(row) if ours else (),
        closed_at=row.closed_at,
        close_reason=dict(CLOSE_REASONS).get(row.close_reason, ""),
        closing_note=unseal(row, row, "closing_note") if ours else "",
        look_again_on=row.look_again_on if ours else None,
        ours=ours,
        sees_duties=opens["duties"],
    )


def _rows() -> QuerySet[Response]:
    return Response.objects.select_related("child__key__agency_key", "agency", "opened_by")


def _duties(
    row: Response, situation: Mapping[str, str], now: datetime, ours: bool, language: str
) -> tuple[DutyView, ...]:
    return duty_views(row, situation, now=now, detailed=ours, language=language)


def _facts(situation: Mapping[str, str], language: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((fact.code, fact.asked_in(language), situation.get(fact.code, UNKNOWN)) for fact in FACTS)


def _moments(row: Response) -> dict[str, datetime | None]:
    return {
        "found": row.found_at,
        "missing_report": row.missing_report_at,
        "returned": row.returned_at,
        "custody": row.custody_at,
    }


def _phases(
    row: Response, situation: Mapping[str, str], duties: tuple[DutyView, ...], language: str
) -> tuple[tuple[Phase, tuple[StepView, ...]], ...]:
    guide = guide_in(row.agency.state, row.county_fips or row.agency.county_fips)
    marked = frozenset(row.steps.filter(undone_at=None).values_list("step_id", flat=True))
    met = frozenset(duty.duty.key for duty in duties if duty.reading.met)
    done = marked | {step.id for step in guide.steps if step.duties and met.issuperset(step.duties)}
    steps = [_step(item, marked, language) for item in placed(guide, situation, done, language=language)]
    return tuple((phase, tuple(step for step in steps if step.placed.step.phase == phase.id)) for phase in guide.phases)


def _step(item: Placed, marked: frozenset[str], language: str) -> StepView:
    questions = {fact.code: fact.asked_in(language) for fact in FACTS}
    return StepView(
        placed=item,
        title=item.step.text("title", language),
        when=item.step.text("when", language),
        why=item.step.text("why", language),
        say=item.step.lines("say", language),
        never=item.step.lines("never", language),
        settle=tuple(questions[code] for code in item.unsettled if code in questions),
        marked=item.step.id in marked,
    )
