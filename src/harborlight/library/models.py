"""The directory: contacts and our checks of them, our rota, and services as HSDS names them. Nobody's case is here."""

from __future__ import annotations

import uuid

from django.db import models

from harborlight.ground.vault.api import classed
from harborlight.library.core.lines import CHANNELS, RESULTS, TRUST

METHODS = ("called", "wrote", "page", "partner", "use")
STATUSES = ("active", "inactive", "defunct", "temporarily closed")


@classed(
    plain=(
        "id", "key", "pack_id", "pack_version", "pack_digest", "role", "name", "state", "counties", "not_counties",
        "level", "channel", "value", "tz", "hours", "hours_stated", "otherwise", "note", "trust", "source",
        "source_date", "transcribed_from", "row_digest", "checked_at", "check_result", "retired_at",
    )
)  # fmt: skip
class Contact(models.Model):
    """One way to reach someone: a row of a pack, or one the agency entered (then `pack_id` is empty).

    An empty `value` means not found. `checked_at` and `check_result` repeat the newest Verification, so that a page
    need not look for it; they are cleared when the number changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=120, unique=True)
    pack_id = models.CharField(max_length=80, blank=True)
    pack_version = models.CharField(max_length=20, blank=True)
    pack_digest = models.CharField(max_length=64, blank=True)
    role = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=2, blank=True, db_index=True)
    counties = models.TextField(blank=True)
    not_counties = models.TextField(blank=True)
    level = models.CharField(max_length=12, blank=True)
    channel = models.CharField(max_length=10)
    value = models.CharField(max_length=300, blank=True)
    tz = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    hours_stated = models.CharField(max_length=300, blank=True)
    otherwise = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=500, blank=True)
    trust = models.CharField(max_length=8)
    source = models.CharField(max_length=300)
    source_date = models.CharField(max_length=10)
    transcribed_from = models.CharField(max_length=300, blank=True)
    row_digest = models.CharField(max_length=64)
    checked_at = models.DateTimeField(null=True)
    check_result = models.CharField(max_length=10, blank=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["state", "role", "name", "key"]
        constraints = [
            models.CheckConstraint(name="library_contact_channel", condition=models.Q(channel__in=CHANNELS)),
            models.CheckConstraint(name="library_contact_trust", condition=models.Q(trust__in=TRUST)),
            models.CheckConstraint(
                name="library_contact_cited", condition=~models.Q(source="") & ~models.Q(source_date="")
            ),
            models.CheckConstraint(
                name="library_contact_checked",
                condition=models.Q(checked_at=None, check_result="")
                | models.Q(checked_at__isnull=False, check_result__in=RESULTS),
            ),
        ]

    def __str__(self) -> str:
        return self.key


@classed(plain=("id", "contact", "service", "value", "at", "result", "method", "member_id", "agency_id"))
class Verification(models.Model):
    """Somebody of ours checked a contact or a service: which number, when, how, and whether it answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="verifications")
    service = models.ForeignKey("Service", null=True, on_delete=models.PROTECT, related_name="verifications")
    value = models.CharField(max_length=300)
    at = models.DateTimeField()
    result = models.CharField(max_length=10)
    method = models.CharField(max_length=10)
    member_id = models.CharField(max_length=60)
    agency_id = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["contact", "-at"]), models.Index(fields=["service", "-at"])]
        constraints = [
            models.CheckConstraint(name="library_check_result", condition=models.Q(result__in=RESULTS)),
            models.CheckConstraint(name="library_check_method", condition=models.Q(method__in=METHODS)),
            models.CheckConstraint(
                name="library_check_of_one",
                condition=models.Q(contact=None, service__isnull=False) | models.Q(contact__isnull=False, service=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id or self.service_id} {self.result}"


@classed(
    plain=(
        "id", "agency_id", "agency_name", "unit", "channel", "value", "counties", "starts_at", "ends_at", "is_public",
        "entered_at", "entered_by", "cancelled_at",
    )
)  # fmt: skip
class RotaShift(models.Model):
    """A unit of ours that is on call. `is_public` lets pages without sign-in show its duty number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency_id = models.CharField(max_length=40)
    agency_name = models.CharField(max_length=200)
    unit = models.CharField(max_length=120)
    channel = models.CharField(max_length=10, default="phone")
    value = models.CharField(max_length=60)
    counties = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    is_public = models.BooleanField(default=False)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=60)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "unit"]
        constraints = [
            models.CheckConstraint(name="library_shift_ends", condition=models.Q(ends_at__gt=models.F("starts_at")))
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.starts_at:%Y-%m-%d}"


class Imported(models.Model):
    """What every row from a directory file has: where it is from, and what it looked like when it was read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source_system = models.CharField(max_length=80)
    source_key = models.CharField(max_length=80)
    source_date = models.CharField(max_length=10)
    row_digest = models.CharField(max_length=64)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["source_system", "source_key"], name="library_%(class)s_once")
        ]


