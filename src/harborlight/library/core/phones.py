"""Telephone numbers as people write them, brought to one form."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_EXTENSION = re.compile(r"(?:\bext\.?|\bextension|\bx|,|#)\s*(\d{1,6})\b", re.IGNORECASE)
_SERVICE_CODES = frozenset({"211", "311", "911", "988"})
_VANITY = re.compile(r"\b1?[-. ]?(\d{3})[-. ]([A-Z0-9][A-Z0-9-]{6,9})\b")
_DIGITS = re.compile(r"(?<!\d)(?:\+?1[-. ]*)?\(?(\d{3})\)?[-. ]*(\d{3})[-. ]*(\d{4})(?!\d)")


class PhoneRefused(ValueError):
    """This text holds no North American number."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as `NNN-NNN-NNNN` or a three-digit code, with its extension."""

    number: str
    extension: str = ""

    def __str__(self) -> str:
        return f"{self.number} x{self.extension}" if self.extension else self.number


def phones_in(text: str) -> tuple[Phone, ...]:
    """Every number in a text such as `(312) 555-0100 x12; 1-800-555-0199`. Raises PhoneRefused when there is none.

    Letters are translated only where no digits give the number: `844-CO-4-KIDS (844-264-5437)` is one number.
    """
    if text.strip() in _SERVICE_CODES:
        return (Phone(text.strip()),)
    found = list(_DIGITS.finditer(text))
    if not found:
        vanity = _VANITY.search(text.upper())
        spelled = vanity[1] + vanity[2].replace("-", "").translate(_LETTERS) if vanity else ""
        found = list(_DIGITS.finditer(spelled[:10]))
    if not found:
        raise PhoneRefused(f"{text!r} is not a telephone number")
    ends = [*(match.start() for match in found[1:]), len(text)]
    phones = []
    for match, end in zip(found, ends, strict=True):
        extension = _EXTENSION.search(text[match.end() : end])
        phones.append(Phone("-".join(match.groups()), extension[1] if extension else ""))
    return tuple(dict.fromkeys(phones))


def plain_phone(text: str) -> str:
    """The first number of a text in one form; blank stays blank. Raises PhoneRefused."""
    return str(phones_in(text)[0]) if text.strip() else ""
