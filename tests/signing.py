"""A browserless visitor who has signed in with both factors."""

import uuid
from dataclasses import asdict
from datetime import datetime

from django.test import Client
from django.utils import timezone

from harborlight.ground.access.api import Actor
from harborlight.ground.access.models import Agency, Member
from harborlight.ground.accounts import marks
from tests.builders import NOON, an_agency


def signed_in(actor: Actor, at: datetime | None = None) -> Client:
    """A client whose session looks as it does after password and second factor. Makes the host agency if needed."""
    if not Agency.objects.filter(is_host=True).exists():
        an_agency(is_host=True)
    client = Client()
    member = Member.objects.get(id=actor.member_id)
    client.force_login(member)
    moment = (at or timezone.now()).isoformat()
    session = client.session
    session[marks.KEY] = asdict(
        marks.Marks(id=str(uuid.uuid4()), member=str(member.pk), at=moment, seen=moment, factor="totp", codes_kept=True)
    )
    session.save()
    return client


__all__ = ["NOON", "signed_in"]
