"""The invented county: every role, every state, nobody real; and its pages keep their budget of questions."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from harborlight.ground.access.api import Role, actor_of
from harborlight.ground.access.models import Member
from harborlight.ground.audit.api import Audit
from harborlight.ground.packs import api as packs
from harborlight.ground.people.models import Person
from harborlight.library import api as library
from harborlight.library.models import RotaShift
from harborlight.project.example.county import MEMBERS, found_county
from harborlight.project.example.stories import tell_all
from harborlight.recognize.models import Screening
from harborlight.respond.models import Notice, Referral, Response, TeamMember
from harborlight.respond.states import TABLES
from tests.builders import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
QUERIES = 15


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker):
    """Loaded once for this module, and taken back afterwards."""
    from django.db import transaction

    now = timezone.now()
    audit = Audit(actor="system:tests", agency="", at=now, channel="test")
    with django_db_blocker.unblock(), transaction.atomic():
        packs.install_all(audit=audit)
        library.load_directory(audit=audit)
        found = found_county(now)
        tell_all(found)
        yield found
        transaction.set_rollback(True)


def test_there_is_somebody_of_every_role():
    assert {role for *_, role in MEMBERS} == set(Role)
    assert Member.objects.filter(login__startswith="example-").count() == len(MEMBERS)


def test_records_stand_in_every_state_there_is():
    found = {
        "response": set(Response.objects.values_list("state", flat=True)),
        "referral": set(Referral.objects.values_list("state", flat=True)),
        "notice": set(Notice.objects.values_list("state", flat=True)),
    }
    for table in TABLES:
        if table.thing in found:
            assert found[table.thing] == {state.code for state in table.states}, table.thing
    assert TeamMember.objects.exists()
    assert Screening.objects.filter(stopped=True).exists() and Screening.objects.filter(about=None).exists()
    assert Person.objects.filter(sealed=True).exists()


def test_invented_numbers_are_in_the_invented_range():
    numbers = list(RotaShift.objects.values_list("value", flat=True)) + list(
        Member.objects.values_list("phone", flat=True)
    )
    assert all(re.search(r"555-01\d\d$", number) for number in numbers if number)
    assert Counter(bool(n) for n in numbers)[True] > 0


@pytest.mark.parametrize("who", [key for key, *_ in MEMBERS])
def test_every_inbox_keeps_its_budget(who):
    client = signed_in(actor_of(Member.objects.select_related("agency").get(login=f"example-{who}")))
    client.get("/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/").status_code == 200
    assert len(asked) <= QUERIES, "\n".join(q["sql"][:150] for q in asked)


@pytest.mark.parametrize("who", ["officer", "investigator", "supervisor", "records"])
def test_every_childs_page_keeps_its_budget(who):
    client = signed_in(actor_of(Member.objects.select_related("agency").get(login=f"example-{who}")))
    opened = 0
    for person_id in Person.objects.values_list("id", flat=True):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/child/{person_id}/")
        opened += answer.status_code == 200
        assert len(asked) <= QUERIES, "\n".join(q["sql"][:150] for q in asked)
    assert opened
