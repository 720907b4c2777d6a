"""Completed instruments. A screening is written once; a trigger refuses every later change on both databases."""

from __future__ import annotations

import uuid

from django.db import models

from harborlight.ground.vault.api import SealedField, classed


@classed(
    plain=("digest", "instrument", "version", "title", "languages", "audience", "body", "sources", "first_used_at")
)
class Definition(models.Model):
    """The instrument as it was when a screening used it, so that the result can be worked out again years later.

    Packs come and go with upgrades; what a court may ask about must not.
    """

    digest = models.CharField(primary_key=True, max_length=64)
    instrument = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    title = models.JSONField()
    languages = models.JSONField()
    audience = models.JSONField()
    body = models.JSONField()
    sources = models.JSONField()  # id to title, date and address, so that what it cites can be shown
    first_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.instrument} {self.version}"


@classed(
    personal=("answers",),
    derived=("result", "stopped"),
    plain=("id", "agency", "author", "definition", "key", "county_fips", "language", "completed_at", "form", "token",
           "supersedes"),
)  # fmt: skip
class Screening(models.Model):
    """One completed instrument. `answers` is sealed JSON; `result` holds figures, states and ids of questions only.

    `form` is the form it was typed into; `token` is a keyed fingerprint of form and answers, so that a double click
    or a replay finds what it already saved. A correction is a new row that names the one it supersedes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("access.Member", on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey("vault.Key", on_delete=models.PROTECT, related_name="+")
    answers = SealedField()
    result = models.JSONField()
    stopped = models.BooleanField(default=False)  # a disclosure or a danger ended the questions
    county_fips = models.CharField(max_length=5, blank=True)
    language = models.CharField(max_length=2, default="en")
    completed_at = models.DateTimeField()
    form = models.UUIDField(db_index=True)
    token = models.UUIDField(unique=True)
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")

    class Meta:
        indexes = [
            models.Index(fields=["-completed_at"]),
            # Those that stopped wait however old they are; among 100,000 screenings they are few.
            models.Index(
                fields=["-completed_at"], condition=models.Q(stopped=True), name="recognize_stopped_newest"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="recognize_county_is_a_code",
                condition=models.Q(county_fips="") | models.Q(county_fips__regex=r"^[0-9]{5}$"),
            ),
            models.CheckConstraint(
                name="recognize_not_its_own_successor", condition=~models.Q(supersedes=models.F("id"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


@classed(plain=("screening", "child", "attached_at", "attached_by"))
class ScreeningChild(models.Model):
    """Which child a screening is about, once that is known. Apart, because a screening never changes."""

    screening = models.OneToOneField(Screening, primary_key=True, on_delete=models.PROTECT, related_name="about")
    child = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    attached_at = models.DateTimeField()
    attached_by = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"{self.screening_id} of {self.child_id}"
