"""Screenings in the store: saved once, never edited, seen by whom they concern, and worked out again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from harborlight.ground.access.api import Actor, NotFound, Ref, Refused, Role, relate, unrelate
from harborlight.ground.audit.api import events
from harborlight.ground.people.api import seal_person
from harborlight.recognize import actions, api, privacy, shipped
from harborlight.recognize.core import Answers, read_answers
from harborlight.recognize.models import Screening, ScreeningChild
from tests.builders import NOON, a_child, an_actor, an_agency, audit

pytestmark = pytest.mark.django_db

SEEN = {"speaks-for": "yes", "holds-things": "yes", "fear": "no", "missing": "unknown"}
STOPPED = {"disclosed": {"answer": "yes", "source": "child_said"}}


def said(answers: dict[str, Any]) -> Answers:
    return read_answers(shipped.instrument("field-check"), {"answers": answers, "source": "seen"})


def screened(actor: Actor, answers: dict[str, Any] = SEEN, **more: Any) -> str:
    more = {"form": str(uuid4()), "audit": audit(actor=actor)} | more
    return api.complete_screening(actor, instrument_id="field-check", answers=said(answers), **more)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.OFFICER)


def test_a_screening_keeps_its_instrument_its_result_and_its_answers(officer: Actor) -> None:
    view = api.screening(officer, screened(officer, county_fips="17031"))
    assert (view.instrument, view.version) == ("field-check", shipped.instrument("field-check").version)
    assert view.digest == shipped.instrument("field-check").digest
    assert view.sentence.startswith("2 of 10 signs seen, 6 not asked, 1 unknown.")
    assert view.range == "2 to 9 once everything is known"
    assert [row.item for row in view.seen] == ["speaks-for", "holds-things"]
    assert {row.source for row in view.seen} == {"I saw it"}
    assert view.county_fips == "17031"
    assert api.screening(officer, view.id, language="es").sentence.startswith("2 de 10 señales vistas")


def test_answers_are_sealed_and_the_rest_holds_no_words(officer: Actor) -> None:
    row = Screening.objects.get(id=screened(officer))
    assert b"speaks" not in bytes(row.answers)
    assert set(row.result) == {"answered", "of", "score", "score_low", "score_high", "tally", "set_aside", "stop",
                               "seen", "rules"}
    assert "Someone" not in json.dumps(row.result)


def test_it_is_worked_out_again_from_its_own_definition(officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    screening_id = screened(officer)
    monkeypatch.setattr("harborlight.recognize.shipped.packs.pack", lambda *_: pytest.fail("the pack is gone"))
    assert api.recompute(officer, screening_id).same
    assert api.screening(officer, screening_id).rows


def test_it_is_never_edited(officer: Actor) -> None:
    row = Screening.objects.select_related("definition").get(id=screened(officer))
    for change in (
        lambda: Screening.objects.filter(id=row.id).update(county_fips="17043"),
        lambda: Screening.objects.filter(id=row.id).update(result={}),
        lambda: type(row.definition).objects.filter(digest=row.definition.digest).update(body={}),
    ):
        with pytest.raises(DatabaseError, match="never edited"), transaction.atomic(), audit().writing(
            "test.edit", subject=("screening", str(row.id))
        ):
            change()


def test_a_double_click_and_a_replay_save_once(officer: Actor) -> None:
    form = str(uuid4())
    first = screened(officer, form=form)
    assert screened(officer, form=form, audit=audit(NOON + timedelta(minutes=1), officer)) == first
    assert Screening.objects.count() == 1


def test_two_at_the_same_moment_save_once(officer: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second has looked before the first was saved; the database's own rule decides."""
    form = str(uuid4())
    first = screened(officer, form=form)
    known = actions._saved
    looks = iter(["", first])
    monkeypatch.setattr(actions, "_saved", lambda token: known(token) and next(looks))
    assert screened(officer, form=form) == first
    assert Screening.objects.count() == 1


def test_the_same_form_with_other_answers_supersedes_and_keeps_both(officer: Actor) -> None:
    form = str(uuid4())
    first = screened(officer, form=form)
    second = screened(officer, SEEN | {"fear": "yes"}, form=form)
    assert api.screening(officer, first).superseded_by == second
    assert api.screening(officer, second).supersedes == first
    assert screened(officer, form=form) == first, "the earlier answers sent again are still the earlier screening"
    assert Screening.objects.count() == 2


