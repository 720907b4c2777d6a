"""A referral to a real service: what leaves, who may answer, and what the directory learns of it."""

import uuid
from datetime import timedelta

import pytest

from harborlight.ground.access.api import Actor, NotFound, Ref, Refused, Role, can_see
from harborlight.ground.people.api import seal_person
from harborlight.library.models import Organization, Outcome, Service, ServiceArea, ServiceNeed
from harborlight.respond.inbox import inbox
from harborlight.respond.models import Referral
from harborlight.respond.queries.referrals import ReferralView, referral
from harborlight.respond.queries.response import response_view
from harborlight.respond.referrals.actions import (
    answer_referral,
    call_back_referral,
    draft_referral,
    send_referral,
)
from tests.builders import NOON, an_actor, an_agency, audit
from tests.respond.builders import Scene, a_scene, token

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
VALUES = {"code": "7F3K", "age": "about 15", "need": "A bed tonight", "called": "Canary"}


def a_service(name: str = "Harbor House") -> str:
    """A service for a safe bed in Cook County, as an import would leave it."""
    with audit().writing("tests.service", subject=("service", "x")):
        organization = Organization.objects.create(name="Harbor", source_system="test", source_key=name)
        service = Service.objects.create(
            name=name, organization=organization, source_system="test", source_key=name, source_date="2026-11-01"
        )
        ServiceNeed.objects.create(service=service, code="shelter", why="test")
        ServiceArea.objects.create(service=service, state="IL", county_fips="17031", why="its title")
    return str(service.id)


def a_partner() -> Actor:
    return an_actor(Role.PARTNER, agency_id=an_agency("provider"))


def drafted(scene: Scene, partner: Actor | None = None, using: str = "") -> str:
    return draft_referral(
        scene.investigator,
        scene.response,
        need="shelter",
        service_id=a_service(f"Harbor House {uuid.uuid4().hex[:4]}"),
        partner_id=partner.agency_id if partner else "",
        token=using or token(),
        audit=audit(NOON, scene.investigator),
    )


def sent(scene: Scene, partner: Actor | None = None) -> str:
    made = drafted(scene, partner)
    who = scene.investigator
    send_referral(
        who, made, values=VALUES, basis="child_agrees", handover="Officer brings her at six.", audit=audit(NOON, who)
    )
    return made


def answered(actor: Actor, made: str, act: str, **words: str) -> ReferralView:
    answer_referral(actor, made, act, audit=audit(NOON + HOUR, actor), **words)
    return referral(actor, made)


def test_a_draft_leaves_nothing_and_nobody_else_sees_it() -> None:
    scene, partner = a_scene(), a_partner()
    made = drafted(scene, partner)
    with pytest.raises(NotFound):
        referral(partner, made)
    assert referral(scene.investigator, made).released == ()


def test_the_partner_reads_exactly_what_was_sent() -> None:
    scene, partner = a_scene(), a_partner()
    view = referral(partner, sent(scene, partner))
    assert dict(view.released) == {
        "Child's code": "7F3K",
        "About how old": "about 15",
        "What the child wants to be called": "Canary",
        "What is needed": "A bed tonight",
    }
    assert (view.ours, view.response_id, view.handover) == (False, "", "Officer brings her at six.")
    with pytest.raises(NotFound):
        response_view(partner, scene.response, now=NOON)


def test_what_leaves_is_sealed_at_rest() -> None:
    scene = a_scene()
    row = Referral.objects.get(id=sent(scene))
    assert b"Canary" not in bytes(row.released)
    assert b"Officer" not in bytes(row.handover)


def test_accepted_in_service_ended_and_the_directory_learns_only_that_it_helped() -> None:
    scene, partner = a_scene(), a_partner()
    made = sent(scene, partner)
    assert answered(partner, made, "accept").state == "accepted"
    assert answered(partner, made, "start").state == "in_service"
    assert answered(partner, made, "end", outcome="helped").because == "The need was met"
    outcome = Outcome.objects.get()
    assert outcome.code == "helped"
    assert {field.name for field in Outcome._meta.get_fields()} == {"id", "service", "code", "day"}


