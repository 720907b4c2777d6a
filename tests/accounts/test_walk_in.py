"""Walking in, in an example installation: in a process of its own, because the app is installed there only."""

import os
import subprocess
import sys
from pathlib import Path

from harborlight.project import datafolder
from tests.guarantees.house import ROOT

WALK = """
import django; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
from django.test import Client as Plain
Client = lambda **more: Plain(**{"HTTP_HOST": "localhost", **more})
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
from harborlight.ground.access.api import Actor, Role, create_agency, create_member
from harborlight.ground.audit.api import Audit
system = Actor.system("tests")
audit = Audit(actor="system:tests", agency="", at=datetime.now(UTC), channel="test")
agency = create_agency(system, name="Invented", kind="police", county_fips="17197", state="IL",
                       time_zone="America/Chicago", is_host=True, audit=audit)
def member(login, role):
    return create_member(system, login=login, display_name=login.title(), agency_id=agency, roles=[role], audit=audit)
officer = member("example-officer", Role.OFFICER)
admin = member("example-administrator", Role.ADMINISTRATOR)
real = member("somebody", Role.OFFICER)
c = Client()
c.post("/account/notice/")
page = c.get("/account/login/").content.decode()
print("picker", "Walk in as" in page, "Example-Officer" in page, "Somebody" in page)
print("in", c.post("/example/walk-in/", {"member": officer}).status_code, c.get("/account/").status_code)
print("other", c.post("/example/walk-in/", {"member": real}).status_code)
print("far", Client(REMOTE_ADDR="203.0.113.9").post("/example/walk-in/", {"member": officer}).status_code)
passed_on = Client(HTTP_X_FORWARDED_FOR="203.0.113.9")
print("passed-on", passed_on.post("/example/walk-in/", {"member": officer}).status_code)
print("host", Client(HTTP_HOST="elsewhere.example").post("/example/walk-in/", {"member": officer}).status_code)
print("get", c.get("/example/walk-in/").status_code)
d = Client()
d.post("/example/walk-in/", {"member": admin})
e = Client()
for onward in ("https://elsewhere.example/", "//elsewhere.example/", "/screen/"):
    print("onward", e.post("/example/walk-in/", {"member": officer, "next": onward}).url)
print("afresh", d.get("/members/new/").status_code, "New account" in d.get("/members/new/").content.decode())
"""


def test_walking_in_works_in_an_example_and_for_invented_members_only(tmp_path: Path):
    folder = datafolder.create(tmp_path / "data", mode="example").path
    environment = {
        **os.environ, "HARBORLIGHT_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "harborlight.project.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WALK], env=environment, cwd=ROOT, capture_output=True, text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines() == [
        "picker True True False", "in 302 200", "other 404", "far 404", "passed-on 404", "host 400", "get 405",
        "onward /", "onward /", "onward /screen/",
        "afresh 200 True",
    ]
