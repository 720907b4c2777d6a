"""One rule of access: role, purpose, relation; the same answer for what is hidden and what is not there."""

import uuid
from datetime import timedelta

import pytest

from harborlight.desk.records import erase_child, export_child
from harborlight.ground.access import policies
from harborlight.ground.access.api import (
    ROLES,
    WORDS,
    Actor,
    NotFound,
    Permission,
    Reach,
    Ref,
    Refused,
    Role,
    break_glass,
    can,
    check,
    check_whole,
    create_member,
    explain,
    open_break_glass,
    relate,
    released,
    review_break_glass,
    suspend,
    unrelate,
    visible,
)
from harborlight.ground.audit.models import Event
from harborlight.ground.people import api as people
from harborlight.respond.api import Moments, open_response
from tests.builders import NOON, SYSTEM, a_child, an_actor, an_agency, audit

REASON = "Caller says this child is in a car that is leaving now."


def sees(actor: Actor, child: str) -> bool:
    return visible(actor, "child").filter(record_id=child).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_child_of_the_agency_is_visible_by_reach_alone(role):
    maker = an_actor(Role.OFFICER)
    child = a_child(maker)
    colleague = an_actor(role, agency_id=maker.agency_id)
    stranger = an_actor(role)
    assert sees(maker, child)
    assert sees(colleague, child) is (ROLES[role].reach is Reach.AGENCY)
    assert not sees(stranger, child)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("permission", list(Permission))
def test_every_cell_of_role_and_permission(role, permission):
    actor = Actor(str(uuid.uuid4()), "", frozenset({role}))
    granted = permission in ROLES[role].permissions
    assert can(actor, permission) is granted
    assert explain(actor, permission).lines[0].passed is granted
    if not granted:
        with pytest.raises(Refused, match="does not include"):
            check(actor, permission)


def test_administrators_and_auditors_never_reach_casework():
    for role in (Role.ADMINISTRATOR, Role.AUDITOR):
        assert ROLES[role].reach is Reach.NONE
        assert not any(p.startswith(("child.", "screening.", "response.", "notice.")) for p in ROLES[role].permissions)
        assert not policies.can_role_set({role, Role.INVESTIGATOR})
    assert not policies.can_role_set(set())
    assert policies.can_role_set({Role.ADMINISTRATOR, Role.AUDITOR})


@pytest.mark.django_db
def test_hidden_and_missing_are_refused_alike():
    child, stranger = a_child(an_actor()), an_actor(Role.INVESTIGATOR)
    messages = []
    for ref in (Ref("child", child), Ref("child", str(uuid.uuid4())), Ref("child", "not-an-id")):
        with pytest.raises(NotFound) as refusal:
            check(stranger, Permission.CHILD_SEE, ref)
        messages.append(str(refusal.value))
    assert len(set(messages)) == 1


@pytest.mark.django_db
def test_a_relation_opens_ends_and_closes():
    child, partner = a_child(an_actor()), an_actor(Role.PARTNER)
    ref = Ref("child", child)
    relate(ref, agency_id=partner.agency_id, why="referral", items=("needs",), audit=audit())
    assert sees(partner, child) and released(partner, ref) == {"needs"}
    relate(ref, agency_id=partner.agency_id, why="referral", items=("needs", "identity"), audit=audit())
    assert released(partner, ref) == {"needs", "identity"}
    relate(ref, agency_id=partner.agency_id, why="referral", until=NOON - timedelta(days=9999), audit=audit())
    assert not sees(partner, child) and released(partner, ref) == frozenset()
    relate(ref, agency_id=partner.agency_id, why="team", audit=audit())
    assert sees(partner, child)
    unrelate(ref, agency_id=partner.agency_id, audit=audit())
    assert not sees(partner, child)


@pytest.mark.django_db
def test_a_relation_needs_one_holder():
    with pytest.raises(ValueError, match="one holder"):
        relate(Ref("child", str(uuid.uuid4())), why="x", audit=audit())


@pytest.mark.django_db
def test_a_suspended_record_is_there_for_records_only():
    maker = an_actor(Role.INVESTIGATOR)
    child = a_child(maker)
    suspend(Ref("child", child), suspended=True, audit=audit())
    assert not sees(maker, child)
    assert sees(an_actor(Role.RECORDS, agency_id=maker.agency_id), child)
    assert "sealed" in explain(maker, Permission.CHILD_SEE, Ref("child", child)).sentence


@pytest.mark.django_db
def test_break_glass_opens_for_three_hours_and_a_supervisor_reads_why():
    maker = an_actor()
    child, officer = a_child(maker), an_actor(agency_id=maker.agency_id)
    supervisor = an_actor(Role.SUPERVISOR, agency_id=maker.agency_id)
    assert not sees(officer, child)
    until = break_glass(officer, Ref("child", child), reason=REASON, audit=audit(actor=officer))
    assert until - NOON == timedelta(hours=3)
    looks = open_break_glass(supervisor)
    assert [look.reason for look in looks] == [REASON]
    assert Event.objects.filter(action="child.break-glass", actor=officer.member_id).exists()
    assert open_break_glass(an_actor(Role.SUPERVISOR)) == open_break_glass(officer) == []
    review_break_glass(supervisor, looks[0].id, audit=audit(actor=supervisor))
    assert open_break_glass(supervisor) == []


