"""When an account closes, when a session ends. Pure: figures and times are passed in.

The figures are those of the CJIS Security Policy 5.9.5: AC-7 (five failures in fifteen minutes, closed until an
administrator releases it), AC-11 (thirty minutes idle), IA-11 (prove again who you are after twelve hours).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Ended = Literal["", "idle", "limit"]


class TooLoose(ValueError):
    """An agency's figure is looser than the policy allows. The text says which and what to mend."""


@dataclass(frozen=True)
class Limits:
    """``failures`` within ``window`` close the account; a session ends after ``idle`` or after ``session``."""

    failures: int
    window: timedelta
    idle: timedelta
    session: timedelta


CJIS = Limits(
    failures=5, window=timedelta(minutes=15), idle=timedelta(minutes=30), session=timedelta(hours=12)
)
# The names an agency's own figures have in harborlight.toml.
LIMITS = ("sign_in_failures", "sign_in_window_minutes", "idle_minutes", "session_minutes")
# How long a fresh proof of the second factor counts for changing factors, passwords and roles.
STEP_UP = timedelta(minutes=5)
# From one address, whatever the accounts: guards those names that do not exist too.
ADDRESS_FAILURES = 30


def check_tight(limits: Limits, floor: Limits = CJIS) -> Limits:
    """The same limits. Raises TooLoose when one of them allows more than the policy does."""
    zero = timedelta(0)
    rules = [
        (1 <= limits.failures <= floor.failures, f"sign-in failures: 1 to {floor.failures}"),
        (limits.window >= floor.window, f"window of failures: {_minutes(floor.window)} minutes or more"),
        (zero < limits.idle <= floor.idle, f"idle limit: 1 to {_minutes(floor.idle)} minutes"),
        (zero < limits.session <= floor.session, f"session limit: 1 to {_minutes(floor.session)} minutes"),
    ]
    for is_kept, rule in rules:
        if not is_kept:
            raise TooLoose(f"An agency may tighten the CJIS figures, never loosen them. Allowed is {rule}.")
    return limits


def limits_of(own: Mapping[str, int]) -> Limits:
    """The limits with an agency's own figures (named as in LIMITS) in place of the policy's."""
    return Limits(
        failures=own.get("sign_in_failures", CJIS.failures),
        window=timedelta(minutes=own.get("sign_in_window_minutes", _minutes(CJIS.window))),
        idle=timedelta(minutes=own.get("idle_minutes", _minutes(CJIS.idle))),
        session=timedelta(minutes=own.get("session_minutes", _minutes(CJIS.session))),
    )


def must_close(failures: Iterable[datetime], now: datetime, limits: Limits) -> bool:
    """Whether these failures (the one just made among them) close the account."""
    recent = [at for at in failures if now - at <= limits.window]
    return len(recent) >= limits.failures


def ended(*, signed_in_at: datetime, seen_at: datetime, now: datetime, limits: Limits) -> Ended:
    """Why a session is over at ``now``, or an empty string while it runs."""
    if now - signed_in_at >= limits.session:
        return "limit"
    return "idle" if now - seen_at >= limits.idle else ""


def is_fresh(confirmed_at: datetime | None, now: datetime) -> bool:
    """Whether the second factor was proved recently enough for a step-up act."""
    return confirmed_at is not None and timedelta(0) <= now - confirmed_at < STEP_UP


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
