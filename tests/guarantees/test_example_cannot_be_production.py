"""The role picker of the invented county cannot exist in a production configuration."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from harborlight.ground.accounts import marks
from harborlight.project import datafolder
from harborlight.project.datafolder import FolderRefused
from tests.builders import an_actor, sign_in
from tests.guarantees.house import PACKAGE, ROOT

PICKER = "harborlight.project.example"


def test_the_tests_run_on_a_production_folder():
    assert settings.FOLDER.mode == "production"
    assert not settings.EXAMPLE


def test_the_app_is_not_installed():
    assert PICKER not in settings.INSTALLED_APPS
    assert not apps.is_installed(PICKER)


def test_no_address_leads_to_it():
    with pytest.raises(NoReverseMatch):
        reverse("example:walk-in")
    with pytest.raises(Resolver404):
        resolve("/example/walk-in/")


@pytest.mark.django_db
def test_the_sign_in_page_has_no_picker(client):
    an_actor()
    client.post("/account/notice/")
    page = client.get("/account/login/").content.decode()
    assert "Sign-in name" in page
    assert "alk in" not in page
    assert "example" not in page


@pytest.mark.django_db
def test_its_mark_in_a_session_opens_nothing():
    client = sign_in(Client(), an_actor(), factor=marks.EXAMPLE_WALK)
    assert client.get("/account/").headers["Location"] == "/account/second-factor/"


@pytest.mark.django_db
def test_its_mark_in_a_session_confirms_nothing(rf):
    actor = an_actor()
    client = sign_in(Client(), actor, factor=marks.EXAMPLE_WALK)
    found = marks.Marks(**client.session["sign_in"])
    assert not marks.has_second_factor(found)
    assert not marks.is_confirmed(found, found.signed_in_at)


def test_only_the_data_folder_says_what_is_an_example():
    """No environment variable, no setting of its own: the word is read from the folder in one place."""
    users = [
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if "EXAMPLE =" in file.read_text()
    ]
    assert users == ["project/settings.py"]
    assert "EXAMPLE = FOLDER.is_example" in (PACKAGE / "project" / "settings.py").read_text()


def test_an_example_is_served_on_its_own_machine_only(tmp_path: Path):
    folder = datafolder.create(tmp_path / "data", mode="example").path
    toml = folder / "harborlight.toml"
    toml.write_text(toml.read_text().replace("hosts = []", 'hosts = ["harborlight.example.org"]'))
    with pytest.raises(FolderRefused, match="this machine only"):
        datafolder.open_folder(folder)


def test_no_variable_turns_a_production_folder_into_an_example(tmp_path: Path):
    folder = datafolder.create(tmp_path / "data", mode="production").path
    ask = "from django.conf import settings as s; print(s.EXAMPLE, len(s.INSTALLED_APPS))"
    loud = {"EXAMPLE": "1", "HARBORLIGHT_EXAMPLE": "1", "HARBORLIGHT_MODE": "example", "DJANGO_EXAMPLE": "True"}
    environment = {
        **os.environ, **loud, "HARBORLIGHT_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "harborlight.project.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    answer = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", str(len(settings.INSTALLED_APPS))]
