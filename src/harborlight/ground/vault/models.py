"""Keys at rest, always wrapped. The master key is never in the database."""

import uuid

from django.db import models

from harborlight.ground.vault.fields import classed


@classed(plain=("id", "owner", "agency_key", "wrapped", "created_at", "destroyed_at"))
class Key(models.Model):
    """An agency's key (``agency_key`` empty, wrapped by the master) or a record's key (wrapped by the agency's)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.CharField(max_length=40, db_index=True)  # agency id; no foreign key, agencies stand above us
    agency_key = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    wrapped = models.BinaryField(max_length=64)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vault_key_destroyed_is_empty",
                condition=models.Q(destroyed_at__isnull=True) | models.Q(wrapped=b""),
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(agency_key__isnull=True), name="vault_one_agency_key"
            ),
        ]
