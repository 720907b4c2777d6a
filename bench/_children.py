"""Many children, quickly: the children of the invented county, written again and again with ids and keys of their own.

A bench may write in bulk. Each copy has everything its model has (names sealed under its own key, screening, response,
clocks, notices, team, referrals, history, relations), shifted by up to a year, so that lists have something to order.
"""

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

from harborlight.ground.access.models import Relation
from harborlight.ground.audit.api import Audit
from harborlight.ground.people.core.identity import code_of
from harborlight.ground.people.models import Identifier, Name, NameWord, Person
from harborlight.ground.vault.api import Key, unseal
from harborlight.ground.vault.core import cipher
from harborlight.ground.vault.fields import SealedField
from harborlight.recognize.models import Screening, ScreeningChild
from harborlight.respond.models import DutyClock, HistoryEntry, Notice, Referral, Response, StepDone, TeamMember

BATCH = 500  # children written in one act
YEAR = 365


@dataclass
class Row:
    """One row of the model child: its values by column, its sealed columns opened, and the key that sealed them."""

    model: type[Model]
    values: dict[str, Any]
    texts: dict[str, str] = field(default_factory=dict)
    key: uuid.UUID | None = None

    @property
    def place_id(self) -> str:
        """The column that sealed text is bound to."""
        return "uid" if "uid" in self.values else "id"


def templates() -> list[list[Row]]:
    """Every child of the store with all that hangs on it, keys first."""
    return [_rows(child) for child in Person.objects.select_related("key__agency_key").order_by("created_at")]


def grow(total: int, models: list[list[Row]], *, say: Any = print) -> None:
    """Write copies until the store has ``total`` children."""
    have = Person.objects.count()
    codes = set(Person.objects.values_list("code", flat=True))
    dice = random.Random(have)  # the same store every time
    audit = Audit(actor="system:bench", agency="", at=datetime.now(UTC), channel="bench")
    while have < total:
        count = min(BATCH, total - have)
        chosen = [models[dice.randrange(len(models))] for _ in range(count)]
        with audit.writing("bench.fill", subject=("bench", "children"), detail={"children": count}):
            _write(copy for rows in chosen for copy in _copies(rows, codes, dice))
        have += count
        if have % (BATCH * 20) == 0:
            say(f"    {have:,} of {total:,} children", flush=True)
    # PostgreSQL's own maintenance does this within the minute; SQLite plans without statistics here as in production.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _rows(child: Person) -> list[Row]:
    responses = list(Response.objects.filter(child=child))
    screenings = list(Screening.objects.filter(about__child=child))
    below = [
        row for model in (DutyClock, Notice, StepDone, TeamMember, Referral, HistoryEntry)
        for row in model.objects.filter(response__in=responses).order_by("pk")
    ]
    known = {child.pk, *(row.pk for row in (*responses, *screenings, *below) if isinstance(row.pk, uuid.UUID))}
    found: Iterable[tuple[Model, Key | None]] = [
        *((key, None) for key in {child.key, *(screening.key for screening in screenings)}),
        (child, child.key),
        *((row, child.key) for model in (Name, NameWord, Identifier) for row in model.objects.filter(person=child)),
        *((row, row.key) for row in screenings),
        *((row, None) for row in ScreeningChild.objects.filter(child=child)),
        *((row, child.key) for row in (*responses, *below)),
        *((row, None) for row in Relation.objects.filter(record_id__in=known)),
    ]
    return [_row(row, key) for row, key in found]


def _row(row: Model, key: Key | None) -> Row:
    values = {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}
    made = Row(type(row), values, key=key.pk if key else None)
    for column in row._meta.concrete_fields:
        blob = values[column.attname]
        if isinstance(column, SealedField) and blob:
            place = f"{row._meta.db_table}.{column.name}:{values[made.place_id]}"
            made.texts[column.attname] = unseal(key, blob, place)
    return made


def _copies(rows: list[Row], codes: set[str], dice: random.Random) -> Iterator[Model]:
    ids = {value: uuid.UUID(int=dice.getrandbits(128), version=4) for row in rows for value in _own_ids(row)}
    words = {str(old): str(new) for old, new in ids.items()}
    later = timedelta(days=-dice.randrange(YEAR))
    keys: dict[uuid.UUID, bytes] = {}
    for row in rows:
        values = {name: _moved(value, ids, words, later) for name, value in row.values.items()}
        if isinstance(row.model._meta.pk.get_internal_type(), str) and "Auto" in row.model._meta.pk.get_internal_type():
            values[row.model._meta.pk.attname] = None
        if row.model is Key:
            keys[values["id"]] = cipher.fresh_key()
            values["wrapped"] = cipher.wrap(keys[values["id"]], under=_agency_key(row.values["agency_key_id"]))
        if row.model is Person:
            values["code"] = _code(str(values["id"]), codes)
        for name, text in row.texts.items():
            place = f"{row.model._meta.db_table}.{name}:{values[row.place_id]}"
            values[name] = cipher.seal(text, key=keys[ids[row.key]], place=place)
        yield row.model(**values)


def _own_ids(row: Row) -> Iterator[uuid.UUID]:
    for name in ("id", "uid", "token", "form"):
        if isinstance(row.values.get(name), uuid.UUID):
            yield row.values[name]


def _moved(value: Any, ids: dict[Any, Any], words: dict[str, str], later: timedelta) -> Any:
    if isinstance(value, uuid.UUID):
        return ids.get(value, value)
    if isinstance(value, datetime | date):
        return value + later
    return words.get(value, value) if isinstance(value, str) else value


_opened: dict[uuid.UUID, bytes] = {}


def _agency_key(key_id: uuid.UUID) -> bytes:
    if key_id not in _opened:
        from django.conf import settings

        wrapped = bytes(Key.objects.get(id=key_id).wrapped)
        _opened[key_id] = cipher.unwrap(wrapped, under=bytes.fromhex(settings.FOLDER.keys["master"]))
    return _opened[key_id]


def _code(person_id: str, codes: set[str]) -> str:
    attempt = 0
    while (code := code_of(person_id, attempt)) in codes:
        attempt += 1
    codes.add(code)
    return code


def _write(rows: Iterable[Model]) -> None:
    tables: dict[type[Model], list[Model]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    order = (Key, Person, Name, NameWord, Identifier, Screening, ScreeningChild, Response, DutyClock, Notice, StepDone,
             TeamMember, Referral, HistoryEntry, Relation)
    for model in order:
        model.objects.bulk_create(tables.get(model, []), batch_size=2000)
