"""Services: bring in a directory in HSDS 1.1, and count how referrals to a service ended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar
from uuid import UUID

from harborlight.ground.access.api import Actor, Permission, check
from harborlight.ground.audit.api import Audit
from harborlight.library.core.hsds import HsdsDirectory, LocationRow, OrganizationRow, ServiceRow, digest_of
from harborlight.library.models import (
    Imported,
    ImportReport,
    Location,
    Organization,
    Outcome,
    Phone,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceNeed,
)

_BATCH = 500
_KEPT_ROWS = 5000
"""So many mended or refused rows are kept with a report; the counts are always whole."""
Row = OrganizationRow | ServiceRow | LocationRow
M = TypeVar("M", bound=Imported)


@dataclass(frozen=True)
class Report:
    """What an import did. `taken` are the rows accepted, mended ones included; `changed` are the records written."""

    taken: int
    mended: int
    refused: int
    changed: int
    rows: tuple[dict[str, Any], ...]
    id: str = ""

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        return {
            "taken": self.taken,
            "mended": self.mended,
            "refused": self.refused,
            "changed": self.changed,
            "rows": list(self.rows),
        }


@dataclass(frozen=True)
class Origin:
    """Where a directory is from: a short name that stays the same, the date of its facts, its state, its digest."""

    system: str
    date: str
    state: str
    digest: str
    tz: str


def import_hsds11(actor: Actor, read: HsdsDirectory, origin: Origin, *, audit: Audit, dry_run: bool = False) -> Report:
    """Bring a directory that was read into the store, in one transaction. Importing it again changes nothing.

    Records are known by `origin.system` and their id there. A record that is no longer in the files is kept: it may
    have been left out by mistake, and somebody may be referring to it.
    """
    check(actor, Permission.DIRECTORY_CHANGE)
    known = {
        model: dict(model.objects.filter(source_system=origin.system).values_list("source_key", "row_digest"))
        for model in (Organization, Service, Location)
    }
    todo = {
        Organization: _changed(read.organizations, known[Organization]),
        Location: _changed(read.locations, known[Location]),
        Service: _changed(read.services, known[Service]),
    }
    changed = sum(len(rows) for rows in todo.values())
    rows = tuple(asdict(issue) for issue in read.issues[:_KEPT_ROWS])
    report = Report(read.taken, read.count("mended"), read.count("refused"), changed, rows)
    return report if dry_run else _write(actor, read, origin, todo, report, audit=audit)


def _write(
    actor: Actor, read: HsdsDirectory, origin: Origin, todo: dict[Any, list[Any]], report: Report, *, audit: Audit
) -> Report:
    row = ImportReport(
        kind="hsds-1.1", name=origin.system, digest=origin.digest, at=audit.at, member_id=actor.member_id,
        taken=report.taken, mended=report.mended, refused=report.refused, changed=report.changed,
        rows=list(report.rows),
    )  # fmt: skip
    detail = {"taken": report.taken, "refused": report.refused, "changed": report.changed}
    with audit.writing("directory.import", subject=("import", str(row.id)), detail=detail):
        for model, rows in todo.items():
            _save(model, rows, origin)
        _join(read.places, origin)
        row.save(force_insert=True)
    return Report(**{**asdict(report), "id": str(row.id)})


def _changed(rows: Iterable[Row], known: dict[str, str]) -> list[Row]:
    return [row for row in rows if known.get(row.key) != digest_of(row)]


def _save(model: type[M], rows: Sequence[Row], origin: Origin) -> None:
    if not rows:
        return
    organizations = dict(
        Organization.objects.filter(source_system=origin.system).values_list("source_key", "id")
    )
    ids = dict(
        model.objects.filter(source_system=origin.system).values_list("source_key", "id")  # type: ignore[attr-defined]
    )
    fresh, known = [], []
    for row in rows:
        made = _model_row(model, row, origin, organizations)
        if row.key in ids:
            made.id = ids[row.key]
            known.append(made)
        else:
            fresh.append(made)
    manager = model.objects  # type: ignore[attr-defined]
    manager.bulk_create(fresh, batch_size=_BATCH)
    if known:
        fields = [field.name for field in model._meta.concrete_fields if field.name != "id"]
        manager.bulk_update(known, fields, batch_size=_BATCH)
    _attach(model, list(zip(rows, _in_order(rows, fresh + known), strict=True)), origin)


def _in_order(rows: Sequence[Row], made: Iterable[Imported]) -> list[Imported]:
    by_key = {row.source_key: row for row in made}
    return [by_key[row.key] for row in rows]


def _model_row(model: type[M], row: Row, origin: Origin, organizations: dict[str, UUID]) -> M:
    names = {field.name for field in model._meta.concrete_fields}
    facts = {
        name: value
        for name, value in asdict(row).items()
        if name in names and name not in ("id", "organization", "hours")
    }
    if not isinstance(row, OrganizationRow):
        facts["organization_id"] = organizations.get(row.organization)
    if isinstance(row, LocationRow):
        facts["state"] = origin.state
    return model(
        source_system=origin.system, source_key=row.key, source_date=origin.date, row_digest=digest_of(row), **facts
    )


def _attach(model: type[M], pairs: Sequence[tuple[Row, Imported]], origin: Origin) -> None:
    """Replace what hangs on each record: numbers, hours, needs, areas."""
    owner = model.__name__.lower()
    owners = [made.pk for _row, made in pairs]
    hanging = (Phone, Schedule, ServiceNeed, ServiceArea) if model is Service else (Phone, Schedule)
    for start in range(0, len(owners), _BATCH):
        for attached in hanging:
            attached.objects.filter(**{f"{owner}__in": owners[start : start + _BATCH]}).delete()
    phones, schedules, needs, areas = [], [], [], []
    for row, made in pairs:
        link = {owner: made}
        phones += [Phone(number=number, extension=extension, **link) for number, extension in row.phones]
        if not isinstance(row, OrganizationRow) and row.hours:
            schedules.append(Schedule(hours=row.hours, tz=origin.tz, **link))
        if isinstance(row, ServiceRow):
            needs += [ServiceNeed(code=code, why=why[:120], **link) for code, why in row.needs]
            areas += [
                ServiceArea(state=origin.state, county_fips=fips, why=why[:120], **link) for fips, why in row.areas
            ]
    Phone.objects.bulk_create(phones, batch_size=_BATCH)
    Schedule.objects.bulk_create(schedules, batch_size=_BATCH)
    ServiceNeed.objects.bulk_create(needs, batch_size=_BATCH)
    ServiceArea.objects.bulk_create(areas, batch_size=_BATCH)


def _join(places: Sequence[tuple[str, str]], origin: Origin) -> None:
    if not places:
        return
    services = dict(Service.objects.filter(source_system=origin.system).values_list("source_key", "id"))
    locations = dict(Location.objects.filter(source_system=origin.system).values_list("source_key", "id"))
    there = set(
        ServiceAtLocation.objects.filter(service__source_system=origin.system).values_list("service_id", "location_id")
    )
    rows = [
        ServiceAtLocation(service_id=services[service], location_id=locations[location])
        for service, location in places
        if service in services
        and location in locations
        and (services[service], locations[location]) not in there
    ]
    ServiceAtLocation.objects.bulk_create(rows, batch_size=_BATCH)


def record_outcome(service_id: str, code: str, *, audit: Audit) -> None:
    """A referral to this service ended this way. A code and a day, never who; an unknown service is passed over.

    Passed over because the referral that ended is true, whether or not the directory still has the service.
    """
    try:
        service = Service.objects.filter(id=UUID(str(service_id))).first()
    except ValueError:
        service = None
    if service is None:
        return
    with audit.writing("directory.outcome", subject=("service", str(service.id)), detail={"outcome": code}):
        Outcome.objects.create(service=service, code=code[:60], day=audit.at.date())
