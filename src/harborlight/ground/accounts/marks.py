"""What a session knows about itself: who signed in, when, with which second factor.

Kept in the session's own row, so that asking costs no further query.
"""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from harborlight.ground.accounts.core.limits import is_fresh

KEY = "sign_in"
EXAMPLE_WALK = "example"  # a factor that only an example installation knows
# A page asked for within this time of the last one does not write the session again. The idle lock may thus come
# this much early, never late.
WRITE_EVERY = timedelta(seconds=30)


@dataclass(frozen=True)
class Marks:
    """One signed-in session. Times are ISO texts in UTC; ``factor`` is empty until a second factor was proved."""

    id: str
    member: str
    at: str
    seen: str
    factor: str = ""
    codes_kept: bool = False
    confirmed: str = ""

    @property
    def signed_in_at(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def seen_at(self) -> datetime:
        return datetime.fromisoformat(self.seen)

    @property
    def confirmed_at(self) -> datetime | None:
        return datetime.fromisoformat(self.confirmed) if self.confirmed else None


def read(request: HttpRequest) -> Marks | None:
    """The marks of the signed-in member's session, or None when nobody signed in through the front door."""
    found = left(request)
    is_theirs = found is not None and request.user.is_authenticated and found.member == str(request.user.pk)
    return found if is_theirs else None


def left(request: HttpRequest) -> Marks | None:
    """The marks the session still carries, also when its member may not use it any more."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    return Marks(**kept) if kept else None


def write(request: HttpRequest, marks: Marks) -> None:
    """Keep the marks with the session."""
    request.session[KEY] = asdict(marks)


def change(request: HttpRequest, **changes: Any) -> None:
    """Change some of the marks of a signed-in session."""
    marks = read(request)
    if marks is not None:
        write(request, replace(marks, **changes))


def touch(request: HttpRequest, marks: Marks, now: datetime) -> None:
    """Note that the member is at work."""
    if now - marks.seen_at >= WRITE_EVERY:
        write(request, replace(marks, seen=now.isoformat()))


def has_second_factor(marks: Marks | None) -> bool:
    """Whether this session proved a second factor. The example's walk-in counts in an example only."""
    if marks is None or not marks.factor:
        return False
    return marks.factor != EXAMPLE_WALK or settings.EXAMPLE


def is_confirmed(marks: Marks | None, now: datetime) -> bool:
    """Whether the second factor was proved within the last minutes, for acts that ask for it afresh."""
    if marks is None or not has_second_factor(marks):
        return False
    return marks.factor == EXAMPLE_WALK or is_fresh(marks.confirmed_at, now)


_PROVED = "proved"


def note_proof(request: HttpRequest, member_id: str, kind: str) -> None:
    """The second factor was just proved; the sign-in that follows at once picks it up."""
    request.session[_PROVED] = [member_id, kind]


def take_proof(request: HttpRequest, member_id: str) -> str:
    """The kind of factor that was just proved for this member, once; empty when none was."""
    member, kind = request.session.pop(_PROVED, ["", ""])
    return str(kind) if member == member_id else ""
