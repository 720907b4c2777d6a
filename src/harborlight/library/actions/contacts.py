"""Contacts: load them from packs, add our own, and write down that a number was checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from harborlight.ground.access.api import Actor, NotFound, Permission, Refused, check
from harborlight.ground.audit.api import Audit
from harborlight.ground.packs.api import Pack, packs
from harborlight.library import atlas
from harborlight.library.core.lines import CHANNELS, Line, line_of
from harborlight.library.core.phones import PhoneRefused, plain_phone
from harborlight.library.models import METHODS, Contact, Service, Verification

_FIELDS = (
    "pack_id", "pack_version", "pack_digest", "role", "name", "state", "counties", "not_counties", "level", "channel",
    "value", "tz", "hours", "hours_stated", "otherwise", "note", "trust", "source", "source_date", "transcribed_from",
    "row_digest", "checked_at", "check_result", "retired_at",
)  # fmt: skip
_LIMITS = {field.name: field.max_length for field in Contact._meta.concrete_fields if field.max_length}


@dataclass(frozen=True)
class Loaded:
    """What loading the directory did."""

    new: int
    changed: int
    retired: int
    total: int


def load_directory(*, audit: Audit) -> Loaded:
    """Bring the contacts of every directory pack into the store. Loading the same packs again changes nothing.

    A number that changed loses its check: it was made of the old one. A row that left its pack is retired, not
    deleted. Contacts that the agency entered itself are not touched.
    """
    known = {row.key: row for row in Contact.objects.exclude(pack_id="")}
    found = {line.id: (line, pack) for pack in packs("directory") for line in _lines(pack)}
    fresh: list[Contact] = []
    changed: list[Contact] = []
    for key, (line, pack) in found.items():
        row = known.get(key) or Contact(key=key)
        was_new, digest = key not in known, _digest(line)
        if was_new or row.row_digest != digest or row.retired_at is not None:
            _copy(line, row, digest)
            row.pack_id, row.pack_version, row.pack_digest = pack.id, pack.version, pack.digest
            (fresh if was_new else changed).append(row)
        elif row.pack_digest != pack.digest:
            row.pack_version, row.pack_digest = pack.version, pack.digest
            changed.append(row)
    gone = [row for key, row in known.items() if key not in found and row.retired_at is None]
    if fresh or changed or gone:
        _save(fresh, changed, gone, audit=audit)
    return Loaded(len(fresh), len(changed), len(gone), len(found))


def _lines(pack: Pack) -> list[Line]:
    notes = [pack.main] if pack.main else []
    by_hand = {entry["id"]: entry for note in notes for entry in note.get("hours", ())}
    not_in = {entry["id"]: entry["counties"] for note in notes for entry in note.get("not_in", ())}
    return [line_of(row, by_hand.get(row["id"], {}), not_in.get(row["id"], ())) for row in atlas.contact_rows(pack)]


def _copy(line: Line, row: Contact, digest: str) -> None:
    """Put a line into its row. A number that changed loses its check: that was of the old one."""
    if row.value != line.value:
        row.checked_at, row.check_result = None, ""
    row.row_digest, row.retired_at = digest, None
    for name in ("role", "name", "state", "level", "channel", "value", "tz", "otherwise", "note", "trust", "source",
                 "source_date", "hours_stated", "transcribed_from"):  # fmt: skip
        setattr(row, name, str(getattr(line, name))[: _LIMITS.get(name)])
    row.hours = line.hours_text
    row.counties, row.not_counties = " ".join(sorted(line.counties)), " ".join(sorted(line.not_counties))


def _digest(line: Line) -> str:
    facts = {name: str(getattr(line, name)) for name in Line.__slots__ if name not in ("counties", "not_counties")}
    facts |= {"counties": " ".join(sorted(line.counties)), "not": " ".join(sorted(line.not_counties))}
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _save(fresh: list[Contact], changed: list[Contact], gone: list[Contact], *, audit: Audit) -> None:
    detail = {"new": len(fresh), "changed": len(changed), "retired": len(gone)}
    with audit.writing("directory.load", subject=("directory", "packs"), detail=detail):
        Contact.objects.bulk_create(fresh, batch_size=500)
        for row in gone:
            row.retired_at = audit.at
        if changed or gone:
            Contact.objects.bulk_update([*changed, *gone], list(_FIELDS), batch_size=200)


def upsert_own(lines: list[Line], name: str, *, audit: Audit, dry_run: bool) -> int:
    """Bring a table of our own numbers in, known by its name and their ids; answers how many rows were written."""
    keys = {f"own-{name}-{line.id}": line for line in lines}
    known = {row.key: row for row in Contact.objects.filter(key__in=keys)}
    fresh: list[Contact] = []
    changed: list[Contact] = []
    for key, line in keys.items():
        row = known.get(key) or Contact(key=key)
        if row.row_digest != _digest(line) or row.retired_at is not None:
            _copy(line, row, _digest(line))
            (changed if key in known else fresh).append(row)
    if (fresh or changed) and not dry_run:
        _save(fresh, changed, [], audit=audit)
    return len(fresh) + len(changed)


def add_contact(actor: Actor, *, facts: Mapping[str, str], audit: Audit) -> str:
    """Enter a number of our own, such as the county's line. Returns its key.

    `facts` has role, name, channel, value, state and source, and may have counties (codes, spaces between), hours in
    our notation, tz and note. The source says who told us; its date is the day of the act. It counts as not verified
    until somebody calls it.
    """
    check(actor, Permission.DIRECTORY_CHANGE)
    line = _own_line(facts, audit)
    row = Contact()
    _copy(line, row, _digest(line))
    row.key = f"own-{row.id}"
    with audit.writing("directory.add", subject=("contact", str(row.id)), detail={"role": line.role}):
        row.save(force_insert=True)
    return row.key


def _own_line(facts: Mapping[str, str], audit: Audit) -> Line:
    for name in ("role", "name", "channel", "value", "source"):
        if not facts.get(name, "").strip():
            raise Refused(f"Fill in {name}. Every number says whose it is and who told us. Nothing was saved.")
    if facts["channel"] not in CHANNELS:
        raise Refused(f"Choose how they are reached: {', '.join(CHANNELS)}.")
    value = facts["value"].strip()
    if facts["channel"] in ("phone", "tty", "fax"):
        try:
            value = plain_phone(value)
        except PhoneRefused as refused:
            raise Refused(f"{refused}. Write it with its area code. Nothing was saved.") from refused
    counties = facts.get("counties", "").split()
    row = {
        **facts,
        "id": "own",
        "value": value,
        "county_fips": " ".join(counties),
        "level": "county" if counties else "state" if facts.get("state") else "national",
        "trust": "medium",
        "source_date": audit.at.date().isoformat(),
    }
    try:
        return line_of(row, {}, ())
    except ValueError as refused:
        raise Refused(f"{refused}. Nothing was saved.") from refused


def verify_contact(actor: Actor, key: str, *, value: str = "", method: str = "called", audit: Audit) -> None:
    """Somebody of ours checked this number and it answered as the directory says.

    `value` is the number as it stood on their page: if the directory changed meanwhile, nothing is written down.
    """
    _check(actor, _contact(key), value=value, result="answered", method=method, audit=audit)


def number_failed(actor: Actor, key: str, *, value: str = "", method: str = "use", audit: Audit) -> None:
    """This number did not work. It stays on the page, marked, and what answers instead stands beside it."""
    _check(actor, _contact(key), value=value, result="failed", method=method, audit=audit)


def verify_service(actor: Actor, service_id: str, *, answered: bool, method: str = "called", audit: Audit) -> None:
    """Somebody of ours called this service: it answered, or its number failed."""
    result = "answered" if answered else "failed"
    _check(actor, _service(service_id), value="", result=result, method=method, audit=audit)


def _check(actor: Actor, row: Contact | Service, *, value: str, result: str, method: str, audit: Audit) -> None:
    check(actor, Permission.DIRECTORY_VERIFY)
    if method not in METHODS:
        raise Refused(f"Say how you checked: {', '.join(METHODS)}.")
    stands = row.value if isinstance(row, Contact) else ", ".join(str(phone) for phone in row.phones.all())
    if not stands:
        raise Refused("There is no number here yet, so there is nothing to check.")
    if value and value != stands:
        raise Refused(f"The number changed to {stands} while this page was open. Call that one. Nothing was saved.")
    kind = "contact" if isinstance(row, Contact) else "service"
    with audit.writing("directory.check", subject=(kind, str(row.id)), detail={"result": result, "how": method}):
        Verification.objects.create(
            **{kind: row}, value=stands[:300], at=audit.at, result=result, method=method, member_id=actor.member_id,
            agency_id=actor.agency_id,
        )  # fmt: skip
        row.checked_at, row.check_result = audit.at, result
        row.save(update_fields=["checked_at", "check_result"])


def retire_contact(actor: Actor, key: str, *, audit: Audit) -> None:
    """Take a number of our own off the list. A number of a pack stays, marked as failed, until the pack changes."""
    check(actor, Permission.DIRECTORY_CHANGE)
    row = _contact(key)
    if row.pack_id:
        raise Refused("This number comes with Harborlight. Mark it as failed instead; it then says so on every page.")
    with audit.writing("directory.retire", subject=("contact", str(row.id))):
        row.retired_at = audit.at
        row.save(update_fields=["retired_at"])


def _contact(key: str) -> Contact:
    row = Contact.objects.filter(key=key, retired_at=None).first()
    if row is None:
        raise NotFound("There is no such contact.")
    return row


def _service(service_id: str) -> Service:
    try:
        return Service.objects.prefetch_related("phones").get(id=UUID(str(service_id)))
    except (ValueError, Service.DoesNotExist) as missing:
        raise NotFound("There is no such service.") from missing
