"""Reads of the directory. Bounded: none grows with the number of records, none asks once per row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Prefetch, Q, QuerySet, When

from harborlight.ground.access.api import Actor, NotFound, Permission, check
from harborlight.ground.packs import api as packs
from harborlight.ground.ui.api import day_words
from harborlight.library import atlas
from harborlight.library.core import hours as hours_of
from harborlight.library.core.lines import CHECK_AGAIN, Check, Directory, Line, Shift
from harborlight.library.core.places import Place
from harborlight.library.core.table import ROLES
from harborlight.library.models import Contact, ImportReport, RotaShift, Service, ServiceArea, ServiceNeed

OPTIONS = 50


def directory_for(state: str) -> tuple[Directory, dict[str, Check]]:
    """The lines that serve a state or the whole country, with the newest check of each. One query.

    A store whose contacts are not loaded yet answers with the packs: who-to-call is never empty.
    """
    shipped = atlas.shipped_directory()
    rows = list(Contact.objects.filter(Q(state="") | Q(state=state), retired_at=None))
    if not rows:
        return shipped, {}
    lines = tuple(line_of(row) for row in rows)
    return replace(shipped, lines=_in_shipped_order(lines, shipped)), checks_of(rows)


def _in_shipped_order(lines: tuple[Line, ...], shipped: Directory) -> tuple[Line, ...]:
    """Our own lines first, then the packs' in their order: the first number of a line stands before its second."""
    place = {line.id: index for index, line in enumerate(shipped.lines)}
    return tuple(sorted(lines, key=lambda line: place.get(line.id, -1)))


def checks_of(rows: list[Contact]) -> dict[str, Check]:
    """The newest check of each contact that has one."""
    return {row.key: Check(row.checked_at, row.check_result) for row in rows if row.checked_at}


def line_of(row: Contact) -> Line:
    """A stored contact as the router sees it."""
    return Line(
        id=row.key,
        role=row.role,
        name=row.name,
        channel=row.channel,
        value=row.value,
        source=row.source,
        source_date=row.source_date,
        trust=row.trust,
        state=row.state,
        counties=frozenset(row.counties.split()),
        not_counties=frozenset(row.not_counties.split()),
        level=row.level,
        tz=row.tz,
        hours=hours_of.parse(row.hours),
        hours_text=row.hours,
        hours_stated=row.hours_stated,
        otherwise=row.otherwise,
        note=row.note,
        transcribed_from=row.transcribed_from,
    )


def shifts_at(at: datetime, *, public: bool) -> list[Shift]:
    """Units on call at that moment; the public sees only those that are entered for it. One query."""
    rows = RotaShift.objects.filter(cancelled_at=None, starts_at__lte=at, ends_at__gt=at)
    return [shift_of(row) for row in (rows.filter(is_public=True) if public else rows)]


def public_shifts(begin: datetime, end: datetime) -> list[Shift]:
    """Shifts entered for the public that touch a span of time. One query."""
    rows = RotaShift.objects.filter(cancelled_at=None, is_public=True, starts_at__lt=end, ends_at__gt=begin)
    return [shift_of(row) for row in rows[:500]]


def shift_of(row: RotaShift) -> Shift:
    """A stored shift as the router sees it."""
    return Shift(
        unit=row.unit,
        value=row.value,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        counties=frozenset(row.counties.split()),
        entered_on=row.entered_at.date(),
        agency=row.agency_name,
        channel=row.channel,
    )


def rota_of(actor: Actor, now: datetime) -> list[RotaShift]:
    """The shifts of this actor's agency that are running or to come."""
    check(actor, Permission.DIRECTORY_SEE)
    return list(RotaShift.objects.filter(agency_id=actor.agency_id, cancelled_at=None, ends_at__gt=now)[:200])


SORTS: dict[str, tuple[str, ...]] = {
    "place": ("state", "role", "name", "key"),
    "role": ("role", "state", "name", "key"),
    "oldest": ("source_date", "state", "name", "key"),
    "checked": ("checked_at", "state", "name", "key"),
}


