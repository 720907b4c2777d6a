"""Adding, opening, erasing: sealed, whole or not at all, and for nobody who may not know of the record."""

import errno
import hashlib
import os
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as live
from django.db import OperationalError, connection, transaction

from harborlight.ground.access.api import NotFound, Ref, Refused, Role, relate
from harborlight.ground.audit.api import Audit, UnauditedWrite
from harborlight.ground.files import api, privacy, store
from harborlight.ground.files.actions import SAFE_AGE
from harborlight.ground.files.api import Answer, Kind, Upload
from harborlight.ground.files.cli import run_check, run_sweep
from harborlight.ground.files.models import File
from harborlight.ground.people.api import seal_person
from harborlight.ground.vault.models import Key
from tests.builders import NOON, a_child, an_actor, audit
from tests.files.history import history
from tests.files.samples import CANARY, exif, jpeg, pdf, png

pytestmark = pytest.mark.django_db

NAME = "Zebulon Quillfeather, letter.jpg"
PHOTO = jpeg(exif())


@pytest.fixture(autouse=True)
def empty_folder():
    for name in store.contents():
        store.discard(name)


def upload(content: bytes = PHOTO, name: str = NAME, answer: Answer = Answer.NO, size: int = 0) -> Upload:
    return Upload(name=name, content=content, could_show_abuse=answer, size=size)


def add(actor, child, sent=None, at=NOON) -> str:
    return api.add_file(actor, Ref("child", child), upload=sent or upload(), audit=audit(at, actor))


@pytest.fixture
def officer():
    return an_actor(Role.INVESTIGATOR)


@pytest.fixture
def child(officer):
    return a_child(officer)


def records_of(actor):
    return an_actor(Role.RECORDS, agency_id=actor.agency_id)


def test_a_file_comes_back_cleaned(officer, child):
    file_id = add(officer, child)
    (view,) = api.files_of(officer, Ref("child", child))
    assert (view.id, view.name, view.kind, view.size) == (file_id, NAME, Kind.JPEG, len(jpeg()))
    assert view.added_by == officer.display
    assert view.original_sha256 == hashlib.sha256(PHOTO).hexdigest()
    opened = api.open_file(officer, file_id, audit=audit(actor=officer))
    assert opened.content == jpeg()
    assert opened.download_name == f"file-{file_id[:8]}.jpg"


def test_every_look_inside_is_an_event_of_the_record(officer, child):
    file_id = add(officer, child)
    api.open_file(officer, file_id, audit=audit(actor=officer))
    events = [(e.action, e.outcome) for e in history(child)]
    assert events[:2] == [("file.open", "read"), ("file.add", "done")]
    assert all("Quillfeather" not in event.detail for event in history(child))


def test_nothing_personal_stands_in_folder_or_tables(officer, child):
    add(officer, child, upload(b"Zebulon Quillfeather was seen at the motel.\n"))
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')
            values = [value for row in cursor for value in row]
            text = b" ".join(bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for v in values)
            assert b"Quillfeather" not in text, name
    (place,) = (live.FOLDER.path / "files").iterdir()
    assert b"Quillfeather" not in place.read_bytes()
    assert b"Quillfeather" not in place.name.encode()
    digest = hashlib.sha256(b"Zebulon Quillfeather was seen at the motel.\n").digest()
    assert digest[:16] != bytes(File.objects.get().fingerprint)


def test_the_folder_is_for_the_owner_only(officer, child):
    add(officer, child)
    folder = live.FOLDER.path / "files"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]


def test_sent_twice_kept_once(officer, child):
    again = upload(jpeg(), "another name.jpg")
    assert add(officer, child) == add(officer, child) == add(officer, child, again)
    assert File.objects.count() == len(store.contents()) == 1
    assert add(officer, a_child(officer)) != add(officer, child)


def test_sent_twice_at_the_same_moment_kept_once(officer, child, monkeypatch):
    first = add(officer, child)
    answers = iter([None, first])
    monkeypatch.setattr("harborlight.ground.files.actions._same", lambda *_: next(answers))
    assert add(officer, child) == first
    assert File.objects.count() == len(store.contents()) == 1


