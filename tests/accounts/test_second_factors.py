"""Enrolling, proving afresh, recovering."""

import re

import pytest
from allauth.mfa.models import Authenticator

from harborlight.ground.accounts import marks, queries
from harborlight.ground.accounts.actions import factors
from harborlight.ground.accounts.core import totp
from harborlight.ground.vault.api import Key, Unreadable
from tests.accounts.people import PASSWORD, Person, a_person, is_in, text_of
from tests.builders import audit, recent_events

pytestmark = pytest.mark.django_db


def bare(clock) -> Person:
    """Somebody with a password only, just signed in with it."""
    person = a_person(enrolled=False)
    person.notice()
    assert person.password().status_code == 302
    return person


def enroll_app(person: Person, clock) -> None:
    """Through the page, as a person does it."""
    page = person.client.get("/account/second-factor/app/").content.decode()
    person.secret = re.search(r"<strong>([A-Z2-7 ]{32,})</strong>", page)[1].replace(" ", "")
    answer = person.client.post("/account/second-factor/app/", {"code": person.code(clock.now)})
    assert answer.status_code == 302, text_of(answer)


def codes_on(answer) -> list[str]:
    return re.findall(r"<li>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</li>", answer.content.decode())


def test_the_first_sign_in_leads_to_a_factor_then_to_codes_then_in(db, clock):
    person = bare(clock)
    assert person.client.get("/account/").headers["Location"] == "/account/second-factor/"
    assert "Add a second factor" in text_of(person.client.get("/account/second-factor/"))
    enroll_app(person, clock)
    assert person.client.get("/account/").headers["Location"] == "/account/recovery-codes/"
    shown = codes_on(person.client.post("/account/recovery-codes/", {"make": "1"}))
    assert len(set(shown)) == 10
    assert person.client.get("/account/").status_code == 302
    wrong = person.client.post("/account/recovery-codes/", {"typed": "AAAA"})
    assert "not one of your recovery codes" in text_of(wrong)
    person.client.post("/account/recovery-codes/", {"typed": shown[3].lower()})
    assert is_in(person.client)


