"""Duties of a response as a page shows them: the sentence, the basis, what is left, who was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from harborlight.ground.ui.api import left_words
from harborlight.respond.clocks.actions import office_of
from harborlight.respond.clocks.core import (
    ClockState,
    Duty,
    Happened,
    Nature,
    Office,
    Reading,
    read_clock,
    span_words,
)
from harborlight.respond.clocks.texts import duties_in, duty_of
from harborlight.respond.core.situation import AGENCY_KIND, Situation, fact
from harborlight.respond.models import CounselReview, DutyClock, Notice, Response
from harborlight.respond.notices.core import CHANNELS
from harborlight.respond.records import unseal

BADGES = {
    ClockState.NOT_STARTED: "plain",
    ClockState.RUNNING: "running",
    ClockState.OVERDUE: "overdue",
    ClockState.MET: "met",
    ClockState.MET_LATE: "late",
    ClockState.NOT_APPLICABLE: "not-applicable",
}
ADVICE = {
    "en": "advice until your counsel has reviewed it",
    "es": "consejo hasta que lo revise su abogada o abogado",
}


@dataclass(frozen=True)
class NoticeView:
    """One notice. `whom` and `reference` are empty for a partner."""

    id: str
    channel: str
    told_at: datetime
    recorded_at: datetime
    by: str
    whom: str
    reference: str
    withdrawn: bool
    withdrawn_reason: str


@dataclass(frozen=True)
class DutyView:
    """One duty with its clock, in the reader's language. `state` is a badge of the ui, `words` what it says.

    `to_settle` are (fact code, question) of what is not known and could switch it off.
    """

    id: str
    duty: Duty
    reading: Reading
    state: str
    words: str
    title: str
    sentence: str
    limit: str
    law: bool
    authority: str
    addressee: str
    content: tuple[str, ...]
    note: str
    to_settle: tuple[tuple[str, str], ...]
    notices: tuple[NoticeView, ...]
    excused: bool

    @property
    def open(self) -> bool:
        return self.reading.open

    @property
    def due_at(self) -> datetime | None:
        return self.reading.due


@dataclass(frozen=True)
class OtherDuty:
    """A duty without a clock here: it binds somebody else, holds all the time, or says what counts."""

    duty: Duty
    title: str
    text: str
    limit: str


def duty_views(
    response: Response,
    situation: Situation,
    *,
    now: datetime,
    detailed: bool,
    language: str = "en",
) -> tuple[DutyView, ...]:
    """Every clock of the response, the most urgent first. Two queries.

    Not `detailed` is for partners: no duty whose standing would tell a private fact or that does not apply here, no
    open question, and nothing of the words around a notice.
    """
    reviews = CounselReview.objects.filter(
        agency_id=response.agency_id, text_id=OuterRef("text_id"), withdrawn_at=None
    )
    clocks = list(response.clocks.select_related("text").annotate(read_by_counsel=Exists(reviews)))
    told: dict[UUID, list[Notice]] = {}
    for notice in response.notices.select_related("recorded_by").order_by("told_at"):
        told.setdefault(notice.clock_id, []).append(notice)
    office = office_of(response)
    views = []
    for clock in clocks:
        notices = tuple(_notice(response, notice, detailed) for notice in told.get(clock.id, ()))
        if not detailed and _tells_situation(clock):
            continue
        law = duty_of(clock.text).counsel_reviewed or clock.read_by_counsel
        reading = _reading(response, clock, situation, office, now, detailed, language)
        views.append(_view(clock, reading, situation if detailed else {}, notices, law, now, language))
    return tuple(sorted(views, key=lambda view: urgency(view.reading)))


def _tells_situation(clock: DutyClock) -> bool:
    conditions = duty_of(clock.text).conditions
    private = any(fact(c.fact).private for c in conditions if c.fact != AGENCY_KIND)
    return private or not clock.applies or clock.excused_at is not None


def urgency(reading: Reading) -> tuple[int, float]:
    """Sorting key: overdue, then running by what is left, then without a time, not started, done, not for here."""
    ranks = {
        ClockState.OVERDUE: 0,
        ClockState.RUNNING: 1 if reading.due else 2,
        ClockState.NOT_STARTED: 3,
        ClockState.MET_LATE: 4,
        ClockState.MET: 4,
        ClockState.NOT_APPLICABLE: 5,
    }
    return ranks[reading.state], reading.due.timestamp() if reading.due else 0.0


def others_duties(
    response: Response, situation: Situation, language: str = "en"
) -> tuple[tuple[OtherDuty, ...], tuple[OtherDuty, ...]]:
    """Duties that bind somebody else in this situation, and rules that hold without a clock. No query."""
    duties = duties_in(response.agency.state, response.county_fips or response.agency.county_fips)
    others, rules = [], []
    for duty in duties:
        if duty.nature is not Nature.ACT:
            rules.append(_other(duty, duty.text("note", language) or duty.text("trigger", language), language))
        elif not duty.binds_agency(situation) and duty.for_others(situation):
            others.append(_other(duty, duty.text("bound", language), language))
    return tuple(others), tuple(rules)


def limit_words(duty: Duty, *, law: bool, language: str = "en") -> str:
    """Law: within 2 hours. Or, while counsel has not read it: within 2 hours, as advice until they have."""
    words = duty.deadline.words(language)
    if law:
        return f"{'Ley' if language == 'es' else 'Law'}: {words}."
    return f"{words[0].upper()}{words[1:]}: {ADVICE[language]}."


def badge_words(reading: Reading, now: datetime, language: str = "en") -> str:
    """What the badge says, with the time that is left or over."""
    spanish = language == "es"
    if reading.state is ClockState.OVERDUE and reading.late is not None:
        late = max(reading.late, timedelta(minutes=1))
        return ("vencido hace " if spanish else "overdue ") + span_words(late, language)
    if reading.state is ClockState.RUNNING:
        if reading.due is None:
            return "por hacer" if spanish else "to do"
        return f"quedan {span_words(reading.due - now, language)}" if spanish else left_words(reading.due, now)
    if reading.state is ClockState.NOT_STARTED:
        return "no ha empezado" if spanish else "not started"
    if reading.late is not None and reading.state in (ClockState.MET, ClockState.MET_LATE):
        return _met_words(reading, language)
    return ""


def _met_words(reading: Reading, language: str) -> str:
    span = span_words(reading.late or timedelta(0), language)
    if reading.state is ClockState.MET:
        return f"hecho a los {span}" if language == "es" else f"done after {span}"
    return f"hecho {span} tarde" if language == "es" else f"done {span} late"


def _reading(
    response: Response,
    clock: DutyClock,
    situation: Situation,
    office: Office,
    now: datetime,
    detailed: bool,
    language: str,
) -> Reading:
    excused = ""
    if clock.excused_at is not None:
        excused = unseal(response, clock, "excuse") if detailed else "…"
    elif failed := duty_of(clock.text).weighed(situation).failed:
        excused = failed.reason(language) or "…"
    happened = Happened(clock.started_at, clock.met_at, excused)
    return read_clock(duty_of(clock.text).deadline, happened, now=now, office=office)


def _view(
    clock: DutyClock,
    reading: Reading,
    situation: Situation,
    notices: tuple[NoticeView, ...],
    law: bool,
    now: datetime,
    language: str,
) -> DutyView:
    duty = duty_of(clock.text)
    return DutyView(
        id=str(clock.id),
        duty=duty,
        reading=reading,
        state=BADGES[reading.state],
        words=badge_words(reading, now, language),
        title=duty.text("title", language),
        sentence=duty.text("done" if reading.met else "undone" if reading.open else "title", language),
        limit=limit_words(duty, law=law, language=language),
        law=law,
        authority=duty.authority,
        addressee=duty.text("addressee", language),
        content=tuple(duty.other.get("content", duty.content) if language == "es" else duty.content),
        note=duty.text("note", language),
        to_settle=_to_settle(duty, situation, language) if situation and reading.undecided else (),
        notices=notices,
        excused=clock.excused_at is not None,
    )


def _to_settle(duty: Duty, situation: Situation, language: str) -> tuple[tuple[str, str], ...]:
    """(fact code, question) of what could still switch the duty off."""
    unsettled = duty.weighed(situation).unsettled
    return tuple((code, fact(code).asked_in(language)) for code in unsettled if code != AGENCY_KIND)


def _notice(response: Response, notice: Notice, detailed: bool) -> NoticeView:
    def text(column: str) -> str:
        return unseal(response, notice, column) if detailed else ""

    return NoticeView(
        id=str(notice.id),
        channel=dict(CHANNELS).get(notice.channel, notice.channel).lower(),
        told_at=notice.told_at,
        recorded_at=notice.recorded_at,
        by=notice.recorded_by.display_name if notice.recorded_by else "the system",
        whom=text("whom"),
        reference=text("reference"),
        withdrawn=notice.state == "withdrawn",
        withdrawn_reason=text("withdrawn_reason"),
    )


def _other(duty: Duty, text: str, language: str) -> OtherDuty:
    return OtherDuty(duty, duty.text("title", language), text, duty.deadline.words(language))


def counts(readings: Iterable[Reading]) -> Mapping[str, int]:
    """How many are met, running and overdue."""
    states = [reading.state for reading in readings]
    return {
        "met": sum(state in (ClockState.MET, ClockState.MET_LATE) for state in states),
        "running": states.count(ClockState.RUNNING),
        "overdue": states.count(ClockState.OVERDUE),
    }


def reviews_of(agency_id: str) -> dict[tuple[str, str], date]:
    """(pack digest, duty id) to the day this agency's counsel read it. One query."""
    rows = CounselReview.objects.filter(agency_id=agency_id, withdrawn_at=None)
    found = rows.values_list("text__pack_digest", "text__duty_id", "reviewed_on")
    return {(digest, duty_id): day for digest, duty_id, day in found}


def duty_words(duty: Duty, language: str) -> dict[str, str]:
    """The texts of a duty in one language."""
    return {name: duty.text(name, language) for name in ("title", "trigger", "bound", "addressee", "note")}