@pytest.mark.django_db
def test_break_glass_ends():
    maker = an_actor()
    child, officer = a_child(maker), an_actor(agency_id=maker.agency_id)
    break_glass(officer, Ref("child", child), reason=REASON, audit=audit(NOON - timedelta(days=400), officer))
    assert not sees(officer, child)


@pytest.mark.django_db
def test_break_glass_is_refused_without_a_reason_or_across_agencies():
    maker, officer = an_actor(), an_actor()
    child = a_child(maker)
    with pytest.raises(Refused, match="sentence"):
        break_glass(officer, Ref("child", child), reason="now", audit=audit())
    refusals = []
    for target in (child, str(uuid.uuid4())):
        with pytest.raises(Refused) as refusal:
            break_glass(officer, Ref("child", target), reason=REASON, audit=audit())
        refusals.append(str(refusal.value))
    assert refusals[0] == refusals[1]
    assert Event.objects.filter(action="child.break-glass", outcome="refused").count() == 2


@pytest.mark.django_db
def test_nobody_reviews_their_own_look():
    supervisor = an_actor(Role.SUPERVISOR)
    child = a_child(an_actor(agency_id=supervisor.agency_id))
    break_glass(supervisor, Ref("child", child), reason=REASON, audit=audit(actor=supervisor))
    with pytest.raises(Refused):
        review_break_glass(supervisor, open_break_glass(supervisor)[0].id, audit=audit(actor=supervisor))


@pytest.mark.django_db
def test_the_explanation_names_every_rule():
    officer = an_actor()
    child = a_child(officer)
    lines = explain(officer, Permission.CHILD_SEE, Ref("child", child)).lines
    assert [line.rule for line in lines] == ["role", "purpose", "relation"]
    assert "made the record" in lines[-1].text
    other = explain(an_actor(), Permission.CHILD_SEE, Ref("child", child))
    assert not other.allowed and "not related" in other.sentence


@pytest.mark.django_db
def test_a_taken_sign_in_name_is_refused_with_a_sentence():
    agency = an_agency()
    make = {"display_name": "A", "agency_id": agency, "roles": [Role.OFFICER], "audit": audit()}
    create_member(SYSTEM, login="same", **make)
    with pytest.raises(Refused, match="taken"):
        create_member(SYSTEM, login="Same ", **make)


def test_every_permission_has_words_for_people() -> None:
    assert set(WORDS) == set(Permission)
    assert not any("." in words for words in WORDS.values())


@pytest.fixture
def partly_open():
    """A child of one police agency, of which a neighboring one was released only its duties."""
    maker = an_actor(Role.INVESTIGATOR)
    child = a_child(maker, "Nora Vale", identifiers=[("case", "26-1183")])
    neighbor = an_agency()
    relate(Ref("child", child), agency_id=neighbor, why="on the team", items=("duties", "team"), audit=audit())
    return maker, child, neighbor


@pytest.mark.django_db
def test_a_part_released_is_never_widened_by_the_one_it_was_released_to(partly_open):
    _, child, neighbor = partly_open
    ref = Ref("child", child)
    for role in (Role.INVESTIGATOR, Role.OFFICER, Role.SUPERVISOR):
        with pytest.raises(Refused):
            break_glass(an_actor(role, agency_id=neighbor), ref, reason=REASON, audit=audit())
    records = an_actor(Role.RECORDS, agency_id=neighbor)
    for permission in (Permission.CHILD_SEAL, Permission.CHILD_ERASE, Permission.CHILD_EXPORT):
        with pytest.raises(Refused, match="Only parts"):
            check_whole(records, permission, ref)


@pytest.mark.django_db
def test_a_part_released_is_not_found_by_name_number_or_code(partly_open):
    maker, child, neighbor = partly_open
    reader = an_actor(Role.INVESTIGATOR, agency_id=neighbor)
    code = people.person(maker, child, NOON).code
    assert people.person(reader, child, NOON).names == ()
    for text in ("Nora Vale", "26-1183", code):
        assert people.find(reader, text, NOON) == []
        assert [one.id for one in people.find(maker, text, NOON)] == [child]
    assert people.find_by_identifier(reader, "case", "26-1183", NOON) == []


@pytest.mark.django_db
def test_a_neighbors_records_cannot_seal_erase_name_or_respond(partly_open):
    maker, child, neighbor = partly_open
    records, worker = an_actor(Role.RECORDS, agency_id=neighbor), an_actor(Role.INVESTIGATOR, agency_id=neighbor)
    acts = [
        lambda: people.seal_person(records, child, sealed=True, audit=audit()),
        lambda: people.erase_person(records, child, audit=audit()),
        lambda: people.add_name(worker, child, kind="alias", text="X Y", audit=audit()),
        lambda: open_response(
            worker, child_id=child, situation={}, moments=Moments(found=NOON), token=str(uuid.uuid4()), audit=audit()
        ),
        lambda: export_child(records, child, now=NOON, audit=audit()),
        lambda: erase_child(records, child, code="XXXX", now=NOON, audit=audit()),
    ]
    for act in acts:
        with pytest.raises(Refused, match="Only parts"):
            act()
    assert people.person(maker, child, NOON).display == "Nora Vale"
