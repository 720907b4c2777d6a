"""Which packs are active here. The content itself stays in files; this row fixes it by its digest."""

import uuid

from django.db import models

from harborlight.ground.packs.core.model import STATES
from harborlight.ground.vault.api import classed


@classed(plain=("id", "pack_id", "version", "digest", "kind", "state", "installed_at"))
class InstalledPack(models.Model):
    """One version of one pack. `active` ones may be used anew, `retired` ones only explain what they were used for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pack_id = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=80, db_index=True)
    state = models.CharField(max_length=10, default="active")
    installed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="packs_one_digest_per_version", fields=["pack_id", "version"]),
            models.CheckConstraint(name="packs_state_known", condition=models.Q(state__in=STATES)),
        ]
        ordering = ["pack_id", "version"]

    def __str__(self) -> str:
        return f"{self.pack_id} {self.version}"
