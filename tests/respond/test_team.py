"""The team: who is on it sees the child, a partner only what was released, and whoever leaves sees nothing."""

from datetime import timedelta

import pytest

from harborlight.ground.access.api import NotFound, Ref, Refused, Role, can_see
from harborlight.ground.people.api import person
from harborlight.respond.clocks.actions import excuse_duty
from harborlight.respond.inbox import inbox
from harborlight.respond.models import TeamMember
from harborlight.respond.protocol.actions import mark_step, unmark_step
from harborlight.respond.queries.response import response_view
from harborlight.respond.story import timeline
from harborlight.respond.team.actions import add_partner, add_team_member, mark_seen, remove_from_team
from tests.builders import NOON, an_actor, an_agency, audit
from tests.respond.builders import Scene, a_scene, tell
from tests.respond.test_referrals import sent

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
VALUES = {"code": "7F3K", "age": "about 15", "need": "A safe place tonight", "reach": "Unit desk, 555-0142"}


def with_child_protection(scene: Scene):  # type: ignore[no-untyped-def]
    cps = an_actor(Role.PARTNER, agency_id=an_agency("cps"))
    who = scene.investigator
    add_partner(
        who, scene.response, agency_id=cps.agency_id, part="child_protection", values=VALUES, basis="law_requires",
        agreement="MOU-7", audit=audit(NOON, who),
    )  # fmt: skip
    return cps


def test_a_partner_sees_the_release_and_the_duties_but_no_words_of_the_police() -> None:
    scene = a_scene(missing=NOON)
    cps = with_child_protection(scene)
    tell(scene, "F1", whom="Canary Person", reference="CANARY-1")
    sent(scene)
    view = response_view(cps, scene.response, now=NOON + HOUR)
    assert (view.ours, view.facts, view.referrals, view.situation) == (False, (), (), {})
    assert {duty.duty.id for duty in view.duties} >= {"F1", "CP1"}
    assert all(not (n.whom or n.reference) for duty in view.duties for n in duty.notices)
    (place,) = [place for place in view.team if place.is_partner]
    assert ("What is needed", "A safe place tonight") in place.released
    assert "anary" not in repr(view)
    assert "anary" not in repr(timeline(cps, scene.child))


def test_a_partner_cannot_read_the_situation_from_what_stands_or_is_missing() -> None:
    scene = a_scene(missing=NOON, foreign_national_possible="yes", with_companion="no", in_custody="yes")
    cps = with_child_protection(scene)
    view = response_view(cps, scene.response, now=NOON + HOUR)
    assert "F11" not in {duty.duty.id for duty in view.duties}, "whether HHS is told says what the child may be"
    assert all(duty.to_settle == () and duty.reading.reason == "" for duty in view.duties)
    assert all(step.to_do for _, steps in view.phases for step in steps), "the protocol is whole for a partner"


def test_a_provider_on_the_team_sees_the_team_and_its_release_only() -> None:
    scene = a_scene(missing=NOON)
    provider = an_actor(Role.PARTNER, agency_id=an_agency("provider"))
    who = scene.investigator
    add_partner(
        who, scene.response, agency_id=provider.agency_id, part="advocate", values=VALUES, basis="child_agrees",
        audit=audit(NOON, who),
    )  # fmt: skip
    view = response_view(provider, scene.response, now=NOON)
    assert (view.duties, view.phases) == ((), ())
    assert len(view.team) == 2


def test_a_partner_does_not_learn_the_childs_name() -> None:
    scene = a_scene()
    cps = with_child_protection(scene)
    assert person(cps, scene.child, NOON).names == ()


def test_a_neighboring_police_agency_on_the_team_sees_but_does_not_act() -> None:
    scene = a_scene()
    neighbor = an_actor(Role.INVESTIGATOR)
    who = scene.investigator
    add_partner(
        who, scene.response, agency_id=neighbor.agency_id, part="investigator", values=VALUES, basis="child_agrees",
        audit=audit(NOON, who),
    )  # fmt: skip
    with pytest.raises(Refused, match="which opened this response"):
        tell(scene, "CP1", actor=neighbor)


def test_a_partner_reads_that_things_were_done_and_nothing_else() -> None:
    scene = a_scene(missing=NOON)
    cps = with_child_protection(scene)
    who = scene.investigator
    tell(scene, "F1")
    excuse_duty(who, scene.response, str(scene.clock("F13").id), reason="Not federal land.", audit=audit(NOON, who))
    sent(scene)
    titles = [entry.title for entry in timeline(cps, scene.child)]
    assert sorted(titles) == ["A duty was met", "Response opened", "Somebody was told and joined the team"]