def test_declined_says_why_and_can_be_asked_again() -> None:
    scene, partner = a_scene(), a_partner()
    made = sent(scene, partner)
    assert answered(partner, made, "decline", reason="full").because == "No place now"
    (line,) = [item for item in inbox(scene.investigator, NOON) if item.kind == "Referral"]
    assert line.title.startswith("Declined, find another")
    who = scene.investigator
    send_referral(who, made, values=VALUES, basis="child_agrees", audit=audit(NOON + 2 * HOUR, who))
    assert referral(partner, made).state == "sent"


def test_the_partner_finds_it_in_the_inbox() -> None:
    scene, partner = a_scene(), a_partner()
    sent(scene, partner)
    (line,) = inbox(partner, NOON)
    assert (line.title, line.state) == ("A child needs you: answer", "new")


def test_called_back_the_partner_sees_it_no_more() -> None:
    scene, partner = a_scene(), a_partner()
    made = sent(scene, partner)
    assert can_see(partner, Ref("referral", made))
    call_back_referral(scene.investigator, made, audit=audit(NOON, scene.investigator))
    assert not can_see(partner, Ref("referral", made))
    with pytest.raises(NotFound):
        referral(partner, made)


def test_once_answered_it_cannot_be_called_back() -> None:
    scene, partner = a_scene(), a_partner()
    made = sent(scene, partner)
    answered(partner, made, "accept")
    with pytest.raises(Refused, match="is accepted"):
        call_back_referral(scene.investigator, made, audit=audit(NOON, scene.investigator))


def test_another_partner_sees_nothing() -> None:
    scene = a_scene()
    made = sent(scene, a_partner())
    stranger = a_partner()
    with pytest.raises(NotFound):
        referral(stranger, made)
    with pytest.raises(NotFound):
        answer_referral(stranger, made, "accept", audit=audit(NOON, stranger))


def test_a_sealed_child_disappears_from_the_partner_too() -> None:
    scene, partner = a_scene(), a_partner()
    made = sent(scene, partner)
    records = an_actor(Role.RECORDS, agency_id=scene.agency)
    seal_person(records, scene.child, sealed=True, audit=audit(NOON, records))
    with pytest.raises(NotFound):
        referral(partner, made)
    assert inbox(partner, NOON) == []


def test_a_service_without_account_is_written_down_with_who_said_so() -> None:
    scene = a_scene()
    made = sent(scene)
    with pytest.raises(Refused, match="Write who at the service said so"):
        answered(scene.investigator, made, "accept")
    view = answered(scene.investigator, made, "accept", said_by="Night desk")
    assert view.state == "accepted"


def test_a_double_tap_drafts_once_and_sends_once() -> None:
    scene, once = a_scene(), token()
    first = drafted(scene, using=once)
    assert drafted(scene, using=once) == first
    who = scene.investigator
    for _ in range(2):
        send_referral(who, first, values=VALUES, basis="child_agrees", audit=audit(NOON, who))
    assert scene.row().history.filter(what="referral_send").count() == 1


@pytest.mark.parametrize(
    ("values", "basis", "sentence"),
    [(VALUES, "", "on what basis"), (VALUES | {"need": ""}, "child_agrees", "is empty")],
)
def test_nothing_is_sent_without_basis_or_need(values: dict[str, str], basis: str, sentence: str) -> None:
    scene = a_scene()
    made = drafted(scene)
    with pytest.raises(Refused, match=sentence):
        send_referral(scene.investigator, made, values=values, basis=basis, audit=audit(NOON, scene.investigator))
    assert Referral.objects.get(id=made).state == "draft"


@pytest.mark.parametrize(
    ("act", "words"), [("decline", {}), ("end", {}), ("send", {}), ("decline", {"reason": "bored"})]
)
def test_an_answer_needs_its_words(act: str, words: dict[str, str]) -> None:
    scene, partner = a_scene(), a_partner()
    made = sent(scene, partner)
    with pytest.raises(Refused):
        answer_referral(partner, made, act, audit=audit(NOON, partner), **words)


def test_only_what_the_directory_knows_can_be_asked() -> None:
    scene = a_scene()
    who = scene.investigator
    with pytest.raises(NotFound):
        draft_referral(
            who, scene.response, need="shelter", service_id=str(uuid.uuid4()), token=token(), audit=audit(NOON, who)
        )
    with pytest.raises(Refused, match="Choose what is needed"):
        draft_referral(who, scene.response, need="gold", service_id=a_service(), token=token(), audit=audit(NOON, who))
