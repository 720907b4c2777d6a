"""Who a session's member is. Proving it is not done here but in ``adapter.AccountAdapter.authenticate``."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from harborlight.ground.access.api import Member


class MemberBackend(ModelBackend):
    """Answers the member of a session, and nobody for a disabled account: its sessions end with the next request.

    ``authenticate`` answers nobody: a second way to check a password would be one that does not count failures.
    """

    def authenticate(self, request: HttpRequest | None, *args: Any, **kwargs: Any) -> None:
        return None

    def get_user(self, user_id: Any) -> Member | None:
        """The member with the agency, whose time zone every page needs: one query."""
        member = Member.objects.select_related("agency").filter(pk=user_id).first()
        return member if member is not None and member.is_active else None
