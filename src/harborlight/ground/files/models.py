"""Which files there are. Their content lies sealed in the data folder (``store.py``)."""

import uuid

from django.db import models

from harborlight.ground.files.core.kinds import Kind
from harborlight.ground.vault.api import SealedField, classed


@classed(
    personal=("name", "original"),
    derived=("fingerprint",),
    plain=(
        "id",
        "record_kind",
        "record_id",
        "key",
        "agency_id",
        "media_type",
        "size",
        "added_by",
        "added_by_name",
        "added_at",
        "erased_at",
    ),
)
class File(models.Model):
    """One file of one record.

    ``original`` is the SHA-256 of what was sent, before it was cleaned, so that a copy kept as evidence can be matched.
    ``fingerprint`` is a keyed hash of what is stored: it tells that a record has the same file already, and nothing to
    somebody who has only the database. ``size`` is in bytes, of the cleaned content.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record_kind = models.CharField(max_length=30)
    record_id = models.UUIDField()
    key = models.ForeignKey("vault.Key", on_delete=models.PROTECT, related_name="+")
    agency_id = models.CharField(max_length=40)  # whose key seals it
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    name = SealedField(default=b"")
    original = SealedField(default=b"")
    fingerprint = models.BinaryField(max_length=16, null=True)
    added_by = models.CharField(max_length=60)
    added_by_name = models.CharField(max_length=120)  # the duty name of that day; a list then asks one query
    added_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["record_kind", "record_id", "added_at"])]
        constraints = [
            models.CheckConstraint(name="files_kind_known", condition=models.Q(media_type__in=[str(k) for k in Kind])),
            models.CheckConstraint(
                name="files_erased_is_empty",
                condition=models.Q(erased_at__isnull=True) | models.Q(name=b"", original=b"", fingerprint__isnull=True),
            ),
            # Sent twice, kept once. An erased file has no fingerprint and stands in nobody's way.
            models.UniqueConstraint(fields=["record_kind", "record_id", "fingerprint"], name="files_once_per_record"),
        ]
