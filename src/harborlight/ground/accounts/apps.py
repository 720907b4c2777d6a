"""The ``accounts`` app."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class AccountsConfig(AppConfig):
    """Proving who you are."""

    name = "harborlight.ground.accounts"
    label = "accounts"

    def ready(self) -> None:
        from harborlight.ground.accounts.figures import limits

        limits()  # an agency's figure that is looser than the policy stops the start, not the first sign-in
        # Django writes ``last_login`` from a signal, outside any act. It connects under this id and only once:
        # standing there first keeps it out, and ``actions.sessions.begin`` writes the field instead.
        user_logged_in.connect(_nothing, dispatch_uid="update_last_login", weak=False)


def _nothing(**_: Any) -> None:
    """Stands where Django's own receiver would."""
