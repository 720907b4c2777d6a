"""A notice meets a duty with proof; withdrawn, the duty is open again."""

from datetime import timedelta

import pytest

from harborlight.ground.access.api import NotFound, Refused, Role
from harborlight.respond.models import Notice
from harborlight.respond.notices.actions import record_notice, told_line, withdraw_notice
from harborlight.respond.queries.response import response_view
from tests.builders import NOON, an_actor, audit
from tests.respond.builders import Scene, a_scene, tell, token

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def duty(scene: Scene, duty_id: str, after: timedelta):  # type: ignore[no-untyped-def]
    view = response_view(scene.officer, scene.response, now=NOON + after)
    return next(item for item in view.duties if item.duty.id == duty_id)


def test_the_clock_of_the_house_says_what_the_law_wants() -> None:
    open_one = duty(a_scene(), "CP1", timedelta(minutes=12))
    assert open_one.sentence == "Child protection has not been told."
    assert open_one.limit == "At once: advice until your counsel has reviewed it."
    assert (open_one.state, open_one.words) == ("overdue", "overdue 12 min")


def test_telling_meets_the_duty_and_keeps_the_proof() -> None:
    scene = a_scene()
    tell(scene, "CP1", whom="Intake desk", reference="4471")
    met = duty(scene, "CP1", HOUR)
    assert (met.sentence, met.state, met.words) == ("Child protection was told.", "met", "done after 21 min")
    (notice,) = met.notices
    assert (notice.channel, notice.reference, notice.whom) == ("by phone", "4471", "Intake desk")
    assert notice.by.startswith("Member")


def test_late_is_said() -> None:
    scene = a_scene(missing=NOON)
    tell(scene, "F1", after=3 * HOUR)
    late = duty(scene, "F1", 4 * HOUR)
    assert (late.state, late.words) == ("late", "done 1 h late")


def test_entering_the_child_starts_the_thirty_days() -> None:
    scene = a_scene(missing=NOON)
    tell(scene, "F1", after=HOUR)
    assert scene.clock("F3").started_at == NOON + HOUR
    assert scene.clock("F3").due_at == NOON + HOUR + timedelta(days=30)


def test_names_and_references_are_sealed() -> None:
    scene = a_scene()
    notice = Notice.objects.get(id=tell(scene, "CP1", whom="Canary Person", reference="CANARY-1"))
    assert b"anary" not in bytes(notice.whom) + bytes(notice.reference)
    assert told_line(scene.row(), notice) == ("Canary Person", "CANARY-1")


def test_a_replay_records_once() -> None:
    scene, once = a_scene(), token()
    assert tell(scene, "CP1", using=once) == tell(scene, "CP1", using=once)
    assert Notice.objects.count() == 1


def test_two_members_at_once_are_both_shown_and_the_earlier_counts() -> None:
    scene = a_scene()
    tell(scene, "CP1", after=timedelta(minutes=40))
    tell(scene, "CP1", after=timedelta(minutes=30), actor=scene.investigator)
    met = duty(scene, "CP1", HOUR)
    assert [notice.told_at for notice in met.notices] == [NOON + timedelta(minutes=30), NOON + timedelta(minutes=40)]
    assert scene.clock("CP1").met_at == NOON + timedelta(minutes=30)


def test_a_notice_recorded_in_error_stays_visible_and_opens_the_duty() -> None:
    scene = a_scene()
    notice = tell(scene, "CP1")
    who = scene.supervisor
    withdraw_notice(who, scene.response, notice, reason="It was another child.", audit=audit(NOON + HOUR, who))
    again = duty(scene, "CP1", 2 * HOUR)
    assert again.state == "overdue"
    assert [(n.withdrawn, n.withdrawn_reason) for n in again.notices] == [(True, "It was another child.")]
    with pytest.raises(Refused, match="is withdrawn"):
        withdraw_notice(who, scene.response, notice, reason="It was another child.", audit=audit(NOON + HOUR, who))


def test_withdrawing_the_entry_takes_back_what_it_began() -> None:
    scene = a_scene(missing=NOON)
    notice = tell(scene, "F1", after=HOUR)
    withdraw_notice(
        scene.officer,
        scene.response,
        notice,
        reason="Entered the wrong child.",
        audit=audit(NOON + HOUR, scene.officer),
    )
    assert scene.clock("F3").started_at is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"channel": "pigeon"}, "Choose how they were told"),
        ({"told_at": NOON + 2 * HOUR}, "has not come yet"),
        ({"whom": "x" * 201}, "at most 200"),
        ({"token": "old"}, "too old"),
    ],
)
def test_an_unfit_notice_says_why_and_records_nothing(change: dict[str, object], sentence: str) -> None:
    scene = a_scene()
    proof = {"channel": "phone", "told_at": NOON, "whom": "", "reference": "", "token": token()} | change
    with pytest.raises(Refused, match=sentence):
        record_notice(
            scene.officer, scene.response, str(scene.clock("CP1").id), audit=audit(NOON + HOUR, scene.officer), **proof
        )
    assert not Notice.objects.exists()


def test_a_stranger_learns_nothing() -> None:
    scene = a_scene()
    stranger = an_actor(Role.SUPERVISOR)
    with pytest.raises(NotFound):
        tell(scene, "CP1", actor=stranger)
    with pytest.raises(NotFound):
        response_view(stranger, scene.response, now=NOON)
