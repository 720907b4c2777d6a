"""The who-to-call lines of the page without scripts: in order, with stated hours, and no word on "now".

A saved page may be read at any hour, so it must not say that a line is open. With scripts, `calls.js` works that
out on the telephone from the same table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

# 911 is not among them: it is the first thing on the card.
SHOWN = (
    ("child-protection", ("phone",)),
    ("trafficking-hotline", ("phone", "text")),
    ("child-abuse-counsel", ("phone",)),
    ("missing-children", ("phone",)),
    ("runaway-line", ("phone",)),
    ("crisis-line", ("phone",)),
)
OLD_DAYS = 730
"""After two years a number is called old (as in `library.core.answers`)."""
ALL_DAY = {"en": "24 hours", "es": "24 horas"}
NOT_STATED = {"en": "hours not stated", "es": "horario no indicado"}
LOCAL = {"en": "local time", "es": "hora local"}
REST = {"en": "other hours not stated", "es": "otras horas no indicadas"}
DAYS_ES = {"Mo": "lu", "Tu": "ma", "We": "mi", "Th": "ju", "Fr": "vi", "Sa": "sá", "Su": "do"}


@dataclass(frozen=True)
class Number:
    """One thing to tap: `href` is `tel:`, `sms:` or a page."""

    words: str
    href: str
    long: bool


@dataclass(frozen=True)
class CallLine:
    """Who to call: the numbers of one line, its stated hours, and where that is from."""

    role: str
    hours: str
    numbers: tuple[Number, ...]
    notes: tuple[str, ...]
    origin: str


def static_lines(
    table: Mapping[str, Any], county: str, say: Mapping[str, str], language: str, today: date
) -> list[CallLine]:
    """The lines that serve a county (empty: the whole state), in order; numbers of one line stand together."""
    found = []
    for role, channels in SHOWN:
        lines = [line for line in table["lines"] if line["r"] == role and line["c"] in channels and line.get("v")]
        lines = [line for line in lines if _serves(line, county)]
        if role == "child-protection":
            # County lines first where the county takes the report; otherwise the state's line first.
            lines.sort(key=lambda line: (line.get("l") == "county") != table["county_first"])
        found += lines
    groups = groupby(found, key=lambda line: (line["r"], line["n"]))
    return [_line(table, list(group), say, language, today) for _key, group in groups]


def facts(table: Mapping[str, Any], language: str) -> list[str]:
    """What must be known about the state's line."""
    return [fact[language == "es"] for fact in table["facts"]]


def county_name(table: Mapping[str, Any], county: str) -> str:
    """Its name, or "" when the table has no such county."""
    return str(table["counties"].get(county, [""])[0])


def county_of_zip(table: Mapping[str, Any], code: str) -> str:
    """The county of a ZIP code, or "" when the table has none. See `library.core.table` for the packing."""
    run = table["zips"].get(code[:3], "") if re.fullmatch(r"\d{5}", code) else ""
    for start in range(0, len(run), 4):
        if run[start : start + 2] == code[3:]:
            return str(sorted(table["counties"])[int(run[start + 2 : start + 4], 36)])
    return ""


def _serves(line: Mapping[str, Any], county: str) -> bool:
    if not county:
        return not line.get("f")
    return (not line.get("f") or county in line["f"]) and county not in line.get("x", ())


def _line(
    table: Mapping[str, Any], group: list[Mapping[str, Any]], say: Mapping[str, str], language: str, today: date
) -> CallLine:
    first = group[0]
    checked = f"{say['verified_on']} {first['y']}" if first.get("y") else say["not_verified"]
    notes = [table["say"]["fallback-counsel"][language == "es"]] if first["r"] == "child-abuse-counsel" else []
    if first["c"] == "phone" and age_days(first["d"], today) > OLD_DAYS:
        notes.append(table["say"]["old-number"][language == "es"].format(date=first["d"]))
    return CallLine(
        role=table["roles"][first["r"]][language == "es"],
        hours=_hours(first.get("h", ""), language),
        numbers=tuple(_number(line, say) for line in group),
        notes=tuple(notes),
        origin=f"{first['n']} · {say['source']}: {_host(first['s'])}, {_unbroken(first['d'])} · {_unbroken(checked)}",
    )


def _number(line: Mapping[str, Any], say: Mapping[str, str]) -> Number:
    value = line["v"]
    asked = re.match(r"(\w+) to ([\d-]+)", value) if line["c"] == "text" else None
    if asked:
        href = f"sms:{asked[2].replace('-', '')}?&body={asked[1]}"
        return Number(say["text_to"].format(word=asked[1], number=asked[2]), href, long=True)
    return Number(value, f"tel:{re.sub(r'[^0-9+]', '', value)}", long=False)


def age_days(written: str, today: date) -> int:
    """Days since the facts of a source: a year or month counts from its beginning, so age is never understated."""
    year, month, day = (*(int(part) for part in written.split("-")), 1, 1)[:3]
    return (today - date(year, month, day)).days


def _host(address: str) -> str:
    host = urlsplit(address.split(" ", maxsplit=1)[0]).hostname
    return host.removeprefix("www.") if host else address


def _unbroken(text: str) -> str:
    """A date that does not break at the end of a line."""
    return re.sub(r"(?<=\d)-(?=\d)", "\u2011", text)


def _hours(text: str, language: str) -> str:
    if text == "24/7":
        return ALL_DAY[language]
    if not text:
        return NOT_STATED[language]
    plain = text.replace("; else unknown", "")
    rest = f"; {REST[language]}" if plain != text else ""
    if language == "es":
        plain = re.sub("|".join(DAYS_ES), lambda day: DAYS_ES[day[0]], plain)
    return f"{plain}, {LOCAL[language]}{rest}"
