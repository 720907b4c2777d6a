"""The first visit: everything leads to the wizard, and the wizard writes everything at once or nothing."""

import re

import pytest
from django.conf import settings
from django.test import Client

from harborlight.ground.access.api import Agency, Member, Role, host_agency
from harborlight.ground.accounts import recovery, set_up
from harborlight.ground.accounts.actions import factors
from harborlight.ground.accounts.core import recovery_key, totp
from harborlight.ground.vault.api import Key
from tests.accounts.people import is_in, text_of
from tests.builders import an_agency, recent_events

pytestmark = pytest.mark.django_db
PASSWORD = "a lantern over quiet water"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder the recovery file is written to."""
    from dataclasses import replace

    monkeypatch.setattr(settings, "FOLDER", replace(settings.FOLDER, path=tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def not_set_up(db, monkeypatch, already_set_up):
    monkeypatch.setitem(set_up._known, "done", False)


class Wizard:
    """Somebody at the machine, filling in the wizard."""

    def __init__(self, **client: str) -> None:
        self.client = Client(**client)

    def county(self):
        return self.client.post("/setup/county/", {"state": "IL", "county": "17197"})

    def agency(self, **more: str):
        given = {"kind": "police", "name": "Lantern County Sheriff", "time_zone": "America/Chicago", **more}
        return self.client.post("/setup/agency/", given)

    def administrator(self, **more: str):
        given = {"display_name": "Chief Clerk J. Fir", "login": "J.Fir", "new_password": PASSWORD, "again": PASSWORD}
        return self.client.post("/setup/administrator/", {**given, **more})

    def second_factor(self, clock):
        page = self.client.get("/setup/second-factor/").content.decode()
        self.secret = re.search(r"<strong>([A-Z2-7 ]{32,})</strong>", page)[1].replace(" ", "")
        return self.client.post("/setup/second-factor/", {"code": totp.code_of(self.secret, totp.step_at(clock.now))})

    def rows(self) -> list[str]:
        page = self.client.get("/setup/recovery-key/").content.decode()
        self.asked = int(re.search(r"Type row (\d) back", page)[1])
        return re.findall(r"<li>([0-9A-Z]{4}-[0-9A-Z]{4})</li>", page)

    def all(self, clock):
        self.county()
        self.agency()
        self.administrator()
        self.second_factor(clock)
        self.printed = self.rows()
        return self.client.post("/setup/recovery-key/", {"typed": self.printed[self.asked - 1]})


@pytest.mark.parametrize("path", ["/", "/account/login/", "/account/notice/", "/members/", "/card/", "/nothing/here/"])
def test_every_address_leads_to_the_wizard(client, path):
    assert client.get(path).headers["Location"] == "/setup/"
    assert client.post(path).headers["Location"] == "/setup/"


def test_the_whole_way(folder, clock):
    wizard = Wizard()
    assert "Five short steps" in text_of(wizard.client.get("/setup/"))
    done = wizard.all(clock)
    assert "is set up" in text_of(done)
    host = host_agency()
    assert (host.name, host.kind, host.county_fips, host.state, host.time_zone) == (
        "Lantern County Sheriff", "police", "17197", "IL", "America/Chicago"
    )
    admin = Member.objects.get()
    assert (admin.login, admin.role_set) == ("j.fir", {Role.ADMINISTRATOR})
    # …and they can sign in with what they typed.
    clock.after(seconds=30)
    client = Client()
    client.post("/account/notice/")
    client.post("/account/login/", {"login": "j.fir", "password": PASSWORD})
    client.post("/account/login/second-factor/", {"code": totp.code_of(wizard.secret, totp.step_at(clock.now))})
    assert client.get("/account/").headers["Location"] == "/account/recovery-codes/"


def test_afterwards_the_wizard_does_not_exist(folder, clock):
    Wizard().all(clock)
    for path in ("", "code/", "county/", "agency/", "administrator/", "second-factor/", "recovery-key/"):
        assert Client().get(f"/setup/{path}").status_code == 404
        assert Client().post(f"/setup/{path}").status_code == 404
    assert "Before you sign in" in text_of(Client().get("/account/notice/"))


def test_nothing_is_written_before_the_last_step(folder, clock):
    wizard = Wizard()
    wizard.county()
    wizard.agency()
    wizard.administrator()
    wizard.second_factor(clock)
    wizard.rows()
    assert not Agency.objects.exists()
    assert not Member.objects.exists()
    assert not recent_events()
    assert not list(folder.iterdir())


def test_it_is_one_act_in_the_log(folder, clock):
    Wizard().all(clock)
    events = [event for event in recent_events() if event.action == "installation.set-up"]
    assert len(events) == 1
    assert {event.actor for event in recent_events()} == {"system:set-up"}


def test_a_failure_in_the_last_step_leaves_nothing(folder, clock, monkeypatch):
    wizard = Wizard()
    wizard.county()
    wizard.agency()
    wizard.administrator()
    wizard.second_factor(clock)
    row = wizard.rows()[wizard.asked - 1]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(recovery, "write", full)
    answer = wizard.client.post("/setup/recovery-key/", {"typed": row})
    assert "Nothing was written" in text_of(answer)
    assert not Agency.objects.exists()
    assert not Key.objects.exists()


def test_one_may_leave_and_come_back(folder, clock):
    wizard = Wizard()
    wizard.county()
    wizard.agency()
    assert "/setup/administrator/" in wizard.client.get("/setup/").content.decode()
    assert "Go on where you left off" in text_of(wizard.client.get("/setup/"))
    assert "Lantern County Sheriff" in wizard.client.get("/setup/agency/").content.decode()


def test_steps_cannot_be_jumped(clock):
    wizard = Wizard()
    assert wizard.client.get("/setup/recovery-key/").headers["Location"] == "/setup/county/"
    wizard.county()
    assert wizard.client.post("/setup/second-factor/", {"code": "000000"}).headers["Location"] == "/setup/agency/"


def test_the_session_keeps_the_hash_not_the_password(clock):
    wizard = Wizard()
    wizard.county()
    wizard.agency()
    wizard.administrator()
    assert PASSWORD not in str(dict(wizard.client.session))


def test_a_wrong_row_is_refused(folder, clock):
    wizard = Wizard()
    wizard.county()
    wizard.agency()
    wizard.administrator()
    wizard.second_factor(clock)
    rows = wizard.rows()
    answer = wizard.client.post("/setup/recovery-key/", {"typed": rows[wizard.asked % 8]})
    assert f"not row {wizard.asked}" in text_of(answer)
    assert host_agency() is None
    assert wizard.rows() == rows


def test_the_printed_key_opens_the_file(folder, clock):
    wizard = Wizard()
    wizard.all(clock)
    recovery.restore(folder, "\n".join(wizard.printed))
    import json

    assert json.loads((folder / "keys.json").read_text()) == dict(settings.FOLDER.keys)


def test_the_second_of_two_wizards_changes_nothing(folder, clock):
    one, two = Wizard(), Wizard()
    for wizard in (one, two):
        wizard.county()
        wizard.agency()
        wizard.administrator()
    one.second_factor(clock)
    two.second_factor(clock)
    rows = {wizard: wizard.rows() for wizard in (one, two)}
    one.client.post("/setup/recovery-key/", {"typed": rows[one][one.asked - 1]})
    file = (folder / "keys.recovery").read_text()
    answer = two.client.post("/setup/recovery-key/", {"typed": rows[two][two.asked - 1]})
    assert answer.status_code == 404
    assert Agency.objects.count() == 1
    assert (folder / "keys.recovery").read_text() == file


# From elsewhere --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [
    {"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}, {"HTTP_FORWARDED": "for=203.0.113.9"},
])
def test_from_elsewhere_it_takes_the_code(where):
    wizard = Wizard(**where)
    for path in ("", "county/", "recovery-key/"):
        assert wizard.client.get(f"/setup/{path}").headers["Location"] == "/setup/code/"
    assert "not the code" in text_of(wizard.client.post("/setup/code/", {"code": "AAAA-BBBB"}))
    assert wizard.county().headers["Location"] == "/setup/code/"
    wizard.client.post("/setup/code/", {"code": set_up.code().lower()})
    assert wizard.county().headers["Location"] == "/setup/agency/"


def test_with_host_names_configured_this_machine_takes_the_code_too(monkeypatch):
    """A proxy on the machine makes every visitor look local."""
    from dataclasses import replace

    monkeypatch.setattr(settings, "FOLDER", replace(settings.FOLDER, hosts=("harborlight.example.org",)))
    assert Wizard().client.get("/setup/").headers["Location"] == "/setup/code/"


def test_codes_are_not_guessed_for_long():
    wizard = Wizard(REMOTE_ADDR="203.0.113.9")
    for _ in range(30):
        wizard.client.post("/setup/code/", {"code": "AAAA"})
    assert wizard.client.post("/setup/code/", {"code": set_up.code()}).status_code == 429


def test_the_code_is_the_same_after_a_restart_and_another_elsewhere(monkeypatch):
    from dataclasses import replace

    first = set_up.code()
    assert set_up.code() == first
    keys = {**settings.FOLDER.keys, "session": "ab" * 32}
    monkeypatch.setattr(settings, "FOLDER", replace(settings.FOLDER, keys=keys))
    assert set_up.code() != first


# What is asked ---------------------------------------------------------------------------------------------


def test_the_county_brings_its_police_agencies_and_its_time_zone():
    wizard = Wizard()
    wizard.client.post("/setup/county/", {"state": "AZ", "county": "04001"})
    page = text_of(wizard.client.get("/setup/agency/"))
    assert "Apache County, Arizona" in page
    chosen = wizard.client.get("/setup/agency/").content.decode()
    assert re.search(r'value="America/(Phoenix|Denver)" selected', chosen)


def test_a_listed_agency_needs_no_name():
    wizard = Wizard()
    wizard.county()
    ori = re.search(r'<option value="(IL\w+)">', wizard.client.get("/setup/agency/").content.decode())[1]
    wizard.agency(name="", ori=ori)
    assert wizard.client.session["set_up"]["ori"] == ori
    assert wizard.client.session["set_up"]["agency_name"]


def test_other_kinds_have_no_ori():
    wizard = Wizard()
    wizard.county()
    ori = re.search(r'<option value="(IL\w+)">', wizard.client.get("/setup/agency/").content.decode())[1]
    wizard.agency(kind="provider", ori=ori)
    assert wizard.client.session["set_up"]["ori"] == ""


@pytest.mark.parametrize("given", [
    {"state": "XX"}, {"state": "IL", "county": "04001"}, {"state": "IL"}, {}, {"state": "IL", "county": "' OR 1"},
])
def test_counties_that_are_not_there_go_no_further(given):
    wizard = Wizard()
    assert wizard.client.post("/setup/county/", given).status_code == 200
    assert "county_fips" not in wizard.client.session.get("set_up", {})


@pytest.mark.parametrize("given", [
    {"new_password": "short", "again": "short"}, {"again": "another sentence"}, {"login": "x y"}, {"display_name": ""},
    {"login": "lanternkeeper", "new_password": "lanternkeeper1", "again": "lanternkeeper1"},
])
def test_administrators_that_break_a_rule_go_no_further(given):
    wizard = Wizard()
    wizard.county()
    wizard.agency()
    assert wizard.administrator(**given).status_code == 200
    assert "login" not in wizard.client.session["set_up"]


def test_signing_in_is_not_possible_before(clock):
    client = Client()
    assert client.post("/account/login/", {"login": "a", "password": "b"}).headers["Location"] == "/setup/"
    assert not is_in(client)


def test_is_done_asks_no_query_once_it_is(django_assert_num_queries, monkeypatch):
    an_agency(is_host=True)
    with django_assert_num_queries(1):
        assert set_up.is_done()
    with django_assert_num_queries(0):
        assert set_up.is_done()


def test_the_secret_is_sealed(folder, clock):
    wizard = Wizard()
    wizard.all(clock)
    from allauth.mfa.models import Authenticator

    data = Authenticator.objects.get(type="totp").data
    assert wizard.secret not in str(data)
    assert factors.open_secret(data["secret"]) == wizard.secret


def test_the_row_that_is_asked_for_changes_with_the_installation():
    asked = {recovery_key.fresh_salt()[0] % recovery_key.ROWS for _ in range(200)}
    assert asked == set(range(8))
