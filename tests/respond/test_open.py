"""Opening, settling and closing a response."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harborlight.ground.access.api import NotFound, Ref, Refused, Role, can_see
from harborlight.ground.audit.models import Event
from harborlight.respond.actions import (
    Moments,
    close_response,
    open_response,
    reopen_response,
    set_situation,
    settle_fact,
)
from harborlight.respond.clocks.actions import excuse_duty, take_up_duty
from harborlight.respond.models import DutyClock, DutyText, Response
from harborlight.respond.records import situation_of
from tests.builders import NOON, a_child, an_actor, an_agency, audit
from tests.respond.builders import a_scene, tell, token

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_opening_starts_the_clocks_that_bind_a_police_agency() -> None:
    scene = a_scene(missing=NOON - HOUR)
    clocks = {c.text.duty_id: c for c in DutyClock.objects.select_related("text")}
    assert set(clocks) == {"F1", "F3", "F4", "F5", "F11", "F13", "CP1"}
    assert clocks["F1"].due_at == NOON + HOUR
    assert clocks["CP1"].due_at == NOON
    assert clocks["F11"].due_at == NOON + 24 * HOUR
    assert clocks["F3"].started_at is None, "starts when the entry is made"
    assert clocks["F4"].is_open
    assert clocks["F4"].due_at is None, "the law states no time"
    assert scene.row().state == "open"


def test_a_child_protection_agency_gets_its_own_clocks() -> None:
    cps = an_actor(Role.INVESTIGATOR, agency_id=an_agency("cps"))
    open_response(
        cps, child_id=a_child(cps), situation={}, moments=Moments(found=NOON), token=token(), audit=audit(NOON, cps)
    )
    assert {c.text.duty_id for c in DutyClock.objects.select_related("text")} == {"F6", "F7", "F8", "F11", "F13", "CP1"}


def test_a_child_of_whom_nothing_is_known_can_have_a_response() -> None:
    officer = an_actor()
    found = open_response(
        officer, situation={}, moments=Moments(found=NOON), token=token(), audit=audit(NOON, officer), age_estimate=15
    )
    assert Response.objects.get(id=found).child.code


def test_a_double_tap_opens_once() -> None:
    officer = an_actor()
    child, once = a_child(officer), token()

    def tap() -> str:
        return open_response(
            officer, child_id=child, situation={}, moments=Moments(found=NOON), token=once, audit=audit(NOON, officer)
        )

    assert tap() == tap()
    assert Response.objects.count() == 1


def test_a_second_response_for_the_same_child_answers_the_first() -> None:
    scene = a_scene()
    again = open_response(
        scene.officer, child_id=scene.child, situation={}, moments=Moments(found=NOON), token=token(),
        audit=audit(NOON, scene.officer),
    )  # fmt: skip
    assert again == scene.response


def test_somebody_elses_child_is_not_found() -> None:
    scene = a_scene()
    stranger = an_actor(Role.INVESTIGATOR)
    with pytest.raises(NotFound):
        open_response(
            stranger, child_id=scene.child, situation={}, moments=Moments(found=NOON), token=token(),
            audit=audit(NOON, stranger),
        )  # fmt: skip


def test_an_analyst_may_not_open() -> None:
    analyst = an_actor(Role.ANALYST)
    with pytest.raises(Refused):
        open_response(analyst, situation={}, moments=Moments(found=NOON), token=token(), audit=audit(NOON, analyst))


def test_who_is_told_sees_the_child() -> None:
    agency = an_agency()
    officer = an_actor(Role.OFFICER, agency_id=agency)
    other = an_actor(Role.OFFICER, agency_id=agency)
    child = a_child(officer)
    assert not can_see(other, Ref("child", child))
    open_response(
        officer, child_id=child, situation={}, moments=Moments(found=NOON), tell=[(other.member_id, "investigator")],
        token=token(), audit=audit(NOON, officer),
    )  # fmt: skip
    assert can_see(other, Ref("child", child))


def test_the_situation_is_sealed_and_reads_back() -> None:
    scene = a_scene(foreign_national_possible="no")
    row = scene.row()
    assert b"foreign" not in bytes(row.situation)
    facts = situation_of(row)
    assert (facts["foreign_national_possible"], facts["agency_kind"]) == ("no", "police")


def test_learning_more_starts_and_stops_duties() -> None:
    scene = a_scene()
    assert scene.clock("F1").started_at is None
    at = NOON + HOUR
    set_situation(
        scene.officer, scene.response,
        situation={"missing_report": "yes", "foster_care": "no", "foreign_national_possible": "no"},
        moments=Moments(found=NOON, missing_report=NOON - HOUR), audit=audit(at, scene.officer),
    )  # fmt: skip
    assert scene.clock("F1").due_at == NOON + HOUR
    assert not scene.clock("F4").applies
    assert not scene.clock("F11").is_open


@pytest.mark.parametrize(
    ("situation", "moments", "sentence"),
    [
        ({"missing_report": "yes"}, Moments(found=NOON), "Say when the missing report was received"),
        ({"missing_report": "no"}, Moments(found=NOON, missing_report=NOON), "said there is none"),
        ({}, Moments(found=NOON + HOUR), "lies ahead"),
        ({}, Moments(found=NOON - timedelta(days=400)), "more than a year back"),
        ({}, Moments(found=datetime(2026, 11, 22, 12)), "no zone"),
    ],
)
def test_times_that_cannot_be_are_refused(situation: dict[str, str], moments: Moments, sentence: str) -> None:
    officer = an_actor()
    with pytest.raises(Refused, match=sentence):
        open_response(officer, situation=situation, moments=moments, token=token(), audit=audit(NOON, officer))
    assert not Response.objects.exists()


def test_a_response_does_not_close_while_a_duty_runs() -> None:
    scene = a_scene(missing=NOON, foreign_national_possible="no", foster_care="no", federal_land_or_custody="no")
    close = {"reason": "safe_with_services", "look_again_on": date(2026, 12, 22)}
    with pytest.raises(Refused, match="Still to do: Tell child protection; Enter the missing child"):
        close_response(scene.investigator, scene.response, audit=audit(NOON, scene.investigator), **close)
    for duty in ("CP1", "F1", "F5", "F3"):
        tell(scene, duty)
    close_response(scene.investigator, scene.response, audit=audit(NOON + HOUR, scene.investigator), **close)
    assert scene.row().state == "closed"


def test_closing_needs_a_day_to_look_again() -> None:
    scene = a_quiet_scene()
    with pytest.raises(Refused, match="looks again"):
        close_response(
            scene.investigator, scene.response, reason="handed_over", look_again_on=date(2026, 11, 22),
            audit=audit(NOON, scene.investigator),
        )  # fmt: skip


def a_quiet_scene():  # type: ignore[no-untyped-def]
    scene = a_scene(missing_report="no", foreign_national_possible="no", federal_land_or_custody="no")
    tell(scene, "CP1")
    return scene


def test_opening_again_brings_the_whole_story() -> None:
    scene = a_quiet_scene()
    who = scene.investigator
    close_response(
        who, scene.response, reason="handed_over", look_again_on=date(2026, 12, 22), audit=audit(NOON + HOUR, who)
    )
    with pytest.raises(Refused, match="closed"):
        tell(scene, "CP1")
    reopen_response(who, scene.response, audit=audit(NOON + 2 * HOUR, who))
    assert scene.row().state == "open"
    assert [entry.what for entry in scene.row().history.order_by("id")][-2:] == ["closed", "reopened"]


def test_saying_that_a_duty_does_not_apply_needs_a_reason_and_a_permission() -> None:
    scene = a_scene()
    clock = str(scene.clock("F13").id)
    with pytest.raises(Refused):
        excuse_duty(
            scene.officer, scene.response, clock, reason="Not on federal land", audit=audit(NOON, scene.officer)
        )
    who = scene.investigator
    with pytest.raises(Refused, match="Say in a sentence"):
        excuse_duty(who, scene.response, clock, reason="no", audit=audit(NOON, who))
    excuse_duty(who, scene.response, clock, reason="Not on federal land", audit=audit(NOON, who))
    settle_fact(who, scene.response, code="with_companion", answer="no", audit=audit(NOON, who))
    assert not scene.clock("F13").is_open, "learning something else does not bring it back"
    take_up_duty(who, scene.response, clock, audit=audit(NOON + HOUR, who))
    assert scene.clock("F13").is_open
    assert scene.clock("F13").due_at == NOON + 24 * HOUR, "it runs from where it began"


def test_the_words_of_a_duty_are_kept_once_for_all_responses() -> None:
    a_scene()
    a_scene()
    assert DutyText.objects.count() == 7


def test_opening_and_telling_costs_few_queries() -> None:
    agency = an_agency()
    officer = an_actor(Role.OFFICER, agency_id=agency)
    child = a_child(officer)
    a_scene()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        open_response(
            officer,
            child_id=child,
            situation={},
            moments=Moments(found=NOON),
            token=token(),
            audit=audit(NOON, officer),
        )
    writes = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(writes) <= 25, "\n".join(writes)


def test_the_log_holds_no_words_of_anybody() -> None:
    scene = a_scene(missing=NOON - HOUR)
    tell(scene, "CP1", whom="Canary Person", reference="CANARY-1")
    everything = " ".join(f"{e.action} {e.subject_id} {e.detail}" for e in Event.objects.all())
    assert "anary" not in everything.lower()


def test_times_are_kept_in_utc() -> None:
    assert a_scene(missing=datetime(2026, 11, 22, 17, 0, tzinfo=UTC)).row().missing_report_at.tzinfo is UTC
