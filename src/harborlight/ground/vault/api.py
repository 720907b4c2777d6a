"""The public face of the vault: make keys, seal, open, index, destroy."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings

from harborlight.ground.vault.core import cipher
from harborlight.ground.vault.core.cipher import Unreadable, normalize
from harborlight.ground.vault.fields import SealedField, classed
from harborlight.ground.vault.models import Key

__all__ = [
    "Key",
    "SealedField",
    "Unreadable",
    "blind_index",
    "classed",
    "destroy",
    "new_key",
    "normalize",
    "rewrap_agency",
    "seal",
    "seal_bytes",
    "unseal",
    "unseal_bytes",
]


class Writes(Protocol):
    """What the vault needs of an audit: it stands below ground.audit and may not import it."""

    @property
    def at(self) -> datetime: ...

    def writing(
        self, action: str, *, subject: tuple[str, str], detail: Any = ...
    ) -> AbstractContextManager[object]: ...


def new_key(owner_agency_id: str, audit: Writes) -> UUID:
    """A fresh record key of this agency; makes the agency's own key on first use. Returns the key's id."""
    agency = _agency_key(owner_agency_id, audit)
    key = Key(owner=str(owner_agency_id), agency_key=agency, created_at=audit.at)
    key.wrapped = cipher.wrap(cipher.fresh_key(), under=_open(agency))
    with audit.writing("vault.key.create", subject=("key", str(key.id))):
        key.save(force_insert=True)
    return key.id


def seal(key: Key | UUID | str, text: str, place: str) -> bytes:
    """``text`` sealed under a record key and bound to ``place`` ("table.column:rowid")."""
    return cipher.seal(text, key=_open(_row(key)), place=place)


def unseal(key: Key | UUID | str, blob: bytes | memoryview, place: str) -> str:
    """The text inside. Pass a Key row fetched with ``select_related("key__agency_key")`` to spend no query.

    Raises Unreadable when the key was destroyed, or key, place or bytes are wrong.
    """
    return cipher.unseal(bytes(blob), key=_open(_row(key)), place=place)


def seal_bytes(key: Key | UUID | str, content: bytes, place: str) -> bytes:
    """``content`` of a file sealed like text: same format, same key, bound to ``place`` ("table.column:rowid")."""
    return cipher.seal_bytes(content, key=_open(_row(key)), place=place)


def unseal_bytes(key: Key | UUID | str, blob: bytes | memoryview, place: str) -> bytes:
    """The content inside. Raises Unreadable like ``unseal``."""
    return cipher.unseal_bytes(bytes(blob), key=_open(_row(key)), place=place)


def blind_index(purpose: str, text: str) -> bytes:
    """Keyed hash for exact look-up; ``purpose`` keeps indexes of different fields from being compared."""
    return cipher.blind_index(text, key=bytes.fromhex(settings.FOLDER.keys["index"]), purpose=purpose)


def destroy(key: Key | UUID | str, audit: Writes) -> None:
    """Erase what the key sealed, for good. Destroying a destroyed key changes nothing."""
    row = _row(key)
    with audit.writing("vault.key.destroy", subject=("key", str(row.id))):
        Key.objects.filter(id=row.id, destroyed_at=None).update(wrapped=b"", destroyed_at=audit.at)


def rewrap_agency(owner_agency_id: str, audit: Writes) -> int:
    """Give the agency a new key and wrap its record keys again. Returns how many were wrapped.

    Sealed text stays as it is: it is under record keys, which do not change.
    """
    agency = Key.objects.get(owner=str(owner_agency_id), agency_key=None)
    old, new = _open(agency), cipher.fresh_key()
    records = list(Key.objects.filter(agency_key=agency, destroyed_at=None))
    with audit.writing("vault.agency.rewrap", subject=("key", str(agency.id)), detail={"keys": len(records)}):
        for record in records:
            record.wrapped = cipher.wrap(cipher.unwrap(bytes(record.wrapped), under=old), under=new)
        agency.wrapped = cipher.wrap(new, under=_master())
        Key.objects.bulk_update([agency, *records], ["wrapped"], batch_size=500)
    return len(records)


def _agency_key(owner: str, audit: Writes) -> Key:
    found = Key.objects.filter(owner=str(owner), agency_key=None).first()
    if found:
        return found
    key = Key(owner=str(owner), created_at=audit.at, wrapped=cipher.wrap(cipher.fresh_key(), under=_master()))
    with audit.writing("vault.key.create", subject=("key", str(key.id))):
        key.save(force_insert=True)
    return key


def _row(key: Key | UUID | str) -> Key:
    return key if isinstance(key, Key) else Key.objects.select_related("agency_key").get(id=key)


def _open(key: Key) -> bytes:
    if key.destroyed_at is not None:
        raise Unreadable("The key was destroyed: this text was erased.")
    above = _master() if key.agency_key is None else _open(key.agency_key)
    return cipher.unwrap(bytes(key.wrapped), under=above)


def _master() -> bytes:
    return bytes.fromhex(settings.FOLDER.keys["master"])
