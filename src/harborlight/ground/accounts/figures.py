"""The figures in force: those of the settings, never looser than the policy."""

from django.conf import settings

from harborlight.ground.accounts.core.limits import Limits, check_tight


def limits() -> Limits:
    """The limits in force. Raises TooLoose when a setting allows more than CJIS does."""
    return check_tight(
        Limits(
            failures=settings.SIGN_IN_FAILURES, window=settings.SIGN_IN_WINDOW,
            idle=settings.IDLE_LIMIT, session=settings.SESSION_LIMIT,
        )
    )
