"""The way in: notice, password, second factor. And every way that must not lead in."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from harborlight.ground.access.api import Actor, Role
from harborlight.ground.accounts.actions import members
from harborlight.ground.accounts.adapter import NOT_SIGNED_IN
from harborlight.ground.accounts.models import Failure, SignIn
from tests.accounts.people import PASSWORD, a_person, is_in, text_of
from tests.builders import NOON, SYSTEM, audit, recent_events

pytestmark = pytest.mark.django_db


def acts() -> list[tuple[str, str]]:
    return [(event.action, event.outcome) for event in recent_events(60)]


def test_notice_password_code_lead_in(person, clock):
    assert person.client.get("/").status_code in (302, 404)
    assert person.client.get("/account/").headers["Location"].startswith("/account/login/")
    first = person.client.get("/account/login/?next=/account/")
    assert first.headers["Location"] == "/account/notice/?next=%2Faccount%2F"
    person.notice()
    assert "Sign-in name" in text_of(person.client.get("/account/login/"))
    assert person.password(next="/account/").headers["Location"] == "/account/login/second-factor/"
    assert not is_in(Client())
    assert person.second(person.code(clock.now)).headers["Location"] == "/account/"
    assert is_in(person.client)


def test_without_the_notice_a_right_password_is_not_even_looked_at(person, clock):
    assert person.password().headers["Location"].startswith("/account/notice/")
    assert person.second(person.code(clock.now)).headers["Location"] == "/account/login/"
    assert not is_in(person.client)
    assert ("account.notice", "done") not in acts()
    person.client.get("/account/notice/")
    assert person.password().headers["Location"].startswith("/account/notice/")


def test_acknowledging_is_on_record_with_the_version(person):
    person.notice()
    event = next(e for e in recent_events() if e.action == "account.notice")
    assert (event.subject_kind, event.subject_id) == ("notice", "2026-1")


def test_sign_in_and_its_failures_are_on_record(person, clock):
    person.notice()
    person.password("wrong password here")
    person.sign_in(clock.now)
    done = acts()
    assert ("account.failed", "done") in done
    assert ("account.sign-in", "done") in done
    event = next(e for e in recent_events() if e.action == "account.sign-in")
    assert event.actor == person.actor.member_id
    assert json.loads(event.detail)["factor"] == "totp"
    assert json.loads(event.detail)["address"] == "127.0.0.1"
    assert person.member.last_login == clock.now == person.member.last_seen_at


def test_unknown_wrong_closed_and_disabled_are_answered_alike(person, clock):
    pages = {}
    person.notice()
    pages["wrong"] = person.password("wrong password here")
    pages["unknown"] = person.client.post("/account/login/", {"login": "nobody", "password": PASSWORD})
    disabled = a_person()
    members.disable(SYSTEM, disabled.actor.member_id, audit=audit())
    disabled.notice()
    pages["disabled"] = disabled.password()
    closed = a_person()
    closed.notice()
    for _ in range(5):
        closed.password("wrong password here")
    pages["closed"] = closed.password()
    assert {page.status_code for page in pages.values()} == {200}
    said = {name: text_of(page) for name, page in pages.items()}
    assert all(NOT_SIGNED_IN in text for text in said.values()), said
    assert len(set(said.values())) == 1


def test_four_failures_leave_the_account_open(person, clock):
    person.notice()
    for _ in range(4):
        person.password("wrong password here")
        clock.after(seconds=1)
    person.sign_in(clock.now)
    assert is_in(person.client)


def test_five_failures_close_it_even_for_the_right_password(person, clock):
    person.notice()
    for _ in range(5):
        person.password("wrong password here")
        clock.after(seconds=1)
    assert person.member.locked_at is not None
    assert person.password().status_code == 200
    assert not is_in(person.client)
    assert ("account.lock", "done") in acts()
    assert ("account.sign-in", "refused") in acts()


def test_it_stays_closed_until_an_administrator_opens_it(person, clock):
    person.notice()
    for _ in range(5):
        person.password("wrong password here")
    clock.after(days=30)
    assert person.password().status_code == 200
    members.unlock(SYSTEM, person.actor.member_id, audit=audit(clock.now))
    person.sign_in(clock.now)
    assert is_in(person.client)
    assert ("member.unlock", "done") in acts()


@pytest.mark.parametrize(("last_after", "closes"), [
    (timedelta(minutes=14, seconds=59), True), (timedelta(minutes=15, seconds=1), False),
])
def test_only_failures_within_fifteen_minutes_count(person, clock, last_after, closes):
    person.notice()
    for _ in range(4):
        person.password("wrong password here")
    clock.now = NOON + last_after
    person.password("wrong password here")
    assert (person.member.locked_at is not None) is closes


def test_wrong_codes_count_with_wrong_passwords(person, clock):
    person.notice()
    for _ in range(3):
        person.password("wrong password here")
    person.password()
    person.second("000000")
    assert person.member.locked_at is None
    person.second("000001")
    assert person.member.locked_at is not None
    answer = person.second(person.code(clock.now))
    assert answer.status_code == 200
    assert not is_in(person.client)


def test_a_sign_in_forgives_earlier_failures(person, clock):
    for _ in range(3):
        person.notice()
        for _ in range(4):
            person.password("wrong password here")
        person.sign_in(clock.now)
        assert person.member.locked_at is None
        person.client.post("/account/logout/")
        clock.after(minutes=1)


def test_a_failure_ends_only_its_own_account(person, clock):
    other = a_person()
    other.notice()
    for _ in range(5):
        other.password("wrong password here")
    person.sign_in(clock.now)
    assert is_in(person.client)


def test_many_failures_from_one_address_are_not_looked_at(person, clock):
    person.notice()
    for _ in range(30):
        person.client.post("/account/login/", {"login": "nobody", "password": "whatever it is"})
    assert "Wait 15 minutes" in text_of(person.password())
    clock.after(minutes=15, seconds=1)
    person.sign_in(clock.now)
    assert is_in(person.client)


def test_the_address_is_kept_as_a_keyed_hash_only(person):
    person.notice()
    person.password("wrong password here")
    assert b"127.0.0.1" not in bytes(Failure.objects.get().address)


def test_a_code_works_once(person, clock):
    person.sign_in(clock.now)
    code = person.code(clock.now)
    person.client.post("/account/logout/")
    clock.after(seconds=5)
    person.notice()
    person.password()
    assert person.second(code).status_code == 200
    assert not is_in(person.client)
    clock.after(seconds=30)
    person.second(person.code(clock.now))
    assert is_in(person.client)


def test_a_recovery_code_works_once(person, clock):
    person.notice()
    person.password()
    person.second(person.codes[1].lower().replace("-", " "))
    assert is_in(person.client)
    person.client.post("/account/logout/")
    person.notice()
    person.password()
    assert person.second(person.codes[1]).status_code == 200
    assert not is_in(person.client)


def test_no_device_is_trusted(person, clock):
    person.sign_in(clock.now)
    person.client.post("/account/logout/")
    person.notice()
    assert person.password().headers["Location"] == "/account/login/second-factor/"
    assert not is_in(person.client)


def test_the_second_step_alone_leads_nowhere(person, clock):
    person.notice()
    assert person.second(person.code(clock.now)).headers["Location"] == "/account/login/"
    assert not is_in(person.client)


def test_sign_in_leads_to_no_foreign_page(person, clock):
    person.notice()
    person.password(next="https://elsewhere.example/")
    assert person.second(person.code(clock.now)).headers["Location"] == "/"
    clean = Client().get("/account/login/?next=https://elsewhere.example/")
    assert "elsewhere" not in clean.headers["Location"]


def test_the_session_gets_a_new_key_at_sign_in(person, clock):
    person.notice()
    before = person.client.session.session_key
    person.password()
    person.second(person.code(clock.now))
    assert person.client.session.session_key != before
    assert SignIn.objects.get().session_key == person.client.session.session_key


def test_an_administrator_signs_in_like_everybody_else(db, clock):
    admin = a_person(Role.ADMINISTRATOR)
    admin.sign_in(clock.now)
    assert admin.client.get("/members/").status_code == 200


def test_there_is_no_sign_up_and_no_mail(client):
    for path in ("/account/signup/", "/account/email/", "/account/password/reset/", "/account/inactive/"):
        assert client.get(path).status_code == 404


def test_odd_input_is_an_answer_not_a_fault(person):
    person.notice()
    for login in ("", " ", "x" * 5000, "\x00", "'; drop table", "Ω≈ç"):
        assert person.client.post("/account/login/", {"login": login, "password": "\x00 y"}).status_code == 200
    person.password()
    for code in ("", "x" * 5000, "12 34 56", "\x00", "１２３４５６", "-1"):
        assert person.second(code).status_code in (200, 302)


def test_actor_of_nobody_manages_no_account(person):
    stranger = Actor("anonymous", "", frozenset(), purpose="public")
    with pytest.raises(Exception, match="does not include"):
        members.disable(stranger, person.actor.member_id, audit=audit())
