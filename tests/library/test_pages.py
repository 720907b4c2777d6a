"""Pages: who answers now for anybody; the directory, rota and imports for staff."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from harborlight.ground.access.api import Actor, Role
from harborlight.ground.packs.api import pack
from harborlight.library import api, urls, urls_public
from harborlight.library.models import Contact, ImportReport, RotaShift, Service, Verification
from tests.builders import SYSTEM, an_actor, audit
from tests.library.builders import NIGHT

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.library.urls")]


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harborlight.ground.access.middleware.read_clock", lambda: NIGHT.astimezone(UTC))
    api.load_directory(audit=audit())


def signed_in(*roles: Role) -> tuple[Client, Actor]:
    from harborlight.ground.access.models import Member

    actor = an_actor(*roles)
    client = Client()
    client.force_login(Member.objects.get(id=actor.member_id))
    return client, actor


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# The public page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["60601", "58501", "90001", "37201", "fips:48001", "55401"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_who_answers_in_two_queries_and_thirty_kilobytes(
    client: Client, place: str, language: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        response = client.get("/who/", {"place": place, "lang": language})
    assert response.status_code == 200 and len(response.content) <= 30_000
    assert f'lang="{language}"' in response.content.decode()
    assert not response.cookies, "nobody is followed"
    assert "<script" not in response.content.decode()


def test_the_first_page_costs_nothing(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = client.get("/who/")
    assert "Call 911" in text(response) and 'href="tel:911"' in response.content.decode()


def test_the_answer_says_who_why_and_from_where(client: Client) -> None:
    page = text(client.get("/who/", {"place": "60601"}))
    for words in ("Cook County, IL", "Sun 22 Nov 02:10 Central time", "800-252-2873", "dcfs.illinois.gov",
                  "22 Sep 2026", "Not verified by your agency", "Answers now"):  # fmt: skip
        assert words in page


def test_another_time_is_on_the_clock_of_the_place(client: Client) -> None:
    open_now = text(client.get("/who/", {"place": "58501", "at": "2026-11-23T09:00"}))
    assert "Mon 23 Nov 09:00 Central time" in open_now
    assert "Closed now" in text(client.get("/who/", {"place": "58501", "at": "2026-11-23T18:00"}))


def test_spanish(client: Client) -> None:
    page = text(client.get("/who/", {"place": "60601"}, headers={"accept-language": "es-MX"}))
    assert "Quién responde ahora" in page and "No verificado por su agencia" in page


def test_an_unknown_place_is_a_sentence_and_the_form_keeps_it(client: Client) -> None:
    response = client.get("/who/", {"place": "00000"})
    assert "00000 is not in our list" in text(response) and 'value="00000"' in response.content.decode()


@pytest.mark.parametrize("place", ['"><script>alert(1)</script>', "x" * 5000, "41.88,-87.63\x00", "🙂"])
def test_nothing_typed_breaks_the_page(client: Client, place: str) -> None:
    response = client.get("/who/", {"place": place, "at": place, "state": place})
    assert response.status_code == 200 and "<script" not in response.content.decode()


def test_the_county_can_be_picked(client: Client) -> None:
    page = client.get("/who/", {"state": "TX"}).content.decode()
    assert page.count('value="fips:48') == 254 and len(page) <= 30_000
    row = next(row for row in api.atlas.geography().zips.rows() if row["also_fips"])
    offered = client.get("/who/", {"place": f"zip:{row['zip']}"}).content.decode()
    assert f"fips%3A{row['also_fips'].split()[0]}" in offered


def test_the_public_sees_no_duty_number_that_is_not_for_it(client: Client) -> None:
    staff, actor = signed_in(Role.LIAISON)
    shift(actor)
    assert "312-555-0142" not in text(client.get("/who/", {"place": "60601"}))
    assert "312-555-0142" in text(staff.get("/who/", {"place": "60601"}))


def shift(actor: Actor, **change: Any) -> str:
    facts: dict[str, Any] = {
        "unit": "Special Victims on call", "value": "312-555-0142", "counties": ["17031"],
        "starts_at": NIGHT - timedelta(hours=1), "ends_at": NIGHT + timedelta(hours=5),
    }  # fmt: skip
    return api.enter_rota(actor, **(facts | change), audit=audit(actor=actor))


# Staff -----------------------------------------------------------------------------------------------------------


STAFF = [pattern for pattern in urls.urlpatterns if pattern not in urls_public.urlpatterns]


@pytest.mark.parametrize("pattern", STAFF, ids=lambda pattern: pattern.name)
def test_every_staff_page_asks_for_sign_in_and_permission(pattern: Any, client: Client) -> None:
    address = "/" + re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", str(pattern.pattern))
    address = address.replace("<slug:key>", "il-child-protection")
    for method in ("get", "post"):
        response = getattr(client, method)(address)
        assert response.status_code in (302, 405) and (response.status_code == 405 or "login" in response["Location"])
    staff, _actor = signed_in(Role.ANALYST)
    if pattern.callback.permission.startswith(("directory.change", "directory.verify", "rota.change")):
        codes = {getattr(staff, method)(address).status_code for method in ("get", "post")}
        assert codes <= {403, 405} and 403 in codes


def test_the_list_filters_sorts_and_does_not_grow(django_assert_max_num_queries: Any) -> None:
    staff, _actor = signed_in(Role.OFFICER)
    with django_assert_max_num_queries(12):
        page = text(staff.get("/directory/"))
    assert "Illinois DCFS Child Abuse Hotline" in page and "Alabama Department" not in page
    assert "1 to 25 of" in page
    missing = text(staff.get("/directory/", {"check": "missing", "state": "MN"}))
    assert "no statewide line" in missing and "not found" in missing
    assert "None fits" in text(staff.get("/directory/", {"words": "no such words"}))
    assert staff.get("/directory/", {"sort": "checked", "page": "2"}).status_code == 200


def test_one_tap_says_it_answered_or_failed() -> None:
    staff, _actor = signed_in(Role.OFFICER)
    address = "/directory/contact/il-child-protection/"
    assert "Not verified by your agency" in text(staff.get(address))
    done = staff.post(f"{address}check/", {"result": "answered", "value": "800-252-2873"}, follow=True)
    assert "you called, and it answered" in text(done) and "Verified by your agency on 22 Nov 2026" in text(done)
    failed = staff.post(f"{address}check/", {"result": "failed", "value": "800-252-2873"}, follow=True)
    assert "Failed when your agency called" in text(failed)
    changed = staff.post(f"{address}check/", {"result": "answered", "value": "800-555-0100"}, follow=True)
    assert "changed to 800-252-2873" in text(changed)
    assert Verification.objects.count() == 2


def test_our_own_number_is_added_shown_first_and_taken_off() -> None:
    staff, _actor = signed_in(Role.LIAISON)
    facts = {"role": "icac", "name": "Cook ICAC unit", "channel": "phone", "value": "(312) 555-0177",
             "counties": ["17031"], "hours": "Mo-Fr 08:00-17:00", "source": "their page"}  # fmt: skip
    assert "Fill this in" in text(staff.post("/directory/add/", facts | {"source": ""}))
    assert "not days and spans" in text(staff.post("/directory/add/", facts | {"hours": "mornings"}))
    page = staff.post("/directory/add/", facts, follow=True)
    assert "312-555-0177" in text(page) and "entered by your agency" in text(page)
    row = Contact.objects.get(pack_id="")
    staff.post(f"/directory/contact/{row.key}/retire/", follow=True)
    assert Contact.objects.get(pack_id="").retired_at is not None
    shipped = staff.post("/directory/contact/il-child-protection/retire/", follow=True)
    assert "comes with Harborlight" in text(shipped)


def test_an_unknown_contact_and_service_are_not_found() -> None:
    staff, _actor = signed_in(Role.LIAISON)
    for address in ("/directory/contact/nobody/", "/directory/services/00000000-0000-4000-8000-000000000000/",
                    "/directory/import/00000000-0000-4000-8000-000000000000/"):  # fmt: skip
        assert staff.get(address).status_code == 404


def test_the_rota_is_entered_on_the_clock_of_the_agency() -> None:
    staff, _actor = signed_in(Role.SUPERVISOR)
    facts = {"unit": "Night unit", "value": "312-555-0142", "starts_at": "2026-11-22T00:00",
             "ends_at": "2026-11-22T07:00", "counties": ["17031", "17197"]}  # fmt: skip
    page = text(staff.post("/directory/rota/enter/", facts, follow=True))
    assert "Night unit" in page and "on call now" in page and "Will County, IL" in page
    row = RotaShift.objects.get()
    assert row.starts_at == datetime(2026, 11, 22, 6, tzinfo=UTC)
    wrong = facts | {"ends_at": "2026-11-21T07:00"}
    assert "ends before it begins" in text(staff.post("/directory/rota/enter/", wrong))
    assert "Choose at least one" in text(staff.post("/directory/rota/enter/", facts | {"counties": []}))
    staff.post(f"/directory/rota/{row.id}/cancel/")
    assert "No shift entered" in text(staff.get("/directory/rota/"))


def zipped(**change: bytes) -> io.BytesIO:
    found = dict(pack("example.services-illinois").texts) | change
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in found.items():
            if data:
                archive.writestr(f"export/{name}", data)
    content.seek(0)
    content.name = "directory.zip"
    return content


def test_an_import_shows_its_report_and_the_second_changes_nothing() -> None:
    staff, _actor = signed_in(Role.LIAISON)
    facts = {"name": "legal-aid", "date": "2019-06", "state": "IL"}
    page = text(staff.post("/directory/import/", facts | {"file": zipped()}, follow=True))
    assert "4462, 1491 of them mended" in page and "28" in page
    assert Service.objects.filter(source_system="legal-aid").count() == 429
    staff.post("/directory/import/", facts | {"file": zipped()})
    assert [report.changed for report in ImportReport.objects.order_by("at", "changed")] in ([0, 982], [982, 0])
    assert "legal-aid" in text(staff.get("/directory/import/"))


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (lambda: zipped(**{"services.csv": b""}), "services.csv is missing"),
        (lambda: zipped(**{"services.csv": b"id,name\n1,caf\xe9\n"}), "services.csv:2 is not UTF-8"),
        (lambda: io.BytesIO(b"PK\x03\x04 broken"), "damaged"),
    ],
)
def test_a_damaged_import_is_a_sentence_and_nothing_is_written(file: Any, says: str) -> None:
    staff, _actor = signed_in(Role.LIAISON)
    upload = file()
    upload.name = "x.zip"
    page = text(staff.post("/directory/import/", {"name": "x", "date": "2019", "state": "IL", "file": upload}))
    assert (says in page and "Nothing was imported" in page) or "folder with these files" in page
    assert not Service.objects.exists() and not ImportReport.objects.exists()


def test_services_are_listed_and_shown(django_assert_max_num_queries: Any) -> None:
    api.import_pack(SYSTEM, "example.services-illinois", audit=audit())
    staff, _actor = signed_in(Role.SPECIALIST)
    with django_assert_max_num_queries(14):
        page = text(staff.get("/directory/services/", {"need": "trafficking"}))
    assert "Human Trafficking Initiative" in page and "1 to 2 of 2" in page
    service = Service.objects.get(name="Human Trafficking Initiative")
    with django_assert_max_num_queries(18):
        shown = text(staff.get(f"/directory/services/{service.id}/"))
    assert "Jun 2019" in shown and "Not verified by your agency" in shown and "its title says traffick" in shown
    done = text(staff.post(f"/directory/services/{service.id}/check/", {"result": "answered"}, follow=True))
    assert "Verified by your agency on 22 Nov 2026" in done


def test_a_request_without_a_place_asks_nothing_of_the_store(rf: RequestFactory) -> None:
    assert urls_public.urlpatterns[0].callback.public_reason


@pytest.mark.django_db
@pytest.mark.parametrize("at", ["9999-12-31T23:59-12:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59"])
def test_a_year_no_calendar_reaches_is_refused_in_words(client, at):
    answer = client.get("/who/", {"place": "60601", "at": at})
    assert answer.status_code == 200
    assert "too far away" in answer.content.decode()
