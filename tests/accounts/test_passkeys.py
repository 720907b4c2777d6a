"""Passkeys as the second factor, with a key in software that can also lie."""

import html
import re

import pytest
from allauth.mfa.models import Authenticator

from harborlight.ground.accounts import queries
from tests.accounts.authenticator import Key
from tests.accounts.people import Person, a_person, is_in, text_of

pytestmark = pytest.mark.django_db


def question(answer) -> str:
    """What a page asks the browser for."""
    return html.unescape(re.search(r'data-question="([^"]+)"', answer.content.decode())[1])


def with_passkey(person: Person, clock, counter: int = 1) -> Key:
    """Adds a passkey through the page."""
    person.sign_in(clock.now)
    key = Key(counter=counter)
    asked = question(person.client.get("/account/second-factor/passkey/"))
    answer = person.client.post("/account/second-factor/passkey/", {"name": "Blue key", "credential": key.make(asked)})
    assert answer.status_code == 302, text_of(answer)
    person.client.post("/account/logout/")
    return key


def at_the_door(person: Person) -> str:
    """Password given; what the second step asks."""
    person.notice()
    assert person.password().status_code == 302
    return question(person.client.get("/account/login/second-factor/"))


def show(person: Person, credential: str):
    return person.client.post("/account/login/second-factor/", {"credential": credential})


def test_a_passkey_signs_in(person, clock):
    key = with_passkey(person, clock)
    asked = at_the_door(person)
    key.counter += 1
    assert show(person, key.sign(asked)).status_code == 302
    assert is_in(person.client)
    assert [factor.name for factor in queries.factors(person.member)] == ["Authenticator app", "Blue key"]


def test_the_first_factor_can_be_a_passkey(db, clock):
    person = a_person(enrolled=False)
    person.notice()
    person.password()
    key = Key()
    asked = question(person.client.get("/account/second-factor/passkey/"))
    answer = person.client.post("/account/second-factor/passkey/", {"credential": key.make(asked)})
    assert answer.headers["Location"] == "/account/recovery-codes/"


def test_an_answer_given_before_is_worth_nothing(person, clock):
    key = with_passkey(person, clock)
    key.counter += 1
    answer = key.sign(at_the_door(person))
    show(person, answer)
    person.client.post("/account/logout/")
    at_the_door(person)
    assert "was not accepted" in text_of(show(person, answer))
    assert not is_in(person.client)


def test_a_copied_key_is_noticed_by_its_counter(person, clock):
    key = with_passkey(person, clock, counter=7)
    asked = at_the_door(person)
    assert show(person, key.sign(asked)).status_code == 200
    assert not is_in(person.client)


def test_a_key_that_keeps_no_counter_works_again_and_again(person, clock):
    key = with_passkey(person, clock, counter=0)
    for _ in range(2):
        show(person, key.sign(at_the_door(person)))
        assert is_in(person.client)
        person.client.post("/account/logout/")


@pytest.mark.parametrize("lie", [
    {"origin": "http://testserver.evil.example"}, {"origin": "https://testserver"}, {"origin": "http://testserver:81"},
    {"host": "evil.example"}, {"id": b"another credential"},
])
def test_answers_made_for_another_page_are_refused_and_counted(person, clock, lie):
    from dataclasses import replace

    from harborlight.ground.accounts.models import Failure

    key = with_passkey(person, clock)
    answer = show(person, replace(key, counter=9, **lie).sign(at_the_door(person)))
    assert answer.status_code == 200
    assert not is_in(person.client)
    assert Failure.objects.filter(member_id=person.actor.member_id, kind="second-factor").count() == 1


def test_anothers_key_is_not_ones_own(person, clock):
    with_passkey(person, clock)
    other = a_person()
    theirs = with_passkey(other, clock)
    theirs.counter += 1
    assert show(person, theirs.sign(at_the_door(person))).status_code == 200
    assert not is_in(person.client)


@pytest.mark.parametrize("junk", [
    "", "null", "[]", "{}", '"x"', "1", '{"response": 7}', "{", "\x00",
    '{"id":"x","rawId":"x","type":"public-key","response":{}}',
])
def test_junk_is_an_answer_not_a_fault(person, clock, junk):
    with_passkey(person, clock)
    at_the_door(person)
    assert show(person, junk).status_code == 200
    assert not is_in(person.client)


@pytest.mark.parametrize("junk", ["", "null", "[]", "{}", '{"response": {"attestationObject": "AAAA"}}'])
def test_junk_makes_no_passkey(person, clock, junk):
    person.sign_in(clock.now)
    person.client.get("/account/second-factor/passkey/")
    assert person.client.post("/account/second-factor/passkey/", {"credential": junk}).status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_five_false_answers_close_the_account(person, clock):
    key = with_passkey(person, clock)
    key.origin = "http://elsewhere.example"
    for _ in range(5):
        show(person, key.sign(at_the_door(person)) if person.member.locked_at is None else "{}")
    assert person.member.locked_at is not None


def test_a_passkey_answers_when_asked_afresh(person, clock):
    key = with_passkey(person, clock)
    key.counter += 1
    show(person, key.sign(at_the_door(person)))
    clock.after(minutes=6)
    asked = question(person.client.get("/account/password/"))
    key.counter += 1
    answer = person.client.post("/account/password/", {"proof-asked": "GET", "proof-credential": key.sign(asked)})
    assert answer.headers["Location"] == "/account/password/"
    assert "Change your password" in text_of(person.client.get("/account/password/"))
