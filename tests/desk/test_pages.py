"""The desk's pages, as members of several roles see them."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from harborlight.ground.access.api import Role
from harborlight.ground.audit.models import Event
from harborlight.ground.people import api as people
from harborlight.recognize import api as recognize
from harborlight.respond import api as respond
from harborlight.respond.api import Moments
from tests.builders import NOON, a_child, an_actor, audit, signed_in

pytestmark = pytest.mark.django_db
QUERIES = 15


def a_response(actor, child):
    return respond.open_response(
        actor, child_id=child, situation={}, moments=Moments(found=NOON), token=str(uuid4()), audit=audit(actor=actor)
    )


def queries_of(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [q["sql"] for q in captured]


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_an_inbox_and_an_empty_one_teaches(role):
    answer = signed_in(an_actor(role)).get("/")
    assert answer.status_code == 200
    assert "Your inbox is empty" in answer.text


def test_the_inbox_and_the_childs_page_ask_at_most_fifteen_questions_however_many_there_are():
    officer = an_actor()
    client = signed_in(officer)
    first = a_child(officer, "Nora Vale")
    a_response(officer, first)
    page = reverse("desk:child", args=[first])
    client.get("/")
    few = [len(queries_of(client, url)) for url in ("/", page)]
    for _ in range(12):
        a_response(officer, a_child(officer, "Pia Lind"))
    many = [queries_of(client, url) for url in ("/", page)]
    assert [len(found) for found in many] == few
    assert max(few) <= QUERIES, "\n".join(many[few.index(max(few))])


def test_a_childs_page_shows_one_timeline_and_why_one_sees_it():
    officer = an_actor()
    child = a_child(officer, "Nora Vale", identifiers=[("case", "26-1183")])
    a_response(officer, child)
    text = signed_in(officer).get(reverse("desk:child", args=[child])).text
    code = people.person(officer, child, NOON).code
    assert f"<title>Child {code}" in text and "Nora Vale" not in text.split("</head>")[0]
    for part in ("Nora Vale", "26-1183", "about 15", "made the record", "Timeline"):
        assert part in text
    assert Event.objects.filter(action="child.see", subject_id=child, outcome="read").count() == 1


def test_hidden_and_missing_children_are_answered_alike():
    child = a_child(an_actor(), "Nora Vale")
    client = signed_in(an_actor(Role.INVESTIGATOR))
    hidden, missing = (client.get(reverse("desk:child", args=[uid])) for uid in (child, uuid4()))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.text == missing.text


def test_search_finds_by_post_only_and_keeps_names_out_of_addresses():
    officer = an_actor()
    a_child(officer, "Nora Vale")
    client = signed_in(officer)
    assert "Nora Vale" not in client.get("/search/", {"text": "Nora"}).text
    form = re.search(r"<form[^>]*>(?=(?:(?!</form>).)*name=\"text\")", client.get("/search/").text, re.S)
    assert form and 'method="post"' in form[0]
    assert "Nora Vale" in client.post("/search/", {"text": "vale NORA"}).text
    assert "Nobody found" in client.post("/search/", {"text": "Lind"}).text
    event = Event.objects.filter(action="child.search").latest("id")
    assert "nora" not in (event.detail + event.subject_id).lower()


def test_from_a_new_child_to_an_open_response():
    officer = an_actor()
    client = signed_in(officer)
    answer = client.post(
        "/child/new/",
        {
            "name": "Nora Vale",
            "name_kind": "given-family",
            "age_estimate": "15",
            "identifier_kind": "case",
            "identifier": "",
        },
    )
    assert answer.status_code == 302 and answer.url.startswith("/open/")
    assert client.get(answer.url).status_code == 200


def test_what_cannot_be_is_said_on_the_form_and_kept():
    client = signed_in(an_actor())
    answer = client.post(
        "/child/new/",
        {
            "name": "Nora Vale",
            "name_kind": "given-family",
            "age_estimate": "15",
            "birth": "2011-01-01",
            "identifier_kind": "case",
            "identifier": "",
        },
    )
    assert answer.status_code == 200 and "not both" in answer.text and "Nora Vale" in answer.text


def test_an_emergency_look_is_asked_for_by_code_and_read_by_a_supervisor():
    maker = an_actor()
    child = a_child(maker)
    officer = an_actor(agency_id=maker.agency_id)
    supervisor = an_actor(Role.SUPERVISOR, agency_id=maker.agency_id)
    client = signed_in(officer)
    reason = "Caller says this child is in a car that is leaving now."
    for code in ("ZZZZ", people.person(maker, child, NOON).code):
        assert client.get(reverse("desk:child", args=[child])).status_code == 404
        answer = client.post("/emergency/", {"code": code, "reason": reason})
    assert answer.status_code == 302 and client.get(answer.url).status_code == 200
    inbox = signed_in(supervisor)
    page = inbox.get("/").text
    assert reason in page
    look = page.split("/emergency/")[1].split("/")[0]
    assert inbox.post(f"/emergency/{look}/read/").status_code == 302
    assert reason not in inbox.get("/").text


def test_the_explanation_page_says_which_rule_refused():
    officer = an_actor()
    child = a_child(an_actor())
    text = signed_in(officer).get("/why/", {"permission": "child.see", "record": child}).text
    assert "Not allowed" in text and "not related to you" in text
    assert "audit.see" in signed_in(officer).get("/why/", {"permission": "audit.see"}).text


def test_records_seal_and_the_page_is_gone_for_others():
    officer = an_actor()
    child = a_child(officer)
    records = signed_in(an_actor(Role.RECORDS, agency_id=officer.agency_id))
    page = reverse("desk:child", args=[child])
    assert records.post(reverse("desk:seal", args=[child]), {"sealed": "yes"}).status_code == 302
    assert signed_in(officer).get(page).status_code == 404
    assert "sealed" in records.get(page).text
    records.post(reverse("desk:seal", args=[child]), {"sealed": "no"})
    assert signed_in(officer).get(page).status_code == 200


def test_the_auditor_sees_ids_checks_the_chain_and_takes_the_heads():
    officer = an_actor()
    a_child(officer, "Nora Vale")
    auditor = signed_in(an_actor(Role.AUDITOR, agency_id=officer.agency_id))
    page = auditor.get("/audit/").text
    assert "child.create" in page and "Nora" not in page
    assert "The chain holds" in auditor.post("/audit/verify/").text
    assert "child.create" in auditor.get("/audit/export/?act=child").text
    assert "No events here" in auditor.get("/audit/?about=nothing").text
    heads = auditor.get("/audit/heads/")
    assert heads.status_code == 200 and "attachment" in heads["Content-Disposition"]


def test_one_tap_from_a_screening_opens_one_response():
    officer = an_actor()
    client = signed_in(officer)
    page = client.get("/screen/field-check/")
    assert page.status_code == 200
    screening = a_screening(officer)
    where = reverse("desk:respond_to_screening", args=[screening])
    first, second = (client.post(where, {"name": "", "age_estimate": "15"}) for _ in range(2))
    assert first.status_code == 302 and first.url == second.url
    found = recognize.screening(officer, screening)
    assert found.child_id and len(people.recent(officer, NOON)) == 1
    assert client.get(reverse("desk:screening", args=[screening])).status_code == 200


def a_screening(actor, **answers):
    from harborlight.recognize.core import read_answers

    instrument = next(one for one in recognize.instruments(actor) if one.id == "field-check")
    given = {"danger": "no", "disclosed": "no", "fear": "yes", **answers}
    raw = {
        "at": NOON.isoformat(),
        "by": actor.member_id,
        "answers": {item: {"answer": value, "source": "seen"} for item, value in given.items()},
    }
    return recognize.complete_screening(
        actor,
        instrument_id=instrument.id,
        answers=read_answers(instrument, raw),
        form=str(uuid4()),
        audit=audit(actor=actor),
    )


def test_opening_an_address_that_takes_forms_only_says_that_nothing_was_done():
    officer = an_actor()
    answer = signed_in(officer).get(reverse("desk:respond_to_screening", args=[a_screening(officer)]))
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "Nothing was done" in answer.text