def test_superseding(officer: Actor) -> None:
    first = screened(officer, county_fips="17031")
    again = {"form": str(uuid4()), "audit": audit(actor=officer)}
    second = api.supersede(officer, first, answers=said(STOPPED), **again)
    assert api.screening(officer, second).stopped
    assert api.screening(officer, second).county_fips == "17031"
    with pytest.raises(Refused, match="corrected already"):
        api.supersede(officer, first, answers=said(SEEN), form=str(uuid4()), audit=audit(actor=officer))
    with pytest.raises(NotFound):
        api.supersede(an_actor(), second, answers=said(SEEN), form=str(uuid4()), audit=audit())


def test_who_may_see_a_screening_without_a_child(officer: Actor) -> None:
    screening_id = screened(officer)
    same_agency = [an_actor(role, agency_id=officer.agency_id) for role in (Role.INVESTIGATOR, Role.SUPERVISOR)]
    for actor in (officer, *same_agency):
        assert api.screening(actor, screening_id)
        assert screening_id in [one.id for one in api.recent(actor)]
    another_officer = an_actor(Role.OFFICER, agency_id=officer.agency_id)
    elsewhere = an_actor(Role.INVESTIGATOR)
    for actor in (another_officer, elsewhere):
        with pytest.raises(NotFound):
            api.screening(actor, screening_id)
        assert api.recent(actor) == []
    for role in (Role.ADVOCATE, Role.PARTNER, Role.ANALYST, Role.ADMINISTRATOR):
        with pytest.raises(Refused):
            api.screening(an_actor(role, agency_id=officer.agency_id), screening_id)
    for unknown in (str(uuid4()), "no-id"):
        with pytest.raises(NotFound):
            api.screening(officer, unknown)


def test_a_child_opens_its_screenings_to_those_who_see_the_child(officer: Actor) -> None:
    child = a_child(officer)
    screening_id = screened(officer, child_id=child)
    elsewhere = an_actor(Role.INVESTIGATOR)
    with pytest.raises(NotFound):
        api.screening(elsewhere, screening_id)
    relate(Ref("child", child), agency_id=elsewhere.agency_id, why="joined the team", items=("notices",), audit=audit())
    with pytest.raises(NotFound):
        api.screening(elsewhere, screening_id)
    assert api.timeline(elsewhere, child) == []
    relate(Ref("child", child), agency_id=elsewhere.agency_id, why="screenings", items=("screenings",), audit=audit())
    assert api.screening(elsewhere, screening_id).child_id == child
    assert [entry.url for entry in api.timeline(elsewhere, child)] == [f"/screening/{screening_id}/"]
    unrelate(Ref("child", child), agency_id=elsewhere.agency_id, audit=audit())
    assert api.timeline(elsewhere, child) == []


def test_a_sealed_child_takes_its_screenings_out_of_sight(officer: Actor) -> None:
    child = a_child(officer)
    screening_id = screened(officer, child_id=child)
    records = an_actor(Role.RECORDS, agency_id=officer.agency_id)
    seal_person(records, child, sealed=True, audit=audit(actor=records))
    with pytest.raises(NotFound):
        api.screening(officer, screening_id)
    assert api.recent(officer) == []
    assert api.timeline(officer, child) == []
    assert api.screening(records, screening_id)


def test_attaching_a_child(officer: Actor) -> None:
    child, other = a_child(officer), a_child(officer)
    screening_id = screened(officer)
    for _again in range(2):
        api.attach_child(officer, screening_id, child_id=child, audit=audit(actor=officer))
    assert api.screening(officer, screening_id).child_id == child
    with pytest.raises(Refused, match="another child"):
        api.attach_child(officer, screening_id, child_id=other, audit=audit(actor=officer))
    with pytest.raises(NotFound):
        api.attach_child(officer, screened(officer), child_id=a_child(an_actor()), audit=audit(actor=officer))
    assert ScreeningChild.objects.count() == 1


def test_a_correction_stays_with_the_child(officer: Actor) -> None:
    form, child = str(uuid4()), a_child(officer)
    screened(officer, form=form, child_id=child)
    second = screened(officer, SEEN | {"lost": "yes"}, form=form)
    assert api.screening(officer, second).child_id == child
    entries = api.timeline(officer, child)
    assert sorted(entry.title for entry in entries) == ["Field check", "Field check, superseded"]