def test_another_agency_gets_the_answer_for_what_does_not_exist(officer, child):
    file_id = add(officer, child)
    stranger = an_actor(Role.INVESTIGATOR, Role.RECORDS)
    answers = []
    for one in (file_id, str(uuid.uuid4()), "no id", "../../keys.json", "\0"):
        with pytest.raises(NotFound) as found:
            api.open_file(stranger, one, audit=audit(actor=stranger))
        with pytest.raises(NotFound):
            api.erase_file(stranger, one, audit=audit(actor=stranger))
        answers.append(str(found.value))
    assert len(set(answers)) == 1
    assert api.files_of(stranger, Ref("child", child)) == []
    with pytest.raises(NotFound):
        add(stranger, child)


def test_files_are_shown_only_when_released(officer, child):
    file_id = add(officer, child)
    other = an_actor(Role.INVESTIGATOR)
    relate(Ref("child", child), agency_id=other.agency_id, why="referral", items=("identity",), audit=audit())
    assert api.files_of(other, Ref("child", child)) == []
    with pytest.raises(NotFound):
        api.open_file(other, file_id, audit=audit(actor=other))
    with pytest.raises(Refused, match="not opened to your agency"):
        add(other, child)
    relate(Ref("child", child), agency_id=other.agency_id, why="referral", items=("files",), audit=audit())
    assert api.open_file(other, file_id, audit=audit(actor=other)).content == jpeg()
    assert [v.id for v in api.files_of(other, Ref("child", child), items=frozenset({"files"}))] == [file_id]
    assert api.files_of(other, Ref("child", child), items=frozenset({"identity"})) == []


def test_a_role_without_the_permission_is_refused_before_anything_is_looked_up(officer, child):
    file_id = add(officer, child)
    partner = an_actor(Role.PARTNER, agency_id=officer.agency_id)
    for one in (file_id, str(uuid.uuid4())):
        with pytest.raises(Refused):
            api.open_file(partner, one, audit=audit(actor=partner))
    assert api.files_of(partner, Ref("child", child)) == []
    assert api.files_of(partner, Ref("child", child), items=frozenset({"*"})) == []
    with pytest.raises(Refused):
        add(partner, child)
    with pytest.raises(Refused):
        api.erase_file(officer, file_id, audit=audit(actor=officer))


def test_the_files_of_a_sealed_child_are_answered_as_missing(officer, child):
    file_id = add(officer, child)
    records = records_of(officer)
    seal_person(records, child, sealed=True, audit=audit(actor=records))
    with pytest.raises(NotFound):
        api.open_file(officer, file_id, audit=audit(actor=officer))
    assert api.files_of(officer, Ref("child", child)) == []
    assert api.open_file(records, file_id, audit=audit(actor=records)).content == jpeg()


@pytest.mark.parametrize("answer", [Answer.YES, Answer.UNSURE])
@pytest.mark.parametrize("content", [PHOTO, png(), pdf(), b"a note"])
def test_what_may_show_abuse_is_never_stored(officer, child, content, answer):
    with pytest.raises(api.SuspectedAbuse):
        add(officer, child, upload(content, answer=answer))
    assert not File.objects.exists()
    assert store.contents() == {}
    (event, *_) = history(child)
    assert (event.action, event.outcome, event.detail) == ("file.refused", "refused", '{"code":"suspected-abuse"}')


def test_a_refused_upload_is_an_event_by_its_code_and_nothing_more(officer, child):
    keys = Key.objects.count()
    with pytest.raises(api.NotTaken):
        add(officer, child, upload(b"MZ\x90\0" + b"Quillfeather"))
    (event, *_) = history(child)
    assert (event.action, event.detail) == ("file.refused", '{"code":"type-program"}')
    assert Key.objects.count() == keys


