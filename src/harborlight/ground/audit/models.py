"""Append-only events and their chain. Triggers in the first migration refuse UPDATE and DELETE on both databases."""

from django.db import models

from harborlight.ground.vault.api import classed

OUTCOMES = ("done", "refused", "read", "failed")


@classed(
    plain=(
        "id",
        "at",
        "actor",
        "agency",
        "action",
        "subject_kind",
        "subject_id",
        "outcome",
        "channel",
        "session",
        "purpose",
        "detail",
    )
)
class Event(models.Model):
    """One write or one read. No foreign keys: the log never follows or blocks live data."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=60)
    agency = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10)
    channel = models.CharField(max_length=20)
    session = models.CharField(max_length=40, blank=True)
    purpose = models.CharField(max_length=40, blank=True)
    detail = models.TextField(default="{}")

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "at"]),
            models.Index(fields=["actor", "at"]),
        ]
        constraints = [
            models.CheckConstraint(name="audit_outcome_known", condition=models.Q(outcome__in=OUTCOMES)),
        ]


@classed(plain=("position", "head", "previous_head", "signature", "sealed_at"))
class Seal(models.Model):
    """The signed head of the chain after one batch. ``position`` is the last chained position it covers."""

    position = models.BigIntegerField(primary_key=True)
    head = models.CharField(max_length=64)
    previous_head = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    sealed_at = models.DateTimeField()


@classed(plain=("position", "event_id", "chain"))
class SealedEvent(models.Model):
    """Which event stands at which place of the chain, and the chain's value there.

    Events get their place when they are sealed, because transactions may commit in another order than their ids.
    """

    position = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    chain = models.CharField(max_length=64)