def contacts(actor: Actor, chosen: Mapping[str, Any], sort: str, now: datetime) -> QuerySet[Contact]:
    """The directory list. `chosen` may have state, role, check (`never`, `due`, `failed`, `missing`) and words."""
    check(actor, Permission.DIRECTORY_SEE)
    rows = Contact.objects.filter(retired_at=None)
    if chosen.get("state"):
        rows = rows.filter(Q(state=chosen["state"]) | Q(state=""))
    if chosen.get("role"):
        rows = rows.filter(role=chosen["role"])
    if chosen.get("words"):
        rows = rows.filter(Q(name__icontains=chosen["words"]) | Q(value__icontains=chosen["words"]))
    rows = _by_check(rows, str(chosen.get("check") or ""), now)
    names = SORTS.get(sort, SORTS["place"])
    order = [F(name).asc(nulls_first=True) if name == "checked_at" else name for name in names]
    # The state's own numbers stand before those of the whole country, whose state is empty.
    ranks = [When(role=role, then=rank) for rank, role in enumerate(ROLES)]
    first = {"national": Case(When(state="", then=1), default=0), "rank": Case(*ranks, default=len(ROLES))}
    before = ["national", "rank"] if sort in ("place", "role") else []
    return rows.annotate(**first).order_by(*before, *order)


def _by_check(rows: QuerySet[Contact], wanted: str, now: datetime) -> QuerySet[Contact]:
    if wanted == "never":
        return rows.filter(checked_at=None).exclude(value="")
    if wanted == "due":
        return rows.filter(check_result="answered", checked_at__lt=now - CHECK_AGAIN["line"])
    if wanted == "failed":
        return rows.filter(check_result="failed")
    if wanted == "missing":
        return rows.filter(value="")
    return rows


def contact(actor: Actor, key: str) -> Contact:
    """One contact with its checks, newest first. Raises NotFound."""
    check(actor, Permission.DIRECTORY_SEE)
    row = Contact.objects.filter(key=key).prefetch_related("verifications").first()
    if row is None:
        raise NotFound("There is no such contact.")
    return row


def to_check(now: datetime) -> dict[str, int]:
    """How many contacts failed, are due to be checked again, or were never checked. One query each, three in all."""
    rows = Contact.objects.filter(retired_at=None)
    return {name: _by_check(rows, name, now).count() for name in ("failed", "due", "never")}


# Services --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ServiceOption:
    """A service as another module sees it: enough to choose it, and to keep as it was on the day of a referral.

    `open_now` is True, False or None (not known). `verified` is the agency's own newest check. `reason` says why it
    is offered for this need and place.
    """

    id: str
    name: str
    organization: str
    phones: tuple[str, ...]
    hours: str
    open_now: bool | None
    needs: tuple[str, ...]
    area: str
    reason: str
    description: str
    eligibility: str
    fees: str
    how_to_apply: str
    languages: str
    url: str
    email: str
    address: str
    status: str
    source: str
    source_date: str
    verified: bool
    check: str

    def as_json(self) -> dict[str, Any]:
        """The option as plain values, for keeping with a referral."""
        return asdict(self)


def services() -> QuerySet[Service]:
    """Services with everything an option shows, in a fixed number of queries."""
    return Service.objects.select_related("organization").prefetch_related(
        "phones", "schedules", "needs", "organization__phones", "places__location__schedules",
        "places__location__phones",
    )  # fmt: skip


def find(need: str, place: Place, at: datetime) -> list[ServiceOption]:
    """Active services that meet a need in a county, nearest first: named county, ZIP code, then the whole state."""
    county = place.county
    areas = ServiceArea.objects.filter(Q(county_fips=county.fips) | Q(county_fips=""), state=county.state)
    chosen = ServiceArea.objects.filter(state=county.state, county_fips__in=(county.fips, ""))
    rows = (
        services()
        .filter(status="active", needs__code=need, areas__in=areas)
        .prefetch_related(Prefetch("areas", queryset=chosen, to_attr="areas_here"))
        .distinct()[: OPTIONS * 4]
    )
    found = [(_nearness(row), option_of(row, at, county.tz, need)) for row in rows]
    found.sort(key=lambda pair: (pair[0], pair[1].open_now is False, pair[1].name))
    return [option for _near, option in found][:OPTIONS]


def _nearness(row: Service) -> int:
    whys = [area.why for area in row.areas_here if area.county_fips]  # type: ignore[attr-defined]
    return 2 if not whys else 0 if any(why.startswith("its title") for why in whys) else 1


def service(service_id: str) -> Service:
    """One service with everything a page shows. Raises NotFound."""
    try:
        row = services().prefetch_related("areas", "verifications", "outcomes").get(id=UUID(str(service_id)))
    except (ValueError, Service.DoesNotExist) as missing:
        raise NotFound("There is no such service.") from missing
    return row


