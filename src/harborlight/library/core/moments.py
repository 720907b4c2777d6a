"""Moments: read from text, and written for people."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
}
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}
_ZONES = {
    "America/New_York": ("Eastern", "del Este"),
    "America/Detroit": ("Eastern", "del Este"),
    "America/Indiana/Indianapolis": ("Eastern", "del Este"),
    "America/Chicago": ("Central", "del Centro"),
    "America/Menominee": ("Central", "del Centro"),
    "America/Denver": ("Mountain", "de la Montaña"),
    "America/Boise": ("Mountain", "de la Montaña"),
    "America/Phoenix": ("Arizona", "de Arizona"),
    "America/Los_Angeles": ("Pacific", "del Pacífico"),
    "America/Anchorage": ("Alaska", "de Alaska"),
    "Pacific/Honolulu": ("Hawaii", "de Hawái"),
    "America/Puerto_Rico": ("Atlantic", "del Atlántico"),
    "America/St_Thomas": ("Atlantic", "del Atlántico"),
    "Pacific/Guam": ("Chamorro", "chamorra"),
    "Pacific/Saipan": ("Chamorro", "chamorra"),
    "Pacific/Pago_Pago": ("Samoa", "de Samoa"),
}


class MomentRefused(ValueError):
    """The moment cannot be used; the message says how to write it."""


def read_moment(text: str) -> datetime:
    """A moment from ISO 8601 text with its zone. Raises MomentRefused when the zone is missing."""
    how = "Write date, time and zone, such as 2026-11-22T02:10-06:00."
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as bad:
        raise MomentRefused(f"'{text}' is not a moment. {how}") from bad
    check_aware(moment)
    return moment


def check_aware(moment: datetime) -> None:
    """Refuse a time without a zone, and one no calendar reaches: which line answers depends on it."""
    if not 1970 <= moment.year <= 2200:
        raise MomentRefused("This year is too far away to say which line is open. Check the date.")
    if moment.utcoffset() is None:
        raise MomentRefused(
            "The time has no zone, so nobody can say which line is open. Write it with its zone, "
            "such as 2026-11-22T02:10-06:00."
        )


def clock(moment: datetime, zone: str, language: str) -> str:
    """A moment on a zone's clock, such as `Mon 23 Nov 08:00 Central time`."""
    local = moment.astimezone(ZoneInfo(zone))
    days, months = _DAYS[language], _MONTHS[language]
    date = f"{days[local.weekday()]} {local.day} {months[local.month - 1]}"
    return f"{date} {local:%H:%M} {zone_name(zone, language)}"


def zone_name(zone: str, language: str) -> str:
    """What people call a zone: `Central time`, `hora del Centro`."""
    english, spanish = _ZONES.get(zone, (zone, zone))
    return f"hora {spanish}" if language == "es" else f"{english} time"
