"""Identity only. Every personal value is sealed under the person's own key."""

import uuid

from django.db import models

from harborlight.ground.vault.api import SealedField, classed


@classed(
    personal=("birth",),
    derived=("is_estimate",),
    plain=("id", "code", "agency", "key", "estimated_on", "sealed", "created_at", "erased_at"),
)
class Person(models.Model):
    """One person as one agency knows them. ``birth`` holds an ISO date, or "~15" for an estimated age."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True)
    agency = models.ForeignKey("access.Agency", on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey("vault.Key", on_delete=models.PROTECT, related_name="+")
    birth = SealedField(default=b"")
    is_estimate = models.BooleanField(default=True)
    estimated_on = models.DateField(null=True)
    sealed = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_index=True)
    erased_at = models.DateTimeField(null=True)


@classed(personal=("text",), plain=("id", "person", "kind", "asserted_at", "asserted_by"))
class Name(models.Model):
    """One asserted name: kind is "given-family", "nickname" or "alias"."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    kind = models.CharField(max_length=20)
    text = SealedField()
    asserted_at = models.DateTimeField()
    asserted_by = models.CharField(max_length=60)


@classed(derived=("word",), plain=("id", "person"))
class NameWord(models.Model):
    """A blind index of one word of one of a person's names."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_words")
    word = models.BinaryField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "person"], name="people_word_once")]


@classed(personal=("text",), derived=("index",), plain=("id", "person", "kind", "asserted_at", "asserted_by"))
class Identifier(models.Model):
    """One exact identifier (case number, NCIC number, phone …)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20)
    text = SealedField()
    index = models.BinaryField(max_length=16)
    asserted_at = models.DateTimeField()
    asserted_by = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["index"])]
