"""Reads of files. One rule: who may see the record, and to whom its files were released, may see them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from harborlight.ground.access.api import Actor, NotFound, Permission, Ref, Refused, can, check, look
from harborlight.ground.audit.api import Audit
from harborlight.ground.files import store
from harborlight.ground.files.core.kinds import Kind
from harborlight.ground.files.models import File
from harborlight.ground.vault import api as vault

ITEM = "files"  # what of a record is released to a partner who may see its files
EVERYTHING = "*"
MOST = 200


class ContentMissing(Exception):
    """The row is there and its content is not, or was changed. The text is a sentence for the member."""


@dataclass(frozen=True)
class FileView:
    """One file in a list. ``size`` in bytes; ``original_sha256`` is of what was sent, before it was cleaned."""

    id: str
    ref: Ref
    name: str
    kind: Kind
    size: int
    added_by: str
    added_at: datetime
    original_sha256: str


@dataclass(frozen=True)
class Opened:
    """A file's content, and a name for the download that says nothing about anybody."""

    kind: Kind
    content: bytes
    download_name: str


def files_of(
    actor: Actor, ref: Ref, *, items: frozenset[str] | None = None, limit: int = MOST
) -> list[FileView]:
    """The files of a record, newest first; none for whom they are not open. One query after the access rule.

    ``items`` are what of this record is released to the actor, when the caller has asked already.
    """
    if not _open_to(actor, ref, items):
        return []
    rows = File.objects.filter(record_kind=ref.kind, record_id=ref.id, erased_at=None)
    found = list(rows.select_related("key__agency_key").order_by("-added_at")[:limit])
    return [_view(row) for row in found]


def file(actor: Actor, file_id: str, permission: Permission = Permission.FILE_SEE) -> FileView:
    """One file without its content. Raises NotFound alike for missing, erased and not visible."""
    row = one(actor, file_id, permission)
    return _view(row)


def open_file(actor: Actor, file_id: str, *, audit: Audit) -> Opened:
    """The content of a file; reading it is an event of its record. Raises NotFound, or ContentMissing."""
    row = one(actor, file_id, Permission.FILE_SEE)
    subject, detail = (row.record_kind, str(row.record_id)), {"file": str(row.id)}
    try:
        content = vault.unseal_bytes(row.key, store.read(row.id), f"files_file.content:{row.id}")
    except OSError as error:
        audit.refused("file.open", subject=subject, detail={**detail, "code": "missing"})
        raise ContentMissing(
            "The content of this file is not in the data folder. Nothing else is lost. Ask your administrator to put "
            "the folder “files” back from the backup."
        ) from error
    except vault.Unreadable as error:
        audit.refused("file.open", subject=subject, detail={**detail, "code": "changed"})
        raise ContentMissing(
            "The content of this file was changed outside Harborlight and is not shown. Tell your administrator and "
            "your supervisor."
        ) from error
    audit.reading("file.open", subject=subject, detail=detail)
    kind = Kind(row.media_type)
    return Opened(kind, content, f"file-{str(row.id)[:8]}.{kind.extension}")


def one(actor: Actor, file_id: str, permission: Permission) -> File:
    """The row, for an actor with this permission who may see it. The role is asked first: then nothing tells apart
    a file that is missing, erased, of another agency, or not released."""
    check(actor, permission)
    uid = _uuid(file_id)
    row = File.objects.select_related("key__agency_key").filter(id=uid, erased_at=None).first() if uid else None
    if row is None or not look(actor, permission, Ref(row.record_kind, str(row.record_id))).shows(ITEM):
        raise NotFound("There is no such record.")
    return row


def missing() -> list[str]:
    """Ids of files whose content is not in the data folder, for the administrator after a restore."""
    present = store.contents()
    ids = File.objects.filter(erased_at=None).order_by("added_at").values_list("id", flat=True)
    return [str(file_id) for file_id in ids if str(file_id) not in present]


def _open_to(actor: Actor, ref: Ref, items: frozenset[str] | None) -> bool:
    if items is not None:
        return can(actor, Permission.FILE_SEE) and bool(items & {EVERYTHING, ITEM})
    try:
        return look(actor, Permission.FILE_SEE, ref).shows(ITEM)
    except (NotFound, Refused):
        return False


def _view(row: File) -> FileView:
    return FileView(
        id=str(row.id), ref=Ref(row.record_kind, str(row.record_id)),
        name=vault.unseal(row.key, row.name, f"files_file.name:{row.id}"), kind=Kind(row.media_type), size=row.size,
        added_by=row.added_by_name or row.added_by, added_at=row.added_at,
        original_sha256=vault.unseal(row.key, row.original, f"files_file.original:{row.id}"),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
