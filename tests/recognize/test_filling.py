"""The form of an instrument, through the whole stack: six taps, nothing typed is lost, one screening for one form."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from harborlight.ground.access.api import Actor, Member, Role
from harborlight.recognize import api
from harborlight.recognize.core import InstrumentRefused
from harborlight.recognize.models import Screening
from tests.builders import a_child, an_actor

pytestmark = pytest.mark.django_db
PAGE = "/screen/field-check/"


@pytest.fixture
def officer(client: Client) -> Actor:
    actor = an_actor(Role.OFFICER, password="a long enough password 7")
    client.force_login(Member.objects.get(id=actor.member_id))
    return actor


def form_of(page: str) -> dict[str, str]:
    """What a browser would send if one only pressed Finish."""
    sent = {"form_id": re.search(r'name="form_id" value="([0-9a-f-]+)"', page)[1]}  # type: ignore[index]
    for tag in re.findall(r"<input[^>]*type=\"radio\"[^>]*checked[^>]*>", page):
        sent[re.search(r'name="([^"]+)"', tag)[1]] = re.search(r'value="([^"]+)"', tag)[1]  # type: ignore[index]
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, flags=re.S):
        chosen = re.search(r'value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else ""
    return sent


def opened(client: Client, path: str = PAGE) -> dict[str, str]:
    response = client.get(path)
    assert response.status_code == 200
    return form_of(response.content.decode())


def saved(response: Any) -> str:
    assert response.status_code == 302, response.content.decode()[-3000:]
    return str(response.headers["Location"].strip("/").split("/")[-1])


def test_everything_starts_as_not_asked(client: Client, officer: Actor) -> None:
    sent = opened(client)
    assert {value for name, value in sent.items() if name.startswith("a-")} == {"not_asked"}
    assert sent["how-missing"] == "record"
    assert sent["county"] == "17031"


def test_six_taps_screen(client: Client, officer: Actor) -> None:
    """Screen, start, three signs, Finish."""
    assert 'href="field-check/"' in client.get("/screen/").content.decode()  # first tap on Screen, second on Start
    taps = {"a-speaks-for": "yes", "a-holds-things": "yes", "a-room": "yes"}
    view = api.screening(officer, saved(client.post(PAGE, opened(client) | taps)))
    assert view.sentence.startswith("3 of 10 signs seen, 7 not asked.")
    assert view.county_fips == "17031"
    assert view.author_id == officer.member_id
    assert {row.source for row in view.seen} == {"I saw it"}


def test_a_no_is_nobodys_statement(client: Client, officer: Actor) -> None:
    taps = {"a-disclosed": "no", "a-missing": "no", "a-lost": "yes", "a-fear": "declined"}
    view = api.screening(officer, saved(client.post(PAGE, opened(client) | taps)))
    sources = {row.item: row.source for row in view.rows if row.source}
    assert sources == {"disclosed": "I saw it", "missing": "from a record", "lost": "the child said so"}


def test_a_double_click_and_the_back_button(client: Client, officer: Actor) -> None:
    sent = opened(client) | {"a-fear": "yes"}
    first = saved(client.post(PAGE, sent))
    assert saved(client.post(PAGE, sent)) == first
    changed = saved(client.post(PAGE, sent | {"a-room": "yes"}))
    assert changed != first
    assert api.screening(officer, first).superseded_by == changed
    assert Screening.objects.count() == 2


def test_what_does_not_fit_is_told_and_what_was_typed_stays(client: Client, officer: Actor) -> None:
    sent = opened(client) | {"a-fear": "yes", "a-room": "perhaps", "county": "99999"}
    response = client.post(PAGE, sent)
    assert response.status_code == 200
    page = response.content.decode()
    again = form_of(page)
    assert again["a-fear"] == "yes"
    assert again["form_id"] == sent["form_id"]
    assert "perhaps" in page
    assert Screening.objects.count() == 0
    assert client.post(PAGE, sent | {"form_id": "x", "a-room": "no", "county": ""}).status_code == 200


def test_about_a_child_and_in_place_of_another(client: Client, officer: Actor) -> None:
    child = a_child(officer)
    first = saved(client.post(f"{PAGE}?child={child}", opened(client, f"{PAGE}?child={child}")))
    assert api.screening(officer, first).child_id == child
    path = f"{PAGE}?supersedes={first}"
    second = saved(client.post(path, opened(client, path) | {"a-fear": "yes"}))
    assert api.screening(officer, second).supersedes == first
    assert api.screening(officer, second).child_id == child
    for unknown in (f"?child={uuid4()}", "?child=x", f"?supersedes={uuid4()}", f"?child={a_child(an_actor())}"):
        assert client.get(PAGE + unknown).status_code == 404


def test_spanish_keeps_the_child_in_the_address(client: Client, officer: Actor) -> None:
    page = client.get(f"{PAGE}?child={a_child(officer)}&lang=es").content.decode()
    assert "¿Hay alguien en peligro ahora" in page
    assert re.search(r"\?child=[0-9a-f-]+&amp;lang=en", page)
    shown = api.screening(officer, saved(client.post(f"{PAGE}?lang=es", opened(client, f"{PAGE}?lang=es"))))
    assert shown.language == "es"
    assert client.get(f"{PAGE}?lang=xx").status_code == 200


def test_the_stop_stands_in_the_page_without_scripts(client: Client, officer: Actor) -> None:
    page = client.get(PAGE).content.decode()
    assert page.count('class="stop"') == 2
    assert "forensic interview" in page
    assert re.search(r'class="answer-input ends"[^>]*value="yes"', page)
    assert "<script>" not in page


def test_unknown_instruments_and_strangers(client: Client, officer: Actor) -> None:
    assert client.get("/screen/no-such/").status_code == 404
    assert client.get("/screen/indicators/").status_code == 404, "a pack, but no instrument"
    client.logout()
    assert client.get(PAGE).status_code == 302
    analyst = an_actor(Role.ANALYST, password="a long enough password 7")
    client.force_login(Member.objects.get(id=analyst.member_id))
    assert client.get(PAGE).status_code == 403
    assert client.get("/screen/").status_code == 403


def test_a_damaged_instrument_says_so_and_saves_nothing(
    client: Client, officer: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = opened(client)

    def damaged(*_: Any) -> None:
        raise InstrumentRefused("enableWhen runs in a circle: a → a.", where="a", mend="Break the circle.")

    monkeypatch.setattr("harborlight.recognize.shipped.instrument", damaged)
    for response in (client.get(PAGE), client.post(PAGE, sent)):
        assert response.status_code == 403
        assert "Break the circle." in response.content.decode()
    assert Screening.objects.count() == 0


def test_the_list_shows_what_one_may_see(client: Client, officer: Actor) -> None:
    assert "No screening yet" in client.get("/screen/").content.decode()
    saved(client.post(PAGE, opened(client) | {"a-fear": "yes"}))
    assert "1 of 10 signs seen" in client.get("/screen/").content.decode()
