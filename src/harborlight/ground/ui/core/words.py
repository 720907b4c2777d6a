"""Times in the voice of the house. Pure: the moment is passed in, nothing reads a clock."""

import re
from datetime import date, datetime, timedelta

Language = str  # "en" or "es"; anything else is answered in English

MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}
LEFT = {"en": "{} left", "es": "quedan {}"}
OVERDUE = {"en": "overdue {}", "es": "vencido hace {}"}
_DATED = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d{2}))?")
DAYS = {"en": "days", "es": "días"}


def _month(day: date, language: Language) -> str:
    return MONTHS.get(language, MONTHS["en"])[day.month - 1]


def day_words(day: date, language: Language = "en") -> str:
    """``22 Nov 2026``: the month in letters, so that 03/04 is never guessed at."""
    return f"{day.day} {_month(day, language)} {day.year}"


def dated_words(text: str, language: Language = "en") -> str:
    """The date of a source as people read it: ``2026-09-22`` is ``22 Sep 2026``, ``2025-05`` is ``May 2025``.

    Anything else is given back as it came: a source may only know its year.
    """
    found = _DATED.fullmatch(text)
    if not found:
        return text
    month = MONTHS.get(language, MONTHS["en"])[int(found["month"]) - 1]
    day = f"{int(found['day'])} " if found["day"] else ""
    return f"{day}{month} {found['year']}"


def moment_words(at: datetime, now: datetime, language: Language = "en") -> str:
    """``22 Nov 02:10 CST``, with the year when it is not the year of ``now``. ``at`` is in the reader's zone."""
    year = "" if at.year == now.astimezone(at.tzinfo).year else f" {at.year}"
    return f"{at.day} {_month(at, language)}{year} {at:%H:%M} {at.tzname() or ''}".rstrip()


def span_words(span: timedelta, language: Language = "en") -> str:
    """A length of time in the largest unit that still tells something: ``35 min``, ``2 h``, ``3 days``.

    Rounded down, and never below one minute: a duty that is late by seconds is late.
    """
    minutes = max(1, int(abs(span).total_seconds() // 60))
    if minutes < 120:
        return f"{minutes} min"
    hours = minutes // 60
    if hours < 48:
        return f"{hours} h"
    return f"{hours // 24} {DAYS.get(language, DAYS['en'])}"


def left_words(due: datetime, now: datetime, language: Language = "en") -> str:
    """``overdue 2 h``, ``00:41 left``, ``21 h left`` or ``6 days left``.

    Under ten hours it is a clock face, because then the minutes matter. Rounded down: nobody is promised
    a minute that is not there.
    """
    span = due - now
    if span < timedelta(0):
        return OVERDUE.get(language, OVERDUE["en"]).format(span_words(span, language))
    minutes = int(span.total_seconds() // 60)
    face = f"{minutes // 60:02}:{minutes % 60:02}" if minutes < 600 else span_words(span, language)
    return LEFT.get(language, LEFT["en"]).format(face)


def due_state(due: datetime, now: datetime, *, soon: timedelta = timedelta(hours=24)) -> str:
    """The badge of a deadline that is not met yet: ``overdue``, ``running`` (within ``soon``) or ``waiting``."""
    if due < now:
        return "overdue"
    return "running" if due - now <= soon else "waiting"