def test_a_file_larger_than_the_limit_is_refused_even_when_its_content_was_let_go(officer, child, settings):
    settings.FILE_LIMIT = 1024 * 1024
    for sent in (upload(b"x" * (1024 * 1024 + 1)), upload(b"", size=90_000_000)):
        with pytest.raises(api.NotTaken) as refused:
            add(officer, child, sent)
        assert refused.value.code == "too-large"


@pytest.mark.parametrize("name", ["../../keys.json", "a\0b.jpg", "C:\\x\\keys.json", "/etc/passwd", ""])
def test_no_name_reaches_the_disk(officer, child, name):
    before = {path for path in live.FOLDER.path.rglob("*") if path.is_file()}
    file_id = add(officer, child, upload(name=name))
    new = {path for path in live.FOLDER.path.rglob("*") if path.is_file()} - before
    assert live.FOLDER.path / "files" / file_id in new
    assert all(path.name == file_id for path in new if path.parent.name == "files")


def full(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("step", ["open", "fsync", "fdopen"])
def test_a_full_disk_is_a_sentence_and_nothing_is_written(officer, child, monkeypatch, step):
    keys, events = Key.objects.count(), len(history(child))
    with monkeypatch.context() as disk:
        disk.setattr(store.os, step, full)
        with pytest.raises(Refused, match="disk may be full"):
            add(officer, child)
    assert not File.objects.exists()
    assert store.contents() == {}
    assert list((live.FOLDER.path / "files").iterdir()) == []
    assert (Key.objects.count(), len(history(child))) == (keys, events)
    add(officer, child)


def test_a_database_that_is_full_is_the_same_sentence(officer, child, monkeypatch):
    def full_database(*_args, **_kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(File, "save", full_database)
    with pytest.raises(Refused, match="disk may be full"):
        add(officer, child)
    assert store.contents() == {}


def test_a_row_that_could_not_be_committed_leaves_no_content(officer, child, monkeypatch):
    record = Audit._record

    def fails_at_last(self, action, *rest):
        if action == "file.add":
            assert len(store.contents()) == 1  # the content is on the disk, its row is not committed
            full()
        record(self, action, *rest)

    monkeypatch.setattr(Audit, "_record", fails_at_last)
    with pytest.raises(Refused):
        add(officer, child)
    assert store.contents() == {}
    assert not File.objects.exists()


def test_a_row_needs_an_act(officer, child):
    add(officer, child)
    with pytest.raises(UnauditedWrite), transaction.atomic():
        File.objects.update(size=1)


def test_erased_means_erased(officer, child, django_capture_on_commit_callbacks):
    file_id = add(officer, child)
    kept = (live.FOLDER.path / "files" / file_id).read_bytes()
    records = records_of(officer)
    with django_capture_on_commit_callbacks(execute=True):
        api.erase_file(records, file_id, audit=audit(actor=records))
    assert store.contents() == {}
    row = File.objects.get()
    assert (bytes(row.name), bytes(row.original), row.fingerprint, row.size) == (b"", b"", None, len(jpeg()))
    store.write(row.id, kept)  # a backup of the folder alone brings nothing back
    for actor in (officer, records):
        with pytest.raises(NotFound):
            api.open_file(actor, file_id, audit=audit(actor=actor))
        assert api.files_of(actor, Ref("child", child)) == []
    assert bytes(row.key.wrapped) == b""
    assert add(officer, child) != file_id


def test_an_erasure_that_is_rolled_back_keeps_the_content(officer, child, django_capture_on_commit_callbacks):
    file_id = add(officer, child)
    records = records_of(officer)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        api.erase_file(records, file_id, audit=audit(actor=records))
        raise RuntimeError
    assert api.open_file(officer, file_id, audit=audit(actor=officer)).content == jpeg()


def test_with_the_record_go_its_files(officer, child, django_capture_on_commit_callbacks):
    other = a_child(officer)
    add(officer, child), add(officer, child, upload(png())), add(officer, other)
    records = records_of(officer)
    with django_capture_on_commit_callbacks(execute=True):
        assert privacy.erase_files_of(records, Ref("child", child), audit=audit(actor=records)) == 2
    assert api.erase_files_of(records, Ref("child", child), audit=audit(actor=records)) == 0
    assert len(store.contents()) == len(api.files_of(officer, Ref("child", other))) == 1


def test_content_that_is_gone_or_was_changed_is_a_sentence_and_an_event(officer, child):
    file_id = add(officer, child)
    place = live.FOLDER.path / "files" / file_id
    whole = place.read_bytes()
    place.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(api.ContentMissing, match="changed outside"):
        api.open_file(officer, file_id, audit=audit(actor=officer))
    place.unlink()
    assert api.missing() == [file_id]
    with pytest.raises(api.ContentMissing, match="backup"):
        api.open_file(officer, file_id, audit=audit(actor=officer))
    assert [e.outcome for e in history(child)[:2]] == ["refused", "refused"]


def test_content_put_in_the_place_of_another_file_does_not_open(officer, child):
    one, other = add(officer, child), add(officer, child, upload(png()))
    folder = live.FOLDER.path / "files"
    (folder / one).write_bytes((folder / other).read_bytes())
    with pytest.raises(api.ContentMissing):
        api.open_file(officer, one, audit=audit(actor=officer))


def test_the_sweep_takes_what_belongs_to_no_file_and_nothing_else(officer, child):
    kept, erased = add(officer, child), add(officer, child, upload(png()))
    records = records_of(officer)
    api.erase_file(records, erased, audit=audit(actor=records))  # the content is still there: nothing was committed
    now = datetime.now(UTC)
    old, young, part = uuid.uuid4(), uuid.uuid4(), f".{uuid.uuid4()}.partial"
    folder = live.FOLDER.path / "files"
    for name in (str(old), str(young), part, "notes.txt"):
        (folder / name).write_bytes(b"HL1")
    long_ago = (now - SAFE_AGE - timedelta(minutes=1)).timestamp()
    for name in (str(old), part, kept, "notes.txt"):
        os.utime(folder / name, (long_ago, long_ago))
    os.utime(folder / str(young), ((now - timedelta(hours=23)).timestamp(),) * 2)
    assert api.sweep(audit=audit(now)) == 3
    assert {path.name for path in folder.iterdir()} == {kept, str(young), "notes.txt"}
    (folder / "notes.txt").unlink()


def test_the_commands_say_what_they_found(officer, child, capsys):
    from argparse import Namespace

    file_id = add(officer, child)
    assert run_check(Namespace(json=False)) == 0
    store.remove(uuid.UUID(file_id))
    assert run_check(Namespace(json=True)) == 1
    assert run_check(Namespace(json=False)) == 1
    assert run_sweep(Namespace(json=True)) == 0
    said = capsys.readouterr()
    assert said.out == f'Every file has its content.\n{{"missing": ["{file_id}"]}}\n{{"removed": 0}}\n'
    assert "Put files/ back from the backup" in said.err


def test_a_list_costs_the_same_at_any_length(officer, child, django_assert_num_queries):
    for number in range(6):
        add(officer, child, upload(f"note {number}\n".encode(), f"{number}.txt"), NOON + timedelta(minutes=number))
    with django_assert_num_queries(2):
        names = [view.name for view in api.files_of(officer, Ref("child", child))]
    assert names == [f"{number}.txt" for number in reversed(range(6))]
    with django_assert_num_queries(1):
        entries = api.timeline(officer, child, items=frozenset({"*"}))
    assert entries[0].title == "File: Plain text"
    assert [entry.at for entry in entries] == sorted((entry.at for entry in entries), reverse=True)


def test_a_file_for_the_childs_own_request(officer, child):
    file_id = add(officer, child)
    opened = api.open_file(officer, file_id, audit=audit(actor=officer))
    out = privacy.export(api.file(officer, file_id), opened)
    assert (out["name"], out["content"]) == (NAME, jpeg())
    assert CANARY not in out["content"]
