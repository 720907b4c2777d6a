"""The pages: the question first, nothing on the disk on the way, and downloads that can do nothing."""

import re
import tempfile
import uuid
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from harborlight.ground.access.api import Ref, Role
from harborlight.ground.files import api, store
from harborlight.ground.files.core.answers import ICAC, NCMEC
from harborlight.ground.files.models import File
from tests.builders import NOON, a_child, an_actor, audit, signed_in
from tests.files.history import history
from tests.files.samples import exif, jpeg, pdf, table
from tests.shared import shared_path

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_folder():
    for name in store.contents():
        store.discard(name)


@pytest.fixture
def officer():
    return an_actor(Role.INVESTIGATOR)


@pytest.fixture
def child(officer):
    return a_child(officer)


@pytest.fixture
def client(officer):
    return signed_in(officer)


def add_url(child: str) -> str:
    return reverse("files:add", args=["child", child])


def sent(content: bytes, name: str = "letter.jpg", declared: str = "image/jpeg") -> dict[str, object]:
    file = SimpleUploadedFile(name, content, content_type=declared)
    return {"could_show_abuse": "no", "step": "file", "file": file}


def kept(actor, child, content=None) -> str:
    upload = api.Upload(name="Nora Vale.jpg", content=content or jpeg(exif()), could_show_abuse=api.Answer.NO)
    return api.add_file(actor, Ref("child", child), upload=upload, audit=audit(NOON, actor))


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_question_comes_first_and_alone(client, child):
    page = client.get(add_url(child))
    assert "Could this show the sexual abuse of a child?" in words(page)
    assert 'type="file"' not in page.content.decode()
    page = client.post(add_url(child), {})
    assert "Answer this first." in words(page)
    assert 'type="file"' not in page.content.decode()


def test_after_a_plain_no_comes_the_file(client, child):
    page = client.post(add_url(child), {"could_show_abuse": "no"})
    assert 'type="file"' in page.content.decode()
    assert "at most 15 MB" in words(page)
    done = client.post(add_url(child), sent(jpeg(exif())), follow=True)
    assert done.redirect_chain == [(reverse("files:of", args=["child", child]), 302)]
    assert "The file is kept." in words(done)
    assert "letter.jpg" in words(done)


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_anything_else_leads_to_the_instructions_and_nothing_is_kept(client, child, answer):
    file = SimpleUploadedFile("a.jpg", jpeg(), content_type="image/jpeg")
    page = client.post(add_url(child), {"could_show_abuse": answer, "step": "file", "file": file}, follow=True)
    assert page.redirect_chain == [(reverse("files:suspected"), 302)]
    text = words(page)
    for needed in (
        "Do not open, copy, forward or print it", "Keep the device as it is", "Tell your supervisor now", "ICAC",
        "1-800-843-5678", "report.cybertip.org", "USA.gov, report a crime, May 2025", "03 Jan 2025" , "911",
    ):  # fmt: skip
        assert needed.lstrip("0") in text
    assert not File.objects.exists()
    assert store.contents() == {}
    assert [(e.action, e.detail) for e in history(child)[:1]] == [
        ("file.refused", '{"code":"suspected-abuse"}')
    ]


@pytest.mark.parametrize("answer", ["", "maybe", "NO", None])
def test_a_file_without_the_answer_is_not_looked_at(client, child, answer):
    fields = {**sent(jpeg()), "could_show_abuse": answer or ""}
    if answer is None:
        del fields["could_show_abuse"]
    page = client.post(add_url(child), fields)
    assert page.status_code == 200
    assert 'type="file"' not in page.content.decode()
    assert not File.objects.exists()


def test_numbers_are_those_of_the_national_directory():
    import csv

    with shared_path("data/resources/national_hotlines.csv").open(newline="") as file:
        rows = {row["phone"]: row for row in csv.DictReader(file)}
    assert rows[NCMEC.phone.removeprefix("1-")]["source_page"] == NCMEC.source_page
    assert rows[NCMEC.phone.removeprefix("1-")]["source_date"] == "2025-05"
    assert rows[ICAC.phone]["source_page"] == ICAC.source_page
    assert date.fromisoformat(rows[ICAC.phone]["source_date"]) == ICAC.source_date


@pytest.mark.parametrize(("name", "declared", "content", "media"), [
    ("x.pdf", "application/pdf", jpeg(), "image/jpeg"),
    ("run.exe", "text/html", pdf(), "application/pdf"),
    ("page.html", "text/html", b"only words\n", "text/plain; charset=utf-8"),
    ("a.jpg", "image/jpeg", table([["a", "b"], ["1", "2"]]), "text/csv; charset=utf-8"),
])  # fmt: skip
def test_name_and_declared_type_are_not_believed(client, child, name, declared, content, media):
    client.post(add_url(child), sent(content, name, declared))
    answer = client.get(reverse("files:open", args=[File.objects.get().id]))
    assert answer["Content-Type"] == media


@pytest.mark.parametrize("content", [b"", b"<html><script>1</script>", b"MZ\x90\0", jpeg()[:-4]])
def test_a_refusal_is_a_sentence_beside_the_field(client, child, content):
    page = client.post(add_url(child), sent(content))
    assert page.status_code == 200
    assert 'id="id_file_error"' in page.content.decode()
    assert 'name="could_show_abuse" value="no"' in page.content.decode()
    assert not File.objects.exists()
    assert history(child)[0].action == "file.refused"


def test_no_file_at_all_is_a_sentence(client, child):
    page = client.post(add_url(child), {"could_show_abuse": "no", "step": "file"})
    assert "Choose a file." in words(page)