def test_every_act_leaves_an_event_without_words(officer: Actor) -> None:
    screening_id = screened(officer, STOPPED)
    api.attach_child(officer, screening_id, child_id=a_child(officer), audit=audit(actor=officer))
    found = {event.action: event.detail for event in events(subject=screening_id)}
    assert {"screening.complete", "screening.attach", "relation.open"} <= set(found)
    assert json.loads(found["screening.complete"]) == {
        "answered": 0, "instrument": "field-check", "of": 10, "stop": True, "version": "1.0"
    }


def test_who_may_complete_one() -> None:
    for role in (Role.ADVOCATE, Role.PARTNER, Role.ANALYST, Role.LEADER):
        with pytest.raises(Refused):
            screened(an_actor(role))
    with pytest.raises(Refused, match="lost its number"):
        screened(an_actor(), form="nothing")
    with pytest.raises(NotFound):
        screened(an_actor(), child_id=a_child(an_actor()))
    assert Screening.objects.count() == 0


def test_the_inbox_holds_what_nobody_took_up(officer: Actor) -> None:
    investigator = an_actor(Role.INVESTIGATOR, agency_id=officer.agency_id)
    stopped, seen = screened(officer, STOPPED), screened(officer)
    screened(officer, {"fear": "no"})
    assert {item.url for item in api.inbox(investigator, NOON)} == {f"/screening/{stopped}/", f"/screening/{seen}/"}
    later = NOON + timedelta(days=8)
    assert [item.url for item in api.inbox(investigator, later)] == [f"/screening/{stopped}/"], "a disclosure stays"
    api.attach_child(officer, stopped, child_id=a_child(officer), audit=audit(actor=officer))
    assert api.inbox(investigator, later) == []
    assert api.inbox(an_actor(Role.INVESTIGATOR), NOON) == []
    assert api.inbox(an_actor(Role.ANALYST), NOON) == []


def test_no_inbox_line_and_no_entry_passes_a_verdict(officer: Actor) -> None:
    child = a_child(officer)
    screened(officer, child_id=child)
    told = [item.title for item in api.inbox(officer, NOON)] + [entry.text for entry in api.timeline(officer, child)]
    assert all("risk" not in text.lower() for text in told)
    assert "This does not confirm and does not clear." in api.timeline(officer, child)[0].text


def test_erasing_a_child_erases_the_words_and_keeps_the_figures(officer: Actor) -> None:
    child = a_child(officer)
    screening_id = screened(officer, child_id=child)
    assert privacy.export(officer, child)[0]["answers"]["answers"]["fear"]["answer"] == "no"
    records = an_actor(Role.RECORDS, agency_id=officer.agency_id)
    assert privacy.erase(records, child, audit=audit(actor=records)) == 1
    view = api.screening(officer, screening_id)
    assert view.erased
    assert view.rows == ()
    assert view.sentence.startswith("2 of 10")
    with pytest.raises(ValueError, match="erased"):
        api.recompute(officer, screening_id)
    with pytest.raises(Refused):
        privacy.erase(officer, child, audit=audit(actor=officer))


def test_lists_ask_a_fixed_number_of_questions(officer: Actor, django_assert_max_num_queries: Any) -> None:
    child = a_child(officer)
    for _n in range(6):
        screened(officer, child_id=child)
        screened(officer)
    with django_assert_max_num_queries(2):
        assert len(api.recent(officer)) == 12
    with django_assert_max_num_queries(4):
        assert len(api.inbox(officer, NOON)) == 6
    with django_assert_max_num_queries(2):
        assert len(api.timeline(officer, child)) == 6


def test_nothing_about_the_child_changes_a_result(officer: Actor) -> None:
    """Invariance: the same answers, whoever the child is and wherever."""
    agency = an_agency(county_fips="06037", state="CA")
    children = [a_child(officer, name=name, age=age) for name, age in (("Ana Díaz", 11), ("Sam Lee", 17), ("", None))]
    results = [Screening.objects.get(id=screened(officer, child_id=child)).result for child in children]
    elsewhere = an_actor(Role.OFFICER, agency_id=agency)
    results.append(Screening.objects.get(id=screened(elsewhere, county_fips="06037")).result)
    assert all(result == results[0] for result in results)


def test_a_write_outside_an_act_is_refused(officer: Actor) -> None:
    screened(officer)
    with pytest.raises(Exception, match="outside an act"):
        ScreeningChild.objects.all().delete()
    assert connection.vendor in ("sqlite", "postgresql")
