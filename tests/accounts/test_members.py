"""The administrator's pages: accounts, never casework."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from harborlight.ground.access.api import Agency, Member, NotFound, Refused, Role
from harborlight.ground.accounts.actions import members
from tests.accounts.people import Person, a_person, is_in, text_of
from tests.builders import SYSTEM, an_agency, audit, recent_events

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db, clock) -> Person:
    """An administrator of the host agency, signed in."""
    person = a_person(Role.ADMINISTRATOR, agency_id=an_agency(is_host=True))
    person.sign_in(clock.now)
    return person


def test_the_list_shows_everyone_and_their_state(admin, person, clock):
    closed, gone, bare = a_person(), a_person(), a_person(enrolled=False)
    closed.notice()
    for _ in range(5):
        closed.password("wrong password here")
    members.disable(SYSTEM, gone.actor.member_id, audit=audit())
    page = text_of(admin.client.get("/members/"))
    for who in (person, closed, gone, bare):
        assert who.member.login in page
    for words in ("can sign in", "closed after failures", "disabled", "no second factor yet"):
        assert words in page
    only = text_of(admin.client.get("/members/?state=closed"))
    assert closed.member.login in only
    assert person.member.login not in only


def test_the_list_asks_as_many_queries_for_many_as_for_few(admin, django_assert_max_num_queries):
    for _ in range(12):
        a_person()
    with django_assert_max_num_queries(15):
        admin.client.get("/members/")


def test_a_new_account_comes_with_its_link_shown_once(admin):
    answer = admin.client.post("/members/new/", {
        "login": "New.Officer", "display_name": "Officer N.", "agency": admin.actor.agency_id, "roles": ["officer"],
    })
    secret = re.search(r"/account/set-password/([\w-]+)/", answer.content.decode())[1]
    made = Member.objects.get(login="new.officer")
    assert not made.has_usable_password()
    assert Client().get(f"/account/set-password/{secret}/").status_code == 200
    assert secret not in admin.client.get(f"/members/{made.id}/").content.decode()
    assert {"member.create", "account.link-make"} <= {event.action for event in recent_events()}


@pytest.mark.parametrize(("roles", "words"), [
    (["administrator", "officer"], "cannot also hold"), (["auditor", "investigator"], "cannot also hold"),
    ([], "Choose at least one"), (["chief-of-everything"], "not among them"),
])
def test_role_sets_that_break_the_rule_make_no_account(admin, roles, words):
    answer = admin.client.post("/members/new/", {
        "login": "new.officer", "display_name": "N.", "agency": admin.actor.agency_id, "roles": roles,
    })
    assert words in text_of(answer)
    assert not Member.objects.filter(login="new.officer").exists()


def test_a_taken_name_is_a_sentence(admin, person):
    answer = admin.client.post("/members/new/", {
        "login": person.member.login.upper(), "display_name": "N.", "agency": admin.actor.agency_id,
        "roles": ["officer"],
    })
    assert "taken" in text_of(answer)


def test_disable_now_ends_the_session_with_the_next_request(admin, person, clock):
    person.sign_in(clock.now)
    assert "can sign in with this" in text_of(admin.client.get(f"/members/{person.actor.member_id}/disable/"))
    assert is_in(person.client)
    admin.client.post(f"/members/{person.actor.member_id}/disable/")
    assert not is_in(person.client)
    person.notice()
    assert person.password().status_code == 200
    admin.client.post(f"/members/{person.actor.member_id}/enable/")
    clock.after(seconds=30)
    person.sign_in(clock.now)
    assert is_in(person.client)


def test_opening_a_closed_account_is_on_record(admin, person):
    person.notice()
    for _ in range(5):
        person.password("wrong password here")
    admin.client.post(f"/members/{person.actor.member_id}/unlock/")
    assert person.member.locked_at is None
    event = next(e for e in recent_events() if e.action == "member.unlock")
    assert (event.actor, event.subject_id) == (admin.actor.member_id, person.actor.member_id)


def test_after_opening_the_count_begins_anew(admin, person):
    person.notice()
    for _ in range(5):
        person.password("wrong password here")
    admin.client.post(f"/members/{person.actor.member_id}/unlock/")
    for _ in range(4):
        person.password("wrong password here")
    assert person.member.locked_at is None


def test_factors_taken_away_are_enrolled_anew(admin, person, clock):
    person.sign_in(clock.now)
    admin.client.post(f"/members/{person.actor.member_id}/reset-factors/")
    assert not is_in(person.client)
    person.notice()
    person.password()
    assert person.client.get("/account/").headers["Location"] == "/account/second-factor/"


def test_other_roles_end_the_sessions(admin, person, clock):
    person.sign_in(clock.now)
    admin.client.post(f"/members/{person.actor.member_id}/roles/", {"roles": ["analyst"]})
    assert person.member.role_set == {Role.ANALYST}
    assert not is_in(person.client)


def test_details_are_changed_and_the_words_stay_out_of_the_log(admin, person):
    admin.client.post(f"/members/{person.actor.member_id}/details/", {
        "display_name": "Canary Lantern", "unit": "Night unit", "phone": "815-555-0142",
    })
    assert person.member.display_name == "Canary Lantern"
    assert "Canary" not in "".join(event.detail for event in recent_events())


@pytest.mark.parametrize("path", ["disable", "unlock", "reset-factors", "link"])
def test_nobody_does_it_to_their_own_account(admin, path):
    assert admin.client.post(f"/members/{admin.actor.member_id}/{path}/").status_code == 403


def test_the_last_administrator_stays(admin):
    answer = admin.client.post(f"/members/{admin.actor.member_id}/roles/", {"roles": ["analyst"]})
    assert "only administrator" in text_of(answer)
    second = a_person(Role.ADMINISTRATOR, agency_id=admin.actor.agency_id)
    members.disable(admin.actor, second.actor.member_id, audit=audit(actor=admin.actor))
    with pytest.raises(Refused, match="only administrator"):
        members.disable(SYSTEM, admin.actor.member_id, audit=audit())


def test_a_partners_administrator_manages_the_partners_accounts_only(admin, clock):
    partner = a_person(Role.ADMINISTRATOR, agency_id=an_agency(kind="provider"))
    partner.sign_in(clock.now)
    assert admin.member.login not in text_of(partner.client.get("/members/"))
    assert partner.client.get(f"/members/{admin.actor.member_id}/").status_code == 404
    assert partner.client.post(f"/members/{admin.actor.member_id}/disable/").status_code == 404
    answer = partner.client.post("/members/new/", {
        "login": "spy", "display_name": "S", "agency": admin.actor.agency_id, "roles": ["investigator"],
    })
    assert "not among them" in text_of(answer)
    with pytest.raises(NotFound):
        members.create(
            partner.actor, login="spy", display_name="S", agency_id=admin.actor.agency_id,
            roles=[Role.INVESTIGATOR], audit=audit(),
        )


def test_nobody_but_an_administrator_comes_in(person, clock):
    person.sign_in(clock.now)
    for path in ("", "new/", f"{person.actor.member_id}/", f"{person.actor.member_id}/roles/"):
        assert person.client.get(f"/members/{path}").status_code == 403
    assert person.client.post(f"/members/{a_person().actor.member_id}/disable/").status_code == 403


def test_what_is_not_there_is_not_there(admin):
    for path in ("", "roles/", "disable/", "link/"):
        assert admin.client.get(f"/members/{uuid4()}/{path}").status_code == 404


def test_asked_afresh_before_roles_change(admin, person, clock):
    clock.after(minutes=6)
    asked = admin.client.post(f"/members/{person.actor.member_id}/roles/", {"roles": ["analyst"]})
    assert "Is it you?" in text_of(asked)
    assert person.member.role_set == {Role.OFFICER}
    admin.client.post(f"/members/{person.actor.member_id}/roles/", {
        "roles": ["analyst"], "proof-asked": "POST", "proof-code": admin.code(clock.now),
    })
    assert person.member.role_set == {Role.ANALYST}


def test_order_and_filters_of_the_list(admin):
    a_person()
    queries = ("sort=seen", "sort=agency", "q=member", "role=officer", "state=unfinished", "sort=nonsense", "role=x")
    for query in queries:
        assert admin.client.get(f"/members/?{query}").status_code == 200


# Agencies --------------------------------------------------------------------------------------------------


def test_a_partner_agency_is_added_and_its_members_get_accounts(admin):
    page = admin.client.get("/agencies/new/?state=WI")
    assert "Ashland County" in text_of(page)
    admin.client.post("/agencies/new/", {"state": "WI", "name": "Harbor House", "kind": "provider", "county": "55003"})
    assert "Harbor House" in text_of(admin.client.get("/agencies/"))
    made = Agency.objects.get(name="Harbor House")
    assert (made.state, made.county_fips, made.time_zone, made.is_host) == ("WI", "55003", "America/Chicago", False)
    assert "Harbor House" in text_of(admin.client.get("/members/new/"))


@pytest.mark.parametrize("given", [
    {"state": "XX", "name": "A", "kind": "provider", "county": "55003"},
    {"state": "IL", "name": "A", "kind": "provider", "county": "55003"},
    {"state": "WI", "name": "A", "kind": "spy ring", "county": "55003"},
    {"state": "WI", "name": "A", "kind": "provider"},
    {"state": "WI", "kind": "cps", "county": "55003"},
])
def test_what_cannot_be_an_agency_is_none(admin, given):
    before = Agency.objects.count()
    assert admin.client.post("/agencies/new/", given).status_code == 200
    assert Agency.objects.count() == before


def test_only_the_hosts_administrator_adds_agencies(admin, clock):
    partner = a_person(Role.ADMINISTRATOR, agency_id=an_agency(kind="provider"))
    partner.sign_in(clock.now)
    answer = partner.client.post("/agencies/new/", {"state": "WI", "name": "A", "kind": "cps", "county": "55003"})
    assert "Only an administrator of the agency that runs" in text_of(answer)
    twice = {"state": "WI", "name": admin.member.agency.name.upper(), "kind": "cps", "county": "55003"}
    assert "already" in text_of(admin.client.post("/agencies/new/", twice))