def test_a_partner_may_not_act_in_a_response() -> None:
    scene = a_scene()
    cps = with_child_protection(scene)
    with pytest.raises(Refused):
        tell(scene, "CP1", actor=cps)


def test_one_partner_does_not_read_what_another_was_given() -> None:
    scene = a_scene()
    with_child_protection(scene)
    second = an_actor(Role.PARTNER, agency_id=an_agency("prosecutor"))
    who = scene.investigator
    add_partner(
        who, scene.response, agency_id=second.agency_id, part="prosecutor",
        values={"code": "7F3K", "age": "15", "need": "Early advice"}, basis="child_agrees", audit=audit(NOON, who),
    )  # fmt: skip
    view = response_view(second, scene.response, now=NOON)
    released = {place.part: place.released for place in view.team if place.is_partner}
    assert released["Child protection"] == ()
    assert ("What is needed", "Early advice") in released["Prosecutor"]


def test_nothing_leaves_without_a_basis() -> None:
    scene = a_scene()
    partner = an_agency("cps")
    who = scene.investigator
    with pytest.raises(Refused, match="on what basis"):
        add_partner(
            who,
            scene.response,
            agency_id=partner,
            part="child_protection",
            values=VALUES,
            basis="",
            audit=audit(NOON, who),
        )
    assert not TeamMember.objects.filter(agency_id=partner).exists()


def test_the_told_member_finds_it_in_the_inbox_until_seen() -> None:
    scene = a_scene()
    who = scene.supervisor
    add_team_member(
        who, scene.response, member=scene.investigator.member_id, part="investigator", audit=audit(NOON, who)
    )
    (line,) = [item for item in inbox(scene.investigator, NOON) if item.kind == "Team"]
    assert line.state == "new"
    place = TeamMember.objects.get(member_id=scene.investigator.member_id)
    mark_seen(scene.investigator, str(place.id), audit=audit(NOON, scene.investigator))
    mark_seen(scene.investigator, str(place.id), audit=audit(NOON, scene.investigator))
    assert not [item for item in inbox(scene.investigator, NOON) if item.kind == "Team"]


def test_nobody_marks_for_another() -> None:
    scene = a_scene()
    with_child_protection(scene)
    place = TeamMember.objects.get(member=None)
    with pytest.raises(NotFound):
        mark_seen(scene.officer, str(place.id), audit=audit(NOON, scene.officer))


def test_adding_twice_is_adding_once() -> None:
    scene = a_scene()
    who = scene.supervisor
    for _ in range(2):
        add_team_member(who, scene.response, member=scene.investigator.member_id, part="lead", audit=audit(NOON, who))
    assert TeamMember.objects.filter(member_id=scene.investigator.member_id).count() == 1


def test_whoever_leaves_sees_nothing_more() -> None:
    scene = a_scene()
    cps = with_child_protection(scene)
    place = TeamMember.objects.get(member=None)
    remove_from_team(scene.investigator, scene.response, str(place.id), audit=audit(NOON, scene.investigator))
    assert not can_see(cps, Ref("child", scene.child))
    with pytest.raises(NotFound):
        response_view(cps, scene.response, now=NOON)


def test_a_member_of_another_agency_cannot_be_put_on_the_team() -> None:
    scene = a_scene()
    stranger = an_actor(Role.INVESTIGATOR)
    with pytest.raises(Refused, match="not an active member of your agency"):
        add_team_member(
            scene.investigator,
            scene.response,
            member=stranger.member_id,
            part="lead",
            audit=audit(NOON, scene.investigator),
        )


def test_an_officer_may_not_change_the_team() -> None:
    scene = a_scene()
    with pytest.raises(Refused):
        add_team_member(
            scene.officer,
            scene.response,
            member=scene.investigator.member_id,
            part="lead",
            audit=audit(NOON, scene.officer),
        )


def test_a_notice_does_the_step_that_names_its_duty() -> None:
    scene = a_scene()
    tell(scene, "CP1")
    steps = [step for _, group in response_view(scene.officer, scene.response, now=NOON).phases for step in group]
    (told,) = [step for step in steps if step.placed.step.id == "tell-child-protection"]
    assert told.done
    assert not told.marked


def test_steps_are_marked_once_and_can_be_taken_back() -> None:
    scene = a_scene()
    who = scene.officer
    for _ in range(2):
        mark_step(who, scene.response, "safety-first", audit=audit(NOON, who))
    view = response_view(who, scene.response, now=NOON)
    assert view.next_steps[0].placed.step.id == "separate"
    unmark_step(who, scene.response, "safety-first", audit=audit(NOON, who))
    assert response_view(who, scene.response, now=NOON).next_steps[0].placed.step.id == "safety-first"
    with pytest.raises(NotFound):
        mark_step(who, scene.response, "no-such-step", audit=audit(NOON, who))
