"""Pages of respond: the walk an officer, an investigator and a partner make, and what nobody else may reach."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from harborlight.ground.access.api import Actor, Role
from harborlight.ground.access.models import Member
from harborlight.library import api as library
from harborlight.respond import urls
from harborlight.respond.models import DutyClock, Notice, Referral, Response, TeamMember
from tests.builders import NOON, a_child, an_actor, an_agency, audit
from tests.respond.builders import Scene, a_scene, tell, token
from tests.respond.test_referrals import a_service, drafted, sent

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.respond.urls")]

NOW = NOON + timedelta(minutes=14)


@pytest.fixture(autouse=True)
def at_fourteen_past(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harborlight.ground.access.middleware.read_clock", lambda: NOW)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Member.objects.get(id=actor.member_id))
    return client


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def open_form(**change: object) -> dict[str, object]:
    return {"token": token(), "found": "2026-11-22T12:00", "missing_report": "unknown"} | change


def test_opening_takes_one_form_and_leads_to_the_duties() -> None:
    officer = an_actor()
    child = a_child(officer)
    client = signed_in(officer)
    assert "You need no name" in words(client.get(f"/open/{child}/"))
    page = client.post(f"/open/{child}/", open_form(), follow=True)
    assert "Child protection has not been told." in words(page)
    assert "overdue 14 min" in words(page), "12:00 is read as the agency's own time"


def test_nothing_known_can_be_opened_too() -> None:
    page = signed_in(an_actor()).post("/open/", open_form(age_estimate="15"), follow=True)
    assert page.status_code == 200
    assert Response.objects.count() == 1


def test_a_double_tap_on_the_form_opens_once() -> None:
    client, form = signed_in(an_actor()), open_form()
    first = client.post("/open/", form)
    assert client.post("/open/", form).url == first.url


def test_a_missing_report_without_its_time_is_said_and_nothing_is_lost() -> None:
    page = signed_in(an_actor()).post("/open/", open_form(missing_report="yes", age_estimate="15"))
    assert "Say when the missing report was received" in words(page)
    assert 'value="15"' in page.content.decode(), "what was typed stays"


def test_the_page_says_who_to_call_now_with_source_and_trust() -> None:
    library.load_directory(audit=audit())
    scene = a_scene()
    page = words(signed_in(scene.officer).get(f"/response/{scene.response}/"))
    assert "800-252-2873" in page
    assert "not verified by your agency" in page.lower()
    assert "At once: advice until your counsel has reviewed it." in page


def notice_form(**change: object) -> dict[str, object]:
    return {
        "token": token(), "channel": "phone", "told_at": "2026-11-22T12:10", "whom": "Intake", "reference": "4471",
    } | change  # fmt: skip


def test_calling_and_recording_shows_who_was_told() -> None:
    scene = a_scene()
    client = signed_in(scene.officer)
    address = f"/response/{scene.response}/duty/{scene.clock('CP1').id}/"
    assert "Afterwards, the proof" in words(client.get(address))
    page = words(client.post(address, notice_form(), follow=True))
    assert "Told 22 Nov 12:10 CST by phone, Intake, ref 4471, by Member" in page


def test_a_replayed_notice_is_recorded_once() -> None:
    scene = a_scene()
    client, form = signed_in(scene.officer), notice_form()
    for _ in range(2):
        client.post(f"/response/{scene.response}/duty/{scene.clock('CP1').id}/", form)
    assert Notice.objects.count() == 1


def test_a_time_ahead_is_refused_in_the_form() -> None:
    scene = a_scene()
    address = f"/response/{scene.response}/duty/{scene.clock('CP1').id}/"
    page = signed_in(scene.officer).post(address, notice_form(told_at="2026-11-22T18:00"))
    assert "has not come yet" in words(page)
    assert not Notice.objects.exists()


def test_a_notice_can_be_withdrawn_from_the_page() -> None:
    scene = a_scene()
    notice = tell(scene, "CP1", after=timedelta(minutes=5))
    client = signed_in(scene.supervisor)
    address = f"/response/{scene.response}/notice/{notice}/withdraw/"
    assert "Recorded in error?" in words(client.get(address))
    page = words(client.post(address, {"reason": "It was another child."}, follow=True))
    assert "Child protection has not been told." in page
    assert "Withdrawn: It was another child." in page


def test_an_investigator_can_say_that_a_duty_does_not_apply_and_take_it_up() -> None:
    scene = a_scene()
    client, clock = signed_in(scene.investigator), scene.clock("F13").id
    page = client.post(f"/response/{scene.response}/duty/{clock}/excuse/", {"reason": "Not federal land."}, follow=True)
    assert "Not federal land." in words(page)
    client.post(f"/response/{scene.response}/duty/{clock}/take-up/")
    assert DutyClock.objects.get(id=clock).is_open


def test_the_situation_is_asked_with_its_reasons_and_changes_the_duties() -> None:
    scene = a_scene()
    client = signed_in(scene.officer)
    page = client.get(f"/response/{scene.response}/situation/")
    assert "Do not ask for papers." in words(page)
    answers = dict.fromkeys(scene_facts(), "no") | {"found": "2026-11-22T12:00"}
    page = words(client.post(f"/response/{scene.response}/situation/", answers, follow=True))
    assert "Saved. Duties and steps follow from it." in page
    assert "HHS has not been told." not in page


def scene_facts() -> list[str]:
    from harborlight.respond.core.situation import FACTS

    return [fact.code for fact in FACTS]


def test_one_tap_settles_one_question() -> None:
    scene = a_scene()
    client = signed_in(scene.officer)
    page = words(client.get(f"/response/{scene.response}/"))
    assert "Might the child be neither a US citizen nor a permanent resident?" in page
    assert "Is there a missing or runaway report for this child now? Decides: Enter the missing child in NCIC" in page
    tap = {"fact": "foreign_national_possible", "answer": "no"}
    page = words(client.post(f"/response/{scene.response}/settle/", tap, follow=True))
    assert "Might the child be neither" not in page.split("Rules that hold")[0].split("Situation")[0]
    assert not scene.clock("F11").is_open
    missing = {"fact": "missing_report", "answer": "yes"}
    assert client.post(f"/response/{scene.response}/settle/", missing).url.endswith("/situation/")
    page = words(client.post(f"/response/{scene.response}/settle/", {"fact": "race", "answer": "yes"}, follow=True))
    assert "is not a fact" in page


def test_a_step_is_marked_and_taken_back() -> None:
    scene = a_scene()
    client = signed_in(scene.officer)
    address = f"/response/{scene.response}/step/safety-first/"
    assert "1 of" in words(client.post(address, follow=True))
    client.post(address, {"done": "no"})
    assert scene.row().steps.get().undone_at == NOW


PARTNER = {
    "part": "child_protection", "agreement": "MOU-7", "item_code": "7F3K", "item_age": "about 15",
    "item_need": "A safe place tonight", "basis": "law_requires",
}  # fmt: skip


def test_a_partner_is_told_only_after_looking_at_what_leaves() -> None:
    scene = a_scene()
    cps = an_actor(Role.PARTNER, agency_id=an_agency("cps"))
    client = signed_in(scene.investigator)
    address = f"/response/{scene.response}/team/partner/"
    form = PARTNER | {"partner": cps.agency_id}
    look = words(client.post(address, form))
    assert "Nothing has been sent yet. This is exactly what leaves:" in look
    assert "The law asks for it" in look
    assert not TeamMember.objects.filter(agency_id=cps.agency_id).exists()
    client.post(address, form | {"send": "yes"})
    page = words(signed_in(cps).get(f"/response/{scene.response}/"))
    assert "What you were told" in page
    assert "A safe place tonight" in page
    assert "You are on the team for this child" in page


def test_the_team_is_changed_on_its_page() -> None:
    scene = a_scene()
    client = signed_in(scene.supervisor)
    page = client.post(
        f"/response/{scene.response}/team/",
        {"member": scene.investigator.member_id, "part": "investigator"},
        follow=True,
    )
    assert "Added and told." in words(page)
    place = TeamMember.objects.get(member_id=scene.investigator.member_id)
    signed_in(scene.investigator).post(f"/response/{scene.response}/team/{place.id}/seen/")
    client.post(f"/response/{scene.response}/team/{place.id}/remove/")
    place.refresh_from_db()
    assert place.state == "left"


def test_a_service_is_found_shown_and_sent_in_four_steps() -> None:
    scene = a_scene()
    service = a_service()
    partner = an_actor(Role.PARTNER, agency_id=an_agency("provider"))
    client = signed_in(scene.investigator)
    address = f"/response/{scene.response}/refer/"
    assert "Safe bed for a young person" in words(client.get(address))
    assert "Harbor House" in words(client.get(address, {"need": "shelter"}))
    chosen = {"token": token(), "need": "shelter", "service": service, "partner": partner.agency_id}
    page = client.post(address, chosen, follow=True)
    assert "What the service must know" in words(page)
    made = Referral.objects.get()
    release = {"item_code": "7F3K", "item_age": "15", "item_need": "A bed", "basis": "child_agrees", "handover": "At 6"}
    look = words(client.post(f"/referral/{made.id}/release/", release))
    assert "This is exactly what leaves:" in look
    assert "At 6" in look
    client.post(f"/referral/{made.id}/release/", release | {"send": "yes"})
    theirs = signed_in(partner)
    assert "Your answer" in words(theirs.get(f"/referral/{made.id}/"))
    assert "Accepted" in words(theirs.post(f"/referral/{made.id}/accept/", follow=True))
    page = words(theirs.post(f"/referral/{made.id}/end/", {"end-outcome": "helped"}, follow=True))
    assert "The need was met" in page


def test_an_answer_without_its_reason_is_asked_again() -> None:
    scene = a_scene()
    partner = an_actor(Role.PARTNER, agency_id=an_agency("provider"))
    made = sent(scene, partner)
    page = signed_in(partner).post(f"/referral/{made}/decline/")
    assert page.status_code == 422
    assert Referral.objects.get(id=made).state == "sent"


def test_two_answers_at_once_end_in_one_and_a_sentence() -> None:
    scene = a_scene()
    partner = an_actor(Role.PARTNER, agency_id=an_agency("provider"))
    made = sent(scene, partner)
    client = signed_in(partner)
    client.post(f"/referral/{made}/accept/")
    page = words(client.post(f"/referral/{made}/accept/", follow=True))
    assert "Somebody has changed this referral meanwhile" in page


def test_a_referral_is_called_back_from_its_page() -> None:
    scene = a_scene()
    made = sent(scene)
    page = signed_in(scene.investigator).post(f"/referral/{made}/call-back/", follow=True)
    assert "Called back" in words(page)


def test_closing_says_what_is_still_to_do() -> None:
    scene = a_scene()
    page = words(signed_in(scene.investigator).get(f"/response/{scene.response}/close/"))
    assert "Still to do" in page
    assert "Tell child protection" in page


def test_closed_and_opened_again() -> None:
    scene = a_scene(missing_report="no", foreign_national_possible="no", federal_land_or_custody="no")
    tell(scene, "CP1", after=timedelta(minutes=5))
    client = signed_in(scene.investigator)
    form = {"reason": "handed_over", "look_again_on": "2026-12-22", "note": "Neighbors took over."}
    page = words(client.post(f"/response/{scene.response}/close/", form, follow=True))
    assert "This response is closed" in page
    assert "Neighbors took over." in page
    client.post(f"/response/{scene.response}/reopen/")
    assert scene.row().state == "open"


def test_the_page_on_paper_carries_its_mark() -> None:
    scene = a_scene()
    assert "Confidential: about a child" in words(signed_in(scene.officer).get(f"/response/{scene.response}/print/"))


def test_counsel_turns_advice_into_law_for_one_wording() -> None:
    scene = a_scene()
    client = signed_in(scene.supervisor)
    assert "Within 2 hours: advice until your counsel has reviewed it." in words(client.get("/duties/"))
    client.post("/duties/duties-reporting/CP1/", {"record": "yes", "reviewed_on": "2026-11-20"})
    page = words(client.get(f"/response/{scene.response}/"))
    assert "Law: at once." in page
    client.post("/duties/duties-reporting/CP1/", {"withdraw": "yes"})
    assert "Law: at once." not in words(client.get(f"/response/{scene.response}/"))


def test_the_duties_of_the_page_are_in_spanish_where_the_reader_is() -> None:
    scene = a_scene()
    with translation.override("es"):
        page = signed_in(scene.officer).get(f"/response/{scene.response}/")
    assert "Protección infantil no ha sido avisada." in words(page)


def addresses(scene: Scene) -> list[str]:
    """Every address of respond for this scene."""
    made = drafted(scene)
    notice = tell(scene, "F13", after=timedelta(minutes=5))
    ids = {
        "response_id": scene.response, "child_id": scene.child, "clock_id": str(scene.clock("CP1").id),
        "notice_id": notice, "referral_id": made, "place_id": str(TeamMember.objects.first().id),  # type: ignore[union-attr]
        "step_id": "safety-first", "act": "accept", "pack_id": "duties-reporting", "duty_id": "CP1",
    }  # fmt: skip
    found = []
    for pattern in urls.urlpatterns:
        wanted = re.findall(r"<\w+:(\w+)>", str(pattern.pattern))
        found.append(reverse(f"respond:{pattern.name}", kwargs={name: ids[name] for name in wanted}))
    return found


OPEN_TO_ALL_WHO_WORK = {"/open/", "/duties/", "/duties/duties-reporting/CP1/"}


def test_a_stranger_gets_not_found_everywhere_whether_it_exists_or_not() -> None:
    scene = a_scene()
    client = signed_in(an_actor(Role.SUPERVISOR, Role.INVESTIGATOR, Role.PARTNER))
    for address in set(addresses(scene)) - OPEN_TO_ALL_WHO_WORK:
        other = re.sub(r"[0-9a-f-]{36}", lambda _: str(uuid.uuid4()), address)
        for method in (client.get, client.post):
            there, nowhere = method(address), method(other)
            assert there.status_code in (404, 405), address
            assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), address


def test_without_sign_in_nothing_opens() -> None:
    scene = a_scene()
    for address in addresses(scene):
        assert Client().get(address).status_code in (302, 405), address


def test_an_analyst_is_refused_in_words() -> None:
    scene = a_scene()
    client = signed_in(an_actor(Role.ANALYST, agency_id=scene.agency))
    assert client.get("/open/").status_code == 403
    assert client.get(f"/response/{scene.response}/").status_code == 403


def test_no_title_or_address_names_anybody() -> None:
    scene = a_scene()
    page = signed_in(scene.officer).get(f"/response/{scene.response}/").content.decode()
    assert "Sample" not in page
    assert "<title>" in page


def test_the_page_costs_the_same_however_much_there_is(django_assert_max_num_queries: Any) -> None:
    scene = a_scene(missing=NOON)
    client = signed_in(scene.investigator)
    for duty in ("F1", "F4", "F5", "CP1"):
        tell(scene, duty, after=timedelta(minutes=5))
    for _ in range(3):
        drafted(scene)
    with django_assert_max_num_queries(21):
        client.get(f"/response/{scene.response}/")
