"""When a session ends, and that it is then over."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from harborlight.ground.accounts.actions import kept, members
from harborlight.ground.accounts.models import KeptForm, SignIn
from harborlight.ground.vault.api import Key
from tests.accounts.people import PASSWORD, Person, is_in, text_of
from tests.builders import NOON, SYSTEM, audit, recent_events

OTHER = "another lantern, another shore"
pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(person, clock) -> Person:
    person.sign_in(clock.now)
    assert is_in(person.client)
    return person


@pytest.mark.parametrize(("idle", "open_"), [
    (timedelta(minutes=29, seconds=59), True), (timedelta(minutes=30, seconds=1), False),
])
def test_idle_lock_after_thirty_minutes(inside, clock, idle, open_):
    clock.now = NOON + idle
    assert is_in(inside.client) is open_


def test_every_page_starts_the_half_hour_again(inside, clock):
    for _ in range(5):
        clock.after(minutes=29)
        assert is_in(inside.client)


@pytest.mark.parametrize(("age", "open_"), [
    (timedelta(hours=11, minutes=59), True), (timedelta(hours=12, minutes=1), False),
])
def test_twelve_hours_end_a_session_that_was_never_idle(inside, clock, age, open_):
    while clock.now < NOON + timedelta(hours=11, minutes=40):
        clock.after(minutes=20)
        assert is_in(inside.client)
    clock.now = NOON + age
    assert is_in(inside.client) is open_


def test_an_ended_session_leads_back_to_the_page_it_was_on(inside, clock):
    clock.after(minutes=31)
    assert inside.client.get("/account/password/").headers["Location"] == "/account/login/?next=/account/password/"
    ended = next(e for e in recent_events() if e.action == "account.sign-out")
    assert '"why":"idle"' in ended.detail
    assert SignIn.objects.get().ended_by == "idle"


def test_the_copied_cookie_opens_nothing_after_sign_out(inside):
    thief = Client()
    thief.cookies = inside.client.cookies
    copied = inside.client.cookies["sessionid"].value
    inside.client.post("/account/logout/")
    thief = Client()
    thief.cookies["sessionid"] = copied
    assert not is_in(thief)
    assert not Session.objects.filter(session_key=copied).exists()
    assert SignIn.objects.get().ended_by == "member"


def test_sign_out_wants_a_post(inside):
    assert "Sign out?" in text_of(inside.client.get("/account/logout/"))
    assert is_in(inside.client)


def test_a_disabled_account_is_out_with_the_next_request(inside):
    members.disable(SYSTEM, inside.actor.member_id, audit=audit())
    assert not is_in(inside.client)


def test_the_cookie_is_for_this_host_hidden_from_scripts_and_gone_with_the_browser(inside):
    cookie = inside.client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["domain"]
    assert not cookie["max-age"]


def test_ones_other_sessions_can_be_seen_and_ended(inside, clock):
    elsewhere = Person(inside.actor, inside.secret)
    clock.after(minutes=1)
    elsewhere.sign_in(clock.now)
    page = text_of(inside.client.get("/account/"))
    assert "this one" in page
    other = SignIn.objects.get(session_key=elsewhere.client.session.session_key)
    inside.client.post(f"/account/sessions/{other.id}/end/")
    assert not is_in(elsewhere.client)
    assert is_in(inside.client)


def test_nobody_ends_the_session_of_another(inside, clock):
    from tests.accounts.people import a_person

    stranger = a_person()
    stranger.sign_in(clock.now)
    theirs = SignIn.objects.get(member_id=inside.actor.member_id)
    stranger.client.post(f"/account/sessions/{theirs.id}/end/")
    assert is_in(inside.client)


def test_another_password_ends_every_other_session(inside, clock):
    elsewhere = Person(inside.actor, inside.secret)
    clock.after(minutes=1)
    elsewhere.sign_in(clock.now)
    answer = inside.client.post("/account/password/", {
        "password": PASSWORD, "new_password": OTHER, "again": OTHER,
    })
    assert answer.headers["Location"] == "/account/"
    assert is_in(inside.client)
    assert not is_in(elsewhere.client)
    assert SignIn.objects.get(ended_at=None).session_key == inside.client.session.session_key


def test_wrong_present_passwords_close_the_account_and_the_session(inside):
    for _ in range(5):
        answer = inside.client.post("/account/password/", {"password": "not it", "new_password": "x", "again": "x"})
    assert answer.status_code == 403
    assert inside.member.locked_at is not None
    assert not is_in(inside.client)


# What was typed before the lock ---------------------------------------------------------------------------


def test_a_form_sent_too_late_is_kept_and_comes_back_after_sign_in(inside, clock):
    clock.after(minutes=31)
    answer = inside.client.post("/account/sessions/end/", {"reason": "canary-lantern", "again": "secret-canary"})
    assert answer.status_code == 403
    said = text_of(answer)
    assert "not lost" in said
    assert "canary-lantern" not in answer.content.decode()
    assert not is_in(inside.client)

    inside.notice()
    inside.password(next="/account/kept/")
    assert inside.second(inside.code(clock.now)).headers["Location"] == "/account/kept/"
    page = inside.client.get("/account/kept/").content.decode()
    assert "canary-lantern" in page
    assert "secret-canary" not in page

    sent = inside.client.post("/account/kept/", {"reason": "canary-lantern", "send": "1"})
    assert (sent.status_code, sent.headers["Location"]) == (307, "/account/sessions/end/")
    assert inside.client.get("/account/kept/").headers["Location"] == "/"


def test_what_is_kept_is_sealed_and_its_key_goes_with_it(inside, clock):
    clock.after(minutes=31)
    inside.client.post("/account/sessions/end/", {"reason": "canary-lantern"})
    row = KeptForm.objects.get()
    assert b"canary" not in bytes(row.fields)
    kept.discard(inside.member, audit=audit(clock.now))
    assert not KeptForm.objects.exists()
    assert Key.objects.get(id=row.key_id).destroyed_at is not None


def test_nobody_else_sees_what_was_kept(inside, clock):
    from tests.accounts.people import a_person

    clock.after(minutes=31)
    inside.client.post("/account/sessions/end/", {"reason": "canary-lantern"})
    stranger = a_person()
    stranger.sign_in(clock.now)
    assert stranger.client.get("/account/kept/").headers["Location"] == "/"


def test_kept_for_a_day(inside, clock):
    clock.after(minutes=31)
    inside.client.post("/account/sessions/end/", {"reason": "canary-lantern"})
    assert kept.kept(inside.member, audit(clock.now + timedelta(hours=23)))
    assert kept.kept(inside.member, audit(clock.now + timedelta(hours=25))) is None


def test_what_another_page_sent_is_not_kept(inside, clock):
    """Without our token it is refused before it is looked at."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = inside.client.cookies["sessionid"].value
    clock.after(minutes=31)
    assert strict.post("/account/sessions/end/", {"reason": "planted"}).status_code == 403
    assert not KeptForm.objects.exists()


def test_a_public_page_goes_on_without_the_session(inside, clock):
    clock.after(minutes=31)
    answer = inside.client.post("/look/", {"look": "dark", "next": "/account/notice/"})
    assert answer.headers["Location"] == "/account/notice/"
    assert answer.cookies["look"].value == "dark"
    assert not KeptForm.objects.exists()
    assert not is_in(inside.client)


def test_too_much_to_keep_says_so(inside, clock):
    clock.after(minutes=31)
    answer = inside.client.post("/account/sessions/end/", {"reason": "x" * 300_000})
    assert "was not saved" in text_of(answer)
    assert not KeptForm.objects.exists()
