"""A full disk and a busy database are told in words; nothing of the step is written."""

import json
import os
import subprocess
import sys

import pytest
from django.db import OperationalError

from harborlight.desk.views import search
from harborlight.ground.access.api import Role
from tests.builders import an_actor, signed_in
from tests.guarantees.house import ROOT


def test_a_full_disk_is_a_sentence_and_nothing_is_written(tmp_path):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HARBORLIGHT")}
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-P", "-m", "tests.project.full_disk", str(tmp_path / "data")]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["full"] > 0, (told, done.stderr[-500:])
    assert told["sentence"]
    assert told["children"] == told["saved"]
    assert told["after"] == 302


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "status", "words"), [
    ("database or disk is full", 507, "The disk of this server is full"),
    ('could not extend file "base/1": No space left on device', 507, "nothing of it was written"),
    ("database is locked", 503, "Send it again in a few seconds"),
])
def test_what_the_database_says_becomes_what_to_do(monkeypatch, text, status, words):
    def fails(*args, **kwargs):
        raise OperationalError(text)

    monkeypatch.setattr(search, "render", fails)
    answer = signed_in(an_actor(Role.INVESTIGATOR)).get("/search/")
    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.django_db
def test_other_faults_stay_faults(monkeypatch):
    def fails(*args, **kwargs):
        raise OperationalError("no such table: people_person")

    monkeypatch.setattr(search, "render", fails)
    client = signed_in(an_actor(Role.INVESTIGATOR))
    client.raise_request_exception = False
    assert client.get("/search/").status_code == 500
