"""A child's whole record: handed out with nothing left out, erased with nothing left."""

import json
import re
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from harborlight.ground.access.api import Ref, Role
from harborlight.ground.audit.models import Event
from harborlight.ground.files import api as files
from harborlight.ground.files.api import Answer, Upload
from harborlight.ground.people import api as people
from harborlight.recognize import api as recognize
from tests.builders import NOON, a_child, an_actor, signed_in
from tests.desk.test_pages import a_response, a_screening

pytestmark = pytest.mark.django_db
SRC = Path(__file__).resolve().parents[2] / "src" / "harborlight"


@pytest.fixture
def record():
    officer = an_actor()
    child = a_child(officer, "Zebulon Quillfeather", identifiers=[("case", "26-1183")])
    screening = a_screening(officer)
    recognize.attach_child(officer, screening, child_id=child, audit=_audit(officer))
    a_response(officer, child)
    records = signed_in(an_actor(Role.RECORDS, agency_id=officer.agency_id))
    return officer, child, records


def _audit(actor):
    from tests.builders import audit

    return audit(actor=actor)


def test_the_whole_record_is_handed_out_and_noted(record):
    _, child, client = record
    answer = client.post(reverse("desk:export", args=[child]))
    whole = json.loads(answer.content)
    assert whole["identity"]["names"][0]["text"] == "Zebulon Quillfeather"
    assert whole["responses"] and whole["screenings"][0]["answers"] and whole["files"] == []
    assert "Zebulon" not in answer["Content-Disposition"]
    assert Event.objects.filter(action="child.export", subject_id=child).count() == 1


def test_erasing_needs_the_code_and_leaves_nothing_to_read(record):
    officer, child, client = record
    where = reverse("desk:erase", args=[child])
    code = people.person(officer, child, NOON).code
    assert "not the code" in client.post(where, {"code": "ZZZZ"}).text
    assert not people.person(officer, child, NOON).erased
    assert client.post(where, {"code": code.lower()}).status_code == 302
    page = client.get(reverse("desk:child", args=[child])).text
    assert "was erased" in page and "Quillfeather" not in page
    assert all("erased" in str(one["answers"]) for one in _exported(client, child)["screenings"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_key WHERE destroyed_at IS NULL AND agency_key_id IS NOT NULL")
        assert cursor.fetchone()[0] == 0


def _exported(client, child):
    return json.loads(client.post(reverse("desk:export", args=[child])).content)


def test_a_receipt_is_added_stands_in_the_timeline_and_is_gone_when_erased(record):
    officer, child, client = record
    visitor = signed_in(officer)
    where = reverse("desk:add_child_file", args=[child])
    assert visitor.get(where).status_code == 200
    ref = Ref("child", child)
    upload = Upload("receipt.txt", b"Told 02:31, reference 4471.", Answer.NO)
    files.add_file(officer, ref, upload=upload, audit=_audit(officer))
    assert "receipt.txt" in visitor.get(reverse("desk:child_files", args=[child])).text
    assert "receipt.txt" in visitor.get(reverse("desk:child", args=[child])).text
    client.post(reverse("desk:erase", args=[child]), {"code": people.person(officer, child, NOON).code})
    assert "receipt.txt" not in client.get(reverse("desk:child", args=[child])).text


def test_only_records_may(record):
    officer, child, _ = record
    client = signed_in(officer)
    assert client.post(reverse("desk:export", args=[child])).status_code == 403
    assert client.get(reverse("desk:erase", args=[child])).status_code == 403


def test_every_module_that_keeps_something_about_a_child_is_named():
    entered = (SRC / "desk" / "records.py").read_text()
    for path in SRC.rglob("privacy.py"):
        if re.search(r"child_id|files_of|erase_person", path.read_text()):
            module = ".".join(path.relative_to(SRC).parts[:-1])
            assert (
                f"from harborlight.{module.rpartition('.')[0]}".rstrip(".") in entered and path.parent.name in entered
            ), module
