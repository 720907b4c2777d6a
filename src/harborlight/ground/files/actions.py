"""Writes of files: add, refuse, erase, sweep. Each asks access first and is one audited act."""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction

from harborlight.ground.access.api import Actor, Permission, Ref, Refused, check_whole, look
from harborlight.ground.audit.api import Audit
from harborlight.ground.files import store
from harborlight.ground.files.core.answers import Answer, SuspectedAbuse, check_answer
from harborlight.ground.files.core.inspect import Clean, check_size, inspect
from harborlight.ground.files.core.kinds import NotTaken
from harborlight.ground.files.core.names import clean_name
from harborlight.ground.files.models import File
from harborlight.ground.files.queries import ITEM, one
from harborlight.ground.vault import api as vault

log = logging.getLogger(__name__)
SAFE_AGE = timedelta(days=1)  # an upload that is being written is seconds old


@dataclass(frozen=True)
class Upload:
    """What somebody sends. ``size`` is the size that was sent, when the content was too large to be kept in memory."""

    name: str
    content: bytes
    could_show_abuse: Answer
    size: int = 0


def may_add(actor: Actor, ref: Ref) -> None:
    """Raise NotFound or Refused unless the actor may add files to this record."""
    if not look(actor, Permission.FILE_ADD, ref).shows(ITEM):
        raise Refused("The files of this record were not opened to your agency. Ask the agency that owns it.")


def add_file(actor: Actor, ref: Ref, *, upload: Upload, audit: Audit) -> str:
    """Check, clean and keep a file of a record; returns its id. The same file sent again gives the id it has.

    Raises NotTaken (a Refused with a code) for what is not kept, SuspectedAbuse when the answer is not a plain no.
    """
    may_add(actor, ref)
    try:
        check_answer(upload.could_show_abuse)
        check_size(max(upload.size, len(upload.content)), settings.FILE_LIMIT)
        clean = inspect(upload.content, limit=settings.FILE_LIMIT)
    except NotTaken as refused:
        _note_refused(ref, refused.code, audit)
        raise
    fingerprint = vault.blind_index("file", hashlib.sha256(clean.content).hexdigest())
    return _same(ref, fingerprint) or _keep(actor, ref, upload, clean, fingerprint, audit)


def refuse_suspected(actor: Actor, ref: Ref, *, answer: Answer, audit: Audit) -> None:
    """Note that a file was not taken because it may show abuse: who, when, on which record, and nothing of the file."""
    may_add(actor, ref)
    try:
        check_answer(answer)
    except SuspectedAbuse as refused:
        _note_refused(ref, refused.code, audit)


def erase_file(actor: Actor, file_id: str, *, audit: Audit) -> None:
    """Destroy a file's key and take its content away. What remains says that there was a file, and of which size."""
    row = one(actor, file_id, Permission.CHILD_ERASE)
    _erase([row], Ref(row.record_kind, str(row.record_id)), audit)


def erase_files_of(actor: Actor, ref: Ref, *, audit: Audit) -> int:
    """Erase every file of a record, as part of erasing the record. Returns how many there were."""
    check_whole(actor, Permission.CHILD_ERASE, ref)
    rows = list(File.objects.filter(record_kind=ref.kind, record_id=ref.id, erased_at=None))
    if rows:
        _erase(rows, ref, audit)
    return len(rows)


def sweep(*, audit: Audit) -> int:
    """Remove content that no row speaks of: an add that was killed half-way, or an erasure. Returns how many.

    Content without a row is left for a day, because its row may be about to be saved; content of an erased row goes at
    once. Neither can be read any more: the key was rolled back with the row, or destroyed.
    """
    rows = {str(file_id): erased_at for file_id, erased_at in File.objects.values_list("id", "erased_at")}
    lost = [name for name, changed in store.contents().items() if _is_lost(name, changed, rows, audit.at)]
    for name in lost:
        store.discard(name)
    with audit.writing("file.sweep", subject=("store", "files"), detail={"removed": len(lost)}):
        return len(lost)


def _is_lost(name: str, changed: float, rows: Mapping[str, datetime | None], now: datetime) -> bool:
    if name in rows:
        return rows[name] is not None
    return datetime.fromtimestamp(changed, UTC) < now - SAFE_AGE


def _note_refused(ref: Ref, code: str, audit: Audit) -> None:
    audit.refused("file.refused", subject=(ref.kind, ref.id), detail={"code": code})


def _same(ref: Ref, fingerprint: bytes) -> str | None:
    rows = File.objects.filter(record_kind=ref.kind, record_id=ref.id, fingerprint=fingerprint)
    found = rows.values_list("id", flat=True).first()
    return str(found) if found else None


def _keep(actor: Actor, ref: Ref, upload: Upload, clean: Clean, fingerprint: bytes, audit: Audit) -> str:
    row = File(
        id=uuid4(),
        record_kind=ref.kind,
        record_id=UUID(ref.id),
        agency_id=actor.agency_id,
        media_type=clean.kind,
        size=len(clean.content),
        fingerprint=fingerprint,
        added_by=actor.member_id,
        added_by_name=actor.display,
        added_at=audit.at,
    )
    try:
        _save(row, upload, clean, audit)
    except IntegrityError:
        # The same file came a second time while the first was being saved: a double click.
        found = _same(ref, fingerprint)
        if found is None:
            raise
        return found
    except (OSError, OperationalError) as error:
        log.error("A file could not be stored: %s", type(error).__name__)
        # Not noted in the audit: what could not store a file cannot be relied on to store a line about it.
        raise NotTaken(
            "not-stored",
            "The server could not store the file; its disk may be full. Nothing of it was written and nothing else is "
            "lost. Tell your administrator, keep the file, and add it again later.",
        ) from error
    return str(row.id)


def _save(row: File, upload: Upload, clean: Clean, audit: Audit) -> None:
    subject, detail = (row.record_kind, str(row.record_id)), {"file": str(row.id), "type": str(clean.kind)}
    original = hashlib.sha256(upload.content).hexdigest()
    try:
        with audit.writing("file.add", subject=subject, detail={**detail, "size": row.size}):
            row.key_id = vault.new_key(row.agency_id, audit)
            row.name = vault.seal(row.key, clean_name(upload.name), f"files_file.name:{row.id}")
            row.original = vault.seal(row.key, original, f"files_file.original:{row.id}")
            row.save(force_insert=True)
            # Last, so that a row that may not be saved writes nothing; and before the commit, so that no row that
            # anybody can see is ever without its content.
            store.write(row.id, vault.seal_bytes(row.key, clean.content, f"files_file.content:{row.id}"))
    except BaseException:
        store.remove(row.id)
        raise


def _erase(rows: Iterable[File], ref: Ref, audit: Audit) -> None:
    for row in rows:
        with audit.writing("file.erase", subject=(ref.kind, ref.id), detail={"file": str(row.id)}):
            vault.destroy(row.key_id, audit)
            File.objects.filter(id=row.id).update(name=b"", original=b"", fingerprint=None, erased_at=audit.at)
            # Only when the erasure is certain; until then the content must still be readable.
            transaction.on_commit(lambda gone=row.id: store.remove(gone))  # type: ignore[misc]