def test_a_download_can_do_nothing(client, officer, child):
    answer = client.get(reverse("files:open", args=[kept(officer, child)]))
    assert answer.content == jpeg()
    assert re.fullmatch(r'attachment; filename="file-[0-9a-f]{8}\.jpg"', answer["Content-Disposition"])
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_another_agencys_file_is_answered_exactly_like_none(officer, child):
    theirs = kept(officer, child)
    stranger = signed_in(an_actor(Role.INVESTIGATOR, Role.RECORDS))
    nothing = str(uuid.uuid4())
    for method in ("get", "post"):
        for name in ("files:open", "files:erase"):
            answers = [getattr(stranger, method)(reverse(name, args=[one])) for one in (theirs, nothing)]
            assert len({answer.status_code for answer in answers}) == 1
            assert answers[0].status_code in (404, 405)
            assert plain(answers[0]) == plain(answers[1])
        for name in ("files:of", "files:add"):
            answers = [getattr(stranger, method)(reverse(name, args=["child", one])) for one in (child, nothing)]
            assert {answer.status_code for answer in answers} <= {404, 405}
            assert plain(answers[0]) == plain(answers[1])
    assert not [e for e in history(child) if e.action in ("file.open", "file.list")]


def plain(answer) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode())


def test_a_list_shows_names_only_on_the_page(client, officer, child):
    kept(officer, child)
    page = client.get(reverse("files:of", args=["child", child]))
    assert "Nora Vale.jpg" in words(page)
    assert "Nora" not in re.search(r"<title>(.*?)</title>", page.content.decode())[1]
    assert "Erase" not in words(page)
    assert history(child)[0].action == "file.list"


def test_a_name_that_is_markup_is_shown_as_words(client, officer, child):
    client.post(add_url(child), sent(jpeg(), "<script>alert(1)<.jpg"))
    page = client.get(reverse("files:of", args=["child", child]))
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert(1)&lt;.jpg" in page.content.decode()


def test_an_empty_list_teaches(client, child):
    assert "No files yet" in words(client.get(reverse("files:of", args=["child", child])))


def test_erasing_says_what_goes_before_it_goes(officer, child):
    file_id = kept(officer, child)
    records = signed_in(an_actor(Role.RECORDS, agency_id=officer.agency_id))
    url = reverse("files:erase", args=[file_id])
    assert "Erase" in words(records.get(reverse("files:of", args=["child", child])))
    assert "Nora Vale.jpg" in words(records.get(url))
    assert File.objects.get().erased_at is None
    assert "is erased" in words(records.post(url, follow=True))
    assert File.objects.get().erased_at
    assert records.get(url).status_code == records.post(url).status_code == 404


def test_a_missing_content_is_a_page_that_says_what_to_do(client, officer, child):
    file_id = kept(officer, child)
    store.remove(uuid.UUID(file_id))
    page = client.get(reverse("files:open", args=[file_id]))
    assert page.status_code == 503
    assert "from the backup" in words(page)


def test_a_full_disk_is_a_page_and_not_a_fault(client, child, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    page = client.post(add_url(child), sent(jpeg()))
    assert page.status_code == 200
    assert "its disk may be full" in words(page)
    assert not File.objects.exists()


# How uploads arrive --------------------------------------------------------------------------------------


@pytest.fixture
def no_temporary_files(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("An upload reached the disk in the clear.")

    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", refuse)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)


def test_a_large_upload_never_touches_the_disk_in_the_clear(client, child, no_temporary_files):
    client.post(add_url(child), sent(b"a line of words\n" * 400_000, "long.txt", "text/plain"))
    assert File.objects.get().size == 6_400_000


def test_what_is_over_the_ceiling_is_counted_and_let_go(client, child, settings, no_temporary_files):
    settings.UPLOAD_CEILING = settings.FILE_LIMIT = 3 * 1024 * 1024
    page = client.post(add_url(child), sent(b"x" * 4 * 1024 * 1024, "long.txt"))
    assert "This file has 4.0 MB; at most 3 MB are kept." in words(page)


def parsed(settings, *sizes: int) -> MultiValueDict:
    files = {f"f{n}": SimpleUploadedFile(f"{n}.bin", bytes(size)) for n, size in enumerate(sizes)}
    return RequestFactory().post("/", files).FILES


def test_many_small_files_do_not_get_around_the_ceiling(settings):
    settings.UPLOAD_CEILING = 1_000_000
    files = parsed(settings, 400_000, 400_000, 400_000, 100)
    held = {name: (file.size, len(file.read())) for name, file in files.items()}
    assert held == {"f0": (400_000, 400_000), "f1": (400_000, 400_000), "f2": (400_000, 0), "f3": (100, 100)}


def test_who_sends_without_end_is_cut_off(settings):
    settings.UPLOAD_CEILING = 100_000
    assert parsed(settings, 5_000_000).get("f0") is None


@pytest.mark.parametrize(
    "name", ["../../keys.json", "..", "a\0b.jpg", "x" * 5000 + ".jpg", "\u202egpj.exe", "C:\\a.jpg"]
)
def test_no_file_name_is_a_fault(client, child, name):
    boundary = "XBOUNDARYX"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="could_show_abuse"\r\n\r\nno\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="step"\r\n\r\nfile\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    ).encode()
    body = head + jpeg() + f"\r\n--{boundary}--\r\n".encode()
    answer = client.post(add_url(child), body, content_type=f"multipart/form-data; boundary={boundary}")
    assert answer.status_code in (200, 302, 400)
    assert {path.name for path in (store._folder().iterdir() if store._folder().is_dir() else ())} == {
        str(file_id) for file_id in File.objects.values_list("id", flat=True)
    }