_IMPORTED = ("id", "source_system", "source_key", "source_date", "row_digest")


@classed(plain=(*_IMPORTED, "name", "alternate_name", "description", "email", "url", "postal_address"))
class Organization(Imported):
    """Who runs services (HSDS organization)."""

    name = models.CharField(max_length=300)
    alternate_name = models.CharField(max_length=300, blank=True)
    description = models.TextField(blank=True)
    email = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    postal_address = models.CharField(max_length=500, blank=True)

    class Meta(Imported.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@classed(
    plain=(
        *_IMPORTED, "organization", "name", "description", "url", "email", "status", "application_process", "fees",
        "eligibility", "languages", "area_text", "alert", "checked_at", "check_result",
    )
)  # fmt: skip
class Service(Imported):
    """What somebody offers (HSDS service). Needs and areas are rows of their own, so that they can be searched."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    url = models.CharField(max_length=500, blank=True)
    email = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=20, default="active")
    application_process = models.TextField(blank=True)
    fees = models.TextField(blank=True)
    eligibility = models.TextField(blank=True)
    languages = models.CharField(max_length=300, blank=True)
    area_text = models.CharField(max_length=300, blank=True)
    alert = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField(null=True)
    check_result = models.CharField(max_length=10, blank=True)

    class Meta(Imported.Meta):
        ordering = ["name", "source_key"]
        constraints = [
            *Imported.Meta.constraints,
            models.CheckConstraint(name="library_service_status", condition=models.Q(status__in=STATUSES)),
        ]

    def __str__(self) -> str:
        return self.name


@classed(plain=("id", "service", "code", "why"))
class ServiceNeed(models.Model):
    """A need this service meets, and which of its words say so."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="needs")
    code = models.CharField(max_length=40, db_index=True)
    why = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "code"], name="library_need_once")]

    def __str__(self) -> str:
        return self.code


@classed(plain=("id", "service", "state", "county_fips", "why"))
class ServiceArea(models.Model):
    """Where a service is offered (HSDS service_area): a county, or a whole state when `county_fips` is empty."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="areas")
    state = models.CharField(max_length=2)
    county_fips = models.CharField(max_length=5, blank=True)
    why = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["state", "county_fips"])]

    def __str__(self) -> str:
        return self.county_fips or self.state


@classed(plain=(*_IMPORTED, "organization", "name", "address", "state", "latitude", "longitude", "withheld"))
class Location(Imported):
    """Where a service is given (HSDS location). `withheld`: the source keeps the address to itself, and so do we."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.PROTECT, related_name="locations")
    name = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=2, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    withheld = models.BooleanField(default=False)

    class Meta(Imported.Meta):
        ordering = ["name", "source_key"]
        constraints = [
            *Imported.Meta.constraints,
            models.CheckConstraint(
                name="library_withheld_has_no_place",
                condition=models.Q(withheld=False) | models.Q(address="", latitude=None, longitude=None),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@classed(plain=("id", "service", "location"))
class ServiceAtLocation(models.Model):
    """A service given at a location (HSDS service_at_location)."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "location"], name="library_place_once")]

    def __str__(self) -> str:
        return f"{self.service_id} at {self.location_id}"


class Attached(models.Model):
    """A row that belongs to exactly one organization, service or location."""

    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="%(class)ss")
    service = models.ForeignKey(Service, null=True, on_delete=models.CASCADE, related_name="%(class)ss")
    location = models.ForeignKey(Location, null=True, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="library_%(class)s_one_owner",
                condition=models.Q(organization__isnull=False, service=None, location=None)
                | models.Q(organization=None, service__isnull=False, location=None)
                | models.Q(organization=None, service=None, location__isnull=False),
            )
        ]


@classed(plain=("id", "organization", "service", "location", "number", "extension", "kind", "description"))
class Phone(Attached):
    """A number of an organization, service or location (HSDS phone)."""

    number = models.CharField(max_length=20)
    extension = models.CharField(max_length=6, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    description = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.number} x{self.extension}" if self.extension else self.number


@classed(plain=("id", "organization", "service", "location", "hours", "tz"))
class Schedule(Attached):
    """Opening hours of a service or location (HSDS schedule), in the notation of `core.hours`."""

    hours = models.CharField(max_length=300)
    tz = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.hours


@classed(plain=("id", "service", "code", "day"))
class Outcome(models.Model):
    """How a referral to this service ended: a code and a day. It does not and cannot say whose referral it was."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="outcomes")
    code = models.CharField(max_length=60)
    day = models.DateField()

    def __str__(self) -> str:
        return self.code


@classed(plain=("id", "kind", "name", "digest", "at", "member_id", "taken", "mended", "refused", "changed", "rows"))
class ImportReport(models.Model):
    """What an import did: how many rows were taken, mended, refused and changed, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    member_id = models.CharField(max_length=60)
    taken = models.IntegerField()
    mended = models.IntegerField()
    refused = models.IntegerField()
    changed = models.IntegerField()
    rows = models.JSONField(default=list)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
