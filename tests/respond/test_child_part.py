"""What the child's page and the inbox get: correct, complete for who may see it, and in a bounded number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harborlight.ground.access.api import Role
from harborlight.ground.people.api import erase_person
from harborlight.respond import api
from harborlight.respond.privacy import export
from tests.builders import NOON, an_actor, audit
from tests.respond.builders import a_scene, tell

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def test_the_summary_counts_duties_and_names_the_most_urgent() -> None:
    scene = a_scene(missing=NOON)
    tell(scene, "F1")
    found = api.summary(scene.investigator, scene.child, NOON + HOUR)
    assert (found.state, found.met, found.overdue) == ("open", 1, 1)
    assert found.urgent is not None
    assert found.urgent.duty.id == "CP1"
    assert found.next_steps[0].title == "Make it safe; food, water, warmth"
    assert [place.part for place in found.team] == ["Lead"]


def test_without_a_response_the_summary_says_where_to_open_one() -> None:
    scene = a_scene()
    stranger = an_actor(Role.INVESTIGATOR)
    found = api.summary(stranger, scene.child, NOON)
    assert (found.state, found.open_url, api.summaries(stranger, scene.child, NOON)) == ("none", "", [])


def test_the_timeline_tells_who_was_told_and_how() -> None:
    scene = a_scene()
    tell(scene, "CP1", whom="Intake desk", reference="4471")
    entries = api.timeline(scene.officer, scene.child)
    assert [entry.title for entry in entries] == ["Child protection was told.", "Response opened"]
    assert entries[0].text == "Told 22 Nov 12:21 CST by phone, Intake desk, ref 4471."
    assert entries[0].zone == "police"
    assert entries[0].undo_url


def test_a_stranger_gets_an_empty_timeline() -> None:
    scene = a_scene()
    assert api.timeline(an_actor(Role.SUPERVISOR), scene.child) == []


def test_the_inbox_puts_what_is_overdue_first() -> None:
    scene = a_scene(missing=NOON)
    items = api.inbox(scene.investigator, NOON + timedelta(minutes=19))
    assert [(item.state, item.title) for item in items[:2]] == [
        ("overdue", "Child protection has not been told."),
        ("running", "The missing child is not yet in NCIC and the state system."),
    ]
    assert items[0].action_label == "Call and record"
    assert items[0].child_code


def test_another_agency_finds_none_of_it_in_its_inbox() -> None:
    a_scene(missing=NOON)
    assert api.inbox(an_actor(Role.INVESTIGATOR), NOON) == []


def test_an_officer_who_was_not_told_finds_none_of_it_either() -> None:
    scene = a_scene(missing=NOON)
    assert api.inbox(an_actor(Role.OFFICER, agency_id=scene.agency), NOON) == []


def test_an_administrator_has_no_children_in_the_inbox() -> None:
    scene = a_scene()
    assert api.inbox(an_actor(Role.ADMINISTRATOR, agency_id=scene.agency), NOON) == []


def queries(actor, child: str) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    with CaptureQueriesContext(connection) as page:
        api.child_part(actor, child, NOON)
    with CaptureQueriesContext(connection) as box:
        api.inbox(actor, NOON)
    return len(page), len(box)


def test_queries_do_not_grow_with_responses() -> None:
    scene = a_scene(missing=NOON)
    tell(scene, "F1")
    few = queries(scene.investigator, scene.child)
    for _ in range(5):
        a_scene(missing=NOON)
    tell(scene, "CP1")
    assert queries(scene.investigator, scene.child) == few
    assert few[0] <= 10
    assert few[1] <= 8


def test_an_erased_child_leaves_codes_and_times_only() -> None:
    scene = a_scene()
    tell(scene, "CP1", whom="Canary Person")
    records = an_actor(Role.RECORDS, agency_id=scene.agency)
    assert "Canary Person" in str(export(records, scene.child))
    erase_person(records, scene.child, audit=audit(NOON, records))
    entries = api.timeline(records, scene.child)
    assert entries
    assert "anary" not in repr(entries)
    assert "anary" not in str(export(records, scene.child))
