"""The directory in the store: loaded from packs, checked by us, imported from others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test.utils import CaptureQueriesContext

from harborlight.ground.access.api import Actor, NotFound, Refused, Role
from harborlight.library import api, queries
from harborlight.library.core.moments import MomentRefused
from harborlight.library.models import Contact, Outcome, Phone, RotaShift, Service, Verification
from tests.builders import SYSTEM, an_actor, an_agency, audit, recent_events
from tests.library.builders import NIGHT, calls

pytestmark = pytest.mark.django_db
PACK = "example.services-illinois"


@pytest.fixture
def loaded() -> None:
    api.load_directory(audit=audit())


@pytest.fixture
def liaison() -> Actor:
    return an_actor(Role.LIAISON)


def stored(place: str = "60601", at: datetime = NIGHT, **more: Any) -> list[tuple[str, str, bool | None]]:
    return [(a.role, a.value, a.open_now) for a in api.who_to_call(place, at, **more)]


def test_loading_twice_changes_nothing() -> None:
    first = api.load_directory(audit=audit())
    assert first.new == first.total == Contact.objects.count() > 500
    events = len(recent_events())
    second = api.load_directory(audit=audit())
    assert (second.new, second.changed, second.retired) == (0, 0, 0)
    assert len(recent_events()) == events, "an act that changes nothing leaves no event"


PLACES = ["60601", "37201", "58501", "fips:15009", "55401", "89301", "fips:72127", "90001", "83702"]


@pytest.mark.parametrize("place", PLACES)
def test_the_store_answers_as_the_packs_do(loaded: None, place: str) -> None:
    for at in (NIGHT, NIGHT + timedelta(hours=8), NIGHT + timedelta(days=1, hours=9)):
        assert list(api.who_to_call(place, at)) == list(calls(place, at))


def test_an_empty_store_answers_with_the_packs() -> None:
    assert stored()[0] == ("emergency", "911", True) and len(stored()) > 10


def test_two_queries_whatever_is_asked(loaded: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        api.who_to_call("60601", NIGHT)
    with django_assert_num_queries(2):
        api.call_table("IL", NIGHT)


def test_a_row_carries_its_pack_and_its_source(loaded: None) -> None:
    row = Contact.objects.get(key="nd-child-protection")
    assert (row.pack_id, row.pack_version, len(row.pack_digest)) == ("directory.child-protection", "1.0", 64)
    assert (row.hours, row.tz, row.otherwise) == ("Mo-Fr 08:00-17:00", "America/Chicago", "message")
    assert row.source.startswith("https://") and row.source_date == "2026-09-22"


def test_a_check_counts_for_90_days_and_a_failure_at_once(loaded: None, liaison: Actor) -> None:
    def line(at: datetime) -> api.Answer:
        return next(a for a in api.who_to_call("60601", at) if a.line_id == "il-child-protection")

    assert line(NIGHT).verified is False
    api.verify_contact(liaison, "il-child-protection", value="800-252-2873", audit=audit(NIGHT, liaison))
    assert line(NIGHT + timedelta(days=1)).verified is True
    assert line(NIGHT + timedelta(days=91)).verified is False
    api.number_failed(liaison, "il-child-protection", audit=audit(NIGHT + timedelta(days=2), liaison))
    assert line(NIGHT + timedelta(days=2)).check == "failed when your agency called on 24 Nov 2026"
    assert Verification.objects.count() == 2


def test_a_check_is_of_the_number_that_was_called(loaded: None, liaison: Actor) -> None:
    with pytest.raises(Refused, match="changed to 800-252-2873"):
        api.verify_contact(liaison, "il-child-protection", value="800-555-0100", audit=audit(actor=liaison))
    with pytest.raises(Refused, match="no number here yet"):
        api.verify_contact(liaison, "mn-child-protection", audit=audit(actor=liaison))
    assert not Verification.objects.exists()


def test_a_new_number_forgets_the_check_of_the_old_one(loaded: None, liaison: Actor) -> None:
    api.verify_contact(liaison, "il-child-protection", audit=audit(actor=liaison))
    with audit().writing("directory.load", subject=("directory", "test")):
        Contact.objects.filter(key="il-child-protection").update(value="800-555-0100", row_digest="old")
    api.load_directory(audit=audit())
    row = Contact.objects.get(key="il-child-protection")
    assert (row.value, row.checked_at, row.check_result) == ("800-252-2873", None, "")
    assert Verification.objects.get().value == "800-252-2873", "the history stays"


def test_a_row_that_left_its_pack_is_retired_not_deleted(loaded: None) -> None:
    with audit().writing("directory.load", subject=("directory", "test")):
        Contact.objects.filter(key="il-child-protection").update(key="il-gone")
    assert api.load_directory(audit=audit()).retired == 1
    assert Contact.objects.get(key="il-gone").retired_at is not None
    assert ("child-protection", "800-252-2873", True) in stored()


def test_our_own_county_line_stands_before_the_state_s(loaded: None, liaison: Actor) -> None:
    facts = {
        "role": "child-protection", "name": "Hennepin County child protection", "channel": "phone",
        "value": "(612) 555-0123", "state": "MN", "counties": "27053", "source": "Intake supervisor, by phone",
        "hours": "24/7",
    }  # fmt: skip
    key = api.add_contact(liaison, facts=facts, audit=audit(actor=liaison))
    first = next(a for a in api.who_to_call("55401", NIGHT) if a.role == "child-protection")
    assert (first.value, first.open_now, first.verified, first.line_id) == ("612-555-0123", True, False, key)
    assert not any(a.value == "not found" for a in api.who_to_call("55401", NIGHT))
    api.load_directory(audit=audit())
    assert Contact.objects.get(key=key).retired_at is None, "an upgrade never touches the agency's own"
    api.retire_contact(liaison, key, audit=audit(actor=liaison))
    assert any(a.value == "not found" for a in api.who_to_call("55401", NIGHT))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source": ""}, "Fill in source"),
        ({"value": "call us"}, "not a telephone number"),
        ({"channel": "drum"}, "Choose how"),
        ({"hours": "always"}, "not days and spans"),
    ],
)
def test_an_own_number_without_source_or_sense_is_refused(liaison: Actor, change: dict[str, str], says: str) -> None:
    facts = {"role": "icac", "name": "Unit", "channel": "phone", "value": "312-555-0100", "source": "their page"}
    with pytest.raises(Refused, match=says):
        api.add_contact(liaison, facts=facts | change, audit=audit(actor=liaison))
    assert not Contact.objects.exists()


def test_only_those_who_may_change_the_directory_do(loaded: None) -> None:
    analyst = an_actor(Role.ANALYST)
    for act in (
        lambda: api.verify_contact(analyst, "il-child-protection", audit=audit(actor=analyst)),
        lambda: api.add_contact(analyst, facts={}, audit=audit(actor=analyst)),
        lambda: api.import_pack(analyst, PACK, audit=audit(actor=analyst)),
        lambda: enter(analyst),
    ):
        with pytest.raises(Refused):
            act()


# Rota ------------------------------------------------------------------------------------------------------------


def enter(actor: Actor, **change: Any) -> str:
    facts: dict[str, Any] = {
        "unit": "Special Victims on call",
        "value": "(312) 555-0142",
        "starts_at": datetime(2026, 11, 22, 1, tzinfo=UTC),
        "ends_at": datetime(2026, 11, 22, 13, tzinfo=UTC),
        "counties": ["17031"],
    }
    return api.enter_rota(actor, **(facts | change), audit=audit(actor=actor))


def test_a_shift_is_entered_once_and_answers_while_it_runs(loaded: None, liaison: Actor) -> None:
    assert enter(liaison) == enter(liaison)
    assert stored()[1] == ("local-police", "312-555-0142", True)
    assert not any(value == "312-555-0142" for _r, value, _o in stored(at=NIGHT + timedelta(hours=6)))


def test_the_public_sees_only_shifts_that_are_entered_for_it(loaded: None, liaison: Actor) -> None:
    enter(liaison)
    assert not any(value == "312-555-0142" for _r, value, _o in stored(public=True))
    assert api.call_table("IL", NIGHT)["rota"] == []
    enter(liaison, unit="Front desk", value="312-555-0143", is_public=True)
    assert any(value == "312-555-0143" for _r, value, _o in stored(public=True))
    assert [shift["unit"] for shift in api.call_table("IL", NIGHT)["rota"]] == ["Front desk"]


def test_a_cancelled_shift_answers_no_more(loaded: None, liaison: Actor) -> None:
    shift = enter(liaison)
    api.cancel_shift(liaison, shift, audit=audit(actor=liaison))
    assert not any(value == "312-555-0142" for _r, value, _o in stored())
    other = an_actor(Role.LIAISON, agency_id=an_agency())
    with pytest.raises(NotFound):
        api.cancel_shift(other, shift, audit=audit(actor=other))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"ends_at": datetime(2026, 11, 22, 0, tzinfo=UTC)}, "ends before it begins"),
        ({"ends_at": datetime(2027, 11, 22, 0, tzinfo=UTC)}, "more than a month"),
        ({"counties": []}, "at least one county"),
        ({"counties": ["99999"]}, "not in our list"),
        ({"value": "ask Bob"}, "not a telephone number"),
        ({"value": ""}, "duty number"),
        ({"unit": "  "}, "Name the unit"),
    ],
)
def test_a_wrong_shift_is_a_sentence_and_nothing_is_saved(liaison: Actor, change: dict[str, Any], says: str) -> None:
    with pytest.raises(Refused, match=says):
        enter(liaison, **change)
    assert not RotaShift.objects.exists()


def test_a_shift_without_zone_is_refused(liaison: Actor) -> None:
    with pytest.raises(MomentRefused):
        enter(liaison, starts_at=datetime(2026, 11, 22, 1))


# Services --------------------------------------------------------------------------------------------------------


def test_the_example_directory_comes_in_once() -> None:
    first = api.import_pack(SYSTEM, PACK, audit=audit())
    assert (Service.objects.count(), Phone.objects.count()) == (429, 963 - 8 + 3)
    assert (first.taken, first.refused, first.changed) == (4462, 28, 429 + 33 + 520)
    assert {row["why"] for row in first.rows if row["what"] == "refused"} >= {"no number", "no id or no name"}
    again = api.import_pack(SYSTEM, PACK, audit=audit())
    assert (again.taken, again.refused, again.changed) == (first.taken, first.refused, 0)
    assert Service.objects.count() == 429 and Phone.objects.count() == 958


def test_find_offers_what_fits_nearest_first() -> None:
    api.import_pack(SYSTEM, PACK, audit=audit())
    noon = datetime(2026, 11, 23, 18, tzinfo=UTC)
    found = api.find("trafficking", "60601", noon)
    names = [option.name for option in found]
    assert names == ["Human Trafficking Initiative", "Trafficking survivors assistance project"]
    assert all("traffick" in option.reason and option.phones and not option.verified for option in found)
    assert found[0].as_json()["source"].startswith("Legal aid in Illinois") and found[0].source_date == "2019-06"
    legal = api.find("legal", "Morgan County, IL", noon)
    assert "Morgan County" in legal[0].name and len(legal) == queries.OPTIONS
    assert not any("in Cook County" in option.name for option in legal)
    assert api.find("trafficking", "90001", noon) == []
    with pytest.raises(api.NeedRefused):
        api.find("magic", "60601", noon)


def test_find_asks_a_fixed_number_of_questions(django_assert_max_num_queries: Any) -> None:
    api.import_pack(SYSTEM, PACK, audit=audit())
    with django_assert_max_num_queries(9):
        api.find("legal", "60601", NIGHT)


def test_a_changed_record_is_written_again_and_only_that() -> None:
    api.import_pack(SYSTEM, PACK, audit=audit())
    kept = Service.objects.get(name="Human Trafficking Initiative")
    with audit().writing("directory.import", subject=("import", "test")):
        Service.objects.filter(id=kept.id).update(name="Old name", row_digest="old")
    assert api.import_pack(SYSTEM, PACK, audit=audit()).changed == 1
    assert Service.objects.get(id=kept.id).name == "Human Trafficking Initiative"
    assert Phone.objects.filter(service=kept).count() == 1


def test_an_outcome_is_a_code_and_a_day() -> None:
    api.import_pack(SYSTEM, PACK, audit=audit())
    service = Service.objects.get(name="Human Trafficking Initiative")
    api.record_outcome(str(service.id), "helped", audit=audit())
    api.record_outcome("gone", "helped", audit=audit())
    outcome = Outcome.objects.get()
    assert (outcome.code, outcome.day.isoformat()) == ("helped", "2026-11-22")
    assert {field.name for field in Outcome._meta.get_fields()} == {"id", "service", "code", "day"}


def test_service_by_id_is_not_found_alike(liaison: Actor) -> None:
    for key in ("nonsense", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(NotFound, match="no such service"):
            api.service(key, NIGHT)


def test_checking_a_service(liaison: Actor) -> None:
    api.import_pack(SYSTEM, PACK, audit=audit())
    service = str(Service.objects.get(name="Human Trafficking Initiative").id)
    api.verify_service(liaison, service, answered=True, audit=audit(NIGHT, liaison))
    assert api.service(service, NIGHT).verified is True
    assert api.service(service, NIGHT + timedelta(days=400)).verified is False


@pytest.mark.urls("tests.library.urls")
def test_the_inbox_of_the_keeper_names_what_failed(loaded: None, liaison: Actor) -> None:
    assert api.inbox(liaison, NIGHT) == []
    api.number_failed(liaison, "il-child-protection", audit=audit(NIGHT, liaison))
    api.verify_contact(liaison, "nd-child-protection", audit=audit(NIGHT, liaison))
    items = api.inbox(liaison, NIGHT + timedelta(days=100))
    assert [item.title for item in items] == ["1 number failed", "1 number to check again"]
    assert api.inbox(an_actor(Role.OFFICER), NIGHT) == []


@pytest.mark.urls("tests.library.urls")
def test_queries_do_not_grow(loaded: None, liaison: Actor) -> None:
    from django.db import connection

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            api.who_to_call("60601", NIGHT)
            api.inbox(liaison, NIGHT)
        return len(seen)

    before = cost()
    for hour in range(10):
        enter(liaison, unit=f"Unit {hour}", value="312-555-0150")
    assert cost() == before
