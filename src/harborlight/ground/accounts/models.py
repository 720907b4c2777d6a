"""What signing in leaves behind: failures, running sessions, password links, forms kept through a time-out.

The second factors themselves are allauth's ``mfa_authenticator`` rows; their secrets are sealed by ``actions.factors``.
"""

import uuid

from django.conf import settings
from django.db import models

from harborlight.ground.vault.api import SealedField, classed


@classed(derived=("address",), plain=("id", "member", "kind", "at", "counts"))
class Failure(models.Model):
    """One failed proof. ``member`` is empty for a name nobody has; ``counts`` ends with a sign-in or a lock."""

    id = models.BigAutoField(primary_key=True)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    address = models.BinaryField(max_length=16)  # a blind index: throttles an address without keeping it
    at = models.DateTimeField()
    counts = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["member", "at"]), models.Index(fields=["address", "at"])]


# The address and the device are the member's own work station, shown back to the member and to nobody else.
@classed(plain=("id", "member", "session_key", "factor", "address", "device", "started_at", "ended_at", "ended_by"))
class SignIn(models.Model):
    """One session from sign-in to its end. Lets a member see and end their own sessions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, db_index=True)
    factor = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=45)
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["member", "ended_at"])]
        constraints = [
            models.CheckConstraint(
                name="accounts_signin_end_has_reason",
                condition=models.Q(ended_at__isnull=True, ended_by="")
                | models.Q(ended_at__isnull=False) & ~models.Q(ended_by=""),
            ),
        ]


@classed(plain=("id", "member", "digest", "made_by", "made_at", "expires_at", "used_at"))
class PasswordLink(models.Model):
    """A link by which a member sets a password, once. Only the digest of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


@classed(personal=("fields",), plain=("id", "member", "key", "path", "kept_at"))
class KeptForm(models.Model):
    """A form sent after its session had ended, kept sealed until the same member has signed in again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.ForeignKey("vault.Key", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=300)
    fields = SealedField()
    kept_at = models.DateTimeField()
