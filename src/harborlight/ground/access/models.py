"""Agencies, members, and which record is visible to whom."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from harborlight.ground.access.roles import Role
from harborlight.ground.vault.api import SealedField, classed

AGENCY_KINDS = {
    "police": "Police or sheriff",
    "cps": "Child protection",
    "provider": "Victim-service provider",
    "prosecutor": "Prosecutor",
    "probation": "Probation or juvenile justice",
    "school": "School",
    "other": "Other partner",
}


@classed(plain=("id", "name", "kind", "county_fips", "state", "time_zone", "ori", "is_host", "created_at", "closed_at"))
class Agency(models.Model):
    """An agency that owns records or works with one that does. ``is_host``: it runs this installation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=list(AGENCY_KINDS.items()))
    county_fips = models.CharField(max_length=5)
    state = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=40, default="America/Chicago")
    ori = models.CharField(max_length=9, blank=True)
    is_host = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_host"], condition=models.Q(is_host=True), name="access_one_host"),
        ]

    def __str__(self) -> str:
        return self.name


class MemberManager(BaseUserManager["Member"]):
    """Look-up by login; members are made by ``actions.create_member`` only."""

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(login__iexact=username)


# A member's name is a duty name that partners must see (who told whom), so it is plain, not personal.
@classed(
    plain=(
        "id",
        "login",
        "display_name",
        "agency",
        "roles",
        "is_active",
        "password",
        "last_login",
        "created_at",
        "locked_at",
        "last_seen_at",
        "unit",
        "phone",
    )
)
class Member(AbstractBaseUser):
    """Someone with an account. ``roles`` is a list of Role values; ``locked_at`` waits for an administrator."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    login = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120)
    unit = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="members")
    roles = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    locked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = MemberManager()

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(role) for role in self.roles)

    def __str__(self) -> str:
        return self.display_name


@classed(
    plain=(
        "id",
        "record_kind",
        "record_id",
        "holder_kind",
        "holder_id",
        "why",
        "items",
        "since",
        "until",
        "suspended",
        "made_by",
    )
)
class Relation(models.Model):
    """Makes one record visible to one agency or one member. The only source of visibility in the house.

    The holder is one column for both kinds, so that "the agency's or mine" is one index walk over two values: as two
    columns joined by OR, SQLite read every relation of the kind (75 ms at 100,000 children).
    """

    id = models.BigAutoField(primary_key=True)
    record_kind = models.CharField(max_length=30)
    record_id = models.UUIDField()
    holder_kind = models.CharField(max_length=10)
    holder_id = models.UUIDField()
    why = models.CharField(max_length=60)
    items = models.CharField(max_length=200, default="*")  # codes of what is released; "*" is everything
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    suspended = models.BooleanField(default=False)  # a sealed record: only the records role passes
    made_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_relation_holder_known", condition=models.Q(holder_kind__in=("agency", "member"))
            ),
            models.UniqueConstraint(
                fields=["record_kind", "record_id", "holder_id", "why"], name="access_relation_once"
            ),
        ]
        indexes = [models.Index(fields=["holder_id", "record_kind", "record_id"])]


@classed(
    personal=("reason",),
    plain=("id", "record_kind", "record_id", "member", "key", "at", "until", "reviewed_by", "reviewed_at"),
)
class BreakGlass(models.Model):
    """One emergency look, to be read by a supervisor. The reason may name a child and is sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_kind = models.CharField(max_length=30)
    record_id = models.UUIDField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey("vault.Key", on_delete=models.PROTECT, related_name="+")
    reason = SealedField()
    at = models.DateTimeField(db_index=True)
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
