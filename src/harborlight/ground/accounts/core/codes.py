"""Codes that people copy by hand: an alphabet without look-alikes, in groups of four. Pure.

The alphabet is Crockford's base32 (no I, L, O, U): what is misread for a digit is read back as that digit.
"""

import secrets
from collections.abc import Sequence

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
RECOVERY_CODES = 10
RECOVERY_CODE = 12  # characters, 60 bits: too many to guess in five tries


def fresh(length: int = RECOVERY_CODE) -> str:
    """A random code in groups of four."""
    return grouped("".join(secrets.choice(ALPHABET) for _ in range(length)))


def fresh_recovery_codes() -> Sequence[str]:
    """The recovery codes of one member."""
    return tuple(fresh() for _ in range(RECOVERY_CODES))


def grouped(text: str, size: int = 4) -> str:
    """``ABCD-EFGH``."""
    return "-".join(text[start : start + size] for start in range(0, len(text), size))


def read(typed: str) -> str:
    """What was meant by what was typed: case, spaces and dashes do not count, look-alikes are read as digits."""
    kept = "".join(sign for sign in typed.upper() if sign.isalnum())
    return kept.translate(_MISREAD)


def number_of(text: str) -> int:
    """The number written in the alphabet. Raises ValueError for a sign that is not in it."""
    number = 0
    for sign in text:
        number = number * 32 + ALPHABET.index(sign)
    return number


def written(number: int, length: int) -> str:
    """``number`` in the alphabet, with leading zeros to ``length``."""
    signs = [ALPHABET[(number >> (5 * place)) & 31] for place in range(length)]
    return "".join(reversed(signs))
