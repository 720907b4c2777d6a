"""The commands for whoever stands at the server, and tidying."""

import argparse
import io
import json
from datetime import timedelta

import pytest
from django.conf import settings

from harborlight.ground.access.api import NotFound, Role
from harborlight.ground.accounts import cli, privacy
from harborlight.ground.accounts.models import Failure, KeptForm, PasswordLink, SignIn
from harborlight.project import datafolder
from tests.accounts.people import a_person, is_in, recent_events
from tests.builders import audit


def run(*words: str) -> int:
    """One command line, as ``./harborlight`` runs it."""
    parser = argparse.ArgumentParser()
    cli.register(parser.add_subparsers())
    args = parser.parse_args(words)
    return args.run(args)


@pytest.mark.django_db
def test_the_only_administrator_is_let_in_from_the_server(clock, capsys):
    admin = a_person(Role.ADMINISTRATOR)
    admin.notice()
    for _ in range(5):
        admin.password("wrong password here")
    assert run("member", "open", admin.member.login.upper()) == 0
    assert "can sign in again" in capsys.readouterr().out
    admin.sign_in(clock.now)
    assert is_in(admin.client)
    event = next(e for e in recent_events() if e.action == "member.unlock")
    assert event.actor == "system:console"


@pytest.mark.django_db
def test_a_link_and_a_reset_from_the_server(person, clock, capsys):
    assert run("member", "link", person.member.login, "--json") == 0
    path = json.loads(capsys.readouterr().out)["path"]
    assert person.client.get(path).status_code == 200
    assert run("member", "reset-factors", person.member.login) == 0
    person.notice()
    person.password()
    assert person.client.get("/account/").headers["Location"] == "/account/second-factor/"


@pytest.mark.django_db
def test_the_list_and_a_name_nobody_has(person, clock, capsys):
    assert run("member", "list") == 0
    assert person.member.login in capsys.readouterr().out
    assert run("member", "list", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["state"] == "active"
    with pytest.raises(NotFound, match="Nobody has the sign-in name"):
        run("member", "open", "nobody")


@pytest.mark.django_db
def test_a_new_recovery_key_restores(tmp_path, monkeypatch, capsys):
    folder = datafolder.create(tmp_path / "data", mode="production")
    monkeypatch.setattr(settings, "FOLDER", folder)
    assert run("recovery-key", "--json") == 0
    printed = json.loads(capsys.readouterr().out)["rows"]
    (folder.path / "keys.json").unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(printed)))
    assert run("restore-keys", "--data", str(folder.path)) == 0
    assert dict(datafolder.open_folder(folder.path).keys) == dict(folder.keys)


def test_a_mistyped_recovery_key_writes_nothing(tmp_path, monkeypatch, capsys):
    folder = datafolder.create(tmp_path / "data", mode="production")
    monkeypatch.setattr("sys.stdin", io.StringIO("AAAA"))
    (folder.path / "keys.json").unlink()
    (folder.path / "keys.recovery").write_text("{}")
    assert run("restore-keys", "--data", str(folder.path)) == 1
    assert "Nothing was written" in capsys.readouterr().err
    assert not (folder.path / "keys.json").exists()


@pytest.mark.django_db
def test_tidying_removes_what_is_past_its_time_and_nothing_else(person, clock):
    person.notice()
    person.password("wrong password here")
    person.sign_in(clock.now)
    clock.after(minutes=31)
    person.client.post("/account/sessions/end/", {"reason": "x"})
    assert (Failure.objects.count(), SignIn.objects.count(), KeptForm.objects.count()) == (1, 1, 1)
    privacy.purge(audit=audit(clock.now))
    assert (Failure.objects.count(), SignIn.objects.count(), KeptForm.objects.count()) == (1, 1, 1)
    privacy.purge(audit=audit(clock.now + timedelta(days=2)))
    assert (Failure.objects.count(), SignIn.objects.count(), KeptForm.objects.count()) == (0, 1, 0)
    privacy.purge(audit=audit(clock.now + timedelta(days=366)))
    assert not SignIn.objects.exists()
    assert not PasswordLink.objects.exists()


@pytest.mark.django_db
def test_members_get_their_own_sign_ins(person, clock):
    person.sign_in(clock.now)
    (told,) = privacy.export(person.member)
    assert told["address"] == "127.0.0.1"
    assert told["second_factor"] == "totp"
