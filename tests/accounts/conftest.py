"""A clock the tests set, a client without forced marks, and a quick password hash."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from harborlight.ground.access import middleware
from tests.accounts.people import Person, a_person
from tests.builders import NOON


@dataclass
class Clock:
    """What a request takes for now."""

    now: datetime = NOON

    def after(self, **span: float) -> None:
        """Let this much time pass."""
        self.now += timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(middleware, "read_clock", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def quick_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real hash takes half a second on purpose."""
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1000)


@pytest.fixture
def person(db: None, clock: Clock) -> Person:
    """An officer with a password, an authenticator app and kept recovery codes."""
    return a_person()
