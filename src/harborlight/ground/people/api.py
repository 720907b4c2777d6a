"""The public face of people: who is meant, for those who may know."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db.models import QuerySet, Value

from harborlight.ground.access.api import Actor, NotFound, Permission, Ref, can, check, look, sees, visible
from harborlight.ground.people.actions import (
    NAME_KINDS,
    add_identifier,
    add_name,
    create_person,
    erase_person,
    index_of,
    seal_person,
    set_birth,
)
from harborlight.ground.people.core.identity import IDENTIFIER_KINDS, Age, age_on, name_words
from harborlight.ground.people.models import Identifier, Name, NameWord, Person
from harborlight.ground.vault import api as vault

__all__ = [
    "IDENTIFIER_KINDS",
    "NAME_KINDS",
    "Age",
    "PersonView",
    "add_identifier",
    "add_name",
    "create_person",
    "erase_person",
    "find",
    "find_by_identifier",
    "find_by_name",
    "id_of_code",
    "person",
    "persons",
    "recent",
    "seal_person",
    "set_birth",
]

FOUND_LIMIT = 25


@dataclass(frozen=True)
class PersonView:
    """Who is meant. Names, birth and identifiers are empty when identity was not released to the reader."""

    id: str
    code: str
    agency_id: str
    names: tuple[tuple[str, str], ...]
    birth: date | None
    age: Age
    identifiers: tuple[tuple[str, str], ...]
    sealed: bool
    erased: bool
    key_id: UUID
    created_at: datetime
    items: frozenset[str] = frozenset()  # what of this record is released to the reader
    because: str = ""  # why the reader sees it, in a sentence

    @property
    def age_text(self) -> str:
        return self.age.text

    @property
    def display(self) -> str:
        """The first asserted name, or the code."""
        return self.names[0][1] if self.names else f"Child {self.code}"


def person(actor: Actor, person_id: str, now: datetime) -> PersonView:
    """One person with everything the actor may know. Raises NotFound alike for missing and hidden. Three queries."""
    seen = look(actor, Permission.CHILD_SEE, Ref("child", person_id))
    row = Person.objects.select_related("key__agency_key").filter(id=person_id).first()
    if row is None:
        raise NotFound("There is no such record.")
    known = can(actor, Permission.CHILD_IDENTIFY) and seen.shows("identity")
    return replace(_view(row, now, _identities([row]) if known else None), items=seen.items, because=seen.because)


def persons(actor: Actor, ids: Iterable[str], now: datetime) -> Mapping[str, PersonView]:
    """Many persons without names, for lists: id to view. Those not visible are left out. Two queries."""
    rows = Person.objects.filter(id__in=set(visible(actor, "child").filter(record_id__in=list(ids))))
    return {str(row.id): _view(row, now) for row in rows.select_related("key__agency_key")}


def recent(actor: Actor, now: datetime, limit: int = FOUND_LIMIT) -> list[PersonView]:
    """The newest children the actor may know of, for the first page of search."""
    check(actor, Permission.CHILD_SEARCH)
    rows = Person.objects.filter(sees(actor, "child", "id")).select_related("key__agency_key")
    return [_view(row, now) for row in rows.order_by("-created_at")[:limit]]


def find_by_identifier(actor: Actor, kind: str, value: str, now: datetime) -> list[PersonView]:
    """Persons with exactly this identifier, among those the actor may know of."""
    check(actor, Permission.CHILD_SEARCH)
    rows = _rows().filter(identifiers__index=index_of(kind, value), identifiers__kind=kind)
    return _found(actor, rows, now)


def find_by_name(actor: Actor, text: str, now: datetime) -> list[PersonView]:
    """Persons whose asserted names hold every word of ``text`` (accents and case do not count)."""
    check(actor, Permission.CHILD_SEARCH)
    words = name_words(text)
    if not words:
        return []
    rows = _rows()
    for word in words:
        rows = rows.filter(id__in=NameWord.objects.filter(word=vault.blind_index("name", word)).values("person_id"))
    return _found(actor, rows, now)


def find(actor: Actor, text: str, now: datetime) -> list[PersonView]:
    """By code, then by every kind of identifier, then by name: what somebody types into the search box."""
    check(actor, Permission.CHILD_SEARCH)
    by_code = _found(actor, _rows().filter(code=text.strip().upper()), now)
    if by_code:
        return by_code
    indexes = [index_of(kind, text) for kind in IDENTIFIER_KINDS] if vault.normalize(text) else []
    by_number = _found(actor, _rows().filter(identifiers__index__in=indexes), now) if indexes else []
    return by_number or find_by_name(actor, text, now)


def id_of_code(code: str) -> str:
    """The id behind a code, or an id that nobody has: for acts that answer missing and forbidden alike."""
    row = Person.objects.filter(code=code.strip().upper()).values_list("id", flat=True).first()
    return str(row or uuid4())


def _rows() -> QuerySet[Person]:
    return Person.objects.select_related("key__agency_key")


def _found(actor: Actor, rows: QuerySet[Person], now: datetime) -> list[PersonView]:
    found = list(
        rows.filter(sees(actor, "child", "id", item="identity")).distinct().order_by("-created_at")[:FOUND_LIMIT]
    )
    known = _identities(found) if can(actor, Permission.CHILD_IDENTIFY) else None
    return [_view(row, now, known) for row in found]


Pairs = tuple[tuple[str, str], ...]
Identities = Mapping[UUID, tuple[Pairs, Pairs]]
COLUMNS = ("table", "person_id", "kind", "id", "text", "asserted_at")


def _view(row: Person, now: datetime, known: Identities | None = None) -> PersonView:
    """``known`` is None when identity is not shown to the reader."""
    birth, estimate = (None, None) if row.erased_at else _birth(row)
    names, numbers = (known or {}).get(row.id, ((), ()))
    return PersonView(
        id=str(row.id),
        code=row.code,
        agency_id=str(row.agency_id),
        names=names,
        birth=birth if known is not None else None,
        identifiers=numbers,
        age=age_on(now.date(), birth=birth, estimate=estimate, estimated_on=row.estimated_on),
        sealed=row.sealed,
        erased=row.erased_at is not None,
        key_id=row.key_id,
        created_at=row.created_at,
    )


def _birth(row: Person) -> tuple[date | None, int | None]:
    if not bytes(row.birth):
        return None, None
    text = vault.unseal(row.key, row.birth, f"people_person.birth:{row.id}")
    return (None, int(text[1:])) if text.startswith("~") else (date.fromisoformat(text), None)


def _identities(rows: Sequence[Person]) -> Identities:
    """(kind, text) of names and of identifiers by person, in one query for both tables; the given name first."""
    keys = {row.id: row.key for row in rows if row.erased_at is None}
    names = Name.objects.filter(person_id__in=keys).annotate(table=Value("name"))
    numbers = Identifier.objects.filter(person_id__in=keys).annotate(table=Value("identifier"))
    found: dict[UUID, dict[str, list[tuple[str, str]]]] = {key: {"name": [], "identifier": []} for key in keys}
    asserted = names.values_list(*COLUMNS).union(numbers.values_list(*COLUMNS))
    for table, person_id, kind, uid, text, _ in sorted(asserted, key=_order):
        place = f"people_{table}.text:{uid}"
        found[person_id][table].append((kind, vault.unseal(keys[person_id], text, place)))
    return {key: (tuple(parts["name"]), tuple(parts["identifier"])) for key, parts in found.items()}


def _order(asserted: tuple[str, UUID, str, UUID, bytes, datetime]) -> tuple[bool, datetime, str]:
    return (asserted[2] != "given-family", asserted[5], str(asserted[3]))
