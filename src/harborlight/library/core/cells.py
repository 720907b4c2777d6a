"""Cells of other people's files, brought into order; every change has a reason that a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from harborlight.library.core.hours import DAYS
from harborlight.library.core.phones import Phone, PhoneRefused, phones_in

WEEKDAYS = {
    name: day
    for day, names in zip(
        DAYS,
        (
            ("monday", "mon", "mo"),
            ("tuesday", "tue", "tues", "tu"),
            ("wednesday", "wed", "we"),
            ("thursday", "thu", "thur", "thurs", "th"),
            ("friday", "fri", "fr"),
            ("saturday", "sat", "sa"),
            ("sunday", "sun", "su"),
        ),
        strict=True,
    )
    for name in names
}
_TIME = re.compile(r"\s*(\d{1,2})(?::(\d{2}))?(?::\d{2})?\s*([ap])?\.?(?:m\.?)?\s*", re.IGNORECASE)
_ALL_DAY = re.compile(r"\b24[ -]?(?:hours|hrs|hr|/7)\b|\b24/7\b", re.IGNORECASE)
_MARKER = re.compile(r"#{2,}[A-Z]{3}#{2,}|\b[A-Z]{3}#{2,}|#{3,}")
_CONFIDENTIAL = re.compile(r"\b(?:confidential|undisclosed|withheld)\b", re.IGNORECASE)


class CellRefused(ValueError):
    """This cell cannot be used; the message says why."""


def clean_text(text: str, limit: int = 20_000) -> tuple[str, str]:
    """The text without stray marks, and what was done: empty when nothing had to be."""
    done: list[str] = []
    if "\\n" in text or "\\r" in text:
        text, done = text.replace("\\r", "").replace("\\n", "\n"), [*done, "line breaks written as \\n"]
    if _MARKER.search(text):
        text, done = _MARKER.sub(" ", text), [*done, "stray markers"]
    if "\0" in text:
        text, done = text.replace("\0", ""), [*done, "null characters"]
    text = "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
    if len(text) > limit:
        text, done = text[: limit - 1] + "…", [*done, f"cut to {limit} characters"]
    return text, ", ".join(done)


def clean_url(text: str) -> tuple[str, str]:
    """A web address, and what was done. Only http and https addresses are kept."""
    text = text.strip()
    if not text or re.match(r"https?://[^\s\"'<>]+$", text, re.IGNORECASE):
        return text[:500], ""
    if re.match(r"[\w-]+(\.[\w-]+)+(/[^\s\"'<>]*)?$", text):
        return f"https://{text}"[:500], "address without http"
    return "", "not a web address"


def clean_phones(number: str, extension: str) -> tuple[tuple[Phone, ...], str]:
    """The numbers of a cell, and what was done. Raises CellRefused when there is none."""
    if not number.strip():
        raise CellRefused("no number")
    try:
        found = phones_in(number)
    except PhoneRefused as refused:
        raise CellRefused(str(refused)) from refused
    done = []
    if len(found) > 1:
        done.append("several numbers in one cell")
    if any(phone.extension for phone in found):
        done.append("extension inside the number")
    elif extension.strip().isdigit():
        found = (Phone(found[0].number, extension.strip()[:6]), *found[1:])
    return found, ", ".join(done)


def clean_time(text: str) -> int | None:
    """Minutes after midnight of `9:00`, `9:00am`, `17:30`; None for a blank. Raises CellRefused."""
    if not text.strip():
        return None
    found = _TIME.fullmatch(text)
    if not found:
        raise CellRefused(f"{text!r} is not a time of day")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        raise CellRefused(f"{text!r} is not a time of day")
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    if hour > 24 or minute > 59 or hour * 60 + minute > 24 * 60:
        raise CellRefused(f"{text!r} is not a time of day")
    return hour * 60 + minute


def clean_span(weekday: str, opens: str, closes: str, said: str = "") -> tuple[str, str, str]:
    """(day, span, what was done) of one schedule row; the span is empty when the row states no hours.

    Raises CellRefused when weekday or times cannot be read.
    """
    day = WEEKDAYS.get(weekday.strip().lower())
    if day is None:
        raise CellRefused(f"{weekday!r} is not a day of the week")
    start, end = clean_time(opens), clean_time(closes)
    if start is None and end is None:
        if _ALL_DAY.search(said):
            return day, "00:00-24:00", "24 hours said in words"
        return day, "", "no hours on this day: kept as not known"
    if start is None or end is None:
        raise CellRefused("only one of opening and closing time")
    if end <= start:
        # 9:00 to 5:00 is more often an afternoon written short than a night: nobody may be sent there on a guess.
        return day, "", "closes before it opens: kept as not known"
    return day, _span(start, end), ""


def _span(start: int, end: int) -> str:
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def hours_text(spans: Iterable[tuple[str, str]]) -> str:
    """Hours in our notation from (day, span) pairs; days without a span make the rest unknown."""
    found = list(dict.fromkeys(spans))
    known: dict[str, list[str]] = {}
    for day, span in found:
        if span:
            known.setdefault(day, []).append(span)
    if not known:
        return ""
    text = "; ".join(f"{_days(days)} {spans_of}" for spans_of, days in _grouped(known))
    return text if all(span for _day, span in found) else f"{text}; else unknown"


def _grouped(known: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for day in DAYS:
        if day in known:
            groups.setdefault(",".join(sorted(known[day])), []).append(day)
    return list(groups.items())


def _days(days: Sequence[str]) -> str:
    first, last = DAYS.index(days[0]), DAYS.index(days[-1])
    return f"{days[0]}-{days[-1]}" if len(days) > 1 and last - first + 1 == len(days) else ",".join(days)


def is_withheld(address: str) -> bool:
    """Whether an address says that it is not to be told."""
    return bool(_CONFIDENTIAL.search(address))


def clean_status(text: str) -> tuple[str, str]:
    """One of the four states of HSDS, and what was done; a blank is active, an unknown word is not."""
    status = text.strip().lower()
    if status in ("active", "inactive", "defunct", "temporarily closed", ""):
        return status or "active", ""
    return "inactive", f"status {text.strip()[:40]!r} is not one of HSDS: kept as inactive"


def clean_point(latitude: str, longitude: str) -> tuple[tuple[float, float] | None, str]:
    """Degrees north and east, and what is wrong with them; no point is not a fault."""
    if not latitude.strip() and not longitude.strip():
        return None, ""
    try:
        lat, lng = float(latitude), float(longitude)
    except ValueError:
        return None, "its point cannot be read"
    if not (-90 <= lat <= 90 and -180 <= lng <= 180) or (lat, lng) == (0, 0):
        return None, "its point is not on the map"
    return (lat, lng), ""
