"""Codes, ages and name words. Pure; the day is passed in."""

import hashlib
from dataclasses import dataclass
from datetime import date

from harborlight.ground.vault.core.cipher import normalize

ADULT = 18
# No vowels and no look-alikes: a code is read over a radio and must not spell anything.
ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXZ"
LENGTH = 4
IDENTIFIER_KINDS = {
    "case": "Agency case number",
    "ncic": "NCIC number",
    "ncmec": "NCMEC number",
    "dl": "State identification",
    "school": "School number",
    "phone": "Phone",
    "account": "Account or handle",
}


@dataclass(frozen=True)
class Age:
    """What is known of an age on one day. ``years`` is None when nothing is known."""

    years: int | None
    estimated: bool

    @property
    def is_child(self) -> bool:
        """A person under 18, or one whose age is not settled: both are treated as a child."""
        return self.years is None or self.estimated or self.years < ADULT

    @property
    def text(self) -> str:
        if self.years is None:
            return "age not known"
        return f"about {self.years}" if self.estimated else str(self.years)


def age_on(day: date, *, birth: date | None, estimate: int | None, estimated_on: date | None) -> Age:
    """Age in whole years on ``day``. Someone born on 29 February has their birthday on 1 March in common years."""
    if birth is not None:
        before_birthday = (day.month, day.day) < (birth.month, birth.day)
        return Age(day.year - birth.year - before_birthday, estimated=False)
    if estimate is None or estimated_on is None:
        return Age(None, estimated=True)
    return Age(estimate + max(0, (day - estimated_on).days // 365), estimated=True)


def code_of(person_id: str, attempt: int = 0) -> str:
    """A short code derived from the opaque id; ``attempt`` gives another one when the first is taken."""
    number = int.from_bytes(hashlib.sha256(f"{person_id}:{attempt}".encode()).digest()[:8], "big")
    length = LENGTH + attempt // 4  # a crowded register moves on to longer codes by itself
    return "".join(ALPHABET[(number // len(ALPHABET) ** i) % len(ALPHABET)] for i in range(length))


def name_words(name: str) -> list[str]:
    """The comparable words of a name: "María-José O'Neil" gives maria, jose, o, neil. Each word once, in order."""
    return list(dict.fromkeys(normalize(name).split()))
