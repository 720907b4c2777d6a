"""The log: written with the act, append-only, chained, signed, and telling where it was touched."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from harborlight.ground.access.models import Agency
from harborlight.ground.audit import api
from harborlight.ground.audit.core.event import EventData, NotACode, check_codes, detail_text, link, stamp
from harborlight.ground.audit.models import Event
from tests.builders import NOON, an_agency, audit

pytestmark = pytest.mark.django_db


def raw(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def without_triggers(*statements: str) -> None:
    """What somebody with the database file and its key could do."""
    acts = [(t, a) for t in ("audit_event", "audit_seal", "audit_sealedevent") for a in ("update", "delete")]
    for table, act in acts:
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        raw(f"DROP TRIGGER {table}_no_{act}{on}")
    for statement in statements:
        raw(statement)


def some_events(count: int = 5) -> list[int]:
    for _ in range(count):
        audit().reading("child.see", subject=("child", "x"))
    return list(Event.objects.order_by("id").values_list("id", flat=True))


def test_a_write_outside_an_act_does_not_run():
    with pytest.raises(api.UnauditedWrite, match="access_agency"), transaction.atomic():
        Agency.objects.create(name="x", kind="police", county_fips="17031", state="IL", created_at=NOON)
    assert not Agency.objects.exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda: Agency.objects.update(name="y"),
        lambda: Agency.objects.all().delete(),
        lambda: Agency.objects.bulk_create(
            [Agency(name="x", kind="police", county_fips="1", state="IL", created_at=NOON)]
        ),
        lambda: raw("UPDATE access_agency SET name = 'z'"),
        lambda: raw("  insert or replace into access_agency (name) values ('z')"),
    ],
)
def test_no_way_of_writing_goes_around_the_guard(write):
    an_agency()
    with pytest.raises(api.UnauditedWrite), transaction.atomic():
        write()


def test_the_event_is_saved_with_the_act_or_not_at_all():
    with pytest.raises(RuntimeError), audit().writing("agency.create", subject=("agency", "1")):
        raise RuntimeError
    assert not Event.objects.exists()
    agency = an_agency()
    event = Event.objects.get(action="agency.create")
    assert (event.subject_id, event.outcome, event.channel) == (agency, "done", "test")


@pytest.mark.parametrize("act", ["UPDATE audit_event SET actor = 'x'", "DELETE FROM audit_event"])
def test_the_database_refuses_to_change_events(act):
    some_events()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        raw(act)


def test_a_sealed_log_verifies_and_counts():
    some_events(5)
    assert api.unsealed_since() == NOON
    assert api.seal(NOON, batch=3) == 3
    assert api.seal(NOON + timedelta(seconds=2)) == 2
    assert api.seal(NOON) == 0
    verdict = api.verify()
    assert verdict.sound and (verdict.sealed, verdict.unsealed) == (5, 0)
    assert api.unsealed_since() is None
    assert [head["position"] for head in api.export_heads()] == [3, 5]


def test_a_changed_event_is_named():
    ids = some_events()
    api.seal(NOON)
    without_triggers(f"UPDATE audit_event SET actor = 'other' WHERE id = {ids[2]}")
    faults = api.verify().faults
    assert [fault.event_id for fault in faults] == [ids[2]]


def test_a_removed_event_is_named():
    ids = some_events()
    api.seal(NOON)
    without_triggers(f"DELETE FROM audit_event WHERE id = {ids[1]}")
    assert ids[1] in [fault.event_id for fault in api.verify().faults]


def test_an_event_removed_with_its_place_leaves_a_gap():
    ids = some_events()
    api.seal(NOON)
    without_triggers(
        f"DELETE FROM audit_event WHERE id = {ids[1]}", f"DELETE FROM audit_sealedevent WHERE event_id = {ids[1]}"
    )
    assert not api.verify().sound


def test_a_forged_head_is_noticed():
    some_events()
    api.seal(NOON)
    without_triggers("UPDATE audit_seal SET signature = '00'")
    assert "signature" in api.verify().faults[0].text


def test_a_cut_off_end_is_noticed_by_whoever_keeps_the_heads():
    some_events(4)
    api.seal(NOON, batch=2)
    api.seal(NOON)
    kept = api.export_heads()
    without_triggers("DELETE FROM audit_seal WHERE position > 2", "DELETE FROM audit_sealedevent WHERE position > 2")
    assert api.export_heads() != kept


@given(st.text())
def test_details_take_codes_and_refuse_prose(text):
    try:
        check_codes(text)
    except NotACode:
        return
    assert text.isascii() and " " not in text and len(text) <= 120


def test_a_name_with_a_space_is_refused():
    with pytest.raises(NotACode):
        detail_text({"name": "Jane Roe"})
    with pytest.raises(NotACode):
        audit().reading("child.see", subject=("child", "Jane Roe"))


def test_times_are_written_to_the_millisecond_in_utc():
    assert stamp(NOON) == "2026-11-22T18:00:00.000Z"


def test_two_events_that_change_places_are_noticed():
    ids = some_events()
    api.seal(NOON)
    first, second = (f"(SELECT chain FROM audit_sealedevent WHERE event_id = {i})" for i in ids[1:3])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {first}, {second}")
        chains = cursor.fetchone()
    without_triggers(
        f"UPDATE audit_sealedevent SET event_id = -1 WHERE event_id = {ids[1]}",
        f"UPDATE audit_sealedevent SET event_id = {ids[1]}, chain = '{chains[0]}' WHERE event_id = {ids[2]}",
        f"UPDATE audit_sealedevent SET event_id = {ids[2]}, chain = '{chains[1]}' WHERE event_id = -1",
    )
    assert not api.verify().sound


def test_replacing_an_event_is_refused_like_changing_it():
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's own.")
    ids = some_events()
    columns = "id, at, actor, agency, action, subject_kind, subject_id, outcome, channel, session, purpose, detail"
    values = columns.replace("actor,", "'other',")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        raw(f"INSERT OR REPLACE INTO audit_event ({columns}) SELECT {values} FROM audit_event WHERE id = {ids[0]}")


EVENT = EventData(1, NOON, "a", "b", "c", "d", "e", "done", "web", "s", "casework", "{}")


@pytest.mark.parametrize("name", [field.name for field in fields(EventData)])
def test_every_part_of_an_event_is_chained(name):
    other = {"id": 2, "at": NOON + timedelta(seconds=1)}.get(name, "other")
    assert link("0", EVENT) != link("0", replace(EVENT, **{name: other}))
