"""Writes of people. Each asks access first and is one audited act."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import uuid4

from harborlight.ground.access.api import Actor, Permission, Ref, Refused, check, check_whole, relate, suspend
from harborlight.ground.audit.api import Audit
from harborlight.ground.people.core.identity import IDENTIFIER_KINDS, code_of, name_words
from harborlight.ground.people.models import Identifier, Name, NameWord, Person
from harborlight.ground.vault import api as vault

NAME_KINDS = {"given-family": "Name", "nickname": "Nickname", "alias": "Other name"}
OLDEST_ESTIMATE = 25  # an adult whose age is not settled may be entered; an elderly person is a typing error


def create_person(
    actor: Actor,
    *,
    names: Sequence[tuple[str, str]] = (),
    birth: date | None = None,
    age_estimate: int | None = None,
    identifiers: Iterable[tuple[str, str]] = (),
    audit: Audit,
) -> str:
    """A new person of the actor's agency, visible to the agency and to the actor. Returns the id.

    ``names`` are (kind, text) with kind of NAME_KINDS, ``identifiers`` (kind, value). Nothing but a code is required:
    a child may be met before anything is known.
    """
    check(actor, Permission.CHILD_CREATE)
    _check_age(birth, age_estimate, audit.at.date())
    person = Person(agency_id=actor.agency_id, created_at=audit.at, is_estimate=birth is None)
    person.code = _free_code(str(person.id))
    with audit.writing("child.create", subject=("child", str(person.id))):
        person.key_id = vault.new_key(actor.agency_id, audit)
        _set_birth(person, birth, age_estimate, audit)
        person.save(force_insert=True)
        ref = Ref("child", str(person.id))
        relate(ref, agency_id=actor.agency_id, why="owning agency", audit=audit)
        if not actor.is_system:
            relate(ref, member_id=actor.member_id, why="made the record", audit=audit)
        for kind, text in names:
            _add_name(person, kind, text, audit)
        for kind, value in identifiers:
            _add_identifier(person, kind, value, audit)
    return str(person.id)


def add_name(actor: Actor, person_id: str, *, kind: str, text: str, audit: Audit) -> None:
    """Assert another name. Names are added, not replaced: what was asserted stays, with who asserted it."""
    check_whole(actor, Permission.CHILD_IDENTIFY, Ref("child", person_id))
    with audit.writing("child.name", subject=("child", person_id), detail={"kind": kind}):
        _add_name(Person.objects.select_related("key__agency_key").get(id=person_id), kind, text, audit)


def add_identifier(actor: Actor, person_id: str, *, kind: str, value: str, audit: Audit) -> None:
    """Assert an exact identifier such as a case number."""
    check_whole(actor, Permission.CHILD_IDENTIFY, Ref("child", person_id))
    with audit.writing("child.identifier", subject=("child", person_id), detail={"kind": kind}):
        _add_identifier(Person.objects.select_related("key__agency_key").get(id=person_id), kind, value, audit)


def set_birth(
    actor: Actor, person_id: str, *, birth: date | None, age_estimate: int | None = None, audit: Audit
) -> None:
    """Settle or correct the birth date, or the estimated age."""
    check_whole(actor, Permission.CHILD_IDENTIFY, Ref("child", person_id))
    _check_age(birth, age_estimate, audit.at.date())
    person = Person.objects.select_related("key__agency_key").get(id=person_id)
    with audit.writing("child.birth", subject=("child", person_id)):
        person.is_estimate = birth is None
        _set_birth(person, birth, age_estimate, audit)
        person.save(update_fields=["birth", "is_estimate", "estimated_on"])


def seal_person(actor: Actor, person_id: str, *, sealed: bool, audit: Audit) -> None:
    """Seal a juvenile record: from now on everyone but the records role gets the answer of no such record."""
    check_whole(actor, Permission.CHILD_SEAL, Ref("child", person_id))
    with audit.writing("child.seal" if sealed else "child.unseal", subject=("child", person_id)):
        Person.objects.filter(id=person_id).update(sealed=sealed)
        suspend(Ref("child", person_id), suspended=sealed, audit=audit)


def erase_person(actor: Actor, person_id: str, *, audit: Audit) -> None:
    """Destroy the person's key: names, birth date, identifiers and all text sealed under it are gone for good."""
    check_whole(actor, Permission.CHILD_ERASE, Ref("child", person_id))
    person = Person.objects.get(id=person_id)
    with audit.writing("child.erase", subject=("child", person_id)):
        vault.destroy(person.key_id, audit)
        NameWord.objects.filter(person=person).delete()
        Identifier.objects.filter(person=person).delete()
        Name.objects.filter(person=person).delete()
        Person.objects.filter(id=person_id).update(birth=b"", is_estimate=True, estimated_on=None, erased_at=audit.at)


def _free_code(person_id: str) -> str:
    attempt = 0
    while Person.objects.filter(code=(code := code_of(person_id, attempt))).exists():
        attempt += 1
    return code


def _check_age(birth: date | None, estimate: int | None, today: date) -> None:
    if birth is not None and birth > today:
        raise Refused("The birth date lies in the future. Check the year.")
    if birth is not None and estimate is not None:
        raise Refused("Give the birth date or an estimated age, not both.")
    if estimate is not None and not 0 <= estimate <= OLDEST_ESTIMATE:
        raise Refused(f"An estimated age is between 0 and {OLDEST_ESTIMATE} years.")


def _set_birth(person: Person, birth: date | None, estimate: int | None, audit: Audit) -> None:
    text = birth.isoformat() if birth else "" if estimate is None else f"~{estimate}"
    person.birth = vault.seal(person.key, text, f"people_person.birth:{person.id}") if text else b""
    person.estimated_on = audit.at.date() if birth is None and estimate is not None else None


def _add_name(person: Person, kind: str, text: str, audit: Audit) -> None:
    text = " ".join(text.split())
    if kind not in NAME_KINDS:
        raise Refused(f"The kind of name must be one of: {', '.join(NAME_KINDS.values())}.")
    if not name_words(text):
        raise Refused("This name has no letters. Leave it empty if no name is known.")
    row = Name(id=uuid4(), person=person, kind=kind, asserted_at=audit.at, asserted_by=audit.actor)
    row.text = vault.seal(person.key, text, f"people_name.text:{row.id}")
    row.save(force_insert=True)
    words = [NameWord(person=person, word=vault.blind_index("name", word)) for word in name_words(text)]
    NameWord.objects.bulk_create(words, ignore_conflicts=True)


def _add_identifier(person: Person, kind: str, value: str, audit: Audit) -> None:
    if kind not in IDENTIFIER_KINDS:
        raise Refused(f"The kind of number must be one of: {', '.join(IDENTIFIER_KINDS.values())}.")
    if not vault.normalize(value):
        raise Refused("The number is empty.")
    row = Identifier(id=uuid4(), person=person, kind=kind, asserted_at=audit.at, asserted_by=audit.actor)
    row.text = vault.seal(person.key, value.strip(), f"people_identifier.text:{row.id}")
    row.index = index_of(kind, value)
    row.save(force_insert=True)


def index_of(kind: str, value: str) -> bytes:
    """Blind index of one identifier; spaces and dashes do not count, so "26-1183" finds "26 1183"."""
    return vault.blind_index(f"identifier:{kind}", vault.normalize(value).replace(" ", ""))
