"""Passwords: which are taken, which are not and why, and the one-time links that set them."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher, check_password, make_password
from django.core.exceptions import ValidationError
from django.test import Client

from harborlight.ground.access.api import Refused, Role
from harborlight.ground.accounts import passwords, queries
from harborlight.ground.accounts.actions import members
from harborlight.ground.accounts.actions import passwords as acts
from harborlight.ground.accounts.models import PasswordLink
from tests.accounts.people import PASSWORD, a_person, is_in, text_of
from tests.builders import NOON, SYSTEM, audit

NEW = "paper boats in April"


@pytest.mark.parametrize("good", [
    "correct horse battery", "   three   spaces", "tęst żółw 12345", "日本語のパスワード十二文字以上",
    "a" * 64 + "b" * 64, "' OR 1=1; -- long", "tab\tand\nline are fine",
])
def test_these_are_taken(good):
    assert passwords.check(good) == good


@pytest.mark.parametrize(("bad", "reason"), [
    ("elevenchars", "fewer than 12"), ("", "fewer than 12"), ("            x", "tried first"),
    ("Q1W2E3R4T5Y6", "tried first"),
    ("1234567890123", "tried first"), ("null\x00character", "null"),
])
def test_these_are_refused_with_the_reason(bad, reason):
    with pytest.raises(ValidationError, match=reason):
        passwords.check(bad)


@pytest.mark.django_db
def test_ones_own_name_is_refused():
    member = a_person().member
    member.login = "lanternkeeper"
    with pytest.raises(ValidationError, match="too close to your name"):
        passwords.check("lanternkeeper7", member)


def test_nothing_is_cut_off(monkeypatch):
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)
    long = "a sentence that goes on and on " * 20
    encoded = make_password(long)
    assert check_password(long, encoded)
    assert not check_password(long[:-1], encoded)


def test_the_hash_is_pbkdf2_with_a_salt_of_its_own(monkeypatch):
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)
    one, two = make_password(PASSWORD), make_password(PASSWORD)
    assert one.startswith("pbkdf2_sha256$")
    assert one != two
    assert len(one.split("$")[2]) >= 22  # about 128 bits; the policy asks for 32


def test_the_cost_is_not_below_what_django_advises():
    assert PBKDF2PasswordHasher().iterations >= 1000  # the tests lower it
    import inspect

    assert "1_000_000" in inspect.getsource(PBKDF2PasswordHasher)


@pytest.mark.django_db
def test_an_old_hash_is_renewed_at_sign_in_in_an_act(person, clock, monkeypatch):
    before = person.member.password
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 2000)
    person.sign_in(clock.now)
    assert is_in(person.client)
    assert person.member.password != before
    assert "$2000$" in person.member.password


# One-time links --------------------------------------------------------------------------------------------


@pytest.fixture
def newcomer(db, clock):
    """Somebody with an account and no password, and the secret of their link."""
    agency = a_person().actor.agency_id
    member, secret = members.create(
        SYSTEM, login="newcomer", display_name="Officer N.", agency_id=agency, roles=[Role.OFFICER],
        audit=audit(clock.now),
    )
    return member, secret


def set_by(secret: str, password: str = NEW, again: str | None = None):
    page = Client().post(f"/account/set-password/{secret}/", {"new_password": password, "again": again or password})
    return page.status_code, text_of(page)


def test_a_link_sets_the_password_once(newcomer):
    _, secret = newcomer
    assert "Set your password" in text_of(Client().get(f"/account/set-password/{secret}/"))
    assert set_by(secret)[1].count("is set")
    assert Client().get(f"/account/set-password/{secret}/").status_code == 404
    assert set_by(secret, "another one entirely")[0] == 404
    client = Client()
    client.post("/account/notice/")
    client.post("/account/login/", {"login": "newcomer", "password": NEW})
    assert client.get("/account/").headers["Location"] == "/account/second-factor/"


@pytest.mark.parametrize(("age", "works"), [
    (timedelta(hours=71, minutes=59), True), (timedelta(hours=72, minutes=1), False),
])
def test_a_link_works_for_72_hours(newcomer, clock, age, works):
    clock.now = NOON + age
    assert (set_by(newcomer[1])[0] == 200) is works


def test_a_wrong_secret_is_a_404(newcomer):
    assert set_by("x" * 43)[0] == 404


def test_a_password_that_breaks_a_rule_leaves_the_link_working(newcomer):
    _, secret = newcomer
    assert "fewer than 12" in set_by(secret, "short")[1]
    assert "not the same" in set_by(secret, NEW, "something else here")[1]
    assert set_by(secret)[0] == 200


def test_only_the_digest_is_kept(newcomer):
    assert newcomer[1] not in str(PasswordLink.objects.values())


def test_a_newer_link_ends_the_older(newcomer, clock):
    member, old = newcomer
    new = members.make_link(SYSTEM, member, audit=audit(clock.now))
    assert set_by(old)[0] == 404
    assert set_by(new)[0] == 200


def test_disabling_ends_the_links(newcomer, clock):
    member, secret = newcomer
    members.disable(SYSTEM, member, audit=audit(clock.now))
    assert set_by(secret)[0] == 404
    with pytest.raises(Refused, match="disabled"):
        members.make_link(SYSTEM, member, audit=audit(clock.now))


def test_a_link_opens_no_closed_account(person, clock):
    person.notice()
    for _ in range(5):
        person.password("wrong password here")
    secret = members.make_link(SYSTEM, person.actor.member_id, audit=audit(clock.now))
    assert set_by(secret)[0] == 200
    assert person.password(NEW).status_code == 200
    assert not is_in(person.client)


def test_a_link_ends_the_sessions_there_are(person, clock):
    person.sign_in(clock.now)
    set_by(members.make_link(SYSTEM, person.actor.member_id, audit=audit(clock.now)))
    assert not is_in(person.client)


def test_two_uses_at_once_are_one(newcomer, clock):
    link = queries.password_link(newcomer[1], clock.now)
    acts.set_by_link(link, NEW, audit=audit(clock.now))
    with pytest.raises(Refused, match="used already"):
        acts.set_by_link(link, "another one entirely", audit=audit(clock.now))