def test_the_picture_is_ours_and_in_a_data_address(db, clock):
    page = bare(clock).client.get("/account/second-factor/app/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page


def test_codes_are_shown_once(db, clock):
    person = bare(clock)
    enroll_app(person, clock)
    assert codes_on(person.client.post("/account/recovery-codes/", {"make": "1"}))
    assert not codes_on(person.client.get("/account/recovery-codes/"))


def test_a_password_alone_adds_no_factor_beside_those_there_are(person, clock):
    """Somebody with a stolen password must not enroll their own phone."""
    from tests.builders import sign_in

    client = sign_in(person.client, person.actor, factor="", at=clock.now)
    assert client.get("/account/second-factor/app/").headers["Location"] == "/account/login/"
    assert not is_in(client)


def test_a_wrong_code_enrolls_nothing(db, clock):
    person = bare(clock)
    person.client.get("/account/second-factor/app/")
    wrong = person.client.post("/account/second-factor/app/", {"code": "000000"})
    assert "not the code for this moment" in text_of(wrong)
    assert not queries.has_second_factor(person.member)


def test_secrets_are_sealed_and_codes_are_hashes(person):
    held = "".join(str(row.data) for row in Authenticator.objects.filter(user=person.member))
    assert person.secret not in held
    assert not any(code.replace("-", "") in held.upper().replace("-", "") for code in person.codes)


def test_removing_an_app_destroys_its_key(person):
    sealed = Authenticator.objects.get(user=person.member, type="totp").data["secret"]
    factors.remove_all(person.member, audit=audit())
    assert Key.objects.get(id=sealed.partition(".")[0]).destroyed_at is not None
    with pytest.raises(Unreadable):
        factors.open_secret(sealed)


def test_the_only_factor_cannot_be_removed(person, clock):
    person.sign_in(clock.now)
    only = queries.factors(person.member)[0]
    answer = person.client.post(f"/account/second-factor/{only.id}/remove/")
    assert answer.status_code == 403
    assert "only second factor" in text_of(answer)
    assert queries.has_second_factor(person.member)


def test_another_members_factor_cannot_be_removed(person, clock):
    other = a_person()
    other.sign_in(clock.now)
    theirs = queries.factors(person.member)[0]
    assert other.client.post(f"/account/second-factor/{theirs.id}/remove/").headers["Location"] == "/account/"
    assert queries.has_second_factor(person.member)


def test_two_requests_with_one_code_are_one_use(person, clock):
    one = Authenticator.objects.get(user=person.member, type="totp")
    two = Authenticator.objects.get(user=person.member, type="totp")
    assert factors._used(one, {**one.data, "step": 7}, audit())
    assert not factors._used(two, {**two.data, "step": 7}, audit())


@pytest.mark.parametrize("drift", [-30, 0, 30])
def test_a_clock_that_is_half_a_minute_off_is_borne(person, clock, drift):
    from datetime import timedelta

    code = person.code(clock.now + timedelta(seconds=drift))
    assert factors.accept_code(person.member, code, audit=audit(clock.now))


@pytest.mark.parametrize("drift", [-90, 90])
def test_one_that_is_further_off_is_not(person, clock, drift):
    from datetime import timedelta

    code = person.code(clock.now + timedelta(seconds=drift))
    assert factors.accept_code(person.member, code, audit=audit(clock.now)) is None


# Asked afresh ---------------------------------------------------------------------------------------------


def test_changing_factors_asks_afresh_after_five_minutes(person, clock):
    person.sign_in(clock.now)
    clock.after(minutes=4, seconds=59)
    assert "Add an authenticator app" in text_of(person.client.get("/account/second-factor/app/"))
    clock.after(seconds=2)
    asked = person.client.get("/account/second-factor/app/")
    assert "Is it you?" in text_of(asked)
    proof = {"proof-asked": "GET", "proof-code": person.code(clock.now)}
    answer = person.client.post("/account/second-factor/app/", proof)
    assert answer.headers["Location"] == "/account/second-factor/app/"
    assert "Add an authenticator app" in text_of(person.client.get("/account/second-factor/app/"))


def test_the_question_carries_what_was_typed_but_no_password(person, clock):
    person.sign_in(clock.now)
    clock.after(minutes=6)
    asked = person.client.post("/account/recovery-codes/", {"make": "1", "password": PASSWORD})
    page = asked.content.decode()
    assert 'name="make" value="1"' in page
    assert PASSWORD not in page
    answer = person.client.post(
        "/account/recovery-codes/", {"make": "1", "proof-asked": "POST", "proof-code": person.code(clock.now)}
    )
    assert len(codes_on(answer)) == 10


def test_wrong_answers_to_the_question_close_the_account(person, clock):
    person.sign_in(clock.now)
    clock.after(minutes=6)
    for number in range(5):
        answer = person.client.post("/account/password/", {"proof-asked": "GET", "proof-code": f"00000{number}"})
    assert "account is closed" in text_of(answer)
    assert person.member.locked_at is not None
    assert not is_in(person.client)


def test_the_pages_that_change_who_gets_in_all_ask(db):
    from tests.guarantees.house import routes

    asking = {route.name for route in routes() if _asks(route.view)}
    assert {
        "accounts:change-password", "accounts:remove-factor", "accounts:member-new", "accounts:member-roles",
        "accounts:member-link", "accounts:member-reset-factors", "accounts:member-unlock", "accounts:member-enable",
        "accounts:add-app", "accounts:add-passkey", "accounts:recovery-codes",
    } <= asking


def _asks(view: object) -> bool:
    return getattr(view, "asks_afresh", False)


def test_every_use_and_change_is_on_record(person, clock):
    person.sign_in(clock.now)
    person.client.post("/account/recovery-codes/", {"make": "1"})
    done = [event.action for event in recent_events(60)]
    assert {"account.factor-add", "account.factor-use", "account.codes-make", "account.codes-confirm"} <= set(done)


def test_marks_of_another_member_are_no_marks(person, clock, rf):
    request = rf.get("/")
    request.user = person.member
    request.session = {"sign_in": {"id": "x", "member": "somebody else", "at": "", "seen": "", "factor": "totp"}}
    assert marks.read(request) is None


def test_rfc_6238_values():
    """Appendix B of the RFC: SHA-1, the last six of its eight digits."""
    import base64
    from datetime import UTC, datetime

    secret = base64.b32encode(b"12345678901234567890").decode()
    known = {59: "94287082", 1111111109: "07081804", 1234567890: "89005924", 20000000000: "65353130"}
    for seconds, digits in known.items():
        at = datetime.fromtimestamp(seconds, UTC)
        assert totp.code_of(secret, totp.step_at(at)) == digits[2:]
        assert totp.accepted_step(secret, digits[2:], at) == seconds // 30
        assert totp.accepted_step(secret, digits[2:], at, after=seconds // 30) is None