def service_list(actor: Actor, chosen: Mapping[str, Any]) -> QuerySet[Service]:
    """The list of services. `chosen` may have need, state, county and words."""
    check(actor, Permission.DIRECTORY_SEE)
    rows = Service.objects.select_related("organization").prefetch_related("phones", "needs", "areas")
    if chosen.get("need"):
        rows = rows.filter(id__in=ServiceNeed.objects.filter(code=chosen["need"]).values("service_id"))
    if chosen.get("county"):
        areas = ServiceArea.objects.filter(county_fips__in=(chosen["county"], ""))
        rows = rows.filter(id__in=areas.values("service_id"))
    if chosen.get("words"):
        rows = rows.filter(Q(name__icontains=chosen["words"]) | Q(organization__name__icontains=chosen["words"]))
    return rows.order_by("name", "source_key")


def option_of(row: Service, at: datetime, tz: str, need: str = "") -> ServiceOption:
    """A service as an option; its rows must be prefetched by `services()`."""
    places = [link.location for link in row.places.all()]
    schedule = next(
        (plan for plan in [*row.schedules.all(), *(plan for where in places for plan in where.schedules.all())]), None
    )
    phones = [str(phone) for phone in row.phones.all()]
    phones += [str(phone) for where in places for phone in where.phones.all()]
    if not phones and row.organization:
        phones = [str(phone) for phone in row.organization.phones.all()]
    areas = getattr(row, "areas_here", None) or []
    verified, said = check_words(row.checked_at, row.check_result, at, CHECK_AGAIN["other"])
    return ServiceOption(
        id=str(row.id),
        name=row.name,
        organization=row.organization.name if row.organization else "",
        phones=tuple(dict.fromkeys(phones)),
        hours=schedule.hours if schedule else "",
        open_now=hours_of.open_at(hours_of.parse(schedule.hours), at, schedule.tz or tz) if schedule else None,
        needs=tuple(sorted(need.code for need in row.needs.all())),
        area="; ".join(area.why for area in areas[:3]),
        reason="; ".join([*(n.why for n in row.needs.all() if n.code == need), *(area.why for area in areas[:1])]),
        description=row.description,
        eligibility=row.eligibility,
        fees=row.fees,
        how_to_apply=row.application_process,
        languages=row.languages,
        url=row.url,
        email=row.email,
        address=next((where.address for where in places if where.address), ""),
        status=row.status,
        source=source_name(row.source_system),
        source_date=row.source_date,
        verified=verified,
        check=said,
    )


def source_name(system: str) -> str:
    """What people call a source: the title of the pack it came in, or the name an import was given."""
    try:
        return packs.pack(system).title_in("en")
    except packs.PackRefused:
        return system


def check_words(at: datetime | None, result: str, now: datetime, good_for: timedelta) -> tuple[bool, str]:
    """Whether a check counts now, and in words."""
    if at is None:
        return False, "not verified by your agency"
    day = day_words(at.date())
    if result == "failed":
        return False, f"failed when your agency called on {day}"
    if now - at > good_for:
        return False, f"not verified by your agency since {day}"
    return True, f"verified by your agency on {day}"


def roles() -> list[str]:
    """The roles that contacts have. One query."""
    return list(Contact.objects.order_by("role").values_list("role", flat=True).distinct())


def county_name(fips: str) -> str:
    """A county's name and state, for a page."""
    return atlas.geography().county(fips).label


def area_name(area: ServiceArea) -> str:
    """What an area is called: a county, or a whole state."""
    return county_name(area.county_fips) if area.county_fips else atlas.geography().states().get(area.state, area.state)


def open_now(line: Line, at: datetime, zone: str) -> bool | None:
    """Whether a line answers at that moment; None when it is not known."""
    return hours_of.open_at(line.hours, at, line.tz or zone) if line.value else None


def import_reports(actor: Actor) -> list[ImportReport]:
    """The newest imports, without their rows."""
    check(actor, Permission.DIRECTORY_CHANGE)
    return list(ImportReport.objects.defer("rows")[:20])


def import_report(actor: Actor, report_id: str) -> ImportReport:
    """One import with its rows. Raises NotFound."""
    check(actor, Permission.DIRECTORY_CHANGE)
    try:
        return ImportReport.objects.get(id=UUID(report_id))
    except (ValueError, ImportReport.DoesNotExist) as missing:
        raise NotFound("There is no such import.") from missing
