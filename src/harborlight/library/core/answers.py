"""One answer of who-to-call, and how a line becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from harborlight.ground.ui.api import dated_words, day_words
from harborlight.library.core.hours import ALWAYS, next_open, open_at
from harborlight.library.core.lines import Check, Line
from harborlight.library.core.moments import clock, zone_name
from harborlight.library.core.places import Place
from harborlight.library.core.sentences import role_name, say

OLD_NUMBER_DAYS = 730


@dataclass(frozen=True, slots=True)
class Answer:
    """Who to call, whether they answer now, and why we say so.

    `open_now` is True, False or None (not known); an unknown hour is never shown as open. `verified` is True only
    while the agency's own newest check of this number is good. `check` is that in words. `opens_at` is ISO 8601 or
    empty. `fallback_for` names the role this answer stands in for.
    """

    role: str
    name: str
    channel: str
    value: str
    open_now: bool | None
    hours: str
    reason: str
    source: str
    source_date: str
    verified: bool
    role_name: str = ""
    check: str = ""
    trust: str = ""
    age_days: int | None = None
    opens_at: str = ""
    fallback_for: str = ""
    notes: tuple[str, ...] = ()
    line_id: str = ""
    county: str = ""
    county_fips: str = ""
    state: str = ""
    other_counties: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer as plain values, the promised fields first."""
        return asdict(self)


@dataclass(frozen=True)
class Scene:
    """Where, when and in which language an answer is given, and what the agency has checked."""

    place: Place
    at: datetime
    checks: Mapping[str, Check]
    language: str

    def say(self, name: str, **facts: str) -> str:
        """A sentence in the language of the scene."""
        return say(name, self.language, **facts)

    def zone_of(self, line: Line) -> str:
        """The clock a line keeps: its own, else the place's."""
        return line.tz or self.place.county.tz

    def open_now(self, line: Line) -> bool | None:
        """Whether the line answers now. A number nobody found cannot answer, and a page does not answer at all."""
        if not line.value:
            return None
        if line.channel in ("web", "email", "fax", "office") and line.hours == ALWAYS:
            return None
        return open_at(line.hours, self.at, self.zone_of(line))

    def answer(self, line: Line, *reasons: str, notes: tuple[str, ...] = (), fallback_for: str = "") -> Answer:
        """The answer for a line. Whether it is open is added to the reasons."""
        state = self.open_now(line)
        opens = next_open(line.hours, self.at, self.zone_of(line)) if state is False else None
        said = [*reasons, *self._hours_reason(line, state, opens)]
        verified, check = self._check(line)
        county = self.place.county
        return Answer(
            role=line.role,
            name=line.name,
            channel=line.channel,
            value=line.value or self.say("not-found"),
            open_now=state,
            hours=self.hours_text(line),
            reason=" ".join(said),
            source=line.source,
            source_date=line.source_date,
            verified=verified,
            role_name=role_name(line.role, self.language),
            check=check,
            trust=line.trust,
            age_days=age_days(line.source_date, self.at),
            opens_at=opens.isoformat() if opens else "",
            fallback_for=fallback_for,
            notes=notes,
            line_id=line.id,
            county=county.label,
            county_fips=county.fips,
            state=county.state,
            other_counties=tuple(f"{other.label} ({other.fips})" for other in self.place.others),
        )

    def hours_text(self, line: Line) -> str:
        """The hours for a person; `not stated` when they are not known."""
        if line.hours == ALWAYS:
            return self.say("all-day")
        if not line.hours.spans:
            stated = line.hours_stated if self.language == "en" and not line.hours.known else ""
            return stated or self.say("not-stated")
        return f"{line.hours_text} {zone_name(self.zone_of(line), self.language)}"

    def _hours_reason(self, line: Line, state: bool | None, opens: datetime | None) -> list[str]:
        if not line.value or line.channel in ("email", "fax", "office"):
            return []
        if state is False:
            said = [self.say("closed-now", opens=clock(opens, self.zone_of(line), self.language))] if opens else []
            return [*said, self.say("message")] if line.otherwise == "message" else said
        said = self._old_number(line)
        if line.channel == "web":
            return said
        if state is None:
            return [*said, self.say("hours-unknown")]
        if line.hours == ALWAYS:
            return [*said, self.say("open-always")] if line.role != "emergency" else said
        return [*said, self.say("open-now", hours=self.hours_text(line))]

    def _old_number(self, line: Line) -> list[str]:
        old = line.channel == "phone" and (age_days(line.source_date, self.at) or 0) > OLD_NUMBER_DAYS
        if not old or line.role == "emergency":
            return []
        return [self.say("old-number", date=dated_words(line.source_date, self.language))]

    def _check(self, line: Line) -> tuple[bool, str]:
        check = self.checks.get(line.id)
        if check is None:
            return False, self.say("not-verified")
        day = day_words(check.at.date(), self.language)
        if check.good_at(self.at, line):
            return True, self.say("verified", date=day)
        return False, self.say("failed" if check.result == "failed" else "stale", date=day)


def age_days(source_date: str, at: datetime) -> int | None:
    """Days since the facts of a source: a year or month counts from its beginning, so age is never understated."""
    parts = [int(part) for part in source_date.split("-")] if source_date else []
    if not parts:
        return None
    year, month, day = (*parts, 1, 1)[:3]
    return max((at.date() - date(year, month, day)).days, 0)
